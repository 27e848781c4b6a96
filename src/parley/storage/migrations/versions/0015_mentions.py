"""Users whom a comment mentions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "comment",
        sa.Column("mentions", postgresql.ARRAY(sa.UUID()), server_default="{}", nullable=False),
    )
    op.create_index(
        "comment_by_mention",
        "comment",
        ["mentions"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("mentions <> '{}'"),
    )


def downgrade() -> None:
    op.drop_index("comment_by_mention", table_name="comment")
    op.drop_column("comment", "mentions")
