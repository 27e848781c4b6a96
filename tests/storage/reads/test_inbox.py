"""The inbox on a large workspace: the rule of visibility, pages, and a constant number of statements."""

from typing import Any

import pytest
from asyncpg import Record

from parley.storage.database import Pool
from parley.storage.reads import inbox
from parley.storage.setup.sight import Sight
from storage.reads import seed

pytestmark = pytest.mark.anyio


class Counted:
    """Stands where the pool stands and counts what goes through."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.statements = 0

    async def fetch(self, text: str, *values: Any) -> list[Record]:
        self.statements += 1
        return await self._pool.fetch(text, *values)


async def all_pages(reader: Any, sight: Sight, *, limit: int) -> list[inbox.ConversationRow]:
    rows: list[inbox.ConversationRow] = []
    after = None
    while True:
        page = await inbox.list_conversations(
            reader, sight, inbox.InboxView(), after=after, limit=limit
        )
        rows += page
        if len(page) < limit:
            return rows
        after = inbox.ActivityKey(page[-1].activity_at, page[-1].id)


async def test_pages_together_are_exactly_what_the_rule_says(pool: Pool) -> None:
    await seed.set_up(pool)
    await seed.fill(pool, conversations=1_000)
    everything = await all_pages(pool, seed.EVERY_SIGHT[0], limit=100)
    assert len(everything) == 100
    for sight in seed.EVERY_SIGHT:
        expected = [
            row.id
            for row in everything
            if sight.sees(assignee_id=row.assignee_id, team_id=row.team_id)
        ]
        found = [row.id for row in await all_pages(pool, sight, limit=7)]
        assert found == expected, sight
        counts = await inbox.count_views(pool, sight, [seed.SALES])
        assert counts["all"] == len(expected), sight


@pytest.mark.parametrize("limit", [2, 100])
async def test_a_page_takes_two_statements_whatever_its_size(pool: Pool, limit: int) -> None:
    await seed.set_up(pool)
    await seed.fill(pool, conversations=1_000)
    counted = Counted(pool)
    sight = seed.EVERY_SIGHT[1]
    await inbox.list_conversations(
        counted,  # pyright: ignore[reportArgumentType]
        sight,
        inbox.InboxView(),
        after=None,
        limit=limit,
    )
    assert counted.statements <= 2
    counted.statements = 0
    teams = [seed.SALES, seed.SUPPORT]
    await inbox.count_views(counted, sight, teams)  # pyright: ignore[reportArgumentType]
    assert counted.statements == 1
