"""Queue and users in, decisions out: the same answer for the same state, always."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from parley.domain.ids import ConversationId, TeamId, UserId
from parley.domain.people import Agent, Team, TeamMember
from parley.domain.queue import QueueEntry, Rotation, Strategy
from parley.domain.workspace import Reference
from parley.routing import explain
from parley.routing.asking import NOTHING, Asks
from parley.routing.eligibility import Candidate, Exclusion, list_candidates
from parley.routing.hours import is_within_hours
from parley.routing.pools import Named, Outlook, Pool, wants_of, wants_of_named
from parley.routing.queue import (
    Choice,
    Demand,
    MatchResult,
    PoolKey,
    Shortage,
    WaitingFor,
    demand_of,
    in_turn,
    scope_of,
)
from parley.routing.strategies import Cursor, Place

NOBODY_HAS_ANY: Mapping[TeamId | None, int] = {}


class Floor:
    """One match in progress: users with their growing load, and a pool per kind of entry."""

    def __init__(
        self,
        agents: Iterable[Agent],
        *,
        reference: Reference,
        rotations: Iterable[Rotation] = (),
        now: datetime,
        in_hand: Mapping[TeamId | None, int] = NOBODY_HAS_ANY,
    ) -> None:
        self._reference = reference
        self._now = now
        self._candidates = list_candidates(agents, reference, now=now)
        self._cursors = {rotation.scope: Cursor(rotation.last_position) for rotation in rotations}
        self._in_hand = Counter(in_hand)
        self._outlooks: dict[Demand, Outlook] = {}
        self._last: Outlook | None = None
        self._pools: dict[PoolKey, Pool] = {}
        self._pools_of: dict[Candidate, list[Pool]] = {}
        self._circles: dict[TeamId | None, dict[UserId, Place]] = {}
        self._manned: dict[PoolKey, bool] = {}

    # -- deciding --------------------------------------------------------------------------------

    def place(self, entry: QueueEntry) -> Choice | Shortage:
        """Decide one entry: the user named, else the one asked first, else the pool's next."""
        outlook = self._outlook(demand_of(entry, now=self._now))
        found = self._find(outlook, entry.line_strategy)
        if isinstance(found, Pool):
            best = found.line.first(explain.BEST_LISTED)
            place, reason = best[0], self._explain_turn(entry, outlook, found, best)
        elif isinstance(found, Shortage):
            return found
        else:
            place, reason = found.place, self._explain_named(entry, outlook, found)
        self._give(outlook, found, place)
        return Choice(entry, place.candidate.user_id, reason, found.wants.units)

    def sketch(self, waiting: WaitingFor) -> UserId | None:
        """Decide as `place` does, without a word why."""
        outlook = self._outlook(waiting.demand)
        found = self._find(outlook, waiting.line_strategy)
        if isinstance(found, Pool):
            place = found.line.first(1)[0]
        elif isinstance(found, Shortage):
            return None
        else:
            place = found.place
        self._give(outlook, found, place)
        return place.candidate.user_id

    def can_serve(self, demand: Demand) -> bool:
        """Tell whether anybody could take an entry of this demand now, whatever the order of the line."""
        found = self._find(self._outlook(demand), Strategy.ROUND_ROBIN)
        return not isinstance(found, Shortage)

    def moved(self) -> tuple[Rotation, ...]:
        workspace_id = self._reference.workspace_id
        return tuple(
            Rotation(workspace_id, scope, cursor.position)
            for scope, cursor in self._cursors.items()
            if cursor.is_moved and cursor.position is not None
        )

    def _find(self, outlook: Outlook, strategy: Strategy) -> Named | Pool | Shortage:
        demand = outlook.demand
        if demand.user_id is not None:
            named = self._find_named(outlook)
            if isinstance(named, Named) or demand.team_id is None:
                return named
        shut = outlook.shut or self._find_full(outlook)
        if shut is not None:
            return shut
        return self._find_preferred(outlook) or self._find_in_line(outlook, strategy)

    def _find_named(self, outlook: Outlook) -> Named | Shortage:
        named = outlook.named
        if named is None:
            return explain.explain_absence("The user", Exclusion.DEACTIVATED)
        candidate = named.place.candidate
        exclusion = candidate.find_exclusion(named.wants)
        return explain.explain_absence(candidate.name, exclusion) if exclusion else named

    def _find_preferred(self, outlook: Outlook) -> Named | Shortage | None:
        """Ask the one who comes first, without the rings' skills; None: go on to the line."""
        preferred, demand = outlook.preferred, outlook.demand
        if preferred is None:
            return None
        candidate, wants = preferred.place.candidate, preferred.wants
        exclusion = candidate.find_exclusion(wants)
        if exclusion is None:
            return preferred
        if demand.is_patient and candidate.may_serve_soon(wants):
            return explain.explain_patience(scope_of(demand.team_id), candidate.name, exclusion)
        return None

    def _find_in_line(self, outlook: Outlook, strategy: Strategy) -> Pool | Shortage:
        if outlook.demand.is_by_hand:
            return explain.explain_by_hand(scope_of(outlook.demand.team_id))
        pool = outlook.pool
        if pool is None or pool.key.strategy is not strategy:
            pool = outlook.pool = self._pool(outlook, strategy)
        return pool if pool.open else pool.shortage

    def _find_full(self, outlook: Outlook) -> Shortage | None:
        for whose, cap in outlook.caps:
            if self._in_hand[whose] >= cap:
                return explain.explain_full(scope_of(whose), in_hand=self._in_hand[whose], cap=cap)
        return None

    def _give(self, outlook: Outlook, found: Named | Pool, place: Place) -> None:
        if isinstance(found, Pool):
            found.line.serve(place)
        candidate = place.candidate
        candidate.take(found.wants.units, now=self._now)
        for whose, _ in outlook.caps:
            self._in_hand[whose] += 1
        for pool in self._pools_of.get(candidate, ()):
            if candidate in pool.open:
                pool.notice(candidate)

    # -- why -------------------------------------------------------------------------------------

    def _explain_turn(
        self, entry: QueueEntry, outlook: Outlook, pool: Pool, best: Sequence[Place]
    ) -> dict[str, object]:
        asks, ring = self._ask(outlook)
        number = self._number_ring(entry, ring) if ring else None
        return pool.tell(
            best, asked=self._asked(asks, number), passed_over=self._tell_passed_over(entry, pool)
        )

    def _explain_named(
        self, entry: QueueEntry, outlook: Outlook, found: Named
    ) -> dict[str, object]:
        if found is outlook.named:
            return explain.explain_named(
                found.place, strategy="user", scope="user", because="asked for by name"
            )
        is_owner = entry.strategy is Strategy.CONTACT_OWNER
        return explain.explain_named(
            found.place,
            strategy="owner" if is_owner else "preferred",
            scope=scope_of(entry.team_id),
            because="who owns this contact" if is_owner else "who had this contact before",
            asked=self._asked(found.wants.asks, None),
        )

    def _number_ring(self, entry: QueueEntry, place: int) -> int:
        """Number the ring as the step has it: of those that have not ended, it stands at this place."""
        left = [n for n, ring in enumerate(entry.rings, 1) if not ring.has_ended(self._now)]
        return left[place - 1]

    def _asked(self, asks: Asks, ring: int | None) -> explain.Asked:
        if not asks and ring is None:
            return explain.NOTHING_ASKED
        names = {slug: self._reference.skills[slug].name for slug in asks.slugs}
        return explain.Asked(asks, names, ring)

    def _tell_passed_over(self, entry: QueueEntry, pool: Pool) -> str | None:
        """Say why the user named or preferred by the entry did not get it."""
        user_id = entry.user_id or entry.preferred_user_id
        if user_id is None:
            return None
        candidate = self._candidates.get(user_id)
        if candidate is None:
            return "the one wanted first was deactivated"
        condition = explain.CONDITIONS[
            candidate.find_exclusion(pool.wants) or Exclusion.NOT_A_MEMBER
        ]
        return f"{candidate.name}, wanted first, was {condition}"

    # -- asking ----------------------------------------------------------------------------------

    def _outlook(self, demand: Demand) -> Outlook:
        """Most often it is the last one's: a line asks for one thing."""
        last = self._last
        if last is not None and last.demand == demand:
            return last
        found = self._outlooks.get(demand)
        if found is None:
            found = self._outlooks[demand] = self._look_out(demand)
        self._last = found
        return found

    def _look_out(self, demand: Demand) -> Outlook:
        teams, settings = self._reference.teams, self._reference.settings
        team = teams.get(demand.team_id) if demand.team_id else None
        caps = ((None, settings.max_in_hand), (demand.team_id, team and team.max_in_hand))
        return Outlook(
            demand,
            shut=self._find_shut(demand, team),
            caps=tuple((whose, cap) for whose, cap in caps if cap is not None),
            named=self._name(demand),
            preferred=self._prefer(demand),
        )

    def _find_shut(self, demand: Demand, team: Team | None) -> Shortage | None:
        """A team that is gone; one outside its hours, unless presence does not matter."""
        if demand.team_id is not None and team is None:
            return explain.explain_gone(str(demand.team_id))
        if team is None or team.calendar_id is None or not demand.online_only:
            return None
        if is_within_hours(self._reference, team.calendar_id, self._now):
            return None
        return explain.explain_closed(scope_of(demand.team_id))

    def _name(self, demand: Demand) -> Named | None:
        candidate = self._candidates.get(demand.user_id) if demand.user_id else None
        if candidate is None:
            return None
        user = self._reference.users.get(candidate.user_id)
        place = Place(user.position if user else 0, candidate)
        return Named(place, wants_of_named(demand, self._reference))

    def _prefer(self, demand: Demand) -> Named | None:
        if demand.preferred_user_id is None:
            return None
        place = self._circle(demand.team_id).get(demand.preferred_user_id)
        if place is None:
            return None
        return Named(place, wants_of(demand, self._known(demand.asks), self._reference))

    def _ask(self, outlook: Outlook) -> tuple[Asks, int | None]:
        """Find the skills asked for now: those of the first ring that somebody on shift could serve, with
        its number; else the entry's own alone.
        """
        found = outlook.asks
        if found is None:
            found = outlook.asks = self._choose_ring(outlook.demand)
        return found

    def _choose_ring(self, demand: Demand) -> tuple[Asks, int | None]:
        own = self._known(demand.asks)
        for number, ring in enumerate(demand.rings, 1):
            asked = own + self._known(ring)
            if self._is_manned(demand, asked):
                return asked, number
        return own, None

    def _is_manned(self, demand: Demand, asked: Asks) -> bool:
        key = self._key(demand, Strategy.ROUND_ROBIN, asked)
        found = self._manned.get(key)
        if found is None:
            wants = wants_of(demand, asked, self._reference)
            found = self._manned[key] = any(
                place.candidate.may_serve_soon(wants)
                for place in self._circle(demand.team_id).values()
            )
        return found

    def _known(self, asks: Asks) -> Asks:
        return asks.known(self._reference.skills) if asks else NOTHING

    # -- the pools -------------------------------------------------------------------------------

    def _key(self, demand: Demand, strategy: Strategy, asks: Asks) -> PoolKey:
        return PoolKey(
            demand.team_id,
            strategy,
            demand.online_only,
            demand.max_open,
            demand.channel_kind,
            asks,
        )

    def _pool(self, outlook: Outlook, strategy: Strategy) -> Pool:
        demand = outlook.demand
        asks, _ = self._ask(outlook)
        key = self._key(demand, strategy, asks)
        pool = self._pools.get(key)
        if pool is None:
            cursor = self._cursors.setdefault(key.scope, Cursor(None))
            places = list(self._circle(key.team_id).values())
            wants = wants_of(demand, asks, self._reference)
            pool = self._pools[key] = Pool(key, places, cursor, wants=wants)
            for candidate in pool.open:
                self._pools_of.setdefault(candidate, []).append(pool)
        return pool

    def _circle(self, team_id: TeamId | None) -> dict[UserId, Place]:
        """The team's users in the order of its circle, or everybody; empty for a team that is gone."""
        found = self._circles.get(team_id)
        if found is None:
            found = self._circles[team_id] = {
                user_id: Place(position, self._candidates[user_id])
                for position, user_id in in_circle(list_members(self._reference, team_id))
                if user_id in self._candidates
            }
        return found


