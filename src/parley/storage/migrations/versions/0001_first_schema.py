"""first schema."""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

import parley.storage.columns

revision = "0001"
down_revision = None


# Case, accents and Unicode form are set aside (O8); a few letters have no decomposition of their own.
FOLDED = r"""
CREATE FUNCTION folded(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN translate(
  lower(regexp_replace(normalize(value, NFKD), '[\u0300-\u036f]', '', 'g')), 'đøłı', 'doli'
)
"""


def upgrade() -> None:
    op.execute(FOLDED)

    op.create_table(
        "assignment_decision",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("conversation_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("waited_seconds", sa.Double(), nullable=False),
        sa.Column("reason", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("assignment_decision_pkey")),
    )
    op.create_index(
        "assignment_decision_by_conversation",
        "assignment_decision",
        ["workspace_id", "conversation_id"],
        unique=False,
    )
    op.create_table(
        "closing_category",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("closing_category_pkey")),
    )
    op.create_table(
        "comment",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("conversation_id", sa.UUID(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("author_id", sa.UUID(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("comment_pkey")),
    )
    op.create_index(
        "comment_by_contact",
        "comment",
        ["workspace_id", "contact_id", "created_at", "id"],
        unique=False,
    )
    op.create_table(
        "contact",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=True),
        sa.Column("family_name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.UUID(), nullable=True),
        sa.Column("former_assignee_id", sa.UUID(), nullable=True),
        sa.Column("former_assignee_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.UUID()), server_default="{}", nullable=False),
        sa.Column("blocked_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("contact_pkey")),
    )
    op.create_index(
        "contact_by_email",
        "contact",
        ["workspace_id", "email"],
        unique=False,
        postgresql_where=sa.text("email IS NOT NULL"),
    )
    op.create_index(
        "contact_by_name",
        "contact",
        ["workspace_id", sa.literal_column('(folded(display_name) COLLATE "C")'), "id"],
        unique=False,
    )
    op.create_index(
        "contact_by_phone",
        "contact",
        ["workspace_id", "phone"],
        unique=False,
        postgresql_where=sa.text("phone IS NOT NULL"),
    )
    op.create_index(
        "contact_by_tag",
        "contact",
        ["tags"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("tags <> '{}'"),
    )
    op.create_table(
        "contact_channel",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("channel_id", sa.UUID(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("last_inbound_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("unreachable_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint(
            "workspace_id", "contact_id", "channel_id", name=op.f("contact_channel_pkey")
        ),
        postgresql_with={"fillfactor": "80"},
    )
    op.create_table(
        "dead_letter",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("journal_id", sa.BigInteger(), nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("source_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", postgresql.BYTEA(), nullable=False),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("failed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("replayed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("dead_letter_pkey")),
    )
    op.create_table(
        "endpoint",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sealed_secrets", postgresql.BYTEA(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("endpoint_pkey")),
        sa.UniqueConstraint("handle", name=op.f("endpoint_handle_key")),
    )
    op.create_table(
        "event",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("conversation_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "xid",
            parley.storage.columns.Xid8(),
            server_default=sa.text("pg_current_xact_id()"),
            nullable=False,
        ),
    )
    op.create_index(
        "event_by_contact", "event", ["workspace_id", "contact_id", "at", "id"], unique=False
    )
    op.create_index("event_by_cursor", "event", ["xid", "id"], unique=True)
    op.create_table(
        "field",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("options", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "scope IN ('contact', 'conversation')", name=op.f("field_scope_is_known")
        ),
        sa.CheckConstraint(
            "type IN ('text', 'number', 'checkbox', 'date', 'time', 'email', 'phone', 'url', 'list')",
            name=op.f("field_type_is_known"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "scope", "slug", name=op.f("field_pkey")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("body_hash", postgresql.BYTEA(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", postgresql.BYTEA(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "user_id", "key", name=op.f("idempotency_key_pkey")
        ),
    )
    op.create_index("idempotency_key_by_age", "idempotency_key", ["created_at"], unique=False)
    op.create_table(
        "journal",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("source_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", postgresql.BYTEA(), nullable=False),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("journal_pkey")),
        postgresql_with={
            "autovacuum_vacuum_scale_factor": "0.02",
            "autovacuum_vacuum_threshold": "2000",
            "autovacuum_analyze_scale_factor": "0.1",
            "autovacuum_vacuum_cost_delay": "0",
        },
    )
    op.create_index("journal_in_order", "journal", ["lane", "id"], unique=False)
    op.create_table(
        "journal_archive",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("source_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", postgresql.BYTEA(), nullable=False),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
    )
    op.create_index("journal_archive_by_id", "journal_archive", ["id"], unique=False)
    op.create_table(
        "lane_attempt",
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("first_id", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("lane", name=op.f("lane_attempt_pkey")),
        comment="Written before a batch is taken, cleared with it: finds the row that kills the process.",
    )
    op.create_table(
        "message",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("conversation_id", sa.UUID(), nullable=True),
        sa.Column("channel_id", sa.UUID(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("author_id", sa.UUID(), nullable=True),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("reply_to", sa.Text(), nullable=True),
        sa.Column("sort_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("failure", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("run_id", sa.UUID(), nullable=True),
        sa.Column("visit", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(direction = 'in') = (status = 'received')", name=op.f("message_inbound_is_received")
        ),
        sa.CheckConstraint(
            "author IN ('contact', 'user', 'workflow', 'api', 'echo')",
            name=op.f("message_author_is_known"),
        ),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("message_direction_is_known")),
        sa.CheckConstraint(
            "status IN ('received', 'queued', 'sending', 'unknown', 'accepted', 'sent', 'failed', 'delivered', 'read', 'played')",
            name=op.f("message_status_is_known"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("message_pkey")),
        postgresql_with={"fillfactor": "85"},
    )
    op.create_index(
        "message_by_contact",
        "message",
        ["workspace_id", "contact_id", "sort_at", "id"],
        unique=False,
    )
    op.create_index(
        "message_is_stored_once",
        "message",
        ["workspace_id", "channel_id", "external_id"],
        unique=True,
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )
    op.create_table(
        "outbox",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("message_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("conversation_id", sa.UUID(), nullable=True),
        sa.Column("channel_id", sa.UUID(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=True),
        sa.Column("run_id", sa.UUID(), nullable=True),
        sa.Column("due_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("outbox_pkey")),
        postgresql_with={
            "autovacuum_vacuum_scale_factor": "0.02",
            "autovacuum_vacuum_threshold": "2000",
            "autovacuum_analyze_scale_factor": "0.1",
            "autovacuum_vacuum_cost_delay": "0",
        },
    )
    op.create_index(
        "outbox_by_contact", "outbox", ["workspace_id", "contact_id", "id"], unique=False
    )
    op.create_index("outbox_by_due", "outbox", ["state", "due_at"], unique=False)
    op.create_index("outbox_by_message", "outbox", ["workspace_id", "message_id"], unique=True)
    op.create_table(
        "reaction",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("message_id", sa.UUID(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("emoji", sa.Text(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "message_id", "author", name=op.f("reaction_pkey")),
    )
    op.create_table(
        "read_mark",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("conversation_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("incoming_count", sa.Integer(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "conversation_id", "user_id", name=op.f("read_mark_pkey")
        ),
    )
    op.create_table(
        "receipt",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("channel_id", sa.UUID(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("failure", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "channel_id", "external_id", "status", name=op.f("receipt_pkey")
        ),
        comment="Receipts whose message is not known yet: joined when its send returns, dropped after a day.",
    )
    op.create_index("receipt_by_age", "receipt", ["received_at"], unique=False)
    op.create_table(
        "rotation",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("last_position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "scope", name=op.f("rotation_pkey")),
    )
    op.create_table(
        "send_attempt",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("message_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("failure", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "message_id", "at", name=op.f("send_attempt_pkey")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("blocked_until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("last_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("sign_in_attempt_pkey")),
    )
    op.create_table(
        "tag",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("tag_pkey")),
        sa.UniqueConstraint("workspace_id", "folded", name=op.f("tag_workspace_id_folded_key")),
    )
    op.create_table(
        "team",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("team_pkey")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("team_workspace_id_name_key")),
    )
    op.create_table(
        "test_clock",
        sa.Column("only_row", sa.Boolean(), nullable=False),
        sa.Column("now", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("only_row", name=op.f("test_clock_pkey")),
    )
    op.create_table(
        "timer",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("due_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "kind", "subject_id", name=op.f("timer_pkey")),
        postgresql_with={
            "autovacuum_vacuum_scale_factor": "0.02",
            "autovacuum_vacuum_threshold": "2000",
            "autovacuum_analyze_scale_factor": "0.1",
            "autovacuum_vacuum_cost_delay": "0",
        },
    )
    op.create_index("timer_by_due", "timer", ["due_at"], unique=False)
    op.create_table(
        "user_account",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("deactivated_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('owner', 'manager', 'agent')", name=op.f("user_account_role_is_known")
        ),
        sa.CheckConstraint(
            "visibility IN ('own', 'team', 'all')", name=op.f("user_account_visibility_is_known")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("user_account_pkey")),
        sa.UniqueConstraint(
            "workspace_id", "email", name=op.f("user_account_workspace_id_email_key")
        ),
    )
    op.create_index(
        "user_account_by_email", "user_account", [sa.literal_column("lower(email)")], unique=False
    )
    op.create_table(
        "visit",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=True),
        sa.Column("input", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("output", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("started_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ended_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "run_id", "number", name=op.f("visit_pkey")),
    )
    op.create_table(
        "workflow",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("draft", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("live_version_id", sa.UUID(), nullable=True),
        sa.Column("published_order", sa.Integer(), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_by", sa.UUID(), nullable=True),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("workflow_pkey")),
    )
    op.create_table(
        "workspace",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reference_number", sa.BigInteger(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("workspace_pkey")),
    )
    op.create_table(
        "agent",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("presence", sa.Text(), nullable=False),
        sa.Column("presence_reason", sa.Text(), nullable=True),
        sa.Column("presence_since", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("open_count", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("last_assigned_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "presence IN ('online', 'busy', 'break', 'offline')",
            name=op.f("agent_presence_is_known"),
        ),
        sa.CheckConstraint("open_count >= 0", name=op.f("agent_load_is_counted")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "user_id"],
            ["user_account.workspace_id", "user_account.id"],
            name=op.f("agent_user_account_fkey"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", name=op.f("agent_pkey")),
        postgresql_with={"fillfactor": "70"},
    )
    op.create_table(
        "api_token",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("token_hash", postgresql.BYTEA(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("used_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "user_id"],
            ["user_account.workspace_id", "user_account.id"],
            name=op.f("api_token_user_account_fkey"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("api_token_pkey")),
        sa.UniqueConstraint("token_hash", name=op.f("api_token_token_hash_key")),
    )
    op.create_table(
        "channel",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("endpoint_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("config", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sealed_config", postgresql.BYTEA(), nullable=False),
        sa.Column("paused_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("pause_reason", sa.Text(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("last_error_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "endpoint_id"],
            ["endpoint.workspace_id", "endpoint.id"],
            name=op.f("channel_endpoint_fkey"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("channel_pkey")),
    )
    op.create_index(
        "channel_is_connected_once",
        "channel",
        ["workspace_id", "kind", "external_id"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "conversation",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.UUID(), nullable=True),
        sa.Column("team_id", sa.UUID(), nullable=True),
        sa.Column("assignee_id", sa.UUID(), nullable=True),
        sa.Column("assigned_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("first_assigned_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("handler", sa.Text(), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("snoozed_until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("closed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("closed_by_user_id", sa.UUID(), nullable=True),
        sa.Column("category_id", sa.UUID(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("activity_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("preview", sa.Text(), nullable=False),
        sa.Column("preview_outgoing", sa.Boolean(), nullable=False),
        sa.Column("incoming_count", sa.Integer(), nullable=False),
        sa.Column("outgoing_count", sa.Integer(), nullable=False),
        sa.Column("unanswered_since", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("last_inbound_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("last_person_reply_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("last_bot_message_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("first_response_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("first_response_by", sa.UUID(), nullable=True),
        sa.CheckConstraint(
            "handler IN ('bot', 'agent', 'nobody')", name=op.f("conversation_handler_is_known")
        ),
        sa.CheckConstraint(
            "opened_by IN ('contact', 'user', 'workflow', 'api', 'auto_close', 'merge')",
            name=op.f("conversation_opened_by_is_known"),
        ),
        sa.CheckConstraint(
            "status = CASE WHEN closed_at IS NOT NULL THEN 'closed' WHEN snoozed_until IS NOT NULL THEN 'snoozed' ELSE 'open' END",
            name=op.f("conversation_status_follows"),
        ),
        sa.CheckConstraint(
            "status IN ('open', 'snoozed', 'closed')", name=op.f("conversation_status_is_known")
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)",
            name=op.f("conversation_closed_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["contact.workspace_id", "contact.id"],
            name=op.f("conversation_contact_fkey"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("conversation_pkey")),
        postgresql_with={"fillfactor": "80"},
    )
    op.create_index(
        "conversation_by_activity",
        "conversation",
        ["workspace_id", "status", "activity_at", "id"],
        unique=False,
    )
    op.create_index(
        "conversation_by_assignee",
        "conversation",
        ["workspace_id", "assignee_id", "status", "activity_at", "id"],
        unique=False,
    )
    op.create_index(
        "conversation_by_contact",
        "conversation",
        ["workspace_id", "contact_id", "id"],
        unique=False,
    )
    op.create_index(
        "conversation_by_team",
        "conversation",
        ["workspace_id", "team_id", "status", "activity_at", "id"],
        unique=False,
        postgresql_where=sa.text("team_id IS NOT NULL"),
    )
    op.create_index(
        "one_open",
        "conversation",
        ["workspace_id", "contact_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "identity",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("channel_kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["contact.workspace_id", "contact.id"],
            name=op.f("identity_contact_fkey"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "channel_kind", "scope", "scheme", "value", name=op.f("identity_pkey")
        ),
    )
    op.create_index("identity_by_contact", "identity", ["workspace_id", "contact_id"], unique=False)
    op.create_table(
        "run",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("workflow_id", sa.UUID(), nullable=False),
        sa.Column("version_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("conversation_id", sa.UUID(), nullable=True),
        sa.Column("step_id", sa.Text(), nullable=True),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("waiting", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("variables", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("jumps", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("chain", postgresql.ARRAY(sa.UUID()), server_default="{}", nullable=False),
        sa.Column("speaks", sa.Boolean(), nullable=False),
        sa.Column("started_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("visit_started_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ended_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "end_reason IN ('completed', 'conversation_closed', 'person_replied', 'taken_over', 'assigned_by_hand', 'stopped', 'undelivered', 'timed_out', 'invalid_answer', 'too_many_steps', 'step_failed', 'contact_blocked')",
            name=op.f("run_end_reason_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["contact.workspace_id", "contact.id"],
            name=op.f("run_contact_fkey"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("run_pkey")),
        postgresql_with={"fillfactor": "80"},
    )
    op.create_index(
        "one_live_run",
        "run",
        ["workspace_id", "contact_id", "workflow_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("run_by_contact", "run", ["workspace_id", "contact_id", "id"], unique=False)
    op.create_index("run_by_workflow", "run", ["workspace_id", "workflow_id", "id"], unique=False)
    op.create_table(
        "session",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("token_hash", postgresql.BYTEA(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("csrf", sa.Text(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("seen_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "user_id"],
            ["user_account.workspace_id", "user_account.id"],
            name=op.f("session_user_account_fkey"),
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("session_pkey")),
    )
    op.create_index("session_by_user", "session", ["workspace_id", "user_id"], unique=False)
    op.create_table(
        "team_member",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("team_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("team_member_team_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "user_id"],
            ["user_account.workspace_id", "user_account.id"],
            name=op.f("team_member_user_account_fkey"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "team_id", "user_id", name=op.f("team_member_pkey")
        ),
    )
    op.create_index("team_member_by_user", "team_member", ["workspace_id", "user_id"], unique=False)
    op.create_table(
        "workflow_version",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("workflow_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("published_by", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            name=op.f("workflow_version_workflow_fkey"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("workflow_version_pkey")),
        sa.UniqueConstraint(
            "workspace_id",
            "workflow_id",
            "number",
            name=op.f("workflow_version_workspace_id_workflow_id_number_key"),
        ),
    )
    op.create_table(
        "queue_entry",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("conversation_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=True),
        sa.Column("team_id", sa.UUID(), nullable=True),
        sa.Column("preferred_user_id", sa.UUID(), nullable=True),
        sa.Column("strategy", sa.Text(), nullable=False),
        sa.Column("online_only", sa.Boolean(), nullable=False),
        sa.Column("max_open", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("since", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("deadline_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("run_id", sa.UUID(), nullable=True),
        sa.Column("visit", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "strategy IN ('round_robin', 'least_open')", name=op.f("queue_entry_strategy_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name=op.f("queue_entry_conversation_fkey"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "conversation_id", name=op.f("queue_entry_pkey")),
    )
    op.create_index(
        "queue_entry_by_contact", "queue_entry", ["workspace_id", "contact_id"], unique=False
    )
    op.create_index(
        "queue_entry_in_order",
        "queue_entry",
        ["workspace_id", sa.literal_column("priority DESC"), "since"],
        unique=False,
    )
