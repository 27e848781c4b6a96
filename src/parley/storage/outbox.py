"""Messages on their way out: claimed with a lease, one in flight per contact, settled through the journal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from parley.actions.outcomes import SendResult
from parley.domain.ids import UUID, ChannelId, RunId, WorkspaceId
from parley.domain.outbox import Send
from parley.domain.run import EndReason
from parley.storage import codec, codecs, journal
from parley.storage.database import Connection, Pool, fetch_afresh, transaction
from parley.storage.journal import EntryKind, NewEntry, lane_of_contact

LEASE = timedelta(seconds=60)  # longer than any call may take

# A contact's older message of the channel goes first, whatever state it is in: order is kept while one is
# retried. It is looked up per row: as a join it went through all that waits, for each that waits. What is
# chosen is MATERIALIZED: asked again for each row of a join, it would choose more than its limit. Its rows
# are locked, so their place holds until they are changed.
CLAIM = """
WITH due AS MATERIALIZED (
    SELECT o.ctid FROM outbox AS o
    WHERE o.state = 'queued' AND o.due_at <= $1 AND NOT o.channel_id = ANY($4::uuid[])
    AND o.id = (
        SELECT first.id FROM outbox AS first
        WHERE first.workspace_id = o.workspace_id AND first.contact_id = o.contact_id
        AND first.channel_id = o.channel_id
        ORDER BY first.id LIMIT 1
    )
    AND NOT EXISTS (
        SELECT 1 FROM channel AS c
        WHERE c.workspace_id = o.workspace_id AND c.id = o.channel_id
        AND c.paused_at IS NOT NULL AND c.deleted_at IS NULL
    )
    ORDER BY o.due_at LIMIT $3 FOR UPDATE OF o SKIP LOCKED
)
UPDATE outbox SET state = 'sending', tries = tries + 1, lease_until = $2
FROM due WHERE outbox.ctid = due.ctid
RETURNING outbox.*
"""
LAST_HEARD = """
SELECT l.contact_id, l.channel_id, l.last_inbound_at
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS k(workspace_id, contact_id, channel_id)
CROSS JOIN LATERAL (
    SELECT * FROM contact_channel
    WHERE workspace_id = k.workspace_id AND contact_id = k.contact_id AND channel_id = k.channel_id
) AS l
"""
# A bot's message was on its way when a person took over, and came back unsent: it must not leave later (O17).
TAKEN_BACK = """
SELECT r.id FROM unnest($1::uuid[], $2::uuid[]) AS k(workspace_id, id)
CROSS JOIN LATERAL (
    SELECT id FROM run WHERE workspace_id = k.workspace_id AND id = k.id AND end_reason = ANY($3::text[])
) AS r
"""
ENDED_BY_PEOPLE = tuple(
    reason.value
    for reason in (
        EndReason.PERSON_REPLIED,
        EndReason.TAKEN_OVER,
        EndReason.ASSIGNED_BY_HAND,
        EndReason.CONTACT_BLOCKED,
    )
)
SHOW_SENDING = """
UPDATE message SET status = 'sending', status_at = $3
FROM unnest($1::uuid[], $2::uuid[]) AS k(workspace_id, id)
WHERE message.workspace_id = k.workspace_id AND message.id = k.id AND message.status = 'queued'
"""
DONE = """
DELETE FROM outbox USING unnest($1::uuid[], $2::uuid[], $3::int[]) AS k(workspace_id, id, tries)
WHERE outbox.workspace_id = k.workspace_id AND outbox.id = k.id
AND outbox.state = 'sending' AND outbox.tries = k.tries
RETURNING outbox.id
"""
LATER = """
UPDATE outbox SET state = 'queued', lease_until = NULL, due_at = k.due_at, last_error = k.error
FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::timestamptz[], $5::text[])
    AS k(workspace_id, id, tries, due_at, error)
