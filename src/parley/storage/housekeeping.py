"""Throws away what has served its time, in slices, so that no lock is held for long."""

from datetime import datetime, timedelta

from parley.storage import schedules
from parley.storage.database import Pool

ARCHIVE_DAYS = 14
TICK_DAYS = 90
RECEIPT_HOURS = 24
IDEMPOTENCY_HOURS = 24
SLICE = 5000

ARCHIVE = """
DELETE FROM journal_archive WHERE id IN (
    SELECT id FROM journal_archive ORDER BY id LIMIT $2
) AND received_at < $1
"""
RECEIPTS = "DELETE FROM receipt WHERE received_at < $1"
IDEMPOTENCY = "DELETE FROM idempotency_key WHERE created_at < $1"
CALLS = "DELETE FROM hook_delivery WHERE received_at < $1"
SESSIONS = "DELETE FROM session WHERE expires_at < $1"
ATTEMPTS = "DELETE FROM sign_in_attempt WHERE last_at < $1"


async def tidy(pool: Pool, *, now: datetime, wall: datetime) -> None:
    """Called now and then by one worker; running twice at once is harmless. Sign-ins live by the true hour
    `wall`, which a test does not move.
    """
    old = now - timedelta(days=ARCHIVE_DAYS)
    while not (await pool.execute(ARCHIVE, old, SLICE)).endswith(" 0"):
        continue
    await pool.execute(CALLS, old)
    await schedules.tidy(pool, now=now, due_days=ARCHIVE_DAYS, tick_days=TICK_DAYS)
    await pool.execute(RECEIPTS, now - timedelta(hours=RECEIPT_HOURS))
    await pool.execute(IDEMPOTENCY, wall - timedelta(hours=IDEMPOTENCY_HOURS))
    await pool.execute(SESSIONS, wall)
    await pool.execute(ATTEMPTS, wall - timedelta(days=1))
