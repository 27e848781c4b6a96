"""What should not come, comes: the documented outcome, nothing lost, nothing blocked behind it."""

import asyncio
from collections.abc import Mapping

import aiohttp
import pytest

from cycles.people import Refused
from cycles.town import Town
from parley.domain.contact import FieldScope
from parley.domain.ids import UUID
from parley.simulator.delivery import DeliveryPolicy
from parley.simulator.load import build_webhooks
from parley.workflows.conditions import Comparison, Operator
from parley.workflows.definition import Definition
from parley.workflows.steps import AssignTo, JumpTo, SendMessage, UpdateField
from parley.workflows.steps.assign_to import ToTeam, ToUser
from parley.workflows.steps.step import Step
from parley.workflows.triggers import ConversationOpenedTrigger

pytestmark = pytest.mark.anyio

RUSH = 50
IS_MIA = Comparison(field="contact.name", operator=Operator.IS_EQUAL_TO, value="Mia")
COPIES = 100


async def test_an_image_is_no_answer_and_the_question_is_asked_again(demo_town: Town) -> None:
    mia = demo_town.phone("Mia")
    mia.says("Hello")
    await mia.received_message(lambda message: bool(message.buttons))
    await demo_town.pass_time(seconds=6)
    mia.sends_image()
    again = await mia.received_message()
    assert again.text.startswith("Please choose one of these.")
    mia.presses("Sales")
    assert (await mia.received_message()).text == "What is your e-mail address?"
    kinds = [
        item["content"]["type"]
        for item in await demo_town.thread(await demo_town.conversation(mia))
        if item["type"] == "message" and item["direction"] == "in"
    ]
    assert kinds == ["text", "media", "choice"]


async def test_a_workflow_that_goes_round_for_ever_is_not_published(town: Town) -> None:
    await town.owner.post("fields", scope="contact", slug="city", name="City")
    with pytest.raises(Refused) as refused:
        await town.publish(rounds({"a": set_city("b"), "b": set_city("a")}))
    assert refused.value.status == 422
    findings = refused.value.problem["findings"]
    assert [finding["code"] for finding in findings] == ["loop_without_wait"]


async def test_a_workflow_that_jumps_for_ever_is_ended_in_sight(town: Town) -> None:
    """Twelve steps and a hundred jumps back: more than a run may take without a wait."""
    await town.owner.post("fields", scope="contact", slug="city", name="City")
    names = "abcdefghijkl"
    steps: dict[str, Step] = {
        name: set_city(then) for name, then in zip(names, [*names[1:], "back"], strict=True)
    }
    await town.publish(rounds({**steps, "back": JumpTo(max_jumps=100, lanes={"target": "a"})}))
    mia, noah = town.phone("Mia"), town.phone("Noah")
    for phone in (mia, noah):
        phone.says("Hello")
        await town.settle()
        assert [run["end_reason"] for run in await town.runs(phone)] == ["too_many_steps"]
        assert (await town.conversation(phone))["status"] == "open"
    assert await town.owner.list("dead-letters") == []


def set_city(then: str) -> UpdateField:
    return UpdateField(scope=FieldScope.CONTACT, slug="city", value="Ulm", lanes={"next": then})


def rounds(steps: Mapping[str, Step]) -> Definition:
    return Definition.model_validate(
        {
            "name": "Round and round",
            "trigger": ConversationOpenedTrigger(),
            "quiet_seconds": 0,
            "start": "a",
            "steps": dict(steps),
        }
    )


async def test_a_deleted_agent_and_a_deleted_team_keep_nobody_waiting(town: Town) -> None:
    ana, bo = await town.hire("Ana"), await town.hire("Bo")
    await town.make_team("Sales", ana)
    await town.make_team("Support", bo)
    await town.publish_demo()
    await town.publish(
        Definition(
            name="To Bo",
            trigger=ConversationOpenedTrigger(condition=IS_MIA),
            quiet_seconds=0,
            start="assign",
            steps={
                "assign": AssignTo(
                    target=ToUser(user_id=UUID(bo.id)),
                    lanes={"failure": "sorry", "timeout": "sorry"},
                ),
                "sorry": SendMessage(text="Bo has left.", lanes={"next": "team"}),
                "team": AssignTo(target=ToTeam(team_id=UUID(town.teams["Support"]))),
            },
        )
    )
    await town.owner.delete(f"users/{bo.id}")
    mia = town.phone("Mia")
    mia.says("Hello")
    assert (await mia.received_message(lambda message: message.text == "Bo has left.")).text

    await mia_presses_sales_after_the_team_has_gone(town)


async def mia_presses_sales_after_the_team_has_gone(town: Town) -> None:
    noah = town.phone("Noah")
    noah.says("Hello")
    await noah.received_message(lambda message: bool(message.buttons))
    await town.owner.delete(f"teams/{town.teams['Sales']}")
    noah.presses("Sales")
    await noah.received_message(lambda message: message.text == "What is your e-mail address?")
    noah.says("noah@example.org")
    await town.settle()
    conversation = await town.conversation(noah)
    assert (conversation["run"], conversation["waiting"]) == (None, None)
    assert conversation["id"] in await town.owner.ids_in("unassigned")
    reasons = {run["end_reason"] for run in await town.runs(noah)}
    assert reasons == {"step_failed"}


async def test_50_first_messages_at_once_make_one_conversation(town: Town) -> None:
    town.simulator.set_delivery(DeliveryPolicy(concurrency=RUSH, in_order=False))
    try:
        mia = town.phone("Mia")
        for number in range(RUSH):
            mia.says(f"Message {number}")
        await town.settle()
    finally:
        town.simulator.set_delivery(DeliveryPolicy())
    cycles = await town.cycles(mia)
    assert [cycle["status"] for cycle in cycles] == ["open"]
    thread = await town.owner.list(f"conversations/{cycles[0]['id']}/thread", limit=100)
    said = {item["text"] for item in thread if item["type"] == "message"}
    assert said == {f"Message {number}" for number in range(RUSH)}
    assert len([item for item in thread if item.get("kind") == "ConversationOpened"]) == 1


async def test_the_same_webhook_100_times_in_parallel_is_one_message(demo_town: Town) -> None:
    webhook = next(
        build_webhooks(
            demo_town.number.sender,
            demo_town.number.app_secret,
            count=1,
            contacts=1,
            started_at=demo_town.now.timestamp(),
        )
    )
    phone = demo_town.simulator.phone(
        webhook.contact, name="Early", number_id=demo_town.number.number_id
    )
    headers = {"X-Hub-Signature-256": webhook.signature, "Content-Type": "application/json"}

    async def post(session: aiohttp.ClientSession) -> int:
        async with session.post(
            demo_town.number.callback_url, data=webhook.body, headers=headers
        ) as answer:
            return answer.status

    demo_town.number.window = "off"
    async with aiohttp.ClientSession() as session:
        statuses = await asyncio.gather(*(post(session) for _ in range(COPIES)))
    assert set(statuses) == {200}
    await demo_town.settle()
    conversations = await demo_town.owner.list("conversations", view="all")
    assert len(conversations) == 1
    thread = await demo_town.thread(conversations[0])
    heard = [item for item in thread if item["type"] == "message" and item["direction"] == "in"]
    assert len(heard) == 1
    assert len([message for message in phone.received() if message.buttons]) == 1
