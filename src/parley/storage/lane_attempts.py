"""How often a lane's batch was begun without an end: finds the row that kills the process."""

from collections.abc import Sequence

from parley.storage.database import Connection, Pool

SUSPECT_AFTER = 3  # attempts that never came back, before entries are taken one by one
BURY_AFTER = 6  # attempts before the single entry at the head is put aside

# One statement is its own transaction, whose commit need not wait for the disk.
NOTE = """
WITH hurry AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS set)
INSERT INTO lane_attempt (lane, first_id, attempts)
SELECT l, f, 1 FROM hurry, unnest($1::smallint[], $2::bigint[]) AS k(l, f) WHERE hurry.set IS NOT NULL
ON CONFLICT (lane) DO UPDATE SET first_id = EXCLUDED.first_id,
    attempts = CASE WHEN lane_attempt.first_id = EXCLUDED.first_id THEN lane_attempt.attempts + 1 ELSE 1 END
RETURNING attempts, lane
"""
TAKE_BACK = "UPDATE lane_attempt SET attempts = attempts - 1 WHERE lane = ANY($1::smallint[])"
CLEAR = "DELETE FROM lane_attempt WHERE lane = ANY($1::smallint[])"


async def note(pool: Pool, heads: dict[int, int]) -> tuple[int, int]:
    """Written before the work and apart from it, so that it outlives a crash of the worker; a crash of
    the machine may forget it. `heads`: lane -> id of its first entry. The highest count is returned,
    with its lane.
    """
    rows = await pool.fetch(NOTE, list(heads), list(heads.values()))
    return max((row[0], row[1]) for row in rows)


async def clear(connection: Connection, lanes: Sequence[int]) -> None:
    """In the transaction that consumes the entries."""
    await connection.execute(CLEAR, lanes)


async def forget(pool: Pool, lanes: Sequence[int]) -> None:
    """Apart from the work, when the attempt came back without success and without harm."""
    async with pool.acquire() as connection:
        await clear(connection, lanes)


async def take_back(pool: Pool, lanes: Sequence[int]) -> None:
    """These lanes were noted but are left alone this time: what happens now is not of their doing."""
    if lanes:
        await pool.execute(TAKE_BACK, lanes)
