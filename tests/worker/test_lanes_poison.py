"""Entries that cannot be handled are put aside, seen, and put back; nothing waits behind them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest

from parley.channels.whatsapp.plugin import WhatsApp
from parley.domain.channel import ChannelPlugin, Inbound, InboundMessage, InboundReceipt
from parley.domain.desk import Desk
from parley.domain.errors import NotFound
from parley.domain.ids import ContactId, WorkspaceId
from parley.domain.message import MessageStatus
from parley.domain.needs import Needs, NotOnDesk
from parley.storage import dead_letters, lane_attempts
from parley.storage.journal import EntryKind, NewEntry, lane_of_sender
from parley.worker import lanes
from worker.works import BO, Works

pytestmark = pytest.mark.anyio


async def letters(works: Works) -> list[Mapping[str, Any]]:
    return [
        dict(row)
        for row in await works.parts.pool.fetch("SELECT * FROM dead_letter ORDER BY journal_id")
    ]


async def test_what_cannot_be_read_is_put_aside_and_the_rest_of_the_lane_goes_on(
    works: Works,
) -> None:
    await works.journal(works.said("before"))
    await works.journal_body(b"\xff not json", sender=BO)
    await works.journal(works.said("after"))
    await works.drain()
    assert await works.texts() == ["before", "after"]
    [letter] = await letters(works)
    assert bytes(letter["body"]) == b"\xff not json"
    assert "NotThisProvider" in letter["error"]


async def test_a_message_for_a_number_that_is_not_connected_waits_among_the_dead_letters(
    works: Works,
) -> None:
    body = works.body_of(works.said("hello")).replace(b"106500000000001", b"999999999999999")
    await works.journal_body(body)
    await works.journal(works.said("for us"))
    await works.drain()
    assert await works.texts() == ["for us"]
    [letter] = await letters(works)
    assert "UnknownChannel" in letter["error"]
    assert "999999999999999" in letter["error"]


async def test_a_timer_that_is_no_timer_is_put_aside(works: Works) -> None:
    entry = NewEntry(1, works.workspace_id, None, EntryKind.TIMER, b"{}", works.clock.now())
    await works.parts.journal.append([entry])
    await works.drain()
    assert [letter["kind"] for letter in await letters(works)] == ["timer"]


class Trap:
    """Breaks the decision on every message whose text holds "boom"."""

    def __init__(self) -> None:
        self.mended = False

    def plugins(self, works: Works) -> dict[str, ChannelPlugin]:
        trap = self

        class Trapped(WhatsApp):
            def parse(self, raw: bytes, *, received_at: datetime) -> Sequence[Inbound]:
                found = super().parse(raw, received_at=received_at)
                return found if trap.mended or b"boom" not in raw else [*found, *_breaking(found)]

        return {**works.parts.plugins, "whatsapp": Trapped()}


def _breaking(found: Sequence[Inbound]) -> list[Inbound]:
    """A receipt that no table can keep: an external id with a NUL, which cleaning never lets through."""
    [message] = found
    assert isinstance(message, InboundMessage)
    return [
        InboundReceipt(message.channel, "bad\x00key", MessageStatus.DELIVERED, message.provider_at)
    ]


async def test_the_one_entry_that_breaks_its_batch_is_found_and_its_message_stays_visible(
    works: Works,
) -> None:
    other = works.neighbour()
    for number in range(30):
        by = BO if number % 2 else other
        await works.journal(works.said(f"boom {number}" if number == 13 else f"m {number}", by=by))
    await works.drain(works.lane_worker(plugins=Trap().plugins(works)))
    [letter] = await letters(works)
    assert b"boom 13" in bytes(letter["body"])
    assert sorted(await works.texts()) == sorted(
        ["boom 13", *(f"m {n}" for n in range(30) if n != 13)]
    )
    own = await works.column(
        """
        SELECT content->>'body' FROM message JOIN identity USING (workspace_id, contact_id)
        WHERE identity.value = $1 ORDER BY message.id
        """,
        BO,
    )
    assert own == [f"boom {n}" if n == 13 else f"m {n}" for n in range(1, 30, 2)]
    assert await works.count("lane_attempt") == 0


async def test_a_first_message_that_breaks_is_there_for_people_to_see(works: Works) -> None:
    await works.journal(works.said("boom"))
    await works.drain(works.lane_worker(plugins=Trap().plugins(works)))
    assert await works.texts() == ["boom"]
    assert await works.count("conversation WHERE closed_at IS NULL AND incoming_count = 1") == 1
    assert await works.count("event WHERE kind = 'MessageReceived'") == 1
    assert await works.count("run") == 0


async def test_a_visible_message_is_not_doubled_when_its_letter_is_replayed(works: Works) -> None:
    await works.journal(works.said("boom"))
    await works.drain(works.lane_worker(plugins=Trap().plugins(works)))
    [letter] = await letters(works)
    await dead_letters.replay(
        works.parts.pool, works.workspace_id, letter["id"], now=works.clock.now()
    )
    await works.drain()
    assert await works.texts() == ["boom"]
    assert await works.count("conversation WHERE incoming_count = 1") == 1
    assert await works.count("journal") == 0
    assert await works.count("dead_letter WHERE replayed_at IS NULL") == 0


async def test_a_replayed_letter_is_handled_once_its_cause_is_mended(works: Works) -> None:
    trap = Trap()
    worker = works.lane_worker(plugins=trap.plugins(works))
    body = works.body_of(works.said("later")).replace(b"106500000000001", b"106500000000009")
    await works.journal_body(body)
    await works.drain(worker)
    [letter] = await letters(works)
    await works.parts.pool.execute(
        "UPDATE channel SET external_id = '106500000000009' WHERE id = $1",
        works.lines[0].channel_id,
    )
    await works.parts.pool.execute("UPDATE workspace SET reference_number = reference_number + 1")
    replay = (works.parts.pool, works.workspace_id, letter["id"])
    await dead_letters.replay(*replay, now=works.clock.now())
    await works.drain(worker)
    assert await works.texts() == ["later"]
    assert await works.count("conversation WHERE closed_at IS NULL") == 1
    with pytest.raises(NotFound):
        await dead_letters.replay(*replay, now=works.clock.now())
    assert await works.count("journal") == 0


async def test_nobody_replays_another_workspace_s_letters(works: Works) -> None:
    await works.journal_body(b"nothing", sender=BO)
    await works.drain()
    [letter] = await letters(works)
    foreign = WorkspaceId(works.parts.ids.new_id())
    with pytest.raises(NotFound):
        await dead_letters.replay(works.parts.pool, foreign, letter["id"], now=works.clock.now())


# -- the row that kills the process -----------------------------------------------------------------


async def suspect(works: Works, by: str, attempts: int) -> None:
    """As a worker leaves it that died so many times over the first entry of this sender's lane."""
    lane = lane_of_sender(works.lines[0].endpoint_id, by)
    first = await works.value("SELECT min(id) FROM journal WHERE lane = $1", lane)
    await works.parts.pool.execute(
        "INSERT INTO lane_attempt VALUES ($1, $2, $3)", lane, first, attempts
    )


