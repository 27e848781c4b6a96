"""Hours that begin by themselves: a shift's and a team's opening is looked for in its second, not at the next sweep."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from desks import NOON, WORKSPACE, fixed_id
from parley.domain.calendar import Calendar, hours_between
from parley.domain.ids import CalendarId
from parley.kit.identifiers import IdSource
from parley.storage.database import Pool, open_pool
from parley.worker.dispatcher import SWEEP_SECONDS, Dispatcher
from storage.queues import Waiting

pytestmark = pytest.mark.anyio
SOON = timedelta(seconds=0.3)
# 12:00 to 13:00 by the clock of UTC: it opens at noon.
LUNCH = Calendar(
    WORKSPACE,
    CalendarId(fixed_id(73)),
    "Lunch",
    "UTC",
    ((hours_between("12:00", "13:00"),),) * 7,
)


class RunningClock:
    """Begins just before noon, and goes on."""

    def __init__(self) -> None:
        self._began = asyncio.get_running_loop().time()

    def now(self) -> datetime:
        passed = asyncio.get_running_loop().time() - self._began
        return NOON - SOON + timedelta(seconds=passed)


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    pool = await open_pool(database_url, size=4)
    yield pool
    await pool.close()


def with_shifts(waiting: Waiting) -> None:
    users = {
        key: replace(user, calendar_id=LUNCH.id) for key, user in waiting.reference.users.items()
    }
    waiting.reference = replace(waiting.reference, users=users, calendars={LUNCH.id: LUNCH})


def with_team_hours(waiting: Waiting) -> None:
    teams = {
        key: replace(team, calendar_id=LUNCH.id) for key, team in waiting.reference.teams.items()
    }
    waiting.reference = replace(waiting.reference, teams=teams, calendars={LUNCH.id: LUNCH})


@pytest.mark.parametrize("close", [with_shifts, with_team_hours])
async def test_who_waits_is_served_in_the_second_in_which_the_hours_begin(
    pool: Pool, close: Callable[[Waiting], Any]
) -> None:
    waiting = Waiting(pool)
    await waiting.set_up(1)
    sales = await waiting.add_team(waiting.users)
    close(waiting)
    await waiting.enqueue(1, team_id=sales)
    clock, stopping = RunningClock(), asyncio.Event()
    dispatcher = Dispatcher(
        waiting.pool, reference=waiting.find_reference, clock=clock, ids=IdSource()
    )
    assert (await dispatcher.drain(WORKSPACE)).assigned == 0
    looked = asyncio.Event()
    waiting.looked = lambda: looked.set() if clock.now() >= NOON else None
    running = asyncio.create_task(dispatcher.run(stopping))
    try:
        async with asyncio.timeout(SWEEP_SECONDS / 3):
            await looked.wait()
    finally:
        stopping.set()
        await running

    (decision,) = await waiting.decided()
    assert decision["decided_at"] >= NOON
