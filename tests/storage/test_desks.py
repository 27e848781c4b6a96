"""A caller's desk: locked, and dated by the hour at which it got its locks."""

import asyncio
from datetime import timedelta

import pytest

from parley.domain.desk import Desk
from parley.domain.needs import Needs
from parley.storage.database import Pool, open_pool, transaction
from parley.storage.desks import Desks
from storage.queues import Waiting

pytestmark = pytest.mark.anyio

COUNT_BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
LOCK_ALL = "SELECT id FROM contact FOR NO KEY UPDATE"


async def until_blocked(pool: Pool) -> None:
    async with asyncio.timeout(10):
        while not await pool.fetchval(COUNT_BLOCKED):
            pass


async def test_who_waited_for_a_contact_dates_his_events_after_the_one_who_held_it(
    database_url: str,
) -> None:
    pool = await open_pool(database_url)
    try:
        world = Waiting(pool)
        await world.set_up(1)
        await world.enqueue(1)
        contact_id = await pool.fetchval("SELECT id FROM contact")
        desks = Desks(pool, reference=world.find_reference, clock=world.clock, ids=world.ids)

        async def take() -> Desk:
            needs = Needs(contacts=frozenset({contact_id}))
            async with desks.desk_for(world.reference.workspace_id, needs) as desk:
                return desk

        async with transaction(pool) as holder:
            await holder.execute(LOCK_ALL)
            taking = asyncio.create_task(take())
            await until_blocked(pool)
            world.clock.moment += timedelta(seconds=1)
        desk = await taking
        assert desk.now == world.clock.moment
    finally:
        await pool.close()
