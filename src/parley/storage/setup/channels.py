"""Connected channels: plain settings in the open, secrets sealed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from parley.domain.channel import Channel
from parley.domain.ids import ChannelId, EndpointId, WorkspaceId
from parley.kit.crypto import KeyRing
from parley.storage import codec
from parley.storage.database import Connection, Pool
from parley.storage.setup.secrets import VALUES, seal_config, unseal_config

_COLUMNS = """
SELECT c.workspace_id, c.id, c.endpoint_id, c.kind, c.name, c.external_id, c.config, c.sealed_config,
       c.paused_at, c.pause_reason, c.last_error, c.last_error_at, c.created_at, e.handle
  FROM channel c
  JOIN endpoint e ON e.workspace_id = c.workspace_id AND e.id = c.endpoint_id
"""
LIST = (
    _COLUMNS
    + """
 WHERE c.workspace_id = $1 AND c.deleted_at IS NULL AND ($2::uuid IS NULL OR c.id > $2)
 ORDER BY c.id LIMIT $3
"""
)
FIND = _COLUMNS + " WHERE c.workspace_id = $1 AND c.id = $2 AND c.deleted_at IS NULL"
LIST_OF_ENDPOINT = (
    _COLUMNS
    + """
 WHERE c.workspace_id = $1 AND c.endpoint_id = $2 AND c.deleted_at IS NULL ORDER BY c.id DESC
"""
)
COUNT = "SELECT count(*) FROM channel WHERE workspace_id = $1 AND deleted_at IS NULL"
ADD = """
INSERT INTO channel (workspace_id, id, endpoint_id, kind, name, external_id, config, sealed_config,
                     pause_reason, last_error, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', $9)
"""
UPDATE = """
UPDATE channel SET name = $3, external_id = $4, config = $5, sealed_config = $6
 WHERE workspace_id = $1 AND id = $2
"""
PAUSE = """
UPDATE channel SET paused_at = coalesce(paused_at, $3), pause_reason = $4
 WHERE workspace_id = $1 AND id = $2
"""
RESUME = """
UPDATE channel SET paused_at = NULL, pause_reason = '', last_error = '', last_error_at = NULL
 WHERE workspace_id = $1 AND id = $2
"""
DROP = "UPDATE channel SET deleted_at = $3 WHERE workspace_id = $1 AND id = $2"


class ConnectedChannel(Struct, frozen=True):
    """`channel.config` holds the plain settings; `sealed` the secret ones."""

    channel: Channel
    handle: str
    sealed: bytes
    last_error: str
    last_error_at: datetime | None


async def list_channels(
    pool: Pool, workspace_id: WorkspaceId, *, after: ChannelId | None, limit: int
) -> list[ConnectedChannel]:
    return [_channel(row) for row in await pool.fetch(LIST, workspace_id, after, limit)]


async def find_channel(
    connection: Connection | Pool, workspace_id: WorkspaceId, channel_id: ChannelId
) -> ConnectedChannel | None:
    row = await connection.fetchrow(FIND, workspace_id, channel_id)
    return _channel(row) if row else None


async def find_channel_with_secrets(
    connection: Connection | Pool, ring: KeyRing, workspace_id: WorkspaceId, channel_id: ChannelId
) -> Channel | None:
    """With all settings opened, for sending. Raises CannotUnseal."""
    found = await find_channel(connection, workspace_id, channel_id)
    return with_secrets(found, ring) if found else None


async def list_of_endpoint(
    connection: Connection, ring: KeyRing, workspace_id: WorkspaceId, endpoint_id: EndpointId
) -> list[Channel]:
    """All that share the endpoint, secrets opened, the newest first. Raises CannotUnseal."""
    rows = await connection.fetch(LIST_OF_ENDPOINT, workspace_id, endpoint_id)
    return [with_secrets(_channel(row), ring) for row in rows]


async def count_channels(connection: Connection, workspace_id: WorkspaceId) -> int:
    return await connection.fetchval(COUNT, workspace_id)


async def add_channel(
    connection: Connection,
    ring: KeyRing,
    workspace_id: WorkspaceId,
    channel: Channel,
    *,
    secrets: Mapping[str, str],
    now: datetime,
) -> None:
    await connection.execute(
        ADD,
        workspace_id,
        channel.id,
        channel.endpoint_id,
        channel.kind,
        channel.name,
        channel.external_id,
        codec.encode(channel.config),
        seal_config(ring, workspace_id, channel.id, secrets),
        now,
    )


async def update_channel(
    connection: Connection,
    ring: KeyRing,
    workspace_id: WorkspaceId,
    channel: Channel,
    *,
    secrets: Mapping[str, str],
) -> None:
    await connection.execute(
        UPDATE,
        workspace_id,
        channel.id,
        channel.name,
        channel.external_id,
        codec.encode(channel.config),
        seal_config(ring, workspace_id, channel.id, secrets),
    )


async def pause_channel(
    connection: Connection,
    workspace_id: WorkspaceId,
    channel_id: ChannelId,
    *,
    reason: str,
    now: datetime,
) -> None:
    await connection.execute(PAUSE, workspace_id, channel_id, now, reason)


async def resume_channel(
    connection: Connection, workspace_id: WorkspaceId, channel_id: ChannelId
) -> None:
    await connection.execute(RESUME, workspace_id, channel_id)


async def drop_channel(
    connection: Connection, workspace_id: WorkspaceId, channel_id: ChannelId, *, now: datetime
) -> None:
    """Disconnected: its messages stay, its address may be connected anew."""
    await connection.execute(DROP, workspace_id, channel_id, now)


def with_secrets(found: ConnectedChannel, ring: KeyRing) -> Channel:
    """Raises CannotUnseal."""
    channel = found.channel
    secrets = unseal_config(ring, channel.workspace_id, channel.id, found.sealed)
    return Channel(
        channel.workspace_id,
        channel.id,
        channel.endpoint_id,
        channel.kind,
        channel.name,
        channel.external_id,
        channel.config | secrets,
        channel.paused_at,
        channel.pause_reason,
    )


def _channel(row: Any) -> ConnectedChannel:
    channel = Channel(
        row["workspace_id"],
        row["id"],
        row["endpoint_id"],
        row["kind"],
        row["name"],
        row["external_id"],
        VALUES.decode(row["config"]),
        row["paused_at"],
        row["pause_reason"],
    )
    return ConnectedChannel(
        channel, row["handle"], row["sealed_config"], row["last_error"], row["last_error_at"]
    )
