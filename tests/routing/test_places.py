"""Where somebody stands in a line: the count that every view and every workflow shows."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from parley.routing.places import expect_wait, list_places
from parley.routing.queue import in_turn
from routing.floors import agent, conversation_id, decide, entry, served, team, team_id, user


def test_each_line_counts_for_itself() -> None:
    queue = [
        entry(1, team_id=team_id(1)),
        entry(2),
        entry(3, team_id=team_id(1)),
        entry(4, team_id=team_id(2)),
        entry(5),
    ]

    places = list_places(queue, ageing_minutes=30)

    assert [places[conversation_id(n)] for n in range(1, 6)] == [1, 1, 2, 1, 2]


def test_who_waited_long_stands_before_an_urgent_newcomer() -> None:
    old, urgent = entry(1), entry(3000, priority=1)

    ageing = list_places([urgent, old], ageing_minutes=30)
    strict = list_places([urgent, old], ageing_minutes=None)

    assert ageing[old.conversation_id] == 1, "fifty minutes are more than a class is worth"
    assert strict[old.conversation_id] == 2


@given(
    st.lists(st.tuples(st.integers(0, 7200), st.integers(-200, 200), st.booleans()), max_size=30),
    st.none() | st.integers(1, 600),
)
def test_who_stands_first_is_served_first(
    came: list[tuple[int, int, bool]], ageing: int | None
) -> None:
    queue = [
        entry(
            number,
            since=entry(0).since + timedelta(seconds=seconds),
            priority=priority,
            team_id=team_id(1) if in_team else None,
        )
        for number, (seconds, priority, in_team) in enumerate(came)
    ]

    places = list_places(queue, ageing_minutes=ageing)

    for line in (None, team_id(1)):
        turns = [e for e in in_turn(queue, ageing_minutes=ageing) if e.team_id == line]
        assert [places[e.conversation_id] for e in turns] == list(range(1, len(turns) + 1))


def test_the_one_free_agent_gets_place_one() -> None:
    queue = [entry(n, team_id=team_id(1), priority=n % 3) for n in range(9)]

    result = decide(
        queue, [agent(0, capacity=1)], users=[user(0, capacity=1)], teams=[team(1, [0])]
    )

    ((number, _),) = served(result)
    assert list_places(queue, ageing_minutes=30)[conversation_id(number)] == 1


def test_the_expected_wait_is_the_place_over_the_rate() -> None:
    assert expect_wait(3, given_out=12) == timedelta(minutes=15)
    assert expect_wait(3, given_out=0) is None
