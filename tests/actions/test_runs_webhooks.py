"""Wait for Event on a webhook: the run goes on with what another system posts about its contact."""

from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from actions.test_replay import told, walked
from parley.actions.calling import settle_call
from parley.domain.calls import CallResult
from parley.rehearsal.starting import post_to_webhook
from parley.workflows.definition import Definition
from parley.workflows.limits import VARIABLE_LENGTH
from parley.workflows.payloads import flat
from parley.workflows.steps import HttpRequest, SendMessage, WaitForEvent
from parley.workflows.steps.step import Step
from parley.workflows.triggers import IncomingWebhookTrigger
from stories import Story
from workflows_by_hand import ask_text, flow, flow_of, say

PAID: dict[str, object] = {
    "event": "webhook",
    "contact_path": "$.contact",
    "mapping": {"total": "$.order.total", "note": "$.order.note"},
}


def waits(**changes: object) -> WaitForEvent:
    return WaitForEvent.model_validate(
        {
            "events": [{"event": "tag_added"}, {**PAID, **changes}],
            "timeout_seconds": 3600,
            "lanes": {"happened": "say", "timeout": "late"},
        }
    )


def paying(**changes: object) -> Definition:
    steps: dict[str, Step] = {
        "ask": ask_text(success="wait"),
        "wait": waits(**changes),
        "say": say("paid {{var.total|nothing}}"),
        "late": say("too late"),
    }
    return flow_of(steps)


def ordered(definition: Definition | None = None, order: str = "A7") -> Story:
    """Mai has named her order, and the run waits."""
    story = Story(definition or paying())
    story.writes("Mai", "hi")
    story.writes("Mai", order)
    return story


def posts(story: Story, payload: Mapping[str, object], who: str = "Mai") -> str:
    workflow_id = next(iter(story.reference.versions.values())).workflow_id
    return post_to_webhook(story, who, workflow_id, payload).outcome


def of_mai(story: Story, **order: object) -> dict[str, object]:
    return {"contact": str(story.contact("Mai").id), "order": order}


def test_the_run_goes_on_with_what_was_posted() -> None:
    story = ordered()
    assert posts(story, of_mai(story, total=12.5)) == "resumed"
    assert story.heard("Mai")[-1] == "paid 12.5"
    result = story.desk.hook_results[-1]
    assert (result.contact_id, result.run_id) == (story.contact("Mai").id, story.run("Mai").id)
    assert story.run("Mai").variables["note"] is None
    visit = story.desk.visits[1]
    saved = {"total": 12.5, "note": None}
    assert visit.output == {"event": "webhook", "awaited": 1, "saved": saved}


def test_the_trace_walks_again_without_the_payload() -> None:
    story = ordered()
    posts(story, {**of_mai(story, total=3), "filler": "x" * 100_000})
    assert walked(story, story.run("Mai")) == told(story, story.run("Mai"))
    assert len(str(story.desk.visits[1].input)) < 4000


def test_a_second_call_finds_nobody_who_waits() -> None:
    story = ordered()
    assert posts(story, of_mai(story)) == "resumed"
    assert posts(story, of_mai(story)) == "nobody_waits"
    assert story.heard("Mai")[1:] == ["paid nothing"]


def test_without_a_call_the_time_runs_out() -> None:
    story = ordered()
    story.passes(3600)
    assert story.heard("Mai")[-1] == "too late"
    assert posts(story, of_mai(story)) == "nobody_waits"


def test_a_call_about_somebody_else_or_nobody_moves_nothing() -> None:
    story = ordered()
    story.writes("Bo", "hi")
    assert posts(story, {"contact": str(story.contact("Bo").id)}) == "nobody_waits"
    assert posts(story, {"contact": "00000000-0000-0000-0000-000000000404"}) == "contact_unknown"
    assert posts(story, {"contact": 7}) == "contact_unknown"
    assert posts(story, {"who": "Mai"}) == "no_contact_named"
    assert posts(story, {"contact": {"id": 1}}) == "no_contact_named"
    assert story.heard("Mai") == ["What is it about?"]


def test_only_the_order_that_is_waited_for_counts() -> None:
    story = ordered(paying(match_path="$.order.id", match_value="{{var.text}}"), order="42")
    assert posts(story, of_mai(story, id="41")) == "nobody_waits"
    assert posts(story, of_mai(story)) == "nobody_waits"
    assert posts(story, of_mai(story, id=42, total=1)) == "resumed"
    assert story.heard("Mai")[-1] == "paid 1"


def test_a_value_that_came_out_empty_matches_no_call() -> None:
    story = ordered(paying(match_path="$.order.id", match_value="{{contact.email|}}"))
    assert posts(story, of_mai(story, id="")) == "nobody_waits"


def test_a_run_of_an_older_version_is_still_found_by_its_own_look_up() -> None:
    story = ordered()
    former = next(iter(story.reference.versions.values()))
    newer = paying(contact_by="phone", contact_path="$.phone")
    story.publish(newer, workflow=former.workflow_id)
    assert posts(story, {**of_mai(story, total=9), "phone": "nobody's"}) == "resumed"
    assert story.heard("Mai")[-1] == "paid 9"


