"""Who calls, and what a role may do: one table, read by every route and printed in the reference."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from parley.domain.actor import Actor, ActorKind, user_actor
from parley.domain.errors import Forbidden, NotFound
from parley.domain.ids import TeamId, UserId, WorkspaceId
from parley.domain.people import Role, User, Visibility
from parley.storage.setup.sight import Sight


class Verb(StrEnum):
    READ = "read"
    WRITE = "write"


class Resource(StrEnum):
    SESSION = "session"
    TOKENS = "tokens"
    WORKSPACE = "workspace"
    USERS = "users"
    PRESENCE = "presence"
    TEAMS = "teams"
    SKILLS = "skills"
    CHANNELS = "channels"
    FIELDS = "fields"
    TAGS = "tags"
    SECRETS = "secrets"
    CATEGORIES = "closing-categories"
    CALENDARS = "calendars"
    STAGES = "lifecycle-stages"
    WORKFLOWS = "workflows"
    CONVERSATIONS = "conversations"
    CONTACTS = "contacts"
    RUNS = "runs"
    QUEUE = "queue"
    FLOOR = "floor"
    EVENTS = "events"
    OUTBOX = "outbox"
    INBOUND = "inbound messages"
    DEAD_LETTERS = "dead-letters"


class Reach(StrEnum):
    """How far a permission goes. `seen`: what the user's visibility shows."""

    NONE = "no"
    OWN = "own"
    SEEN = "seen"
    ALL = "all"


# resource: (read, write) of owner, manager, agent.
Pair = tuple[Reach, Reach]
_SET_UP: tuple[Pair, Pair, Pair] = (
    (Reach.ALL, Reach.ALL),
    (Reach.ALL, Reach.ALL),
    (Reach.ALL, Reach.NONE),
)
_SEEN: Pair = (Reach.SEEN, Reach.SEEN)
_DAILY_WORK: tuple[Pair, Pair, Pair] = (_SEEN, _SEEN, _SEEN)
_OWN: Pair = (Reach.OWN, Reach.OWN)
_ONES_OWN: tuple[Pair, Pair, Pair] = (_OWN, _OWN, _OWN)
_LOOK: Pair = (Reach.SEEN, Reach.NONE)
_LOOK_ONLY: tuple[Pair, Pair, Pair] = (_LOOK, _LOOK, _LOOK)
_ADMINS: tuple[Pair, Pair, Pair] = (
    (Reach.ALL, Reach.ALL),
    (Reach.ALL, Reach.ALL),
    (Reach.NONE, Reach.NONE),
)
MATRIX: Mapping[Resource, tuple[Pair, Pair, Pair]] = {
    Resource.SESSION: _ONES_OWN,
    Resource.TOKENS: _ONES_OWN,
    Resource.WORKSPACE: _SET_UP,
    Resource.USERS: _SET_UP,
    Resource.PRESENCE: (
        (Reach.ALL, Reach.ALL),
        (Reach.ALL, Reach.ALL),
        (Reach.ALL, Reach.OWN),
    ),
    Resource.TEAMS: _SET_UP,
    Resource.SKILLS: _SET_UP,
    Resource.CHANNELS: _SET_UP,
    Resource.FIELDS: _SET_UP,
    Resource.TAGS: _SET_UP,
    Resource.SECRETS: _ADMINS,
    Resource.CATEGORIES: _SET_UP,
    Resource.CALENDARS: _SET_UP,
    Resource.STAGES: _SET_UP,
    Resource.WORKFLOWS: _SET_UP,
    Resource.CONVERSATIONS: _DAILY_WORK,
    Resource.CONTACTS: _DAILY_WORK,
    Resource.RUNS: (
        (Reach.SEEN, Reach.SEEN),
        (Reach.SEEN, Reach.SEEN),
        (Reach.SEEN, Reach.NONE),
    ),
    Resource.QUEUE: _LOOK_ONLY,
    Resource.FLOOR: _ADMINS,
    Resource.EVENTS: _LOOK_ONLY,
    Resource.OUTBOX: _LOOK_ONLY,
    Resource.INBOUND: _ADMINS,
    Resource.DEAD_LETTERS: _ADMINS,
}
_COLUMN: Mapping[Role, int] = {Role.OWNER: 0, Role.MANAGER: 1, Role.AGENT: 2}


def reach(role: Role, verb: Verb, resource: Resource) -> Reach:
    read, write = MATRIX[resource][_COLUMN[role]]
    return read if verb is Verb.READ else write


def may(role: Role, verb: Verb, resource: Resource) -> bool:
    return reach(role, verb, resource) is not Reach.NONE


class Scope(Struct, frozen=True):
    """The caller of one request: every statement and every action works inside it."""

    workspace_id: WorkspaceId
    user: User
    teams: frozenset[TeamId] = frozenset()
    by_token: bool = False

    @property
    def user_id(self) -> UserId:
        return self.user.id

    @property
    def role(self) -> Role:
        return self.user.role

    @property
    def visibility(self) -> Visibility:
        return self.user.visibility

    @property
    def actor(self) -> Actor:
        """A token's calls are the API's, not a person's: they do not end runs (O17)."""
        return Actor(ActorKind.API, self.user.id) if self.by_token else user_actor(self.user.id)

    @property
    def sight(self) -> Sight:
        return Sight(self.workspace_id, self.user.id, self.user.visibility, self.teams)

    def sees(self, *, assignee_id: UserId | None, team_id: TeamId | None) -> bool:
        return self.sight.sees(assignee_id=assignee_id, team_id=team_id)

    def require(self, verb: Verb, resource: Resource) -> None:
        """Raises Forbidden where the role's row of the matrix says no."""
        if not may(self.role, verb, resource):
            raise Forbidden(resource=str(resource), verb=str(verb), role=str(self.role))

    def require_seen(self, *, assignee_id: UserId | None, team_id: TeamId | None) -> None:
        """Raises NotFound for a conversation that the caller may not see."""
        if not self.sees(assignee_id=assignee_id, team_id=team_id):
            raise NotFound
