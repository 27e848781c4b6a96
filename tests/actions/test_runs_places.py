"""Places in line for workflows: "you are number 3", the same number that the API shows."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from actions.test_replay import told, walked
from desks import ANA, LEAD, OLGA, SALES, VIP
from parley.actions.places import find_queue_place
from parley.routing.queue import in_turn
from parley.workflows.conditions import Comparison, Operator
from parley.workflows.definition import Definition
from parley.workflows.steps import AddComment, AssignTo, Branch, SendMessage
from parley.workflows.steps.assign_to import ToTeam, ToWorkspace
from parley.workflows.steps.branch import Way
from parley.workflows.steps.step import Step
from parley.workflows.triggers import ContactTagTrigger
from stories import Story
from workflows_by_hand import flow, flow_of, say

NUMBER = "number {{queue.position|none}}, {{queue.expected_wait_minutes|some}} minutes"


def to_sales() -> AssignTo:
    return AssignTo(target=ToTeam(team_id=SALES), timeout_seconds=10 * 3600)


def in_line() -> Story:
    """Who writes is told the place, and waits for Sales, where nobody is."""
    steps: dict[str, Step] = {
        "tell": SendMessage(text=NUMBER, lanes={"next": "assign"}),
        "assign": to_sales(),
    }
    return Story(flow_of(steps), online=[])


def last(story: Story, who: str) -> str:
    return story.heard(who)[-1]


def test_who_is_not_in_line_yet_hears_the_place_that_joining_would_give() -> None:
    story = in_line()
    for who in ("Mai", "Bo", "Linh"):
        story.writes(who, "hi")
        story.passes(60)
    # The conversation has no team yet: of everybody's line this is the end, and it is empty.
    assert [last(story, who) for who in ("Mai", "Bo", "Linh")] == ["number 1, some minutes"] * 3


def test_the_place_counts_the_line_of_the_team() -> None:
    steps: dict[str, Step] = {
        "tell": SendMessage(text=NUMBER, lanes={"next": "assign"}),
        "assign": AssignTo(target=ToWorkspace()),
    }
    story = Story(flow_of(steps), online=[])
    for who in ("Mai", "Bo", "Linh"):
        story.writes(who, "hi")
        story.passes(60)
    heard = [last(story, who) for who in ("Mai", "Bo", "Linh")]
    assert heard == [f"number {n}, some minutes" for n in (1, 2, 3)]


def test_a_branch_sends_away_whom_the_line_is_too_long_for() -> None:
    long = Comparison(field="queue.position", operator=Operator.IS_GREATER_THAN, value=2)
    steps: dict[str, Step] = {
        "ask": Branch(branches=[Way(id="long", condition=long)], lanes={"long": "no", "else": "a"}),
        "a": AssignTo(target=ToWorkspace()),
        "no": say("Please come back tomorrow"),
    }
    story = Story(flow_of(steps), online=[])
    for who in ("Mai", "Bo", "Linh", "Tam"):
        story.writes(who, "hi")
        story.passes(60)
    assert [len(story.heard(who)) for who in ("Mai", "Bo", "Linh", "Tam")] == [0, 0, 1, 1]


def test_the_wait_to_expect_comes_from_what_the_line_gave_out() -> None:
    steps: dict[str, Step] = {
        "tell": SendMessage(text=NUMBER, lanes={"next": "assign"}),
        "assign": AssignTo(target=ToWorkspace()),
    }
    story = Story(flow_of(steps), online=[ANA])
    for who in ("Mai", "Bo", "Linh", "Tam"):
        story.writes(who, "hi")
        story.passes(60)
    # Ana took three within the hour, so the first in line waits for the third part of one.
    assert last(story, "Tam") == "number 1, 20 minutes"


def test_the_trace_tells_the_place_only_where_a_step_read_it_and_walks_again() -> None:
    steps: dict[str, Step] = {
        "tell": SendMessage(text=NUMBER, lanes={"next": "more"}),
        "more": SendMessage(text="welcome", lanes={"next": "assign"}),
        "assign": AssignTo(target=ToWorkspace()),
    }
    story = Story(flow_of(steps), online=[ANA])
    story.writes("Mai", "hi")
    seen = [msgspec.to_builtins(visit.input)["seen"] for visit in story.desk.visits]
    assert ["queue" in one for one in seen] == [True, False, False]
    assert walked(story, story.run("Mai")) == told(story, story.run("Mai"))


def by_tag() -> Definition:
    """In the background, so that it disturbs nobody."""
    return Definition(
        name="Tell",
        trigger=ContactTagTrigger(change="added"),
        start="note",
        steps={"note": AddComment(text=NUMBER)},
    )


def test_who_waits_hears_the_place_in_the_line_and_who_has_an_agent_has_none() -> None:
    story = Story(by_tag(), flow(assign=to_sales()), online=[])
    for who in ("Mai", "Bo", "Linh"):
        story.writes(who, "hi")
        story.passes(60)
    for who in ("Linh", "Mai"):
        story.tags(who, VIP, by=OLGA)
    story.assigns("Mai", ANA)
    story.tags("Mai", LEAD, by=OLGA)
    story.tags("Bo", VIP, by=OLGA)
    assert [comment.body.split(",")[0] for comment in story.desk.comments] == [
        "number 3",
        "number 1",
        "number none",
        "number 1",
    ]


@given(st.lists(st.tuples(st.integers(-2, 2), st.integers(0, 3600)), min_size=1, max_size=8))
def test_every_place_is_the_one_that_the_matcher_serves_at(
    waiting: list[tuple[int, int]],
) -> None:
    story = Story(flow(assign=to_sales()), online=[])
    for number, (priority, seconds) in enumerate(waiting):
        story.writes(f"Contact {number}", "hi")
        story.passes(seconds)
        entry = story.desk.queue.get(story.conversation(f"Contact {number}").id)
        assert entry is not None
        story.desk.put_queue_entry(replace(entry, priority=priority))
    ageing = story.reference.settings.ageing_minutes
    in_order = in_turn(story.desk.queue, ageing_minutes=ageing)
    found = [
        find_queue_place(story.desk, story.desk.get_conversation(entry.conversation_id))
        for entry in in_order
    ]
    assert [place.position if place else None for place in found] == [
        number + 1 for number in range(len(waiting))
    ]
