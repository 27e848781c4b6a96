"""What the planner would learn from the first rows: that a workspace is no search key by itself.

Until then all indexes that begin with the workspace look alike, and a plan made on an empty table, those
of foreign keys included, may go on reading a whole workspace for one row.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The server's own statistics take over with the first ANALYZE that finds rows. Older servers learn then, too.
TELL_PLANNER = """
DO $$
DECLARE
    name text;
BEGIN
    IF current_setting('server_version_num')::int < 180000 THEN
        RETURN;
    END IF;
    FOR name IN
        SELECT c.relname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = 'workspace_id'
        AND NOT EXISTS (SELECT 1 FROM pg_statistic AS s WHERE s.starelid = c.oid AND s.staattnum = a.attnum)
    LOOP
        EXECUTE format(
            'SELECT pg_restore_attribute_stats(''schemaname'', ''public'', ''relname'', %L, ''attname'', '
            '''workspace_id'', ''inherited'', false, ''null_frac'', 0::real, ''avg_width'', 16, '
            '''n_distinct'', 1::real)', name
        );
    END LOOP;
END $$
"""


def upgrade() -> None:
    op.execute(TELL_PLANNER)


def downgrade() -> None:
    """Statistics change no row: there is nothing to take back."""
