"""Timers move into the journal once, fire in their contact's lane, and do nothing when stale."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest

from parley.actions.conversations import snooze_conversation, unsnooze_conversation
from parley.domain.actor import SYSTEM, user_actor
from parley.domain.ids import ConversationId
from parley.domain.timer import Timer, TimerKind
from parley.storage import timers
from parley.storage.codecs import TIMER
from parley.worker.timers import TimerLoop
from worker.works import START, Works

pytestmark = pytest.mark.anyio

HOUR = timedelta(hours=1)


async def opened(works: Works) -> ConversationId:
    await works.hears("hello")
    return ConversationId(await works.value("SELECT id FROM conversation"))


async def snooze(works: Works, conversation_id: ConversationId, until: datetime) -> None:
    async with works.desk(conversations=frozenset({conversation_id})) as desk:
        actor = user_actor(works.agents[0])
        snooze_conversation(desk, conversation_id, until=until, actor=actor)


async def status(works: Works) -> str:
    return await works.value("SELECT status FROM conversation")


async def fire(works: Works) -> int:
    moved = await TimerLoop(
        works.parts.pool, works.clock, works.parts.signals, works.parts.journal
    ).run_once()
    await works.drain()
    return moved


async def test_a_snooze_ends_at_its_hour_and_not_before(works: Works) -> None:
    await snooze(works, await opened(works), START + HOUR)
    works.clock.advance(3599)
    assert await fire(works) == 0
    assert await status(works) == "snoozed"
    works.clock.advance(1)
    assert await fire(works) == 1
    assert await status(works) == "open"


async def test_a_snooze_until_an_hour_of_another_zone_ends_as_well(works: Works) -> None:
    until = (START + HOUR).astimezone(timezone(timedelta(hours=7)))
    await snooze(works, await opened(works), until)
    works.clock.advance(3600)
    await fire(works)
    assert await status(works) == "open"


async def test_a_timer_of_an_hour_that_was_moved_does_nothing(works: Works) -> None:
    """It had left for the journal when the snooze was set anew."""
    conversation_id = await opened(works)
    await snooze(works, conversation_id, START + HOUR)
    works.clock.advance(3600)
    assert await timers.move_due(works.parts.pool, now=works.clock.now(), limit=10) == 1
    async with works.desk(conversations=frozenset({conversation_id})) as desk:
        unsnooze_conversation(desk, conversation_id, actor=SYSTEM)
    await snooze(works, conversation_id, START + 5 * HOUR)
    await works.drain()
    assert await status(works) == "snoozed"
    assert await works.count("timer WHERE kind = 'unsnooze'") == 1
    assert await works.count("dead_letter") == 0


async def test_a_timer_whose_conversation_has_gone_on_does_nothing(works: Works) -> None:
    conversation_id = await opened(works)
    await snooze(works, conversation_id, START + HOUR)
    works.clock.advance(3600)
    await timers.move_due(works.parts.pool, now=works.clock.now(), limit=10)
    await works.journal(works.said("I am back"))
    await works.drain()
    assert await status(works) == "open"
    assert await works.count("event WHERE kind = 'ConversationUnsnoozed'") == 1


async def test_timers_of_what_does_not_exist_are_harmless(works: Works) -> None:
    await works.hears("hello")
    contact_id = await works.value("SELECT id FROM contact")
    rows = [
        TIMER.write(
            Timer(works.workspace_id, kind, works.parts.ids.new_id(), contact_id, START, "gone")
        )
        for kind in TimerKind
    ]
    pool = works.parts.pool
    await pool.copy_records_to_table("timer", records=rows, columns=TIMER.columns)
    before = await works.count("event")
    assert await fire(works) == len(TimerKind)
    assert await works.count("event") == before
    assert await works.count("dead_letter") == 0


async def test_several_loops_move_each_due_timer_exactly_once_in_order(works: Works) -> None:
    await works.hears("hello")
    contact_id = await works.value("SELECT id FROM contact")
    rows = [
        TIMER.write(
            Timer(
                works.workspace_id,
                TimerKind.UNSNOOZE,
                works.parts.ids.new_id(),
                contact_id,
                START + timedelta(milliseconds=number),
                f"{number:04}",
            )
        )
        for number in range(400)
    ]
    pool = works.parts.pool
    await pool.copy_records_to_table("timer", records=rows, columns=TIMER.columns)
    works.clock.advance(60)
    moved = await asyncio.gather(
        *(timers.move_due(pool, now=works.clock.now(), limit=70) for _ in range(8))
    )
    while more := await timers.move_due(pool, now=works.clock.now(), limit=70):
        moved.append(more)
    assert sum(moved) == 400
    left = await works.column(
        "SELECT convert_from(body, 'UTF8')::json->>'fingerprint' FROM journal"
    )
    assert sorted(left) == [f"{number:04}" for number in range(400)]
    assert await works.count("timer WHERE kind = 'unsnooze'") == 0


async def test_one_loop_moves_what_is_due_in_the_order_of_the_hours(works: Works) -> None:
    await works.hears("hello")
    contact_id = await works.value("SELECT id FROM contact")
    hours = [5, 1, 4, 2, 3]
    rows = [
        TIMER.write(
            Timer(
                works.workspace_id,
                TimerKind.UNSNOOZE,
                works.parts.ids.new_id(),
                contact_id,
                START + timedelta(seconds=hour),
                str(hour),
            )
        )
        for hour in hours
    ]
    await works.parts.pool.copy_records_to_table("timer", records=rows, columns=TIMER.columns)
    await timers.move_due(works.parts.pool, now=START + HOUR, limit=10)
    moved = await works.column(
        "SELECT convert_from(body, 'UTF8')::json->>'fingerprint' FROM journal ORDER BY id"
    )
    assert moved == ["1", "2", "3", "4", "5"]


async def test_the_next_hour_is_known_and_it_is_the_earliest(works: Works) -> None:
    assert await timers.next_due(works.parts.pool) is None
    await snooze(works, await opened(works), START + HOUR)
    assert await timers.next_due(works.parts.pool) == START + HOUR
    assert await timers.count_due(works.parts.pool, now=START) == 0
    assert START.tzinfo is UTC


@pytest.mark.parametrize("turns", range(4))
async def test_a_loop_that_is_woken_and_ended_in_one_breath_ends(works: Works, turns: int) -> None:
    """A word that comes just then must not swallow the end, or the process would never stop."""
    parts = works.parts
    loop = TimerLoop(parts.pool, works.clock, parts.signals, parts.journal)
    task = asyncio.create_task(loop.run())
    loop.wake.set()
    await until_it_naps(loop, task)
    loop.wake.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    done, _ = await asyncio.wait({task}, timeout=5)
    assert done, "it goes on"
    assert task.cancelled()


async def until_it_naps(loop: TimerLoop, task: "asyncio.Task[None]") -> None:
    for _ in range(100_000):
        if not loop.wake.is_set() and "_nap" in repr(getattr(task.get_coro(), "cr_await", None)):
            return
        await asyncio.sleep(0)
