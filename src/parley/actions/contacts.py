"""What changes on a contact: who it is, its fields, its tags, whether it is blocked."""

from msgspec.structs import replace

from parley.actions.field_values import check_field_value
from parley.domain.actor import Actor
from parley.domain.channel import Channel, ContactProfile, SenderAddress
from parley.domain.contact import (
    STANDARD_FIELDS,
    Contact,
    FieldScope,
    FieldValue,
    Identity,
    IdentityKey,
)
from parley.domain.desk import Desk
from parley.domain.errors import LimitExceeded, NotFound
from parley.domain.events import (
    ContactBlocked,
    ContactCreated,
    ContactFieldChanged,
    ContactTagged,
    ContactUnblocked,
    ContactUntagged,
    IdentityAdded,
    MergeSuggested,
)
from parley.domain.ids import ContactId, TagId

TAGS_PER_CONTACT = 200
NAME_LENGTH = 200
FILLED = ("given_name", "family_name", "phone", "email", "language", "country")


def identity_keys(channel: Channel, addresses: tuple[SenderAddress, ...]) -> list[IdentityKey]:
    """The keys under which a sender may be known, strongest first."""
    return [IdentityKey(channel.kind, a.scope, a.scheme, a.value) for a in addresses]


def identify(
    desk: Desk,
    channel: Channel,
    addresses: tuple[SenderAddress, ...],
    profile: ContactProfile,
    *,
    actor: Actor,
) -> Contact:
    """The contact behind these addresses, made if unknown. The strongest known address wins; addresses
    seen for the first time are attached to it.
    """
    keys = identity_keys(channel, addresses)
    found = [desk.find_identity(key) for key in keys]
    known = next(filter(None, found), None)
    if known is not None:
        stored = desk.get_contact(known.contact_id)
        contact = _fill(stored, profile)
        if contact is not stored:
            desk.put_contact(contact)
    else:
        contact = _create(desk, channel, addresses, profile, actor=actor)
    if None not in found:
        return contact
    for key, identity in zip(keys, found, strict=True):
        if identity is None and desk.identities.get(key) is None:
            _attach(desk, key, contact.id, actor=actor, is_first=known is None)
    return contact


def _create(
    desk: Desk,
    channel: Channel,
    addresses: tuple[SenderAddress, ...],
    profile: ContactProfile,
    *,
    actor: Actor,
) -> Contact:
    name = profile.display_name or profile.phone or profile.email or addresses[0].value
    contact = Contact(
        desk.workspace_id,
        desk.new_id(ContactId),
        name[:NAME_LENGTH],
        given_name=profile.given_name,
        family_name=profile.family_name,
        phone=profile.phone,
        email=profile.email,
        language=profile.language,
        country=profile.country,
        created_at=desk.now,
    )
    desk.put_contact(contact)
    desk.emit(ContactCreated(contact.display_name, channel.id), actor=actor, contact_id=contact.id)
    return contact


def _fill(contact: Contact, profile: ContactProfile) -> Contact:
    """A provider's word fills what is empty; it never overwrites what is known."""
    news = {
        name: value
        for name in FILLED
        if (value := getattr(profile, name)) and getattr(contact, name) is None
    }
    return replace(contact, **news) if news else contact


def _attach(
    desk: Desk, key: IdentityKey, contact_id: ContactId, *, actor: Actor, is_first: bool
) -> None:
    desk.put_identity(
        Identity(
            desk.workspace_id,
            key.channel_kind,
            key.scope,
            key.scheme,
            key.value,
            contact_id,
            desk.now,
        )
    )
    if not is_first:
        added = IdentityAdded(key.channel_kind, key.scheme, key.value)
        desk.emit(added, actor=actor, contact_id=contact_id)


