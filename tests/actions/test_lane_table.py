"""The lane table: each lane of each step is taken, leads where it points, and without a target does what it says."""

from collections.abc import Callable
from typing import Any, NamedTuple, cast

import pytest

from desks import ANA, LEAD, OLGA, SALES, VIP, fixed_id
from parley.actions.calling import settle_call
from parley.actions.contacts import tag_contact
from parley.domain.actor import user_actor
from parley.domain.calls import CallResult, Outcome
from parley.domain.channel import Channel
from parley.domain.ids import ChannelId, WorkflowId
from parley.domain.message import ErrorClass, Failure
from parley.domain.run import EndReason
from parley.workflows import steps
from parley.workflows.steps import AddComment
from parley.workflows.steps.step import Step
from parley.workflows.triggers import ManualTrigger
from stories import Story
from workflows_by_hand import flow, flow_of, say

Json = dict[str, Any]
CALLED = WorkflowId(fixed_id(901))
NOBODY: tuple[()] = ()


class Case(NamedTuple):
    """`play` makes the lane be taken; `ends` is why the run is over where the lane has no target, None if it
    goes on along `next` instead.
    """

    kind: str
    lane: str
    told: Json
    play: Callable[[Story], object]
    ends: EndReason | None = EndReason.COMPLETED
    online: tuple[Any, ...] = (ANA,)

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.lane}"


def writes(*words: str) -> Callable[[Story], None]:
    def play(story: Story) -> None:
        story.writes("Mai", "hi")
        for word in words:
            story.writes("Mai", word)

    return play


def waits(seconds: float) -> Callable[[Story], None]:
    def play(story: Story) -> None:
        story.writes("Mai", "hi")
        story.passes(seconds)

    return play


def is_refused(story: Story) -> None:
    """The provider refuses what is sent."""
    story.delivers = False
    story.writes("Mai", "hi")
    story.deliver(failure=Failure(ErrorClass.CONTACT, "131026", "Not reachable."))


def has_no_channel(story: Story) -> None:
    """The channel is gone when the step is reached."""
    Story.writes(story, "Mai", "hi")
    cast("dict[ChannelId, Channel]", story.reference.channels).clear()
    story.passes(61)


def answered(status: int | None, outcome: Outcome = "answered") -> Callable[[Story], None]:
    def play(story: Story) -> None:
        story.writes("Mai", "hi")
        call = story.desk.calls[-1]
        settle_call(
            story.desk,
            CallResult(call.run_id, call.contact_id, call.visit, outcome, story.now, status=status),
        )
        story.settle()

    return play


def is_tagged(story: Story) -> None:
    story.writes("Mai", "hi")
    tag_contact(story.desk, story.contact("Mai").id, VIP, actor=user_actor(OLGA))
    story.settle()


def calls_another(story: Story) -> None:
    story.publish(flow(trigger=ManualTrigger(), a=say("Called")), workflow=CALLED)
    story.writes("Mai", "hi")


QUESTION: Json = {"kind": "ask_question", "text": "E-mail?", "answer": {"type": "email"}}
TEAM: Json = {"kind": "assign_to", "target": {"to": "team", "team_id": str(SALES)}}
GONE: Json = {"kind": "assign_to", "target": {"to": "user", "user_id": str(fixed_id(999))}}
ALWAYS: Json = {"kind": "comparison", "field": "contact.name", "operator": "exists"}
NEVER: Json = {"kind": "comparison", "field": "contact.email", "operator": "exists"}
HTTP: Json = {"kind": "http_request", "url": "https://api.example.com/orders"}
DATES: Json = {"kind": "dates", "starts": "2026-03-01", "ends": "2026-04-01"}
PAST: Json = {"kind": "dates", "starts": "2026-01-01", "ends": "2026-02-01"}
EVENT: Json = {"kind": "wait_for_event", "events": [{"event": "tag_added", "tag_id": str(VIP)}]}
FAILED, NO_TIME = EndReason.STEP_FAILED, EndReason.TIMED_OUT

