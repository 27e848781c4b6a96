"""Who gets what: order, candidates, strategies and limits, as sentences."""

import pytest

from parley.domain.people import Presence, TeamMember
from parley.domain.queue import Rotation, Strategy
from parley.routing.matching import in_circle
from routing.floors import (
    WORKSPACE,
    agent,
    decide,
    entry,
    served,
    takers,
    team,
    team_id,
    user,
    user_id,
)


def test_the_oldest_is_served_first() -> None:
    result = decide([entry(2), entry(1), entry(0)], [agent(0, capacity=2)])
    assert served(result) == [(0, 0), (1, 0)]
    assert [str(waits)[-4:] for waits in result.waiting] == [str(entry(2).conversation_id)[-4:]]


def test_a_higher_priority_goes_before_age() -> None:
    result = decide([entry(0), entry(1, priority=5)], [agent(0, capacity=1)])
    assert served(result) == [(1, 0)]


def test_entries_of_one_moment_are_ordered_by_their_id() -> None:
    since = entry(0).since
    queue = [entry(3, since=since), entry(1, since=since), entry(2, since=since)]
    assert [number for number, _ in served(decide(queue, [agent(0)]))] == [1, 2, 3]


def test_round_robin_gives_300_conversations_over_3_users_100_each() -> None:
    taken = takers(decide(map(entry, range(300)), [agent(n) for n in range(3)]))
    assert [taken.count(n) for n in range(3)] == [100, 100, 100]
    assert taken[:4] == [0, 1, 2, 0]


def test_round_robin_stays_exact_over_300_single_decisions() -> None:
    rotations: tuple[Rotation, ...] = ()
    taken: list[int] = []
    for number in range(300):
        result = decide([entry(number)], [agent(n) for n in range(3)], rotations=rotations)
        rotations = result.rotations
        taken += takers(result)
    assert [taken.count(n) for n in range(3)] == [100, 100, 100]


def test_round_robin_goes_on_where_its_circle_stands() -> None:
    rotations = [Rotation(WORKSPACE, "workspace", 1)]
    result = decide([entry(0)], [agent(n) for n in range(4)], rotations=rotations)
    assert takers(result) == [2]
    assert result.rotations == (Rotation(WORKSPACE, "workspace", 2),)


def test_who_comes_back_from_lunch_gets_no_burst() -> None:
    away = [agent(0), agent(1, presence=Presence.BREAK), agent(2)]
    before = decide(map(entry, range(10)), away)
    after = decide(
        map(entry, range(10, 16)), [agent(n) for n in range(3)], rotations=before.rotations
    )
    assert 1 not in takers(before)
    assert [takers(after).count(n) for n in range(3)] == [2, 2, 2]


def test_a_newcomer_enters_the_circle_at_its_end() -> None:
    before = decide([entry(0), entry(1)], [agent(n) for n in range(3)])
    after = decide(
        map(entry, range(2, 6)), [agent(n) for n in range(4)], rotations=before.rotations
    )
    assert takers(after) == [2, 3, 0, 1]


def test_each_team_has_its_own_circle() -> None:
    teams = [team(1, [0, 1]), team(2, [1, 0])]
    queue = [entry(n, team_id=team_id(1 + n % 2)) for n in range(4)]
    result = decide(queue, [agent(0), agent(1)], teams=teams)
    assert served(result) == [(0, 0), (1, 1), (2, 1), (3, 0)]


def test_two_members_with_the_same_position_both_get_their_turn() -> None:
    members = [TeamMember(user_id(2), 1), TeamMember(user_id(0), 1), TeamMember(user_id(1), 1)]
    assert in_circle(members) == [(1, user_id(0)), (2, user_id(1)), (3, user_id(2))]


def test_a_named_user_does_not_move_the_circle() -> None:
    queue = [entry(0, user_id=user_id(2)), entry(1)]
    assert served(decide(queue, [agent(n) for n in range(3)])) == [(0, 2), (1, 0)]


def test_least_open_takes_the_one_with_fewest() -> None:
    agents = [agent(0, open_count=3), agent(1, open_count=1), agent(2, open_count=2)]
    queue = [entry(n, strategy=Strategy.LEAST_OPEN) for n in range(4)]
    assert takers(decide(queue, agents)) == [1, 2, 1, 0]


def test_least_open_breaks_a_tie_by_who_waited_longest_for_work() -> None:
    long_ago, lately = entry(0).since, entry(100).since
    agents = [agent(0, last_assigned_at=lately), agent(1, last_assigned_at=long_ago)]
    assert takers(decide([entry(0, strategy=Strategy.LEAST_OPEN)], agents)) == [1]


def test_least_open_prefers_who_never_had_work_then_the_lower_position() -> None:
    agents = [agent(0, last_assigned_at=entry(0).since), agent(1), agent(2)]
    assert takers(decide([entry(0, strategy=Strategy.LEAST_OPEN)], agents)) == [1]


def test_two_strategies_count_the_same_load() -> None:
    queue = [entry(0), entry(1, strategy=Strategy.LEAST_OPEN), entry(2)]
    result = decide(queue, [agent(0, capacity=1), agent(1, capacity=1)])
    assert served(result) == [(0, 0), (1, 1)]


@pytest.mark.parametrize("presence", [Presence.BUSY, Presence.BREAK, Presence.OFFLINE])
def test_online_only_passes_over_who_is_not_online(presence: Presence) -> None:
    absent = [agent(0, presence=presence)]
    assert takers(decide([entry(0)], absent)) == []
    assert takers(decide([entry(0, online_only=False)], absent)) == [0]


