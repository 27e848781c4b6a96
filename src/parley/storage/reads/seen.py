"""The visibility rule row by row, for lists that an index brings in order (O28).

An EXISTS beside an OR makes Postgres gather all that is visible before it looks at the first row; a
sub-select that ends at its first hit is asked for each row that the page needs, and by index.
"""

from sqlalchemy import ColumnElement, FromClause, and_, or_, select, true

from parley.storage.schema.conversations import conversation
from parley.storage.schema.people import contact
from parley.storage.setup.sight import Sight, sees_conversation


def may_see_conversation_of(sight: Sight, table: FromClause) -> ColumnElement[bool]:
    """The row's conversation is the caller's to see; without one, its contact is."""
    if sight.sees_all:
        return true()
    seen = conversation.alias("seen")
    through = _any(sees_conversation(sight, seen), seen.c.id == table.c.conversation_id)
    alone = and_(table.c.conversation_id.is_(None), _may_see_contact_of(sight, table))
    return or_(through, alone)


def may_see_contact(sight: Sight) -> ColumnElement[bool]:
    """The condition on a row of `contact`: its owner, or who sees any of its conversations."""
    ours = contact.c.workspace_id == sight.workspace_id
    if sight.sees_all:
        return ours
    seen = conversation.alias("seen_conversation")
    through = _any(sees_conversation(sight, seen), seen.c.contact_id == contact.c.id)
    return and_(ours, or_(contact.c.owner_id == sight.user_id, through))


def _may_see_contact_of(sight: Sight, table: FromClause) -> ColumnElement[bool]:
    seen = conversation.alias("seen_conversation")
    person = contact.alias("seen_contact")
    through = _any(sees_conversation(sight, seen), seen.c.contact_id == table.c.contact_id)
    owned = _any(
        person.c.workspace_id == sight.workspace_id,
        person.c.id == table.c.contact_id,
        person.c.owner_id == sight.user_id,
    )
    return or_(through, owned)


def _any(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(true()).where(*conditions).limit(1).scalar_subquery().is_(true())
