"""Lifecycle stages: their places are counted from 1 without a gap."""

from collections.abc import Sequence

from parley.domain.ids import StageId, WorkspaceId
from parley.domain.lifecycle import LifecycleStage
from parley.storage import codecs
from parley.storage.database import Connection, Pool

LIST = """
SELECT * FROM lifecycle_stage
 WHERE workspace_id = $1 AND ($2::int IS NULL OR position > $2) ORDER BY position LIMIT $3
"""
FIND = "SELECT * FROM lifecycle_stage WHERE workspace_id = $1 AND id = $2"
ADD = """
INSERT INTO lifecycle_stage (workspace_id, id, name, position, is_lost, description)
VALUES ($1, $2, $3, $4, $5, $6)
"""
UPDATE = """
UPDATE lifecycle_stage SET name = $3, is_lost = $4, description = $5 WHERE workspace_id = $1 AND id = $2
"""
PLACE = """
UPDATE lifecycle_stage AS s SET position = given.place
  FROM unnest($2::uuid[]) WITH ORDINALITY AS given (id, place)
 WHERE s.workspace_id = $1 AND s.id = given.id AND s.position <> given.place
"""
# Locked in the order that everybody keeps, then changed: one statement, whatever the number of contacts.
TAKE_OFF = """
WITH held AS (
  SELECT id FROM contact WHERE workspace_id = $1 AND lifecycle_stage_id = $2
   ORDER BY id FOR NO KEY UPDATE
)
UPDATE contact c SET lifecycle_stage_id = NULL FROM held WHERE c.workspace_id = $1 AND c.id = held.id
"""
DROP = "DELETE FROM lifecycle_stage WHERE workspace_id = $1 AND id = $2"


async def list_stages(
    connection: Connection | Pool,
    workspace_id: WorkspaceId,
    *,
    after: int | None = None,
    limit: int | None = None,
) -> list[LifecycleStage]:
    """In the order of the journey."""
    rows = await connection.fetch(LIST, workspace_id, after, limit)
    return [codecs.LIFECYCLE_STAGE.read(row) for row in rows]


async def find_stage(
    connection: Connection | Pool, workspace_id: WorkspaceId, stage_id: StageId
) -> LifecycleStage | None:
    row = await connection.fetchrow(FIND, workspace_id, stage_id)
    return codecs.LIFECYCLE_STAGE.read(row) if row else None


async def add_stage(
    connection: Connection, workspace_id: WorkspaceId, stage: LifecycleStage
) -> None:
    await connection.execute(ADD, workspace_id, *codecs.LIFECYCLE_STAGE.write(stage)[1:])


async def update_stage(
    connection: Connection, workspace_id: WorkspaceId, stage: LifecycleStage
) -> None:
    """All but its place."""
    await connection.execute(
        UPDATE, workspace_id, stage.id, stage.name, stage.is_lost, stage.description
    )


async def place_stages(
    connection: Connection, workspace_id: WorkspaceId, order: Sequence[StageId]
) -> None:
    await connection.execute(PLACE, workspace_id, list(order))


async def drop_stage(connection: Connection, workspace_id: WorkspaceId, stage_id: StageId) -> None:
    """Taken off every contact, too; those behind it move up."""
    await connection.execute(TAKE_OFF, workspace_id, stage_id)
    await connection.execute(DROP, workspace_id, stage_id)
    left = await list_stages(connection, workspace_id)
    await place_stages(connection, workspace_id, [stage.id for stage in left])
