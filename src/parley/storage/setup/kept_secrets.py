"""Secrets that a workspace keeps for its workflows: sealed for their name, opened for a call alone."""

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct

from parley.domain.ids import WorkspaceId
from parley.kit.crypto import KeyRing
from parley.storage.database import Connection, Pool

LIST = """
SELECT slug, changed_at FROM secret
 WHERE workspace_id = $1 AND ($2::text IS NULL OR slug > $2) ORDER BY slug LIMIT $3
"""
FIND = "SELECT slug, changed_at FROM secret WHERE workspace_id = $1 AND slug = $2"
COUNT = "SELECT count(*) FROM secret WHERE workspace_id = $1"
ADD = "INSERT INTO secret (workspace_id, slug, sealed, changed_at) VALUES ($1, $2, $3, $4)"
CHANGE = "UPDATE secret SET sealed = $3, changed_at = $4 WHERE workspace_id = $1 AND slug = $2"
DROP = "DELETE FROM secret WHERE workspace_id = $1 AND slug = $2"
OPEN = "SELECT slug, sealed FROM secret WHERE workspace_id = $1 AND slug = ANY($2::text[])"


class KeptSecret(Struct, frozen=True):
    """That it is set, and since when: its value is told to nobody."""

    slug: str
    changed_at: datetime


async def list_secrets(
    pool: Pool, workspace_id: WorkspaceId, *, after: str | None, limit: int
) -> list[KeptSecret]:
    return [KeptSecret(*row) for row in await pool.fetch(LIST, workspace_id, after, limit)]


async def find_secret(
    connection: Connection | Pool, workspace_id: WorkspaceId, slug: str
) -> KeptSecret | None:
    row = await connection.fetchrow(FIND, workspace_id, slug)
    return KeptSecret(*row) if row else None


async def count_secrets(connection: Connection, workspace_id: WorkspaceId) -> int:
    return await connection.fetchval(COUNT, workspace_id)


async def add_secret(
    connection: Connection,
    ring: KeyRing,
    workspace_id: WorkspaceId,
    slug: str,
    value: str,
    *,
    now: datetime,
) -> None:
    sealed = ring.seal(value.encode(), aad=_place(workspace_id, slug))
    await connection.execute(ADD, workspace_id, slug, sealed, now)


async def change_secret(
    connection: Connection,
    ring: KeyRing,
    workspace_id: WorkspaceId,
    slug: str,
    value: str,
    *,
    now: datetime,
) -> None:
    sealed = ring.seal(value.encode(), aad=_place(workspace_id, slug))
    await connection.execute(CHANGE, workspace_id, slug, sealed, now)


async def drop_secret(connection: Connection, workspace_id: WorkspaceId, slug: str) -> None:
    await connection.execute(DROP, workspace_id, slug)


async def open_secrets(
    pool: Pool, ring: KeyRing, workspace_id: WorkspaceId, slugs: Collection[str]
) -> dict[str, str]:
    """Those that there are. Raises CannotUnseal."""
    rows = await pool.fetch(OPEN, workspace_id, list(slugs))
    return {
        slug: ring.unseal(sealed, aad=_place(workspace_id, slug)).decode() for slug, sealed in rows
    }


def _place(workspace_id: WorkspaceId, slug: str) -> bytes:
    return b"secret" + workspace_id.bytes + slug.encode()
