"""Queue and users in, decisions out: the same answer for the same state, always."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from parley.domain.ids import ConversationId, TeamId, UserId
from parley.domain.people import Agent, TeamMember
from parley.domain.queue import QueueEntry, Rotation, Strategy
from parley.domain.workspace import Reference
from parley.routing import explain
from parley.routing.asking import NOTHING, Asks
from parley.routing.eligibility import Candidate, Exclusion, Wants, list_candidates
from parley.routing.hours import is_within_hours
from parley.routing.pools import Pool
from parley.routing.queue import (
    Choice,
    Demand,
    MatchResult,
    PoolKey,
    Shortage,
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
        explains: bool = True,
        in_hand: Mapping[TeamId | None, int] = NOBODY_HAS_ANY,
    ) -> None:
        self._explains = explains
        self._reference = reference
        self._now = now
        self._candidates = list_candidates(agents, reference, now=now)
        self._cursors = {rotation.scope: Cursor(rotation.last_position) for rotation in rotations}
        self._in_hand = Counter(in_hand)
        self._pools: dict[PoolKey, Pool] = {}
        self._pools_of: dict[UserId, list[Pool]] = {}
        self._circles: dict[TeamId | None, dict[UserId, Place]] = {}
        self._manned: dict[PoolKey, bool] = {}

    # -- deciding --------------------------------------------------------------------------------

    def place(self, entry: QueueEntry) -> Choice | Shortage:
        """Decide one entry: the user named, else the one asked first, else the pool's next."""
        demand = demand_of(entry, now=self._now)
        if demand.user_id is not None:
            found = self._choose_named(entry, demand, demand.user_id)
            if isinstance(found, Choice) or demand.team_id is None:
                return found
        if demand.team_id is not None and demand.team_id not in self._reference.teams:
            return explain.explain_gone(str(demand.team_id))
        if self._is_closed(demand):
            return explain.explain_closed(scope_of(demand.team_id))
        full = self._find_full(demand)
        if full is not None:
            return full
        return self._choose_preferred(entry, demand) or self._choose_in_pool(entry, demand)

    def can_serve(self, demand: Demand) -> bool:
        """Tell whether anybody could take an entry of this demand now; `place` finds the same."""
        if demand.user_id is not None:
            candidate = self._candidates.get(demand.user_id)
            if candidate and candidate.find_exclusion(self._wants_of_named(demand)) is None:
                return True
        needs_named = demand.user_id is not None and demand.team_id is None
        if needs_named or (demand.team_id and demand.team_id not in self._reference.teams):
            return False
        if self._is_closed(demand) or self._find_full(demand) is not None:
            return False
        first = self._can_preferred_serve(demand)
        return self._has_room_in_line(demand) if first is None else first

    def _can_preferred_serve(self, demand: Demand) -> bool | None:
        """None: whoever is asked first does not matter, go on to the line."""
        place = self._find_preferred(demand)
        if place is None:
            return None
        wants = self._wants(demand, self._known(demand.asks))
        if place.candidate.find_exclusion(wants) is None:
            return True
        return False if demand.is_patient and place.candidate.may_serve_soon(wants) else None

    def _has_room_in_line(self, demand: Demand) -> bool:
        if demand.is_by_hand:
            return False
        asked, _ = self._ask(demand)
        return bool(self._pool(demand, Strategy.ROUND_ROBIN, asked).open)

    def moved(self) -> tuple[Rotation, ...]:
        workspace_id = self._reference.workspace_id
        return tuple(
            Rotation(workspace_id, scope, cursor.position)
            for scope, cursor in self._cursors.items()
            if cursor.is_moved and cursor.position is not None
        )

    def _choose_named(
        self, entry: QueueEntry, demand: Demand, user_id: UserId
    ) -> Choice | Shortage:
        candidate = self._candidates.get(user_id)
        if candidate is None:
            return explain.explain_absence("The user", Exclusion.DEACTIVATED)
        wants = self._wants_of_named(demand)
        exclusion = candidate.find_exclusion(wants)
        if exclusion is not None:
            return explain.explain_absence(candidate.name, exclusion)
        user = self._reference.users[user_id]
        reason = explain.explain_named(
            Place(user.position, candidate),
            strategy="user",
            scope="user",
            because="asked for by name",
        )
        return self._give(entry, candidate, wants.units, reason)

    def _choose_preferred(self, entry: QueueEntry, demand: Demand) -> Choice | Shortage | None:
        """Ask the one who comes first, without the rings' skills; None: go on to the line."""
        place = self._find_preferred(demand)
        if place is None:
            return None
        asks = self._known(demand.asks)
        wants = self._wants(demand, asks)
        scope = scope_of(demand.team_id)
        exclusion = place.candidate.find_exclusion(wants)
        if exclusion is None:
            is_owner = entry.strategy is Strategy.CONTACT_OWNER
            reason = explain.explain_named(
                place,
                strategy="owner" if is_owner else "preferred",
                scope=scope,
                because="who owns this contact" if is_owner else "who had this contact before",
                asked=self._asked(asks, None),
            )
            return self._give(entry, place.candidate, wants.units, reason)
        if demand.is_patient and place.candidate.may_serve_soon(wants):
            return explain.explain_patience(scope, place.candidate.name, exclusion)
        return None

    def _choose_in_pool(self, entry: QueueEntry, demand: Demand) -> Choice | Shortage:
        if demand.is_by_hand:
            return explain.explain_by_hand(scope_of(demand.team_id))
        asks, ring = self._ask(demand)
        pool = self._pool(demand, entry.line_strategy, asks)
        if not pool.open:
            return pool.shortage
        best = pool.line.first(explain.BEST_LISTED if self._explains else 1)
        reason: dict[str, object] = {}
        if self._explains:
            reason = explain.explain_turn(
                best,
                strategy=pool.key.strategy,
                scope=pool.key.scope,
                excluded=pool.excluded,
                candidates=pool.count,
                passed_over=self._tell_passed_over(entry, pool),
                asked=self._asked(asks, ring and self._number_ring(entry, ring)),
            )
        pool.line.serve(best[0])
        return self._give(entry, best[0].candidate, pool.wants.units, reason)

    def _number_ring(self, entry: QueueEntry, place: int) -> int:
        """Number the ring as the step has it: of those that have not ended, it stands at this place."""
        left = [n for n, ring in enumerate(entry.rings, 1) if not ring.has_ended(self._now)]
        return left[place - 1]

    def _give(
        self, entry: QueueEntry, candidate: Candidate, units: int, reason: dict[str, object]
    ) -> Choice:
        candidate.take(units, now=self._now)
        self._in_hand[None] += 1
        if entry.team_id is not None:
            self._in_hand[entry.team_id] += 1
        for pool in self._pools_of.get(candidate.user_id, ()):
            if candidate.user_id in pool.open:
                pool.notice(candidate)
        return Choice(entry, candidate.user_id, reason, units)

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

    def _is_closed(self, demand: Demand) -> bool:
        """Outside the team's hours nothing is given out, unless presence does not matter."""
        team = self._reference.teams.get(demand.team_id) if demand.team_id else None
        if team is None or team.calendar_id is None or not demand.online_only:
            return False
        return not is_within_hours(self._reference, team.calendar_id, self._now)

    def _find_full(self, demand: Demand) -> Shortage | None:
        """The caps on all that is in somebody's hands: the workspace's, and the team's whose line it is."""
        teams = self._reference.teams
        team = teams.get(demand.team_id) if demand.team_id else None
        caps = (
            (None, self._reference.settings.max_in_hand),
            (demand.team_id, team and team.max_in_hand),
        )
        for whose, cap in caps:
            if cap is not None and self._in_hand[whose] >= cap:
                return explain.explain_full(scope_of(whose), in_hand=self._in_hand[whose], cap=cap)
        return None

    # -- asking ----------------------------------------------------------------------------------

    def _ask(self, demand: Demand) -> tuple[Asks, int | None]:
        """Find the skills asked for now: those of the first ring that somebody on shift could serve, with
        its number; else the entry's own alone.
        """
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
            wants = self._wants(demand, asked)
            found = self._manned[key] = any(
                place.candidate.may_serve_soon(wants)
                for place in self._circle(demand.team_id).values()
            )
        return found

    def _known(self, asks: Asks) -> Asks:
        return asks.known(self._reference.skills) if asks else NOTHING

    def _asked(self, asks: Asks, ring: int | None) -> explain.Asked:
        if not asks and ring is None:
            return explain.NOTHING_ASKED
        names = {slug: self._reference.skills[slug].name for slug in asks.slugs}
        return explain.Asked(asks, names, ring)

    def _wants(self, demand: Demand, asks: Asks) -> Wants:
        settings = self._reference.settings
        team = self._reference.teams.get(demand.team_id) if demand.team_id else None
        caps = (demand.max_open, settings.max_open, team.max_open if team else None)
        return Wants(
            demand.online_only,
            min((cap for cap in caps if cap is not None), default=None),
            demand.channel_kind,
            settings.weigh(demand.channel_kind),
            asks,
        )

    def _wants_of_named(self, demand: Demand) -> Wants:
        """Who is asked for by name is asked for no skill, and no team's cap holds."""
        caps = (demand.max_open, self._reference.settings.max_open)
        return Wants(
            demand.online_only,
            min((cap for cap in caps if cap is not None), default=None),
            demand.channel_kind,
            self._reference.settings.weigh(demand.channel_kind),
        )

    # -- the pools -------------------------------------------------------------------------------

    def _find_preferred(self, demand: Demand) -> Place | None:
        if demand.preferred_user_id is None:
            return None
        return self._circle(demand.team_id).get(demand.preferred_user_id)

    def _key(self, demand: Demand, strategy: Strategy, asks: Asks) -> PoolKey:
        return PoolKey(
            demand.team_id,
            strategy,
            demand.online_only,
            demand.max_open,
            demand.channel_kind,
            asks,
        )

    def _pool(self, demand: Demand, strategy: Strategy, asks: Asks) -> Pool:
        key = self._key(demand, strategy, asks)
        pool = self._pools.get(key)
        if pool is None:
            cursor = self._cursors.setdefault(key.scope, Cursor(None))
            places = list(self._circle(key.team_id).values())
            wants = self._wants(demand, asks)
            pool = self._pools[key] = Pool(key, places, cursor, wants=wants)
            for user_id in pool.open:
                self._pools_of.setdefault(user_id, []).append(pool)
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
    explains: bool = True,
    in_hand: Mapping[TeamId | None, int] = NOBODY_HAS_ANY,
) -> MatchResult:
    """Give each entry, in its turn, the user who should have it; loads are counted as decisions fall. Who
    only sketches wants no reasons (`explains`). `in_hand` counts what is in somebody's hands, by team and under
    None altogether, for the caps on that.

    Who cannot be served blocks nobody behind. A decision costs O(log users), an entry whose pool has no
    room a look-up; `agents` without a row count as absent.
    """
    floor = Floor(
        agents,
        reference=reference,
        rotations=rotations,
        now=now,
        explains=explains,
        in_hand=in_hand,
    )
    decisions: list[Choice] = []
    waiting: dict[ConversationId, Shortage] = {}
    for entry in in_turn(queue, ageing_minutes=reference.settings.ageing_minutes):
        outcome = floor.place(entry)
        if isinstance(outcome, Choice):
            decisions.append(outcome)
        else:
            waiting[entry.conversation_id] = outcome
    return MatchResult(tuple(decisions), floor.moved(), waiting)


def is_stranded(demand: Demand, reference: Reference) -> bool:
    """Tell whether nobody can ever take it: the team is gone, or the one user asked for has left."""
    if reference.active_user(demand.user_id) is not None:
        return False
    if demand.team_id is None:
        return demand.user_id is not None
    return demand.team_id not in reference.teams
