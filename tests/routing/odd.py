"""Floors and queues however odd: people who have left, teams of strangers, skills that are gone, limits of nothing."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar

import hypothesis.strategies as st
from msgspec import Struct
from msgspec.structs import replace

from parley.domain.calendar import Calendar, Hours
from parley.domain.ids import UUID, CalendarId, TeamId, UserId
from parley.domain.people import Agent, Presence, Skill, Team, User
from parley.domain.queue import QueueEntry, Ring, Rotation, Strategy
from parley.domain.workspace import Reference, Settings
from parley.routing.matching import match
from parley.routing.queue import MatchResult
from routing.floors import (
    NOW,
    WORKSPACE,
    agent,
    entry,
    reference,
    team,
    team_id,
    user,
    user_id,
)

USERS = 5
TEAMS = 2
MINUTE = timedelta(minutes=1)
WEIGHTS = {"mail": 0, "phone": 2}
KINDS = ("", "mail", "phone")
LINES = [strategy for strategy in Strategy if not strategy.asks_one_first]
SKILLS = {slug: Skill(WORKSPACE, slug, slug) for slug in ("a", "b")}
OPEN, CLOSED, GONE = (CalendarId(UUID(int=3_000 + number)) for number in range(3))
WEEK = ((Hours(0, 24 * 60),),) * 7
CALENDARS = {
    OPEN: Calendar(WORKSPACE, OPEN, "Always", "UTC", WEEK, ()),
    CLOSED: Calendar(WORKSPACE, CLOSED, "Never", "UTC", ((),) * 7, ()),
}

T = TypeVar("T")


@st.composite
def seldom(draw: st.DrawFn, odd: st.SearchStrategy[T], usual: T, one_in: int = 5) -> T:
    """Mostly the usual: where everything is odd at once, nobody is ever given anything."""
    return draw(odd) if draw(st.integers(1, one_in)) == one_in else usual


limits = st.none() | st.integers(0, 5)
hours = seldom(st.sampled_from([OPEN, CLOSED, GONE]), None)
# One skill more than there are: it was deleted.
levels = st.dictionaries(st.sampled_from("abc"), st.integers(1, 3))
asked = seldom(levels, dict[str, int](), one_in=3)
group = st.dictionaries(st.sampled_from("abc"), st.integers(1, 3), min_size=1)
groups = seldom(st.lists(group, max_size=2).map(tuple), ())
rings = st.builds(Ring, levels, st.sampled_from([None, NOW, NOW + MINUTE]), groups)
caps: st.SearchStrategy[int | None] = seldom(st.integers(0, 6), None)
people = st.integers(0, USERS)  # one more than there are: somebody unknown
teams_odd = st.integers(0, TEAMS).map(team_id)


class OddFloor(Struct, frozen=True):
    """Who is there and how; `agents` may lack a user's row, or have one of a stranger."""

    users: list[User]
    agents: list[Agent]
    teams: list[Team]
    settings: Settings
    in_hand: dict[TeamId | None, int]

    def know(self) -> Reference:
        known = reference(self.users, self.teams)
        return replace(known, skills=SKILLS, settings=self.settings, calendars=CALENDARS)

    def answer(
        self, queue: Iterable[QueueEntry], rotations: Iterable[Rotation] = ()
    ) -> MatchResult:
        return match(
            queue,
            self.agents,
            reference=self.know(),
            rotations=rotations,
            now=NOW,
            in_hand=self.in_hand,
        )

    def after(self, result: MatchResult) -> "OddFloor":
        """The same floor once the decisions are true."""
        gained = Counter(choice.user_id for choice in result.decisions)
        units = Counter[UserId]()
        for choice in result.decisions:
            units[choice.user_id] += choice.units
        moved = [
            replace(
                each.moved(conversations=gained[each.user_id], units=units[each.user_id], at=NOW),
                last_assigned_at=NOW if gained[each.user_id] else each.last_assigned_at,
            )
            for each in self.agents
        ]
        in_hand = Counter(self.in_hand)
        for choice in result.decisions:
            in_hand.update({None, choice.entry.team_id})
        return replace(self, agents=moved, in_hand=dict(in_hand))


