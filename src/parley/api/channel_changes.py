"""What connecting and changing a channel involves: settings, secrets, and the endpoint that checks with them."""

from msgspec.structs import replace

from parley.api.changes import change
from parley.api.channel_bodies import (
    ChannelChange,
    NewChannel,
    check_addresses,
    check_config,
    check_secrets_follow,
    external_id_of,
    split_config,
)
from parley.api.deps import Deps
from parley.api.limits import CHANNELS_PER_WORKSPACE
from parley.api.scope import Scope
from parley.domain.channel import Channel, Manifest
from parley.domain.errors import Invalid, LimitExceeded, NotFound
from parley.domain.ids import ChannelId, EndpointId
from parley.storage.database import Connection
from parley.storage.setup import channels, endpoints
from parley.storage.setup.channels import with_secrets
from parley.storage.setup.secrets import EndpointSecrets, endpoint_secrets


async def connect(deps: Deps, scope: Scope, body: NewChannel) -> ChannelId:
    """A new channel with an endpoint of its own, or the one it shares. Raises Invalid, NotFound."""
    manifest = _manifest(deps, body.kind)
    config = {name: value for name, value in body.config.items() if value}
    check_config(manifest, config)
    check_addresses(manifest, config)
    external_id = external_id_of(manifest, config, body.external_id)
    channel_id = ChannelId(deps.ids.new_id())
    async with change(deps, scope, noun="channel", subject=channel_id) as connection:
        count = await channels.count_channels(connection, scope.workspace_id)
        if count >= CHANNELS_PER_WORKSPACE:
            raise LimitExceeded(
                f"A workspace has at most {CHANNELS_PER_WORKSPACE} channels.",
                limit=CHANNELS_PER_WORKSPACE,
            )
        endpoint_id = await _endpoint_for(deps, scope, connection, body)
        plain, secrets = split_config(manifest, config)
        channel = Channel(
            scope.workspace_id,
            channel_id,
            endpoint_id,
            body.kind,
            body.name,
            external_id,
            plain,
        )
        await channels.add_channel(
            connection,
            deps.keyring,
            scope.workspace_id,
            channel,
            secrets=secrets,
            now=deps.clock.now(),
        )
        await _renew_endpoint(deps, scope, connection, endpoint_id)
    return channel_id


async def reconfigure(deps: Deps, scope: Scope, channel_id: ChannelId, body: ChannelChange) -> None:
    """Raises NotFound, Invalid."""
    async with change(deps, scope, noun="channel", subject=channel_id) as connection:
        found = await channels.find_channel(connection, scope.workspace_id, channel_id)
        if found is None:
            raise NotFound
        former = with_secrets(found, deps.keyring)
        manifest = _manifest(deps, former.kind)
        given = {name: value for name, value in body.config.items() if value is not None}
        merged = {name: value for name, value in (former.config | given).items() if value}
        check_config(manifest, merged)
        check_addresses(manifest, given)
        check_secrets_follow(manifest, former=former.config, merged=merged, given=given.keys())
        plain, secrets = split_config(manifest, merged)
        changed = replace(
            former,
            name=body.name or former.name,
            external_id=body.external_id or _renamed(manifest, former, merged),
            config=plain,
        )
        await channels.update_channel(
            connection, deps.keyring, scope.workspace_id, changed, secrets=secrets
        )
        await _renew_endpoint(deps, scope, connection, former.endpoint_id)


async def disconnect(deps: Deps, scope: Scope, channel_id: ChannelId) -> None:
    """Its secrets go at once, also from a webhook that others share. Raises NotFound."""
    async with change(deps, scope, noun="channel", subject=channel_id) as connection:
        found = await channels.find_channel(connection, scope.workspace_id, channel_id)
        if found is None:
            raise NotFound
        await channels.drop_channel(
            connection, scope.workspace_id, channel_id, now=deps.clock.now()
        )
        await _renew_endpoint(deps, scope, connection, found.channel.endpoint_id)


def _manifest(deps: Deps, kind: str) -> Manifest:
    plugin = deps.plugins.get(kind)
    if plugin is None:
        known = ", ".join(sorted(deps.plugins))
        raise Invalid(f"There is no such kind of channel. Known: {known}.", field="body.kind")
    return plugin.manifest


def _renamed(manifest: Manifest, former: Channel, config: dict[str, str]) -> str:
    """An address that came from a setting follows it; one given by hand stays."""
    if former.external_id != external_id_of(manifest, former.config, ""):
        return former.external_id
    return external_id_of(manifest, config, "")


async def _endpoint_for(
    deps: Deps, scope: Scope, connection: Connection, body: NewChannel
) -> EndpointId:
    if body.shares_webhook_with is not None:
        shared = await channels.find_channel(
            connection, scope.workspace_id, ChannelId(body.shares_webhook_with)
        )
        if shared is None or shared.channel.kind != body.kind:
            raise NotFound("There is no such channel.", field="body.shares_webhook_with")
        return shared.channel.endpoint_id
    endpoint_id = EndpointId(deps.ids.new_id())
    await endpoints.add_endpoint(
        connection,
        deps.keyring,
        scope.workspace_id,
        endpoint_id,
        handle=deps.ids.new_handle(),
        kind=body.kind,
        secrets=EndpointSecrets(),
        now=deps.clock.now(),
    )
    return endpoint_id


async def _renew_endpoint(
    deps: Deps, scope: Scope, connection: Connection, endpoint_id: EndpointId
) -> None:
    """The endpoint checks with the secrets of all its channels, and of no other."""
    # Two channels that change at once would each miss the other's change.
    await endpoints.lock_endpoint(connection, scope.workspace_id, endpoint_id)
    sharing = await channels.list_of_endpoint(
        connection, deps.keyring, scope.workspace_id, endpoint_id
    )
    await endpoints.set_secrets(
        connection, deps.keyring, scope.workspace_id, endpoint_id, endpoint_secrets(sharing)
    )
