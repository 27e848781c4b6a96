"""A draft is walked through whatever starts it, and what it would call is listed and answered by the caller."""

from typing import Any

import pytest

from api.test_workflows import add
from api.world import World
from parley.workflows.definition import Definition
from parley.workflows.steps import AddComment, HttpRequest
from parley.workflows.steps.http_bodies import JsonBody
from parley.workflows.steps.http_request import Header, Mapping
from parley.workflows.steps.step import Step
from parley.workflows.triggers import (
    AdTrigger,
    CallEndedTrigger,
    ContactFieldTrigger,
    ContactSilentTrigger,
    ContactTagTrigger,
    ConversationClosedTrigger,
    ConversationWaitingTrigger,
    IncomingWebhookTrigger,
    ManualTrigger,
    ScheduleTrigger,
    ShortcutTrigger,
)
from parley.workflows.triggers.trigger import Trigger
from workflows_by_hand import flow, flow_of, say, set_city

pytestmark = pytest.mark.anyio
URL = "https://shop.example/orders"
ASKS: dict[str, Step] = {
    "ask": HttpRequest(
        method="POST",
        url=URL,
        headers=[
            Header(name="X-Shop", value="hanoi"),
            Header(name="X-Pass", value="s3cret", secret=True),
            Header(name="Authorization", value="Bearer s3cret"),
        ],
        body=JsonBody(value={"who": "{{contact.name}}"}),
        retries=2,
        save=[Mapping(path="$.state", variable="state")],
        lanes={"success": "told", "failure": "sorry"},
    ),
    "told": say("It is {{var.state|unknown}}."),
    "sorry": say("Sorry."),
}


async def walk(world: World, definition: Definition, **body: object) -> dict[str, Any]:
    olga = world.program("Olga")
    path = await add(world, {"name": "Walked"})
    told = {"definition": definition.model_dump(mode="json"), **body}
    reply = await olga.post(f"{path}/simulations", told)
    assert reply.status == 200, reply.body
    return reply.json()


async def test_a_call_is_listed_with_its_secrets_masked_and_waits_for_its_answer(
    world: World,
) -> None:
    walked = await walk(world, flow_of(ASKS), turns=[{"says": "hi"}])
    (call,) = walked["moments"][0]["calls"]
    assert call == {
        "method": "POST",
        "url": URL,
        "headers": {
            "X-Shop": "hanoi",
            "X-Pass": "***",
            "Authorization": "***",
            "Content-Type": "application/json",
        },
        "body": '{"who": "Linh"}',
        "tries": 3,
        "step_id": "ask",
    }
    assert walked["open_calls"] == [call]
    assert (walked["at"], walked["waits_for"]) == ("ask", "effect")
    assert "s3cret" not in str(walked)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
async def test_a_walk_or_a_test_beyond_all_calendars_is_refused(world: World, at: str) -> None:
    olga, path = world.program("Olga"), await add(world, {"name": "Far away"})
    for called, body, field in (
        ("simulations", {"at": at}, "body.at"),
        (
            "test-runs",
            {"tests": [{"name": "far", "at": at, "turns": [{"says": "hi"}]}]},
            "body.tests.0.at",
        ),
    ):
        reply = await olga.post(f"{path}/{called}", body)
        assert reply.status == 422
        (error,) = reply.json()["errors"]
        assert (error["field"], "2000 and 2999" in error["message"]) == (field, True)


async def test_the_next_turn_gives_the_answer(world: World) -> None:
    answer: dict[str, Any] = {"answers": [503, {"body": {"state": "on its way"}}]}
    walked = await walk(world, flow_of(ASKS), turns=[{"says": "hi"}, answer])
    assert walked["moments"][1]["sends"][0]["text"] == "It is on its way."
    assert walked["moments"][1]["visits"] == [["ask", "success"], ["told", "next"]]
    assert (walked["open_calls"], walked["end"]) == ([], "completed")


async def test_what_cannot_be_played_is_refused_turn_by_turn(world: World) -> None:
    walked = await walk(
        world, flow_of(ASKS), turns=[{"answers": 200}, {"says": "hi"}, {"waits": "1d"}]
    )
    refused = [moment["refused"] for moment in walked["moments"]]
    assert refused == [
        "No call is out that this could answer.",
        None,
        f"No turn answers POST {URL}.",
    ]
    assert walked["at"] == "ask"


