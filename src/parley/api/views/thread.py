"""What a thread is made of: messages, comments and events, each with its author's name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from pydantic import Field

from parley.api.views.sentences import Names, ids_in, name_of, sentence
from parley.api.words import View
from parley.domain.actor import ActorKind
from parley.domain.content import text_of
from parley.domain.message import Author, Direction, ErrorClass, MessageStatus
from parley.storage.reads.thread import CommentRow, EventRow, MessageRow, ThreadRow


class FailureView(View):
    """`code` is the provider's, `text` is for people."""

    error_class: ErrorClass
    code: str
    text: str


class MessageItem(View):
    """`text` is the content's words as a person reads them; `reply_to` is a message's id."""

    type: Literal["message"] = "message"
    id: UUID
    at: datetime
    conversation_id: UUID | None
    direction: Direction
    author: Author
    author_id: UUID | None
    author_name: str | None
    channel_id: UUID
    content: dict[str, Any]
    text: str
    status: MessageStatus
    status_at: datetime
    failure: FailureView | None
    reply_to: UUID | None
    reactions: list[str]


class CommentItem(View):
    """`mentions`: ids of users."""

    type: Literal["comment"] = "comment"
    id: UUID
    at: datetime
    conversation_id: UUID
    author: Author
    author_id: UUID | None
    author_name: str | None
    body: str
    mentions: list[UUID] = Field(default_factory=list)


class ActorView(View):
    kind: ActorKind
    id: UUID | None
    name: str


class EventItem(View):
    """`text` is one sentence in English; `kind` and `body` are for clients that word it themselves."""

    type: Literal["event"] = "event"
    id: UUID
    at: datetime
    conversation_id: UUID | None
    kind: str
    actor: ActorView
    body: dict[str, Any]
    text: str


ThreadItem = Annotated[MessageItem | CommentItem | EventItem, Field(discriminator="type")]


class StatusView(View):
    status: MessageStatus
    at: datetime
    failure: FailureView | None


class AttemptView(View):
    """One try to hand the message to the provider."""

    number: int
    at: datetime
    outcome: str
    failure: FailureView | None


class MessageView(MessageItem):
    """A message with all that happened to it."""

    statuses: list[StatusView]
    attempts: list[AttemptView]


def ids_of(items: Sequence[ThreadRow]) -> set[UUID]:
    """Every id whose name the items show."""
    found: set[UUID] = set()
    for item in items:
        match item:
            case EventRow():
                found |= ids_in(item.body, item.actor)
            case MessageRow():
                found |= {known for known in (item.author_id, item.contact_id) if known}
            case CommentRow():
                found |= {item.author_id} if item.author_id else set()
    return found


def thread_item(item: ThreadRow, names: Names) -> MessageItem | CommentItem | EventItem:
    match item:
        case MessageRow():
            return message_item(item, names)
        case CommentRow():
            return comment_item(item, names)
        case EventRow():
            return EventItem(
                id=item.id,
                at=item.at,
                conversation_id=item.conversation_id,
                kind=item.kind,
                actor=ActorView(
                    kind=item.actor.kind, id=item.actor.id, name=name_of(item.actor, names)
                ),
                body=msgspec.to_builtins(item.body),
                text=sentence(item.body, item.actor, names),
            )


def comment_item(row: CommentRow, names: Names) -> CommentItem:
    return CommentItem(
        id=row.id,
        at=row.at,
        conversation_id=row.conversation_id,
        author=row.author,
        author_id=row.author_id,
        author_name=_find(names, row.author_id),
        body=row.body,
        mentions=list(row.mentions),
    )


def message_item(row: MessageRow, names: Names) -> MessageItem:
    return MessageItem(**_message_values(row, names))


def message_view(
    row: MessageRow, names: Names, *, statuses: Sequence[object], attempts: Sequence[object]
) -> MessageView:
    return MessageView(
        **_message_values(row, names),
        statuses=[StatusView.model_validate(status) for status in statuses],
        attempts=[AttemptView.model_validate(attempt) for attempt in attempts],
    )


def _message_values(row: MessageRow, names: Names) -> dict[str, Any]:
    author_id = row.contact_id if row.author is Author.CONTACT else row.author_id
    return {
        "id": row.id,
        "at": row.at,
        "conversation_id": row.conversation_id,
        "direction": row.direction,
        "author": row.author,
        "author_id": author_id,
        "author_name": _find(names, author_id) or row.workflow_name,
        "channel_id": row.channel_id,
        "content": msgspec.to_builtins(row.content),
        "text": text_of(row.content),
        "status": row.status,
        "status_at": row.status_at,
        "failure": FailureView.model_validate(row.failure) if row.failure else None,
        "reply_to": row.reply_to,
        "reactions": list(row.reactions),
    }


def _find(names: Names, subject: UUID | None) -> str | None:
    return names.get(subject) if subject else None
