"""Whether a user can take a conversation now, and if not, why."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from parley.domain.ids import UserId
from parley.domain.people import Agent, Presence
from parley.domain.workspace import Reference


class Exclusion(StrEnum):
    """Why somebody is passed over."""

    NOT_A_MEMBER = "not_a_member"
    DEACTIVATED = "deactivated"
    OFFLINE = "offline"
    BREAK = "break"
    BUSY = "busy"
    FINISHING = "finishing"
    AT_CAPACITY = "at_capacity"
    TOO_MANY_OPEN = "too_many_open"


class Candidate:
    """A user during one match: the load grows as decisions fall, and never shrinks."""

    __slots__ = (
        "capacity",
        "is_active",
        "last_assigned_at",
        "name",
        "open_count",
        "presence",
        "user_id",
    )

    def __init__(self, agent: Agent, *, name: str, is_active: bool) -> None:
        self.user_id = agent.user_id
        self.name = name
        self.is_active = is_active
        self.presence = agent.presence
        self.open_count = agent.open_count
        self.capacity = agent.capacity
        self.last_assigned_at = agent.last_assigned_at

    def take(self, *, now: datetime) -> None:
        self.open_count += 1
        self.last_assigned_at = now

    def find_fullness(self, max_open: int | None) -> Exclusion | None:
        """Name the limit that leaves no room: the user's own, or the entry's "fewer than N open"."""
        if self.capacity is not None and self.open_count >= self.capacity:
            return Exclusion.AT_CAPACITY
        if max_open is not None and self.open_count >= max_open:
            return Exclusion.TOO_MANY_OPEN
        return None

    def find_exclusion(self, *, online_only: bool, max_open: int | None) -> Exclusion | None:
        """Name what keeps the user from taking one more, or None: eligible."""
        if not self.is_active:
            return Exclusion.DEACTIVATED
        if self.presence is Presence.FINISHING:
            return Exclusion.FINISHING  # asked for in so many words: nothing new, however it comes
        absence = _find_absence(self.presence) if online_only else None
        return absence or self.find_fullness(max_open)


def _find_absence(presence: Presence) -> Exclusion | None:
    match presence:
        case Presence.ONLINE:
            return None
        case Presence.BUSY:
            return Exclusion.BUSY
        case Presence.BREAK:
            return Exclusion.BREAK
        case Presence.OFFLINE:
            return Exclusion.OFFLINE
        case Presence.FINISHING:
            return Exclusion.FINISHING
        case _:
            assert_never(presence)


def list_candidates(agents: Iterable[Agent], reference: Reference) -> dict[UserId, Candidate]:
    """Pair each agent with the user's name and standing; an agent without a user counts as deactivated."""
    found: dict[UserId, Candidate] = {}
    for agent in agents:
        user = reference.users.get(agent.user_id)
        found[agent.user_id] = Candidate(
            agent,
            name=user.name if user else "A former user",
            is_active=user is not None and user.deactivated_at is None,
        )
    return found
