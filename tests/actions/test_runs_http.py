"""HTTP Request: what is asked, what becomes of the answer, and what is refused when it is written down."""

import json
from typing import Any, cast

import msgspec
import pytest
from pydantic import ValidationError

from parley.actions.calling import settle_call
from parley.domain.calls import Call, CallResult, Outcome
from parley.domain.run import EndReason, WaitKind
from parley.workflows.limits import HTTP_TRACE_BODY
from parley.workflows.replay import replay
from parley.workflows.steps import HttpRequest
from parley.workflows.steps.http_bodies import FormBody, JsonBody, TextBody
from parley.workflows.steps.http_request import Header, Mapping
from parley.workflows.steps.step import Step
from stories import Story
from workflows_by_hand import ask_number, ask_text, flow, flow_of, say

URL = "https://api.example.com/orders"


def asked(story: Story) -> Call:
    return story.desk.calls[-1]


def answers(
    story: Story,
    status: int | None = 200,
    body: str = "",
    *,
    outcome: Outcome = "answered",
    visit: int | None = None,
) -> None:
    """The other system answers, or the word comes that it never will."""
    call = asked(story)
    result = CallResult(
        call.run_id,
        call.contact_id,
        visit or call.visit,
        outcome,
        story.now,
        status=status if outcome == "answered" else None,
        body=body,
        error="" if outcome == "answered" else "no route",
    )
    settle_call(story.desk, result)
    story.settle()


def calls(step: HttpRequest, *more: str) -> Story:
    """Each lane says its name."""
    names = {lane: f"say_{lane}" for lane in ("success", "failure", "unknown", *more)}
    steps: dict[str, Step] = {"call": step.model_copy(update={"lanes": names})}
    steps |= {name: say(f"lane {lane}") for lane, name in names.items()}
    story = Story(flow_of(steps))
    story.writes("Mai", "hi")
    return story


def test_the_run_waits_for_the_answer_and_keeps_what_it_says() -> None:
    step = HttpRequest(
        url=URL,
        save=[
            Mapping(path="$.order.items[0].id", variable="item"),
            Mapping(path="$.order.total", variable="total"),
            Mapping(path="$.order.items", variable="items"),
            Mapping(path="$.gone.deep[3]", variable="gone"),
        ],
        save_status_to="status",
        lanes={"success": "say"},
    )
    story = Story(
        flow(call=step, say=say("{{var.item}} {{var.total}} {{var.status}} {{var.gone|none}}"))
    )
    story.writes("Mai", "hi")
    waiting = story.run("Mai").waiting
    assert waiting is not None
    assert waiting.kind is WaitKind.EFFECT
    answers(story, 201, '{"order": {"total": 12.5, "items": [{"id": "A7"}]}}')
    assert story.heard("Mai") == ["A7 12.5 201 none"]
    assert story.run("Mai").variables["items"] == '[{"id": "A7"}]'


@pytest.mark.parametrize(
    ("status", "lane"),
    [(200, "success"), (204, "success"), (301, "failure"), (404, "failure"), (500, "failure")],
)
def test_the_status_decides_the_lane(status: int, lane: str) -> None:
    story = calls(HttpRequest(url=URL))
    answers(story, status)
    assert story.heard("Mai") == [f"lane {lane}"]


def test_a_class_of_statuses_may_have_its_own_lane() -> None:
    story = calls(HttpRequest(url=URL), "4xx")
    answers(story, 404)
    assert story.heard("Mai") == ["lane 4xx"]


@pytest.mark.parametrize("outcome", ["refused", "unreachable"])
def test_what_was_not_carried_out_is_a_failure(outcome: Outcome) -> None:
    story = calls(HttpRequest(url=URL))
    answers(story, outcome=outcome)
    assert story.heard("Mai") == ["lane failure"]


def test_what_may_have_arrived_is_unknown() -> None:
    story = calls(HttpRequest(method="POST", url=URL))
    answers(story, outcome="unknown")
    assert story.heard("Mai") == ["lane unknown"]


def test_without_lanes_a_failure_ends_the_run() -> None:
    story = Story(flow(call=HttpRequest(url=URL)))
    story.writes("Mai", "hi")
    answers(story, 500)
    assert story.run("Mai").end_reason is EndReason.STEP_FAILED


