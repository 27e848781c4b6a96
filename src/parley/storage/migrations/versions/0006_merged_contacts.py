"""Contacts that were merged leave their id behind; a run may end because of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

REASONS = (
    "completed",
    "conversation_closed",
    "person_replied",
    "taken_over",
    "assigned_by_hand",
    "stopped",
    "undelivered",
    "timed_out",
    "invalid_answer",
    "too_many_steps",
    "step_failed",
    "contact_blocked",
    "contact_merged",
)


def upgrade() -> None:
    op.create_table(
        "contact_alias",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("merged_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("contact_alias_pkey")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["contact.workspace_id", "contact.id"],
            name=op.f("contact_alias_contact_fkey"),
        ),
        comment="The id of a contact that was merged into another: it still leads there.",
    )
    op.create_index(
        "contact_alias_by_contact", "contact_alias", ["workspace_id", "contact_id"], unique=False
    )
    _allow_reasons(REASONS)


def downgrade() -> None:
    op.execute("UPDATE run SET end_reason = 'stopped' WHERE end_reason = 'contact_merged'")
    _allow_reasons(REASONS[:-1])
    op.drop_table("contact_alias")


def _allow_reasons(reasons: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{reason}'" for reason in reasons)
    op.drop_constraint(op.f("run_end_reason_is_known"), "run", type_="check")
    op.create_check_constraint(op.f("run_end_reason_is_known"), "run", f"end_reason IN ({listed})")