async def test_after_three_deaths_the_first_entry_of_the_lane_is_handled_alone(
    works: Works,
) -> None:
    for number in range(3):
        await works.journal(works.said(f"m {number}"))
    await suspect(works, BO, lane_attempts.SUSPECT_AFTER - 1)
    assert await works.lane_worker().run_once() == 1
    assert await works.texts() == ["m 0"]
    assert await works.count("lane_attempt") == 0


async def test_after_six_deaths_the_first_entry_of_the_lane_is_buried(works: Works) -> None:
    for number in range(3):
        await works.journal(works.said(f"m {number}"))
    await suspect(works, BO, lane_attempts.BURY_AFTER - 1)
    await works.drain()
    [letter] = await letters(works)
    assert b"m 0" in bytes(letter["body"])
    assert await works.texts() == ["m 1", "m 2"]


async def test_only_the_lane_that_kills_is_suspect_whatever_is_older_on_others(
    works: Works,
) -> None:
    await works.journal(works.said("innocent", by=works.neighbour()))
    await works.journal(works.said("killer"))
    await suspect(works, BO, lane_attempts.BURY_AFTER - 1)
    await works.drain()
    [letter] = await letters(works)
    assert b"killer" in bytes(letter["body"])
    assert await works.texts() == ["innocent"]


async def test_the_suspect_entry_is_handled_alone_before_what_is_older_on_other_lanes(
    works: Works,
) -> None:
    await works.journal(works.said("innocent", by=works.neighbour()))
    await works.journal(works.said("killer"))
    await suspect(works, BO, lane_attempts.SUSPECT_AFTER - 1)
    await works.lane_worker().run_once()
    assert await works.texts() == ["killer"]
    assert await works.column("SELECT attempts FROM lane_attempt") == [0]


async def test_a_decision_that_keeps_asking_for_more_is_stopped_and_put_aside(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bounded rounds: here a decision always wants one more contact."""
    rounds = 0

    def never_content(*_: object) -> None:
        nonlocal rounds
        rounds += 1
        raise NotOnDesk(Needs(contacts=frozenset({ContactId(works.parts.ids.new_id())})))

    monkeypatch.setattr(lanes, "decide", never_content)
    await works.journal(works.said("hello"))
    worker = works.lane_worker(limit=1)
    assert await worker.run_once() == 1
    assert rounds == 2 * lanes.ROUNDS
    [letter] = await letters(works)
    assert "TooManyRounds" in letter["error"]
    assert await works.texts() == ["hello"]


async def test_the_killer_is_found_and_its_neighbours_on_other_lanes_are_not_blamed(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that dies leaves its note and nothing else."""
    names = [f"49151000000{number:02}" for number in range(12)]
    for by in names:
        await works.journal(works.said("killer" if by == names[5] else "innocent", by=by))
    true_decide = lanes.decide

    def die(desk: Desk, parsed: Sequence[lanes.Parsed]) -> None:
        if any("killer" in str(one.arrivals) for one in parsed):
            raise Killed
        true_decide(desk, parsed)

    monkeypatch.setattr(lanes, "decide", die)
    deaths = 0
    while await works.count("journal"):
        try:
            await works.lane_worker().run_once()
        except Killed:
            deaths += 1
    [letter] = await letters(works)
    assert b"killer" in bytes(letter["body"])
    assert await works.count("message") == len(names) - 1
    assert deaths < lane_attempts.BURY_AFTER * len(names)


class Killed(BaseException):
    """The process ends here: nobody handles it."""
