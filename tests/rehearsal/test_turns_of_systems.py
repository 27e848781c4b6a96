"""Other systems in tests: they answer calls, post to webhooks, and start workflows by name."""

import pytest

from desks import make_reference
from parley.rehearsal.script import parse_suite
from parley.rehearsal.suite import SuiteResult, run_suite
from parley.workflows.definition import Definition
from parley.workflows.steps import HttpRequest, SetVariable
from parley.workflows.steps.http_bodies import JsonBody
from parley.workflows.steps.http_request import Header, Mapping
from parley.workflows.steps.step import Step
from parley.workflows.triggers import IncomingWebhookTrigger, ManualTrigger
from workflows_by_hand import flow, flow_of, say

URL = "https://shop.example/orders/7"
ASKS = HttpRequest(
    method="POST",
    url="https://shop.example/orders/{{message.text}}",
    headers=[Header(name="X-Key", value="s3cret", secret=True)],
    body=JsonBody(value={"who": "{{contact.name}}", "text": "{{message.text}}"}),
    save=[Mapping(path="$.state", variable="state")],
    lanes={"success": "told", "failure": "sorry", "unknown": "later"},
)


def asking(step: HttpRequest = ASKS) -> Definition:
    steps: dict[str, Step] = {
        "ask": step,
        "told": say("It is {{var.state|unknown}}."),
        "sorry": say("Sorry."),
        "later": say("Later."),
    }
    return flow_of(steps)


def play(definition: Definition, *turns: dict[str, object], **case: object) -> SuiteResult:
    shop = case.pop("workspace", {})
    test = {"name": "one", "turns": list(turns), **case}
    suite = parse_suite({"workspace": shop, "tests": [test]})
    return run_suite(definition, suite, make_reference())


def failure(definition: Definition, *turns: dict[str, object], **case: object) -> str | None:
    return play(definition, *turns, **case).cases[0].failure


def answered(answers: object, *, step: HttpRequest = ASKS) -> list[str]:
    result = play(asking(step), {"says": "7"}, {"answers": answers}).cases[0]
    assert result.failure is None
    return list(result.said)


def test_the_shop_answers_and_linh_is_told() -> None:
    told = failure(
        asking(),
        {
            "says": "7",
            "expect": {
                "at": "ask",
                "calls": [
                    {
                        "method": "POST",
                        "url": URL,
                        "headers": {"x-key": "s3cret"},
                        "body": {"who": "Linh", "text": "7"},
                    }
                ],
            },
        },
        {"answers": {"body": {"state": "on its way"}}, "expect": {"calls": []}},
        expect={
            "messages": ["It is on its way."],
            "calls": [f"POST {URL}"],
            "lanes": {"ask": "success"},
        },
    )
    assert told is None


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (200, "It is unknown."),
        ({"status": 201, "body": '{"state": "new"}'}, "It is new."),
        ({"body": "no JSON"}, "It is unknown."),
        (404, "Sorry."),
        ("refused", "Sorry."),
        ("unreachable", "Sorry."),
        ("timeout", "Later."),
        ("unknown", "Later."),
        ({"fails": "timeout"}, "Later."),
    ],
)
def test_every_kind_of_answer_takes_its_lane(answers: object, said: str) -> None:
    assert answered(answers) == [said]


def test_several_answers_are_given_in_order_each_at_its_hour() -> None:
    patient = ASKS.model_copy(update={"retries": 3})
    busy: list[object] = [503, "unreachable", 429, {"body": {"state": "here"}}]
    assert answered(busy, step=patient) == ["It is here."]
    told = failure(asking(patient), {"says": "7"}, {"answers": 503}, {"waits": 1}, {"answers": 200})
    assert told is None


def test_what_may_have_arrived_is_not_repeated_by_the_test_either() -> None:
    patient = ASKS.model_copy(update={"retries": 3})
    told = failure(asking(patient), {"says": "7"}, {"answers": ["timeout", 200]})
    assert told == "turn 2 (answers): No call is out that this could answer."


def test_a_call_that_no_turn_answers_fails_the_test_and_is_named() -> None:
    assert failure(asking(), {"says": "7"}) == f"at the end: no turn answers POST {URL}."
    waits = failure(asking(), {"says": "7"}, {"waits": "1h"})
    assert waits == f"turn 2 (waits): No turn answers POST {URL}."
    patient = ASKS.model_copy(update={"retries": 1})
    assert failure(asking(patient), {"says": "7"}, {"answers": 500}) == (
        f"at the end: no turn answers POST {URL}."
    )


