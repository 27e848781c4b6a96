"""The one contact that another system means: by id, e-mail or phone."""

from parley.actions.field_values import check_field_value
from parley.domain.contact import FieldScope
from parley.domain.desk import Desk
from parley.domain.errors import Refusal
from parley.domain.hook import HookOutcome
from parley.domain.ids import UUID, ContactId
from parley.workflows.payloads import ContactBy

NOBODY = ContactId(UUID(int=0))


def find_named(desk: Desk, named: object, by: ContactBy) -> ContactId | HookOutcome:
    """The contact, or why there is none; two with the value are nobody (O7)."""
    if by == "id":
        return _find_by_id(desk, named)
    value = read_named(desk, named, by)
    return _find_by_value(desk, by, value) if value else HookOutcome.NO_CONTACT


def read_named(desk: Desk, named: object, by: ContactBy) -> str:
    """The e-mail or phone as it is stored; empty for what is none."""
    if isinstance(named, bool) or not isinstance(named, str | int):
        return ""
    try:
        return str(
            check_field_value(desk.reference, FieldScope.CONTACT, by, str(named).strip()) or ""
        )
    except Refusal:
        return ""


def _find_by_id(desk: Desk, named: object) -> ContactId | HookOutcome:
    if isinstance(named, bool) or not isinstance(named, str | int) or not str(named).strip():
        return HookOutcome.NO_CONTACT
    try:
        contact_id = ContactId(UUID(str(named).strip()))
    except ValueError:
        return HookOutcome.UNKNOWN_CONTACT
    contact = desk.find_contact(contact_id)
    return contact.id if contact else HookOutcome.UNKNOWN_CONTACT


def _find_by_value(desk: Desk, field: ContactBy, value: str) -> ContactId | HookOutcome:
    # Somebody may have been made, or changed, since the look-up: by this batch.
    stored = desk.others_with(field, value, than=NOBODY)
    known = {contact_id for contact_id in stored if _has(desk, contact_id, field, value)}
    known |= {contact.id for contact in desk.contacts if getattr(contact, field) == value}
    if len(known) > 1:
        return HookOutcome.SEVERAL_CONTACTS
    return known.pop() if known else HookOutcome.UNKNOWN_CONTACT


def _has(desk: Desk, contact_id: ContactId, field: str, value: str) -> bool:
    contact = desk.find_contact(contact_id)
    return contact is not None and getattr(contact, field) == value
