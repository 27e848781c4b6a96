"""What holds for every queue and every floor, however odd."""

from collections.abc import Iterable
from random import Random

import hypothesis.strategies as st
import pytest
from hypothesis import given
from msgspec.structs import replace

from parley.domain.people import Presence
from parley.domain.queue import QueueEntry, Rotation, Strategy
from parley.routing.matching import Floor, is_stranded
from parley.routing.queue import demand_of, in_turn
from routing.by_definition import Asked, Rules
from routing.floors import NOW, WORKSPACE, agent, decide, entry, served, takers
from routing.odd import MINUTE, OddFloor, odd_floors, odd_queues, odd_rotations

# The deep profile's 10,000 cases of the largest take some minutes.
pytestmark = pytest.mark.timeout(1200)


def floor_rules(floor: OddFloor, rotations: Iterable[Rotation] = ()) -> Rules:
    return Rules(floor.agents, floor.know(), rotations, floor.in_hand)


@given(odd_floors(), odd_queues(), odd_rotations())
def test_who_gets_what_is_what_the_rules_say(
    floor: OddFloor, queue: list[QueueEntry], rotations: list[Rotation]
) -> None:
    """The whole of the matcher against the rules written down once more: every strategy, ring, cap and shift."""
    result = floor.answer(queue, rotations)
    rules = floor_rules(floor, rotations)
    assert [
        (choice.entry.conversation_id, choice.user_id) for choice in result.decisions
    ] == rules.decide(queue)


@given(odd_floors(), odd_queues())
def test_nobody_gets_work_who_is_not_eligible(floor: OddFloor, queue: list[QueueEntry]) -> None:
    """Each decision is looked at alone, with the loads that the ones before it have left."""
    rules = floor_rules(floor)
    for choice in floor.answer(queue).decisions:
        wanted, taker = choice.entry, rules.agents[choice.user_id]
        is_named = choice.user_id == wanted.user_id
        is_preferred = choice.user_id == wanted.preferred_user_id
        assert taker.presence is not Presence.FINISHING
        assert is_named or choice.user_id in rules.circle(wanted.team_id)
        asked = Asked() if is_named else rules.kept(wanted)
        assert is_named or not rules.is_shut(wanted)
        if not is_named and not is_preferred:
            asked = rules.find_asked(wanted)
            assert wanted.line_strategy is not Strategy.MANUAL
        assert rules.is_able(wanted, choice.user_id, asked, is_named=is_named) or (
            # A user named who is also somebody of the fallback line.
            is_named and rules.is_able(wanted, choice.user_id, rules.kept(wanted))
        )
        rules.take(wanted, choice.user_id)


@given(odd_floors(), odd_queues())
def test_nobody_waits_while_somebody_could_take_it(
    floor: OddFloor, queue: list[QueueEntry]
) -> None:
    result = floor.answer(queue)
    after = floor.after(result)
    left = Floor(after.agents, reference=after.know(), now=NOW, in_hand=after.in_hand)
    rules = floor_rules(after)
    for waits in queue:
        if waits.conversation_id in result.waiting:
            assert not left.can_serve(demand_of(waits, now=NOW))
            assert rules.choose(waits) is None


@given(odd_floors(), odd_queues())
def test_every_entry_is_either_decided_or_told_why_not(
    floor: OddFloor, queue: list[QueueEntry]
) -> None:
    result = floor.answer(queue)
    decided = [choice.entry.conversation_id for choice in result.decisions]
    assert sorted([*decided, *result.waiting]) == sorted(each.conversation_id for each in queue)
    assert all(shortage.sentence for shortage in result.waiting.values())


