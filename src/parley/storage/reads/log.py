"""The event log, read by its cursor: what is committed for good, in one order for everybody."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from asyncpg import Record
from msgspec import Raw, Struct, json
from sqlalchemy import ColumnElement, Text, and_, cast, func, literal_column, or_, select, tuple_
from sqlalchemy.dialects.postgresql import UUID as SQL_UUID

from parley.domain.actor import Actor
from parley.domain.ids import UUID, ContactId, ConversationId, EventId, TeamId, UserId, WorkspaceId
from parley.storage.reads.query import Reader, fetch
from parley.storage.reads.seen import may_see_conversation_of
from parley.storage.schema.conversations import event
from parley.storage.setup.sight import Sight

_ACTOR = json.Decoder(Actor)
NIL = UUID(int=0)


class Cursor(Struct, frozen=True, order=True):
    """A place in the log: the transaction that wrote the event, then the event's id.

    Ids are made before the commit, so `id > last` alone would lose what commits late.
    """

    xid: int
    id: UUID

    def __str__(self) -> str:
        return f"{self.xid}.{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Raises ValueError if it is none."""
        xid, _, rest = text.partition(".")
        found = cls(int(xid), UUID(rest))
        if not 0 <= found.xid < 2**64:
            message = "a transaction's number has 64 bits"
            raise ValueError(message)
        return found


class LoggedEvent(Struct, frozen=True):
    """An event as it stands in the log; `body` is JSON, with its kind as `type`."""

    workspace_id: WorkspaceId
    id: EventId
    cursor: Cursor
    at: datetime
    kind: str
    contact_id: ContactId | None
    conversation_id: ConversationId | None
    actor: Actor
    body: Raw


class EventFilter(Struct, frozen=True):
    """None means any."""

    contact_id: ContactId | None = None
    conversation_id: ConversationId | None = None
    kinds: tuple[str, ...] = ()


class Holder(Struct, frozen=True):
    """Who holds a conversation: enough to tell who may see it."""

    assignee_id: UserId | None
    team_id: TeamId | None


END_OF_LOG = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"
# Above xmin a transaction may still be under way whose events come before those that are visible now.
NEW_EVENTS = """
SELECT workspace_id, id, xid::text AS place, at, kind, contact_id, conversation_id, actor, body
  FROM event
 WHERE xid >= $1::text::xid8 AND (xid, id) > ($1::text::xid8, $2::uuid)
   AND xid < pg_snapshot_xmin(pg_current_snapshot())
 ORDER BY event.xid, event.id LIMIT 500
"""
READ_AT_ONCE = (
    500  # written out above: a limit that the planner does not know makes it sort the whole log
)
HELD_BACK = """
SELECT xid >= pg_snapshot_xmin(pg_current_snapshot()) FROM event ORDER BY xid DESC, id DESC LIMIT 1
"""


async def end_of_log(reader: Reader) -> Cursor:
    """The place after all that may be read now."""
    return Cursor(int(await reader.fetchval(END_OF_LOG)), NIL)


async def list_new(reader: Reader, after: Cursor) -> list[LoggedEvent]:
    """The next READ_AT_ONCE events of all workspaces after that place, in order; none that an older one may
    still precede.
    """
    rows = await reader.fetch(NEW_EVENTS, str(after.xid), after.id)
    return [_event_of(row) for row in rows]


async def has_held_back(reader: Reader) -> bool:
    """Some events are committed and wait for an older transaction to end: look again soon."""
    return bool(await reader.fetchval(HELD_BACK))


