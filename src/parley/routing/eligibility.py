"""Whether a user can take a conversation now, and if not, why."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from parley.domain.ids import CalendarId, UserId
from parley.domain.people import Agent, Presence, User
from parley.domain.workspace import Reference
from parley.routing.asking import NOTHING, Asks
from parley.routing.hours import is_within_hours


class Exclusion(StrEnum):
    """Why somebody is passed over."""

    NOT_A_MEMBER = "not_a_member"
    DEACTIVATED = "deactivated"
    OFFLINE = "offline"
    BREAK = "break"
    BUSY = "busy"
    FINISHING = "finishing"
    OFF_SHIFT = "off_shift"
    CHANNEL = "channel"
    SKILL = "skill"
    AT_CAPACITY = "at_capacity"
    TOO_MANY_OPEN = "too_many_open"


class Wants(Struct, frozen=True):
    """What an entry asks of whoever takes it. `units` is the room that it needs, `max_open` the lowest of the
    caps that hold for it.
    """

    online_only: bool = True
    max_open: int | None = None
    channel_kind: str = ""
    units: int = 1
    asks: Asks = NOTHING


class Candidate:
    """A user during one match: the load grows as decisions fall, and never shrinks."""

    __slots__ = (
        "capacity",
        "channel_kinds",
        "idle_since",
        "is_active",
        "is_on_shift",
        "last_assigned_at",
        "load",
        "name",
        "open_count",
        "presence",
        "presence_since",
        "skills",
        "user_id",
    )

    def __init__(self, agent: Agent, user: User | None, *, is_on_shift: bool = True) -> None:
        self.user_id = agent.user_id
        self.name = user.name if user else "A former user"
        self.is_active = user is not None and user.deactivated_at is None
        self.skills: Mapping[str, int] = user.skills if user else {}
        self.channel_kinds = user.channel_kinds if user else ()
        self.is_on_shift = is_on_shift
        self.presence = agent.presence
        self.presence_since = agent.presence_since
        self.open_count = agent.open_count
        self.load = agent.load
        self.capacity = agent.capacity
        self.idle_since = agent.idle_since
        self.last_assigned_at = agent.last_assigned_at

    def take(self, units: int, *, now: datetime) -> None:
        self.open_count += 1
        self.load += units
        self.last_assigned_at = now

    def find_idle_since(self) -> datetime | None:
        """Tell since when the user is there with nothing open: whoever comes back begins anew."""
        if self.open_count > 0:
            return None
        return max(self.presence_since, self.idle_since or self.presence_since)

    def serves(self, channel_kind: str) -> bool:
        return not channel_kind or not self.channel_kinds or channel_kind in self.channel_kinds

    def find_fullness(self, wants: Wants) -> Exclusion | None:
        """Name the limit that leaves no room: the user's own, in units, or "fewer than N open"."""
        if self.capacity is not None:
            room = self.capacity - self.load
            if self.capacity <= 0 or room < wants.units:
                return Exclusion.AT_CAPACITY
        if wants.max_open is not None and self.open_count >= wants.max_open:
            return Exclusion.TOO_MANY_OPEN
        return None

    def find_unfitness(self, wants: Wants) -> Exclusion | None:
        """Name what no room could mend: gone, not allowed on the channel, or without a skill."""
        if not self.is_active:
            return Exclusion.DEACTIVATED
        if not self.serves(wants.channel_kind):
            return Exclusion.CHANNEL
        return None if wants.asks.is_met_by(self.skills) else Exclusion.SKILL

    def find_absence(self) -> Exclusion | None:
        """Name why the user takes no work now, however little they have."""
        match self.presence:
            case Presence.ONLINE:
                return None if self.is_on_shift else Exclusion.OFF_SHIFT
            case Presence.BUSY:
                return Exclusion.BUSY
            case Presence.BREAK:
                return Exclusion.BREAK
            case Presence.OFFLINE:
                return Exclusion.OFFLINE
            case Presence.FINISHING:
                return Exclusion.FINISHING
            case _:
                assert_never(self.presence)

    def find_exclusion(self, wants: Wants) -> Exclusion | None:
        """Name what keeps the user from taking one more, or None: eligible."""
        # Finishing asks in so many words for nothing new, however it comes.
        matters = wants.online_only or self.presence is Presence.FINISHING
        absence = self.find_absence() if matters else None
        if absence is not None and self.is_active:
            return absence
        return self.find_unfitness(wants) or self.find_fullness(wants)

    def may_serve_soon(self, wants: Wants) -> bool:
        """Fit and on shift, if only full, busy or on a break: worth a wait."""
        if self.presence is Presence.FINISHING:
            return False
        is_here = self.is_on_shift and self.presence is not Presence.OFFLINE
        return (is_here or not wants.online_only) and self.find_unfitness(wants) is None


def list_candidates(
    agents: Iterable[Agent], reference: Reference, *, now: datetime
) -> dict[UserId, Candidate]:
    """Pair each agent with the user's set-up; an agent without a user counts as deactivated."""
    is_working: dict[CalendarId | None, bool] = {None: True}
    found: dict[UserId, Candidate] = {}
    for agent in agents:
        user = reference.users.get(agent.user_id)
        shift = user.calendar_id if user else None
        if shift not in is_working:
            is_working[shift] = is_within_hours(reference, shift, now)
        found[agent.user_id] = Candidate(agent, user, is_on_shift=is_working[shift])
    return found
