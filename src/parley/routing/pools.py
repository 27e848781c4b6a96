"""Who may serve the entries of one kind, in the order of their strategy, and why the others may not."""

from collections.abc import Sequence
from functools import cached_property

from parley.domain.ids import UserId
from parley.routing import explain
from parley.routing.eligibility import Candidate, Wants
from parley.routing.queue import PoolKey, Shortage
from parley.routing.strategies import Cursor, Place, make_line


class Pool:
    """The users who may serve the entries of one key: those with room in line, the others counted."""

    def __init__(
        self, key: PoolKey, places: Sequence[Place], cursor: Cursor, *, wants: Wants
    ) -> None:
        self.key = key
        self.wants = wants
        self.count = len(places)
        self.excluded = explain.Excluded()
        self.open: dict[UserId, Place] = {}
        for place in places:
            exclusion = place.candidate.find_exclusion(wants)
            if exclusion is None:
                self.open[place.candidate.user_id] = place
            else:
                self.excluded.add(exclusion, place.candidate.name)
        places_open = list(self.open.values())
        self.line = make_line(key.strategy, places_open, cursor, asks=key.asks)

    def notice(self, candidate: Candidate) -> None:
        """Take the user out of the line when work has filled them up."""
        fullness = candidate.find_fullness(self.wants)
        if fullness is not None:
            self.line.remove(self.open.pop(candidate.user_id))
            self.excluded.add(fullness, candidate.name)

    @cached_property
    def shortage(self) -> Shortage:
        """Why nobody here can serve; asked for once the line is empty, which it stays."""
        return explain.explain_empty(self.key.scope, candidates=self.count, excluded=self.excluded)
