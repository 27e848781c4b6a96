"""The rules of routing once more, as slowly and plainly as they are written down: who must get what."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from parley.domain.ids import ConversationId, TeamId, UserId
from parley.domain.people import Agent, Presence
from parley.domain.queue import QueueEntry, Ring, Rotation, Strategy
from parley.domain.workspace import Reference
from routing.floors import NOW
from routing.odd import CLOSED

Levels = dict[str, int]
NOTHING_YET: Mapping[TeamId | None, int] = {}
LONG_AGO = datetime.min.replace(tzinfo=NOW.tzinfo)


class Asked(Struct, frozen=True):
    """All of `skills` by their least levels, and one of each group."""

    skills: Levels = {}
    groups: tuple[Levels, ...] = ()

    def is_met(self, levels: Mapping[str, int]) -> bool:
        return all(levels.get(slug, 0) >= least for slug, least in self.skills.items()) and all(
            any(levels.get(slug, 0) >= least for slug, least in group.items())
            for group in self.groups
        )

    def fit(self, levels: Mapping[str, int]) -> int:
        """The levels of what is asked; of each group the best counts, and nothing counts twice."""
        counted = set(self.skills)
        for group in self.groups:
            met = [slug for slug, least in group.items() if levels.get(slug, 0) >= least]
            counted |= {max(met, key=lambda slug: (levels[slug], slug))} if met else set()
        return sum(levels.get(slug, 0) for slug in counted)

    def and_more(self, more: "Asked") -> "Asked":
        both = {**self.skills, **more.skills}
        highest = {slug: max(self.skills.get(slug, 0), more.skills.get(slug, 0)) for slug in both}
        return Asked(highest, (*self.groups, *more.groups))


class Rules:
    """A floor on which one entry after the other is decided by definition alone."""

    def __init__(
        self,
        agents: Iterable[Agent],
        known: Reference,
        rotations: Iterable[Rotation] = (),
        in_hand: Mapping[TeamId | None, int] = NOTHING_YET,
    ) -> None:
        self.agents = {agent.user_id: agent for agent in agents}
        self.known = known
        self.in_hand = Counter(in_hand)
        self.served_last = {rotation.scope: rotation.last_position for rotation in rotations}

    def decide(self, queue: Iterable[QueueEntry]) -> list[tuple[ConversationId, UserId]]:
        decided: list[tuple[ConversationId, UserId]] = []
        for entry in sorted(queue, key=self.find_turn):
            taker = self.choose(entry)
            if taker is not None:
                decided.append((entry.conversation_id, taker))
                self.take(entry, taker)
        return decided

    def find_turn(self, entry: QueueEntry) -> tuple[float, float, ConversationId]:
        """A class is worth so many minutes of waiting; without ageing classes are strict."""
        minutes, since = self.known.settings.ageing_minutes, entry.since.timestamp()
        if minutes is None:
            return -entry.priority, since, entry.conversation_id
        return 0.0, since - 60 * minutes * entry.priority, entry.conversation_id

    def choose(self, entry: QueueEntry) -> UserId | None:
        named = entry.user_id
        if named is not None and self.is_able(entry, named, Asked(), is_named=True):
            return named
        if (named is not None and entry.team_id is None) or self.is_shut(entry):
            return None
        first, own = entry.preferred_user_id, self.kept(entry)
        if first is not None and first in self.circle(entry.team_id):
            if self.is_able(entry, first, own):
                return first
            is_patient = entry.preferred_until is not None and entry.preferred_until > NOW
            if is_patient and self.may_soon(entry, first, own):
                return None
        asked = self.find_asked(entry)
        able = [user for user in self.circle(entry.team_id) if self.is_able(entry, user, asked)]
        return self.pick(entry, able, asked) if able else None

    def is_shut(self, entry: QueueEntry) -> bool:
        """The line gives out nothing: its team is gone, or closed, or has enough in hand."""
        if self.is_full(None, self.known.settings.max_in_hand):
            return True
        if entry.team_id is None:
            return False
        team = self.known.teams.get(entry.team_id)
        if team is None or self.is_full(team.id, team.max_in_hand):
            return True
        return team.calendar_id == CLOSED and entry.online_only

    def is_full(self, whose: TeamId | None, cap: int | None) -> bool:
        return cap is not None and self.in_hand[whose] >= cap

    def find_asked(self, entry: QueueEntry) -> Asked:
        own = self.kept(entry)
        for ring in entry.rings:
            if ring.until is not None and ring.until <= NOW:
                continue
            both = own.and_more(self.kept(ring))
            if any(self.may_soon(entry, user, both) for user in self.circle(entry.team_id)):
                return both
        return own

    def pick(self, entry: QueueEntry, able: list[UserId], asked: Asked) -> UserId | None:
        strategy = entry.next_strategy if entry.strategy.asks_one_first else entry.strategy
        if strategy is Strategy.MANUAL:
            return None
        if strategy is Strategy.ROUND_ROBIN:
            return self.find_next_in_circle(entry.team_id, able)
        circle = self.circle(entry.team_id)
        ranks: dict[Strategy, Callable[[UserId], tuple[Any, ...]]] = {
            Strategy.LEAST_OPEN: self.rank_by_load,
            Strategy.LONGEST_IDLE: self.rank_by_idleness,
            Strategy.LEAST_OCCUPIED: self.rank_by_share,
            Strategy.BEST_SKILL_FIT: lambda user: self.rank_by_fit(user, asked),
        }
        return min(able, key=lambda user: (*ranks[strategy](user), circle[user]))

    def rank_by_fit(self, user: UserId, asked: Asked) -> tuple[Any, ...]:
        return -asked.fit(self.known.users[user].skills), *self.rank_by_load(user)

    def rank_by_load(self, user: UserId) -> tuple[Any, ...]:
        agent = self.agents[user]
        return agent.load, agent.last_assigned_at or LONG_AGO

    def rank_by_idleness(self, user: UserId) -> tuple[Any, ...]:
        agent = self.agents[user]
        if agent.open_count > 0:
            return True, *self.rank_by_load(user)
        return False, max(agent.presence_since, agent.idle_since or agent.presence_since)

    def rank_by_share(self, user: UserId) -> tuple[Any, ...]:
        agent = self.agents[user]
        if agent.capacity is None:
            return 0, *self.rank_by_load(user)
        return agent.load / agent.capacity, 0, agent.last_assigned_at or LONG_AGO

    def find_next_in_circle(self, team_id: TeamId | None, able: list[UserId]) -> UserId:
        circle, scope = self.circle(team_id), str(team_id) if team_id else "workspace"
        last = self.served_last.get(scope)
        ahead = [user for user in able if last is None or circle[user] > last]
        chosen = min(ahead or able, key=circle.__getitem__)
        self.served_last[scope] = circle[chosen]
        return chosen

    def take(self, entry: QueueEntry, user: UserId) -> None:
        moved = self.agents[user].moved(conversations=1, units=self.weigh(entry), at=NOW)
        self.agents[user] = replace(moved, last_assigned_at=NOW)
        self.in_hand.update({None, entry.team_id})

    # -- who could ---------------------------------------------------------------------------------

    def is_able(
        self, entry: QueueEntry, user: UserId, asked: Asked, *, is_named: bool = False
    ) -> bool:
        agent = self.agents.get(user)
        if agent is None or not self.is_fit(entry, user, asked):
            return False
        if agent.presence is Presence.FINISHING:
            return False
        if entry.online_only and (agent.presence is not Presence.ONLINE or self.is_off(user)):
            return False
        if agent.capacity is not None and (
            agent.capacity <= 0 or agent.load + self.weigh(entry) > agent.capacity
        ):
            return False
        caps = [entry.max_open, self.known.settings.max_open]
        if not is_named and entry.team_id is not None:
            caps.append(self.known.teams[entry.team_id].max_open)
        return all(cap is None or agent.open_count < cap for cap in caps)

    def may_soon(self, entry: QueueEntry, user: UserId, asked: Asked) -> bool:
        """Fit and on shift, if only full, busy or on a break."""
        agent = self.agents.get(user)
        if agent is None or not self.is_fit(entry, user, asked):
            return False
        is_here = agent.presence is not Presence.OFFLINE and not self.is_off(user)
        return agent.presence is not Presence.FINISHING and (is_here or not entry.online_only)

    def is_fit(self, entry: QueueEntry, user: UserId, asked: Asked) -> bool:
        person = self.known.users.get(user)
        return (
            person is not None
            and person.deactivated_at is None
            and (
                not entry.channel_kind
                or not person.channel_kinds
                or entry.channel_kind in person.channel_kinds
            )
            and asked.is_met(person.skills)
        )

    def is_off(self, user: UserId) -> bool:
        return self.known.users[user].calendar_id == CLOSED

    def kept(self, asking: QueueEntry | Ring) -> Asked:
        """What was deleted is asked of nobody, and a group of which nothing is left is none."""
        left = [self.keep(levels) for levels in (asking.skills, *asking.any_of)]
        return Asked(left[0], tuple(group for group in left[1:] if group))

    def keep(self, levels: Levels) -> Levels:
        return {slug: least for slug, least in levels.items() if slug in self.known.skills}

    def weigh(self, entry: QueueEntry) -> int:
        return self.known.settings.channel_weights.get(entry.channel_kind, 1)

    def circle(self, team_id: TeamId | None) -> dict[UserId, int]:
        """Users by their place; of two with one place the second stands one further."""
        if team_id is None:
            seats = [(user.position, user.id) for user in self.known.users.values()]
        else:
            team = self.known.teams.get(team_id)
            seats = [(seat.position, seat.user_id) for seat in team.members] if team else []
        placed: dict[UserId, int] = {}
        for position, user in sorted(seats):
            placed[user] = max(position, max(placed.values(), default=position - 1) + 1)
        return {user: place for user, place in placed.items() if user in self.agents}
