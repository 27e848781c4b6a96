"""Fields of contacts and conversations."""

from typing import Any

from parley.domain.contact import Field, FieldScope, FieldType
from parley.domain.ids import WorkspaceId
from parley.storage.database import Connection, Pool

LIST = """
SELECT workspace_id, scope, slug, name, type, options, description FROM field
 WHERE workspace_id = $1 AND ($2::text IS NULL OR (scope, slug) > ($2, $3))
 ORDER BY scope, slug LIMIT $4
"""
FIND = """
SELECT workspace_id, scope, slug, name, type, options, description FROM field
 WHERE workspace_id = $1 AND scope = $2 AND slug = $3
"""
COUNT = "SELECT count(*) FROM field WHERE workspace_id = $1 AND scope = $2"
ADD = """
INSERT INTO field (workspace_id, scope, slug, name, type, options, description)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
UPDATE = """
UPDATE field SET name = $4, options = $5, description = $6
 WHERE workspace_id = $1 AND scope = $2 AND slug = $3
"""
DROP = "DELETE FROM field WHERE workspace_id = $1 AND scope = $2 AND slug = $3"
CLEAR_CONTACTS = """
WITH held AS (
  SELECT id FROM contact WHERE workspace_id = $1 AND fields ? $2 ORDER BY id FOR NO KEY UPDATE
)
UPDATE contact c SET fields = c.fields - $2 FROM held WHERE c.workspace_id = $1 AND c.id = held.id
"""
HOLD_CONTACTS = """
SELECT id FROM contact
 WHERE workspace_id = $1
   AND id IN (SELECT contact_id FROM conversation
               WHERE workspace_id = $1 AND closed_at IS NULL AND fields ? $2)
 ORDER BY id FOR NO KEY UPDATE
"""
CLEAR_CONVERSATIONS = """
UPDATE conversation SET fields = fields - $2 WHERE workspace_id = $1 AND fields ? $2
"""


async def list_fields(
    pool: Pool, workspace_id: WorkspaceId, *, after: tuple[str, str] | None, limit: int
) -> list[Field]:
    scope, slug = after or (None, None)
    return [_field(row) for row in await pool.fetch(LIST, workspace_id, scope, slug, limit)]


async def find_field(
    connection: Connection | Pool, workspace_id: WorkspaceId, scope: FieldScope, slug: str
) -> Field | None:
    row = await connection.fetchrow(FIND, workspace_id, scope, slug)
    return _field(row) if row else None


async def count_fields(connection: Connection, workspace_id: WorkspaceId, scope: FieldScope) -> int:
    return await connection.fetchval(COUNT, workspace_id, scope)


async def add_field(connection: Connection, workspace_id: WorkspaceId, field: Field) -> None:
    await connection.execute(
        ADD,
        workspace_id,
        field.scope,
        field.slug,
        field.name,
        field.type,
        list(field.options),
        field.description,
    )


async def update_field(connection: Connection, workspace_id: WorkspaceId, field: Field) -> None:
    """Name, options and description; scope, slug and type stay for ever."""
    await connection.execute(
        UPDATE,
        workspace_id,
        field.scope,
        field.slug,
        field.name,
        list(field.options),
        field.description,
    )


async def drop_field(
    connection: Connection, workspace_id: WorkspaceId, scope: FieldScope, slug: str
) -> None:
    """The field goes, and its values with it."""
    if scope is FieldScope.CONTACT:
        await connection.execute(CLEAR_CONTACTS, workspace_id, slug)
    else:
        await connection.execute(HOLD_CONTACTS, workspace_id, slug)
        await connection.execute(CLEAR_CONVERSATIONS, workspace_id, slug)
    await connection.execute(DROP, workspace_id, scope, slug)


def _field(row: Any) -> Field:
    return Field(
        row["workspace_id"],
        FieldScope(row["scope"]),
        row["slug"],
        row["name"],
        FieldType(row["type"]),
        tuple(row["options"]),
        row["description"],
    )