def move_identity(
    desk: Desk,
    channel: Channel,
    *,
    former: tuple[SenderAddress, ...],
    current: tuple[SenderAddress, ...],
    actor: Actor,
) -> Contact | None:
    """The provider says that one address became another: the new one points at the same contact. None if
    the former address is unknown, or the new one belongs to somebody else already.
    """
    found = (desk.find_identity(key) for key in identity_keys(channel, former))
    known = next(filter(None, found), None)
    if known is None:
        return None
    contact = desk.get_contact(known.contact_id)
    for key in identity_keys(channel, current):
        if desk.find_identity(key) is None:
            _attach(desk, key, contact.id, actor=actor, is_first=False)
    link = desk.contact_channels.get((contact.id, channel.id))
    if link is not None and current:
        desk.put_link(replace(link, address=current[0].value, scheme=current[0].scheme))
    return contact


def set_contact_field(
    desk: Desk, contact_id: ContactId, slug: str, value: FieldValue, *, actor: Actor
) -> bool:
    """True if the value changed; only then is there an event (O10). Empty text clears. Raises Invalid."""
    contact = desk.get_contact(contact_id)
    clean = check_field_value(desk.reference, FieldScope.CONTACT, slug, value)
    is_standard = slug in STANDARD_FIELDS
    old: FieldValue = getattr(contact, slug) if is_standard else contact.fields.get(slug)
    if clean == old:
        return False
    if is_standard:
        desk.put_contact(replace(contact, **{slug: clean}))
    else:
        kept = {name: kept for name, kept in contact.fields.items() if name != slug}
        desk.put_contact(replace(contact, fields=kept if clean is None else {**kept, slug: clean}))
    desk.emit(ContactFieldChanged(slug, old, clean), actor=actor, contact_id=contact_id)
    if slug in ("phone", "email") and isinstance(clean, str):
        _suggest_merge(desk, contact_id, slug, clean, actor=actor)
    return True


def _suggest_merge(
    desk: Desk, contact_id: ContactId, slug: str, value: str, *, actor: Actor
) -> None:
    """The value is saved whoever else has it: phone and e-mail never identify (O7)."""
    for other in desk.others_with(slug, value, than=contact_id):
        desk.emit(MergeSuggested(slug, other), actor=actor, contact_id=contact_id)


def tag_contact(desk: Desk, contact_id: ContactId, tag_id: TagId, *, actor: Actor) -> bool:
    """True if the tag is new on the contact. Raises NotFound for an unknown tag, LimitExceeded at 200."""
    contact = desk.get_contact(contact_id)
    if tag_id not in desk.reference.tags:
        raise NotFound(tag_id=str(tag_id))
    if tag_id in contact.tags:
        return False
    if len(contact.tags) >= TAGS_PER_CONTACT:
        message = f"A contact takes at most {TAGS_PER_CONTACT} tags."
        raise LimitExceeded(message, limit=TAGS_PER_CONTACT)
    desk.put_contact(replace(contact, tags=(*contact.tags, tag_id)))
    desk.emit(ContactTagged(tag_id), actor=actor, contact_id=contact_id)
    return True


def untag_contact(desk: Desk, contact_id: ContactId, tag_id: TagId, *, actor: Actor) -> bool:
    contact = desk.get_contact(contact_id)
    if tag_id not in contact.tags:
        return False
    desk.put_contact(replace(contact, tags=tuple(t for t in contact.tags if t != tag_id)))
    desk.emit(ContactUntagged(tag_id), actor=actor, contact_id=contact_id)
    return True


def block_contact(desk: Desk, contact_id: ContactId, *, actor: Actor) -> Contact:
    """Nothing that a blocked contact writes opens or moves anything; it is kept."""
    contact = desk.get_contact(contact_id)
    if contact.blocked_at is not None:
        return contact
    blocked = replace(contact, blocked_at=desk.now)
    desk.put_contact(blocked)
    desk.emit(ContactBlocked(), actor=actor, contact_id=contact_id)
    return blocked


def unblock_contact(desk: Desk, contact_id: ContactId, *, actor: Actor) -> Contact:
    contact = desk.get_contact(contact_id)
    if contact.blocked_at is None:
        return contact
    freed = replace(contact, blocked_at=None)
    desk.put_contact(freed)
    desk.emit(ContactUnblocked(), actor=actor, contact_id=contact_id)
    return freed
