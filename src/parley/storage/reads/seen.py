"""The visibility rule for rows that only point at a conversation or a contact (O28)."""

from sqlalchemy import ColumnElement, FromClause, and_, exists, or_, select, true

from parley.storage.schema.conversations import conversation
from parley.storage.schema.people import contact
from parley.storage.setup.sight import Sight, sees_contact, sees_conversation


def may_see_conversation_of(sight: Sight, table: FromClause) -> ColumnElement[bool]:
    """The row's conversation is the caller's to see; without one, its contact is."""
    if sight.sees_all:
        return true()
    seen = conversation.alias("seen")
    through = exists(
        select(seen.c.id).where(
            sees_conversation(sight, seen), seen.c.id == table.c.conversation_id
        )
    )
    return or_(through, and_(table.c.conversation_id.is_(None), may_see_contact_of(sight, table)))


def may_see_contact_of(sight: Sight, table: FromClause) -> ColumnElement[bool]:
    """The row's contact is the caller's to see."""
    if sight.sees_all:
        return true()
    person = contact.alias("seen_contact")
    return exists(
        select(person.c.id).where(sees_contact(sight, person), person.c.id == table.c.contact_id)
    )
