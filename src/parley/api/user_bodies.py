"""What is sent and shown of a user."""

import re
import unicodedata
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from parley.api.deps import Deps
from parley.api.limits import CAPACITY_MAX, CHANNEL_KINDS, PASSWORD_LENGTH_MAX, SKILLS_PER_USER
from parley.api.words import Body, Name, Slug, Text, View
from parley.domain.errors import NotFound
from parley.domain.ids import UUID, UserId, WorkspaceId
from parley.domain.people import SKILL_LEVELS, Absence, Presence, Role, Visibility
from parley.storage.setup import users
from parley.storage.setup.users import UserWithLoad

# A sign-in name in the shape of an address: inside a company's network any domain may be real.
ADDRESS = re.compile(r"[^\s@<>\"',;:\\\x00-\x1f]{1,64}@[^\s@<>\"',;:\\\x00-\x1f]{1,189}")


def _address(value: str) -> str:
    folded = unicodedata.normalize("NFC", value).lower()
    if not ADDRESS.fullmatch(folded):
        raise ValueError("This is no e-mail address.")
    return folded


Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_address)
]
Levels = Annotated[
    dict[Slug, Annotated[int, Field(ge=SKILL_LEVELS[0], le=SKILL_LEVELS[1])]],
    Field(max_length=SKILLS_PER_USER),
]
Kinds = Annotated[
    list[Annotated[str, StringConstraints(min_length=1, max_length=40)]],
    Field(max_length=CHANNEL_KINDS),
]
Capacity = Annotated[int, Field(ge=0, le=CAPACITY_MAX)] | None
Password = Annotated[str, StringConstraints(max_length=PASSWORD_LENGTH_MAX)]


class UserView(View):
    """`over_by`: open conversations above the capacity (lawful; it blocks automatic claims only).

    `absence`: why the system took the user offline; `returns_to` is the state that comes back with the user.
    """

    id: UUID
    name: str
    email: str
    role: Role
    visibility: Visibility
    capacity: int | None
    skills: dict[str, int]
    channel_kinds: list[str]
    calendar_id: UUID | None
    teams: list[UUID]
    presence: Presence
    presence_reason: str | None
    presence_since: datetime
    absence: Absence | None
    returns_to: Presence | None
    open_count: int
    over_by: int
    deactivated_at: datetime | None


class NewUser(Body):
    """Without `capacity` the workspace's `default_capacity` is taken; null means no limit."""

    name: Name
    email: Email
    password: Password
    role: Role = Role.AGENT
    visibility: Visibility = Visibility.ALL
    capacity: Capacity = None


class UserChange(Body):
    """What is left out stays; `skills` (levels 1 to 5) and `channel_kinds` (none: all) replace all of them, and
    `calendar_id` names the shifts (null: always). `deactivated` false brings a user back; `password` sets a new one.
    """

    name: Name = ""
    email: Email = ""
    password: Password = ""
    role: Role = Role.AGENT
    visibility: Visibility = Visibility.ALL
    capacity: Capacity = None
    skills: Levels = Field(default_factory=dict)
    channel_kinds: Kinds = Field(default_factory=list)
    calendar_id: UUID | None = None
    deactivated: bool = False


class DeactivatedView(View):
    """The user's open conversations stay with the user until somebody assigns them anew."""

    user: UserView
    open_conversation_ids: list[UUID]


class PresenceChange(Body):
    presence: Presence
    reason: Annotated[Text, StringConstraints(strip_whitespace=True, max_length=100)] | None = None


class OwnPassword(Body):
    current_password: Password
    password: Password


def user_view(found: UserWithLoad) -> UserView:
    user, agent = found.user, found.agent
    return UserView(
        id=user.id,
        name=user.name,
        email=user.email,
        role=user.role,
        visibility=user.visibility,
        capacity=user.capacity,
        skills=user.skills,
        channel_kinds=list(user.channel_kinds),
        calendar_id=user.calendar_id,
        teams=list(found.teams),
        presence=agent.presence,
        presence_reason=agent.presence_reason,
        presence_since=agent.presence_since,
        absence=agent.absence,
        returns_to=agent.returns_to,
        open_count=agent.open_count,
        over_by=agent.over_by,
        deactivated_at=user.deactivated_at,
    )


async def get_user_view(deps: Deps, workspace_id: WorkspaceId, user_id: UserId) -> UserView:
    """Raises NotFound."""
    found = await users.find_user(deps.pool, workspace_id, user_id)
    if found is None:
        raise NotFound
    return user_view(found)
