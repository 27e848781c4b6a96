"""Why this user, or why nobody: as figures for machines and a sentence for people."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from parley.domain.queue import Strategy
from parley.routing.asking import NOTHING, Asks
from parley.routing.eligibility import Candidate, Exclusion
from parley.routing.queue import WORKSPACE_SCOPE, Shortage
from parley.routing.strategies import Place

BEST_LISTED = 3
EXCLUDED_NAMED = 2

# What the excluded one was. Whose exclusion a reader wants to hear of first stands first: the nearer to
# having served, the earlier.
CONDITIONS = {
    Exclusion.AT_CAPACITY: "at capacity",
    Exclusion.TOO_MANY_OPEN: "over the number of open conversations allowed here",
    Exclusion.BUSY: "busy",
    Exclusion.FINISHING: "finishing and taking nothing new",
    Exclusion.BREAK: "on a break",
    Exclusion.OFF_SHIFT: "off shift",
    Exclusion.OFFLINE: "offline",
    Exclusion.SKILL: "without a skill that is asked for",
    Exclusion.CHANNEL: "not allowed on this channel",
    Exclusion.DEACTIVATED: "deactivated",
    Exclusion.NOT_A_MEMBER: "not in the team",
}


class Asked(Struct, frozen=True):
    """What was asked of the chosen one, and for people the names of the skills by slug.

    `ring` counts from 1; None when no ring asked more.
    """

    asks: Asks = NOTHING
    names: Mapping[str, str] = {}
    ring: int | None = None


NOTHING_ASKED = Asked()


class Figures:
    """Users as figures, told again and again as runners-up: a decision changes three of them, the rest is kept."""

    __slots__ = ("_instant", "_told")

    def __init__(self) -> None:
        self._told: dict[Candidate, dict[str, object]] = {}
        self._instant: tuple[datetime | None, str | None] = (None, None)

    def find(self, place: Place, asked: Asked) -> dict[str, object]:
        candidate = place.candidate
        told = self._told.get(candidate)
        if told is None:
            told = self._told[candidate] = {
                "user_id": str(candidate.user_id),
                "name": candidate.name,
                "presence": candidate.presence.value,
                "open_count": candidate.open_count,
                "load": candidate.load,
                "capacity": candidate.capacity,
                "skills": {slug: candidate.skills.get(slug, 0) for slug in asked.asks.slugs},
                "last_assigned_at": self._tell_instant(candidate.last_assigned_at),
                "position": place.position,
            }
        elif told["open_count"] != candidate.open_count:
            told = self._told[candidate] = {
                **told,
                "open_count": candidate.open_count,
                "load": candidate.load,
                "last_assigned_at": self._tell_instant(candidate.last_assigned_at),
            }
        return told

    def _tell_instant(self, at: datetime | None) -> str | None:
        """Everybody who got something in this match got it at the same instant."""
        if at is not self._instant[0]:
            self._instant = (at, at.isoformat() if at else None)
        return self._instant[1]


def standing(candidate: Candidate, asked: Asked) -> str:
    """Say how the user stands before taking the conversation: "Ana: online, Vietnamese 3, 2 of 4 busy"."""
    words = f"{candidate.name}: {candidate.presence}"
    if asked.asks:
        met = asked.asks.list_meeting(candidate.skills)
        skills = [f"{asked.names[slug]} {candidate.skills.get(slug, 0)}" for slug in met]
        words = ", ".join([words, *skills])
    if candidate.capacity is None:
        return f"{words}, {candidate.open_count} open"
    return f"{words}, {candidate.load} of {candidate.capacity} busy"


class Excluded:
    """Who of a pool cannot serve: counted, and a few by name; the words are made once per change."""

    __slots__ = ("_by_reason", "_words", "count")

    def __init__(self) -> None:
        self.count = 0
        self._by_reason: dict[Exclusion, list[str]] = {}
        self._words: str | None = None

    def add(self, exclusion: Exclusion, name: str) -> None:
        self.count += 1
        self._by_reason.setdefault(exclusion, []).append(name)
        self._words = None

    def counts(self) -> dict[str, int]:
        return {reason.value: len(names) for reason, names in self._by_reason.items()}

    def words(self) -> str:
        """Read "Bo was at capacity, Cy was busy, 3 more could not"; empty when nobody is excluded."""
        if self._words is None:
            self._words = self._write()
        return self._words

    def _write(self) -> str:
        named: list[str] = []
        for reason, condition in CONDITIONS.items():
            room = EXCLUDED_NAMED - len(named)
            names = self._by_reason.get(reason, [])[:room]
            named += [f"{name} was {condition}" for name in names]
        rest = self.count - len(named)
        return ", ".join([*named, f"{rest} more could not"] if rest else named)


def _tell_asked(asked: Asked) -> dict[str, object]:
    told: dict[str, object] = {"asked": dict(asked.asks.skills)}
    if asked.asks.any_of:
        told["any_of"] = [dict(group) for group in asked.asks.any_of]
    return told


def explain_pool(
    *, strategy: Strategy, scope: str, excluded: Excluded, candidates: int, asked: Asked
) -> dict[str, object]:
    """Explain what all choices in a pool's order have in common until somebody is excluded."""
    return {
        "strategy": strategy.value,
        "scope": scope,
        "candidates": candidates,
        "excluded": excluded.counts(),
        **_tell_asked(asked),
        "ring": asked.ring,
    }


