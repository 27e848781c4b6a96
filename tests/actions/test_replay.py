"""The trace of a run is all that it takes to walk the run again."""

from typing import get_args

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.test_runs_invariants import DEFINITIONS, TURNS
from desks import BO, CLEO
from parley.domain.run import Run, Visit
from parley.storage import codec
from parley.workflows.decisions import Refused, Signal
from parley.workflows.definition import Definition
from parley.workflows.replay import Walked, replay
from parley.workflows.steps import JumpTo
from parley.workflows.telling import Told
from stories import Story
from workflows_by_hand import ask_email, assign, choose, flow, say, set_city

STORED = msgspec.json.Decoder(Visit)

# A trace tells what a step saw of people, not of the workspace: that is looked at as it is.
LASTING = sorted(set(TURNS) - {"no team", "no Cleo"})


def visits_of(story: Story, run: Run) -> list[Visit]:
    """As they are read from where they are stored."""
    visits = [visit for visit in story.desk.visits if visit.run_id == run.id]
    return [STORED.decode(codec.encode(visit)) for visit in visits]


def walked(story: Story, run: Run) -> list[Walked]:
    definition = story.reference.versions[run.version_id].definition
    assert isinstance(definition, Definition)
    return replay(run, definition, visits_of(story, run), story.reference)


def told(story: Story, run: Run) -> list[Walked]:
    return [
        Walked(visit.number, visit.step_id, visit.lane, visit.output, visit.error)
        for visit in visits_of(story, run)
    ]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(DEFINITIONS, min_size=1, max_size=2),
    st.lists(st.sampled_from(LASTING), max_size=8),
)
def test_any_run_walked_again_from_its_trace_comes_out_the_same(
    definitions: list[Definition], turns: list[str]
) -> None:
    story = Story(*definitions, online=(BO, CLEO))
    story.writes("Mai", "hi")
    for turn in turns:
        TURNS[turn](story)
    story.passes(3 * 24 * 3600)
    for run in story.runs("Mai"):
        assert walked(story, run) == told(story, run)


def test_a_run_is_walked_through_questions_branches_jumps_and_assignment() -> None:
    story = Story(
        flow(
            which=choose("Sales", "Support", retries=1, success="mail", timeout="mail"),
            mail=ask_email(invalid="again", success="city"),
            again=JumpTo(max_jumps=1, lanes={"target": "mail", "exhausted": "city"}),
            city=set_city("{{var.choice|nowhere}}", then="give"),
            give=assign(next="bye"),
            bye=say("{{assignee.name|Somebody}} answers {{contact.fields.city|?}}."),
        )
    )
    story.writes("Mai", "hi")
    story.presses("Mai", "Sales")
    story.writes("Mai", "what?")
    story.writes("Mai", "no idea")
    story.closes("Mai")

    run = story.runs("Mai")[0]
    assert [(visit.step_id, visit.lane) for visit in walked(story, run)] == [
        ("which", "success"),
        ("mail", "invalid"),
        ("again", "target"),
        ("mail", "invalid"),
        ("again", "exhausted"),
        ("city", "next"),
        ("give", "next"),
        ("bye", "next"),
    ]
    assert walked(story, run) == told(story, run)
    assert walked(story, run)[-1].output == {"text": "Ana answers Sales."}


def test_what_the_house_refused_is_refused_again() -> None:
    story = Story(flow(ask=ask_email(failure="bye"), bye=say("Goodbye")))
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.passes(30 * 3600)
    run = story.run("Mai")
    assert walked(story, run) == told(story, run)


def test_a_visit_that_was_cut_short_says_why() -> None:
    story = Story(flow(ask=ask_email()))
    story.writes("Mai", "hi")
    story.closes("Mai")
    [visit] = visits_of(story, story.run("Mai"))
    assert visit.input == {"signal": "ended", "reason": "conversation_closed"}
    assert walked(story, story.run("Mai")) == told(story, story.run("Mai"))


def test_a_changed_workflow_walks_another_way() -> None:
    """What replay is for: would the new version have treated this contact otherwise?"""
    story = Story(flow(ask=ask_email(success="bye", invalid="bye"), bye=say("Goodbye")))
    story.writes("Mai", "hi")
    story.writes("Mai", "not an address")
    run, visits = story.run("Mai"), visits_of(story, story.run("Mai"))
    changed = flow(ask=choose("not an address"), bye=say("Goodbye"))
    assert [v.lane for v in replay(run, changed, visits, story.reference)] == ["success"]


def test_the_trace_tells_what_the_step_saw() -> None:
    story = Story(flow(hello=say("Hello")))
    story.writes("Mai", "hi", language="vi")
    [visit] = visits_of(story, story.run("Mai"))
    assert visit.input["signal"] == "entered"
    seen = visit.input["seen"]
    assert isinstance(seen, dict)
    assert seen["contact"]["display_name"] == "Mai"
    assert seen["contact"]["language"] == "vi"
    assert seen["conversation"]["opened_by"] == "contact"


def test_no_signal_has_a_field_that_the_trace_needs_for_itself() -> None:
    own = set(Told.__struct_fields__)
    for kind in get_args(Signal):
        if kind is not Refused:
            assert not own & set(kind.__struct_fields__)
