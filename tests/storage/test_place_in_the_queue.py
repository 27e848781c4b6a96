"""One place in the queue is found by its key, whatever the planner was told of the queue."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from desks import WORKSPACE
from parley.storage import id_arrays
from parley.storage.database import Connection, Pool, open_pool
from parley.storage.desk_load import QUEUE_ENTRIES

pytestmark = pytest.mark.anyio

ENTER = """
INSERT INTO queue_entry (workspace_id, conversation_id, contact_id, strategy, online_only, priority, since)
SELECT $1, ('d0000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, $1, 'round_robin', true, n % 5, now()
  FROM generate_series(1, 3000) AS n
"""
SOME = "SELECT array_agg(conversation_id) FROM (SELECT conversation_id FROM queue_entry LIMIT 50) AS few"


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    pool = await open_pool(database_url, size=1)
    yield pool
    await pool.close()


async def test_a_queue_that_was_counted_while_it_was_empty_is_not_read_whole(pool: Pool) -> None:
    """All have just been served, the statistics say so, and the next rush begins."""
    async with pool.acquire() as connection:
        await connection.execute(ENTER, WORKSPACE)
        await connection.execute("DELETE FROM queue_entry")
        await connection.execute("ANALYZE queue_entry")
        await connection.execute(ENTER, WORKSPACE)
        some = await connection.fetchval(SOME)
        for mode in ("force_generic_plan", "force_custom_plan"):
            assert await rows_looked_at(connection, mode, some) == len(some) == 50


async def rows_looked_at(connection: Connection, mode: str, conversations: list[Any]) -> float:
    await connection.execute(f"SET plan_cache_mode = {mode}")
    found = await connection.fetchval(
        f"EXPLAIN (ANALYZE, FORMAT JSON) {QUEUE_ENTRIES}",
        WORKSPACE,
        id_arrays.encode(conversations),
    )
    return sum(
        (step["Actual Rows"] + step.get("Rows Removed by Filter", 0)) * step["Actual Loops"]
        for step in steps_of(json.loads(found)[0]["Plan"])
        if step.get("Relation Name") == "queue_entry"
    )


def steps_of(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(step for below in plan.get("Plans", ()) for step in steps_of(below))]
