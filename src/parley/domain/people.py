"""Users, their teams, and whether they can take work now."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from parley.domain.ids import TeamId, UserId, WorkspaceId


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


class User(Struct, frozen=True):
    """`position` is the place in the workspace's round-robin circle; a newcomer gets the highest."""

    workspace_id: WorkspaceId
    id: UserId
    name: str
    email: str
    role: Role
    visibility: Visibility
    capacity: int | None
    position: int
    deactivated_at: datetime | None = None


class TeamMember(Struct, frozen=True):
    """`position` is the place in the team's round-robin circle."""

    user_id: UserId
    position: int


class Team(Struct, frozen=True):
    workspace_id: WorkspaceId
    id: TeamId
    name: str
    members: tuple[TeamMember, ...] = ()

    def has(self, user_id: UserId) -> bool:
        return any(member.user_id == user_id for member in self.members)


class Agent(Struct, frozen=True):
    """A user's moving parts, in a row of their own: presence, load, and when work last came.

    `open_count` is the number of open, not snoozed conversations assigned to the user. It may lawfully
    exceed `capacity` (O19); `capacity` None means no limit. `absence` says that the system took the user
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

    @property
    def over_by(self) -> int:
        return max(0, self.open_count - self.capacity) if self.capacity is not None else 0
