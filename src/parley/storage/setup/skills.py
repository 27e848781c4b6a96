"""Skills: what a conversation may need and a user may have."""

from parley.domain.ids import WorkspaceId
from parley.domain.people import Skill
from parley.storage.database import Connection, Pool

LIST = """
SELECT workspace_id, slug, name FROM skill
 WHERE workspace_id = $1 AND ($2::text IS NULL OR slug > $2) ORDER BY slug LIMIT $3
"""
FIND = "SELECT workspace_id, slug, name FROM skill WHERE workspace_id = $1 AND slug = $2"
COUNT = "SELECT count(*) FROM skill WHERE workspace_id = $1"
ADD = "INSERT INTO skill (workspace_id, slug, name) VALUES ($1, $2, $3)"
RENAME = "UPDATE skill SET name = $3 WHERE workspace_id = $1 AND slug = $2"
DROP = "DELETE FROM skill WHERE workspace_id = $1 AND slug = $2"
UNLEARN = "UPDATE user_account SET skills = skills - $2 WHERE workspace_id = $1 AND skills ? $2"


async def list_skills(
    pool: Pool, workspace_id: WorkspaceId, *, after: str | None, limit: int
) -> list[Skill]:
    return [Skill(*row) for row in await pool.fetch(LIST, workspace_id, after, limit)]


async def find_skill(
    connection: Connection | Pool, workspace_id: WorkspaceId, slug: str
) -> Skill | None:
    row = await connection.fetchrow(FIND, workspace_id, slug)
    return Skill(*row) if row else None


async def count_skills(connection: Connection, workspace_id: WorkspaceId) -> int:
    return await connection.fetchval(COUNT, workspace_id)


async def add_skill(connection: Connection, workspace_id: WorkspaceId, skill: Skill) -> None:
    await connection.execute(ADD, workspace_id, skill.slug, skill.name)


async def rename_skill(connection: Connection, workspace_id: WorkspaceId, skill: Skill) -> None:
    await connection.execute(RENAME, workspace_id, skill.slug, skill.name)


async def drop_skill(connection: Connection, workspace_id: WorkspaceId, slug: str) -> None:
    """No user has it any more; who waits for it is asked for no longer, as the matcher ignores unknown ones."""
    await connection.execute(UNLEARN, workspace_id, slug)
    await connection.execute(DROP, workspace_id, slug)
