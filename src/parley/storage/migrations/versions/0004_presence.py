"""Who has gone without a word, and the state to come back to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
PRESENCES = "presence IN ('online', 'busy', 'break', 'offline', 'finishing')"
FORMER_PRESENCES = "presence IN ('online', 'busy', 'break', 'offline')"


def upgrade() -> None:
    op.drop_constraint(op.f("agent_presence_is_known"), "agent", type_="check")
    op.create_check_constraint(op.f("agent_presence_is_known"), "agent", PRESENCES)
    for name in ("absence", "returns_to", "returns_reason"):
        op.add_column("agent", sa.Column(name, sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("agent_absence_is_known"), "agent", "absence IN ('inactive', 'connection_lost')"
    )
    op.create_index(
        "agent_present",
        "agent",
        ["workspace_id", "user_id"],
        postgresql_where=sa.text("presence <> 'offline'"),
    )
    op.create_table(
        "attendance",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("active_at", MOMENT, nullable=True),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", name=op.f("attendance_pkey")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "user_id"],
            ["user_account.workspace_id", "user_account.id"],
            name=op.f("attendance_user_account_fkey"),
        ),
    )
    op.create_table(
        "live_socket",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("beat_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("live_socket_pkey")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "user_id"],
            ["user_account.workspace_id", "user_account.id"],
            name=op.f("live_socket_user_account_fkey"),
        ),
    )
    op.create_index("live_socket_by_user", "live_socket", ["workspace_id", "user_id"])
    op.create_index("live_socket_by_beat", "live_socket", ["beat_at"])


def downgrade() -> None:
    op.drop_table("live_socket")
    op.drop_table("attendance")
    op.drop_index("agent_present", "agent")
    op.drop_constraint(op.f("agent_absence_is_known"), "agent", type_="check")
    for name in ("returns_reason", "returns_to", "absence"):
        op.drop_column("agent", name)
    op.execute("UPDATE agent SET presence = 'busy' WHERE presence = 'finishing'")
    op.drop_constraint(op.f("agent_presence_is_known"), "agent", type_="check")
    op.create_check_constraint(op.f("agent_presence_is_known"), "agent", FORMER_PRESENCES)