def test_when_no_word_comes_at_all_the_run_goes_on_after_an_hour() -> None:
    story = calls(HttpRequest(url=URL))
    story.passes(3600)
    assert story.heard("Mai") == ["lane unknown"]
    answers(story, 200)
    assert story.heard("Mai") == ["lane unknown"]


def test_an_answer_to_another_visit_or_an_ended_run_is_nobodys() -> None:
    story = calls(HttpRequest(url=URL))
    answers(story, 200, visit=7)
    assert story.heard("Mai") == []
    story.closes("Mai")
    answers(story, 200)
    assert story.heard("Mai") == []


@pytest.mark.parametrize("body", ["", "<html>", "[" * 100_000, "3", '"text"', "NaN", '{"a": NaN}'])
def test_5b_16_an_answer_that_is_no_json_takes_the_success_lane_without_variables(
    body: str,
) -> None:
    step = HttpRequest(url=URL, save=[Mapping(path="$.a", variable="x")], lanes={"success": "say"})
    story = Story(flow(call=step, say=say("got {{var.x|nothing}}")))
    story.writes("Mai", "hi")
    answers(story, 200, body)
    assert story.heard("Mai") == ["got nothing"]


@pytest.mark.parametrize(
    ("body", "heard"),
    [
        ('{"order": {}}', "nothing"),
        ('{"order": []}', "nothing"),
        ('{"order": "total"}', "nothing"),
        ('{"order": null}', "nothing"),
        ('[{"order": {"total": 1}}]', "nothing"),
        ('{"order": {"total": null}}', "nothing"),
        ('{"order": {"total": {"a": [1]}}}', '{"a": [1]}'),
        ('{"order": {"total": [1, "2"]}}', '[1, "2"]'),
        ('{"order": {"total": true}}', "yes"),
        ('{"order": {"total": 1e400}}', "nothing"),
        ('{"order": {"total": "🙂 مرحبا"}}', "🙂 مرحبا"),
    ],
)
def test_a_path_that_misses_or_leads_to_another_type_is_empty_or_text(
    body: str, heard: str
) -> None:
    step = HttpRequest(
        url=URL, save=[Mapping(path="$.order.total", variable="x")], lanes={"success": "say"}
    )
    story = Story(flow(call=step, say=say("got {{var.x|nothing}}")))
    story.writes("Mai", "hi")
    answers(story, 200, body)
    assert story.heard("Mai") == [f"got {heard}"]


def test_what_fills_a_place_adds_nothing_to_the_address_the_headers_or_the_body() -> None:
    step = HttpRequest(
        method="POST",
        url=URL + "/{{var.text}}?q={{var.text}}",
        headers=[Header(name="X-Text", value="{{var.text}}")],
        body=JsonBody(value={"text": "{{var.text}}", "n": [1, True, None]}),
    )
    story = Story(flow(ask=ask_text(success="call"), call=step))
    story.writes("Mai", "hi")
    story.writes("Mai", 'a"/../b?x=1&y\r\nX-Evil: 1')
    call = asked(story)
    assert call.url.count("/") == URL.count("/") + 1
    assert call.url.count("?") == 1
    assert "&" not in call.url
    assert "\n" not in call.headers["X-Text"]
    assert json.loads(call.body or "")["text"].startswith('a"/../b')


def test_a_bare_place_in_a_json_body_keeps_its_type() -> None:
    step = HttpRequest(method="POST", url=URL, body=JsonBody(value={"n": "{{var.number}}"}))
    story = Story(flow(ask=ask_number(success="call"), call=step))
    story.writes("Mai", "hi")
    story.writes("Mai", "12")
    assert json.loads(asked(story).body or "") == {"n": 12}
    assert asked(story).headers == {"Content-Type": "application/json"}


def test_form_and_text_bodies_say_their_type() -> None:
    form = HttpRequest(method="PUT", url=URL, body=FormBody(fields={"a b": "{{contact.name}}&c"}))
    story = Story(flow(call=form))
    story.writes("Mai", "hi")
    assert asked(story).body == "a+b=Mai%26c"
    text = HttpRequest(
        method="PATCH", url=URL, body=TextBody(text="<x/>", content_type="application/xml")
    )
    story = Story(flow(call=text))
    story.writes("Mai", "hi")
    assert asked(story).headers == {"Content-Type": "application/xml"}