@st.composite
def odd_floors(draw: st.DrawFn) -> OddFloor:
    count = draw(st.sampled_from([*range(USERS + 1), USERS, USERS]))
    users = [
        user(
            n,
            deactivated_at=draw(seldom(st.just(NOW), None, one_in=8)),
            position=draw(st.integers(0, 8)),
            skills=draw(levels),
            channel_kinds=draw(seldom(st.sampled_from([("mail",), ("mail", "phone")]), ())),
            calendar_id=draw(hours),
        )
        for n in range(count)
    ]
    agents = [draw_agent(draw, n) for n in range(count)]
    if agents and draw(seldom(st.just(value=True), usual=False)):
        agents[-1] = draw_agent(draw, USERS)  # a stranger's, and the last user has none
    teams = [
        replace(
            team(n, draw(st.lists(people, unique=True, max_size=USERS))),
            calendar_id=draw(hours),
            max_open=draw(seldom(limits, None)),
            max_in_hand=draw(caps),
        )
        for n in range(TEAMS)
    ]
    settings = Settings(
        channel_weights=WEIGHTS,
        max_open=draw(seldom(limits, None)),
        ageing_minutes=draw(st.sampled_from([30, 30, 1, None])),
        max_in_hand=draw(caps),
    )
    whose: list[TeamId | None] = [None, *(each.id for each in teams)]
    in_hand = {each: draw(st.integers(0, 4)) for each in whose}
    return OddFloor(users, agents, teams, settings, in_hand)


def draw_agent(draw: st.DrawFn, number: int) -> Agent:
    open_count = draw(st.integers(0, 6))
    return agent(
        number,
        presence=draw(seldom(st.sampled_from(Presence), Presence.ONLINE, one_in=3)),
        presence_since=NOW - draw(st.integers(0, 3)) * MINUTE,
        open_count=open_count,
        load=draw(st.just(open_count) | st.integers(0, 8)),
        capacity=draw(seldom(limits, 9, one_in=3)),
        idle_since=None if open_count else NOW - draw(st.integers(0, 3)) * MINUTE,
        last_assigned_at=draw(st.sampled_from([None, entry(0).since, NOW])),
    )


@st.composite
def odd_queues(draw: st.DrawFn) -> list[QueueEntry]:
    count = draw(st.sampled_from([*range(9), 7, 8]))
    return [
        entry(
            n,
            user_id=draw(seldom(people.map(user_id), None, one_in=6)),
            team_id=draw(st.none() | seldom(teams_odd, team_id(0), 2)),
            preferred_user_id=draw(seldom(people.map(user_id), None, one_in=4)),
            strategy=draw(st.sampled_from(Strategy)),
            online_only=draw(st.booleans()),
            max_open=draw(seldom(limits, None)),
            priority=draw(st.integers(-1, 1)),
            since=entry(draw(st.integers(0, 5))).since,
            skills=draw(asked),
            rings=draw(seldom(st.lists(rings, max_size=2).map(tuple), (), one_in=3)),
            channel_kind=draw(st.sampled_from(KINDS)),
            next_strategy=draw(st.sampled_from(LINES)),
            preferred_until=draw(st.sampled_from([None, NOW, NOW + MINUTE])),
            any_of=draw(groups),
        )
        for n in range(count)
    ]


@st.composite
def odd_rotations(draw: st.DrawFn) -> list[Rotation]:
    """Circles stand somewhere, also where nobody is any more."""
    scopes = ["workspace", *(str(team_id(number)) for number in range(TEAMS))]
    return [
        Rotation(WORKSPACE, scope, draw(st.integers(-1, 9)))
        for scope in scopes
        if draw(st.booleans())
    ]