STARTS: list[tuple[Trigger, list[dict[str, Any]]]] = [
    (AdTrigger(), [{"says": "hi", "ad": {"id": "shoes"}}]),
    (CallEndedTrigger(), [{"hangs_up": {"seconds": 5}}]),
    (ContactFieldTrigger(slugs=["email"]), [{"sets": {"contact.email": "l@example.com"}}]),
    (ContactTagTrigger(), [{"tags": "VIP"}]),
    (ConversationClosedTrigger(), [{"opens": True}, {"closes": True}, {"waits": 10}]),
    (ManualTrigger(), [{"starts": {}}]),
    (ScheduleTrigger(cron="0 9 * * *"), [{"tags": "VIP"}, {"waits": "1d"}]),
    (ConversationWaitingTrigger(seconds=600), [{"says": "hi"}, {"waits": "11m"}]),
    (
        ContactSilentTrigger(seconds=600),
        [{"says": "hi"}, {"replies": "Hello", "by": "Olga"}, {"waits": "11m"}],
    ),
    (ShortcutTrigger(), [{"runs": {}, "by": "Olga"}]),
    (
        IncomingWebhookTrigger(contact_by="email", contact_path="$.email"),
        [{"posts": {"email": "linh@example.com"}}],
    ),
]


@pytest.mark.parametrize(("trigger", "turns"), STARTS, ids=lambda one: getattr(one, "kind", ""))
async def test_every_trigger_starts_a_walk(
    world: World, trigger: Trigger, turns: list[dict[str, Any]]
) -> None:
    definition = flow(trigger=trigger, wait=AddComment(text="Here"))
    contact = {"name": "Linh", "email": "linh@example.com"}
    if isinstance(trigger, ContactFieldTrigger):
        contact = {"name": "Linh", "phone": "+84901234567"}
    walked = await walk(
        world, definition, turns=turns, contact=contact, workspace={"tags": ["VIP"]}
    )
    assert [moment["refused"] for moment in walked["moments"]] == [None] * len(turns)
    assert walked["end"] is not None
    visited = [step for moment in walked["moments"] for step, _ in moment["visits"]]
    assert visited == ["wait"]


async def test_other_workflows_that_the_turns_start_are_named(world: World) -> None:
    other = flow(trigger=ContactTagTrigger(), note=AddComment(text="A tag"))
    told = other.model_dump(mode="json", exclude={"layout"})
    walked = await walk(
        world,
        flow(hello=say("Hello")),
        turns=[{"says": "hi"}, {"tags": "VIP"}],
        workspace={"tags": ["VIP"], "workflows": {"Other": told}},
    )
    assert walked["moments"][1]["starts"] == ["Other"]


async def test_another_workflow_that_is_none_is_refused(world: World) -> None:
    olga = world.program("Olga")
    path = await add(world, {"name": "Walked"})
    body = {"definition": flow(hello=say("Hello")).model_dump(mode="json")}
    for others in ({"Other": {"name": "x"}}, {"Other": None}, {"Other": "other.yaml"}):
        told = {**body, "workspace": {"workflows": others}}
        reply = await olga.post(f"{path}/simulations", told)
        assert (reply.status, reply.code) == (422, "invalid"), (others, reply.body)


async def test_what_is_expected_of_nothing_is_kept_with_the_tests(world: World) -> None:
    olga = world.program("Olga")
    path = await add(world, {"name": "Kept"})
    test = {"name": "nobody", "turns": [{"says": "hi"}], "expect": {"team": None}}
    kept = await olga.put(f"{path}/tests", {"tests": [test]})
    assert kept.json()["tests"][0]["expect"] == {"team": None}


async def test_turning_the_clock_brings_the_hour_of_a_schedule(world: World) -> None:
    trigger = ScheduleTrigger(cron="0 9 * * *", zone="Asia/Ho_Chi_Minh")
    walked = await walk(
        world,
        flow(trigger=trigger, a=set_city("Hue")),
        at="2026-03-02T01:00:00Z",
        turns=[{"waits": "59m"}, {"waits": "1m"}],
    )
    early, due = walked["moments"]
    assert (early["visits"], due["visits"]) == ([], [["a", "next"]])
    assert walked["end"] == "completed"
