"""Schedules over a real database: ticks, their pace, workers who die or share, contacts who become one."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from parley.actions.contacts import set_contact_field
from parley.actions.merging import merge_contacts
from parley.domain.actor import SYSTEM
from parley.domain.ids import ContactId, WorkflowId
from parley.storage import schedules
from parley.storage.database import transaction
from parley.storage.doctor import examine
from parley.worker.schedules import ScheduleLoop
from parley.workflows.conditions import Comparison, Operator
from parley.workflows.definition import Definition
from parley.workflows.triggers import ScheduleTrigger
from worker.publishing import publish
from worker.works import START, Works
from workflows_by_hand import flow, say, set_city

pytestmark = pytest.mark.anyio

HOUR = timedelta(hours=1)
DUE = START + HOUR
PEOPLE = 20
TESTS = Path(__file__).parents[1]


def by_clock(*, per_minute: int = 60, text: str = "Good morning", **given: Any) -> Definition:
    trigger = ScheduleTrigger(cron="0 13 * * *", per_minute=per_minute, **given)
    return flow(trigger=trigger, city=set_city(text))


async def people(works: Works, count: int = PEOPLE) -> list[ContactId]:
    for number in range(count):
        await works.journal(works.said("hi", by=f"4915100{number:04}"))
    await works.drain()
    return [ContactId(i) for i in await works.column("SELECT id FROM contact ORDER BY id")]


def loop_of(works: Works, **given: Any) -> ScheduleLoop:
    parts = works.parts
    return ScheduleLoop(
        parts.pool, parts.references, works.clock, parts.ids, works.desks_seen.append, **given
    )


async def tick(works: Works, number: int = -1) -> asyncpg.Record:
    return (await works.parts.pool.fetch("SELECT * FROM schedule_tick ORDER BY due_at"))[number]


async def runs(works: Works) -> int:
    return await works.count("run")


async def passes(works: Works, seconds: float, *, loop: ScheduleLoop | None = None) -> None:
    loop = loop or loop_of(works)
    works.clock.advance(seconds)
    while await loop.run_once():
        pass


async def to_the_end(works: Works, *, loop: ScheduleLoop | None = None) -> None:
    loop = loop or loop_of(works)
    while await works.count("schedule_tick WHERE next_at IS NOT NULL"):
        await passes(works, 5, loop=loop)


async def broken(works: Works, database_url: str) -> set[str]:
    """This shop has no owner; beside that all must hold."""
    connection = await asyncpg.connect(database_url)
    try:
        found = await examine(connection, now=works.clock.now())
    finally:
        await connection.close()
    return {one.name for one in found.broken if one.is_error} - {"workspace_has_owner"}


async def test_at_its_hour_a_schedule_starts_everybody_once_at_its_pace(
    works: Works, database_url: str
) -> None:
    await publish(works, by_clock())
    await people(works)
    await passes(works, 3599)
    assert await runs(works) == 0
    await passes(works, 1)
    assert (await runs(works), (await tick(works))["due"]) == (5, PEOPLE)
    assert await broken(works, database_url) == set()
    await passes(works, 4)
    assert await runs(works) == 5
    await passes(works, 1)
    assert await runs(works) == 10
    await passes(works, 5)
    await passes(works, 5)
    await passes(works, 5)
    done = await tick(works)
    assert (await runs(works), done["started"], done["state"]) == (PEOPLE, PEOPLE, "done")
    assert await works.value("SELECT count(DISTINCT contact_id) FROM run") == PEOPLE
    assert await works.value("SELECT next_at FROM schedule") == DUE + 24 * HOUR
    assert await broken(works, database_url) == set()


async def test_one_a_minute_is_one_a_minute(works: Works) -> None:
    await publish(works, by_clock(per_minute=1))
    await people(works, 3)
    await passes(works, 3600)
    for expected in (1, 2, 3):
        assert await runs(works) == expected
        await passes(works, 59)
        assert await runs(works) == expected
        await passes(works, 1)


async def test_only_who_meets_the_condition_is_due_and_who_no_longer_does_is_skipped(
    works: Works,
) -> None:
    vip = Comparison(field="contact.fields.city", operator=Operator.IS_EQUAL_TO, value="Hue")
    await publish(
        works, flow(trigger=ScheduleTrigger(cron="0 13 * * *", condition=vip), a=say("Hi"))
    )
    contacts = await people(works, 12)
    await works.parts.pool.execute(
        'UPDATE contact SET fields = \'{"city": "Hue"}\' WHERE id = ANY($1::uuid[])', contacts[:7]
    )
    await passes(works, 3600, loop=loop_of(works, page=5))
    assert (await tick(works))["due"] == 7
    await works.parts.pool.execute("UPDATE contact SET fields = '{}' WHERE id = $1", contacts[6])
    await to_the_end(works)
    done = await tick(works)
    assert (done["due"], done["started"]) == (7, 6)
    assert json.loads(done["skipped"]) == {"condition_not_met": 1}


async def test_once_per_contact_holds_over_ticks_and_batches(works: Works) -> None:
    """Asked of the whole batch at once: nobody is taken for a contact who cannot be started."""
    definition = by_clock(per_minute=6000).model_copy(update={"once_per_contact": True})
    await publish(works, definition)
    await people(works)
    await passes(works, 3600)
    assert await runs(works) == PEOPLE
    await to_the_end(works)
    await passes(works, 24 * 3600)
    await to_the_end(works)
    second = await tick(works)
    assert (second["due"], second["started"]) == (PEOPLE, 0)
    assert json.loads(second["skipped"]) == {"enrolled_before": PEOPLE}


async def test_four_workers_share_a_tick_and_start_nobody_twice(works: Works) -> None:
    await publish(works, by_clock(per_minute=6000))
    await people(works)
    works.clock.advance(3600)
    loops = [loop_of(works, page=3) for _ in range(4)]
    for _ in range(12):
        await asyncio.gather(*(loop.run_once() for loop in loops))
        works.clock.advance(1)
    assert (await tick(works))["state"] == "done"
    assert await runs(works) == PEOPLE
    assert await works.value("SELECT count(DISTINCT contact_id) FROM run") == PEOPLE
    assert await works.count("schedule_tick") == 1


async def test_a_worker_that_dies_in_mid_tick_has_started_nobody_twice_and_lost_nobody(
    works: Works, database_url: str, tmp_path: Path
) -> None:
    """Killed at every place where it looks at the clock, among them between the last write and the commit."""
    await publish(works, by_clock())
    await people(works)
    environment = {
        **os.environ,
        "PARLEY_DATABASE_URL": database_url,
        "PARLEY_DATA_DIR": str(tmp_path / "child"),
    }
    hour, seen = DUE, list[int]()
    for looks in (3, 5, 6, 7, 8, 9, 11, 14):
        child = [sys.executable, "-m", "worker.dies", hour.isoformat(), str(looks)]
        ended = await asyncio.to_thread(
            subprocess.run, child, env=environment, check=False, timeout=60, cwd=TESTS
        )
        assert ended.returncode == -signal.SIGKILL
        hour += timedelta(seconds=30)
        seen.append(await runs(works))
        started = await works.value("SELECT coalesce(sum(started), 0) FROM schedule_tick")
        contacts = await works.value("SELECT count(DISTINCT contact_id) FROM run")
        assert contacts == started == seen[-1]
    assert len({count for count in seen if 0 < count < PEOPLE}) > 1
    works.clock.hour = hour
    await to_the_end(works)
    assert await runs(works) == PEOPLE
    assert await works.value("SELECT count(DISTINCT contact_id) FROM run") == PEOPLE
    assert await works.count("schedule_tick") == 1
    assert await broken(works, database_url) == set()


async def merge(works: Works, into: ContactId, other: ContactId) -> None:
    async with works.desk(contacts=frozenset({into, other})) as desk:
        merge_contacts(desk, into, other, actor=SYSTEM)


@pytest.mark.parametrize("order", ["first into last", "last into first"])
async def test_contacts_who_become_one_in_mid_tick_start_once(works: Works, order: str) -> None:
    await publish(works, by_clock())
    contacts = await people(works, 10)
    await passes(works, 3600)
    assert await runs(works) == 5
    first, last = contacts[0], contacts[9]
    into, other = (last, first) if order == "first into last" else (first, last)
    await merge(works, into, other)
    await merge(works, contacts[8], contacts[7])
    await to_the_end(works)
    done = await tick(works)
    assert (done["due"], done["started"]) == (10, 8)
    assert json.loads(done["skipped"]) == {"merged": 2}
    assert await works.value("SELECT count(DISTINCT contact_id) FROM run") == 8


async def test_a_stopped_workflow_starts_nobody_else_in_mid_tick(works: Works) -> None:
    workflow_id = await publish(works, by_clock())
    await people(works)
    await passes(works, 3600)
    async with transaction(works.parts.pool) as connection:
        await schedules.drop_schedule(
            connection, works.workspace_id, workflow_id, now=works.clock.now()
        )
    await passes(works, 3600)
    ended = await tick(works)
    assert (ended["state"], ended["reason"], ended["started"]) == ("ended", "stopped", 5)
    assert await runs(works) == 5
    assert await works.count("schedule") == 0


async def test_what_the_server_slept_through_runs_once_and_the_rest_is_named(works: Works) -> None:
    await publish(works, by_clock(per_minute=6000))
    await people(works, 3)
    await passes(works, 4 * 24 * 3600 + 2 * 3600)
    found = await works.parts.pool.fetch(
        "SELECT due_at, state, reason FROM schedule_tick ORDER BY id"
    )
    assert [(row["due_at"] - DUE, row["state"], row["reason"]) for row in found[:-1]] == [
        (timedelta(days=day), "skipped", "missed") for day in range(4)
    ]
    assert (found[-1]["due_at"] - DUE, found[-1]["state"]) == (timedelta(days=4), "starting")
    await to_the_end(works)
    assert await runs(works) == 3


async def test_a_tick_that_outlives_its_day_makes_the_next_wait_for_its_turn(works: Works) -> None:
    await publish(works, by_clock(per_minute=1))
    await people(works, 5)
    await passes(works, 3600)
    await passes(works, 24 * 3600)
    second = await tick(works)
    assert (second["state"], second["reason"]) == ("skipped", "former_under_way")


BROKEN_RUN = """
INSERT INTO run (workspace_id, id, workflow_id, version_id, contact_id, step_id, visit, waiting, variables, jumps,
                 chain, speaks, started_at, visit_started_at)
