"""A small business for tests: a workspace with agents, teams and channels, and a desk in memory."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from parley.domain.channel import Begins, Channel, FileRule, Manifest
from parley.domain.contact import Field, FieldScope, FieldType, Tag
from parley.domain.desk import Desk
from parley.domain.ids import (
    CategoryId,
    ChannelId,
    EndpointId,
    TagId,
    TeamId,
    UserId,
    WorkspaceId,
)
from parley.domain.people import Role, Team, TeamMember, User, Visibility
from parley.domain.workspace import ClosingCategory, PublishedVersion, Reference, Settings
from parley.rehearsal import desk as rehearsal
from parley.rehearsal.desk import CountingIds as CountingIds
from parley.rehearsal.desk import Everything as Everything
from parley.rehearsal.desk import fixed_id as fixed_id

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


WORKSPACE = WorkspaceId(fixed_id(1))
WHATSAPP = ChannelId(fixed_id(11))
CUSTOM = ChannelId(fixed_id(12))
ANA, BO, CLEO, OLGA = (UserId(fixed_id(21 + n)) for n in range(4))
SALES, SUPPORT = TeamId(fixed_id(31)), TeamId(fixed_id(32))
VIP, LEAD = TagId(fixed_id(41)), TagId(fixed_id(42))
SPAM = CategoryId(fixed_id(51))

WITH_BUTTONS = Manifest(
    kind="whatsapp",
    name="WhatsApp",
    begins=Begins.CONTACT,
    sends=frozenset({"text", "prompt", "media"}),
    reply_window=timedelta(hours=24),
    text_limit=4096,
    button_limit=10,
    button_title_limit=20,
    has_receipts=True,
    opens_on=frozenset({"text", "media", "choice", "location", "form", "order"}),
    identity_schemes=("wa_id",),
    files={
        "image": FileRule(5_000_000, frozenset({"jpg", "jpeg", "png"})),
        "audio": FileRule(16_000_000, frozenset({"mp3"}), takes_caption=False),
        "file": FileRule(100_000_000),
    },
    caption_limit=1024,
)
PLAIN = Manifest(
    kind="custom",
    name="Custom",
    begins=Begins.BOTH,
    sends=frozenset({"text"}),
    reply_window=None,
    text_limit=2000,
    button_limit=0,
    button_title_limit=0,
    has_receipts=False,
    opens_on=frozenset({"text", "media", "choice"}),
    identity_schemes=("custom_id",),
)


def make_user(
    user_id: UserId,
    name: str,
    *,
    position: int,
    role: Role = Role.AGENT,
    capacity: int | None = None,
) -> User:
    email = f"{name.lower()}@example.com"
    return User(WORKSPACE, user_id, name, email, role, Visibility.ALL, capacity, position)


def make_reference(
    *, settings: Settings | None = None, versions: Iterable[PublishedVersion] = ()
) -> Reference:
    """A shop with Ana and Bo in Sales, Cleo in Support, the manager Olga in no team, a WhatsApp number
    and a custom channel. Its mappings are plain dicts: a test may add to them or take from them."""
    users = [
        make_user(ANA, "Ana", position=1),
        make_user(BO, "Bo", position=2),
        make_user(CLEO, "Cleo", position=3),
        make_user(OLGA, "Olga", position=4, role=Role.MANAGER),
    ]
    teams = [
        Team(WORKSPACE, SALES, "Sales", (TeamMember(ANA, 1), TeamMember(BO, 2))),
        Team(WORKSPACE, SUPPORT, "Support", (TeamMember(CLEO, 1),)),
    ]
    channels = [
        Channel(WORKSPACE, WHATSAPP, EndpointId(fixed_id(13)), "whatsapp", "Shop", "4915550", {}),
        Channel(WORKSPACE, CUSTOM, EndpointId(fixed_id(14)), "custom", "Portal", "portal", {}),
    ]
    return Reference(
        workspace_id=WORKSPACE,
        number=1,
        settings=settings or Settings(country="DE"),
        channels={channel.id: channel for channel in channels},
        manifests={manifest.kind: manifest for manifest in (WITH_BUTTONS, PLAIN)},
        users={user.id: user for user in users},
        teams={team.id: team for team in teams},
        fields={(field.scope, field.slug): field for field in _fields()},
        tags={
            VIP: Tag(WORKSPACE, VIP, "VIP"),
            LEAD: Tag(WORKSPACE, LEAD, "Lead"),
        },
        categories={SPAM: ClosingCategory(WORKSPACE, SPAM, "Spam")},
        versions={version.version_id: version for version in versions},
        secrets=frozenset({"crm"}),
    )


def _fields() -> list[Field]:
    contact, conversation = FieldScope.CONTACT, FieldScope.CONVERSATION
    return [
        Field(WORKSPACE, contact, "budget", "Budget", FieldType.NUMBER),
        Field(WORKSPACE, contact, "city", "City", FieldType.TEXT),
        Field(WORKSPACE, contact, "newsletter", "Newsletter", FieldType.CHECKBOX),
        Field(WORKSPACE, contact, "plan", "Plan", FieldType.LIST, ("Basic", "Pro")),
        Field(WORKSPACE, conversation, "topic", "Topic", FieldType.TEXT),
        Field(WORKSPACE, conversation, "order_number", "Order number", FieldType.TEXT),
    ]


def make_desk(
    reference: Reference | None = None,
    *,
    now: datetime = NOON,
    online: Iterable[UserId] = (ANA, BO, CLEO),
    ids: CountingIds | None = None,
) -> Desk:
    """An empty desk on which all that exists is known, with a row of moving parts per user."""
    return rehearsal.make_desk(reference or make_reference(), now=now, online=online, ids=ids)