async def list_events(
    reader: Reader, sight: Sight, wanted: EventFilter, *, after: Cursor | None, limit: int
) -> list[LoggedEvent]:
    """The log of one workspace, oldest first: what the caller may see of it."""
    e = event.c
    settled = e.xid < func.pg_snapshot_xmin(func.pg_current_snapshot())
    statement = (
        select(*[e[name] for name in _PLAIN], cast(e.xid, Text).label("place"))
        .where(e.workspace_id == sight.workspace_id, settled, _may_see(sight))
        .order_by(e.xid, e.id)
        .limit(limit)
    )
    if after is not None:
        xid: ColumnElement[Any] = literal_column(f"'{after.xid:d}'::xid8")
        statement = statement.where(e.xid >= xid, tuple_(e.xid, e.id) > _place(after))
    if wanted.contact_id is not None:
        statement = statement.where(e.contact_id == wanted.contact_id)
    if wanted.conversation_id is not None:
        statement = statement.where(e.conversation_id == wanted.conversation_id)
    if wanted.kinds:
        statement = statement.where(e.kind.in_(wanted.kinds))
    return [_event_of(row) for row in await fetch(reader, statement)]


_PLAIN = ("workspace_id", "id", "at", "kind", "contact_id", "conversation_id", "actor", "body")

HOLDERS_OF_CONVERSATIONS = """
SELECT asked.id AS subject, held.assignee_id, held.team_id
  FROM unnest($1::uuid[], $2::uuid[]) AS asked (workspace_id, id)
 CROSS JOIN LATERAL (SELECT assignee_id, team_id FROM conversation
                      WHERE workspace_id = asked.workspace_id AND id = asked.id LIMIT 1) AS held
"""
HOLDERS_OF_CONTACTS = """
SELECT DISTINCT asked.id AS subject, held.assignee_id, held.team_id
  FROM unnest($1::uuid[], $2::uuid[]) AS asked (workspace_id, id)
 CROSS JOIN LATERAL (SELECT assignee_id, team_id FROM conversation
                      WHERE workspace_id = asked.workspace_id AND contact_id = asked.id
                      ORDER BY id DESC LIMIT 1000) AS held
 UNION
SELECT asked.id, owned.owner_id, NULL
  FROM unnest($1::uuid[], $2::uuid[]) AS asked (workspace_id, id)
 CROSS JOIN LATERAL (SELECT owner_id FROM contact
                      WHERE workspace_id = asked.workspace_id AND id = asked.id LIMIT 1) AS owned
"""


async def holders_of(reader: Reader, events: Sequence[LoggedEvent]) -> dict[UUID, list[Holder]]:
    """Who holds the conversations of these events now; of an event without one, the contact's
    conversations and its owner. Two statements, whatever the number of events.
    """
    conversations = {(e.workspace_id, e.conversation_id) for e in events if e.conversation_id}
    contacts = {
        (e.workspace_id, e.contact_id) for e in events if e.contact_id and not e.conversation_id
    }
    found: dict[UUID, list[Holder]] = {}
    for statement, pairs in (
        (HOLDERS_OF_CONVERSATIONS, conversations),
        (HOLDERS_OF_CONTACTS, contacts),
    ):
        for row in await _fetch_pairs(reader, statement, pairs):
            holder = Holder(row["assignee_id"], row["team_id"])
            found.setdefault(row["subject"], []).append(holder)
    return found


async def _fetch_pairs(
    reader: Reader, statement: str, pairs: Collection[tuple[Any, Any]]
) -> list[Record]:
    if not pairs:
        return []
    first, second = zip(*pairs, strict=True)
    return await reader.fetch(statement, list(first), list(second))


def _may_see(sight: Sight) -> ColumnElement[bool]:
    of_workspace = and_(event.c.contact_id.is_(None), event.c.conversation_id.is_(None))
    return or_(of_workspace, may_see_conversation_of(sight, event))


def _place(cursor: Cursor) -> ColumnElement[Any]:
    # A number of 64 bits without a sign has no type of the driver's: digits alone are safe as they stand.
    xid: ColumnElement[Any] = literal_column(f"'{cursor.xid:d}'::xid8")
    return tuple_(xid, cast(str(cursor.id), SQL_UUID()))


def _event_of(row: Record) -> LoggedEvent:
    return LoggedEvent(
        workspace_id=row["workspace_id"],
        id=row["id"],
        cursor=Cursor(int(row["place"]), row["id"]),
        at=row["at"],
        kind=row["kind"],
        contact_id=row["contact_id"],
        conversation_id=row["conversation_id"],
        actor=_ACTOR.decode(row["actor"]),
        body=Raw(row["body"]),
    )
