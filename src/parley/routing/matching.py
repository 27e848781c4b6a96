"""Queue and users in, decisions out: the same answer for the same state, always."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property

from parley.domain.ids import ConversationId, UserId
from parley.domain.people import Agent, TeamMember
from parley.domain.queue import QueueEntry, Rotation
from parley.domain.workspace import Reference
from parley.routing import explain
from parley.routing.eligibility import Candidate, Exclusion, list_candidates
from parley.routing.queue import Choice, Demand, MatchResult, PoolKey, Shortage, in_turn, pool_key
from parley.routing.strategies import Cursor, Place, describe, make_line


class Pool:
    """The users who may serve the entries of one key: those with room in line, the others counted."""

    def __init__(self, key: PoolKey, places: Sequence[Place], cursor: Cursor) -> None:
        self.key = key
        self.count = len(places)
        self.excluded = explain.Excluded()
        self.open: dict[UserId, Place] = {}
        for place in places:
            exclusion = place.candidate.find_exclusion(
                online_only=key.online_only, max_open=key.max_open
            )
            if exclusion is None:
                self.open[place.candidate.user_id] = place
            else:
                self.excluded.add(exclusion, place.candidate.name)
        self.line = make_line(key.strategy, list(self.open.values()), cursor)

    def notice(self, candidate: Candidate) -> None:
        """Take the user out of the line when work has filled them up."""
        fullness = candidate.find_fullness(self.key.max_open)
        if fullness is not None:
            self.line.remove(self.open.pop(candidate.user_id))
            self.excluded.add(fullness, candidate.name)

    @cached_property
    def shortage(self) -> Shortage:
        """Why nobody here can serve; asked for once the line is empty, which it stays."""
        return explain.explain_empty(self.key.scope, candidates=self.count, excluded=self.excluded)


class Floor:
    """One match in progress: users with their growing load, and a pool per kind of entry."""

    def __init__(
        self,
        agents: Iterable[Agent],
        *,
        reference: Reference,
        rotations: Iterable[Rotation],
        now: datetime,
    ) -> None:
        self._reference = reference
        self._now = now
        self._candidates = list_candidates(agents, reference)
        self._cursors = {rotation.scope: Cursor(rotation.last_position) for rotation in rotations}
        self._pools: dict[PoolKey, Pool] = {}
        self._pools_of: dict[UserId, list[Pool]] = {}

    def place(self, entry: QueueEntry) -> Choice | Shortage:
        """Decide one entry: the user named, else the one preferred, else the pool's next."""
        if entry.user_id is not None:
            found = self._choose_named(entry, entry.user_id)
            if isinstance(found, Choice) or entry.team_id is None:
                return found
        if entry.team_id is not None and entry.team_id not in self._reference.teams:
            return explain.explain_gone(str(entry.team_id))
        return self._choose_in_pool(entry, self._pool(pool_key(entry)))

    def moved(self) -> tuple[Rotation, ...]:
        workspace_id = self._reference.workspace_id
        return tuple(
            Rotation(workspace_id, scope, cursor.position)
            for scope, cursor in self._cursors.items()
            if cursor.is_moved and cursor.position is not None
        )

    def _choose_named(self, entry: QueueEntry, user_id: UserId) -> Choice | Shortage:
        candidate = self._candidates.get(user_id)
        if candidate is None:
            return explain.explain_absence("The user", Exclusion.DEACTIVATED)
        exclusion = candidate.find_exclusion(online_only=entry.online_only, max_open=entry.max_open)
        if exclusion is not None:
            return explain.explain_absence(candidate.name, exclusion)
        user = self._reference.users[user_id]
        reason = explain.explain_named(
            Place(user.position, candidate),
            strategy="user",
            scope="user",
            because="asked for by name",
        )
        return self._give(entry, candidate, reason)

    def _choose_in_pool(self, entry: QueueEntry, pool: Pool) -> Choice | Shortage:
        if not pool.open:
            return pool.shortage
        preferred = entry.preferred_user_id
        if preferred is not None and preferred in pool.open:
            place = pool.open[preferred]
            reason = explain.explain_named(
                place,
                strategy="preferred",
                scope=pool.key.scope,
                because="who had this contact before",
            )
            return self._give(entry, place.candidate, reason)
        best = pool.line.first(explain.BEST_LISTED)
        reason = explain.explain_turn(
            best,
            strategy=pool.key.strategy.value,
            scope=pool.key.scope,
            because=describe(pool.key.strategy),
            excluded=pool.excluded,
            candidates=pool.count,
            passed_over=self._tell_passed_over(entry, pool),
        )
        pool.line.serve(best[0])
        return self._give(entry, best[0].candidate, reason)

    def _give(self, entry: QueueEntry, candidate: Candidate, reason: dict[str, object]) -> Choice:
        candidate.take(now=self._now)
        for pool in self._pools_of.get(candidate.user_id, ()):
            if candidate.user_id in pool.open:
                pool.notice(candidate)
        return Choice(entry, candidate.user_id, reason)

    def _tell_passed_over(self, entry: QueueEntry, pool: Pool) -> str | None:
        """Say why the user named or preferred by the entry did not get it."""
        user_id = entry.user_id or entry.preferred_user_id
        if user_id is None:
            return None
        candidate = self._candidates.get(user_id)
        if candidate is None:
            return "the one wanted first was deactivated"
        exclusion = candidate.find_exclusion(
            online_only=pool.key.online_only, max_open=pool.key.max_open
        )
        condition = explain.CONDITIONS[exclusion or Exclusion.NOT_A_MEMBER]
        return f"{candidate.name}, wanted first, was {condition}"

    def _pool(self, key: PoolKey) -> Pool:
        pool = self._pools.get(key)
        if pool is None:
            cursor = self._cursors.setdefault(key.scope, Cursor(None))
            pool = self._pools[key] = Pool(key, self._places(key), cursor)
            for user_id in pool.open:
                self._pools_of.setdefault(user_id, []).append(pool)
        return pool

    def _places(self, key: PoolKey) -> list[Place]:
        return [
            Place(position, self._candidates[user_id])
            for position, user_id in in_circle(list_members(self._reference, key))
            if user_id in self._candidates
        ]


