"""The order of those who wait, the pools they wait for, and what a match answers."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from parley.domain.ids import ConversationId, TeamId, UserId
from parley.domain.queue import QueueEntry, Rotation, Strategy

WORKSPACE_SCOPE = "workspace"


class PoolKey(Struct, frozen=True):
    """Entries with the same key can be served by the same users in the same order.

    `team_id` None is the whole workspace.
    """

    team_id: TeamId | None
    strategy: Strategy
    online_only: bool
    max_open: int | None

    @property
    def scope(self) -> str:
        return scope_of(self.team_id)


class Demand(Struct, frozen=True):
    """What a group of entries asks for, whatever the strategy: enough to tell whether anybody could help."""

    user_id: UserId | None
    team_id: TeamId | None
    online_only: bool
    max_open: int | None


class Choice(Struct, frozen=True):
    """An entry and the user who takes it; `reason` is as in `domain.queue.Decision`."""

    entry: QueueEntry
    user_id: UserId
    reason: dict[str, object]


class Shortage(Struct, frozen=True):
    """Why an entry goes on waiting. Entries of one pool share the value."""

    scope: str
    candidates: int
    excluded: dict[str, int]
    sentence: str


class MatchResult(Struct, frozen=True):
    """`decisions` in the order they were taken, `rotations` that moved, `waiting` by conversation."""

    decisions: tuple[Choice, ...]
    rotations: tuple[Rotation, ...]
    waiting: dict[ConversationId, Shortage]


def scope_of(team_id: TeamId | None) -> str:
    return str(team_id) if team_id is not None else WORKSPACE_SCOPE


def pool_key(entry: QueueEntry) -> PoolKey:
    return PoolKey(entry.team_id, entry.strategy, entry.online_only, entry.max_open)


def demand_of(entry: QueueEntry) -> Demand:
    return Demand(entry.user_id, entry.team_id, entry.online_only, entry.max_open)


def in_turn(entries: Iterable[QueueEntry]) -> list[QueueEntry]:
    """Order by priority, highest first; within one priority by age; the id settles what is left."""
    return sorted(entries, key=_turn)


def _turn(entry: QueueEntry) -> tuple[int, datetime, ConversationId]:
    return -entry.priority, entry.since, entry.conversation_id
