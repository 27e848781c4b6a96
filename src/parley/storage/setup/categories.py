"""Closing categories; a deleted one stays readable where it was chosen."""

from datetime import datetime

from parley.domain.ids import CategoryId, WorkspaceId
from parley.domain.workspace import ClosingCategory
from parley.storage.database import Connection, Pool

LIST = """
SELECT workspace_id, id, name, description FROM closing_category
 WHERE workspace_id = $1 AND deleted_at IS NULL AND ($2::uuid IS NULL OR id > $2)
 ORDER BY id LIMIT $3
"""
FIND = """
SELECT workspace_id, id, name, description FROM closing_category
 WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL
"""
COUNT = "SELECT count(*) FROM closing_category WHERE workspace_id = $1 AND deleted_at IS NULL"
FIND_NAMED = """
SELECT id FROM closing_category
 WHERE workspace_id = $1 AND deleted_at IS NULL AND lower(name) = lower($2) AND id <> $3
"""
ADD = "INSERT INTO closing_category (workspace_id, id, name, description) VALUES ($1, $2, $3, $4)"
UPDATE = (
    "UPDATE closing_category SET name = $3, description = $4 WHERE workspace_id = $1 AND id = $2"
)
DROP = "UPDATE closing_category SET deleted_at = $3 WHERE workspace_id = $1 AND id = $2"


async def list_categories(
    pool: Pool, workspace_id: WorkspaceId, *, after: CategoryId | None, limit: int
) -> list[ClosingCategory]:
    rows = await pool.fetch(LIST, workspace_id, after, limit)
    return [ClosingCategory(**dict(row)) for row in rows]


async def find_category(
    connection: Connection | Pool, workspace_id: WorkspaceId, category_id: CategoryId
) -> ClosingCategory | None:
    row = await connection.fetchrow(FIND, workspace_id, category_id)
    return ClosingCategory(**dict(row)) if row else None


async def count_categories(connection: Connection, workspace_id: WorkspaceId) -> int:
    return await connection.fetchval(COUNT, workspace_id)


async def is_name_taken(
    connection: Connection, workspace_id: WorkspaceId, category: ClosingCategory
) -> bool:
    """By another category than this one; the workspace's lock makes the answer hold."""
    found = await connection.fetchval(FIND_NAMED, workspace_id, category.name, category.id)
    return found is not None


async def add_category(
    connection: Connection, workspace_id: WorkspaceId, category: ClosingCategory
) -> None:
    await connection.execute(ADD, workspace_id, category.id, category.name, category.description)


async def update_category(
    connection: Connection, workspace_id: WorkspaceId, category: ClosingCategory
) -> None:
    await connection.execute(UPDATE, workspace_id, category.id, category.name, category.description)


async def drop_category(
    connection: Connection, workspace_id: WorkspaceId, category_id: CategoryId, *, now: datetime
) -> None:
    await connection.execute(DROP, workspace_id, category_id, now)
