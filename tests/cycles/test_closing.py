"""Closing ends the cycle, in mid-question too; for some seconds it can be taken back."""

import pytest

from cycles.people import Refused
from cycles.town import Town

pytestmark = pytest.mark.anyio


async def test_closed_in_mid_question_the_late_answer_opens_a_new_conversation(
    demo_town: Town,
) -> None:
    ana = demo_town.people["Ana"]
    mia = demo_town.phone("Mia")
    mia.says("Hello")
    await mia.received_message(lambda message: bool(message.buttons))
    await demo_town.settle()
    asked = await demo_town.conversation(mia)
    await ana.close(asked, summary="Spoke on the phone.")
    assert [run["end_reason"] for run in await demo_town.runs(mia)] == ["conversation_closed"]

    await demo_town.pass_time(seconds=9)
    mia.presses("Sales")
    assert (await mia.received_message()).text.startswith("Hello Mia"), "greeted anew"
    await mia.received_message(lambda message: bool(message.buttons))
    newest, former = await demo_town.cycles(mia)
    assert (former["id"], former["status"], former["fields"]) == (asked["id"], "closed", {})
    assert (newest["status"], newest["fields"]) == ("open", {}), "an old button answers nothing"
    await demo_town.pass_time(minutes=15)
    assert (await demo_town.conversation(mia))["run"]["step_id"] == "support"


async def test_closing_while_waiting_empties_the_queue(demo_town: Town) -> None:
    mia = demo_town.phone("Mia")
    mia.says("Hello")
    await mia.received_message(lambda message: bool(message.buttons))
    await demo_town.pass_time(minutes=15)
    waiting = await demo_town.until_waiting(mia)
    await demo_town.owner.close(waiting)
    assert await demo_town.queued_ids() == []
    await demo_town.people["Bo"].becomes("online")
    await demo_town.pass_time(hours=1)
    assert (await demo_town.conversation(mia))["assignee_id"] is None


async def test_a_close_is_taken_back_within_eight_seconds_and_not_later(town: Town) -> None:
    ana = await town.hire("Ana")
    mia = town.phone("Mia")
    mia.says("Hello")
    conversation = await town.conversation(mia)
    path = f"conversations/{conversation['id']}/closure"
    await ana.reply(conversation, "Hello Mia")

    closed = await ana.close(conversation)
    assert closed["undo_until"] is not None
    await town.pass_time(seconds=8)
    back = await ana.delete(path)
    assert (back["status"], back["assignee_id"]) == ("open", ana.id)
    mia.says("Still there?")
    await town.settle()
    assert len(await town.cycles(mia)) == 1, "the same conversation goes on"

    await ana.close(conversation)
    await town.pass_time(seconds=9)
    with pytest.raises(Refused) as late:
        await ana.delete(path)
    assert (late.value.status, late.value.code) == (409, "undo_too_late")


async def test_a_close_cannot_be_taken_back_once_the_contact_has_written(town: Town) -> None:
    mia = town.phone("Mia")
    mia.says("Hello")
    conversation = await town.conversation(mia)
    await town.owner.close(conversation)
    mia.says("Oh, and")
    await town.settle()
    assert len(await town.cycles(mia)) == 2
    with pytest.raises(Refused) as refused:
        await town.owner.delete(f"conversations/{conversation['id']}/closure")
    assert refused.value.code == "undo_too_late"


async def test_a_category_may_be_asked_of_people(town: Town) -> None:
    await town.change_settings(closing_mode="category_required")
    mia = town.phone("Mia")
    mia.says("Hello")
    conversation = await town.conversation(mia)
    with pytest.raises(Refused) as refused:
        await town.owner.close(conversation, summary="no category")
    assert (refused.value.status, refused.value.code) == (422, "closing_note_required")
    category = await town.owner.post("closing-categories", name="Solved")
    closed = await town.owner.close(conversation, category_id=category["id"])
    assert closed["status"] == "closed"
