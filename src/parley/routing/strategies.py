"""The orders in which a pool's users are served, each quick for many users and many decisions."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from heapq import heapify, heappop, heappush
from typing import Protocol

from msgspec import Struct

from parley.domain.queue import Strategy
from parley.routing.asking import Asks
from parley.routing.eligibility import Candidate

NEVER = datetime.min.replace(tzinfo=UTC)


class Place(Struct, frozen=True):
    """A candidate's place in one scope's circle."""

    position: int
    candidate: Candidate


class Cursor:
    """Where a scope's circle stands: the position served last, None before the first."""

    __slots__ = ("is_moved", "position")

    def __init__(self, position: int | None) -> None:
        self.position = position
        self.is_moved = False

    def move(self, position: int) -> None:
        self.position = position
        self.is_moved = True


class Line(Protocol):
    """The eligible users of a pool in a strategy's order. Who has no room any more is removed."""

    def first(self, count: int) -> list[Place]:
        """Name the next to be served, at most `count` of them; empty when nobody is left."""
        ...

    def serve(self, place: Place) -> None:
        """Note that the one at `place`, the first, was given work in turn."""
        ...

    def remove(self, place: Place) -> None: ...


class Circle:
    """Round robin (O20): clockwise by position from whom was served last.

    `places` rise strictly by position; a newcomer has the highest. Who is not eligible now is not in the
    circle and so is passed over without credit. A step costs O(log n).
    """

    def __init__(self, places: Sequence[Place], cursor: Cursor) -> None:
        self._places = list(places)
        self._positions = [place.position for place in self._places]
        self._cursor = cursor

    def first(self, count: int) -> list[Place]:
        start = self._start()
        ahead = self._places[start : start + count]
        missing = count - len(ahead)
        return ahead + self._places[: min(start, missing)] if missing else ahead

    def serve(self, place: Place) -> None:
        self._cursor.move(place.position)

    def remove(self, place: Place) -> None:
        index = bisect_left(self._positions, place.position)
        del self._places[index], self._positions[index]

    def _start(self) -> int:
        if self._cursor.position is None:
            return 0
        index = bisect_right(self._positions, self._cursor.position)
        return index if index < len(self._positions) else 0


Score = tuple[float, float, datetime, int]
Rank = Callable[[Place], Score]


class Ranking:
    """Lowest rank first, by a heap per pool.

    A rank may only grow during one match, since work only comes: a stale place is therefore too high in
    the heap, never too low, and is put right when it surfaces.
    """

    def __init__(self, places: Sequence[Place], rank: Rank) -> None:
        self._rank = rank
        self._here = {place.candidate.user_id for place in places}
        # The running number keeps the heap from ever comparing two places.
        self._heap = [(rank(place), number, place) for number, place in enumerate(places)]
        heapify(self._heap)

    def first(self, count: int) -> list[Place]:
        top: list[tuple[Score, int, Place]] = []
        while self._heap and len(top) < count:
            ranked, number, place = heappop(self._heap)
            if place.candidate.user_id not in self._here:
                continue
            current = self._rank(place)
            if current == ranked:
                top.append((ranked, number, place))
            else:
                heappush(self._heap, (current, number, place))
        for item in top:
            heappush(self._heap, item)
        return [place for _, _, place in top]

    def serve(self, place: Place) -> None:
        """Nothing to note: the rank itself tells who was served."""

    def remove(self, place: Place) -> None:
        self._here.discard(place.candidate.user_id)


class Nobody:
    """Manual: nobody stands in line, for whoever wants the conversation takes it."""

    def first(self, count: int) -> list[Place]:  # noqa: ARG002 - the interface's word
        return []

    def serve(self, place: Place) -> None:
        """Nobody is served."""

    def remove(self, place: Place) -> None:
        """Nobody is here."""


def fewest_open(place: Place) -> Score:
    """Least load in units, then longest since work last came, then position."""
    candidate = place.candidate
    return candidate.load, 0.0, candidate.last_assigned_at or NEVER, place.position


def longest_idle(place: Place) -> Score:
    """Who has nothing open, the longest so first; behind them the others by `fewest_open`."""
    candidate = place.candidate
    idle = candidate.find_idle_since()
    if idle is None:
        return 1.0, candidate.load, candidate.last_assigned_at or NEVER, place.position
    return 0.0, 0.0, idle, place.position


def least_occupied(place: Place) -> Score:
    """Least share of the capacity, then longest since work last came. No limit counts as nothing used, and
    among those the load tells.
    """
    candidate = place.candidate
    last = candidate.last_assigned_at or NEVER
    if candidate.capacity is None:
        return 0.0, candidate.load, last, place.position
    return candidate.load / max(1, candidate.capacity), 0.0, last, place.position


def best_skill_fit(asks: Asks) -> Rank:
    """Highest sum of the levels of what is asked, then `fewest_open`."""

    def rank(place: Place) -> Score:
        candidate = place.candidate
        return (
            -asks.fit(candidate.skills),
            candidate.load,
            candidate.last_assigned_at or NEVER,
            place.position,
        )

    return rank


RANKS = {
    Strategy.LEAST_OPEN: fewest_open,
    Strategy.LONGEST_IDLE: longest_idle,
    Strategy.LEAST_OCCUPIED: least_occupied,
}


def make_line(strategy: Strategy, places: Sequence[Place], cursor: Cursor, *, asks: Asks) -> Line:
    """Stand the eligible in the strategy's order; `asks` is what is asked of them."""
    if strategy is Strategy.MANUAL:
        return Nobody()
    if strategy is Strategy.BEST_SKILL_FIT:
        return Ranking(places, best_skill_fit(asks))
    rank = RANKS.get(strategy)
    return Ranking(places, rank) if rank else Circle(places, cursor)
