"""A conversation, its reply window and its run, as clients see them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from parley.api.deps import Deps
from parley.api.scope import Scope
from parley.api.words import View
from parley.domain.channel import Begins, Manifest
from parley.domain.contact import FieldValue
from parley.domain.conversation import Handler, Source, Status
from parley.domain.errors import NotFound
from parley.domain.ids import ConversationId
from parley.domain.people import Visibility
from parley.domain.workspace import Settings
from parley.storage.reads import conversation as reads
from parley.storage.reads.conversation import ConversationRow, ReachableOn
from parley.storage.setup.sight import Sight


class ContactNameView(View):
    id: UUID
    display_name: str


class QueuePlaceView(View):
    """`position` counts from 1 among those who wait for the same team."""

    since: datetime
    team_id: UUID | None
    position: int


class ReplyWindowView(View):
    """Of the channel that an answer would take. `open_until` lies behind once the window
    has closed; None: there is no end, or the contact has not written yet.
    """

    channel_id: UUID
    open_until: datetime | None
    is_open: bool
    must_write_first: bool


class LiveRunView(View):
    """`waiting` says for what, `until` until when."""

    id: UUID
    workflow_id: UUID
    workflow_name: str
    step_id: str | None
    waiting: str | None
    until: datetime | None


class ListedConversation(View):
    """A row of the inbox. `undo_until` is set while a close can be undone."""

    id: UUID
    contact: ContactNameView
    status: Status
    opened_at: datetime
    opened_by: Source
    channel_id: UUID | None
    team_id: UUID | None
    assignee_id: UUID | None
    assigned_at: datetime | None
    handler: Handler
    fields: dict[str, FieldValue]
    snoozed_until: datetime | None
    closed_at: datetime | None
    closed_by: Source | None
    closed_by_user_id: UUID | None
    category_id: UUID | None
    summary: str
    undo_until: datetime | None = None
    activity_at: datetime
    preview: str
    preview_outgoing: bool
    unread_count: int
    unanswered_since: datetime | None
    waiting: QueuePlaceView | None


class ConversationView(ListedConversation):
    reply_window: ReplyWindowView | None = None
    run: LiveRunView | None = None


class DecisionView(View):
    """Who got the conversation; `reason` says why, for people (`sentence`) and for machines."""

    id: UUID
    user_id: UUID
    decided_at: datetime
    waited_seconds: float
    reason: dict[str, Any]


def listed(row: ConversationRow, *, settings: Settings, now: datetime) -> ListedConversation:
    view = ListedConversation.model_validate(row)
    view.undo_until = undo_until(row, settings=settings, now=now)
    return view


async def show_conversation(
    deps: Deps, scope: Scope, conversation_id: ConversationId, *, after_change: bool = False
) -> ConversationView:
    """Raises NotFound for what the caller may not see. `after_change`: who has just lawfully given it away
    sees the outcome of it.
    """
    sight = scope.sight
    if after_change:
        sight = Sight(scope.workspace_id, scope.user_id, Visibility.ALL)
    row = await reads.find_conversation(deps.pool, sight, conversation_id)
    if row is None:
        raise NotFound(conversation_id=str(conversation_id))
    reference = await deps.reference(scope.workspace_id)
    now = deps.clock.now()
    view = ConversationView.model_validate(row)
    view.undo_until = undo_until(row, settings=reference.settings, now=now)
    run = await reads.find_live_run(deps.pool, scope.workspace_id, row)
    view.run = LiveRunView.model_validate(run) if run else None
    channels = await reads.list_channels_of(deps.pool, scope.workspace_id, row.contact.id)
    if channels:
        view.reply_window = reply_window(
            channels[0], reference.manifests[channels[0].kind], now=now
        )
    return view


def undo_until(row: ConversationRow, *, settings: Settings, now: datetime) -> datetime | None:
    if row.closed_at is None or row.closed_by is Source.MERGE:
        return None
    until = row.closed_at + timedelta(seconds=settings.undo_close_seconds)
    return until if now <= until else None


def reply_window(channel: ReachableOn, manifest: Manifest, *, now: datetime) -> ReplyWindowView:
    heard = channel.last_inbound_at
    must_write_first = heard is None and manifest.begins is Begins.CONTACT
    until = window_open_until(channel, manifest)
    is_open = manifest.reply_window is None or (until is not None and now <= until)
    return ReplyWindowView(
        channel_id=channel.channel_id,
        open_until=until,
        is_open=is_open and not must_write_first,
        must_write_first=must_write_first,
    )


def window_open_until(channel: ReachableOn, manifest: Manifest) -> datetime | None:
    """When free text ends (or ended) to be possible; None without a window or before the first message."""
    if manifest.reply_window is None or channel.last_inbound_at is None:
        return None
    return channel.last_inbound_at + manifest.reply_window
