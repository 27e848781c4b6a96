"""Why this user, or why nobody: as figures for machines and a sentence for people."""

from collections.abc import Sequence

from parley.routing.eligibility import Candidate, Exclusion
from parley.routing.queue import Shortage
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
    Exclusion.OFFLINE: "offline",
    Exclusion.DEACTIVATED: "deactivated",
    Exclusion.NOT_A_MEMBER: "not in the team",
}


def figures(place: Place) -> dict[str, object]:
    candidate = place.candidate
    last = candidate.last_assigned_at
    return {
        "user_id": str(candidate.user_id),
        "name": candidate.name,
        "presence": candidate.presence.value,
        "open_count": candidate.open_count,
        "capacity": candidate.capacity,
        "last_assigned_at": last.isoformat() if last else None,
        "position": place.position,
    }


def standing(candidate: Candidate) -> str:
    """Say how the user stands before taking the conversation: "Ana: online, 2 of 4 busy"."""
    if candidate.capacity is None:
        return f"{candidate.name}: {candidate.presence}, {candidate.open_count} open"
    return f"{candidate.name}: {candidate.presence}, {candidate.open_count} of {candidate.capacity} busy"


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


def explain_turn(
    best: Sequence[Place],
    *,
    strategy: str,
    scope: str,
    because: str,
    excluded: Excluded,
    candidates: int,
    passed_over: str | None,
) -> dict[str, object]:
    """Explain a choice made in the pool's order; `best` has the chosen one first, then the runners-up."""
    chosen = f"{standing(best[0].candidate)}, {because}"
    words = (chosen, passed_over or "", excluded.words())
    return {
        "strategy": strategy,
        "scope": scope,
        "candidates": candidates,
        "excluded": excluded.counts(),
        "best": [figures(place) for place in best],
        "sentence": "; ".join(word for word in words if word),
    }


def explain_named(place: Place, *, strategy: str, scope: str, because: str) -> dict[str, object]:
    """Explain a choice of one user by name: the one asked for, or the one preferred."""
    return {
        "strategy": strategy,
        "scope": scope,
        "candidates": 1,
        "excluded": {},
        "best": [figures(place)],
        "sentence": f"{standing(place.candidate)}, {because}",
    }


def explain_empty(scope: str, *, candidates: int, excluded: Excluded) -> Shortage:
    sentence = excluded.words() or "There is nobody in this team"
    return Shortage(scope, candidates, excluded.counts(), sentence)


def explain_gone(scope: str) -> Shortage:
    return Shortage(scope, 0, {}, "The team does not exist any more")


def explain_absence(name: str, exclusion: Exclusion) -> Shortage:
    """Explain a wait for one user."""
    return Shortage("user", 1, {exclusion.value: 1}, f"{name} was {CONDITIONS[exclusion]}")