WHERE outbox.workspace_id = k.workspace_id AND outbox.id = k.id
AND outbox.state = 'sending' AND outbox.tries = k.tries
RETURNING outbox.id
"""
EXPIRED = """
WITH over AS MATERIALIZED (
    SELECT ctid FROM outbox WHERE state = 'sending' AND lease_until < $1
    LIMIT 500 FOR UPDATE SKIP LOCKED
)
DELETE FROM outbox USING over WHERE outbox.ctid = over.ctid
RETURNING outbox.*
"""
LAG = "SELECT count(*), min(due_at) FROM (SELECT due_at FROM outbox WHERE state = 'queued' LIMIT 10000) AS q"

# What a clock must wait for: calls in flight, and what could be claimed now.
COUNT_DUE = """
SELECT (SELECT count(*) FROM outbox WHERE state = 'sending') + (
    SELECT count(*) FROM outbox AS o
    WHERE o.state = 'queued' AND o.due_at <= $1
    AND o.id = (
        SELECT first.id FROM outbox AS first
        WHERE first.workspace_id = o.workspace_id AND first.contact_id = o.contact_id
        AND first.channel_id = o.channel_id
        ORDER BY first.id LIMIT 1
    )
    AND NOT EXISTS (
        SELECT 1 FROM channel AS c
        WHERE c.workspace_id = o.workspace_id AND c.id = o.channel_id
        AND c.paused_at IS NOT NULL AND c.deleted_at IS NULL
    )
)
"""

NEXT_TRY = "SELECT min(due_at) FROM outbox WHERE state = 'queued' AND due_at > $1"


class Claimed(Struct, frozen=True):
    """A send that is ours until the lease ends. `heard_at` is when the contact was heard on the channel;
    `is_taken_back` says that its run was ended by people since it was tried before.
    """

    send: Send
    tries: int
    heard_at: datetime | None
    is_taken_back: bool = False


class Settled(Struct, frozen=True):
    """How a claimed send ended. `retry_at` keeps it in the outbox; else it leaves."""

    claimed: Claimed
    result: SendResult
    retry_at: datetime | None = None


async def claim(
    pool: Pool, *, now: datetime, limit: int, resting: Sequence[ChannelId]
) -> list[Claimed]:
    """Takes up to `limit` due sends, the oldest of each contact; channels that rest are left out. Their
    messages read `sending` before any call is made.
    """
    async with transaction(pool) as connection:
        rows = await fetch_afresh(connection, CLAIM, now, now + LEASE, limit, list(resting))
        sends = [(_send(row), row["tries"]) for row in rows]
        if not sends:
            return []
        workspaces = [send.workspace_id for send, _ in sends]
        await connection.execute(
            SHOW_SENDING, workspaces, [send.message_id for send, _ in sends], now
        )
        heard = await connection.fetch(
            LAST_HEARD,
            workspaces,
            [send.contact_id for send, _ in sends],
            [send.channel_id for send, _ in sends],
        )
        taken_back = await _find_taken_back(connection, sends)
    heard_at = {(row[0], row[1]): row[2] for row in heard}
    return [
        Claimed(
            send,
            tries,
            heard_at.get((send.contact_id, send.channel_id)),
            is_taken_back=send.run_id in taken_back,
        )
        for send, tries in sends
    ]


async def _find_taken_back(
    connection: Connection, sends: Sequence[tuple[Send, int]]
) -> set[RunId | None]:
    """Among those that were tried before: what was not, was taken back where it waited."""
    tried = [(send.workspace_id, send.run_id) for send, tries in sends if tries > 1 and send.run_id]
    if not tried:
        return set()
    workspaces, runs = zip(*tried, strict=True)
    return {row[0] for row in await connection.fetch(TAKEN_BACK, workspaces, runs, ENDED_BY_PEOPLE)}


async def settle(pool: Pool, settled: Sequence[Settled], *, now: datetime) -> None:
    """Records outcomes: the row leaves (or is put off) and its result enters the journal, in one commit. A
    row whose lease ended meanwhile was declared unknown; then only a result that says more is recorded.
    """
    done = [one for one in settled if one.retry_at is None]
    later = [one for one in settled if one.retry_at is not None]
    async with transaction(pool) as connection:
        if done:
            await fetch_afresh(connection, DONE, *_keys(done))
        if later:
            await fetch_afresh(
                connection,
                LATER,
                *_keys(later),
                [one.retry_at for one in later],
                [one.result.failure.text if one.result.failure else "" for one in later],
            )
        await journal.append(
            connection, [_entry(one.claimed.send, one.result, now=now) for one in settled]
        )


async def declare_unknown(pool: Pool, *, now: datetime) -> int:
    """Sends whose lease ended without a word: they may have gone out, so they are never repeated blindly."""
    async with transaction(pool) as connection:
        rows = await connection.fetch(EXPIRED, now)
        entries = [
            _entry(
                (send := _send(row)),
                SendResult(send.message_id, send.channel_id, row["tries"], "unknown", now),
                now=now,
            )
            for row in rows
        ]
        await journal.append(connection, entries)
    return len(rows)


async def lag(pool: Pool) -> tuple[int, datetime | None]:
    """How many wait (up to 10,000), and since when."""
    row = await pool.fetchrow(LAG)
    return (row[0], row[1]) if row else (0, None)


async def count_due(pool: Pool, *, now: datetime) -> int:
    """Sends that are under way or could be: not those that wait for a retry, an earlier one or a channel."""
    return await pool.fetchval(COUNT_DUE, now)


async def next_try(pool: Pool, *, after: datetime) -> datetime | None:
    """When the next send that was put off is tried again."""
    return await pool.fetchval(NEXT_TRY, after)


def _send(row: Sequence[Any]) -> Send:
    return codecs.SEND.read(tuple(row)[: len(codecs.SEND.columns)])


def _keys(settled: Sequence[Settled]) -> tuple[list[WorkspaceId], list[UUID], list[int]]:
    return (
        [one.claimed.send.workspace_id for one in settled],
        [one.claimed.send.id for one in settled],
        [one.claimed.tries for one in settled],
    )


def _entry(send: Send, result: SendResult, *, now: datetime) -> NewEntry:
    return NewEntry(
        lane_of_contact(send.contact_id),
        send.workspace_id,
        None,
        EntryKind.SEND_RESULT,
        codec.encode(result),
        now,
    )
