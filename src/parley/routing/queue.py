"""The order of those who wait, the pools they wait for, and what a match answers."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from parley.domain.ids import ContactId, ConversationId, TeamId, UserId
from parley.domain.queue import QueueEntry, Rotation, Strategy
from parley.routing.asking import NOTHING, Asks, make_asks

WORKSPACE_SCOPE = "workspace"
PRIORITY_SPAN = 100


class PoolKey(Struct, frozen=True):
    """Entries with the same key can be served by the same users in the same order.

    `team_id` None is the whole workspace. `asks` is what is asked for now, the ring's skills among it.
    """

    team_id: TeamId | None
    strategy: Strategy
    online_only: bool
    max_open: int | None
    channel_kind: str = ""
    asks: Asks = NOTHING

    @property
    def scope(self) -> str:
        return scope_of(self.team_id)


class Demand(Struct, frozen=True):
    """What a group of entries asks for at one moment: enough to tell whether anybody could help.

    `asks` holds always, each of `rings`, those that have not ended, asks more. Nobody but
    `preferred_user_id` is asked while `is_patient`.
    """

    user_id: UserId | None
    team_id: TeamId | None
    online_only: bool
    max_open: int | None
    channel_kind: str = ""
    asks: Asks = NOTHING
    rings: tuple[Asks, ...] = ()
    preferred_user_id: UserId | None = None
    is_patient: bool = False
    is_by_hand: bool = False


class Waiting(Struct, frozen=True):
    """Who waits, for whoever locks them."""

    conversation_id: ConversationId
    contact_id: ContactId


class WaitingFor(Waiting, frozen=True):
    """With what a sketch needs to know of the entry: the demand, and the strategy of its line."""

    demand: Demand
    line_strategy: Strategy


class Choice(Struct, frozen=True):
    """An entry and the user who takes it, for whom it weighs `units`; `reason` is as in `domain.queue.Decision`."""

    entry: QueueEntry
    user_id: UserId
    reason: dict[str, object]
    units: int = 1


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


def demand_of(entry: QueueEntry, *, now: datetime) -> Demand:
    return Demand(
        entry.user_id,
        entry.team_id,
        entry.online_only,
        entry.max_open,
        entry.channel_kind,
        make_asks(entry.skills, entry.any_of),
        tuple(
            make_asks(ring.skills, ring.any_of) for ring in entry.rings if not ring.has_ended(now)
        )
        if entry.rings
        else (),
        entry.preferred_user_id,
        entry.preferred_until is not None and entry.preferred_until > now,
        entry.line_strategy is Strategy.MANUAL,
    )


def in_turn(entries: Iterable[QueueEntry], *, ageing_minutes: int | None) -> list[QueueEntry]:
    """Order by priority and age; the id settles what is left.

    Strict classes: highest priority first, within one the oldest. With ageing a class is worth so many
    minutes of waiting, so that an entry is overtaken only by what came at most that much later per class:
    nobody starves.
    """
    if ageing_minutes is None:
        return sorted(entries, key=_strictly)
    waiting = list(entries)
    credit = timedelta(minutes=ageing_minutes)
    earned = {priority: clamp(priority) * credit for priority in {e.priority for e in waiting}}

    def aged(entry: QueueEntry) -> tuple[datetime, ConversationId]:
        return entry.since - earned[entry.priority], entry.conversation_id

    return sorted(waiting, key=aged)


def clamp(priority: int) -> int:
    """Keep the arithmetic of hours within its bounds, whatever was stored."""
    return max(-PRIORITY_SPAN, min(PRIORITY_SPAN, priority))


def _strictly(entry: QueueEntry) -> tuple[int, datetime, ConversationId]:
    return -clamp(entry.priority), entry.since, entry.conversation_id
