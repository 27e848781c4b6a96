"""Something a contact can see, and how far it has come."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from parley.domain.content import Content
from parley.domain.ids import (
    ChannelId,
    CommentId,
    ContactId,
    ConversationId,
    MessageId,
    RunId,
    UserId,
    WorkspaceId,
)


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Author(StrEnum):
    CONTACT = "contact"
    USER = "user"
    WORKFLOW = "workflow"
    API = "api"
    ECHO = "echo"


class MessageStatus(StrEnum):
    """In order of progress; see `may_follow`. Inbound messages are `received` and never change."""

    RECEIVED = "received"
    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    SENT = "sent"
    FAILED = "failed"
    DELIVERED = "delivered"
    READ = "read"
    PLAYED = "played"


# The rank makes status monotonic: a receipt applies only if it ranks higher. `failed` yields to a later
# delivered or read, and beats what only says that the provider took the message.
STATUS_RANK = {status: rank for rank, status in enumerate(MessageStatus)}


def may_follow(new: MessageStatus, old: MessageStatus) -> bool:
    return STATUS_RANK[new] > STATUS_RANK[old]


class ErrorClass(StrEnum):
    """Why a message failed, in our words; `spec/channels` calls them R, RL, W, P, PC, A, C."""

    RETRY = "retry"
    RATE = "rate"
    WINDOW = "window"
    PERMANENT = "permanent"
    CONTACT = "contact"
    ACCOUNT = "account"
    CONTENT = "content"
    CANCELLED = "cancelled"


class Failure(Struct, frozen=True, omit_defaults=True):
    """`code` is the provider's, `text` what a person reads."""

    error_class: ErrorClass
    code: str = ""
    text: str = ""


class Message(Struct, frozen=True):
    """`external_id` is the provider's id; `sort_at` the provider's time, cleaned, that orders the thread.

    `run_id` and `visit` name the workflow visit that sent it. `conversation_id` is None for a message
    that opened none (from a blocked contact, or one that opens nothing by O3).
    """

    workspace_id: WorkspaceId
    id: MessageId
    contact_id: ContactId
    conversation_id: ConversationId | None
    channel_id: ChannelId
    direction: Direction
    author: Author
    author_id: UserId | None
    content: Content
    external_id: str | None
    reply_to: str | None
    sort_at: datetime
    created_at: datetime
    status: MessageStatus
    status_at: datetime
    failure: Failure | None = None
    run_id: RunId | None = None
    visit: int | None = None


class Comment(Struct, frozen=True):
    """An internal note on a conversation; never sent to anybody. Who is mentioned is told of it."""

    workspace_id: WorkspaceId
    id: CommentId
    contact_id: ContactId
    conversation_id: ConversationId
    author: Author
    author_id: UserId | None
    body: str
    created_at: datetime
    mentions: tuple[UserId, ...] = ()


class Receipt(Struct, frozen=True):
    """A provider's word on a message that we do not know yet; waits for the send to return (a day at most)."""

    workspace_id: WorkspaceId
    channel_id: ChannelId
    external_id: str
    status: MessageStatus
    at: datetime
    failure: Failure | None
    received_at: datetime


class Reaction(Struct, frozen=True):
    """One person's emoji on one message; `emoji` None takes it back. `author` is the contact's id or "echo"."""

    workspace_id: WorkspaceId
    message_id: MessageId
    author: str
    emoji: str | None
    at: datetime


class SendAttempt(Struct, frozen=True):
    """How one try to send ended: sent, rejected, unavailable, unknown or expired. `number` begins anew when a
    person tries again.
    """

    workspace_id: WorkspaceId
    message_id: MessageId
    number: int
    at: datetime
    outcome: str
    failure: Failure | None
