"""Endpoints and channels with their secrets: sealed in the database, opened only here."""

import time
from typing import Any

import msgspec
from msgspec.structs import replace

from parley.domain.channel import Channel, Endpoint
from parley.domain.ids import UUID, ChannelId, EndpointId, WorkspaceId
from parley.kit.crypto import KeyRing
from parley.storage import codec
from parley.storage.database import Pool
from parley.storage.reference import CONFIG

FRESH_SECONDS = 5.0

ENDPOINT = "SELECT workspace_id, id, handle, kind, sealed_secrets FROM endpoint WHERE handle = $1"
CHANNEL = """
SELECT workspace_id, id, endpoint_id, kind, name, external_id, config, paused_at, pause_reason, sealed_config
FROM channel WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL
"""


class EndpointSecrets(msgspec.Struct, frozen=True):
    """What is sealed in `endpoint.sealed_secrets`."""

    secrets: tuple[str, ...]
    verify_token: str = ""


SECRETS = codec.decoder(EndpointSecrets)


def seal_endpoint(
    keyring: KeyRing, secrets: EndpointSecrets, *, workspace_id: WorkspaceId, endpoint_id: EndpointId
) -> bytes:
    return keyring.seal(codec.encode(secrets), aad=_place(workspace_id, endpoint_id))


def seal_config(
    keyring: KeyRing, secrets: dict[str, str], *, workspace_id: WorkspaceId, channel_id: ChannelId
) -> bytes:
    """The secret half of a channel's configuration."""
    return keyring.seal(codec.encode(secrets), aad=_place(workspace_id, channel_id))


def unseal_config(
    keyring: KeyRing, sealed: bytes, *, workspace_id: WorkspaceId, channel_id: ChannelId
) -> dict[str, str]:
    return CONFIG.decode(keyring.unseal(sealed, aad=_place(workspace_id, channel_id)))


class Connections:
    """Looks them up for ingest and outbox; what was found serves for 5 s, so that a revoked secret soon is."""

    def __init__(self, pool: Pool, keyring: KeyRing) -> None:
        self._pool = pool
        self._keyring = keyring
        self._endpoints: dict[str, tuple[float, Endpoint | None]] = {}
        self._channels: dict[ChannelId, tuple[float, Channel | None]] = {}

    async def find_endpoint(self, handle: str) -> Endpoint | None:
        found = self._endpoints.get(handle)
        if found is not None and time.monotonic() - found[0] < FRESH_SECONDS:
            return found[1]
        row = await self._pool.fetchrow(ENDPOINT, handle)
        endpoint = self._open_endpoint(row) if row else None
        if endpoint is not None:  # unknown handles are not kept: anybody may ask for any
            self._endpoints[handle] = (time.monotonic(), endpoint)
        else:
            self._endpoints.pop(handle, None)
        return endpoint

    def _open_endpoint(self, row: Any) -> Endpoint:
        workspace_id, endpoint_id, handle, kind, sealed = row
        opened = SECRETS.decode(self._keyring.unseal(sealed, aad=_place(workspace_id, endpoint_id)))
        return Endpoint(
            workspace_id, endpoint_id, handle, kind, opened.secrets, opened.verify_token
        )

    async def find_channel(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> Channel | None:
        """With its secrets in `config`: for the outbox alone."""
        found = self._channels.get(channel_id)
        if found is not None and time.monotonic() - found[0] < FRESH_SECONDS:
            return found[1]
        row = await self._pool.fetchrow(CHANNEL, workspace_id, channel_id)
        channel = self._open_channel(row) if row else None
        self._channels[channel_id] = (time.monotonic(), channel)
        return channel

    def _open_channel(self, row: Any) -> Channel:
        channel = Channel(*tuple(row)[:6], CONFIG.decode(row[6]), row[7], row[8])
        secrets = unseal_config(
            self._keyring,
            row[9],
            workspace_id=channel.workspace_id,
            channel_id=channel.id,
        )
        return replace(channel, config={**channel.config, **secrets})


def _place(workspace_id: UUID, subject_id: UUID) -> bytes:
    """Sealed text opens only where it was put."""
    return workspace_id.bytes + subject_id.bytes
