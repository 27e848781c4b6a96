"""The workspace's own row."""

from datetime import datetime

from msgspec import Struct

from parley.domain.ids import WorkspaceId
from parley.domain.workspace import Settings
from parley.storage import codec
from parley.storage.database import Connection, Pool

SETTINGS = codec.decoder(Settings)
FIND = "SELECT id, name, settings, reference_number FROM workspace WHERE id = $1"
UPDATE = "UPDATE workspace SET name = $2, settings = $3 WHERE id = $1"
ADD = """
INSERT INTO workspace (id, name, settings, reference_number, created_at) VALUES ($1, $2, $3, 1, $4)
"""
COUNT = "SELECT count(*) FROM workspace"


class Workspace(Struct, frozen=True):
    id: WorkspaceId
    name: str
    settings: Settings
    number: int


async def find_workspace(
    connection: Connection | Pool, workspace_id: WorkspaceId
) -> Workspace | None:
    row = await connection.fetchrow(FIND, workspace_id)
    if row is None:
        return None
    return Workspace(
        row["id"], row["name"], SETTINGS.decode(row["settings"]), row["reference_number"]
    )


async def update_workspace(
    connection: Connection, workspace_id: WorkspaceId, *, name: str, settings: Settings
) -> None:
    await connection.execute(UPDATE, workspace_id, name, codec.encode(settings))


async def add_workspace(
    connection: Connection,
    workspace_id: WorkspaceId,
    *,
    name: str,
    settings: Settings,
    now: datetime,
) -> None:
    await connection.execute(ADD, workspace_id, name, codec.encode(settings), now)


async def count_workspaces(connection: Connection | Pool) -> int:
    return await connection.fetchval(COUNT)
