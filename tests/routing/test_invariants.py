"""What holds for every queue and every floor, however odd."""

from collections import Counter
from datetime import timedelta
from random import Random

import hypothesis.strategies as st
import pytest
from hypothesis import given
from msgspec.structs import replace

from parley.domain.ids import UserId
from parley.domain.people import Agent, Presence, Skill, Team, User
from parley.domain.queue import QueueEntry, Ring, Rotation, Strategy
from parley.domain.workspace import Reference, Settings
from parley.routing.matching import Floor as Match
from parley.routing.matching import is_stranded, match
from parley.routing.queue import MatchResult, demand_of, in_turn
from routing.floors import (
    NOW,
    WORKSPACE,
    agent,
    decide,
    entry,
    reference,
    takers,
    team,
    team_id,
    user,
    user_id,
)

# The deep profile's 10,000 cases of the largest take some minutes.
pytestmark = pytest.mark.timeout(1200)

USERS = 5
TEAMS = 2
limits = st.none() | st.integers(0, 5)
MINUTE = timedelta(minutes=1)
LINES = [strategy for strategy in Strategy if not strategy.asks_one_first]
SKILLS = {slug: Skill(WORKSPACE, slug, slug) for slug in ("a", "b")}
# One skill more than there are: it was deleted.
levels = st.just(dict[str, int]()) | st.dictionaries(st.sampled_from("abc"), st.integers(1, 3))
rings = st.builds(Ring, levels, st.sampled_from([None, NOW, NOW + MINUTE]))
WEIGHTS = {"mail": 0, "phone": 2}
people = st.integers(0, USERS)  # one more than there are: somebody unknown


@st.composite
def floors(draw: st.DrawFn) -> tuple[list[User], list[Agent], list[Team]]:
    count = draw(st.integers(0, USERS))
    users = [
        user(
            n,
            deactivated_at=draw(st.sampled_from([None, None, None, NOW])),
            position=draw(st.integers(0, 8)),
            skills=draw(levels),
            channel_kinds=draw(st.sampled_from([(), (), ("mail",), ("mail", "phone")])),
        )
        for n in range(count)
    ]
    agents = [
        agent(
            n,
            presence=draw(st.sampled_from([Presence.ONLINE, *Presence])),
            open_count=draw(st.integers(0, 6)),
            capacity=draw(limits),
            last_assigned_at=draw(st.sampled_from([None, entry(0).since, NOW])),
        )
        for n in range(count)
    ]
    teams = [
        team(n, draw(st.lists(st.integers(0, USERS), unique=True, max_size=USERS)))
        for n in range(TEAMS)
    ]
    return users, agents, teams


@st.composite
def queues(draw: st.DrawFn) -> list[QueueEntry]:
    count = draw(st.integers(0, 8))
    return [
        entry(
            n,
            user_id=draw(st.none() | st.none() | people.map(user_id)),
            team_id=draw(st.none() | st.integers(0, TEAMS).map(team_id)),
            preferred_user_id=draw(st.none() | people.map(user_id)),
            strategy=draw(st.sampled_from(Strategy)),
            online_only=draw(st.booleans()),
            max_open=draw(limits),
            priority=draw(st.integers(-1, 1)),
            since=entry(draw(st.integers(0, 5))).since,
            skills=draw(levels),
            rings=draw(st.just(()) | st.lists(rings, max_size=2).map(tuple)),
            channel_kind=draw(st.sampled_from(["", "mail", "phone"])),
            next_strategy=draw(st.sampled_from(LINES)),
            preferred_until=draw(st.sampled_from([None, NOW, NOW + MINUTE])),
        )
        for n in range(count)
    ]


Floor = tuple[list[User], list[Agent], list[Team]]


def know(users: list[User], teams: list[Team]) -> Reference:
    settings = Settings(channel_weights=WEIGHTS)
    return replace(reference(users, teams), skills=SKILLS, settings=settings)


def answer(
    floor: Floor, queue: list[QueueEntry], rotations: list[Rotation] | None = None
) -> MatchResult:
    users, agents, teams = floor
    known = know(users, teams)
    return match(queue, agents, reference=known, rotations=rotations or [], now=NOW)


def after(agents: list[Agent], result: MatchResult) -> list[Agent]:
    gained = Counter(choice.user_id for choice in result.decisions)
    units = Counter[UserId]()
    for choice in result.decisions:
        units[choice.user_id] += choice.units
    return [
        each.moved(conversations=gained[each.user_id], units=units[each.user_id], at=NOW)
        for each in agents
    ]


@given(floors(), queues())
def test_nobody_gets_work_who_is_not_eligible(floor: Floor, queue: list[QueueEntry]) -> None:
    users, agents, teams = floor
    known, now = know(users, teams), {agent.user_id: agent for agent in agents}
    for choice in answer(floor, queue).decisions:
        wanted, taker = choice.entry, now[choice.user_id]
        assert known.active_user(taker.user_id) is not None
        assert not wanted.online_only or taker.presence is Presence.ONLINE
        weight = WEIGHTS.get(wanted.channel_kind, 1)
        assert taker.capacity is None or taker.load + weight <= taker.capacity > 0
        person = known.users[taker.user_id]
        assert not wanted.channel_kind or wanted.channel_kind in (
            person.channel_kinds or ("mail", "phone")
        )
        if taker.user_id != wanted.user_id:
            asked = {slug: level for slug, level in wanted.skills.items() if slug in SKILLS}
            assert all(person.skills.get(slug, 0) >= level for slug, level in asked.items())
            assert wanted.line_strategy is not Strategy.MANUAL or (
                taker.user_id == wanted.preferred_user_id
            )
        assert wanted.max_open is None or taker.open_count < wanted.max_open
        if taker.user_id != wanted.user_id:
            members = known.teams[wanted.team_id] if wanted.team_id else None
            assert members.has(taker.user_id) if members else wanted.user_id is None
        now[taker.user_id] = taker.moved(conversations=1, units=weight, at=NOW)


