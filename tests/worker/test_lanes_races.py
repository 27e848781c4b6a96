"""Many workers, many messages, one contact: one of each."""

import asyncio
from collections.abc import Sequence

import pytest

from parley.actions.conversations import close_conversation
from parley.domain.actor import SYSTEM
from parley.domain.contact import Identity
from parley.domain.conversation import Source
from parley.domain.ids import ContactId
from parley.storage.codecs import IDENTITY
from parley.storage.database import Connection
from parley.storage.journal import Batch, Entry, TableJournal
from parley.worker.lanes import LaneWorker
from worker.works import BO, START, Works

pytestmark = pytest.mark.anyio


async def drain_together(works: Works, count: int, **changes: object) -> list[LaneWorker]:
    workers = [works.lane_worker(offset=number * 7, **changes) for number in range(count)]
    async with asyncio.TaskGroup() as group:
        for worker in workers:
            group.create_task(works.drain(worker))
    return workers


async def require_one_cycle(works: Works, messages: int) -> None:
    assert await works.count("message WHERE direction = 'in'") == messages
    assert await works.count("contact") == 1
    assert await works.count("conversation WHERE closed_at IS NULL") == 1
    assert await works.count("event WHERE kind = 'ConversationOpened'") == 1
    assert await works.count("message WHERE conversation_id IS NULL") == 0
    assert await works.count("dead_letter") == 0


async def test_fifty_first_messages_at_once_make_one_contact_and_open_one_conversation(
    works: Works,
) -> None:
    async with asyncio.TaskGroup() as group:
        for number in range(50):
            group.create_task(works.post(works.body_of(works.said(f"message {number}"))))
    await drain_together(works, 4)
    await require_one_cycle(works, 50)


async def test_fifty_first_messages_on_three_numbers_are_one_contact_too(works: Works) -> None:
    """The numbers have an endpoint each, so that three lanes race for the same new contact."""
    for number in range(50):
        line = number % 3
        await works.journal(works.said(f"message {number}", line=line), line=line)
    await drain_together(works, 4)
    await require_one_cycle(works, 50)
    assert await works.count("contact_channel") == 3


async def test_fifty_parallel_messages_of_a_merged_contact_on_three_channels_open_once(
    works: Works,
) -> None:
    """Acceptance check 1: three addresses lead to one contact that has nothing open."""
    await works.hears("hello")
    [contact_id] = await works.column("SELECT id FROM contact")
    async with works.desk(contacts=frozenset({contact_id})) as desk:
        close_conversation(desk, contact_id, None, source=Source.API, actor=SYSTEM)
    names = ["4915100000001", "4915100000002", "4915100000003"]
    await merge_into(works, contact_id, names)
    for number in range(50):
        by, line = names[number % 3], number % 3
        await works.journal(works.said(f"again {number}", by=by, line=line), line=line)
    await drain_together(works, 4)
    assert await works.count("contact") == 1
    assert await works.count("conversation WHERE closed_at IS NULL") == 1
    assert await works.count("event WHERE kind = 'ConversationOpened'") == 2
    assert await works.count("message WHERE direction = 'in'") == 51


async def merge_into(works: Works, contact_id: ContactId, names: Sequence[str]) -> None:
    known = [IDENTITY.read(row) for row in await works.parts.pool.fetch("SELECT * FROM identity")]
    phone = next(identity for identity in known if identity.value == BO)
    rows = [
        IDENTITY.write(
            Identity(
                works.workspace_id,
                phone.channel_kind,
                phone.scope,
                phone.scheme,
                name,
                contact_id,
                START,
            )
        )
        for name in names
    ]
    await works.parts.pool.copy_records_to_table("identity", records=rows, columns=IDENTITY.columns)


async def test_the_same_webhook_a_hundred_times_in_parallel_is_one_message(works: Works) -> None:
    body = works.body_of(works.said("only once"))
    app = works.webhooks
    answers = await asyncio.gather(*(works.post(body, app=app) for _ in range(100)))
    assert {answer.status for answer in answers} == {200}
    await drain_together(works, 3)
    await require_one_cycle(works, 1)


