"""Runs end for two more reasons: the contact wrote, and the workflow was started again."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BEFORE = (
    "end_reason IN ('completed', 'conversation_closed', 'person_replied', 'taken_over', 'assigned_by_hand', "
    "'stopped', 'undelivered', 'timed_out', 'invalid_answer', 'too_many_steps', 'step_failed', "
    "'contact_blocked', 'contact_merged'"
)


def upgrade() -> None:
    op.drop_constraint(op.f("run_end_reason_is_known"), "run", type_="check")
    op.create_check_constraint(
        op.f("run_end_reason_is_known"), "run", f"{BEFORE}, 'contact_wrote', 'restarted')"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("run_end_reason_is_known"), "run", type_="check")
    op.create_check_constraint(op.f("run_end_reason_is_known"), "run", f"{BEFORE})")
