"""Who a contact belongs to: its owner sees it whoever has its conversations."""

from msgspec.structs import replace

from parley.domain.actor import Actor
from parley.domain.desk import Desk
from parley.domain.errors import Invalid, NotFound
from parley.domain.events import ContactFieldChanged
from parley.domain.ids import ContactId, UserId

SLUG = "owner_id"


def set_contact_owner(
    desk: Desk, contact_id: ContactId, owner_id: UserId | None, *, actor: Actor
) -> bool:
    """True if the owner changed. Raises NotFound, and Invalid for a deactivated user."""
    contact = desk.get_contact(contact_id)
    if contact.owner_id == owner_id:
        return False
    if owner_id is not None and owner_id not in desk.reference.users:
        raise NotFound(field=SLUG)
    if owner_id is not None and desk.reference.active_user(owner_id) is None:
        raise Invalid("A contact's owner is an active user.", field=SLUG)
    desk.put_contact(replace(contact, owner_id=owner_id))
    old = str(contact.owner_id) if contact.owner_id else None
    told = ContactFieldChanged(SLUG, old, str(owner_id) if owner_id else None)
    desk.emit(told, actor=actor, contact_id=contact_id)
    return True
