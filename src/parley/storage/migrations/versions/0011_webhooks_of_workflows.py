"""Webhooks that start workflows, and the calls that came."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "workflow_hook",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("workflow_id", sa.UUID(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("sealed_secret", postgresql.BYTEA(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "workflow_id", name=op.f("workflow_hook_pkey")),
        sa.UniqueConstraint("handle", name=op.f("workflow_hook_handle_key")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            name=op.f("workflow_hook_workflow_fkey"),
        ),
    )
    op.create_table(
        "hook_delivery",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("workflow_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body", postgresql.BYTEA(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("run_id", sa.UUID(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("hook_delivery_pkey")),
    )
    key = ["workspace_id", "workflow_id"]
    op.create_index("hook_delivery_by_workflow", "hook_delivery", [*key, "id"], unique=False)
    op.create_index("hook_delivery_by_key", "hook_delivery", [*key, "key"], unique=False)
    op.create_index("hook_delivery_by_time", "hook_delivery", ["received_at"], unique=False)


def downgrade() -> None:
    op.drop_table("hook_delivery")
    op.drop_table("workflow_hook")
