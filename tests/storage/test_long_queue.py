"""Five thousand wait, and one agent comes: served at once, in order, whatever stands behind."""

from collections.abc import AsyncIterator

import pytest

from desks import WORKSPACE
from parley.storage.database import Pool, open_pool
from storage.queues import Waiting

pytestmark = pytest.mark.anyio
MOST_STATEMENTS = 40


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    pool = await open_pool(database_url, size=1)
    yield pool
    await pool.close()


async def test_five_thousand_wait_when_one_agent_comes_online(pool: Pool) -> None:
    waiting = Waiting(pool)
    await waiting.set_up(1, capacity=3)
    await waiting.set_agent(waiting.users[0], presence="offline")
    came = await waiting.enqueue(5000)
    assert (await waiting.dispatcher().drain(WORKSPACE)).assigned == 0
    await waiting.set_agent(waiting.users[0], presence="online")

    told: list[str] = []
    async with pool.acquire() as connection:
        connection.add_query_logger(lambda each: told.append(each.query))
    done = await waiting.dispatcher().drain(WORKSPACE)

    assert [conversation for conversation, _ in await waiting.assignees()] == came[:3]
    assert (done.assigned, await waiting.count_waiting()) == (3, 4997)
    assert 10 < len(told) <= MOST_STATEMENTS, (len(told), "as many as if only a few waited")
