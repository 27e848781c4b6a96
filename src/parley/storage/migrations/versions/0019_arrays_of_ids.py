"""A name for arrays of ids, under which the client lets us write them ourselves."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE DOMAIN ids AS uuid[]")


def downgrade() -> None:
    op.execute("DROP DOMAIN ids")
