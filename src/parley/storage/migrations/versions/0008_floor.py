"""What was given out in the last hour is counted by the floor's live view."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "assignment_decision_by_hour", "assignment_decision", ["workspace_id", "decided_at"]
    )


def downgrade() -> None:
    op.drop_index("assignment_decision_by_hour", "assignment_decision")
