"""Calendars of working time, and lifecycle stages of contacts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("weekly", postgresql.JSONB(), nullable=False),
        sa.Column("exceptions", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("calendar_pkey")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("calendar_workspace_id_name_key")),
    )
    op.create_table(
        "lifecycle_stage",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_lost", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("lifecycle_stage_pkey")),
        sa.UniqueConstraint(
            "workspace_id", "name", name=op.f("lifecycle_stage_workspace_id_name_key")
        ),
    )
    op.add_column("contact", sa.Column("lifecycle_stage_id", sa.UUID(), nullable=True))
    op.create_index(
        "contact_by_stage",
        "contact",
        ["workspace_id", "lifecycle_stage_id"],
        unique=False,
        postgresql_where=sa.text("lifecycle_stage_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("contact_by_stage", table_name="contact")
    op.drop_column("contact", "lifecycle_stage_id")
    op.drop_table("lifecycle_stage")
    op.drop_table("calendar")
