"""Rows that no attempt could handle: kept whole, shown, and put back when the cause is mended."""

from datetime import datetime

from parley.domain.errors import NotFound
from parley.domain.ids import UUID, WorkspaceId
from parley.storage import journal
from parley.storage.database import Connection, Pool, transaction
from parley.storage.journal import Entry, EntryKind, NewEntry

ERROR_LENGTH = 2000

# A replayed message is known already, where it was kept visible: it must not be taken for a repetition.
REPLAYED = {
    EntryKind.EVENT: EntryKind.REPLAYED_EVENT,
    EntryKind.INBOUND: EntryKind.REPLAYED_INBOUND,
}

BURY = """
WITH gone AS (DELETE FROM journal WHERE id = $1 RETURNING *)
INSERT INTO dead_letter
    (workspace_id, id, journal_id, lane, source_id, kind, body, received_at, error, failed_at)
SELECT workspace_id, $2, id, lane, source_id, kind, body, received_at, $3, $4 FROM gone
"""
TAKE_FOR_REPLAY = """
UPDATE dead_letter SET replayed_at = $3
WHERE workspace_id = $1 AND id = $2 AND replayed_at IS NULL
RETURNING lane, workspace_id, source_id, kind, body, received_at
"""


async def bury(
    connection: Connection, entry: Entry, *, letter_id: UUID, error: str, now: datetime
) -> None:
    """Moves one entry out of the journal, within the caller's transaction."""
    await connection.execute(BURY, entry.id, letter_id, error[:ERROR_LENGTH], now)


async def replay(pool: Pool, workspace_id: WorkspaceId, letter_id: UUID, *, now: datetime) -> None:
    """Puts it back at the end of its lane, once. Raises NotFound if there is none, or it was replayed."""
    async with transaction(pool) as connection:
        row = await connection.fetchrow(TAKE_FOR_REPLAY, workspace_id, letter_id, now)
        if row is None:
            message = "There is no such dead letter, or it was replayed already."
            raise NotFound(message, id=str(letter_id))
        kind = REPLAYED.get(EntryKind(row[3]), EntryKind(row[3]))
        again = NewEntry(row[0], row[1], row[2], kind, row[4], row[5])
        await journal.append(connection, [again])