def test_an_answer_to_nobody_is_told() -> None:
    told = failure(flow(hello=say("Hello")), {"says": "hi"}, {"answers": 200})
    assert told == "turn 2 (answers): No call is out that this could answer."
    elsewhere = failure(asking(), {"says": "7"}, {"answers": {"to": "bank.example"}})
    assert elsewhere == "turn 2 (answers): No call is out that this could answer."


def test_answers_of_the_whole_test_reach_the_calls_as_they_are_made() -> None:
    again = ASKS.model_copy(update={"url": "https://bank.example/", "lanes": {"success": "end"}})
    twice = flow_of({
        "first": ASKS.model_copy(update={"retries": 1, "lanes": {"success": "again"}}),
        "again": again,
        "end": say("Bank: {{var.state}}"),
    })  # fmt: skip
    answers: list[object] = [
        {"to": "bank", "body": {"state": "paid"}},
        {"to": "shop", "status": 503},
        {"to": "shop"},
    ]
    told = failure(
        twice, {"says": "7"}, {"waits": 5}, answers=answers,
        expect={"messages": ["Bank: paid"], "end": "completed", "calls": [f"POST {URL}", "https://bank.example/"]},
    )  # fmt: skip
    assert told is None


def test_a_run_that_a_person_ended_leaves_nobody_to_answer() -> None:
    told = failure(
        asking(),
        {"says": "7"},
        {"replies": "I look after it", "by": "Ana", "expect": {"end": "person_replied"}},
    )
    assert told is None


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ([], f"expected no more calls, but POST {URL} was made"),
        (["GET https://shop.example/orders/7"], "the method is POST"),
        (["https://shop.example/"], f"the address is {URL}"),
        ([{"headers": {"X-Key": "other"}}], "the header X-Key is not that"),
        ([{"body": {"who": "Mai"}}], "the body is {"),
        ([{"body": "x"}], "the body is {"),
        ([f"POST {URL}", "GET https://bank.example"], "but no more were made"),
    ],
)
def test_a_call_that_is_not_as_expected_is_told_without_its_secrets(
    wanted: object, said: str
) -> None:
    told = failure(asking(), {"says": "7", "expect": {"calls": wanted}})
    assert told is not None
    assert said in told
    assert "s3cret" not in told


HOOKED = flow(
    trigger=IncomingWebhookTrigger(
        contact_by="email",
        contact_path="$.customer.email",
        creates_contact=True,
        name_path="$.customer.name",
        mapping={"order": "$.order"},
    ),
    hello=SetVariable(variable="order", expression="trigger.order"),
)


def test_a_webhook_starts_the_workflow_for_the_contact_it_names() -> None:
    told = failure(
        HOOKED,
        {"posts": {"customer": {"email": "linh@example.com"}, "order": 7}},
        contact={"name": "Linh", "email": "linh@example.com"},
        expect={"webhook": "started", "fields": {"var.order": 7}, "end": "completed"},
    )
    assert told is None


def test_a_webhook_may_bring_a_contact_whom_nobody_knew() -> None:
    new = {"customer": {"email": "mai@example.com", "name": "Mai"}, "order": 8}
    told = failure(
        HOOKED,
        {"posts": new},
        contact="Mai",
        expect={"webhook": "started", "fields": {"contact.email": "mai@example.com"}},
    )
    assert told is None


def test_a_webhook_that_starts_nothing_says_why() -> None:
    nobody = failure(HOOKED, {"posts": {"order": 7}}, expect={"webhook": "started"})
    assert nobody is not None
    assert "but it was 'no_contact_named'" in nobody
    deaf = failure(
        flow(hello=say("Hi")), {"posts": {}, "expect": {"webhook": "not_listening", "end": None}}
    )
    assert deaf is None


def test_a_webhook_names_the_contact_by_id() -> None:
    by_id = IncomingWebhookTrigger(contact_by="id", contact_path="$.id")
    told = failure(
        flow(trigger=by_id, hello=SetVariable(variable="a", expression="1")),
        {"posts": {"id": "{{contact.id}}"}},
        contact={"name": "Linh", "tags": []},
        expect={"webhook": "started", "end": "completed"},
    )
    assert told is None


def test_another_workflow_starts_this_one_with_values() -> None:
    called = flow(
        trigger=ManualTrigger(inputs=["order"]),
        note=SetVariable(variable="order", expression="trigger.order"),
    )
    told = failure(
        called,
        {"starts": {"order": "7"}},
        expect={"fields": {"var.order": "7"}, "end": "completed"},
    )
    assert told is None
    deaf = failure(flow(hello=say("Hi")), {"starts": {}})
    assert deaf == "turn 1 (starts): The workflow has no manual trigger: no other can start it."
