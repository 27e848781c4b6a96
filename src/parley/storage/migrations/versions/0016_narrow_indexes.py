"""What hangs on one contact or conversation is found by its id alone: narrower indexes, one fewer."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# An id is one in the whole installation: the workspace before it only made each entry a third longer. Queries
# still name the workspace. Who waits is looked up by the conversation, so its index by contact has no reader.
NARROWED = (
    ("conversation_by_contact", "conversation", ["contact_id", "id"]),
    ("message_by_contact", "message", ["contact_id", "sort_at", "id"]),
    ("event_by_contact", "event", ["contact_id", "at", "id"]),
    ("identity_by_contact", "identity", ["contact_id"]),
    ("run_by_contact", "run", ["contact_id", "id"]),
    ("outbox_by_contact", "outbox", ["contact_id", "id"]),
    ("assignment_decision_by_conversation", "assignment_decision", ["conversation_id"]),
)


def upgrade() -> None:
    for name, table, columns in NARROWED:
        op.drop_index(name, table_name=table)
        op.create_index(name, table, columns, unique=False)
    op.drop_index("queue_entry_by_contact", table_name="queue_entry")


def downgrade() -> None:
    op.create_index(
        "queue_entry_by_contact", "queue_entry", ["workspace_id", "contact_id"], unique=False
    )
    for name, table, columns in NARROWED:
        op.drop_index(name, table_name=table)
        op.create_index(name, table, ["workspace_id", *columns], unique=False)
