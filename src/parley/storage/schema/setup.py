"""Tables of what admins set up, and of who may come in."""

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    func,
)
from sqlalchemy import (
    text as sql,
)

from parley.domain.contact import FieldScope, FieldType
from parley.domain.people import Absence, Presence, Role, Visibility
from parley.domain.queue import Strategy
from parley.storage.columns import big, flag, json, moment, number, one_of, raw, text, texts, uid
from parley.storage.schema.metadata import METADATA

workspace = Table(
    "workspace",
    METADATA,
    uid("id"),
    text("name"),
    json("settings"),
    big("reference_number"),
    moment("created_at"),
    PrimaryKeyConstraint("id"),
)

user = Table(
    "user_account",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    text("name"),
    text("email"),
    text("role"),
    text("visibility"),
    number("capacity", optional=True),
    number("position"),
    moment("deactivated_at", optional=True),
    text("password_hash", optional=True),
    moment("created_at"),
    json("skills", default="{}"),
    texts("channel_kinds"),
    uid("calendar_id", optional=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "email"),
    one_of("role", Role),
    one_of("visibility", Visibility),
)
Index("user_account_by_email", func.lower(user.c.email))

agent = Table(
    "agent",
    METADATA,
    uid("workspace_id"),
    uid("user_id"),
    text("presence"),
    text("presence_reason", optional=True),
    moment("presence_since"),
    number("open_count"),
    number("capacity", optional=True),
    moment("last_assigned_at", optional=True),
    text("absence", optional=True),
    text("returns_to", optional=True),
    text("returns_reason", optional=True),
    number("load", default=0),
    moment("idle_since", optional=True),
    PrimaryKeyConstraint("workspace_id", "user_id"),
    ForeignKeyConstraint(
        ["workspace_id", "user_id"], ["user_account.workspace_id", "user_account.id"]
    ),
    one_of("presence", Presence),
    one_of("absence", Absence),
    CheckConstraint("open_count >= 0", name="load_is_counted"),
    CheckConstraint("load >= 0", name="load_is_weighed"),
    postgresql_with={"fillfactor": "70"},
)
Index(
    "agent_present",
    agent.c.workspace_id,
    agent.c.user_id,
    postgresql_where=sql("presence <> 'offline'"),
)

attendance = Table(
    "attendance",
    METADATA,
    uid("workspace_id"),
    uid("user_id"),
    moment("active_at", optional=True),
    moment("left_at", optional=True),
    PrimaryKeyConstraint("workspace_id", "user_id"),
    ForeignKeyConstraint(
        ["workspace_id", "user_id"], ["user_account.workspace_id", "user_account.id"]
    ),
)

live_socket = Table(
    "live_socket",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    uid("user_id"),
    moment("beat_at"),
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "user_id"], ["user_account.workspace_id", "user_account.id"]
    ),
)
Index("live_socket_by_user", live_socket.c.workspace_id, live_socket.c.user_id)
Index("live_socket_by_beat", live_socket.c.beat_at)

team = Table(
    "team",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    text("name"),
    moment("created_at"),
    text("strategy", default=Strategy.ROUND_ROBIN),
    text("next_strategy", default=Strategy.ROUND_ROBIN),
    number("preferred_seconds", default=0),
    uid("calendar_id", optional=True),
    number("max_open", optional=True),
    number("max_in_hand", optional=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "name"),
    one_of("strategy", Strategy),
    one_of("next_strategy", Strategy),
)

skill = Table(
    "skill",
    METADATA,
    uid("workspace_id"),
    text("slug"),
    text("name"),
    PrimaryKeyConstraint("workspace_id", "slug"),
    UniqueConstraint("workspace_id", "name"),
)

secret = Table(
    "secret",
    METADATA,
    uid("workspace_id"),
    text("slug"),
    raw("sealed"),
    moment("changed_at"),
    PrimaryKeyConstraint("workspace_id", "slug"),
)

