"""Workflows: the draft that people draw, and the immutable versions that runs stand on."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from parley.domain.ids import ContactId, RunId, UserId, VersionId, WorkflowId, WorkspaceId
from parley.storage.database import Connection, Pool

_COLUMNS = """
SELECT w.id, w.name, w.description, w.state, w.draft, w.live_version_id, w.published_order,
       w.created_at, w.updated_at, w.updated_by, v.number AS live_number, v.hash AS live_hash,
       s.next_at AS next_start_at
  FROM workflow w
  LEFT JOIN workflow_version v ON v.workspace_id = w.workspace_id AND v.id = w.live_version_id
  LEFT JOIN schedule s ON s.workspace_id = w.workspace_id AND s.workflow_id = w.id
"""
LIST = (
    _COLUMNS
    + """
 WHERE w.workspace_id = $1 AND w.deleted_at IS NULL AND ($2::uuid IS NULL OR w.id > $2)
 ORDER BY w.id LIMIT $3
"""
)
FIND = _COLUMNS + " WHERE w.workspace_id = $1 AND w.id = $2 AND w.deleted_at IS NULL"
COUNT = "SELECT count(*) FROM workflow WHERE workspace_id = $1 AND deleted_at IS NULL"
ADD = """
INSERT INTO workflow (workspace_id, id, name, description, state, draft, created_at, updated_at, updated_by)
VALUES ($1, $2, $3, $4, 'draft', $5, $6, $6, $7)
"""
UPDATE = """
UPDATE workflow SET name = $3, description = $4, draft = $5, updated_at = $6, updated_by = $7
 WHERE workspace_id = $1 AND id = $2
"""
ADD_VERSION = """
INSERT INTO workflow_version (workspace_id, id, workflow_id, number, definition, hash, published_at, published_by)
SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6, $7
  FROM workflow_version WHERE workspace_id = $1 AND workflow_id = $3
"""
PUBLISH = """
UPDATE workflow SET state = 'published', live_version_id = $3, updated_at = $4, updated_by = $5,
       published_order = coalesce(published_order,
         (SELECT coalesce(max(published_order), 0) + 1 FROM workflow WHERE workspace_id = $1))
 WHERE workspace_id = $1 AND id = $2
"""
STOP = """
UPDATE workflow SET state = 'stopped', updated_at = $3, updated_by = $4
 WHERE workspace_id = $1 AND id = $2
"""
DROP = "UPDATE workflow SET deleted_at = $3 WHERE workspace_id = $1 AND id = $2"
LIST_VERSIONS = """
SELECT id, number, hash, published_at, published_by FROM workflow_version
 WHERE workspace_id = $1 AND workflow_id = $2 AND ($3::int IS NULL OR number < $3)
 ORDER BY number DESC LIMIT $4
"""
FIND_VERSION = """
SELECT id, number, hash, published_at, published_by, definition FROM workflow_version
 WHERE workspace_id = $1 AND workflow_id = $2 AND number = $3
"""
LIST_LIVE_RUNS = """
SELECT contact_id, id FROM run
 WHERE workspace_id = $1 AND workflow_id = $2 AND ended_at IS NULL AND ($3::uuid IS NULL OR id > $3)
 ORDER BY id LIMIT $4