@given(floors(), queues())
def test_nobody_waits_while_somebody_could_take_it(floor: Floor, queue: list[QueueEntry]) -> None:
    users, agents, teams = floor
    result = answer(floor, queue)
    known = know(users, teams)
    left = Match(after(agents, result), reference=known, now=NOW)
    for waits in queue:
        if waits.conversation_id not in result.waiting:
            continue
        assert not left.can_serve(demand_of(waits, now=NOW))


@given(floors(), queues())
def test_every_entry_is_either_decided_or_told_why_not(
    floor: Floor, queue: list[QueueEntry]
) -> None:
    result = answer(floor, queue)
    decided = [choice.entry.conversation_id for choice in result.decisions]
    assert sorted([*decided, *result.waiting]) == sorted(each.conversation_id for each in queue)
    assert all(shortage.sentence for shortage in result.waiting.values())


@given(floors(), queues())
def test_within_a_pool_the_first_in_line_is_never_overtaken(
    floor: Floor, queue: list[QueueEntry]
) -> None:
    result = answer(floor, queue)
    stopped: set[object] = set()
    for waiting in in_turn(queue, ageing_minutes=30):
        alike = (demand_of(waiting, now=NOW), waiting.line_strategy)
        if waiting.conversation_id in result.waiting:
            stopped.add(alike)
        else:
            assert alike not in stopped
    turns = [choice.entry for choice in result.decisions]
    assert turns == in_turn(turns, ageing_minutes=30)


@given(floors(), queues(), st.randoms(use_true_random=False))
def test_the_answer_depends_on_the_state_alone(
    floor: Floor, queue: list[QueueEntry], chance: Random
) -> None:
    users, agents, teams = floor
    shuffled = chance.sample
    users, agents, teams = (
        shuffled(users, len(users)),
        shuffled(agents, len(agents)),
        shuffled(teams, len(teams)),
    )
    again = answer((users, agents, teams), shuffled(queue, len(queue)))
    assert again == answer(floor, queue)


@given(floors(), queues())
def test_deciding_one_at_a_time_is_as_good_as_all_at_once(
    floor: Floor, queue: list[QueueEntry]
) -> None:
    """The same conversations get somebody, and round robin gives them the same users."""
    users, agents, teams = floor
    robin = [replace(waits, strategy=Strategy.ROUND_ROBIN) for waits in queue]
    rotations: dict[str, Rotation] = {}
    taken: list[object] = []
    for waits in in_turn(robin, ageing_minutes=30):
        result = answer((users, agents, teams), [waits], list(rotations.values()))
        rotations |= {rotation.scope: rotation for rotation in result.rotations}
        agents = after(agents, result)
        taken += [(choice.entry.conversation_id, choice.user_id) for choice in result.decisions]
    whole = answer((users, floor[1], teams), robin)
    assert taken == [(choice.entry.conversation_id, choice.user_id) for choice in whole.decisions]
    assert {rotation.scope: rotation for rotation in whole.rotations} == rotations


@given(st.lists(st.tuples(st.integers(-2, 2), st.integers(0, 200)), max_size=12))
def test_with_ageing_nobody_starves(came: list[tuple[int, int]]) -> None:
    """Whoever is served before somebody came at most half an hour later for each class above."""
    queue = [
        entry(n, priority=priority, since=NOW + minute * MINUTE)
        for n, (priority, minute) in enumerate(came)
    ]
    turns = in_turn(queue, ageing_minutes=30)
    for place, later in enumerate(turns):
        for earlier in turns[:place]:
            assert earlier.since <= later.since + 30 * MINUTE * (earlier.priority - later.priority)
            if earlier.priority == later.priority:
                assert earlier.since <= later.since


@given(st.integers(1, 8), st.integers(0, 60), st.integers(-2, 9))
def test_round_robin_never_spreads_by_more_than_one(count: int, amount: int, stands: int) -> None:
    rotations = [Rotation(WORKSPACE, "workspace", stands)]
    taken = takers(
        decide(map(entry, range(amount)), [agent(n) for n in range(count)], rotations=rotations)
    )
    shares = [taken.count(n) for n in range(count)]
    assert sum(shares) == amount
    assert max(shares) - min(shares) <= 1


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(0, 40))
def test_least_open_levels_the_loads(loads: list[int], amount: int) -> None:
    agents = [agent(n, open_count=load) for n, load in enumerate(loads)]
    queue = [entry(n, strategy=Strategy.LEAST_OPEN) for n in range(amount)]
    levelled = [each.open_count for each in after(agents, decide(queue, agents))]
    lifted = [now for now, then in zip(levelled, loads, strict=True) if now > then]
    assert all(top - 1 <= low for top in lifted for low in levelled)


@given(floors(), queues())
def test_what_is_stranded_is_never_decided(floor: Floor, queue: list[QueueEntry]) -> None:
    known = reference(floor[0], floor[2])
    for choice in answer(floor, queue).decisions:
        assert not is_stranded(demand_of(choice.entry, now=NOW), known)


@given(floors(), queues())
def test_capacity_is_never_exceeded_by_a_claim(floor: Floor, queue: list[QueueEntry]) -> None:
    result = answer(floor, queue)
    gained = {choice.user_id for choice in result.decisions}
    assert all(each.over_by == 0 for each in after(floor[1], result) if each.user_id in gained)
