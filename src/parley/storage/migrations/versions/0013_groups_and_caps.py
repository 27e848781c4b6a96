"""Skills of which one is enough, and the cap on all that a team has in hand.

What waits asks for no such group, and no team is capped.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "queue_entry",
        sa.Column("any_of", postgresql.JSONB(), server_default="[]", nullable=False),
    )
    op.add_column("team", sa.Column("max_in_hand", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("team", "max_in_hand")
    op.drop_column("queue_entry", "any_of")