CASES = (
    Case("send_message", "next", {"text": "Hello"}, writes()),
    Case("send_message", "failure", {"text": "Hello"}, has_no_channel, None),
    Case("ask_question", "success", QUESTION, writes("mai@example.com")),
    Case("ask_question", "invalid", QUESTION, writes("abc"), EndReason.INVALID_ANSWER),
    Case("ask_question", "timeout", QUESTION, waits(15 * 60), NO_TIME),
    Case("ask_question", "failure", QUESTION, is_refused, EndReason.UNDELIVERED),
    Case("ask_question", "person", QUESTION, writes("agent")),
    Case("assign_to", "next", TEAM, writes()),
    Case("assign_to", "timeout", TEAM, waits(30 * 60), NO_TIME, online=NOBODY),
    Case("assign_to", "failure", GONE, writes(), FAILED),
    Case("branch", "yes", {"branches": [{"id": "yes", "condition": ALWAYS}]}, writes()),
    Case("branch", "else", {"branches": [{"id": "no", "condition": NEVER}]}, writes()),
    Case("date_time", "success", {"when": DATES}, writes()),
    Case("date_time", "failure", {"when": PAST}, writes()),
    Case("http_request", "success", HTTP, answered(200)),
    Case("http_request", "failure", HTTP, answered(None, "unreachable"), FAILED),
    Case("http_request", "unknown", HTTP, answered(None, "unknown"), FAILED),
    Case("http_request", "2xx", HTTP, answered(204)),
    Case("http_request", "3xx", HTTP, answered(302), FAILED),
    Case("http_request", "4xx", HTTP, answered(404), FAILED),
    Case("http_request", "5xx", HTTP, answered(503), FAILED),
    Case("jump_to", "target", {"max_jumps": 1}, writes()),
    Case("jump_to", "exhausted", {"max_jumps": 1, "lanes": {"target": "a"}}, writes()),
    Case("wait", "next", {"seconds": 60}, waits(60)),
    Case("wait", "failure", {"until": "soon"}, writes(), FAILED),
    Case("wait_for_event", "happened", EVENT, is_tagged),
    Case("wait_for_event", "timeout", {**EVENT, "timeout_seconds": 60}, waits(60), NO_TIME),
    Case("trigger_workflow", "next", {"workflow_id": str(CALLED)}, calls_another),
    Case("trigger_workflow", "failure", {"workflow_id": str(CALLED)}, writes(), None),
    Case("add_comment", "next", {"text": "Noted."}, writes()),
    Case("open_conversation", "next", {}, writes()),
    Case("set_variable", "next", {"variable": "x", "expression": "1 + 1"}, writes()),
    Case("update_field", "next", {"scope": "contact", "slug": "city", "value": "Hue"}, writes()),
    Case("update_lifecycle", "next", {"stage_id": None}, writes()),
    Case("update_tag", "next", {"tag_ids": [str(LEAD)]}, writes()),
    Case("close_conversation", "next", {}, writes(), EndReason.CONVERSATION_CLOSED),
)
IDS = [case.name for case in CASES]
MARK = "Here it leads."
# After it nothing follows: it ends the run that it belongs to.
ENDS_ITSELF = frozenset({"close_conversation"})


def kinds() -> dict[str, type[Step]]:
    return {
        one.model_fields["kind"].default: one
        for one in vars(steps).values()
        if isinstance(one, type) and issubclass(one, Step) and one is not Step
    }


def step_of(case: Case, lanes: dict[str, str | None]) -> Step:
    told: Json = {"kind": case.kind, **case.told}
    told["lanes"] = {**told.get("lanes", {}), **lanes}
    return kinds()[case.kind].model_validate(told)


def played(case: Case, lanes: dict[str, str | None]) -> Story:
    """A channel that is gone is gone a minute after the contact wrote."""
    step = step_of(case, lanes)
    marks: dict[str, Step] = {"mark": AddComment(text=MARK), "on": AddComment(text="On.")}
    late: dict[str, Step] = {"pause": steps.Wait(seconds=60, lanes={"next": "a"})}
    first = late if case.play is has_no_channel else {}
    story = Story(flow_of({**first, "a": step, **marks}), online=case.online)
    case.play(story)
    return story


def lanes_of(story: Story) -> list[str | None]:
    return [lane for step, lane in story.trace("Mai") if step == "a"]


def test_every_lane_of_every_step_stands_in_the_table() -> None:
    wanted = {(kind, lane) for kind, step in kinds().items() for lane in step.LANES}
    own = {("branch", "yes")}
    assert {(case.kind, case.lane) for case in CASES} == wanted | own


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_lane_is_taken_and_leads_where_it_points(case: Case) -> None:
    story = played(case, {case.lane: "mark"})
    assert lanes_of(story)[-1] == case.lane
    if case.kind in ENDS_ITSELF:
        assert story.run("Mai").end_reason is case.ends
        return
    assert ("mark", "next") in story.trace("Mai")
    assert MARK in [comment.body for comment in story.desk.comments]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_without_a_target_the_run_ends_for_the_lanes_reason(case: Case) -> None:
    others: dict[str, str | None] = {"next": "on"} if case.ends is None else {}
    story = played(case, others)
    run = next(run for run in story.runs("Mai") if not run.is_live)
    if case.ends is None:
        assert lanes_of(story) == ["next"]
        assert ("on", "next") in story.trace("Mai")
        assert [v.error for v in story.desk.visits if v.step_id == "a" and v.error]
        return
    assert run.end_reason is case.ends
    assert MARK not in [comment.body for comment in story.desk.comments]
