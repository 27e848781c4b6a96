"""Rules of hours and days: the reply window, both clocks of the automatic close, and the snooze."""

from datetime import timedelta

import pytest

from cycles.people import Refused
from cycles.town import Town

pytestmark = pytest.mark.anyio


async def test_a_reply_after_24_hours_is_refused_until_the_contact_writes_again(town: Town) -> None:
    ana = await town.hire("Ana")
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.settle()
    conversation = await town.conversation(mia)
    await town.pass_time(hours=23, minutes=59, seconds=59)
    await ana.reply(conversation, "Just in time")
    assert (await mia.received_message()).text == "Just in time"

    await town.pass_time(seconds=2)
    sent = len(mia.received())
    assert (await town.conversation(mia))["reply_window"]["is_open"] is False
    with pytest.raises(Refused) as refused:
        await ana.reply(conversation, "Too late")
    assert (refused.value.status, refused.value.code) == (409, "reply_window_closed")
    assert refused.value.problem["closed_at"]
    await town.settle()
    assert len(mia.received()) == sent, "refused before the provider was asked"

    mia.says("I am back")
    await town.settle()
    await ana.reply(conversation, "Welcome back")
    assert (await mia.received_message()).text == "Welcome back"


async def test_a_conversation_closes_itself_after_a_persons_last_word(town: Town) -> None:
    await town.change_settings(auto_close_minutes=30)
    ana = await town.hire("Ana")
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.settle()
    conversation = await town.conversation(mia)
    await ana.reply(conversation, "Anything else?")
    await town.pass_time(minutes=29)
    mia.says("Let me think")
    await town.pass_time(hours=2)
    assert (await town.conversation(mia))["status"] == "open", "the contact spoke last"

    await ana.reply(conversation, "Take your time")
    await town.pass_time(minutes=29, seconds=59)
    assert (await town.conversation(mia))["status"] == "open"
    await town.pass_time(seconds=1)
    closed = await town.conversation(mia)
    assert (closed["status"], closed["closed_by"]) == ("closed", "auto_close")


async def test_a_snooze_postpones_the_automatic_close(town: Town) -> None:
    await town.change_settings(auto_close_minutes=30)
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.settle()
    conversation = await town.conversation(mia)
    await town.owner.reply(conversation, "I will look it up")
    path = f"conversations/{conversation['id']}/snooze"
    await town.owner.put(path, until=(town.now + timedelta(hours=2)).isoformat())
    await town.pass_time(hours=2, minutes=29, seconds=59)
    assert (await town.conversation(mia))["status"] == "open", "awake, and not closed at once"
    await town.pass_time(seconds=1)
    closed = await town.conversation(mia)
    assert (closed["status"], closed["closed_by"]) == ("closed", "auto_close")


async def test_a_chat_left_with_the_bot_ends_after_a_day_and_is_greeted_again(
    demo_town: Town,
) -> None:
    mia = demo_town.phone("Mia")
    mia.says("Hello")
    await mia.received_message(lambda message: bool(message.buttons))
    await demo_town.pass_time(minutes=45)
    assert (await mia.received_message()).text.startswith("All our colleagues are busy.")
    await demo_town.pass_time(hours=23, minutes=59)
    assert (await demo_town.conversation(mia))["status"] == "open"
    await demo_town.pass_time(minutes=1)
    closed = await demo_town.conversation(mia)
    assert (closed["status"], closed["closed_by"]) == ("closed", "auto_close")

    mia.says("Hello?")
    assert (await mia.received_message()).text.startswith("Hello Mia")


async def test_a_snoozed_conversation_wakes_at_its_hour(town: Town) -> None:
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.settle()
    conversation = await town.conversation(mia)
    path = f"conversations/{conversation['id']}/snooze"
    await town.owner.put(path, until=(town.now + timedelta(hours=1)).isoformat())
    assert conversation["id"] in await town.owner.ids_in("snoozed")
    assert conversation["id"] not in await town.owner.ids_in("all")
    await town.pass_time(minutes=59, seconds=59)
    assert (await town.conversation(mia))["status"] == "snoozed"
    await town.pass_time(seconds=1)
    assert (await town.conversation(mia))["status"] == "open"
    assert conversation["id"] in await town.owner.ids_in("all")


async def test_a_snoozed_conversation_wakes_when_the_contact_writes(town: Town) -> None:
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.settle()
    conversation = await town.conversation(mia)
    path = f"conversations/{conversation['id']}/snooze"
    await town.owner.put(path, until=(town.now + timedelta(days=3)).isoformat())
    mia.says("Hello?")
    await town.settle()
    awake = await town.conversation(mia)
    assert (awake["id"], awake["status"], awake["snoozed_until"]) == (
        conversation["id"],
        "open",
        None,
    )
    assert len(await town.cycles(mia)) == 1
