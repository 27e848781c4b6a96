"""Tables of schedules: when each is due next, its ticks, and who is due at each."""

from sqlalchemy import ForeignKeyConstraint, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from parley.domain.schedule import TickState
from parley.storage.columns import json, moment, number, one_of, text, uid
from parley.storage.schema.metadata import METADATA

schedule = Table(
    "schedule",
    METADATA,
    uid("workspace_id"),
    uid("workflow_id"),
    moment("after"),
    moment("next_at", optional=True),
    PrimaryKeyConstraint("workspace_id", "workflow_id"),
    ForeignKeyConstraint(["workspace_id", "workflow_id"], ["workflow.workspace_id", "workflow.id"]),
    comment="One per workflow that a schedule starts; what was due up to `after` is settled.",
)
Index("schedule_by_next", schedule.c.next_at)

tick = Table(
    "schedule_tick",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    uid("workflow_id"),
    moment("due_at"),
    text("state"),
    text("reason"),
    uid("cursor", optional=True),
    number("due"),
    number("started"),
    json("skipped"),
    moment("begun_at"),
    moment("next_at", optional=True),
    moment("ended_at", optional=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "workflow_id", "due_at"),
    ForeignKeyConstraint(["workspace_id", "workflow_id"], ["workflow.workspace_id", "workflow.id"]),
    one_of("state", TickState),
)
Index("schedule_tick_by_workflow", tick.c.workspace_id, tick.c.workflow_id, tick.c.id)
Index("schedule_tick_by_next", tick.c.next_at)

due = Table(
    "schedule_due",
    METADATA,
    uid("workspace_id"),
    uid("tick_id"),
    uid("contact_id"),
    text("outcome", optional=True),
    PrimaryKeyConstraint("workspace_id", "tick_id", "contact_id"),
    comment="Who is due at a tick, each once; `outcome` is there when their turn has come.",
)
