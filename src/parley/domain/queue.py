"""A conversation that needs an agent, and the decision that gave it one."""

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from parley.domain.ids import (
    ContactId,
    ConversationId,
    DecisionId,
    RunId,
    TeamId,
    UserId,
    WorkspaceId,
)


class Strategy(StrEnum):
    """Who of those who could take it does. STICKY and CONTACT_OWNER ask one user first, then go on by
    another strategy; MANUAL gives to nobody: somebody takes it.
    """

    ROUND_ROBIN = "round_robin"
    LEAST_OPEN = "least_open"
    LONGEST_IDLE = "longest_idle"
    LEAST_OCCUPIED = "least_occupied"
    BEST_SKILL_FIT = "best_skill_fit"
    STICKY = "sticky"
    CONTACT_OWNER = "contact_owner"
    MANUAL = "manual"

    @property
    def asks_one_first(self) -> bool:
        return self in _ASK_ONE_FIRST


# A member of an enum is slow to look up: these are asked for with every entry.
_ASK_ONE_FIRST = (Strategy.STICKY, Strategy.CONTACT_OWNER)


class Ring(Struct, frozen=True):
    """Until an absolute hour, or for good, more is asked than the entry's own skills: all of `skills` by their
    least levels, and one of each group in `any_of`.
    """

    skills: dict[str, int]
    until: datetime | None = None
    any_of: tuple[dict[str, int], ...] = ()

    def has_ended(self, now: datetime) -> bool:
        return self.until is not None and self.until <= now


class QueueEntry(Struct, frozen=True):
    """One conversation waits for one agent; unique per conversation.

    Candidates: `user_id` alone if set (then `team_id` is its fallback, if any), else the team's
    members, else all users of the workspace. `max_open` is "fewer than N open", beside each user's own
    capacity. `preferred_user_id` is tried first (the former assignee, the contact's owner) and, until
    `preferred_until`, waited for if full or away for a moment. `next_strategy` is what STICKY and
    CONTACT_OWNER go on with. `skills` are asked always, by their least levels, and one of each group in `any_of`;
    `rings` ask more, each until its hour, the first that has not passed. `since` stays when an entry moves on.
    `run_id` and `visit` name the waiting Assign To step, if a run waits for the outcome.
    """

    workspace_id: WorkspaceId
    conversation_id: ConversationId
    contact_id: ContactId
    user_id: UserId | None
    team_id: TeamId | None
    preferred_user_id: UserId | None
    strategy: Strategy
    online_only: bool
    max_open: int | None
    priority: int
    since: datetime
    deadline_at: datetime | None
    run_id: RunId | None
    visit: int | None
    skills: dict[str, int] = {}
    rings: tuple[Ring, ...] = ()
    channel_kind: str = ""
    next_strategy: Strategy = Strategy.ROUND_ROBIN
    preferred_until: datetime | None = None
    any_of: tuple[dict[str, int], ...] = ()

    @property
    def line_strategy(self) -> Strategy:
        """How the line stands once nobody is asked first."""
        return self.next_strategy if self.strategy in _ASK_ONE_FIRST else self.strategy


class Line(Struct, frozen=True):
    """Those who wait for one team, or for everybody, and how many were given out in the last hour."""

    entries: tuple[QueueEntry, ...] = ()
    given_out: int = 0


class QueuePlace(Struct, frozen=True):
    """From 1; `expected_wait` is None while nothing was given out lately."""

    position: int
    expected_wait: timedelta | None = None


class Decision(Struct, frozen=True):
    """Who got a conversation, and why; `reason` is JSON for people and machines.

    `reason` has: strategy, scope, candidates (count), excluded (count per reason), best (the first few
    candidates with their figures), sentence.
    """

    workspace_id: WorkspaceId
    id: DecisionId
    conversation_id: ConversationId
    contact_id: ContactId
    user_id: UserId
    decided_at: datetime
    waited_seconds: float
    reason: dict[str, object]


class Rotation(Struct, frozen=True):
    """Where the round-robin circle of a queue stands: the position that was served last.

    `scope` is the team's id as text, or "workspace".
    """

    workspace_id: WorkspaceId
    scope: str
    last_position: int
