"""Tags: unique by their folded name, whatever the case or the accents."""

from typing import Any

from parley.domain.contact import Tag
from parley.domain.ids import TagId, WorkspaceId
from parley.storage.database import Connection, Pool

LIST = """
SELECT workspace_id, id, name, colour, description FROM tag
 WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3
"""
FIND = "SELECT workspace_id, id, name, colour, description FROM tag WHERE workspace_id = $1 AND id = $2"
COUNT = "SELECT count(*) FROM tag WHERE workspace_id = $1"
ADD = """
INSERT INTO tag (workspace_id, id, name, colour, description, folded) VALUES ($1, $2, $3, $4, $5, folded($3))
"""
UPDATE = """
UPDATE tag SET name = $3, colour = $4, description = $5, folded = folded($3)
 WHERE workspace_id = $1 AND id = $2
"""
# Locked in the order that everybody keeps, then changed: one statement, whatever the number of contacts.
TAKE_OFF = """
WITH held AS (
  SELECT id FROM contact WHERE workspace_id = $1 AND tags @> ARRAY[$2::uuid]
   ORDER BY id FOR NO KEY UPDATE
)
UPDATE contact c SET tags = array_remove(c.tags, $2)
  FROM held WHERE c.workspace_id = $1 AND c.id = held.id
"""
DROP = "DELETE FROM tag WHERE workspace_id = $1 AND id = $2"


async def list_tags(
    pool: Pool, workspace_id: WorkspaceId, *, after: TagId | None, limit: int
) -> list[Tag]:
    return [_tag(row) for row in await pool.fetch(LIST, workspace_id, after, limit)]


async def find_tag(
    connection: Connection | Pool, workspace_id: WorkspaceId, tag_id: TagId
) -> Tag | None:
    row = await connection.fetchrow(FIND, workspace_id, tag_id)
    return _tag(row) if row else None


async def count_tags(connection: Connection, workspace_id: WorkspaceId) -> int:
    return await connection.fetchval(COUNT, workspace_id)


async def add_tag(connection: Connection, workspace_id: WorkspaceId, tag: Tag) -> None:
    await connection.execute(ADD, workspace_id, tag.id, tag.name, tag.colour, tag.description)


async def update_tag(connection: Connection, workspace_id: WorkspaceId, tag: Tag) -> None:
    await connection.execute(UPDATE, workspace_id, tag.id, tag.name, tag.colour, tag.description)


async def drop_tag(connection: Connection, workspace_id: WorkspaceId, tag_id: TagId) -> None:
    """Taken off every contact, too."""
    await connection.execute(TAKE_OFF, workspace_id, tag_id)
    await connection.execute(DROP, workspace_id, tag_id)


def _tag(row: Any) -> Tag:
    return Tag(**dict(row))
