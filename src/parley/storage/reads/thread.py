"""All that was said to and about a contact, newest first: messages, comments, events."""

from collections.abc import Sequence
from datetime import datetime

from asyncpg import Record
from msgspec import Struct, json

from parley.domain.actor import Actor
from parley.domain.content import Content
from parley.domain.events import EventBody
from parley.domain.ids import (
    UUID,
    ChannelId,
    CommentId,
    ContactId,
    ConversationId,
    EventId,
    MessageId,
    RunId,
    UserId,
    WorkspaceId,
)
from parley.domain.message import Author, Direction, Failure, MessageStatus
from parley.storage.reads.query import Reader

_CONTENT: json.Decoder[Content] = json.Decoder(Content)
_FAILURE = json.Decoder(Failure)
_ACTOR = json.Decoder(Actor)
_BODY: json.Decoder[EventBody] = json.Decoder(EventBody)

# What a thread shows as a line of its own: the rest is there as a message or a comment, or is small print.
THREAD_KINDS = (
    "ContactFieldChanged",
    "ContactTagged",
    "ContactUntagged",
    "ContactLifecycleChanged",
    "ContactBlocked",
    "ContactUnblocked",
    "MergeSuggested",
    "ContactsMerged",
    "ConversationOpened",
    "ConversationClosed",
    "ConversationReopened",
    "ConversationAssigned",
    "ConversationTeamChanged",
    "ConversationWaiting",
    "ConversationLeftQueue",
    "QueueAlarmRaised",
    "RoutingMended",
    "ConversationSnoozed",
    "ConversationUnsnoozed",
    "ConversationFieldChanged",
    "RunStarted",
    "RunEnded",
)


class ThreadKey(Struct, frozen=True):
    """The place of an item: its time, then its id."""

    at: datetime
    id: UUID


class MessageRow(Struct, frozen=True):
    """`reply_to` is our id of the message that it answers, where we have it."""

    id: MessageId
    at: datetime
    conversation_id: ConversationId | None
    contact_id: ContactId
    channel_id: ChannelId
    direction: Direction
    author: Author
    author_id: UserId | None
    content: Content
    status: MessageStatus
    status_at: datetime
    failure: Failure | None
    reply_to: MessageId | None
    run_id: RunId | None
    workflow_name: str | None = None
    reactions: tuple[str, ...] = ()


class CommentRow(Struct, frozen=True):
    id: CommentId
    at: datetime
    conversation_id: ConversationId
    author: Author
    author_id: UserId | None
    body: str
    mentions: tuple[UserId, ...] = ()


class EventRow(Struct, frozen=True):
    id: EventId
    at: datetime
    conversation_id: ConversationId | None
    kind: str
    actor: Actor
    body: EventBody


ThreadRow = MessageRow | CommentRow | EventRow

MESSAGES = """
SELECT message.id, message.sort_at AS at, message.conversation_id, message.contact_id, message.channel_id,
       message.direction, message.author, message.author_id, message.content, message.status,
       message.status_at, message.failure, message.run_id,
       (SELECT other.id FROM message AS other
         WHERE other.workspace_id = message.workspace_id AND other.channel_id = message.channel_id
           AND other.external_id = message.reply_to) AS reply_to,
       ARRAY(SELECT reaction.emoji FROM reaction
              WHERE reaction.workspace_id = message.workspace_id AND reaction.message_id = message.id
              ORDER BY reaction.at) AS reactions,
       (SELECT workflow.name FROM run JOIN workflow
            ON workflow.workspace_id = run.workspace_id AND workflow.id = run.workflow_id
         WHERE run.workspace_id = message.workspace_id AND run.id = message.run_id) AS workflow_name
  FROM message
"""
PAGE_OF_MESSAGES = (
    MESSAGES
    + """
 WHERE message.workspace_id = $1 AND message.contact_id = $2 AND (message.sort_at, message.id) < ($3, $4)
 ORDER BY message.sort_at DESC, message.id DESC LIMIT $5
"""
)
ONE_MESSAGE = MESSAGES + " WHERE message.workspace_id = $1 AND message.id = $2"
PAGE_OF_COMMENTS = """
SELECT id, created_at AS at, conversation_id, author, author_id, body, mentions FROM comment
 WHERE workspace_id = $1 AND contact_id = $2 AND (created_at, id) < ($3, $4)
 ORDER BY created_at DESC, id DESC LIMIT $5
"""
PAGE_OF_EVENTS = """
SELECT id, at, conversation_id, kind, actor, body FROM event
 WHERE workspace_id = $1 AND contact_id = $2 AND (at, id) < ($3, $4) AND kind = ANY($6::text[])
 ORDER BY at DESC, id DESC LIMIT $5
"""


async def list_thread(
    reader: Reader,
    workspace_id: WorkspaceId,
    contact_id: ContactId,
    *,
    before: ThreadKey,
    limit: int,
) -> list[ThreadRow]:
    """At most `limit` items before that place, newest first: the whole history of the contact.

    Ask for the conversation before: who sees one sees the contact's history.
    """
    place = (workspace_id, contact_id, before.at, before.id, limit)
    messages = [message_of(row) for row in await reader.fetch(PAGE_OF_MESSAGES, *place)]
    comments = [comment_of(row) for row in await reader.fetch(PAGE_OF_COMMENTS, *place)]
    events = [_event_of(row) for row in await reader.fetch(PAGE_OF_EVENTS, *place, THREAD_KINDS)]
    merged: Sequence[ThreadRow] = [*messages, *comments, *events]
    return sorted(merged, key=lambda item: (item.at, item.id), reverse=True)[:limit]


async def find_message(
    reader: Reader, workspace_id: WorkspaceId, message_id: MessageId
) -> MessageRow | None:
    """Ask for its conversation as well: this does not look at visibility."""
    row = await reader.fetchrow(ONE_MESSAGE, workspace_id, message_id)
    return message_of(row) if row else None


def message_of(row: Record) -> MessageRow:
    return MessageRow(
        id=row["id"],
        at=row["at"],
        conversation_id=row["conversation_id"],
        contact_id=row["contact_id"],
        channel_id=row["channel_id"],
        direction=Direction(row["direction"]),
        author=Author(row["author"]),
        author_id=row["author_id"],
        content=_CONTENT.decode(row["content"]),
        status=MessageStatus(row["status"]),
        status_at=row["status_at"],
        failure=_FAILURE.decode(row["failure"]) if row["failure"] else None,
        reply_to=row["reply_to"],
        run_id=row["run_id"],
        workflow_name=row["workflow_name"],
        reactions=tuple(row["reactions"]),
    )


def comment_of(row: Record) -> CommentRow:
    return CommentRow(
        id=row["id"],
        at=row["at"],
        conversation_id=row["conversation_id"],
        author=Author(row["author"]),
        author_id=row["author_id"],
        body=row["body"],
        mentions=tuple(row["mentions"]),
    )


def _event_of(row: Record) -> EventRow:
    return EventRow(
        id=row["id"],
        at=row["at"],
        conversation_id=row["conversation_id"],
        kind=row["kind"],
        actor=_ACTOR.decode(row["actor"]),
        body=_BODY.decode(row["body"]),
    )
