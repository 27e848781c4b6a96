"""Contacts: a list, a search without regard to case and accents, one contact, and look-ups by value."""

from datetime import datetime
from typing import Any

from asyncpg import Record
from msgspec import Struct, json
from sqlalchemy import ColumnElement, and_, func, literal, select, tuple_, union
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as SQL_UUID

from parley.domain.contact import FieldValue
from parley.domain.ids import ContactId, ConversationId, StageId, TagId, UserId
from parley.storage.reads.query import Reader, fetch, fetch_one
from parley.storage.reads.seen import may_see_contact
from parley.storage.schema.conversations import conversation
from parley.storage.schema.people import alias, contact
from parley.storage.setup.sight import Sight, sees_contact

LOOKUP_LIMIT = 100
_FIELDS = json.Decoder(dict[str, FieldValue])
_C = contact.c
_NAME: ColumnElement[str] = func.folded(_C.display_name).collate("C")
_LAST_LETTER = chr(0x10FFFF)


class ContactRow(Struct, frozen=True):
    """A contact as screens show it; `folded_name` is what the list is ordered by."""

    id: ContactId
    display_name: str
    given_name: str | None
    family_name: str | None
    phone: str | None
    email: str | None
    language: str | None
    country: str | None
    owner_id: UserId | None
    lifecycle_stage_id: StageId | None
    fields: dict[str, FieldValue]
    tags: tuple[TagId, ...]
    blocked_at: datetime | None
    created_at: datetime
    open_conversation_id: ConversationId | None
    folded_name: str

    @property
    def first_name(self) -> str:
        """Nothing is split by guess (O8)."""
        return self.given_name or self.display_name


class NameKey(Struct, frozen=True):
    folded_name: str
    id: ContactId


async def list_contacts(
    reader: Reader,
    sight: Sight,
    *,
    q: str = "",
    tag_id: TagId | None = None,
    after: NameKey | None,
    limit: int,
) -> list[ContactRow]:
    """By name. `q` is the beginning of a name, a phone number or an e-mail address."""
    found = _found(sight, q.strip(), tag_id=tag_id, after=after, limit=limit)
    page = found.subquery("page")
    statement = (
        _columns()
        .join(page, page.c.id == _C.id)
        .where(_C.workspace_id == sight.workspace_id)
        .order_by(_NAME, _C.id)
        .limit(limit)
    )
    return [_contact_of(row) for row in await fetch(reader, statement)]


async def find_contact(reader: Reader, sight: Sight, contact_id: ContactId) -> ContactRow | None:
    """The contact, or None if there is none or it is not the caller's to see."""
    row = await fetch_one(
        reader, _columns().where(sees_contact(sight, contact), _C.id == contact_id)
    )
    return _contact_of(row) if row else None


async def find_survivor(reader: Reader, sight: Sight, contact_id: ContactId) -> ContactId | None:
    """The contact that this one was merged into, if it was."""
    statement = select(alias.c.contact_id).where(
        alias.c.workspace_id == sight.workspace_id, alias.c.id == contact_id
    )
    row = await fetch_one(reader, statement)
    return ContactId(row["contact_id"]) if row else None


async def look_up(
    reader: Reader, sight: Sight, *, phone: str | None = None, email: str | None = None
) -> list[ContactId]:
    """Every contact with this phone or e-mail: neither identifies (O7). Oldest first, at most LOOKUP_LIMIT."""
    condition = _C.phone == phone if phone is not None else _C.email == email
    statement = (
        select(_C.id)
        .where(sees_contact(sight, contact), condition)
        .order_by(_C.id)
        .limit(LOOKUP_LIMIT)
    )
    return [row["id"] for row in await fetch(reader, statement)]


def _found(sight: Sight, q: str, *, tag_id: TagId | None, after: NameKey | None, limit: int) -> Any:
    parts = [
        _part(sight, condition, tag_id=tag_id, after=after, limit=limit)
        for condition in _matches(q)
    ]
    if len(parts) == 1:
        return parts[0]
    every = union(*[select(part.subquery()) for part in parts]).subquery("every")
    return select(every.c.id).order_by(every.c.name, every.c.id).limit(limit)


def _matches(q: str) -> list[ColumnElement[bool] | None]:
    """One condition per index: joined by OR, no index would be in order."""
    if not q:
        return [None]
    name = func.folded(literal(q))
    phone = "".join(q.split())
    return [
        and_(name <= _NAME, name.concat(_LAST_LETTER) > _NAME),
        and_(_C.phone >= phone, _C.phone < phone + _LAST_LETTER),
        and_(_C.email >= q.lower(), _C.email < q.lower() + _LAST_LETTER),
    ]


def _part(
    sight: Sight,
    condition: ColumnElement[bool] | None,
    *,
    tag_id: TagId | None,
    after: NameKey | None,
    limit: int,
) -> Any:
    part = (
        select(_C.id, _NAME.label("name"))
        .where(may_see_contact(sight))
        .order_by(_NAME, _C.id)
        .limit(limit)
    )
    if condition is not None:
        part = part.where(condition)
    if tag_id is not None:
        # The first half says that the partial index may be used.
        nothing = literal([], ARRAY(SQL_UUID()))
        part = part.where(_C.tags != nothing, _C.tags.contains([tag_id]))
    if after is not None:
        last = tuple_(literal(after.folded_name), literal(after.id, _C.id.type))
        part = part.where(tuple_(_NAME, _C.id) > last)
    return part


def _columns() -> Any:
    is_open = and_(
        conversation.c.workspace_id == _C.workspace_id,
        conversation.c.contact_id == _C.id,
        conversation.c.closed_at.is_(None),
    )
    return select(
        contact,
        _NAME.label("folded_name"),
        conversation.c.id.label("open_conversation_id"),
    ).select_from(contact.outerjoin(conversation, is_open))


def _contact_of(row: Record) -> ContactRow:
    values = {name: row[name] for name in ContactRow.__struct_fields__}
    values["fields"] = _FIELDS.decode(row["fields"])
    values["tags"] = tuple(row["tags"])
    return ContactRow(**values)
