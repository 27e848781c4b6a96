"""Who may serve the entries of one kind, in the order of their strategy, and why the others may not."""

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from parley.domain.ids import TeamId
from parley.domain.workspace import Reference
from parley.routing import explain
from parley.routing.asking import Asks
from parley.routing.eligibility import Candidate, Wants
from parley.routing.queue import Demand, PoolKey, Shortage
from parley.routing.strategies import Cursor, Place, make_line
from parley.routing.wording import describe


class Pool:
    """The users who may serve the entries of one key: those with room in line, the others counted."""

    def __init__(
        self, key: PoolKey, places: Sequence[Place], cursor: Cursor, *, wants: Wants
    ) -> None:
        self.key = key
        self.wants = wants
        self.count = len(places)
        self.excluded = explain.Excluded()
        self.open: dict[Candidate, Place] = {}
        self._figures = explain.Figures()
        self._explained: dict[int | None, dict[str, object]] = {}
        self._because = describe(key.strategy)
        for place in places:
            exclusion = place.candidate.find_exclusion(wants)
            if exclusion is None:
                self.open[place.candidate] = place
            else:
                self.excluded.add(exclusion, place.candidate.name)
        places_open = list(self.open.values())
        self.line = make_line(key.strategy, places_open, cursor, asks=key.asks)

    def notice(self, candidate: Candidate) -> None:
        """Take the user out of the line when work has filled them up."""
        fullness = candidate.find_fullness(self.wants)
        if fullness is not None:
            self.line.remove(self.open.pop(candidate))
            self.excluded.add(fullness, candidate.name)
            self._explained.clear()

    @cached_property
    def shortage(self) -> Shortage:
        """Why nobody here can serve; asked for once the line is empty, which it stays."""
        return explain.explain_empty(self.key.scope, candidates=self.count, excluded=self.excluded)

    def tell(
        self, best: Sequence[Place], *, asked: explain.Asked, passed_over: str | None
    ) -> dict[str, object]:
        """Explain a choice in the line's order; `best` has the chosen one first, then the runners-up."""
        explained = self._explained.get(asked.ring)
        if explained is None:
            explained = self._explained[asked.ring] = explain.explain_pool(
                strategy=self.key.strategy,
                scope=self.key.scope,
                excluded=self.excluded,
                candidates=self.count,
                asked=asked,
            )
        return explain.explain_turn(
            best,
            pool=explained,
            figures=[self._figures.find(place, asked) for place in best],
            because=self._because,
            excluded=self.excluded,
            passed_over=passed_over,
            asked=asked,
        )


class Named(Struct, frozen=True):
    """One user, asked for by name or before the others."""

    place: Place
    wants: Wants


class Outlook:
    """What all entries of one demand meet as long as a match lasts; what costs more is found when it is needed.

    `shut`: nobody gets any. `caps` on what is in somebody's hands: the workspace's, under None, and the team's.
    `pool` is the last one that was asked for, `asks` what it is asked for with the ring that asks it.
    """

    __slots__ = ("asks", "caps", "demand", "named", "pool", "preferred", "shut")

    def __init__(
        self,
        demand: Demand,
        *,
        shut: Shortage | None,
        caps: tuple[tuple[TeamId | None, int], ...],
        named: Named | None,
        preferred: Named | None,
    ) -> None:
        self.demand = demand
        self.shut = shut
        self.caps = caps
        self.named = named
        self.preferred = preferred
        self.asks: tuple[Asks, int | None] | None = None
        self.pool: Pool | None = None


def wants_of(demand: Demand, asks: Asks, reference: Reference) -> Wants:
    team = reference.teams.get(demand.team_id) if demand.team_id else None
    caps = (demand.max_open, reference.settings.max_open, team.max_open if team else None)
    return Wants(
        demand.online_only,
        min((cap for cap in caps if cap is not None), default=None),
        demand.channel_kind,
        reference.settings.weigh(demand.channel_kind),
        asks,
    )


def wants_of_named(demand: Demand, reference: Reference) -> Wants:
    """Who is asked for by name is asked for no skill, and no team's cap holds."""
    caps = (demand.max_open, reference.settings.max_open)
    return Wants(
        demand.online_only,
        min((cap for cap in caps if cap is not None), default=None),
        demand.channel_kind,
        reference.settings.weigh(demand.channel_kind),
    )