def in_circle(members: Iterable[TeamMember]) -> list[tuple[int, UserId]]:
    """Order members by position. Two with one position get two, or the cursor would never reach the second."""
    placed: list[tuple[int, UserId]] = []
    for member in sorted(members, key=_by_position):
        free = placed[-1][0] + 1 if placed else member.position
        placed.append((max(free, member.position), member.user_id))
    return placed


def _by_position(member: TeamMember) -> tuple[int, UserId]:
    return member.position, member.user_id


def list_members(reference: Reference, key: PoolKey | Demand) -> Sequence[TeamMember]:
    """List the pool's users with their place in its circle; empty for a team that is gone."""
    if key.team_id is None:
        return [TeamMember(user.id, user.position) for user in reference.users.values()]
    team = reference.teams.get(key.team_id)
    return team.members if team else ()


def match(
    queue: Iterable[QueueEntry],
    agents: Iterable[Agent],
    *,
    reference: Reference,
    rotations: Iterable[Rotation],
    now: datetime,
) -> MatchResult:
    """Give each entry, in its turn, the user who should have it; loads are counted as decisions fall.

    Who cannot be served blocks nobody behind. A decision costs O(log users), an entry whose pool has no
    room a look-up; `agents` without a row count as absent.
    """
    floor = Floor(agents, reference=reference, rotations=rotations, now=now)
    decisions: list[Choice] = []
    waiting: dict[ConversationId, Shortage] = {}
    for entry in in_turn(queue):
        outcome = floor.place(entry)
        if isinstance(outcome, Choice):
            decisions.append(outcome)
        else:
            waiting[entry.conversation_id] = outcome
    return MatchResult(tuple(decisions), floor.moved(), waiting)


def can_be_served(
    demand: Demand, candidates: dict[UserId, Candidate], reference: Reference
) -> bool:
    """Tell whether anybody could take an entry of this demand now."""
    wanted = [demand.user_id] if demand.user_id is not None else []
    if demand.user_id is None or demand.team_id is not None:
        wanted += [member.user_id for member in list_members(reference, demand)]
    found = (candidates.get(user_id) for user_id in wanted)
    return any(
        candidate is not None
        and candidate.find_exclusion(online_only=demand.online_only, max_open=demand.max_open)
        is None
        for candidate in found
    )


def is_stranded(demand: Demand, reference: Reference) -> bool:
    """Tell whether nobody can ever take it: the team is gone, or the one user asked for has left."""
    if reference.active_user(demand.user_id) is not None:
        return False
    if demand.team_id is None:
        return demand.user_id is not None
    return demand.team_id not in reference.teams
