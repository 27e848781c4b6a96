"""Each strategy gives as it says, and what is asked for keeps out whoever lacks it."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from parley.domain.calendar import Calendar, Hours
from parley.domain.ids import UUID, CalendarId
from parley.domain.people import Agent, Presence, Skill, Team, User
from parley.domain.queue import QueueEntry, Ring, Strategy
from parley.domain.workspace import Reference, Settings
from parley.routing.hours import find_next_change
from parley.routing.matching import match
from parley.routing.queue import MatchResult
from parley.routing.wording import WORDINGS
from routing.floors import (
    NOW,
    WORKSPACE,
    agent,
    decide,
    entry,
    reference,
    served,
    takers,
    team,
    team_id,
    user,
    user_id,
)

MINUTE = timedelta(minutes=1)
SKILLS = {slug: Skill(WORKSPACE, slug, slug.title()) for slug in ("vietnamese", "billing")}
NIGHTS = CalendarId(UUID(int=77))


def floor(users: list[User], teams: list[Team] | None = None, **settings: Any) -> Reference:
    nights = Calendar(WORKSPACE, NIGHTS, "Nights", "UTC", ((Hours(22 * 60, 30 * 60),),) * 7)
    return replace(
        reference(users, teams or []),
        skills=SKILLS,
        settings=replace(Settings(), **settings),
        calendars={NIGHTS: nights},
    )


def give(queue: list[QueueEntry], agents: list[Agent], known: Reference) -> MatchResult:
    return match(queue, agents, reference=known, rotations=(), now=NOW)


def speaker(number: int, **levels: int) -> User:
    return user(number, skills=levels)


def test_longest_idle_takes_who_has_had_nothing_for_longest_then_who_has_least() -> None:
    early = NOW - timedelta(hours=3)
    agents = [
        agent(0, presence_since=early, idle_since=NOW - 5 * MINUTE),
        agent(1, presence_since=early, idle_since=NOW - 9 * MINUTE),
        agent(2, presence_since=early, open_count=1),
    ]
    queue = [entry(n, strategy=Strategy.LONGEST_IDLE) for n in range(3)]
    assert takers(decide(queue, agents)) == [1, 0, 2]


def test_who_comes_back_from_a_break_is_idle_only_from_then_on() -> None:
    agents = [
        agent(0, presence_since=NOW - MINUTE, idle_since=NOW - 60 * MINUTE),
        agent(1, presence_since=NOW - 90 * MINUTE, idle_since=NOW - 5 * MINUTE),
    ]
    assert takers(decide([entry(0, strategy=Strategy.LONGEST_IDLE)], agents)) == [1]


def test_least_occupied_takes_the_smallest_share_of_the_capacity() -> None:
    agents = [agent(0, capacity=2, open_count=1), agent(1, capacity=10, open_count=3)]
    queue = [entry(n, strategy=Strategy.LEAST_OCCUPIED) for n in range(3)]
    assert takers(decide(queue, agents)) == [1, 1, 0]


def test_fewest_open_counts_units_and_not_heads() -> None:
    agents = [agent(0, open_count=1, load=4), agent(1, open_count=2, load=2)]
    assert takers(decide([entry(0, strategy=Strategy.LEAST_OPEN)], agents)) == [1]


def test_best_skill_fit_takes_the_highest_levels_of_what_is_asked() -> None:
    known = floor([speaker(0, vietnamese=3), speaker(1, vietnamese=5), speaker(2, billing=5)])
    wanted = entry(0, strategy=Strategy.BEST_SKILL_FIT, skills={"vietnamese": 2})
    result = give([wanted], [agent(n) for n in range(3)], known)
    assert takers(result) == [1]
    assert result.decisions[0].reason["sentence"] == (
        "Bo: online, Vietnamese 5, 0 open, best skill fit; Cy was without a skill that is asked for"
    )
    assert result.decisions[0].reason["asked"] == {"vietnamese": 2}


def test_by_hand_is_given_to_nobody() -> None:
    result = decide([entry(0, strategy=Strategy.MANUAL)], [agent(0)])
    (shortage,) = result.waiting.values()
    assert shortage.sentence == "It waits until somebody takes it"


@pytest.mark.parametrize("strategy", [Strategy.STICKY, Strategy.CONTACT_OWNER])
def test_the_one_asked_first_is_waited_for_and_then_another_strategy_goes_on(
    strategy: Strategy,
) -> None:
    first = entry(
        0,
        strategy=strategy,
        next_strategy=Strategy.LEAST_OPEN,
        preferred_user_id=user_id(1),
        preferred_until=NOW + MINUTE,
    )
    full = [agent(0), agent(1, capacity=1, open_count=1)]
    waits = decide([first], full)
    (shortage,) = waits.waiting.values()
    assert shortage.sentence == "Bo, asked first and waited for, was at capacity"
    over = replace(first, preferred_until=NOW)
    assert takers(decide([over], full)) == [0]
    assert takers(decide([first], [agent(0), agent(1)])) == [1]


def test_nobody_waits_for_a_former_agent_who_went_home() -> None:
    first = entry(
        0,
        strategy=Strategy.STICKY,
        preferred_user_id=user_id(1),
        preferred_until=NOW + MINUTE,
    )
    gone = [agent(0), agent(1, presence=Presence.OFFLINE)]
    assert takers(decide([first], gone)) == [0]


def test_a_ring_asks_more_until_its_hour_and_then_less() -> None:
    known = floor([speaker(0), speaker(1, vietnamese=4)])
    agents = [agent(0), agent(1, capacity=1, open_count=1)]
    rings = (Ring({"vietnamese": 3}, NOW + MINUTE),)
    assert not give([entry(0, rings=rings)], agents, known).decisions
    over = (Ring({"vietnamese": 3}, NOW),)
    assert takers(give([entry(0, rings=over)], agents, known)) == [0]


def test_the_reason_numbers_the_rings_as_the_step_does() -> None:
    known = floor([speaker(0, vietnamese=3)])
    rings = (
        Ring({"vietnamese": 5}, NOW - MINUTE),
        Ring({"vietnamese": 4}, NOW + MINUTE),
        Ring({"vietnamese": 3}, NOW + 2 * MINUTE),
    )
    (choice,) = give([entry(0, rings=rings)], [agent(0)], known).decisions
    assert (choice.reason["ring"], choice.reason["asked"]) == (3, {"vietnamese": 3})


def test_a_ring_that_nobody_on_shift_can_serve_is_skipped() -> None:
    known = floor([speaker(0), speaker(1, vietnamese=4)])
    agents = [agent(0), agent(1, presence=Presence.OFFLINE)]
    rings = (Ring({"vietnamese": 3}, NOW + MINUTE),)
    assert takers(give([entry(0, rings=rings)], agents, known)) == [0]


def test_a_deleted_skill_in_a_live_ring_is_asked_of_nobody() -> None:
    known = floor([speaker(0)])
    rings = (Ring({"klingon": 3}, NOW + MINUTE),)
    waiting = entry(0, rings=rings, skills={"klingon": 5})
    assert takers(give([waiting], [agent(0)], known)) == [0]


def test_a_skill_is_asked_always_by_its_level() -> None:
    known = floor([speaker(0, vietnamese=2)])
    (shortage,) = give([entry(0, skills={"vietnamese": 3})], [agent(0)], known).waiting.values()
    assert shortage.excluded == {"skill": 1}


def test_capacity_is_in_units_of_the_channel_kind() -> None:
    known = floor([user(0)], channel_weights={"phone": 3})
    calls = [entry(n, channel_kind="phone") for n in range(2)]
    assert served(give(calls, [agent(0, capacity=5)], known)) == [(0, 0)]
    assert len(give([*calls, entry(2)], [agent(0, capacity=5)], known).decisions) == 2


def test_a_channel_that_a_user_may_not_serve_goes_to_another() -> None:
    known = floor([user(0, channel_kinds=("whatsapp",)), user(1)])
    assert takers(give([entry(0, channel_kind="phone")], [agent(0), agent(1)], known)) == [1]


def test_the_caps_of_team_and_workspace_hold_beside_the_own_capacity() -> None:
    capped = replace(team(1, [0, 1]), max_open=2)
    agents = [agent(0, open_count=2), agent(1, open_count=1)]
    queue = [entry(n, team_id=team_id(1)) for n in range(2)]
    assert takers(give(queue, agents, floor([user(0), user(1)], [capped]))) == [1]
    nobody = floor([user(0), user(1)], max_open=1)
    assert not give([entry(0)], agents, nobody).decisions


def test_nobody_is_given_work_off_shift_nor_a_team_outside_its_hours() -> None:
    night = user(0, calendar_id=NIGHTS)
    (shortage,) = give([entry(0)], [agent(0)], floor([night])).waiting.values()
    assert shortage.excluded == {"off_shift": 1}
    closed = replace(team(1, [0]), calendar_id=NIGHTS)
    known = floor([user(0)], [closed])
    (shortage,) = give([entry(0, team_id=team_id(1))], [agent(0)], known).waiting.values()
    assert shortage.sentence == "The team is outside its hours"
    assert find_next_change([None], known, now=NOW) == NOW.replace(hour=22)


def test_a_class_is_worth_its_minutes_of_waiting_and_no_more() -> None:
    old = entry(0, since=NOW - 40 * MINUTE)
    urgent = entry(1, since=NOW - MINUTE, priority=1)
    agents = [agent(0, capacity=1)]
    known = floor([user(0)], ageing_minutes=30)
    assert served(give([old, urgent], agents, known)) == [(0, 0)]
    strict = floor([user(0)], ageing_minutes=None)
    assert served(give([old, urgent], agents, strict)) == [(1, 0)]


def test_every_strategy_has_its_words() -> None:
    assert set(WORDINGS) == set(Strategy)
    assert all(words.sentence.endswith(".") for words in WORDINGS.values())


def test_capacity_nothing_and_less_gets_no_automatic_work() -> None:
    known = floor([user(0), user(1)], channel_weights={"mail": 0})
    agents = [agent(0, capacity=0), agent(1, capacity=-3)]
    assert not give([entry(0, channel_kind="mail")], agents, known).decisions
