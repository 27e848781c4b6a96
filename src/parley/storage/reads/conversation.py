"""One conversation as a screen shows it: with its contact, queue place, unread count and run."""

from datetime import datetime
from typing import Any

from asyncpg import Record
from msgspec import Struct, json
from msgspec.structs import replace
from sqlalchemy import Select, and_, func, select

from parley.domain.contact import FieldValue
from parley.domain.conversation import Handler, Source, Status
from parley.domain.ids import (
    CategoryId,
    ChannelId,
    ContactId,
    ConversationId,
    DecisionId,
    RunId,
    TeamId,
    UserId,
    WorkflowId,
    WorkspaceId,
)
from parley.domain.run import Waiting, WaitKind
from parley.storage.reads.places import find_places
from parley.storage.reads.query import Reader, fetch, fetch_one
from parley.storage.schema.conversations import conversation, read_mark
from parley.storage.schema.people import contact
from parley.storage.schema.workflows import queue_entry
from parley.storage.setup.sight import Sight, sees_conversation

_FIELDS = json.Decoder(dict[str, FieldValue])
_WAITING = json.Decoder(Waiting | None)


class ContactName(Struct, frozen=True):
    id: ContactId
    display_name: str


class QueuePlace(Struct, frozen=True):
    """`position` counts from 1 among the entries of the same team (or of none)."""

    since: datetime
    team_id: TeamId | None
    position: int = 0


class ConversationRow(Struct, frozen=True):
    """A conversation with what a list shows beside it; `unread_count` is the caller's own."""

    id: ConversationId
    contact: ContactName
    status: Status
    opened_at: datetime
    opened_by: Source
    channel_id: ChannelId | None
    team_id: TeamId | None
    assignee_id: UserId | None
    assigned_at: datetime | None
    handler: Handler
    fields: dict[str, FieldValue]
    snoozed_until: datetime | None
    closed_at: datetime | None
    closed_by: Source | None
    closed_by_user_id: UserId | None
    category_id: CategoryId | None
    summary: str
    activity_at: datetime
    preview: str
    preview_outgoing: bool
    unread_count: int
    unanswered_since: datetime | None
    waiting: QueuePlace | None


class LiveRun(Struct, frozen=True):
    """The run that goes on in a conversation; `waiting` None while it is under way."""

    id: RunId
    workflow_id: WorkflowId
    workflow_name: str
    step_id: str | None
    waiting: WaitKind | None
    until: datetime | None


class ReachableOn(Struct, frozen=True):
    """A channel that a contact is known on."""

    channel_id: ChannelId
    kind: str
    name: str
    address: str
    last_inbound_at: datetime | None
    is_paused: bool


class DecisionRow(Struct, frozen=True):
    """Who got the conversation, and why."""

    id: DecisionId
    user_id: UserId
    decided_at: datetime
    waited_seconds: float
    reason: dict[str, Any]


async def find_conversation(
    reader: Reader, sight: Sight, conversation_id: ConversationId
) -> ConversationRow | None:
    """The conversation, or None if there is none or it is not the caller's to see."""
    statement = columns_beside(sight.user_id).where(
        sees_conversation(sight), conversation.c.id == conversation_id
    )
    row = await fetch_one(reader, statement)
    if row is None:
        return None
    return (await with_positions(reader, sight, [row_of(row)]))[0]


async def find_contact_of(
    reader: Reader, sight: Sight, conversation_id: ConversationId
) -> ContactId | None:
    """Whose conversation it is, if the caller may see it."""
    statement = select(conversation.c.contact_id).where(
        sees_conversation(sight), conversation.c.id == conversation_id
    )
    row = await fetch_one(reader, statement)
    return row["contact_id"] if row else None


