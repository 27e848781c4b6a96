"""Routing by skills, shifts and units of load: what a conversation weighs, what a user can, how a team gives out.

What is there goes on as before: every conversation weighs one unit, nobody has skills, teams go round.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OLD_STRATEGIES = "'round_robin', 'least_open'"
STRATEGIES = (
    "'round_robin', 'least_open', 'longest_idle', 'least_occupied', 'best_skill_fit', 'sticky', "
    "'contact_owner', 'manual'"
)
MOMENT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "skill",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "slug", name=op.f("skill_pkey")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("skill_workspace_id_name_key")),
    )
    _add_to_users_and_teams()
    op.add_column("agent", _number("load"))
    op.add_column("agent", sa.Column("idle_since", MOMENT, nullable=True))
    op.create_check_constraint(op.f("agent_load_is_weighed"), "agent", "load >= 0")
    op.add_column("conversation", _number("weight"))
    op.add_column("conversation", sa.Column("light_since", MOMENT, nullable=True))
    _add_to_queue()
    op.execute(
        "UPDATE conversation SET weight = 1 WHERE status = 'open' AND assignee_id IS NOT NULL"
    )
    op.execute("UPDATE agent SET load = open_count WHERE open_count > 0")


def _add_to_users_and_teams() -> None:
    op.add_column("user_account", _json("skills", "{}"))
    op.add_column(
        "user_account",
        sa.Column(
            "channel_kinds", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False
        ),
    )
    op.add_column("user_account", sa.Column("calendar_id", sa.UUID(), nullable=True))
    op.add_column("team", _text("strategy", "round_robin"))
    op.add_column("team", _text("next_strategy", "round_robin"))
    op.add_column("team", _number("preferred_seconds"))
    op.add_column("team", sa.Column("calendar_id", sa.UUID(), nullable=True))
    op.add_column("team", sa.Column("max_open", sa.Integer(), nullable=True))
    for name in ("strategy", "next_strategy"):
        op.create_check_constraint(
            op.f(f"team_{name}_is_known"), "team", f"{name} IN ({STRATEGIES})"
        )


def _add_to_queue() -> None:
    op.add_column("queue_entry", _json("skills", "{}"))
    op.add_column("queue_entry", _json("rings", "[]"))
    op.add_column("queue_entry", _text("channel_kind", ""))
    op.add_column("queue_entry", _text("next_strategy", "round_robin"))
    op.add_column("queue_entry", sa.Column("preferred_until", MOMENT, nullable=True))
    op.drop_constraint(op.f("queue_entry_strategy_is_known"), "queue_entry")
    for name in ("strategy", "next_strategy"):
        op.create_check_constraint(
            op.f(f"queue_entry_{name}_is_known"), "queue_entry", f"{name} IN ({STRATEGIES})"
        )


def _text(name: str, default: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), server_default=default, nullable=False)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), server_default="0", nullable=False)


def _json(name: str, default: str) -> "sa.Column[object]":
    return sa.Column(name, postgresql.JSONB(), server_default=default, nullable=False)


def downgrade() -> None:
    op.execute("DELETE FROM queue_entry WHERE strategy NOT IN ('round_robin', 'least_open')")
    op.drop_constraint(op.f("queue_entry_strategy_is_known"), "queue_entry")
    op.create_check_constraint(
        op.f("queue_entry_strategy_is_known"), "queue_entry", f"strategy IN ({OLD_STRATEGIES})"
    )
    for name in ("preferred_until", "next_strategy", "channel_kind", "rings", "skills"):
        op.drop_column("queue_entry", name)
    op.drop_column("conversation", "light_since")
    op.drop_column("conversation", "weight")
    op.drop_column("agent", "idle_since")
    op.drop_column("agent", "load")
    for name in ("max_open", "calendar_id", "preferred_seconds", "next_strategy", "strategy"):
        op.drop_column("team", name)
    for name in ("calendar_id", "channel_kinds", "skills"):
        op.drop_column("user_account", name)
    op.drop_table("skill")
