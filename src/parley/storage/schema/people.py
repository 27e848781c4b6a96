"""Tables of contacts and their addresses."""

from sqlalchemy import ForeignKeyConstraint, Index, PrimaryKeyConstraint, Table
from sqlalchemy import text as sql

from parley.storage.columns import json, moment, text, uid, uids
from parley.storage.schema.metadata import METADATA

contact = Table(
    "contact",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    text("display_name"),
    text("given_name", optional=True),
    text("family_name", optional=True),
    text("phone", optional=True),
    text("email", optional=True),
    text("language", optional=True),
    text("country", optional=True),
    uid("owner_id", optional=True),
    uid("former_assignee_id", optional=True),
    moment("former_assignee_at", optional=True),
    json("fields"),
    uids("tags"),
    moment("blocked_at", optional=True),
    moment("created_at"),
    uid("lifecycle_stage_id", optional=True),
    PrimaryKeyConstraint("workspace_id", "id"),
)
Index(
    "contact_by_phone",
    contact.c.workspace_id,
    contact.c.phone,
    postgresql_where=contact.c.phone.is_not(None),
)
Index(
    "contact_by_email",
    contact.c.workspace_id,
    contact.c.email,
    postgresql_where=contact.c.email.is_not(None),
)
# `folded` is a function of the schema: case, accents and Unicode form are set aside (O8).
Index(
    "contact_by_name",
    contact.c.workspace_id,
    sql('(folded(display_name) COLLATE "C")'),
    contact.c.id,
)
Index(
    "contact_by_tag",
    contact.c.tags,
    postgresql_using="gin",
    postgresql_where=sql("tags <> '{}'"),
)

Index(
    "contact_by_stage",
    contact.c.workspace_id,
    contact.c.lifecycle_stage_id,
    postgresql_where=contact.c.lifecycle_stage_id.is_not(None),
)

identity = Table(
    "identity",
    METADATA,
    uid("workspace_id"),
    text("channel_kind"),
    text("scope"),
    text("scheme"),
    text("value"),
    uid("contact_id"),
    moment("created_at"),
    PrimaryKeyConstraint("workspace_id", "channel_kind", "scope", "scheme", "value"),
    ForeignKeyConstraint(["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"]),
)
Index("identity_by_contact", identity.c.contact_id)

alias = Table(
    "contact_alias",
    METADATA,
    uid("workspace_id"),
    uid("id"),
    uid("contact_id"),
    moment("merged_at"),
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"]),
    comment="The id of a contact that was merged into another: it still leads there.",
)
Index("contact_alias_by_contact", alias.c.workspace_id, alias.c.contact_id)

contact_channel = Table(
    "contact_channel",
    METADATA,
    uid("workspace_id"),
    uid("contact_id"),
    uid("channel_id"),
    text("address"),
    text("scheme"),
    moment("last_inbound_at", optional=True),
    moment("unreachable_at", optional=True),
    PrimaryKeyConstraint("workspace_id", "contact_id", "channel_id"),
    postgresql_with={"fillfactor": "50"},  # each message of the contact writes it anew
)