VALUES ($1, $2, $2, $2, $3, 'a', 1, '{}', '[1]', '{}', '{}', false, $4, $4)
"""
BROKEN_FIELDS = "UPDATE contact SET fields = '[1]' WHERE id = $1"


async def test_who_cannot_be_looked_at_or_started_is_named_and_keeps_nobody_waiting(
    works: Works,
) -> None:
    """Rows that no code of ours writes."""
    await publish(works, by_clock())
    contacts = await people(works, 12)
    pool, new_id = works.parts.pool, works.parts.ids.new_id()
    await pool.execute(BROKEN_FIELDS, contacts[2])
    await pool.execute(BROKEN_RUN, works.workspace_id, new_id, contacts[7], START)
    await passes(works, 3600)
    await to_the_end(works)
    done = await tick(works)
    assert (done["state"], done["due"], done["started"]) == ("done", 12, 10)
    assert json.loads(done["skipped"]) == {"failed": 2}


async def test_a_contact_in_other_hands_is_waited_for(works: Works) -> None:
    await publish(works, by_clock())
    contacts = await people(works, 2)
    works.clock.advance(3600)
    loop = loop_of(works)
    await loop.run_once()
    held = asyncio.Event()
    go = asyncio.Event()

    async def change() -> None:
        async with works.desk(contacts=frozenset({contacts[0]})) as desk:
            held.set()
            await go.wait()
            set_contact_field(desk, contacts[0], "display_name", "Mai", actor=SYSTEM)

    changing = asyncio.create_task(change())
    await held.wait()
    starting = asyncio.create_task(loop.run_once())
    go.set()
    await asyncio.gather(changing, starting)
    await to_the_end(works, loop=loop)
    assert await runs(works) == 2


async def test_a_schedule_whose_workflow_is_gone_is_gone(works: Works) -> None:
    workflow_id: WorkflowId = await publish(works, by_clock())
    async with transaction(works.parts.pool) as connection:
        await connection.execute("UPDATE workflow SET state = 'stopped' WHERE id = $1", workflow_id)
        await connection.execute("UPDATE workspace SET reference_number = reference_number + 1")
    await passes(works, 3600)
    assert await works.count("schedule") == 0
    assert await works.count("schedule_tick") == 0


async def test_what_goes_wrong_with_one_schedule_stops_no_other(works: Works) -> None:
    """The workspace's zone is one that no clock knows; one of the two has a zone of its own."""
    await publish(works, by_clock())
    await publish(works, by_clock(zone="Africa/Abidjan", per_minute=6000))
    await people(works, 3)
    await works.parts.pool.execute(
        """UPDATE workspace SET settings = settings || '{"timezone": "Mars/Olympus"}',
                  reference_number = reference_number + 1"""
    )
    loop = loop_of(works)
    works.clock.advance(3600)
    for _ in range(5):
        await loop.run_once()
    assert await runs(works) == 3
    waiting = "SELECT count(*) FROM schedule WHERE next_at <= $1"
    assert await works.value(waiting, works.clock.now()) == 1


async def test_who_was_due_is_forgotten_after_two_weeks_and_the_tick_after_three_months(
    works: Works,
) -> None:
    await publish(works, by_clock())
    await people(works, 3)
    await passes(works, 3600)
    await to_the_end(works)
    kept = {}
    for days in (13, 15, 89, 91):
        hour = works.clock.now() + timedelta(days=days)
        await schedules.tidy(works.parts.pool, now=hour, due_days=14, tick_days=90)
        kept[days] = (await works.count("schedule_due"), await works.count("schedule_tick"))
    assert kept == {13: (3, 1), 15: (0, 1), 89: (0, 1), 91: (0, 0)}
