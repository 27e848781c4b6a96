"""Skills of which one is enough, and caps on the whole, as the database reads them for the matcher."""

from collections.abc import AsyncIterator
from datetime import timedelta

import msgspec
import pytest

from desks import NOON, WORKSPACE
from parley.domain.people import Skill
from parley.domain.queue import Ring
from parley.storage.database import Pool, open_pool
from storage.queues import Waiting

pytestmark = pytest.mark.anyio


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    pool = await open_pool(database_url, size=4)
    yield pool
    await pool.close()


@pytest.fixture
def waiting(pool: Pool) -> Waiting:
    return Waiting(pool)


async def test_a_team_has_no_more_in_hand_than_its_cap_and_gets_the_next_when_one_ends(
    waiting: Waiting,
) -> None:
    await waiting.set_up(3)
    sales = await waiting.add_team(waiting.users)
    teams = {sales: msgspec.structs.replace(waiting.reference.teams[sales], max_in_hand=2)}
    waiting.reference = msgspec.structs.replace(waiting.reference, teams=teams)
    came = await waiting.enqueue(5, team_id=sales)
    await waiting.pool.execute("UPDATE conversation SET team_id = $1", sales)
    dispatcher = waiting.dispatcher()

    await dispatcher.drain(WORKSPACE)
    assert [found for found, _ in await waiting.assignees()] == came[:2]

    await waiting.pool.execute(
        """UPDATE conversation SET status = 'closed', closed_at = $2, closed_by = 'user', weight = 0,
           handler = 'nobody' WHERE id = $1""",
        came[0],
        NOON,
    )
    await dispatcher.drain(WORKSPACE)
    assert [found for found, _ in await waiting.assignees()] == came[:3]


async def test_one_of_several_skills_is_asked_in_the_database_as_in_the_matcher(
    waiting: Waiting,
) -> None:
    await waiting.set_up(3)
    users = dict(waiting.reference.users)
    expert = waiting.users[2]
    users[expert] = msgspec.structs.replace(users[expert], skills={"portuguese": 2})
    skills = {slug: Skill(WORKSPACE, slug, slug.title()) for slug in ("spanish", "portuguese")}
    waiting.reference = msgspec.structs.replace(waiting.reference, users=users, skills=skills)
    either = ({"spanish": 3, "portuguese": 2},)
    ring = Ring({}, NOON + timedelta(minutes=5), either)
    asked = [
        *await waiting.enqueue(1, any_of=either),
        *await waiting.enqueue(1, rings=(ring,)),
        *await waiting.enqueue(1, skills={"spanish": 1}),
    ]

    await waiting.dispatcher().drain(WORKSPACE)

    assert await waiting.assignees() == [(asked[0], expert), (asked[1], expert)]
    assert await waiting.count_waiting() == 1, "nobody speaks Spanish"
