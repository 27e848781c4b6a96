"""Secrets of channels and endpoints, sealed for their place: a row copied elsewhere does not open."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from parley.domain.channel import Channel
from parley.domain.ids import ChannelId, EndpointId, WorkspaceId
from parley.kit.crypto import KeyRing
from parley.storage import codec

VALUES = codec.decoder(dict[str, str])
# Settings of a channel that its endpoint checks webhooks with, in the order in which they are tried.
SIGNING_NAMES = ("app_secret", "api_token")
VERIFY_NAME = "verify_token"


class EndpointSecrets(Struct, frozen=True):
    secrets: tuple[str, ...] = ()
    verify_token: str = ""


ENDPOINT_SECRETS = codec.decoder(EndpointSecrets)


def seal_config(
    ring: KeyRing, workspace_id: WorkspaceId, channel_id: ChannelId, secrets: Mapping[str, str]
) -> bytes:
    return ring.seal(codec.encode(secrets), aad=_place("channel", workspace_id, channel_id))


def unseal_config(
    ring: KeyRing, workspace_id: WorkspaceId, channel_id: ChannelId, sealed: bytes
) -> dict[str, str]:
    """Raises CannotUnseal."""
    return VALUES.decode(ring.unseal(sealed, aad=_place("channel", workspace_id, channel_id)))


def seal_endpoint(
    ring: KeyRing, workspace_id: WorkspaceId, endpoint_id: EndpointId, secrets: EndpointSecrets
) -> bytes:
    return ring.seal(codec.encode(secrets), aad=_place("endpoint", workspace_id, endpoint_id))


def unseal_endpoint(
    ring: KeyRing, workspace_id: WorkspaceId, endpoint_id: EndpointId, sealed: bytes
) -> EndpointSecrets:
    """Raises CannotUnseal."""
    opened = ring.unseal(sealed, aad=_place("endpoint", workspace_id, endpoint_id))
    return ENDPOINT_SECRETS.decode(opened)


def endpoint_secrets(channels: Sequence[Channel]) -> EndpointSecrets:
    """What an endpoint checks with: the signing secrets of all its channels, each once."""
    found = [
        channel.config[name]
        for channel in channels
        for name in SIGNING_NAMES
        if channel.config.get(name)
    ]
    verify = [c.config[VERIFY_NAME] for c in channels if c.config.get(VERIFY_NAME)]
    return EndpointSecrets(tuple(dict.fromkeys(found)), verify[0] if verify else "")


def _place(noun: str, workspace_id: WorkspaceId, subject: ChannelId | EndpointId) -> bytes:
    return noun.encode() + workspace_id.bytes + subject.bytes
