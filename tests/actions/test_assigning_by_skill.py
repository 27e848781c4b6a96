"""What an Assign To step asks for besides a team: skills in rings, a class, a strategy (O18)."""

import pytest
from msgspec import structs
from pydantic import ValidationError

from desks import ANA, SALES
from parley.domain.people import Presence
from parley.domain.queue import Strategy
from parley.workflows.naming import Noun
from parley.workflows.steps import AssignTo
from parley.workflows.steps.assign_to import RelaxationRing, ToTeam
from stories import Story
from workflows_by_hand import flow


def test_a_step_asks_for_skills_in_rings_with_absolute_ends() -> None:
    to = AssignTo(
        target=ToTeam(team_id=SALES),
        skills={"billing": 1},
        rings=[
            RelaxationRing(skills={"vietnamese": 4}, seconds=60),
            RelaxationRing(skills={"vietnamese": 2}, seconds=30),
        ],
        priority=2,
    )
    story = Story(flow(to=to), online=())
    story.writes("Mai", "xin chào")
    (entry,) = story.desk.queue
    ends = [ring.until - entry.since for ring in entry.rings if ring.until]
    assert [end.total_seconds() for end in ends] == [60, 90]
    assert (entry.skills, entry.priority) == ({"billing": 1}, 2)
    assert [ring.skills for ring in entry.rings] == [{"vietnamese": 4}, {"vietnamese": 2}]


def test_a_step_asks_for_one_of_several_skills_always_and_in_a_ring() -> None:
    to = AssignTo(
        target=ToTeam(team_id=SALES),
        any_of=[{"spanish": 3, "portuguese": 2}],
        rings=[RelaxationRing(any_of=[{"billing": 4, "refunds": 1}], seconds=60)],
    )
    story = Story(flow(to=to), online=())
    story.writes("Mai", "hola")
    (entry,) = story.desk.queue
    assert entry.any_of == ({"spanish": 3, "portuguese": 2},)
    assert [ring.any_of for ring in entry.rings] == [({"billing": 4, "refunds": 1},)]
    named = [found.id for found in to.references() if found.noun is Noun.SKILL]
    assert named == ["billing", "portuguese", "refunds", "spanish"], (
        "each must exist (unknown_skill)"
    )


def test_a_step_without_a_strategy_takes_the_team_s() -> None:
    story = Story(flow(to=AssignTo(target=ToTeam(team_id=SALES))), online=())
    teams = {**story.reference.teams}
    teams[SALES] = structs.replace(teams[SALES], strategy=Strategy.LEAST_OCCUPIED)
    story.desk.reference = structs.replace(story.desk.reference, teams=teams)
    story.writes("Mai", "hi")
    (entry,) = story.desk.queue
    assert entry.strategy is Strategy.LEAST_OCCUPIED


def test_a_sticky_step_asks_the_former_agent_first_and_waits_so_long() -> None:
    to = AssignTo(
        target=ToTeam(team_id=SALES),
        strategy=Strategy.STICKY,
        next_strategy=Strategy.LEAST_OPEN,
        preferred_seconds=120,
    )
    story = Story(flow(to=to), online=(ANA,))
    story.writes("Mai", "hi")
    assert story.conversation("Mai").assignee_id == ANA
    story.closes("Mai", by=ANA)
    story.becomes(ANA, Presence.BUSY)
    story.writes("Mai", "again")
    (entry,) = story.desk.queue
    assert (entry.preferred_user_id, entry.line_strategy) == (ANA, Strategy.LEAST_OPEN)
    assert entry.preferred_until is not None
    assert (entry.preferred_until - entry.since).total_seconds() == 120


NONSENSE: list[dict[str, object]] = [
    {"skills": {"vietnamese": 6}},
    {"skills": {"vietnamese": 0}},
    {"rings": [{"skills": {}, "seconds": 0}]},
    {"any_of": [{}]},
    {"any_of": [{"spanish": 9}]},
    {"any_of": {"spanish": 1}},
    {"rings": [{"any_of": [{}], "seconds": 5}]},
    {"rings": [{"skills": {"vietnamese": -1}, "seconds": 5}]},
    {"priority": 11},
    {"preferred_seconds": -1},
    {"next_strategy": "sticky"},
    {"strategy": "whoever"},
]


@pytest.mark.parametrize("fields", NONSENSE)
def test_a_step_that_asks_for_nonsense_is_refused(fields: dict[str, object]) -> None:
    given: dict[str, object] = {"target": {"to": "workspace"}, **fields}
    with pytest.raises(ValidationError):
        AssignTo.model_validate(given)