def test_who_is_finishing_gets_nothing_new() -> None:
    finishing = [agent(0, presence=Presence.FINISHING)]
    for result in (decide([entry(0)], finishing), decide([entry(0, online_only=False)], finishing)):
        assert [waits.excluded for waits in result.waiting.values()] == [{"finishing": 1}]
        assert (
            "finishing and taking nothing new" in result.waiting[entry(0).conversation_id].sentence
        )


def test_a_deactivated_user_gets_nothing_even_where_presence_does_not_matter() -> None:
    users = [user(0, deactivated_at=entry(0).since)]
    result = decide([entry(0, online_only=False)], [agent(0)], users=users)
    assert [waits.excluded for waits in result.waiting.values()] == [{"deactivated": 1}]


def test_a_user_at_capacity_is_passed_over_and_one_over_it_too() -> None:
    agents = [agent(0, capacity=2, open_count=2), agent(1, capacity=2, open_count=5)]
    result = decide([entry(0)], agents)
    assert [waits.excluded for waits in result.waiting.values()] == [{"at_capacity": 2}]


@pytest.mark.parametrize("capacity", [0, -3])
def test_a_capacity_of_nothing_means_no_automatic_work(capacity: int) -> None:
    assert takers(decide([entry(0)], [agent(0, capacity=capacity)])) == []


def test_fewer_than_n_open_counts_beside_the_own_capacity() -> None:
    agents = [agent(0, capacity=10, open_count=3), agent(1, capacity=10, open_count=1)]
    queue = [entry(n, max_open=3) for n in range(4)]
    result = decide(queue, agents)
    assert takers(result) == [1, 1]
    assert {tuple(waits.excluded) for waits in result.waiting.values()} == {("too_many_open",)}


def test_only_members_serve_a_team() -> None:
    result = decide([entry(0, team_id=team_id(1))], [agent(0), agent(1)], teams=[team(1, [1])])
    assert takers(result) == [1]


def test_a_team_without_members_waits_and_blocks_nobody() -> None:
    queue = [entry(0, team_id=team_id(1)), entry(1)]
    result = decide(queue, [agent(0)], teams=[team(1, [])])
    assert served(result) == [(1, 0)]
    assert next(iter(result.waiting.values())).sentence == "There is nobody in this team"


def test_a_team_that_is_gone_waits_and_says_so() -> None:
    result = decide([entry(0, team_id=team_id(9))], [agent(0)])
    assert next(iter(result.waiting.values())).sentence == "The team does not exist any more"


def test_an_entry_that_cannot_be_served_does_not_hold_up_those_behind_it() -> None:
    queue = [entry(0, user_id=user_id(1)), entry(1, max_open=0), entry(2)]
    agents = [agent(0), agent(1, presence=Presence.OFFLINE)]
    assert served(decide(queue, agents)) == [(2, 0)]


def test_a_named_user_is_waited_for_where_there_is_no_fallback() -> None:
    agents = [agent(0), agent(1, presence=Presence.BUSY)]
    result = decide([entry(0, user_id=user_id(1))], agents)
    assert [waits.sentence for waits in result.waiting.values()] == ["Bo was busy"]


def test_a_named_user_who_cannot_leaves_it_to_the_fallback_team() -> None:
    agents = [agent(0), agent(1), agent(2, presence=Presence.BUSY)]
    wanted = entry(0, user_id=user_id(2), team_id=team_id(1))
    assert takers(decide([wanted], agents, teams=[team(1, [1])])) == [1]


def test_a_named_user_without_an_agent_row_counts_as_gone() -> None:
    result = decide([entry(0, user_id=user_id(7))], [agent(0)])
    assert [waits.excluded for waits in result.waiting.values()] == [{"deactivated": 1}]


def test_the_preferred_user_comes_before_the_turn_and_does_not_move_it() -> None:
    queue = [entry(0, preferred_user_id=user_id(2)), entry(1)]
    assert served(decide(queue, [agent(n) for n in range(3)])) == [(0, 2), (1, 0)]


def test_a_preferred_user_who_cannot_leaves_it_to_the_strategy() -> None:
    agents = [agent(0), agent(1, capacity=1, open_count=1)]
    result = decide([entry(0, preferred_user_id=user_id(1))], agents)
    assert takers(result) == [0]


def test_a_preferred_user_outside_the_team_is_not_taken() -> None:
    wanted = entry(0, team_id=team_id(1), preferred_user_id=user_id(0))
    result = decide([wanted], [agent(0), agent(1)], teams=[team(1, [1])])
    assert takers(result) == [1]
    assert "Ana, wanted first, was not in the team" in str(result.decisions[0].reason["sentence"])


def test_five_thousand_waiting_when_one_comes_online_are_served_up_to_capacity() -> None:
    agents = [agent(0, capacity=4), agent(1, presence=Presence.OFFLINE)]
    result = decide(map(entry, range(5000)), agents)
    assert served(result) == [(0, 0), (1, 0), (2, 0), (3, 0)]
    assert len(result.waiting) == 4996


def test_an_agent_in_fifty_teams_is_given_the_oldest_of_all_and_no_more_than_fits() -> None:
    teams = [team(number, [0]) for number in range(50)]
    queue = [entry(60 - number, team_id=team_id(number)) for number in range(50)]
    result = decide(queue, [agent(0, capacity=3)], teams=teams)
    assert served(result) == [(11, 0), (12, 0), (13, 0)]
    assert len(result.waiting) == 47
    assert {rotation.scope for rotation in result.rotations} == {
        str(team_id(number)) for number in (47, 48, 49)
    }


def test_nobody_at_all_leaves_everybody_waiting() -> None:
    result = decide([entry(0)], [])
    assert not result.decisions
    assert len(result.waiting) == 1
