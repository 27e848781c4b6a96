"""Routes of contacts: list, search, look up, change, tag, block, and open a conversation with one."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import Field

from parley.actions.contacts import (
    block_contact,
    set_contact_field,
    tag_contact,
    unblock_contact,
    untag_contact,
)
from parley.actions.conversations import open_conversation
from parley.actions.creating import create_contact
from parley.actions.lifecycle import set_lifecycle_stage
from parley.actions.merging import merge_contacts
from parley.actions.owning import set_contact_owner
from parley.api.auth import guard
from parley.api.deps import Deps, DepsHere
from parley.api.desks import decide
from parley.api.paging import Page, PageQuery
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.views.contacts import ContactView, ListedContact, get_seen_contact, show_contact
from parley.api.views.conversations import (
    ConversationView,
    ListedConversation,
    listed,
    show_conversation,
)
from parley.api.words import Body, Name
from parley.domain.contact import FieldValue
from parley.domain.conversation import Source
from parley.domain.desk import Desk
from parley.domain.errors import Invalid, NotFound, Refusal
from parley.domain.ids import ContactId, ConversationId, StageId, TagId, UserId
from parley.domain.needs import Needs
from parley.storage.reads import contacts as reads
from parley.storage.reads.conversation import list_of_contact

router = make_router("contacts")

Reader = Annotated[Scope, guard(Verb.READ, Resource.CONTACTS)]
Writer = Annotated[Scope, guard(Verb.WRITE, Resource.CONTACTS)]
Search = Annotated[
    str, Query(max_length=100, description="The beginning of a name, phone or e-mail.")
]
Value = Annotated[str | None, Field(max_length=200)]


class ContactValues(Body):
    """What a contact may be told to be; null clears, what is left out stays."""

    given_name: Value = None
    family_name: Value = None
    phone: Value = None
    email: Value = None
    language: Value = None
    country: Value = None
    fields: Annotated[dict[str, FieldValue], Field(max_length=200, default_factory=dict)]

    def given(self) -> dict[str, FieldValue]:
        """By slug, what was sent."""
        standard = self.model_dump(
            exclude_unset=True, exclude={"fields", "owner_id", "lifecycle_stage_id"}
        )
        return {**standard, **self.fields}


class NewContact(ContactValues):
    display_name: Name


class ContactChange(ContactValues):
    """`owner_id`: an active user, or null for nobody. `lifecycle_stage_id`: null takes the stage off."""

    display_name: Name | None = None
    owner_id: UUID | None = None
    lifecycle_stage_id: UUID | None = None


class MergeWith(Body):
    """The contact that goes."""

    contact_id: UUID


class SeveralContacts(Refusal):
    """Phone and e-mail do not identify (O7): `contact_ids` are all that have the value."""

    code = "several_contacts"
    message = "More than one contact has this value."


@router.get("/contacts")
async def list_page(
    deps: DepsHere,
    scope: Reader,
    page: Annotated[PageQuery, Depends()],
    q: Search = "",
    tag_id: UUID | None = None,
) -> Page[ListedContact]:
    """By name. The search ignores case, accents and Unicode form."""
    if "\x00" in q:
        raise Invalid("A text cannot hold the character NUL.", field="query.q")
    key = page.key(str, UUID)
    rows = await reads.list_contacts(
        deps.pool,
        scope.sight,
        q=q,
        tag_id=TagId(tag_id) if tag_id else None,
        after=reads.NameKey(key[0], ContactId(key[1])) if key else None,
        limit=page.limit + 1,
    )
    shown, following = page.cut(rows, key=lambda row: (row.folded_name, row.id))
    return Page(items=[ListedContact.model_validate(row) for row in shown], next=following)


@router.post("/contacts", status_code=HTTPStatus.CREATED)
async def create(body: NewContact, deps: DepsHere, scope: Writer) -> ContactView:
    """Enter a contact, who belongs to the caller. Another one with the same phone or e-mail is no obstacle."""
    values = {slug: value for slug, value in body.given().items() if slug != "display_name"}
    contact = await decide(
        deps,
        scope,
        Needs(),
        lambda desk: create_contact(
            desk, body.display_name, values, actor=scope.actor, owner_id=scope.user_id
        ),
    )
    return await show_contact(deps, scope, contact.id, after_change=True)


@router.get("/contacts/lookup")
async def look_up(
    deps: DepsHere,
    scope: Reader,
    phone: Annotated[str | None, Query(min_length=1, max_length=100)] = None,
    email: Annotated[str | None, Query(min_length=1, max_length=320)] = None,
) -> ContactView:
    """The one contact with this phone or e-mail; 409 with all ids if there are several."""
    if (phone is None) == (email is None):
        raise Invalid("Give either a phone or an e-mail.", field="query")
    ids = await reads.look_up(
        deps.pool, scope.sight, phone=_clean(phone), email=_clean(email and email.lower())
    )
    if not ids:
        raise NotFound
    if len(ids) > 1:
        raise SeveralContacts(contact_ids=[str(found) for found in ids])
    return await show_contact(deps, scope, ids[0])


@router.get("/contacts/{contact_id}")
async def show(contact_id: UUID, deps: DepsHere, scope: Reader) -> ContactView:
    return await show_contact(deps, scope, ContactId(contact_id))


@router.patch("/contacts/{contact_id}")
async def update(
    contact_id: UUID, body: ContactChange, deps: DepsHere, scope: Writer
) -> ContactView:
    """Change standard and own fields, each checked by its field's type, and the owner."""

    def set_all(desk: Desk, contact: ContactId) -> None:
        for slug, value in body.given().items():
            set_contact_field(desk, contact, slug, value, actor=scope.actor)
        if "owner_id" in body.model_fields_set:
            owner = UserId(body.owner_id) if body.owner_id else None
            set_contact_owner(desk, contact, owner, actor=scope.actor)
        if "lifecycle_stage_id" in body.model_fields_set:
            stage = StageId(body.lifecycle_stage_id) if body.lifecycle_stage_id else None
            set_lifecycle_stage(desk, contact, stage, actor=scope.actor)

    return await _change(deps, scope, contact_id, set_all)


