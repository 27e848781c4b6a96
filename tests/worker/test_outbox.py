"""What leaves the house: in order, once, and never guessed about."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from parley.actions.messages import cancel_sends, write_message
from parley.domain.actor import SYSTEM, Actor, ActorKind
from parley.domain.channel import Channel
from parley.domain.content import Text
from parley.domain.ids import (
    ChannelId,
    ContactId,
    MessageId,
    RunId,
    VersionId,
    WorkflowId,
    WorkspaceId,
)
from parley.domain.needs import NotOnDesk
from parley.domain.run import Run
from parley.storage import outbox
from parley.storage.setup import channels
from worker.sending import Post, make_sender, open_post
from worker.works import BO, Works

pytestmark = pytest.mark.anyio

ANN = "4915100000009"


@pytest.fixture
async def post(database_url: str, tmp_path: Path) -> AsyncIterator[Post]:
    async with open_post(database_url, tmp_path) as opened:
        yield opened


async def test_a_reply_reaches_the_phone_once_and_is_accepted(post: Post) -> None:
    message = await post.replies(await post.meets(), "hi")
    assert await post.status(message) == "queued"
    assert await post.goes_out() == 1
    assert post.received() == ["hi"]
    assert await post.status(message) == "accepted"
    assert await post.works.value("SELECT external_id FROM message WHERE id = $1", message)
    assert await post.attempts(message) == ["sent"]
    assert await post.goes_out() == 0
    assert await post.works.count("outbox") == 0


async def test_one_message_a_contact_is_in_flight_and_contacts_do_not_wait_for_each_other(
    post: Post,
) -> None:
    bo, ann = await post.meets(), await post.meets(ANN)
    for number in range(3):
        await post.replies(bo, f"bo {number}")
        await post.replies(ann, f"ann {number}")
    rounds = [await post.goes_out() for _ in range(4)]
    assert rounds == [2, 2, 2, 0]
    assert post.received() == ["bo 0", "bo 1", "bo 2"]
    assert post.received(ANN) == ["ann 0", "ann 1", "ann 2"]


async def test_the_order_is_kept_while_the_first_message_is_tried_again(post: Post) -> None:
    bo, ann = await post.meets(), await post.meets(ANN)
    post.simulator.phone(BO).faults.fail_next(131016, status=500)
    first = await post.replies(bo, "first")
    await post.replies(bo, "second")
    await post.replies(ann, "not behind Bo")
    await post.goes_out()
    assert post.received(ANN) == ["not behind Bo"]
    assert await post.goes_out() == 0, "the second waits for the first"
    post.works.clock.advance(5)
    await post.goes_out()
    await post.goes_out()
    assert post.received() == ["first", "second"]
    assert await post.attempts(first) == ["unavailable", "sent"]
    assert await post.status(first) == "accepted"


async def test_two_senders_never_send_one_message_twice(post: Post) -> None:
    numbers = [f"49151000001{number:02}" for number in range(20)]
    for by in numbers:
        await post.replies(await post.meets(by), "once")
    rival = make_sender(post.works, post.simulator, post.sender.clients)
    await asyncio.gather(
        *(sender.claim_once() for _ in range(5) for sender in (post.sender, rival))
    )
    await post.sender.drain()
    await rival.drain()
    await post.works.drain()
    assert [post.received(by) for by in numbers] == [["once"]] * 20


@pytest.mark.parametrize("arrives", ["arrives", "does not arrive"])
@pytest.mark.parametrize("fault", ["hang_up", "garbage"])
async def test_an_answer_that_says_nothing_makes_the_outcome_unknown_and_is_never_repeated(
    post: Post, fault: str, arrives: str
) -> None:
    message = await post.replies(await post.meets(), "did it arrive?")
    faults, accepted = post.number.faults, arrives == "arrives"
    if fault == "hang_up":
        faults.hang_next(accepted=accepted)
    else:
        faults.garbage_next(accepted=accepted)
    await post.goes_out()
    assert await post.status(message) == "unknown"
    post.works.clock.advance(3600)
    assert await post.goes_out() == 0
    assert post.reached() == int(accepted)


async def test_an_unknown_message_can_be_tried_again_by_a_person(post: Post) -> None:
    message = await post.replies(await post.meets(), "again")
    post.number.faults.hang_next(accepted=False)
    await post.goes_out()
    post.works.clock.advance(60)
    await post.retries(message)
    await post.goes_out()
    assert post.received() == ["again"]
    assert await post.attempts(message) == ["unknown", "sent"]
    assert await post.status(message) == "accepted"


async def test_a_lease_that_ends_without_a_word_means_unknown_and_no_second_try(
    post: Post,
) -> None:
    """The process was killed between the claim and the answer."""
    message = await post.replies(await post.meets(), "lost")
    await outbox.claim(post.works.parts.pool, now=post.works.clock.now(), limit=10, resting=[])
    assert await post.status(message) == "sending"
    assert await post.expires() == 0
    post.works.clock.advance(outbox.LEASE.total_seconds() + 1)
    assert await post.goes_out() == 0
    assert await post.expires() == 1
    assert await post.status(message) == "unknown"
    assert await post.expires() == 0
    assert await post.goes_out() == 0
    assert post.reached() == 0


async def test_a_late_receipt_upgrades_an_unknown_message(post: Post) -> None:
    message = await post.replies(await post.meets(), "did it arrive?")
    post.number.faults.hang_next(accepted=True)
    await post.goes_out()
    await bring_status(post, message, "delivered")
    assert await post.status(message) == "delivered"


async def bring_status(post: Post, message: MessageId, status: str) -> None:
    found = await post.works.value("SELECT external_id FROM message WHERE id = $1", message)
    told = {
        "id": found or "wamid.seen.first.here",
        "status": status,
        "timestamp": str(int(post.works.clock.now().timestamp())),
        "recipient_id": BO,
        "biz_opaque_callback_data": str(message),
    }
    event = post.works.event(told)
    await post.works.journal(replace(event, list_name="statuses", contact_block=None))
    await post.works.drain()


async def test_a_receipt_before_the_send_has_returned_is_not_lost(post: Post) -> None:
    message = await post.replies(await post.meets(), "fast")
    await bring_status(post, message, "read")
    await post.goes_out()
    assert await post.status(message) == "read"


@pytest.mark.parametrize("code", [131000, 131016])
async def test_a_provider_s_500_is_tried_again_with_growing_gaps(post: Post, code: int) -> None:
    message = await post.replies(await post.meets(), "sometime")
    post.number.faults.fail_next(code, status=500, times=3)
    tries: list[int] = []
    for second in range(30):
        if await post.goes_out():
            tries.append(second)
        post.works.clock.advance(1)
    assert post.received() == ["sometime"]
    gaps = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert gaps == sorted(gaps)
    assert len(tries) == 4
    assert await post.attempts(message) == [*["unavailable"] * 3, "sent"]


async def test_a_rate_limit_rests_the_whole_channel_and_loses_nothing(post: Post) -> None:
    numbers = [f"49151000002{number:02}" for number in range(6)]
    for by in numbers:
        await post.replies(await post.meets(by), "soon")
    post.number.faults.fail_next(130429, times=6)
    for _ in range(600):
        await post.goes_out()
        if post.reached() == 6:
            break
        post.works.clock.advance(5)
    assert [post.received(by) for by in numbers] == [["soon"]] * 6


async def test_a_message_that_the_provider_will_never_take_fails_with_its_reason(
    post: Post,
) -> None:
    bo = await post.meets()
    message = await post.replies(bo, "no")
    await post.replies(bo, "next")
    post.number.faults.fail_next(131026)
    await post.goes_out()
    assert await post.status(message) == "failed"
    assert await post.failure(message)
    await post.goes_out()
    assert post.received() == ["next"]


async def test_the_window_is_looked_at_once_more_before_sending(post: Post) -> None:
    message = await post.replies(await post.meets(), "too late")
    post.works.clock.advance(24 * 3600 + 1)
    await post.goes_out()
    assert await post.status(message) == "failed"
    assert await post.failure(message) == "window"
    assert post.reached() == 0


async def test_a_paused_channel_keeps_its_queue_and_goes_on_when_it_is_resumed(
    post: Post,
) -> None:
    message = await post.replies(await post.meets(), "later")
    works = post.works
    line = works.lines[0].channel_id
    pool = works.parts.pool
    await pool.execute("UPDATE channel SET paused_at = $1 WHERE id = $2", works.clock.now(), line)
    assert await post.goes_out() == 0
    assert await post.status(message) == "queued"
    async with pool.acquire() as connection:
        await channels.resume_channel(connection, works.workspace_id, line)
    assert await post.goes_out() == 1
    assert post.received() == ["later"]


async def test_an_error_of_the_account_pauses_the_channel_and_says_so(post: Post) -> None:
    bo, ann = await post.meets(), await post.meets(ANN)
    await post.replies(bo, "one")
    await post.replies(bo, "two")
    await post.replies(ann, "three")
    post.simulator.phone(BO).faults.fail_next(190)
    await post.goes_out()
    assert await post.works.value(
        "SELECT paused_at FROM channel WHERE id = $1", post.works.lines[0].channel_id
    )
    assert await post.works.count("event WHERE kind = 'ChannelHealthChanged'") == 1
    assert await post.goes_out() == 0
    assert await post.works.count("outbox WHERE state = 'queued'") >= 1


async def test_a_failed_message_that_is_retried_is_a_new_attempt_and_recorded(post: Post) -> None:
    message = await post.replies(await post.meets(), "again")
    post.number.faults.fail_next(131026)
    await post.goes_out()
    assert await post.status(message) == "failed"
    post.works.clock.advance(1)
    await post.retries(message)
    assert await post.status(message) == "queued"
    await post.goes_out()
    assert post.received() == ["again"]
    assert await post.status(message) == "accepted"
    assert await post.attempts(message) == ["rejected", "sent"]


async def test_a_taken_back_message_is_either_sent_or_cancelled_never_both(post: Post) -> None:
    """O17: the take-over and the claim race for each queued message of the bot."""
    works = post.works
    for number in range(12):
        by = f"49151000003{number:02}"
        await post.meets(by)
        contact_id = await works.value("SELECT contact_id FROM identity WHERE value = $1", by)
        run_id = RunId(works.parts.ids.new_id())
        async with works.desk(contacts=frozenset({contact_id})) as desk:
            message = write_message(
                desk,
                contact_id,
                Text("from the bot"),
                actor=Actor(ActorKind.WORKFLOW),
                run_id=run_id,
            )
        await asyncio.gather(post.sender.claim_once(), take_back(works, contact_id, run_id))
        await post.sender.drain()
        await works.drain()
        await post.goes_out()
        outcome = (await post.status(message.id), len(post.received(by)))
        assert outcome in {("accepted", 1), ("failed", 0)}
        if outcome[0] == "failed":
            assert await post.failure(message.id) == "cancelled"
    assert await works.count("outbox") == 0


def run_of(works: Works, contact_id: ContactId, run_id: RunId) -> Run:
    now, workflow_id = works.clock.now(), WorkflowId(run_id)
    return Run(
        works.workspace_id,
        run_id,
        workflow_id,
        VersionId(run_id),
        contact_id,
        None,
        step_id=None,
        visit=1,
        waiting=None,
        variables={},
        jumps={},
        chain=(workflow_id,),
        speaks=True,
        started_at=now,
        visit_started_at=now,
    )


async def take_back(works: Works, contact_id: ContactId, run_id: RunId) -> None:
    """What a person's answer does to the run's messages; the run itself is not of interest here."""
    for wanted in (frozenset[ContactId](), frozenset({contact_id})):
        with contextlib.suppress(NotOnDesk):
            async with works.desk(
                contacts=frozenset({contact_id}),
                queued_sends=wanted,
                messages=frozenset(
                    await works.column("SELECT id FROM message WHERE run_id = $1", run_id)
                ),
            ) as desk:
                desk.runs.load(run_id, run_of(works, contact_id, run_id))
                cancel_sends(desk, run_id, actor=SYSTEM)
                return


async def test_a_channel_that_cannot_be_looked_up_now_is_tried_again(post: Post) -> None:
    """Nothing was sent, so nothing is unknown."""
    message = await post.replies(await post.meets(), "later")
    find = post.sender.channel_of

    async def away(workspace_id: WorkspaceId, channel_id: ChannelId) -> Channel | None:
        raise ConnectionResetError(str((workspace_id, channel_id)))

    post.sender.channel_of = away
    await post.goes_out()
    post.sender.channel_of = find
    post.works.clock.advance(60)
    await post.goes_out()
    assert post.received() == ["later"]
    assert await post.status(message) == "accepted"
