"""A contact that a person or a program enters, before any message."""

from parley.actions.contacts import set_contact_field
from parley.actions.owning import set_contact_owner
from parley.domain.actor import Actor
from parley.domain.contact import Contact, FieldValue
from parley.domain.desk import Desk
from parley.domain.events import ContactCreated
from parley.domain.ids import ContactId, UserId


def create_contact(
    desk: Desk,
    display_name: str,
    values: dict[str, FieldValue],
    *,
    actor: Actor,
    owner_id: UserId | None = None,
) -> Contact:
    """`values` by the slug of a standard or own field. A known phone or e-mail is no obstacle (O7).
    `owner_id` sees the contact from the beginning. Raises Invalid.
    """
    contact_id = desk.new_id(ContactId)
    desk.put_contact(Contact(desk.workspace_id, contact_id, display_name, created_at=desk.now))
    desk.emit(ContactCreated(display_name), actor=actor, contact_id=contact_id)
    set_contact_owner(desk, contact_id, owner_id, actor=actor)
    for slug, value in values.items():
        set_contact_field(desk, contact_id, slug, value, actor=actor)
    return desk.get_contact(contact_id)