def test_who_waits_comes_before_who_starts() -> None:
    trigger = IncomingWebhookTrigger(contact_by="id", contact_path="$.contact")
    definition = Definition(
        name="Orders",
        trigger=trigger,
        start="first",
        steps={
            "first": SendMessage(text="ordered", lanes={"next": "wait"}),
            "wait": waits(),
            "say": say("paid {{var.total|nothing}}"),
            "late": say("too late"),
        },
    )
    story = Story(definition)
    story.writes("Mai", "hi")
    for number, outcome in enumerate(["started", "resumed", "started"]):
        assert posts(story, of_mai(story, total=number)) == outcome
        story.passes(60)
    assert story.heard("Mai") == ["ordered", "paid 1", "ordered"]


def test_a_workflow_that_neither_starts_nor_waits_does_not_listen() -> None:
    story = Story(flow(say=say("hello")))
    story.writes("Mai", "hi")
    assert posts(story, of_mai(story)) == "not_listening"


def pays(**changes: object) -> Definition:
    """Asks the bank, and waits for its word."""
    steps: dict[str, Step] = {
        "bank": HttpRequest(url="https://bank.example/pay", lanes={"success": "wait"}),
        "wait": waits(**changes),
        "say": say("paid {{var.total|nothing}}"),
        "late": say("too late"),
    }
    return flow_of(steps)


def bank_answers(story: Story) -> None:
    call = story.desk.calls[-1]
    result = CallResult(call.run_id, call.contact_id, call.visit, "answered", story.now, status=200)
    settle_call(story.desk, result)
    story.settle()


def test_a_call_that_is_faster_than_the_answer_is_kept_for_the_wait() -> None:
    story = Story(pays())
    story.writes("Mai", "hi")
    assert posts(story, of_mai(story, total=5)) == "kept"
    assert story.heard("Mai") == []
    bank_answers(story)
    assert story.heard("Mai") == ["paid 5"]
    first, last = story.desk.hook_results
    assert (last.delivery_id, last.outcome) == (first.delivery_id, "resumed")
    assert "webhook.early" not in story.run("Mai").variables
    assert walked(story, story.run("Mai")) == told(story, story.run("Mai"))


def test_of_the_kept_calls_the_one_that_fits_is_taken() -> None:
    story = Story(pays(match_path="$.order.id", match_value="A7"))
    story.writes("Mai", "hi")
    for number, order in enumerate(("A5", "A6", "A7")):
        assert posts(story, of_mai(story, id=order, total=number)) == "kept"
    bank_answers(story)
    assert story.heard("Mai") == ["paid 2"]


def test_what_is_long_or_fits_no_step_is_not_kept() -> None:
    story = Story(pays())
    story.writes("Mai", "hi")
    assert posts(story, {**of_mai(story), "filler": "x" * 20_000}) == "nobody_waits"
    bank_answers(story)
    assert story.heard("Mai") == []


def test_only_the_last_five_are_kept() -> None:
    story = Story(pays(match_path="$.order.id", match_value="0"))
    story.writes("Mai", "hi")
    for number in range(6):
        posts(story, of_mai(story, id=number))
    bank_answers(story)
    assert story.heard("Mai") == []
    assert len(story.run("Mai").variables["webhook.early"] or []) == 5  # pyright: ignore[reportArgumentType]
    assert posts(story, of_mai(story, id=0)) == "resumed"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"contact_path": "$..id"}, "more than one place"),
        ({"contact_path": "contact"}, "is no JSONPath"),
        ({"contact_by": "name"}, "Input should be"),
        ({"mapping": {"x": "$.a[*]"}}, "more than one place"),
        ({"mapping": {"Not a name": "$.a"}}, "pattern"),
        ({"mapping": {f"x{n}": "$.a" for n in range(51)}}, "at most 50"),
        ({"match_path": "$.a"}, "belong together"),
        ({"match_value": "a"}, "belong together"),
    ],
)
def test_what_cannot_be_waited_for_is_said_when_it_is_written_down(
    changes: dict[str, object], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        waits(**changes)


def test_what_cannot_be_stored_is_taken_out_of_what_was_posted() -> None:
    story = ordered(paying(mapping={"total": "$.order.total", "note": "$.order.note"}))
    outcome = posts(story, of_mai(story, total="12\x00 \ud800euro", note={"a\x00": "\udfff"}))
    assert outcome == "resumed"
    variables = story.run("Mai").variables
    assert variables["total"] == "12 \ufffdeuro"
    assert variables["note"] == '{"a\\u0000": "\ufffd"}'


def test_what_was_posted_is_kept_to_the_length_of_a_variable() -> None:
    story = ordered()
    assert posts(story, of_mai(story, total="x" * 200_000, note=["y" * 5_000])) == "resumed"
    variables = story.run("Mai").variables
    assert variables["total"] == "x" * VARIABLE_LENGTH
    assert variables["note"] == ["y" * VARIABLE_LENGTH]
    assert flat(float("inf")) is None
