"""Five thousand wait and one agent comes: quick, in order, and no more than the agent can take."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from desks import WORKSPACE
from parley.storage.database import Pool, open_pool
from storage.queues import Waiting

pytestmark = pytest.mark.anyio
SECONDS = 2.0  # on a busy machine; a pass over all of them would take longer


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    pool = await open_pool(database_url, size=4)
    yield pool
    await pool.close()


async def test_one_agent_comes_online_while_5000_wait(pool: Pool) -> None:
    waiting = Waiting(pool)
    await waiting.set_up(3, capacity=5)
    ana, *others = waiting.users
    for user_id in (ana, *others):
        await waiting.set_agent(user_id, presence="offline")
    came = await waiting.enqueue(5000)
    dispatcher = waiting.dispatcher()
    assert (await dispatcher.drain(WORKSPACE)).assigned == 0

    await waiting.set_agent(ana, presence="online")
    async with asyncio.timeout(SECONDS):
        done = await dispatcher.drain(WORKSPACE)

    assert done.assigned == 5
    assert await waiting.assignees() == [(conversation, ana) for conversation in came[:5]]
    assert await waiting.count_waiting() == 4995
