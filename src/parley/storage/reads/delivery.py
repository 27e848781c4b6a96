"""How far a message has come: its statuses, its attempts, and what is on its way out."""

from datetime import datetime

from asyncpg import Record
from msgspec import Struct, json
from sqlalchemy import select

from parley.domain.events import MessageStatusChanged
from parley.domain.ids import ChannelId, ContactId, ConversationId, MessageId, OutboxId, WorkspaceId
from parley.domain.message import Failure, MessageStatus
from parley.storage.reads.query import Reader, fetch
from parley.storage.reads.runs import RunRow
from parley.storage.reads.seen import may_see_conversation_of
from parley.storage.reads.thread import MessageRow
from parley.storage.schema.flow import outbox
from parley.storage.setup.sight import Sight

HISTORY_LIMIT = 100
UNDELIVERED_LIMIT = 200
_FAILURE = json.Decoder(Failure)
_CHANGE = json.Decoder(MessageStatusChanged)


class AttemptRow(Struct, frozen=True):
    """One try to send a message, and what came of it."""

    number: int
    at: datetime
    outcome: str
    failure: Failure | None


class UndeliveredRow(Struct, frozen=True):
    """A message of a run that failed, at whichever time, and the visit that wrote it."""

    message_id: MessageId
    visit: int
    failure: Failure | None


class StatusRow(Struct, frozen=True):
    """A status that the message reached, and when."""

    status: MessageStatus
    at: datetime
    failure: Failure | None


class OutboxRow(Struct, frozen=True):
    """A message on its way: `state` and `tries` so far, `due_at` the next try."""

    id: OutboxId
    message_id: MessageId
    contact_id: ContactId
    conversation_id: ConversationId | None
    channel_id: ChannelId
    state: str
    tries: int
    due_at: datetime
    created_at: datetime
    last_error: str


# A run writes between its start and its end: of the contact's history no more is looked at.
UNDELIVERED = """
SELECT id, visit, failure FROM message
 WHERE workspace_id = $1 AND contact_id = $2 AND sort_at >= $3 AND ($4::timestamptz IS NULL OR sort_at <= $4)
   AND run_id = $5 AND status = 'failed' AND visit IS NOT NULL
 ORDER BY sort_at, id LIMIT $6
"""
ATTEMPTS = """
SELECT number, at, outcome, failure FROM send_attempt
 WHERE workspace_id = $1 AND message_id = $2 ORDER BY at, number
"""
STATUSES = """
SELECT at, body FROM event
 WHERE workspace_id = $1 AND contact_id = $2 AND at >= $4 AND kind = 'MessageStatusChanged'
   AND body ->> 'message_id' = $3::text
 ORDER BY at, id LIMIT $5
"""


async def list_undelivered(
    reader: Reader, workspace_id: WorkspaceId, of: RunRow
) -> list[UndeliveredRow]:
    """What a run has written and nobody got (O15), oldest first, at most UNDELIVERED_LIMIT."""
    rows = await reader.fetch(
        UNDELIVERED,
        workspace_id,
        of.contact_id,
        of.started_at,
        of.ended_at,
        of.id,
        UNDELIVERED_LIMIT,
    )
    return [UndeliveredRow(row["id"], row["visit"], _failure(row)) for row in rows]


async def list_attempts(
    reader: Reader, workspace_id: WorkspaceId, message_id: MessageId
) -> list[AttemptRow]:
    """Every try, the first one first."""
    rows = await reader.fetch(ATTEMPTS, workspace_id, message_id)
    return [AttemptRow(row["number"], row["at"], row["outcome"], _failure(row)) for row in rows]


async def list_statuses(
    reader: Reader, workspace_id: WorkspaceId, of: MessageRow
) -> list[StatusRow]:
    """Every status that the log tells of, oldest first, at most HISTORY_LIMIT."""
    rows = await reader.fetch(
        STATUSES, workspace_id, of.contact_id, str(of.id), of.at, HISTORY_LIMIT
    )
    changes = [(row["at"], _CHANGE.decode(row["body"])) for row in rows]
    return [StatusRow(change.status, at, change.failure) for at, change in changes]


async def list_outbox(
    reader: Reader, sight: Sight, *, after: OutboxId | None, limit: int
) -> list[OutboxRow]:
    """What is on its way, oldest first."""
    columns = [outbox.c[name] for name in OutboxRow.__struct_fields__]
    statement = (
        select(*columns)
        .where(outbox.c.workspace_id == sight.workspace_id, may_see_conversation_of(sight, outbox))
        .order_by(outbox.c.id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(outbox.c.id > after)
    return [OutboxRow(**dict(row)) for row in await fetch(reader, statement)]


def _failure(row: Record) -> Failure | None:
    return _FAILURE.decode(row["failure"]) if row["failure"] else None
