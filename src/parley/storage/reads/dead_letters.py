"""Journal entries that could not be handled, as managers see them."""

from datetime import datetime

from asyncpg import Record
from msgspec import Struct

from parley.domain.ids import UUID, WorkspaceId
from parley.storage.reads.query import Reader

SHOWN_BYTES = 20_000


class DeadLetterRow(Struct, frozen=True):
    """`body` is its beginning as text, what is no text replaced; `size` counts all its bytes."""

    id: UUID
    kind: str
    source_id: UUID | None
    error: str
    received_at: datetime
    failed_at: datetime
    replayed_at: datetime | None
    size: int
    body: str


LIST = """
SELECT id, kind, source_id, error, received_at, failed_at, replayed_at, octet_length(body) AS size,
       substring(body FROM 1 FOR $4) AS body
  FROM dead_letter WHERE workspace_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3
"""
FIND = """
SELECT id, kind, source_id, error, received_at, failed_at, replayed_at, octet_length(body) AS size,
       substring(body FROM 1 FOR $3) AS body
  FROM dead_letter WHERE workspace_id = $1 AND id = $2
"""
# For operators, who stand above the workspaces.
LIST_WORKSPACES = "SELECT DISTINCT workspace_id FROM dead_letter WHERE $1::uuid IS NULL OR id = $1"
AFTER_ALL = UUID(int=2**128 - 1)


async def list_dead_letters(
    reader: Reader, workspace_id: WorkspaceId, *, after: UUID | None, limit: int
) -> list[DeadLetterRow]:
    """Newest first, without their bodies."""
    rows = await reader.fetch(LIST, workspace_id, after or AFTER_ALL, limit, 0)
    return [_letter_of(row) for row in rows]


async def find_dead_letter(
    reader: Reader, workspace_id: WorkspaceId, letter_id: UUID
) -> DeadLetterRow | None:
    row = await reader.fetchrow(FIND, workspace_id, letter_id, SHOWN_BYTES)
    return _letter_of(row) if row else None


async def list_workspaces_of(reader: Reader, letter_id: UUID | None = None) -> list[WorkspaceId]:
    """Those that have dead letters, or this one."""
    return [row[0] for row in await reader.fetch(LIST_WORKSPACES, letter_id)]


def _letter_of(row: Record) -> DeadLetterRow:
    return DeadLetterRow(**{**row, "body": row["body"].decode(errors="replace")})