def in_circle(members: Iterable[TeamMember]) -> list[tuple[int, UserId]]:
    """Order members by position. Two with one position get two, or the cursor would never reach the second."""
    placed: list[tuple[int, UserId]] = []
    for member in sorted(members, key=_by_position):
        free = placed[-1][0] + 1 if placed else member.position
        placed.append((max(free, member.position), member.user_id))
    return placed


def _by_position(member: TeamMember) -> tuple[int, UserId]:
    return member.position, member.user_id


def list_members(reference: Reference, team_id: TeamId | None) -> Sequence[TeamMember]:
    """List the pool's users with their place in its circle; empty for a team that is gone."""
    if team_id is None:
        return [TeamMember(user.id, user.position) for user in reference.users.values()]
    team = reference.teams.get(team_id)
    return team.members if team else ()


def match(
    queue: Iterable[QueueEntry],
    agents: Iterable[Agent],
    *,
    reference: Reference,
    rotations: Iterable[Rotation],
    now: datetime,
    in_hand: Mapping[TeamId | None, int] = NOBODY_HAS_ANY,
) -> MatchResult:
    """Give each entry, in its turn, the user who should have it; loads are counted as decisions fall. `in_hand`
    counts what is in somebody's hands, by team and under None altogether, for the caps on that.

    Who cannot be served blocks nobody behind. A decision costs O(log users), an entry whose pool has no
    room a look-up; `agents` without a row count as absent.
    """
    floor = Floor(agents, reference=reference, rotations=rotations, now=now, in_hand=in_hand)
    decisions: list[Choice] = []
    waiting: dict[ConversationId, Shortage] = {}
    for entry in in_turn(queue, ageing_minutes=reference.settings.ageing_minutes):
        outcome = floor.place(entry)
        if isinstance(outcome, Choice):
            decisions.append(outcome)
        else:
            waiting[entry.conversation_id] = outcome
    return MatchResult(tuple(decisions), floor.moved(), waiting)


def sketch(
    waiting: Iterable[WaitingFor],
    agents: Iterable[Agent],
    *,
    reference: Reference,
    rotations: Iterable[Rotation],
    now: datetime,
    in_hand: Mapping[TeamId | None, int] = NOBODY_HAS_ANY,
) -> list[tuple[WaitingFor, UserId]]:
    """Tell whom `match` would give to whom; those who wait come in their turn."""
    floor = Floor(agents, reference=reference, rotations=rotations, now=now, in_hand=in_hand)
    given = ((each, floor.sketch(each)) for each in waiting)
    return [(each, user_id) for each, user_id in given if user_id is not None]


def is_stranded(demand: Demand, reference: Reference) -> bool:
    """Tell whether nobody can ever take it: the team is gone, or the one user asked for has left."""
    if reference.active_user(demand.user_id) is not None:
        return False
    if demand.team_id is None:
        return demand.user_id is not None
    return demand.team_id not in reference.teams
