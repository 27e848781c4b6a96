"""Routes of channels: connect, change, pause, disconnect."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends

from parley.api.auth import guard
from parley.api.changes import author_of, change
from parley.api.channel_bodies import (
    ChannelChange,
    ChannelKindView,
    ChannelView,
    NewChannel,
    Pause,
    channel_view,
    kind_view,
)
from parley.api.channel_changes import connect, disconnect, reconfigure
from parley.api.deps import Deps, DepsHere
from parley.api.paging import Page, PageQuery
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.domain.errors import NotFound
from parley.domain.events import ChannelHealthChanged
from parley.domain.ids import UUID, ChannelId
from parley.storage.database import Connection
from parley.storage.setup import channels
from parley.storage.setup.changes import add_event
from parley.storage.setup.channels import ConnectedChannel

router = make_router("channels")
Reader = Annotated[Scope, guard(Verb.READ, Resource.CHANNELS)]
Writer = Annotated[Scope, guard(Verb.WRITE, Resource.CHANNELS)]


@router.get("/channel-kinds")
async def list_channel_kinds(deps: DepsHere, scope: Reader) -> Page[ChannelKindView]:
    """The kinds that can be connected, with what each needs and can do."""
    del scope  # the guard alone
    manifests = sorted((p.manifest for p in deps.plugins.values()), key=lambda m: m.kind)
    return Page(items=[kind_view(manifest) for manifest in manifests])


@router.get("/channels")
async def list_channels(
    deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[ChannelView]:
    key = page.key(UUID)
    rows = await channels.list_channels(
        deps.pool,
        scope.workspace_id,
        after=ChannelId(key[0]) if key else None,
        limit=page.limit + 1,
    )
    shown, following = page.cut(rows, key=lambda row: (row.channel.id,))
    views = [channel_view(deps, row, role=scope.role) for row in shown]
    return Page(items=views, next=following)


@router.post("/channels", status_code=HTTPStatus.CREATED)
async def add_channel(body: NewChannel, deps: DepsHere, scope: Writer) -> ChannelView:
    """Connect a channel. Give its `webhook_url` to the provider."""
    return await _get_view(deps, scope, await connect(deps, scope, body))


@router.get("/channels/{channel_id}")
async def show_channel(channel_id: UUID, deps: DepsHere, scope: Reader) -> ChannelView:
    return await _get_view(deps, scope, ChannelId(channel_id))


@router.patch("/channels/{channel_id}")
async def change_channel(
    channel_id: UUID, body: ChannelChange, deps: DepsHere, scope: Writer
) -> ChannelView:
    await reconfigure(deps, scope, ChannelId(channel_id), body)
    return await _get_view(deps, scope, ChannelId(channel_id))


@router.delete("/channels/{channel_id}", status_code=HTTPStatus.NO_CONTENT)
async def drop_channel(channel_id: UUID, deps: DepsHere, scope: Writer) -> None:
    """Disconnect: its webhook answers no more, or no more to its secrets if other channels share it;
    conversations and messages stay.
    """
    await disconnect(deps, scope, ChannelId(channel_id))


@router.put("/channels/{channel_id}/pause")
async def pause_channel(
    channel_id: UUID, body: Pause, deps: DepsHere, scope: Writer
) -> ChannelView:
    """Nothing is sent until it is resumed; what comes in still comes in."""
    async with change(deps, scope, noun="channel", subject=channel_id) as connection:
        found = await _get_channel(connection, scope, ChannelId(channel_id))
        await channels.pause_channel(
            connection,
            scope.workspace_id,
            found.channel.id,
            reason=body.reason,
            now=deps.clock.now(),
        )
        told = ChannelHealthChanged(found.channel.id, "paused", body.reason, paused=True)
        await add_event(connection, author_of(deps, scope), told)
    return await _get_view(deps, scope, ChannelId(channel_id))


@router.delete("/channels/{channel_id}/pause")
async def resume_channel(channel_id: UUID, deps: DepsHere, scope: Writer) -> ChannelView:
    """Send again; the last error is forgotten."""
    async with change(deps, scope, noun="channel", subject=channel_id) as connection:
        found = await _get_channel(connection, scope, ChannelId(channel_id))
        await channels.resume_channel(connection, scope.workspace_id, found.channel.id)
        told = ChannelHealthChanged(found.channel.id, "resumed", "")
        await add_event(connection, author_of(deps, scope), told)
    return await _get_view(deps, scope, ChannelId(channel_id))


async def _get_channel(
    connection: Connection, scope: Scope, channel_id: ChannelId
) -> ConnectedChannel:
    found = await channels.find_channel(connection, scope.workspace_id, channel_id)
    if found is None:
        raise NotFound
    return found


async def _get_view(deps: Deps, scope: Scope, channel_id: ChannelId) -> ChannelView:
    found = await channels.find_channel(deps.pool, scope.workspace_id, channel_id)
    if found is None:
        raise NotFound
    return channel_view(deps, found, role=scope.role)