@given(odd_floors(), odd_queues())
def test_within_a_pool_the_first_in_line_is_never_overtaken(
    floor: OddFloor, queue: list[QueueEntry]
) -> None:
    result = floor.answer(queue)
    stopped: set[object] = set()
    ageing = floor.settings.ageing_minutes
    for waiting in in_turn(queue, ageing_minutes=ageing):
        alike = (demand_of(waiting, now=NOW), waiting.line_strategy)
        if waiting.conversation_id in result.waiting:
            stopped.add(alike)
        else:
            assert alike not in stopped
    turns = [choice.entry for choice in result.decisions]
    assert turns == in_turn(turns, ageing_minutes=ageing)


@given(odd_floors(), odd_queues(), st.randoms(use_true_random=False))
def test_the_answer_depends_on_the_state_alone(
    floor: OddFloor, queue: list[QueueEntry], chance: Random
) -> None:
    shuffled = replace(
        floor,
        users=chance.sample(floor.users, len(floor.users)),
        agents=chance.sample(floor.agents, len(floor.agents)),
        teams=chance.sample(floor.teams, len(floor.teams)),
    )
    assert shuffled.answer(chance.sample(queue, len(queue))) == floor.answer(queue)


@given(odd_floors(), odd_queues())
def test_deciding_one_at_a_time_is_as_good_as_all_at_once(
    floor: OddFloor, queue: list[QueueEntry]
) -> None:
    """The same conversations get somebody, and round robin gives them the same users."""
    robin = [replace(waits, strategy=Strategy.ROUND_ROBIN) for waits in queue]
    rotations: dict[str, Rotation] = {}
    taken: list[object] = []
    now = floor
    for waits in in_turn(robin, ageing_minutes=floor.settings.ageing_minutes):
        result = now.answer([waits], list(rotations.values()))
        rotations |= {rotation.scope: rotation for rotation in result.rotations}
        now = now.after(result)
        taken += [(choice.entry.conversation_id, choice.user_id) for choice in result.decisions]
    whole = floor.answer(robin)
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
    given_to = takers(decide(queue, agents))
    levelled = [load + given_to.count(n) for n, load in enumerate(loads)]
    lifted = [now for now, then in zip(levelled, loads, strict=True) if now > then]
    assert all(top - 1 <= low for top in lifted for low in levelled)


@given(odd_floors(), odd_queues())
def test_what_is_stranded_is_never_decided(floor: OddFloor, queue: list[QueueEntry]) -> None:
    for choice in floor.answer(queue).decisions:
        assert not is_stranded(demand_of(choice.entry, now=NOW), floor.know())


@given(odd_floors(), odd_queues())
def test_capacity_is_never_exceeded_by_a_claim(floor: OddFloor, queue: list[QueueEntry]) -> None:
    result = floor.answer(queue)
    gained = {choice.user_id for choice in result.decisions}
    assert all(each.over_by == 0 for each in floor.after(result).agents if each.user_id in gained)


@given(
    st.lists(st.tuples(st.integers(-2, 2), st.integers(0, 90)), min_size=1, max_size=10),
    st.integers(1, 12),
)
def test_served_one_by_one_nobody_is_overtaken_for_ever(
    came: list[tuple[int, int]], minutes: int
) -> None:
    """One agent takes the next every so many minutes, while others keep coming: a low class waits, and not for ever."""
    coming = [
        entry(n, priority=priority, since=NOW + minute * MINUTE)
        for n, (priority, minute) in enumerate(came)
    ]
    now, waiting, turns = NOW, list[QueueEntry](), list[QueueEntry]()
    while len(turns) < len(coming):
        waiting = [each for each in coming if each.since <= now and each not in turns]
        if waiting:
            ((number, _),) = served(decide(waiting, [agent(0, capacity=1)]))
            turns.append(coming[number])
        now += minutes * MINUTE
    for place, later in enumerate(turns):
        overtook = [each for each in turns[:place] if each.since > later.since]
        assert all(each.priority > later.priority for each in overtook)
        span = [(each.since - later.since) / (30 * MINUTE) for each in overtook]
        assert all(
            reach <= each.priority - later.priority
            for reach, each in zip(span, overtook, strict=True)
        )
