"""The queue's index in order goes: nothing reads in that order, and a plan could take it for the way to one place."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Counted just when the queue was empty, this index looked as cheap as the key; then each look at one place went
    # through everybody who waits.
    op.drop_index("queue_entry_in_order", table_name="queue_entry")


def downgrade() -> None:
    op.create_index(
        "queue_entry_in_order",
        "queue_entry",
        ["workspace_id", sa.literal_column("priority DESC"), "since"],
        unique=False,
    )