def explain_turn(
    best: Sequence[Place],
    *,
    pool: dict[str, object],
    figures: Sequence[dict[str, object]],
    because: str,
    excluded: Excluded,
    passed_over: str | None,
    asked: Asked,
) -> dict[str, object]:
    """Explain a choice in the order of a `pool` that was explained; `best` has the chosen one first, then the
    runners-up, and `figures` theirs.
    """
    sentence = f"{standing(best[0].candidate, asked)}, {because}"
    for words in (passed_over, excluded.words()):
        if words:
            sentence = f"{sentence}; {words}"
    return {**pool, "best": figures, "sentence": sentence}


def explain_named(
    place: Place, *, strategy: str, scope: str, because: str, asked: Asked = NOTHING_ASKED
) -> dict[str, object]:
    """Explain a choice of one user by name: the one asked for, or the one preferred."""
    return {
        "strategy": strategy,
        "scope": scope,
        "candidates": 1,
        "excluded": {},
        **_tell_asked(asked),
        "ring": None,
        "best": [Figures().find(place, asked)],
        "sentence": f"{standing(place.candidate, asked)}, {because}",
    }


def explain_empty(scope: str, *, candidates: int, excluded: Excluded) -> Shortage:
    sentence = excluded.words() or "There is nobody in this team"
    return Shortage(scope, candidates, excluded.counts(), sentence)


def explain_gone(scope: str) -> Shortage:
    return Shortage(scope, 0, {}, "The team does not exist any more")


def explain_closed(scope: str) -> Shortage:
    return Shortage(scope, 0, {}, "The team is outside its hours")


def explain_full(scope: str, *, in_hand: int, cap: int) -> Shortage:
    who = "The workspace" if scope == WORKSPACE_SCOPE else "The team"
    return Shortage(scope, 0, {}, f"{who} has {in_hand} of {cap} conversations in hand")


def explain_by_hand(scope: str) -> Shortage:
    return Shortage(scope, 0, {}, "It waits until somebody takes it")


def explain_absence(name: str, exclusion: Exclusion) -> Shortage:
    """Explain a wait for one user."""
    return Shortage("user", 1, {exclusion.value: 1}, f"{name} was {CONDITIONS[exclusion]}")


def explain_patience(scope: str, name: str, exclusion: Exclusion) -> Shortage:
    """Explain a wait for the one who is asked first."""
    sentence = f"{name}, asked first and waited for, was {CONDITIONS[exclusion]}"
    return Shortage(scope, 1, {exclusion.value: 1}, sentence)
