"""Dispatchers, managers, agents who come, go and close, all at once on one Postgres: no double, no overload."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from itertools import pairwise

import asyncpg
import pytest

from desks import NOON, WORKSPACE
from parley.storage.database import Pool, open_pool
from parley.storage.doctor import examine
from parley.worker.dispatcher import Dispatcher
from storage.queues import Waiting
from storage.storm import Aftermath, Storm, watch, workers

pytestmark = pytest.mark.anyio


@pytest.fixture
async def pool(fresh_database_url: str) -> AsyncIterator[Pool]:
    pool = await open_pool(fresh_database_url, size=8)
    await watch(pool)
    yield pool
    await pool.close()


@pytest.fixture
def storm(pool: Pool) -> Storm:
    return Storm(Waiting(pool), pool)


async def dispatch(storm: Storm, dispatcher: Dispatcher) -> None:
    while not storm.is_over:
        await dispatcher.drain(WORKSPACE)
        await asyncio.sleep(0)


async def play(
    storm: Storm, *, conversations: int, managers: int, closers: int, comers: int
) -> None:
    """Until everybody who came is served."""
    async with asyncio.TaskGroup() as group:
        group.create_task(storm.arrive(conversations))
        group.create_task(storm.until_served(conversations))
        for _ in range(managers):
            group.create_task(storm.manage())
        for _ in range(closers):
            group.create_task(storm.close())
        for _ in range(comers):
            group.create_task(storm.come_and_go())


async def play_with_dispatchers(storm: Storm, url: str, count: int, **sizes: int) -> None:
    async with AsyncExitStack() as stack:
        pools = [await open_pool(url, size=2) for _ in range(count)]
        for pool in pools:
            stack.push_async_callback(pool.close)
        async with asyncio.TaskGroup() as group:
            for pool in pools:
                group.create_task(dispatch(storm, storm.waiting.dispatcher(pool)))
            group.create_task(play(storm, **sizes))


async def expect_sound(storm: Storm, conversations: int) -> Aftermath:
    """Everybody has one holder and had no other; by the matcher's hand in the order in which they came."""
    found = await storm.look()
    automatic = [conversation for conversation, _ in found.decided]
    assert len(storm.came) == conversations
    assert set(found.given.values()) == {1}, "nobody was given twice"
    assert set(found.given) == set(storm.came)
    assert len(automatic) == len(set(automatic))
    assert set(automatic) | storm.by_hand == set(storm.came)
    assert not set(automatic) & storm.by_hand
    assert (found.over, found.absent) == ([], [])
    place = {conversation: number for number, conversation in enumerate(storm.came)}
    turns = [place[each] for each in automatic if each not in storm.touched]
    assert all(before < after for before, after in pairwise(turns)), "the order is kept"
    held = await storm.count_open()
    loads = await storm.waiting.loads()
    assert loads == [held.get(user_id, 0) for user_id in sorted(storm.waiting.users)]
    return found


async def expect_no_finding(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        examination = await examine(connection, now=NOON)
    finally:
        await connection.close()
    assert [broken.name for broken in examination.broken] == []


async def test_by_hand_and_by_queue_at_once_share_out_without_a_double(
    storm: Storm, fresh_database_url: str
) -> None:
    await storm.begin(6, capacity=5)
    sizes = {"conversations": 120, "managers": 2, "closers": 2, "comers": 1}
    await play_with_dispatchers(storm, fresh_database_url, 3, **sizes)
    await expect_sound(storm, 120)
    await expect_no_finding(fresh_database_url)


async def test_what_managers_give_by_hand_does_not_move_the_circle(
    storm: Storm, fresh_database_url: str
) -> None:
    await storm.begin(7)
    sizes = {"conversations": 150, "managers": 2, "closers": 1, "comers": 0}
    await play_with_dispatchers(storm, fresh_database_url, 3, **sizes)
    shares = (await expect_sound(storm, 150)).shares(storm.waiting.users)
    assert max(shares) - min(shares) <= 1


@pytest.mark.deep
@pytest.mark.timeout(600)
@pytest.mark.parametrize("is_calm", [True, False])
async def test_eight_worker_processes_two_thousand_conversations_twenty_agents(
    storm: Storm, fresh_database_url: str, *, is_calm: bool
) -> None:
    """Calm: all stay online and have no limit, so that the spread must be exact. Else: at most 5 each, closed,
    going and coming.
    """
    await storm.begin(20, capacity=None if is_calm else 5)
    began = time.perf_counter()
    async with workers(8, fresh_database_url):
        await play(storm, conversations=2000, managers=4, closers=4, comers=0 if is_calm else 2)
    took = time.perf_counter() - began
    found = await expect_sound(storm, 2000)
    await expect_no_finding(fresh_database_url)
    shares = found.shares(storm.waiting.users)
    if is_calm:
        assert max(shares) - min(shares) <= 1
    print(f"\n{took:.1f} s, {found.claims} claims, {dict(storm.told)}, shares {shares}")  # noqa: T201 - the figures are the point
