"""Endpoints and channels with their secrets, looked up for ingest and outbox and kept for a moment."""

import time
from collections.abc import Collection

from parley.domain.channel import Channel, Endpoint
from parley.domain.ids import ChannelId, WorkspaceId
from parley.kit.crypto import KeyRing
from parley.storage.database import Pool
from parley.storage.setup.channels import find_channel_with_secrets
from parley.storage.setup.endpoints import find_endpoint
from parley.storage.setup.kept_secrets import open_secrets

FRESH_SECONDS = 5.0


class Connections:
    """What was found serves for 5 s, so that a revoked secret soon is. Unknown handles are not kept:
    anybody may ask for any.
    """

    def __init__(self, pool: Pool, keyring: KeyRing) -> None:
        self._pool = pool
        self._keyring = keyring
        self._endpoints: dict[str, tuple[float, Endpoint]] = {}
        self._channels: dict[ChannelId, tuple[float, Channel]] = {}

    async def find_endpoint(self, handle: str) -> Endpoint | None:
        kept = self._endpoints.get(handle)
        if kept is not None and time.monotonic() - kept[0] < FRESH_SECONDS:
            return kept[1]
        found = await find_endpoint(self._pool, self._keyring, handle)
        if found is None:
            self._endpoints.pop(handle, None)
        else:
            self._endpoints[handle] = (time.monotonic(), found)
        return found

    async def open_secrets(
        self, workspace_id: WorkspaceId, slugs: Collection[str]
    ) -> dict[str, str]:
        """For one call, and not kept. Raises CannotUnseal."""
        return await open_secrets(self._pool, self._keyring, workspace_id, slugs)

    async def find_channel(
        self, workspace_id: WorkspaceId, channel_id: ChannelId
    ) -> Channel | None:
        """With its secrets in `config`: for the outbox alone."""
        kept = self._channels.get(channel_id)
        if kept is not None and time.monotonic() - kept[0] < FRESH_SECONDS:
            return kept[1]
        found = await find_channel_with_secrets(self._pool, self._keyring, workspace_id, channel_id)
        if found is None:
            self._channels.pop(channel_id, None)
        else:
            self._channels[channel_id] = (time.monotonic(), found)
        return found
