"""A contact comes back: to whom it was with, if that person can and not too long ago."""

import pytest

from cycles.people import Json, Person
from cycles.town import Town
from parley.simulator.phones import Phone

pytestmark = pytest.mark.anyio


async def talk_and_close(town: Town, phone: Phone, person: Person) -> Json:
    phone.says("Hello")
    await town.settle()
    conversation = await town.conversation(phone)
    await person.reply(conversation, "Hello")
    await town.settle()
    await person.close(conversation)
    return conversation


async def test_who_is_back_soon_gets_the_same_person_in_a_new_conversation(town: Town) -> None:
    ana = await town.hire("Ana")
    await ana.becomes("online")
    mia = town.phone("Mia")
    former = await talk_and_close(town, mia, ana)
    await town.pass_time(minutes=5)
    mia.says("Me again")
    await town.settle()
    conversation = await town.until_assigned(mia, ana)
    assert conversation["id"] != former["id"]
    decision = (await ana.list(f"conversations/{conversation['id']}/decisions"))[0]
    assert decision["user_id"] == ana.id


async def test_who_is_back_later_is_for_everybody(town: Town) -> None:
    ana = await town.hire("Ana")
    await ana.becomes("online")
    mia = town.phone("Mia")
    await talk_and_close(town, mia, ana)
    await town.pass_time(minutes=5, seconds=1)
    mia.says("Me again")
    await town.settle()
    conversation = await town.conversation(mia)
    assert (conversation["assignee_id"], conversation["waiting"]) == (None, None)
    assert conversation["id"] in await town.owner.ids_in("unassigned")


@pytest.mark.parametrize("presence", ["busy", "break", "offline"])
async def test_a_former_assignee_who_is_not_there_gets_nothing(town: Town, presence: str) -> None:
    ana = await town.hire("Ana")
    await ana.becomes("online")
    mia = town.phone("Mia")
    await talk_and_close(town, mia, ana)
    await ana.becomes(presence)
    mia.says("Me again")
    await town.settle()
    conversation = await town.conversation(mia)
    assert (conversation["assignee_id"], conversation["waiting"]) == (None, None)


async def test_a_former_assignee_at_capacity_gets_nothing_and_nothing_is_refused(
    town: Town,
) -> None:
    ana = await town.hire("Ana", capacity=1)
    await ana.becomes("online")
    mia, noah = town.phone("Mia"), town.phone("Noah")
    await talk_and_close(town, mia, ana)
    noah.says("Hello")
    await town.settle()
    await ana.reply(await town.conversation(noah), "Hello Noah")
    mia.says("Me again")
    await town.settle()
    conversation = await town.conversation(mia)
    assert conversation["status"] == "open"
    assert (conversation["assignee_id"], conversation["waiting"]) == (None, None)


async def test_a_bot_greets_who_comes_back_before_anybody_is_given_work(demo_town: Town) -> None:
    ana = demo_town.people["Ana"]
    await ana.becomes("online")
    mia = demo_town.phone("Mia")
    await talk_and_close(demo_town, mia, ana)
    mia.says("Me again")
    await demo_town.settle()
    conversation = await demo_town.conversation(mia)
    assert (conversation["handler"], conversation["assignee_id"]) == ("bot", None)
    assert (await demo_town.owner.get(f"users/{ana.id}"))["open_count"] == 0