team_member = Table(
    "team_member",
    METADATA,
    uid("workspace_id"),
    uid("team_id"),
    uid("user_id"),
    number("position"),
    PrimaryKeyConstraint("workspace_id", "team_id", "user_id"),
    ForeignKeyConstraint(
        ["workspace_id", "team_id"], ["team.workspace_id", "team.id"], ondelete="CASCADE"
    ),
    ForeignKeyConstraint(
        ["workspace_id", "user_id"], ["user_account.workspace_id", "user_account.id"]
    ),
)
Index("team_member_by_user", team_member.c.workspace_id, team_member.c.user_id)

endpoint = Table(
    "endpoint",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    text("handle"),
    text("kind"),
    raw("sealed_secrets"),
    moment("created_at"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("handle"),
)

channel = Table(
    "channel",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    uid("endpoint_id"),
    text("kind"),
    text("name"),
    text("external_id"),
    json("config"),
    raw("sealed_config"),
    moment("paused_at", optional=True),
    text("pause_reason"),
    text("last_error"),
    moment("last_error_at", optional=True),
    moment("created_at"),
    moment("deleted_at", optional=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(["workspace_id", "endpoint_id"], ["endpoint.workspace_id", "endpoint.id"]),
)
Index(
    "channel_is_connected_once",
    channel.c.workspace_id,
    channel.c.kind,
    channel.c.external_id,
    unique=True,
    postgresql_where=channel.c.deleted_at.is_(None),
)

field = Table(
    "field",
    METADATA,
    uid("workspace_id"),
    text("scope"),
    text("slug"),
    text("name"),
    text("type"),
    texts("options"),
    text("description"),
    PrimaryKeyConstraint("workspace_id", "scope", "slug"),
    one_of("scope", FieldScope),
    one_of("type", FieldType),
)

tag = Table(
    "tag",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    text("name"),
    text("colour"),
    text("description"),
    text("folded"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "folded"),
)

category = Table(
    "closing_category",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    text("name"),
    text("description"),
    moment("deleted_at", optional=True),
    PrimaryKeyConstraint("workspace_id", "id"),
)

calendar = Table(
    "calendar",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    text("name"),
    text("timezone"),
    json("weekly"),
    json("exceptions"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "name"),
)

lifecycle_stage = Table(
    "lifecycle_stage",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    text("name"),
    number("position"),
    flag("is_lost"),
    text("description"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "name"),
)

session = Table(
    "session",
    METADATA,
    uid("workspace_id"),
    raw("token_hash"),
    uid("user_id"),
    text("csrf"),
    moment("created_at"),
    moment("seen_at"),
    moment("expires_at"),
    PrimaryKeyConstraint("token_hash"),
    ForeignKeyConstraint(
        ["workspace_id", "user_id"], ["user_account.workspace_id", "user_account.id"]
    ),
)
Index("session_by_user", session.c.workspace_id, session.c.user_id)

token = Table(
    "api_token",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    uid("user_id"),
    text("name"),
    text("prefix"),
    raw("token_hash"),
    moment("created_at"),
    moment("expires_at", optional=True),
    moment("used_at", optional=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("token_hash"),
    ForeignKeyConstraint(
        ["workspace_id", "user_id"], ["user_account.workspace_id", "user_account.id"]
    ),
)

idempotency_key = Table(
    "idempotency_key",
    METADATA,
    uid("workspace_id"),
    uid("user_id"),
    text("key"),
    text("route"),
    raw("body_hash"),
    number("status", optional=True),
    raw("answer"),
    moment("created_at"),
    PrimaryKeyConstraint("workspace_id", "user_id", "key"),
)
Index("idempotency_key_by_age", idempotency_key.c.created_at)

sign_in_attempt = Table(
    "sign_in_attempt",
    METADATA,
    text("subject"),
    number("failures"),
    moment("blocked_until", optional=True),
    moment("last_at"),
    PrimaryKeyConstraint("subject"),
)

test_clock = Table(
    "test_clock",
    METADATA,
    flag("only_row"),
    moment("now"),
    PrimaryKeyConstraint("only_row"),
)
