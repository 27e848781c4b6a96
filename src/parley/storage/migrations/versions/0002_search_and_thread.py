"""Search of contacts by folded name and by tag; a contact's events by time."""

from alembic import op
import sqlalchemy as sa

revision = "0002"
down_revision = "0001"

# Case, accents and Unicode form are set aside (O8); a few letters have no decomposition of their own.
FOLDED = r"""
CREATE FUNCTION folded(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN translate(
  lower(regexp_replace(normalize(value, NFKD), '[\u0300-\u036f]', '', 'g')), 'đøłı', 'doli'
)
"""


def upgrade() -> None:
    op.execute(FOLDED)
    op.create_index(
        "contact_by_name",
        "contact",
        ["workspace_id", sa.text('(folded(display_name) COLLATE "C")'), "id"],
        unique=False,
    )
    op.create_index(
        "contact_by_tag",
        "contact",
        ["tags"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("tags <> '{}'"),
    )
    op.drop_index("event_by_contact", "event")
    op.create_index(
        "event_by_contact", "event", ["workspace_id", "contact_id", "at", "id"], unique=False
    )
