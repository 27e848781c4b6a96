"""Schedules of workflows, their ticks, and who is due at each."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
STATES = ("gathering", "starting", "done", "ended", "skipped")


def upgrade() -> None:
    key, workflow = ["workspace_id", "workflow_id"], ["workflow.workspace_id", "workflow.id"]
    op.create_table(
        "schedule",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("workflow_id", sa.UUID(), nullable=False),
        sa.Column("after", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint(*key, name=op.f("schedule_pkey")),
        sa.ForeignKeyConstraint(key, workflow, name=op.f("schedule_workflow_fkey")),
        comment="One per workflow that a schedule starts; what was due up to `after` is settled.",
    )
    op.create_index("schedule_by_next", "schedule", ["next_at"], unique=False)
    op.create_table(
        "schedule_tick",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("workflow_id", sa.UUID(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cursor", sa.UUID(), nullable=True),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("started", sa.Integer(), nullable=False),
        sa.Column("skipped", postgresql.JSONB(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("schedule_tick_pkey")),
        sa.UniqueConstraint(
            *key, "due_at", name=op.f("schedule_tick_workspace_id_workflow_id_due_at_key")
        ),
        sa.ForeignKeyConstraint(key, workflow, name=op.f("schedule_tick_workflow_fkey")),
        sa.CheckConstraint(
            "state IN ({})".format(", ".join(f"'{state}'" for state in STATES)),
            name=op.f("schedule_tick_state_is_known"),
        ),
    )
    op.create_index("schedule_tick_by_workflow", "schedule_tick", [*key, "id"], unique=False)
    op.create_index("schedule_tick_by_next", "schedule_tick", ["next_at"], unique=False)
    op.create_table(
        "schedule_due",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("tick_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint(
            "workspace_id", "tick_id", "contact_id", name=op.f("schedule_due_pkey")
        ),
        comment="Who is due at a tick, each once; `outcome` is there when their turn has come.",
    )


def downgrade() -> None:
    op.drop_table("schedule_due")
    op.drop_table("schedule_tick")
    op.drop_table("schedule")
