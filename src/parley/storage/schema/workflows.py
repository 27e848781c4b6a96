"""Tables of workflows, runs and their traces, and of the queue for agents."""

from sqlalchemy import ForeignKeyConstraint, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from parley.domain.queue import Strategy
from parley.domain.run import EndReason
from parley.storage.columns import flag, json, moment, number, one_of, raw, real, text, uid, uids
from parley.storage.schema.metadata import METADATA

workflow = Table(
    "workflow",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    text("name"),
    text("description"),
    text("state"),
    json("draft"),
    uid("live_version_id", optional=True),
    number("published_order", optional=True),
    moment("created_at"),
    moment("updated_at"),
    uid("updated_by", optional=True),
    moment("deleted_at", optional=True),
    PrimaryKeyConstraint("workspace_id", "id"),
)

version = Table(
    "workflow_version",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    uid("workflow_id"),
    number("number"),
    json("definition"),
    text("hash"),
    moment("published_at"),
    uid("published_by", optional=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "workflow_id", "number"),
    ForeignKeyConstraint(["workspace_id", "workflow_id"], ["workflow.workspace_id", "workflow.id"]),
)

tests = Table(
    "workflow_tests",
    METADATA,
    uid("workspace_id"),
    uid("workflow_id"),
    json("suite"),
    flag("required"),
    PrimaryKeyConstraint("workspace_id", "workflow_id"),
    ForeignKeyConstraint(["workspace_id", "workflow_id"], ["workflow.workspace_id", "workflow.id"]),
)

hook = Table(
    "workflow_hook",
    METADATA,
    uid("workspace_id"),
    uid("workflow_id"),
    text("handle"),
    raw("sealed_secret"),
    moment("created_at"),
    PrimaryKeyConstraint("workspace_id", "workflow_id"),
    UniqueConstraint("handle"),
    ForeignKeyConstraint(["workspace_id", "workflow_id"], ["workflow.workspace_id", "workflow.id"]),
)

hook_delivery = Table(
    "hook_delivery",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    uid("workflow_id"),
    text("key"),
    raw("body"),
    moment("received_at"),
    text("outcome"),
    uid("contact_id", optional=True),
    uid("run_id", optional=True),
    PrimaryKeyConstraint("workspace_id", "id"),
)
Index(
    "hook_delivery_by_workflow",
    hook_delivery.c.workspace_id,
    hook_delivery.c.workflow_id,
    hook_delivery.c.id,
)
Index(
    "hook_delivery_by_key",
    hook_delivery.c.workspace_id,
    hook_delivery.c.workflow_id,
    hook_delivery.c.key,
)
Index("hook_delivery_by_time", hook_delivery.c.received_at)

run = Table(
    "run",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    uid("workflow_id"),
    uid("version_id"),
    uid("contact_id"),
    uid("conversation_id", optional=True),
    text("step_id", optional=True),
    number("visit"),
    json("waiting", optional=True),
    json("variables"),
    json("jumps"),
    uids("chain"),
    flag("speaks"),
    moment("started_at"),
    moment("visit_started_at"),
    moment("ended_at", optional=True),
    text("end_reason", optional=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"]),
    one_of("end_reason", EndReason),
    postgresql_with={"fillfactor": "50"},  # room for the next version of each row
)
Index(
    "one_live_run",
    run.c.workspace_id,
    run.c.contact_id,
    run.c.workflow_id,
    unique=True,
    postgresql_where=run.c.ended_at.is_(None),
)
Index("run_by_contact", run.c.contact_id, run.c.id)
Index("run_by_workflow", run.c.workspace_id, run.c.workflow_id, run.c.id)

visit = Table(
    "visit",
    METADATA,
    uid("workspace_id"),
    uid("run_id"),
    number("number"),
    text("step_id"),
    text("kind"),
    text("lane", optional=True),
    json("input"),
    json("output"),
    text("error", optional=True),
    moment("started_at"),
    moment("ended_at"),
    PrimaryKeyConstraint("workspace_id", "run_id", "number"),
)

queue_entry = Table(
    "queue_entry",
    METADATA,
    uid("workspace_id"),
    uid("conversation_id"),
    uid("contact_id"),
    uid("user_id", optional=True),
    uid("team_id", optional=True),
    uid("preferred_user_id", optional=True),
    text("strategy"),
    flag("online_only"),
    number("max_open", optional=True),
    number("priority"),
    moment("since"),
    moment("deadline_at", optional=True),
    uid("run_id", optional=True),
    number("visit", optional=True),
    json("skills", default="{}"),
    json("rings", default="[]"),
    text("channel_kind", default=""),
    text("next_strategy", default=Strategy.ROUND_ROBIN),
    moment("preferred_until", optional=True),
    json("any_of", default="[]"),
    PrimaryKeyConstraint("workspace_id", "conversation_id"),
    one_of("strategy", Strategy),
    one_of("next_strategy", Strategy),
)

rotation = Table(
    "rotation",
    METADATA,
    uid("workspace_id"),
    text("scope"),
    number("last_position"),
    PrimaryKeyConstraint("workspace_id", "scope"),
)

decision = Table(
    "assignment_decision",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    uid("conversation_id"),
    uid("contact_id"),
    uid("user_id"),
    moment("decided_at"),
    real("waited_seconds"),
    json("reason"),
    PrimaryKeyConstraint("workspace_id", "id"),
)
Index("assignment_decision_by_conversation", decision.c.conversation_id)
Index("assignment_decision_by_hour", decision.c.workspace_id, decision.c.decided_at)
