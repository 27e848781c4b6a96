"""Timers as rows: a waiting run costs no memory."""

from datetime import datetime

from parley.storage import codec, codecs, journal
from parley.storage.database import Pool, fetch_afresh, transaction
from parley.storage.journal import EntryKind, NewEntry, lane_of_contact

# MATERIALIZED: asked again for each row of a join, the inner part would take more than its limit.
TAKE_DUE = """
WITH due AS MATERIALIZED (
    SELECT ctid FROM timer WHERE due_at <= $1
    ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED
)
DELETE FROM timer USING due
WHERE timer.ctid = due.ctid
RETURNING timer.workspace_id, timer.kind, timer.subject_id, timer.contact_id, timer.due_at, timer.fingerprint
"""
NEXT_DUE = "SELECT due_at FROM timer ORDER BY due_at LIMIT 1"
COUNT_DUE = "SELECT count(*) FROM (SELECT 1 FROM timer WHERE due_at <= $1 LIMIT 1000) AS due"


async def move_due(pool: Pool, *, now: datetime, limit: int) -> int:
    """From the timers into the journal, in one transaction."""
    async with transaction(pool) as connection:
        rows = await fetch_afresh(connection, TAKE_DUE, now, limit)
        due = sorted(map(codecs.TIMER.read, rows), key=lambda timer: timer.due_at)
        await journal.append(
            connection,
            [
                NewEntry(
                    lane_of_contact(timer.contact_id),
                    timer.workspace_id,
                    None,
                    EntryKind.TIMER,
                    codec.encode(timer),
                    now,
                )
                for timer in due
            ],
        )
    return len(rows)


async def next_due(pool: Pool) -> datetime | None:
    return await pool.fetchval(NEXT_DUE)


async def count_due(pool: Pool, *, now: datetime) -> int:
    """Up to 1,000."""
    return await pool.fetchval(COUNT_DUE, now)