"""


class StoredWorkflow(Struct, frozen=True):
    """`draft` is JSON as it was sent; `live_number` and `live_hash` are of the version published last."""

    id: WorkflowId
    name: str
    description: str
    state: str
    draft: bytes
    live_version_id: VersionId | None
    published_order: int | None
    created_at: datetime
    updated_at: datetime
    updated_by: UserId | None
    live_number: int | None
    live_hash: str | None
    next_start_at: datetime | None

    @property
    def is_published(self) -> bool:
        return self.state == "published"


class VersionRow(Struct, frozen=True):
    id: VersionId
    number: int
    hash: str
    published_at: datetime
    published_by: UserId | None


async def list_workflows(
    pool: Pool, workspace_id: WorkspaceId, *, after: WorkflowId | None, limit: int
) -> list[StoredWorkflow]:
    return [_workflow(row) for row in await pool.fetch(LIST, workspace_id, after, limit)]


async def find_workflow(
    connection: Connection | Pool, workspace_id: WorkspaceId, workflow_id: WorkflowId
) -> StoredWorkflow | None:
    row = await connection.fetchrow(FIND, workspace_id, workflow_id)
    return _workflow(row) if row else None


async def count_workflows(connection: Connection, workspace_id: WorkspaceId) -> int:
    return await connection.fetchval(COUNT, workspace_id)


async def add_workflow(
    connection: Connection,
    workspace_id: WorkspaceId,
    workflow_id: WorkflowId,
    *,
    name: str,
    description: str,
    draft: bytes,
    now: datetime,
    user_id: UserId | None,
) -> None:
    await connection.execute(ADD, workspace_id, workflow_id, name, description, draft, now, user_id)


async def update_workflow(
    connection: Connection,
    workspace_id: WorkspaceId,
    workflow_id: WorkflowId,
    *,
    name: str,
    description: str,
    draft: bytes,
    now: datetime,
    user_id: UserId | None,
) -> None:
    await connection.execute(
        UPDATE, workspace_id, workflow_id, name, description, draft, now, user_id
    )


async def publish_version(
    connection: Connection,
    workspace_id: WorkspaceId,
    workflow_id: WorkflowId,
    version_id: VersionId,
    *,
    definition: bytes,
    content_hash: str,
    now: datetime,
    user_id: UserId | None,
) -> None:
    """A new version, live from this commit on; runs on older versions stay on theirs."""
    await connection.execute(
        ADD_VERSION, workspace_id, version_id, workflow_id, definition, content_hash, now, user_id
    )
    await go_live(connection, workspace_id, workflow_id, version_id, now=now, user_id=user_id)


async def go_live(
    connection: Connection,
    workspace_id: WorkspaceId,
    workflow_id: WorkflowId,
    version_id: VersionId,
    *,
    now: datetime,
    user_id: UserId | None,
) -> None:
    await connection.execute(PUBLISH, workspace_id, workflow_id, version_id, now, user_id)


async def stop_workflow(
    connection: Connection,
    workspace_id: WorkspaceId,
    workflow_id: WorkflowId,
    *,
    now: datetime,
    user_id: UserId | None,
) -> None:
    await connection.execute(STOP, workspace_id, workflow_id, now, user_id)


async def drop_workflow(
    connection: Connection, workspace_id: WorkspaceId, workflow_id: WorkflowId, *, now: datetime
) -> None:
    await connection.execute(DROP, workspace_id, workflow_id, now)


async def list_versions(
    pool: Pool,
    workspace_id: WorkspaceId,
    workflow_id: WorkflowId,
    *,
    before: int | None,
    limit: int,
) -> list[VersionRow]:
    """Newest first."""
    rows = await pool.fetch(LIST_VERSIONS, workspace_id, workflow_id, before, limit)
    return [VersionRow(**dict(row)) for row in rows]


async def find_version(
    pool: Pool, workspace_id: WorkspaceId, workflow_id: WorkflowId, number: int
) -> tuple[VersionRow, bytes] | None:
    """A version with its definition, as JSON."""
    row = await pool.fetchrow(FIND_VERSION, workspace_id, workflow_id, number)
    if row is None:
        return None
    head = {name: row[name] for name in VersionRow.__struct_fields__}
    return VersionRow(**head), row["definition"]


async def list_live_runs(
    pool: Pool,
    workspace_id: WorkspaceId,
    workflow_id: WorkflowId,
    *,
    after: RunId | None,
    limit: int,
) -> list[tuple[ContactId, RunId]]:
    rows = await pool.fetch(LIST_LIVE_RUNS, workspace_id, workflow_id, after, limit)
    return [(row["contact_id"], row["id"]) for row in rows]


def _workflow(row: Any) -> StoredWorkflow:
    return StoredWorkflow(**dict(row))