def test_the_trace_holds_no_secret_of_a_header() -> None:
    step = HttpRequest(url=URL, headers=[Header(name="Authorization", value="k-123", secret=True)])
    story = Story(flow(call=step))
    story.writes("Mai", "hi")
    answers(story, 200, "{}")
    assert asked(story).headers == {"Authorization": "k-123"}
    assert "k-123" not in repr(story.desk.visits)
    assert "k-123" not in repr(story.desk.events)


def deep(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"headers": [{"name": f"X-{n}", "value": "1"} for n in range(11)]}, "at most 10 items"),
        ({"headers": [{"name": "Host", "value": "a"}]}, "belongs to the connection"),
        ({"headers": [{"name": "X Y", "value": "a"}]}, "pattern"),
        ({"headers": [{"name": "A", "value": "1"}, {"name": "a", "value": "2"}]}, "same name"),
        ({"body": {"type": "text", "text": "x"}}, "GET request has no body"),
        ({"save": [{"path": "$..id", "variable": "x"}]}, "name several places"),
        ({"save": [{"path": "$.a[*]", "variable": "x"}]}, "name several places"),
        ({"save": [{"path": "order.id", "variable": "x"}]}, "is no JSONPath"),
        ({"save": [{"path": "$.a", "variable": "x"}] * 51}, "at most 50 items"),
        ({"retries": 6}, "less than or equal to 5"),
        ({"method": "TRACE"}, "Input should be"),
        ({"method": "POST", "body": {"type": "json", "value": deep(21)}}, "at most 20 deep"),
        ({"method": "POST", "body": {"type": "json", "value": "x" * 100_001}}, "at most 100000"),
    ],
)
def test_5b_16_what_is_wrong_with_a_request_is_said_when_it_is_written_down(
    told: dict[str, object], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        HttpRequest.model_validate({"url": URL, **told})


def test_of_a_long_answer_the_trace_keeps_the_beginning_and_what_was_taken() -> None:
    step = HttpRequest(
        url=URL,
        save=[
            Mapping(path="$.last.id", variable="id"),
            Mapping(path="$.gone", variable="gone"),
            Mapping(path="$.filler", variable="filler"),
        ],
        lanes={"success": "say"},
    )
    definition = flow(call=step, say=say("got {{var.id|nothing}}"))
    story = Story(definition)
    story.writes("Mai", "hi")
    body = json.dumps({"filler": "x" * 500_000, "last": {"id": "A7"}})
    answers(story, 200, body)
    assert story.heard("Mai") == ["got A7"]
    visits = [visit for visit in story.desk.visits if visit.run_id == story.run("Mai").id]
    told = cast("dict[str, Any]", msgspec.to_builtins(visits[0].input))["result"]
    assert (len(told["body"]), told["cut_from"]) == (HTTP_TRACE_BODY, len(body))
    assert len(msgspec.json.encode(visits[0].input)) < 2 * HTTP_TRACE_BODY
    walked = replay(story.run("Mai"), definition, visits, story.reference)
    assert [(v.lane, dict(v.output)) for v in walked] == [(v.lane, v.output) for v in visits]


def test_a_short_answer_stands_in_the_trace_as_it_came() -> None:
    story = Story(flow(call=HttpRequest(url=URL)))
    story.writes("Mai", "hi")
    answers(story, 200, '{"a": 1}')
    told = cast("dict[str, Any]", msgspec.to_builtins(story.desk.visits[0].input))["result"]
    assert told["body"] == '{"a": 1}'
    assert "cut_from" not in told


def test_what_cannot_be_stored_is_taken_out_of_an_answer() -> None:
    save = [Mapping(path=f"$.{name}", variable=name) for name in ("text", "nested", "endless")]
    story = Story(flow(call=HttpRequest(url=URL, save=save, lanes={"success": None})))
    story.writes("Mai", "hi")
    answers(story, 200, r'{"text": "a\u0000b\ud800", "nested": {"x": "\udfff"}, "endless": 1e999}')
    variables = story.run("Mai").variables
    assert variables["text"] == "ab\ufffd"
    assert variables["nested"] == '{"x": "\ufffd"}'
    assert variables["endless"] is None
