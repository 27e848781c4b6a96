"""Whoever leaves in the moment of the claim gets nothing: takers are looked at once more under their locks."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from desks import WORKSPACE
from parley.domain.ids import UserId
from parley.storage.database import Connection, Pool, open_pool, transaction
from parley.worker.dispatcher import Pass
from storage.queues import Waiting

pytestmark = pytest.mark.anyio

LEAVES = "UPDATE agent SET presence = 'offline' WHERE user_id = $1"
FILLS_UP = "UPDATE agent SET load = capacity, open_count = capacity WHERE user_id = $1"
BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))"


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    pool = await open_pool(database_url, size=4)
    yield pool
    await pool.close()


async def until_blocked_by(holder: Connection, onlooker: Pool) -> None:
    for _ in range(100_000):
        if await onlooker.fetchval(BLOCKED, holder.get_server_pid()):
            return
        await asyncio.sleep(0)
    raise AssertionError


@pytest.mark.parametrize("change", [LEAVES, FILLS_UP])
async def test_a_taker_whom_nobody_foresaw_and_who_just_left_gets_nothing(
    pool: Pool, change: str
) -> None:
    """The first is foreseen, and gone when the lock is got; the second is chosen instead, and goes just then."""
    waiting = Waiting(pool)
    await waiting.set_up(2, capacity=3)
    first, second = waiting.users
    await waiting.enqueue(1)

    async with transaction(pool) as leaving_second:
        async with transaction(pool) as leaving_first:
            await leaving_first.execute(change, first)
            passing = asyncio.create_task(waiting.dispatcher().run_once(WORKSPACE))
            await until_blocked_by(leaving_first, pool)
            await leaving_second.execute(change, second)
        await until_blocked_by(leaving_second, pool)

    assert await passing == Pass()
    assert (await waiting.assignees(), await waiting.count_waiting()) == ([], 1)


async def test_more_takers_than_rounds_are_locked_at_once(pool: Pool) -> None:
    """Of six who are foreseen all leave; the six others share the work."""
    waiting = Waiting(pool)
    await waiting.set_up(12, capacity=1)
    foreseen: list[UserId] = waiting.users[:6]
    await waiting.enqueue(6)

    async with transaction(pool) as leaving:
        for user_id in foreseen:
            await leaving.execute(LEAVES, user_id)
        passing = asyncio.create_task(waiting.dispatcher().run_once(WORKSPACE))
        await until_blocked_by(leaving, pool)

    assert (await passing).assigned == 6
    assert await waiting.shares() == [0] * 6 + [1] * 6
