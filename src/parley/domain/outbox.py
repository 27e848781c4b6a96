"""Effects that leave the house: performed after the commit, results come back through the journal."""

from datetime import datetime

from msgspec import Struct

from parley.domain.content import Content
from parley.domain.ids import (
    ChannelId,
    ContactId,
    ConversationId,
    MessageId,
    OutboxId,
    RunId,
    WorkspaceId,
)


class Send(Struct, frozen=True):
    """A message to be sent: one outbox row. `due_at` moves with retries; `run_id` lets a take-over cancel it."""

    workspace_id: WorkspaceId
    id: OutboxId
    message_id: MessageId
    contact_id: ContactId
    conversation_id: ConversationId | None
    channel_id: ChannelId
    address: str
    scheme: str
    content: Content
    reply_to: str | None
    run_id: RunId | None
    due_at: datetime
    created_at: datetime
