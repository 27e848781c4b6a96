"""The straight line: greeted, asked, assigned, answered, closed; and the next time anew."""

import pytest

from cycles.people import Json, Person
from cycles.town import Town
from parley.simulator.phones import Phone

pytestmark = pytest.mark.anyio


async def test_a_contact_is_greeted_asked_assigned_answered_and_closed(town: Town) -> None:
    ana, bo = await town.hire("Ana", capacity=5), await town.hire("Bo", capacity=5)
    await town.make_team("Sales", ana, bo)
    await town.make_team("Support", bo)
    await town.publish_demo(quiet_seconds=3)
    await ana.becomes("online")
    await bo.becomes("online")
    mia = town.phone("Mia Miller")
    await mia_is_asked_for_topic_and_address(town, mia)

    conversation = await town.until_assigned(mia, ana)
    assert (await mia.received_message()).text.startswith("Thank you! Ana")
    assert conversation["team_id"] == town.teams["Sales"]
    assert (await town.contact(mia))["email"] == "mia@example.org"
    assert conversation["id"] in await ana.ids_in("mine")
    await the_next_one_goes_to(town, bo)
    await ana_answers_and_mia_reads(town, mia, ana, conversation)
    await ana_closes_and_mia_starts_anew(town, mia, ana, conversation)


async def mia_is_asked_for_topic_and_address(town: Town, mia: Phone) -> None:
    mia.says("Hello")
    await town.pass_time(seconds=3)
    assert (await mia.received_message()).text.startswith("Hello Mia")
    assert (await mia.received_message()).buttons == ["Sales", "Support"]

    mia.presses("Sales")
    await town.pass_time(seconds=3)
    assert (await mia.received_message()).text == "What is your e-mail address?"
    asked = await town.conversation(mia)
    assert (asked["handler"], asked["assignee_id"]) == ("bot", None)
    assert asked["fields"] == {"topic": "Sales"}

    await town.pass_time(seconds=6)
    mia.says("me at home")
    await town.pass_time(seconds=3)
    again = await mia.received_message()
    assert again.text.startswith("That does not look like an e-mail address.")
    mia.says("it is mia@example.org, thanks")
    await town.settle()


async def the_next_one_goes_to(town: Town, person: Person) -> None:
    """Round robin: nobody gets two while another has none."""
    noah = town.phone("Noah")
    noah.says("Hi")
    await town.pass_time(seconds=3)
    await noah.received_message(lambda message: bool(message.buttons))
    noah.says("sales")
    await town.pass_time(seconds=3)
    noah.says("noah@example.org")
    await town.settle()
    await town.until_assigned(noah, person)


async def ana_answers_and_mia_reads(
    town: Town, mia: Phone, ana: Person, conversation: Json
) -> None:
    reply = await ana.reply(conversation, "Here I am.")
    assert (await mia.received_message()).text == "Here I am."
    await town.until_message(reply, "delivered")
    mia.reads()
    shown = await town.until_message(reply, "read")
    assert [entry["status"] for entry in shown["statuses"]][-1] == "read"


async def ana_closes_and_mia_starts_anew(
    town: Town, mia: Phone, ana: Person, conversation: Json
) -> None:
    category = await town.owner.post("closing-categories", name="Solved")
    await ana.close(conversation, category_id=category["id"], summary="Sold a bike.")
    closed = await town.conversation(mia)
    assert (closed["status"], closed["closed_by"]) == ("closed", "user")
    assert (closed["category_id"], closed["summary"]) == (category["id"], "Sold a bike.")
    assert [run["end_reason"] for run in await town.runs(mia)] == ["completed"]

    mia.says("One more thing")
    await town.pass_time(seconds=3)
    assert (await mia.received_message()).text.startswith("Hello Mia")
    newest, former = await town.cycles(mia)
    assert former["id"] == conversation["id"] != newest["id"]
    assert newest["status"] == "open"


async def test_the_trace_and_the_decision_tell_why(demo_town: Town) -> None:
    ana = demo_town.people["Ana"]
    await ana.becomes("online")
    await demo_town.people["Bo"].becomes("online")
    mia = demo_town.phone("Mia")
    mia.says("Hello")
    await mia.received_message(lambda message: bool(message.buttons))
    mia.presses("Sales")
    await mia.received_message()
    mia.says("mia@example.org")
    conversation = await demo_town.until_assigned(mia, ana)

    decisions = await ana.list(f"conversations/{conversation['id']}/decisions")
    assert [decision["user_id"] for decision in decisions] == [ana.id]
    assert "Ana" in decisions[0]["reason"]["sentence"]
    await demo_town.settle()
    run = (await demo_town.runs(mia))[0]
    traced = await demo_town.owner.get(f"runs/{run['id']}")
    steps = [visit["step_id"] for visit in traced["visits"]]
    assert steps == ["welcome", "topic", "email", "which", "sales", "thanks"]
    story = [
        item["kind"] for item in await demo_town.thread(conversation) if item["type"] == "event"
    ]
    assert story.index("ConversationOpened") < story.index("ConversationAssigned")


async def test_within_one_second_an_answer_stands_behind_what_it_answers(town: Town) -> None:
    """The provider tells whole seconds, we tell microseconds; nobody reads replies before questions."""
    mia = town.phone("Mia")
    words = ["Hello", "Yes?", "A question", "Go on", "Never mind"]
    for number, text in enumerate(words):
        if number % 2:
            await town.owner.reply(await town.conversation(mia), text)
        else:
            mia.says(text)
        await town.settle()
    thread = await town.thread(await town.conversation(mia))
    assert [item["text"] for item in thread if item["type"] == "message"] == words


async def test_a_person_who_hides_the_number_is_answered_all_the_same(demo_town: Town) -> None:
    mia = demo_town.simulator.phone(
        "DE.1234567890", name="Hidden Mia", number_id=demo_town.number.number_id
    )
    mia.says("Hello")
    await mia.received_message(lambda message: bool(message.buttons))
    mia.presses("Support")
    assert (await mia.received_message()).text == "What is your e-mail address?"
    await demo_town.people["Ana"].reply(await demo_town.conversation(mia), "Hello Mia")
    assert (await mia.received_message()).text == "Hello Mia"
    assert len(await demo_town.cycles(mia)) == 1
