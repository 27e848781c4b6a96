"""Endpoints: where providers post to, found by the handle in the path."""

from datetime import datetime

from parley.domain.channel import Endpoint
from parley.domain.ids import EndpointId, WorkspaceId
from parley.kit.crypto import KeyRing
from parley.storage.database import Connection, Pool
from parley.storage.setup.secrets import EndpointSecrets, seal_endpoint, unseal_endpoint

FIND = """
SELECT e.workspace_id, e.id, e.handle, e.kind, e.sealed_secrets FROM endpoint e
 WHERE e.handle = $1
   AND EXISTS (SELECT FROM channel c
                WHERE c.workspace_id = e.workspace_id AND c.endpoint_id = e.id AND c.deleted_at IS NULL)
"""
ADD = """
INSERT INTO endpoint (workspace_id, id, handle, kind, sealed_secrets, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
"""
LOCK = "SELECT FROM endpoint WHERE workspace_id = $1 AND id = $2 FOR UPDATE"
UPDATE = "UPDATE endpoint SET sealed_secrets = $3 WHERE workspace_id = $1 AND id = $2"


async def find_endpoint(pool: Connection | Pool, ring: KeyRing, handle: str) -> Endpoint | None:
    """None where no connected channel listens. Raises CannotUnseal."""
    row = await pool.fetchrow(FIND, handle)
    if row is None:
        return None
    opened = unseal_endpoint(ring, row["workspace_id"], row["id"], row["sealed_secrets"])
    return Endpoint(
        row["workspace_id"],
        row["id"],
        row["handle"],
        row["kind"],
        opened.secrets,
        opened.verify_token,
    )


async def add_endpoint(
    connection: Connection,
    ring: KeyRing,
    workspace_id: WorkspaceId,
    endpoint_id: EndpointId,
    *,
    handle: str,
    kind: str,
    secrets: EndpointSecrets,
    now: datetime,
) -> None:
    sealed = seal_endpoint(ring, workspace_id, endpoint_id, secrets)
    await connection.execute(ADD, workspace_id, endpoint_id, handle, kind, sealed, now)


async def lock_endpoint(
    connection: Connection, workspace_id: WorkspaceId, endpoint_id: EndpointId
) -> None:
    """Until the transaction's end."""
    await connection.execute(LOCK, workspace_id, endpoint_id)


async def set_secrets(
    connection: Connection,
    ring: KeyRing,
    workspace_id: WorkspaceId,
    endpoint_id: EndpointId,
    secrets: EndpointSecrets,
) -> None:
    sealed = seal_endpoint(ring, workspace_id, endpoint_id, secrets)
    await connection.execute(UPDATE, workspace_id, endpoint_id, sealed)
