"""Caps on all that is in hand, of a team and of the workspace: what comes beyond waits, and nobody is to blame."""

from typing import Any

from msgspec.structs import replace

from parley.domain.queue import Strategy
from parley.domain.workspace import Settings
from parley.routing.matching import Floor, match
from parley.routing.queue import MatchResult, demand_of
from routing.floors import (
    NOW,
    agent,
    entry,
    reference,
    served,
    takers,
    team,
    team_id,
    user,
    user_id,
)

FLOOR = reference([user(0), user(1)], [replace(team(1, [0, 1]), max_in_hand=3), team(2, [0, 1])])
CAPPED = replace(FLOOR, settings=Settings(max_in_hand=5))
AGENTS = [agent(0), agent(1)]


def give(queue: list[Any], known: Any = FLOOR, **in_hand: Any) -> MatchResult:
    return match(queue, AGENTS, reference=known, rotations=(), now=NOW, **in_hand)


def test_a_team_gets_no_more_than_it_may_have_in_hand() -> None:
    queue = [entry(number, team_id=team_id(1)) for number in range(4)]

    result = give(queue, in_hand={team_id(1): 1, None: 1})

    assert [number for number, _ in served(result)] == [0, 1], "one is in hand, three may be"
    assert {each.sentence for each in result.waiting.values()} == {
        "The team has 3 of 3 conversations in hand"
    }


def test_the_caps_of_one_team_hold_up_nobody_else() -> None:
    queue = [entry(0, team_id=team_id(1)), entry(1, team_id=team_id(2)), entry(2)]

    result = give(queue, in_hand={team_id(1): 3, None: 3})

    assert [number for number, _ in served(result)] == [1, 2]


def test_the_workspace_as_a_whole_may_be_capped() -> None:
    result = give([entry(0), entry(1, team_id=team_id(2))], CAPPED, in_hand={None: 4})

    assert [number for number, _ in served(result)] == [0]
    (shortage,) = result.waiting.values()
    assert shortage.sentence == "The workspace has 5 of 5 conversations in hand"


def test_who_is_asked_for_by_name_is_asked_whatever_the_line_has_in_hand() -> None:
    named = entry(0, user_id=user_id(1), team_id=team_id(1))

    assert takers(give([named], CAPPED, in_hand={team_id(1): 9, None: 9})) == [1]


def test_the_former_agent_does_not_come_before_the_cap() -> None:
    sticky = entry(0, team_id=team_id(1), strategy=Strategy.STICKY, preferred_user_id=user_id(1))

    assert takers(give([sticky], in_hand={team_id(1): 3})) == []
    assert takers(give([sticky], in_hand={team_id(1): 2})) == [1]


def test_the_look_before_the_locks_knows_the_caps() -> None:
    demand = demand_of(entry(0, team_id=team_id(1)), now=NOW)

    def can_serve(count: int) -> bool:
        return Floor(AGENTS, reference=FLOOR, now=NOW, in_hand={team_id(1): count}).can_serve(
            demand
        )

    assert (can_serve(2), can_serve(3)) == (True, False)


def test_a_cap_of_nothing_gives_out_nothing() -> None:
    closed = replace(FLOOR, settings=Settings(max_in_hand=0))

    assert takers(give([entry(0)], closed)) == []
