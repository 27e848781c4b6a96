"""Idempotency keys: which request was answered how."""

from datetime import datetime

from msgspec import Struct

from parley.domain.ids import UserId, WorkspaceId
from parley.storage.database import Pool


class Answered(Struct, frozen=True):
    """`status` None: begun, and not answered."""

    route: str
    body_hash: bytes
    status: int | None
    answer: bytes


CLAIM = """
INSERT INTO idempotency_key AS k (workspace_id, user_id, key, route, body_hash, status, answer, created_at)
VALUES ($1, $2, $3, $4, $5, NULL, ''::bytea, $6)
ON CONFLICT (workspace_id, user_id, key) DO UPDATE SET
  route = $4, body_hash = $5, status = NULL, answer = ''::bytea, created_at = $6
  WHERE k.created_at <= $7
RETURNING key
"""
FIND = """
SELECT route, body_hash, status, answer FROM idempotency_key
 WHERE workspace_id = $1 AND user_id = $2 AND key = $3
"""
ANSWER = """
UPDATE idempotency_key SET status = $4, answer = $5
 WHERE workspace_id = $1 AND user_id = $2 AND key = $3
"""
RELEASE = """
DELETE FROM idempotency_key
 WHERE workspace_id = $1 AND user_id = $2 AND key = $3 AND status IS NULL
"""


class Key(Struct, frozen=True):
    """A key belongs to one user: two callers may choose the same."""

    workspace_id: WorkspaceId
    user_id: UserId
    key: str


async def claim(
    pool: Pool, key: Key, *, route: str, body_hash: bytes, now: datetime, older_than: datetime
) -> bool:
    """True if the key is new, or so old that it counts as new."""
    claimed = await pool.fetchval(
        CLAIM, key.workspace_id, key.user_id, key.key, route, body_hash, now, older_than
    )
    return claimed is not None


async def find(pool: Pool, key: Key) -> Answered | None:
    row = await pool.fetchrow(FIND, key.workspace_id, key.user_id, key.key)
    return Answered(**dict(row)) if row else None


async def keep_answer(pool: Pool, key: Key, *, status: int, answer: bytes) -> None:
    await pool.execute(ANSWER, key.workspace_id, key.user_id, key.key, status, answer)


async def release(pool: Pool, key: Key) -> None:
    """The request was refused: nothing changed, so the key may be tried again."""
    await pool.execute(RELEASE, key.workspace_id, key.user_id, key.key)
