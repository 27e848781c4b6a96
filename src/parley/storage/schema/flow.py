"""Tables of what is on its way: journal, archive, timers, outbox, dead letters."""

from sqlalchemy import BigInteger, Column, Identity, Index, PrimaryKeyConstraint, Table

from parley.storage.columns import big, json, moment, number, raw, small, text, uid
from parley.storage.schema.metadata import METADATA

OFTEN_VACUUMED = {
    "autovacuum_vacuum_scale_factor": "0.02",
    "autovacuum_vacuum_threshold": "2000",
    "autovacuum_analyze_scale_factor": "0.1",
    "autovacuum_vacuum_cost_delay": "0",
}

journal = Table(
    "journal",
    METADATA,
    Column("id", BigInteger, Identity(always=False), nullable=False),
    small("lane"),
    uid("workspace_id"),
    uid("source_id", optional=True),
    text("kind"),
    raw("body"),
    moment("received_at"),
    PrimaryKeyConstraint("id"),
    postgresql_with=OFTEN_VACUUMED,
)
Index("journal_in_order", journal.c.lane, journal.c.id)

archive = Table(
    "journal_archive",
    METADATA,
    big("id"),
    small("lane"),
    uid("workspace_id"),
    uid("source_id", optional=True),
    text("kind"),
    raw("body"),
    moment("received_at"),
)
Index("journal_archive_by_id", archive.c.id)

lane_attempt = Table(
    "lane_attempt",
    METADATA,
    small("lane"),
    big("first_id"),
    number("attempts"),
    PrimaryKeyConstraint("lane"),
    comment="Written before a batch is taken, cleared with it: finds the row that kills the process.",
)

dead_letter = Table(
    "dead_letter",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    big("journal_id"),
    small("lane"),
    uid("source_id", optional=True),
    text("kind"),
    raw("body"),
    moment("received_at"),
    text("error"),
    moment("failed_at"),
    moment("replayed_at", optional=True),
    PrimaryKeyConstraint("workspace_id", "id"),
)

timer = Table(
    "timer",
    METADATA,
    uid("workspace_id"),
    text("kind"),
    uid("subject_id"),
    uid("contact_id"),
    moment("due_at"),
    text("fingerprint"),
    PrimaryKeyConstraint("workspace_id", "kind", "subject_id"),
    postgresql_with=OFTEN_VACUUMED,
)
Index("timer_by_due", timer.c.due_at)

outbox = Table(
    "outbox",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    uid("message_id"),
    uid("contact_id"),
    uid("conversation_id", optional=True),
    uid("channel_id"),
    text("address"),
    text("scheme"),
    json("content"),
    text("reply_to", optional=True),
    uid("run_id", optional=True),
    moment("due_at"),
    moment("created_at"),
    text("state"),
    number("tries"),
    moment("lease_until", optional=True),
    text("last_error"),
    PrimaryKeyConstraint("workspace_id", "id"),
    postgresql_with=OFTEN_VACUUMED,
)
Index("outbox_by_contact", outbox.c.contact_id, outbox.c.id)
Index("outbox_by_due", outbox.c.state, outbox.c.due_at)
Index("outbox_by_message", outbox.c.workspace_id, outbox.c.message_id, unique=True)

send_attempt = Table(
    "send_attempt",
    METADATA,
    uid("workspace_id"),
    uid("message_id"),
    number("number"),
    moment("at"),
    text("outcome"),
    json("failure", optional=True),
    PrimaryKeyConstraint("workspace_id", "message_id", "at"),
)

http_call = Table(
    "http_call",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    uid("run_id"),
    uid("contact_id"),
    number("visit"),
    text("method"),
    text("url"),
    json("headers"),
    text("body", optional=True),
    number("retries"),
    moment("due_at"),
    moment("created_at"),
    json("secrets", default="{}"),
    text("state"),
    number("tries"),
    moment("lease_until", optional=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    postgresql_with=OFTEN_VACUUMED,
)
Index("http_call_by_due", http_call.c.state, http_call.c.due_at)