async def list_of_contact(
    reader: Reader,
    sight: Sight,
    contact_id: ContactId,
    *,
    after: ConversationId | None,
    limit: int,
) -> list[ConversationRow]:
    """All cycles of a contact that the caller may see, newest first."""
    statement = (
        columns_beside(sight.user_id)
        .where(sees_conversation(sight), conversation.c.contact_id == contact_id)
        .order_by(conversation.c.id.desc())
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(conversation.c.id < after)
    rows = [row_of(row) for row in await fetch(reader, statement)]
    return await with_positions(reader, sight, rows)


def columns_beside(user_id: UserId) -> Select[Any]:
    """Every column of ConversationRow, for a statement to narrow down."""
    c = conversation.c
    mark = and_(
        read_mark.c.workspace_id == c.workspace_id,
        read_mark.c.conversation_id == c.id,
        read_mark.c.user_id == user_id,
    )
    entry = and_(
        queue_entry.c.workspace_id == c.workspace_id, queue_entry.c.conversation_id == c.id
    )
    person = and_(contact.c.workspace_id == c.workspace_id, contact.c.id == c.contact_id)
    read = func.coalesce(read_mark.c.incoming_count, 0)
    return select(
        conversation,
        contact.c.display_name,
        func.greatest(c.incoming_count - read, 0).label("unread_count"),
        queue_entry.c.since.label("waits_since"),
        queue_entry.c.team_id.label("waits_for_team"),
    ).select_from(
        conversation.join(contact, person).outerjoin(read_mark, mark).outerjoin(queue_entry, entry)
    )


def row_of(row: Record) -> ConversationRow:
    waiting = row["waits_since"] and QueuePlace(row["waits_since"], row["waits_for_team"])
    return ConversationRow(
        id=row["id"],
        contact=ContactName(row["contact_id"], row["display_name"]),
        status=Status(row["status"]),
        opened_at=row["opened_at"],
        opened_by=Source(row["opened_by"]),
        channel_id=row["channel_id"],
        team_id=row["team_id"],
        assignee_id=row["assignee_id"],
        assigned_at=row["assigned_at"],
        handler=Handler(row["handler"]),
        fields=_FIELDS.decode(row["fields"]),
        snoozed_until=row["snoozed_until"],
        closed_at=row["closed_at"],
        closed_by=Source(row["closed_by"]) if row["closed_by"] else None,
        closed_by_user_id=row["closed_by_user_id"],
        category_id=row["category_id"],
        summary=row["summary"],
        activity_at=row["activity_at"],
        preview=row["preview"],
        preview_outgoing=row["preview_outgoing"],
        unread_count=row["unread_count"],
        unanswered_since=row["unanswered_since"],
        waiting=waiting or None,
    )


async def with_positions(
    reader: Reader, sight: Sight, rows: list[ConversationRow]
) -> list[ConversationRow]:
    """The same rows, those that wait with their place in the queue; asks only if any waits."""
    ids = [row.id for row in rows if row.waiting]
    if not ids:
        return rows
    position = await find_places(reader, sight.workspace_id, ids)
    return [
        replace(row, waiting=replace(row.waiting, position=position.get(row.id, 0)))
        if row.waiting
        else row
        for row in rows
    ]


LIVE_RUN = """
SELECT run.id, run.workflow_id, workflow.name, run.step_id, run.waiting
  FROM run JOIN workflow ON workflow.workspace_id = run.workspace_id AND workflow.id = run.workflow_id
 WHERE run.workspace_id = $1 AND run.contact_id = $2 AND run.conversation_id = $3 AND run.ended_at IS NULL
 ORDER BY run.speaks DESC, run.id DESC LIMIT 1
"""


async def find_live_run(
    reader: Reader, workspace_id: WorkspaceId, of: ConversationRow
) -> LiveRun | None:
    """The run that owns the conversation: one that speaks to the contact goes before one that does not."""
    row = await reader.fetchrow(LIVE_RUN, workspace_id, of.contact.id, of.id)
    if row is None:
        return None
    waiting: Waiting | None = _WAITING.decode(row["waiting"]) if row["waiting"] else None
    return LiveRun(
        id=row["id"],
        workflow_id=row["workflow_id"],
        workflow_name=row["name"],
        step_id=row["step_id"],
        waiting=waiting.kind if waiting else None,
        until=waiting.until if waiting else None,
    )


CHANNELS_OF_CONTACT = """
SELECT link.channel_id, channel.kind, channel.name, link.address, link.last_inbound_at,
       channel.paused_at IS NOT NULL AS is_paused
  FROM contact_channel AS link
  JOIN channel ON channel.workspace_id = link.workspace_id AND channel.id = link.channel_id
 WHERE link.workspace_id = $1 AND link.contact_id = $2 AND channel.deleted_at IS NULL
 ORDER BY link.last_inbound_at DESC NULLS LAST, link.channel_id
"""


async def list_channels_of(
    reader: Reader, workspace_id: WorkspaceId, contact_id: ContactId
) -> list[ReachableOn]:
    """The contact's connected channels, the one heard last first."""
    rows = await reader.fetch(CHANNELS_OF_CONTACT, workspace_id, contact_id)
    return [ReachableOn(**dict(row)) for row in rows]


DECISIONS = """
SELECT id, user_id, decided_at, waited_seconds, reason FROM assignment_decision
 WHERE workspace_id = $1 AND conversation_id = $2 ORDER BY id DESC LIMIT $3
"""


async def list_decisions(
    reader: Reader, workspace_id: WorkspaceId, conversation_id: ConversationId, *, limit: int
) -> list[DecisionRow]:
    """Newest first. Ask for the conversation before: this does not look at visibility."""
    rows = await reader.fetch(DECISIONS, workspace_id, conversation_id, limit)
    return [
        DecisionRow(
            id=row["id"],
            user_id=row["user_id"],
            decided_at=row["decided_at"],
            waited_seconds=row["waited_seconds"],
            reason=json.decode(row["reason"]),
        )
        for row in rows
    ]


MARK_READ = """
INSERT INTO read_mark (workspace_id, conversation_id, user_id, incoming_count, at)
SELECT workspace_id, id, $3, incoming_count, $4 FROM conversation WHERE workspace_id = $1 AND id = $2
    ON CONFLICT (workspace_id, conversation_id, user_id)
    DO UPDATE SET incoming_count = excluded.incoming_count, at = excluded.at
"""


async def mark_read(
    reader: Reader, sight: Sight, conversation_id: ConversationId, *, at: datetime
) -> None:
    """The caller has read all that has come in. A mark is the user's own: no event, no lock."""
    await reader.execute(MARK_READ, sight.workspace_id, conversation_id, sight.user_id, at)
