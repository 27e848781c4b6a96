"""Tables of conversations and what is said in them."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, PrimaryKeyConstraint, Table
from sqlalchemy import text as sql

from parley.domain.conversation import Handler, Source, Status
from parley.domain.message import Author, Direction, MessageStatus
from parley.storage.columns import flag, json, moment, number, one_of, text, uid, uids, written_in
from parley.storage.schema.metadata import METADATA

conversation = Table(
    "conversation",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    uid("contact_id"),
    text("status"),
    moment("opened_at"),
    text("opened_by"),
    uid("channel_id", optional=True),
    uid("team_id", optional=True),
    uid("assignee_id", optional=True),
    moment("assigned_at", optional=True),
    moment("first_assigned_at", optional=True),
    text("handler"),
    json("fields"),
    moment("snoozed_until", optional=True),
    moment("closed_at", optional=True),
    text("closed_by", optional=True),
    uid("closed_by_user_id", optional=True),
    uid("category_id", optional=True),
    text("summary"),
    moment("activity_at"),
    text("preview"),
    flag("preview_outgoing"),
    number("incoming_count"),
    number("outgoing_count"),
    moment("unanswered_since", optional=True),
    moment("last_inbound_at", optional=True),
    moment("last_person_reply_at", optional=True),
    moment("last_bot_message_at", optional=True),
    moment("first_response_at", optional=True),
    uid("first_response_by", optional=True),
    number("weight", default=0),
    moment("light_since", optional=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"]),
    one_of("status", Status),
    one_of("opened_by", Source),
    one_of("handler", Handler),
    CheckConstraint(
        "status = CASE WHEN closed_at IS NOT NULL THEN 'closed'"
        + " WHEN snoozed_until IS NOT NULL THEN 'snoozed' ELSE 'open' END",
        name="status_follows",
    ),
    CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
    postgresql_with={"fillfactor": "80"},
)
Index(
    "one_open",
    conversation.c.workspace_id,
    conversation.c.contact_id,
    unique=True,
    postgresql_where=conversation.c.closed_at.is_(None),
)
Index(
    "conversation_by_contact",
    conversation.c.contact_id,
    conversation.c.id,
)
Index(
    "conversation_by_activity",
    conversation.c.workspace_id,
    conversation.c.status,
    conversation.c.activity_at,
    conversation.c.id,
)
Index(
    "conversation_by_assignee",
    conversation.c.workspace_id,
    conversation.c.assignee_id,
    conversation.c.status,
    conversation.c.activity_at,
    conversation.c.id,
)
Index(
    "conversation_by_team",
    conversation.c.workspace_id,
    conversation.c.team_id,
    conversation.c.status,
    conversation.c.activity_at,
    conversation.c.id,
    postgresql_where=conversation.c.team_id.is_not(None),
)

message = Table(
    "message",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    uid("contact_id"),
    uid("conversation_id", optional=True),
    uid("channel_id"),
    text("direction"),
    text("author"),
    uid("author_id", optional=True),
    json("content"),
    text("external_id", optional=True),
    text("reply_to", optional=True),
    moment("sort_at"),
    moment("created_at"),
    text("status"),
    moment("status_at"),
    json("failure", optional=True),
    uid("run_id", optional=True),
    number("visit", optional=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    one_of("direction", Direction),
    one_of("author", Author),
    one_of("status", MessageStatus),
    CheckConstraint("(direction = 'in') = (status = 'received')", name="inbound_is_received"),
    postgresql_with={"fillfactor": "85"},
)
Index(
    "message_is_stored_once",
    message.c.workspace_id,
    message.c.channel_id,
    message.c.external_id,
    unique=True,
    postgresql_where=message.c.external_id.is_not(None),
)
Index(
    "message_by_contact",
    message.c.contact_id,
    message.c.sort_at,
    message.c.id,
)

receipt = Table(
    "receipt",
    METADATA,
    uid("workspace_id"),
    uid("channel_id"),
    text("external_id"),
    text("status"),
    moment("at"),
    json("failure", optional=True),
    moment("received_at"),
    PrimaryKeyConstraint("workspace_id", "channel_id", "external_id", "status"),
    comment="Receipts whose message is not known yet: joined when its send returns, dropped after a day.",
)
Index("receipt_by_age", receipt.c.received_at)

reaction = Table(
    "reaction",
    METADATA,
    uid("workspace_id"),
    uid("message_id"),
    text("author"),
    text("emoji"),
    moment("at"),
    PrimaryKeyConstraint("workspace_id", "message_id", "author"),
)

comment = Table(
    "comment",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    uid("contact_id"),
    uid("conversation_id"),
    text("author"),
    uid("author_id", optional=True),
    text("body"),
    moment("created_at"),
    uids("mentions"),
    PrimaryKeyConstraint("workspace_id", "id"),
)
Index(
    "comment_by_mention",
    comment.c.mentions,
    postgresql_using="gin",
    postgresql_where=sql("mentions <> '{}'"),
)
Index(
    "comment_by_contact",
    comment.c.workspace_id,
    comment.c.contact_id,
    comment.c.created_at,
    comment.c.id,
)

read_mark = Table(
    "read_mark",
    METADATA,
    uid("workspace_id"),
    uid("conversation_id"),
    uid("user_id"),
    number("incoming_count"),
    moment("at"),
    PrimaryKeyConstraint("workspace_id", "conversation_id", "user_id"),
)

event = Table(
    "event",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    moment("at"),
    uid("contact_id", optional=True),
    uid("conversation_id", optional=True),
    text("kind"),
    json("actor"),
    json("body"),
    written_in("xid"),
)


Index("event_by_cursor", event.c.xid, event.c.id, unique=True)
Index("event_by_contact", event.c.contact_id, event.c.at, event.c.id)
