"""The durable log of all that comes in: append, take a batch, consume it with its effects, measure the lag."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from operator import itemgetter
from typing import Any, Protocol
from zlib import crc32

from msgspec import Struct
from msgspec.structs import astuple

from parley.domain.ids import UUID, ContactId, WorkspaceId
from parley.storage.database import Connection, LostRace, Pool, transaction

LANES = 64
LANE_LOCK_CLASS = 1
FEW_LANES = 8  # not worth sharing
DEPTH_LIMIT = 200_000  # entries; beyond it ingest answers 503, so that providers try again later


class EntryKind(StrEnum):
    EVENT = "event"
    INBOUND = "inbound"
    TIMER = "timer"
    SEND_RESULT = "send_result"
    CALL_RESULT = "call_result"
    HOOK = "hook"
    REPLAYED_EVENT = "replayed_event"
    REPLAYED_INBOUND = "replayed_inbound"


KINDS = {kind.value: kind for kind in EntryKind}


class NewEntry(Struct, frozen=True):
    """`source_id` is the endpoint of an event, the channel of a normalised inbound, else None."""

    lane: int
    workspace_id: WorkspaceId
    source_id: UUID | None
    kind: EntryKind
    body: bytes
    received_at: datetime


class Entry(Struct, frozen=True):
    id: int
    lane: int
    workspace_id: WorkspaceId
    source_id: UUID | None
    kind: EntryKind
    body: bytes
    received_at: datetime


class Batch(Struct, frozen=True):
    """Entries of one workspace on lanes that this transaction alone holds, in order."""

    workspace_id: WorkspaceId
    entries: Sequence[Entry]
    lanes: Sequence[int]


class Lag(Struct, frozen=True):
    depth: int
    oldest_seconds: float


class Journal(Protocol):
    """What ingest and workers need of a journal; a table keeps this promise today."""

    async def append(self, entries: Sequence[NewEntry]) -> None: ...

    async def take(
        self, connection: Connection, lanes: Sequence[int], *, limit: int
    ) -> Batch | None: ...

    async def consume(self, connection: Connection, entries: Sequence[Entry]) -> None: ...

    async def lag(self, *, now: datetime) -> Lag: ...


def lane_of_sender(endpoint_id: UUID, sender: str) -> int:
    """A person's events of one endpoint stay in order: they share a lane."""
    return crc32(sender.encode(), crc32(endpoint_id.bytes)) % LANES


def lane_of_contact(contact_id: ContactId) -> int:
    """Timers and results of effects go by contact."""
    return crc32(contact_id.bytes) % LANES


COLUMNS = NewEntry.__struct_fields__
# LATERAL and LIMIT: as EXISTS it read the whole journal.
BUSY_LANES = """
SELECT l::smallint AS lane FROM generate_series(0, 63) AS l
CROSS JOIN LATERAL (SELECT 1 FROM journal WHERE lane = l::smallint LIMIT 1) AS j
"""
LOCK_LANES = "SELECT l FROM unnest($1::int[]) AS l WHERE pg_try_advisory_xact_lock($2, l) LIMIT $3"
NEXT = """
SELECT j.id, j.lane, j.workspace_id, j.source_id, j.kind, j.body, j.received_at
FROM unnest($1::smallint[]) AS k(lane)
CROSS JOIN LATERAL (SELECT * FROM journal WHERE lane = k.lane ORDER BY id LIMIT $2) AS j
"""
# By their lanes, too: whichever index is taken, what others have still to read is not looked through.
CONSUME = """
WITH gone AS (DELETE FROM journal WHERE id = ANY($1::bigint[]) AND lane = ANY($2::smallint[]) RETURNING *)
INSERT INTO journal_archive SELECT * FROM gone
"""
LAG = """
SELECT coalesce(max(id) - min(id) + 1, 0), min(received_at) FROM (
    (SELECT id, received_at FROM journal ORDER BY id LIMIT 1)
    UNION ALL (SELECT id, received_at FROM journal ORDER BY id DESC LIMIT 1)
) AS ends
"""


class TableJournal:
    """The journal as a Postgres table. Consuming it in the transaction that saves the effects is what
    makes a crash harmless.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def append(self, entries: Sequence[NewEntry]) -> None:
        """One commit for all of them; when it returns they are on disk."""
        async with transaction(self._pool) as connection:
            await append(connection, entries)

    async def busy_lanes(self) -> list[int]:
        """Lanes that hold something now; 64 index probes."""
        return [row[0] for row in await self._pool.fetch(BUSY_LANES)]

    async def take(
        self, connection: Connection, lanes: Sequence[int], *, limit: int
    ) -> Batch | None:
        """Locks what it can of these lanes and reads them; None if others hold them or they are empty.
        A batch has one workspace, that of its oldest entry; a lane whose turn belongs to another one
        waits for the next batch.
        """
        # Of many lanes half: the other loop computes while this one's statements run.
        share = max(FEW_LANES, (len(lanes) + 1) // 2)
        held = [row[0] for row in await connection.fetch(LOCK_LANES, lanes, LANE_LOCK_CLASS, share)]
        if not held:
            return None
        # Lanes are not equally long: somewhat more of each, and of all only the oldest.
        each = limit if len(held) == 1 else 1 + limit * 5 // (4 * len(held))
        rows = await connection.fetch(NEXT, held, each)
        if not rows:
            return None
        entries = [_entry(row) for row in sorted(rows, key=itemgetter(0))[:limit]]
        workspace_id = entries[0].workspace_id
        return Batch(workspace_id, _heads_of(entries, workspace_id), held)

    async def consume(self, connection: Connection, entries: Sequence[Entry]) -> None:
        """Moves exactly these to the archive. Raises LostRace if any of them is gone already."""
        lanes = {entry.lane for entry in entries}
        status = await connection.execute(CONSUME, [entry.id for entry in entries], list(lanes))
        if int(status.rsplit(" ", 1)[1]) != len(entries):
            raise LostRace

    async def lag(self, *, now: datetime) -> Lag:
        row = await self._pool.fetchrow(LAG)
        if row is None or row[1] is None:
            return Lag(0, 0.0)
        return Lag(row[0], max(0.0, (now - row[1]).total_seconds()))


async def append(connection: Connection, entries: Iterable[NewEntry]) -> None:
    """Within the caller's transaction: for timers, results and replays that move with other rows."""
    rows = list(map(astuple, entries))
    if rows:
        await connection.copy_records_to_table("journal", records=rows, columns=COLUMNS)


def _entry(row: Sequence[Any]) -> Entry:
    entry_id, lane, workspace_id, source_id, kind, body, received_at = row
    return Entry(entry_id, lane, workspace_id, source_id, KINDS[kind], body, received_at)


def _heads_of(entries: Sequence[Entry], workspace_id: WorkspaceId) -> list[Entry]:
    """The entries of this workspace that stand before any other workspace's on their lane."""
    stopped: set[int] = set()
    heads: list[Entry] = []
    for entry in entries:
        if entry.workspace_id != workspace_id:
            stopped.add(entry.lane)
        elif entry.lane not in stopped:
            heads.append(entry)
    return heads