@router.put("/contacts/{contact_id}/tags/{tag_id}")
async def add_tag(contact_id: UUID, tag_id: UUID, deps: DepsHere, scope: Writer) -> ContactView:
    return await _change(
        deps,
        scope,
        contact_id,
        lambda desk, contact: tag_contact(desk, contact, TagId(tag_id), actor=scope.actor),
    )


@router.delete("/contacts/{contact_id}/tags/{tag_id}")
async def remove_tag(contact_id: UUID, tag_id: UUID, deps: DepsHere, scope: Writer) -> ContactView:
    tag = TagId(tag_id)

    def untag(desk: Desk, contact: ContactId) -> object:
        if tag not in desk.reference.tags:
            raise NotFound(tag_id=str(tag))
        return untag_contact(desk, contact, tag, actor=scope.actor)

    return await _change(deps, scope, contact_id, untag)


@router.put("/contacts/{contact_id}/block")
async def block(contact_id: UUID, deps: DepsHere, scope: Writer) -> ContactView:
    """What a blocked contact writes is kept and moves nothing."""
    return await _change(
        deps,
        scope,
        contact_id,
        lambda desk, contact: block_contact(desk, contact, actor=scope.actor),
    )


@router.delete("/contacts/{contact_id}/block")
async def unblock(contact_id: UUID, deps: DepsHere, scope: Writer) -> ContactView:
    return await _change(
        deps,
        scope,
        contact_id,
        lambda desk, contact: unblock_contact(desk, contact, actor=scope.actor),
    )


@router.post("/contacts/{contact_id}/merges")
async def merge(contact_id: UUID, body: MergeWith, deps: DepsHere, scope: Writer) -> ContactView:
    """Merge another contact into this one, which stays: history, addresses, tags and empty values follow, and
    the other's id leads here from now on. Of two open conversations the one with an agent stays open, else
    the older one. It cannot be undone.
    """
    into, other = ContactId(contact_id), ContactId(body.contact_id)
    for one in (into, other):
        await get_seen_contact(deps, scope, one)
    await decide(
        deps,
        scope,
        Needs(contacts=frozenset({into, other})),
        lambda desk: merge_contacts(desk, into, other, actor=scope.actor),
    )
    return await show_contact(deps, scope, into, after_change=True)


@router.post("/contacts/{contact_id}/conversation", status_code=HTTPStatus.CREATED)
async def open_one(contact_id: UUID, deps: DepsHere, scope: Writer) -> ConversationView:
    """Open a conversation with the contact; 409 names the open one if there is one."""
    wanted = (await get_seen_contact(deps, scope, ContactId(contact_id))).id
    source = Source.API if scope.by_token else Source.USER
    opened = await decide(
        deps,
        scope,
        Needs(contacts=frozenset({wanted})),
        lambda desk: open_conversation(desk, wanted, source=source, actor=scope.actor),
    )
    return await show_conversation(deps, scope, opened.id, after_change=True)


@router.get("/contacts/{contact_id}/conversations")
async def list_conversations(
    contact_id: UUID, deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[ListedConversation]:
    """All cycles of the contact that the caller may see, newest first."""
    wanted = (await get_seen_contact(deps, scope, ContactId(contact_id))).id
    key = page.key(UUID)
    rows = await list_of_contact(
        deps.pool,
        scope.sight,
        wanted,
        after=ConversationId(key[0]) if key else None,
        limit=page.limit + 1,
    )
    shown, following = page.cut(rows, key=lambda row: (row.id,))
    reference = await deps.reference(scope.workspace_id)
    now = deps.clock.now()
    return Page(
        items=[listed(row, settings=reference.settings, now=now) for row in shown], next=following
    )


async def _change(
    deps: Deps, scope: Scope, contact_id: UUID, action: Callable[[Desk, ContactId], object]
) -> ContactView:
    wanted = (await get_seen_contact(deps, scope, ContactId(contact_id))).id
    await decide(
        deps, scope, Needs(contacts=frozenset({wanted})), lambda desk: action(desk, wanted)
    )
    return await show_contact(deps, scope, wanted, after_change=True)


def _clean(value: str | None) -> str | None:
    if value is not None and "\x00" in value:
        raise Invalid("A text cannot hold the character NUL.", field="query")
    return value.strip() if value is not None else None
