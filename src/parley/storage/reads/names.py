"""The names behind ids: one statement for all that a page mentions."""

from collections.abc import Collection
from uuid import UUID

from parley.domain.ids import WorkspaceId
from parley.storage.reads.query import Reader

NAMES = """
SELECT id, name FROM user_account WHERE workspace_id = $1 AND id = ANY($2::uuid[])
UNION ALL SELECT id, name FROM team WHERE workspace_id = $1 AND id = ANY($2::uuid[])
UNION ALL SELECT id, name FROM tag WHERE workspace_id = $1 AND id = ANY($2::uuid[])
UNION ALL SELECT id, name FROM workflow WHERE workspace_id = $1 AND id = ANY($2::uuid[])
UNION ALL SELECT id, name FROM channel WHERE workspace_id = $1 AND id = ANY($2::uuid[])
UNION ALL SELECT id, name FROM closing_category WHERE workspace_id = $1 AND id = ANY($2::uuid[])
UNION ALL SELECT id, name FROM lifecycle_stage WHERE workspace_id = $1 AND id = ANY($2::uuid[])
UNION ALL SELECT a.id, c.display_name FROM contact_alias AS a
    JOIN contact AS c ON c.workspace_id = a.workspace_id AND c.id = a.contact_id
    WHERE a.workspace_id = $1 AND a.id = ANY($2::uuid[])
UNION ALL SELECT id, display_name FROM contact WHERE workspace_id = $1 AND id = ANY($2::uuid[])
"""


async def find_names(
    reader: Reader, workspace_id: WorkspaceId, ids: Collection[UUID]
) -> dict[UUID, str]:
    """Names of users, teams, tags, workflows, channels, categories, stages and contacts; what is gone has none."""
    if not ids:
        return {}
    rows = await reader.fetch(NAMES, workspace_id, list(ids))
    return {row["id"]: row["name"] for row in rows}
