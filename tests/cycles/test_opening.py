"""What opens a conversation, what does not, and which openings the bot answers."""

import pytest

from cycles.people import Json, Refused
from cycles.town import Town
from parley.simulator.phones import Phone

pytestmark = pytest.mark.anyio


async def closed_with(town: Town) -> tuple[Phone, Json]:
    """Mia's conversation is over; her phone shows one message of ours."""
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.settle()
    conversation = await town.conversation(mia)
    await town.owner.reply(conversation, "Bye")
    await mia.received_message(lambda message: message.text == "Bye")
    await town.settle()
    await town.owner.close(conversation)
    return mia, conversation


async def test_a_reaction_a_receipt_and_an_edit_open_nothing(town: Town) -> None:
    mia, _ = await closed_with(town)
    mia.reads()
    mia.reacts("👍")
    wamid = mia.says("A last word")
    await town.settle()
    newest = await town.conversation(mia)
    await town.owner.close(newest)
    mia.edits(wamid, "A very last word")
    mia.revokes(wamid)
    await town.settle()
    assert [cycle["status"] for cycle in await town.cycles(mia)] == ["closed", "closed"]


async def test_a_place_a_card_and_a_picture_open(town: Town) -> None:
    places = town.phone("Places")
    places.sends_location(48.4, 10.0)
    cards = town.phone("Cards")
    cards.sends_contact_card("Ana", "+49151000")
    pictures = town.phone("Pictures")
    pictures.sends_image()
    await town.settle()
    for phone in (places, cards, pictures):
        assert [cycle["status"] for cycle in await town.cycles(phone)] == ["open"]


async def test_the_phone_app_opens_as_a_person_and_the_bot_is_silent(demo_town: Town) -> None:
    mia = demo_town.phone("Mia")
    mia.says("Hello")
    await demo_town.settle()
    await demo_town.owner.close(await demo_town.conversation(mia))
    heard = len(mia.received())
    mia.is_written_to_by_the_app("Shall I call you?")
    await demo_town.settle()
    newest, _ = await demo_town.cycles(mia)
    assert (newest["status"], newest["opened_by"]) == ("open", "user")
    assert len(mia.received()) == heard, "the workflow greets contacts who write"
    assert len(await demo_town.runs(mia)) == 1


async def test_an_opening_by_hand_starts_no_workflow_for_contacts(demo_town: Town) -> None:
    mia, _ = await closed_with(demo_town)
    contact = await demo_town.contact(mia)
    runs = len(await demo_town.runs(mia))
    opened = await demo_town.owner.post(f"contacts/{contact['id']}/conversation")
    await demo_town.settle()
    assert opened["opened_by"] == "user"
    assert len(await demo_town.runs(mia)) == runs
    with pytest.raises(Refused) as refused:
        await demo_town.owner.post(f"contacts/{contact['id']}/conversation")
    assert (refused.value.code, refused.value.problem["conversation_id"]) == (
        "already_open",
        opened["id"],
    )


async def test_a_blocked_contact_is_kept_and_opens_nothing(town: Town) -> None:
    mia, _ = await closed_with(town)
    contact = await town.contact(mia)
    await town.owner.put(f"contacts/{contact['id']}/block")
    mia.says("Let me in")
    await town.settle()
    assert [cycle["status"] for cycle in await town.cycles(mia)] == ["closed"]
    await town.owner.delete(f"contacts/{contact['id']}/block")
    mia.says("Thank you")
    await town.settle()
    assert (await town.conversation(mia))["status"] == "open"
