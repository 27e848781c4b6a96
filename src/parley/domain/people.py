"""Users, their teams, and whether they can take work now."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from parley.domain.ids import CalendarId, TeamId, UserId, WorkspaceId
from parley.domain.queue import Strategy


class Role(StrEnum):
    OWNER = "owner"
    MANAGER = "manager"
    AGENT = "agent"


class Visibility(StrEnum):
    """Which conversations a user sees (O28)."""

    OWN = "own"
    TEAM = "team"
    ALL = "all"


class Presence(StrEnum):
    """How a user is here (O21). `finishing`: present, ends what is begun, gets nothing new."""

    ONLINE = "online"
    BUSY = "busy"
    BREAK = "break"
    OFFLINE = "offline"
    FINISHING = "finishing"


class Absence(StrEnum):
    """Why the system took a user offline; who left by hand has none."""

    INACTIVE = "inactive"
    CONNECTION_LOST = "connection_lost"


SKILL_LEVELS = (1, 5)


class Skill(Struct, frozen=True):
    """Something that a conversation may need and a user may have, at a level from 1 to 5. Languages are
    skills. A skill that was deleted is asked of nobody any more.
    """

    workspace_id: WorkspaceId
    slug: str
    name: str


class User(Struct, frozen=True):
    """`position` is the place in the workspace's round-robin circle; a newcomer gets the highest. `skills`
    are levels by slug; `channel_kinds` are those served (none named: all); `calendar_id` names the shifts
    (none: always). `capacity` is in units of load.
    """

    workspace_id: WorkspaceId
    id: UserId
    name: str
    email: str
    role: Role
    visibility: Visibility
    capacity: int | None
    position: int
    deactivated_at: datetime | None = None
    skills: dict[str, int] = {}
    channel_kinds: tuple[str, ...] = ()
    calendar_id: CalendarId | None = None


class TeamMember(Struct, frozen=True):
    """`position` is the place in the team's round-robin circle."""

    user_id: UserId
    position: int


class Team(Struct, frozen=True):
    """`strategy` is for work that names none, with `next_strategy` and `preferred_seconds` (how long the one
    asked first is waited for) for STICKY and CONTACT_OWNER. Outside `calendar_id`'s hours nothing is given
    out; `max_open` is the cap of each: members with so many open conversations get none of the team's.
    `max_in_hand` is the cap of all: with so many of its conversations in somebody's hands the others wait.
    """

    workspace_id: WorkspaceId
    id: TeamId
    name: str
    members: tuple[TeamMember, ...] = ()
    strategy: Strategy = Strategy.ROUND_ROBIN
    next_strategy: Strategy = Strategy.ROUND_ROBIN
    preferred_seconds: int = 0
    calendar_id: CalendarId | None = None
    max_open: int | None = None
    max_in_hand: int | None = None

    def has(self, user_id: UserId) -> bool:
        return any(member.user_id == user_id for member in self.members)


class Agent(Struct, frozen=True):
    """A user's moving parts, in a row of their own: presence, load, and when work last came.

    `open_count` is the number of open, not snoozed conversations assigned to the user, `load` what they weigh
    in units. The load may lawfully exceed `capacity` (O19); `capacity` None means no limit. `idle_since`: when
    the last open conversation went, None while there is one. `absence` says that the system took the user
    offline; then `returns_to` and `returns_reason` are the state to come back to.
    """

    workspace_id: WorkspaceId
    user_id: UserId
    presence: Presence
    presence_reason: str | None
    presence_since: datetime
    open_count: int
    capacity: int | None
    last_assigned_at: datetime | None = None
    absence: Absence | None = None
    returns_to: Presence | None = None
    returns_reason: str | None = None
    load: int = 0
    idle_since: datetime | None = None

    @property
    def over_by(self) -> int:
        return max(0, self.load - self.capacity) if self.capacity is not None else 0

    def moved(self, *, conversations: int, units: int, at: datetime) -> "Agent":
        """As the row stands after so many conversations of so many units came (or, negative, went)."""
        count = self.open_count + conversations
        idle_since = at if self.open_count > 0 else self.idle_since
        if count > 0:
            idle_since = None
        return replace(self, open_count=count, load=self.load + units, idle_since=idle_since)
