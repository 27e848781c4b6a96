"""A contact and the channels that lead to it, as clients see them."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from parley.api.deps import Deps
from parley.api.scope import Scope
from parley.api.views.conversations import window_open_until
from parley.api.words import View
from parley.domain.contact import FieldValue
from parley.domain.errors import NotFound
from parley.domain.ids import ContactId
from parley.domain.people import Visibility
from parley.storage.reads.contacts import ContactRow, find_contact, find_survivor
from parley.storage.reads.conversation import list_channels_of
from parley.storage.setup.sight import Sight


class ContactChannelView(View):
    """`window_open_until`: until when free text may be sent, where the channel has such a window."""

    channel_id: UUID
    kind: str
    name: str
    address: str
    last_inbound_at: datetime | None
    window_open_until: datetime | None


class ListedContact(View):
    """`first_name` is for greetings: the given name, else the display name."""

    id: UUID
    display_name: str
    given_name: str | None
    family_name: str | None
    first_name: str
    phone: str | None
    email: str | None
    language: str | None
    country: str | None
    owner_id: UUID | None
    lifecycle_stage_id: UUID | None
    fields: dict[str, FieldValue]
    tags: list[UUID]
    blocked_at: datetime | None
    created_at: datetime
    open_conversation_id: UUID | None


class ContactView(ListedContact):
    channels: list[ContactChannelView] = Field(default_factory=list)


async def show_contact(
    deps: Deps, scope: Scope, contact_id: ContactId, *, after_change: bool = False
) -> ContactView:
    """Raises NotFound for what the caller may not see. `after_change`: the outcome of a lawful change is shown
    even if the contact is the caller's no longer.
    """
    row = await get_seen_contact(deps, scope, contact_id, sees_all=after_change)
    view = ContactView.model_validate(row)
    reference = await deps.reference(scope.workspace_id)
    channels = await list_channels_of(deps.pool, scope.workspace_id, row.id)
    view.channels = [
        ContactChannelView(
            channel_id=channel.channel_id,
            kind=channel.kind,
            name=channel.name,
            address=channel.address,
            last_inbound_at=channel.last_inbound_at,
            window_open_until=window_open_until(channel, reference.manifests[channel.kind]),
        )
        for channel in channels
    ]
    return view


async def get_seen_contact(
    deps: Deps, scope: Scope, contact_id: ContactId, *, sees_all: bool = False
) -> ContactRow:
    """Raises NotFound if there is none or it is not the caller's to see. The id of a contact that was merged
    into another gives that one.
    """
    sight = Sight(scope.workspace_id, scope.user_id, Visibility.ALL) if sees_all else scope.sight
    row = await find_contact(deps.pool, sight, contact_id)
    survivor = await find_survivor(deps.pool, sight, contact_id) if row is None else None
    if survivor is not None:
        row = await find_contact(deps.pool, sight, survivor)
    if row is None:
        raise NotFound(contact_id=str(contact_id))
    return row