async def test_a_sender_s_messages_are_handled_in_the_order_in_which_they_came(
    works: Works,
) -> None:
    for number in range(60):
        for by in ("4915100000001", "4915100000002", "4915100000003"):
            await works.journal(works.said(f"{by} {number:03}", by=by))
    await drain_together(works, 4, limit=7)
    told = await works.texts()
    for by in ("4915100000001", "4915100000002", "4915100000003"):
        assert [text for text in told if text.startswith(by)] == [
            f"{by} {number:03}" for number in range(60)
        ]


class Watched(TableJournal):
    """Notes which lanes are in work, and whether one was taken twice at a time."""

    busy: set[int]
    doubled: set[int]

    async def take(
        self, connection: Connection, lanes: Sequence[int], *, limit: int
    ) -> Batch | None:
        batch = await super().take(connection, lanes, limit=limit)
        if batch is not None:
            held = {entry.lane for entry in batch.entries}
            self.doubled |= held & self.busy
            self.busy |= held
            await asyncio.sleep(0)  # others get their chance while this one holds its lanes
        return batch

    async def consume(self, connection: Connection, entries: Sequence[Entry]) -> None:
        self.busy -= {entry.lane for entry in entries}
        await super().consume(connection, entries)


async def test_two_workers_never_handle_one_lane_at_a_time(works: Works) -> None:
    for number in range(120):
        await works.journal(works.said(f"hi {number}", by=f"49151000000{number % 40:02}"))
    journal = Watched(works.parts.pool)
    journal.busy, journal.doubled = set(), set()
    await drain_together(works, 4, journal=journal, limit=5)
    assert journal.doubled == set()
    assert await works.count("message") == 120


class Robbed(TableJournal):
    """Somebody deletes the rows under the worker, the first time."""

    robbed = False

    async def consume(self, connection: Connection, entries: Sequence[Entry]) -> None:
        if not self.robbed:
            self.robbed = True
            await connection.execute("DELETE FROM journal WHERE id = $1", entries[0].id)
        await super().consume(connection, entries)


async def test_a_row_that_vanished_under_the_worker_rolls_back_all_that_it_caused(
    works: Works,
) -> None:
    await works.journal(works.said("hello"))
    worker = works.lane_worker(journal=Robbed(works.parts.pool))
    assert await worker.run_once() == 0
    assert await works.count("contact") == 0
    assert await works.count("journal") == 1
    assert await worker.run_once() == 1
    await require_one_cycle(works, 1)
    assert len(works.desks_seen) == 1


async def test_a_deadlock_is_tried_again_and_buries_nobody(works: Works) -> None:
    """Two transactions take two contacts crosswise: one of them is told to go back."""
    for by in ("4915100000001", "4915100000002"):
        await works.hears("hello", by=by)
    first, second = await works.column("SELECT id FROM contact ORDER BY id")
    lock = "SELECT 1 FROM contact WHERE id = $1 FOR UPDATE"
    for by in ("4915100000001", "4915100000002"):
        await works.journal(works.said("again", by=by))
    async with works.parts.pool.acquire() as stranger:
        await stranger.execute("SET deadlock_timeout = '10s'")
        change = stranger.transaction()
        await change.start()
        await stranger.execute(lock, second)
        working = asyncio.create_task(works.lane_worker().run_once())
        await until_somebody_waits(works)
        # The worker holds the first and waits for the second: a deadlock that it alone notices.
        waiting = asyncio.create_task(stranger.execute(lock, first))
        assert await working == 0
        await waiting
        await change.rollback()
    await works.drain()
    assert await works.count("message") == 4
    assert await works.count("dead_letter") == 0


async def until_somebody_waits(works: Works) -> None:
    waits = (
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')"
    )
    async with asyncio.timeout(10):
        while not await works.parts.pool.fetchval(waits):  # noqa: ASYNC110 - Postgres tells nobody
            await asyncio.sleep(0)
