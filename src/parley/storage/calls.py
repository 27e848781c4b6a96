"""Requests on their way out: claimed with a lease, settled through the journal, never repeated blindly."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from parley.domain.calls import REPEATABLE, Call, CallResult, Outcome
from parley.storage import codec, codecs, journal
from parley.storage.database import Pool, fetch_afresh, transaction
from parley.storage.journal import EntryKind, NewEntry, lane_of_contact

LEASE = timedelta(seconds=60)  # longer than any call may take

CLAIM = """
WITH due AS MATERIALIZED (
    SELECT ctid FROM http_call WHERE state = 'queued' AND due_at <= $1
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
)
UPDATE http_call SET state = 'calling', tries = tries + 1, lease_until = $2
FROM due WHERE http_call.ctid = due.ctid
RETURNING workspace_id, id, run_id, contact_id, visit, method, url, headers, body, retries, http_call.due_at,
    created_at, secrets, tries
"""
DONE = """
DELETE FROM http_call WHERE workspace_id = $1 AND id = $2 AND state = 'calling' AND tries = $3 RETURNING 1
"""
LATER = """
UPDATE http_call SET state = 'queued', lease_until = NULL, due_at = $4
WHERE workspace_id = $1 AND id = $2 AND state = 'calling' AND tries = $3
"""
AGAIN = """
UPDATE http_call SET state = 'queued', lease_until = NULL
WHERE state = 'calling' AND lease_until < $1 AND tries <= retries AND method = ANY($2::text[])
"""
EXPIRED = """
WITH over AS MATERIALIZED (
    SELECT ctid FROM http_call WHERE state = 'calling' AND lease_until < $1
    LIMIT 500 FOR UPDATE SKIP LOCKED
)
DELETE FROM http_call USING over WHERE http_call.ctid = over.ctid
RETURNING workspace_id, id, run_id, contact_id, visit, method, url, headers, body, retries, due_at,
    created_at, secrets, tries
"""
NEXT_TRY = "SELECT min(due_at) FROM http_call WHERE state = 'queued' AND due_at > $1"
COUNT_DUE = "SELECT count(*) FROM http_call WHERE state = 'calling' OR due_at <= $1"


class ClaimedCall(Struct, frozen=True):
    """Ours until the lease ends."""

    call: Call
    tries: int


async def claim(pool: Pool, *, now: datetime, limit: int) -> list[ClaimedCall]:
    async with transaction(pool) as connection:
        rows = await fetch_afresh(connection, CLAIM, now, now + LEASE, limit)
    return [_claimed(row) for row in rows]


async def settle(pool: Pool, claimed: ClaimedCall, result: CallResult, *, now: datetime) -> bool:
    """The row leaves and its result enters the journal, in one commit. False if the lease had ended."""
    call = claimed.call
    async with transaction(pool) as connection:
        gone = await connection.fetch(DONE, call.workspace_id, call.id, claimed.tries)
        if gone:
            await journal.append(connection, [_entry(call, result, now=now)])
    return bool(gone)


async def put_off(pool: Pool, claimed: ClaimedCall, *, until: datetime) -> None:
    call = claimed.call
    async with transaction(pool) as connection:
        await connection.execute(LATER, call.workspace_id, call.id, claimed.tries, until)


async def expire(pool: Pool, *, now: datetime) -> int:
    """Calls whose caller died: those that may be repeated go out again, of the others nobody knows."""
    async with transaction(pool) as connection:
        await connection.execute(AGAIN, now, list(REPEATABLE))
        rows = await connection.fetch(EXPIRED, now)
        lost = [_claimed(row) for row in rows]
        error = "the process that made the request has died"
        entries = [
            _entry(one.call, result_of(one, "unknown", now=now, error=error), now=now)
            for one in lost
        ]
        await journal.append(connection, entries)
    return len(lost)


async def count_due(pool: Pool, *, now: datetime) -> int:
    return await pool.fetchval(COUNT_DUE, now)


async def next_try(pool: Pool, *, after: datetime) -> datetime | None:
    """When the next call that was put off is made again."""
    return await pool.fetchval(NEXT_TRY, after)


def result_of(
    claimed: ClaimedCall,
    outcome: Outcome,
    *,
    now: datetime,
    status: int | None = None,
    body: str = "",
    error: str = "",
) -> CallResult:
    call = claimed.call
    return CallResult(
        call.run_id,
        call.contact_id,
        call.visit,
        outcome,
        now,
        claimed.tries,
        status,
        body,
        error,
    )


def _claimed(row: Sequence[object]) -> ClaimedCall:
    *values, tries = row
    return ClaimedCall(codecs.CALL.read(values), int(str(tries)))


def _entry(call: Call, result: CallResult, *, now: datetime) -> NewEntry:
    return NewEntry(
        lane_of_contact(call.contact_id),
        call.workspace_id,
        None,
        EntryKind.CALL_RESULT,
        codec.encode(result),
        now,
    )
