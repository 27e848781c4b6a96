"""Why this user: the words and the figures that a decision keeps."""

import msgspec

from parley.domain.people import Presence
from parley.domain.queue import Strategy
from routing.floors import agent, decide, entry, team, team_id, user_id


def test_a_decision_names_the_chosen_and_who_was_excluded() -> None:
    agents = [agent(0, capacity=4, open_count=2), agent(1, capacity=3, open_count=3)]
    result = decide([entry(0)], agents)
    assert result.decisions[0].reason == {
        "strategy": "round_robin",
        "scope": "workspace",
        "candidates": 2,
        "excluded": {"at_capacity": 1},
        "asked": {},
        "ring": None,
        "best": [
            {
                "user_id": str(user_id(0)),
                "name": "Ana",
                "presence": "online",
                "open_count": 2,
                "load": 2,
                "capacity": 4,
                "skills": {},
                "last_assigned_at": None,
                "position": 0,
            }
        ],
        "sentence": "Ana: online, 2 of 4 busy, next in turn; Bo was at capacity",
    }


def test_the_best_few_are_the_chosen_and_the_runners_up_in_order() -> None:
    agents = [agent(n, open_count=9 - n) for n in range(6)]
    result = decide([entry(0, strategy=Strategy.LEAST_OPEN)], agents)
    best = msgspec.convert(result.decisions[0].reason["best"], list[dict[str, object]])
    assert [figures["open_count"] for figures in best] == [4, 5, 6]


def test_a_user_without_a_capacity_is_told_by_the_open_ones() -> None:
    result = decide([entry(0, strategy=Strategy.LEAST_OPEN)], [agent(0, open_count=7)])
    assert result.decisions[0].reason["sentence"] == "Ana: online, 7 open, fewest open"


def test_many_excluded_are_counted_the_nearest_named() -> None:
    agents = [
        agent(0),
        *(agent(n, presence=Presence.OFFLINE) for n in range(1, 5)),
        agent(5, presence=Presence.BREAK),
        agent(6, capacity=1, open_count=1),
    ]
    sentence = decide([entry(0)], agents).decisions[0].reason["sentence"]
    assert sentence == (
        "Ana: online, 0 open, next in turn; Gus was at capacity, Flo was on a break, 4 more could not"
    )


def test_the_named_and_the_preferred_say_so() -> None:
    queue = [entry(0, user_id=user_id(0)), entry(1, preferred_user_id=user_id(0))]
    named, preferred = decide(queue, [agent(0)]).decisions
    assert named.reason["sentence"] == "Ana: online, 0 open, asked for by name"
    assert preferred.reason["sentence"] == "Ana: online, 1 open, who had this contact before"


def test_a_fallback_says_why_the_named_one_did_not_get_it() -> None:
    wanted = entry(0, user_id=user_id(1), team_id=team_id(1))
    agents = [agent(0), agent(1, presence=Presence.BUSY)]
    result = decide([wanted], agents, teams=[team(1, [0])])
    assert result.decisions[0].reason["sentence"] == (
        "Ana: online, 0 open, next in turn; Bo, wanted first, was busy"
    )


def test_a_wait_counts_everybody_by_reason() -> None:
    agents = [agent(0, presence=Presence.BUSY), agent(1, capacity=0), agent(2, capacity=0)]
    result = decide([entry(0)], agents)
    (shortage,) = result.waiting.values()
    assert (shortage.scope, shortage.candidates) == ("workspace", 3)
    assert shortage.excluded == {"busy": 1, "at_capacity": 2}
    assert shortage.sentence == "Bo was at capacity, Cy was at capacity, 1 more could not"


def test_a_reason_is_plain_json() -> None:
    late = agent(0, last_assigned_at=entry(0).since)
    reason = decide([entry(0)], [late]).decisions[0].reason
    assert msgspec.json.decode(msgspec.json.encode(reason)) == reason
