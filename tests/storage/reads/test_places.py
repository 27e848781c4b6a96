"""Places in line as the database counts them."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from desks import NOON, WORKSPACE
from parley.domain.workspace import Settings
from parley.routing.places import list_places
from parley.storage.codecs import QUEUE_ENTRY
from parley.storage.database import Pool, open_pool
from parley.storage.reads.places import find_places
from storage.queues import Waiting

pytestmark = pytest.mark.anyio


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    pool = await open_pool(database_url, size=2)
    yield pool
    await pool.close()


@pytest.fixture
def waiting(pool: Pool) -> Waiting:
    return Waiting(pool)


async def test_places_in_the_database_are_those_of_the_pure_count(waiting: Waiting) -> None:
    await waiting.set_up(1)
    teams = [await waiting.add_team(waiting.users) for _ in range(2)]
    priorities = (-500, -2, 0, 0, 0, 1, 3, 500)
    lines = (None, *teams)
    for number in range(60):
        await waiting.enqueue(
            1,
            since=NOON - timedelta(minutes=number * 37 % 91),
            priority=priorities[number % 8],
            team_id=lines[number % 3],
        )
    queue = [QUEUE_ENTRY.read(r) for r in await waiting.pool.fetch("SELECT * FROM queue_entry")]
    for ageing in (30, 1, None):
        set_to = "UPDATE workspace SET settings = jsonb_build_object('ageing_minutes', $1::int)"
        await waiting.pool.execute(set_to, ageing)
        found = await find_places(waiting.pool, WORKSPACE, [e.conversation_id for e in queue])
        assert found == list_places(queue, ageing_minutes=ageing)
    await waiting.pool.execute("UPDATE workspace SET settings = '{}'")
    found = await find_places(waiting.pool, WORKSPACE, [e.conversation_id for e in queue])
    assert found == list_places(queue, ageing_minutes=Settings().ageing_minutes)
