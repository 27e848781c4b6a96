"""Files on their way out: sent by their web address, in their order, and what becomes of bad ones."""

import pytest

from cycles.people import Json, Refused
from cycles.town import Town
from parley.simulator.numbers import NO_STATUSES
from parley.simulator.phones import Phone
from parley.workflows.steps import SendMessage
from parley.workflows.steps.send_message import Attachment
from workflows_by_hand import ask_text, flow, say

pytestmark = pytest.mark.anyio

WEB = "https://files.example.com"
MEDIA_UPLOAD = 131053


async def talk(town: Town) -> tuple[Phone, Json]:
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.settle()
    return mia, await town.conversation(mia)


async def test_a_workflow_sends_files_one_message_each_in_their_order(town: Town) -> None:
    files = [
        Attachment(media="image", url=f"{WEB}/menu.png", caption="For {{contact.name}}"),
        Attachment(media="file", url=f"{WEB}/prices.pdf", filename="prices.pdf"),
        Attachment(media="audio", url=f"{WEB}/welcome.mp3"),
    ]
    await town.publish(flow(a=SendMessage(text="Our menu", attachments=files)))
    mia, conversation = await talk(town)
    assert [(m.kind, m.link, m.text) for m in mia.received()] == [
        ("text", None, "Our menu"),
        ("image", f"{WEB}/menu.png", "For Mia"),
        ("document", f"{WEB}/prices.pdf", ""),
        ("audio", f"{WEB}/welcome.mp3", ""),
    ]
    sent = [m for m in await town.thread(conversation) if m.get("direction") == "out"]
    assert {message["status"] for message in sent} == {"delivered"}


async def test_an_agent_sends_a_file_and_the_order_is_kept_while_it_is_tried_again(
    town: Town,
) -> None:
    mia, conversation = await talk(town)
    mia.faults.fail_next(MEDIA_UPLOAD)
    path = f"conversations/{conversation['id']}/messages"
    file = {"media": "file", "url": f"{WEB}/invoice.pdf", "filename": "invoice.pdf"}
    invoice = await town.owner.post(path, text="Your invoice", attachment=file)
    await town.owner.reply(conversation, "Is it right now?")
    await town.settle()
    assert mia.received() == [], "what was written later waits behind the file"
    await town.pass_time(minutes=1)
    assert [message.text for message in mia.received()] == ["Your invoice", "Is it right now?"]
    assert mia.received()[0].request["document"]["filename"] == "invoice.pdf"
    shown = await town.until_message(invoice, "delivered")
    assert [attempt["outcome"] for attempt in shown["attempts"]] == ["unavailable", "sent"]


async def test_a_file_that_meta_cannot_take_is_failed_in_sight(town: Town) -> None:
    mia, conversation = await talk(town)
    path = f"conversations/{conversation['id']}/messages"
    gone = await town.owner.post(
        path, attachment={"media": "image", "url": "https://files.invalid/menu.png"}
    )
    failed = await town.until_message(gone, "failed")
    assert failed["failure"]["code"] == str(MEDIA_UPLOAD)

    mia.faults.fail_next(MEDIA_UPLOAD, times=2)
    refused = await town.owner.post(path, attachment={"media": "image", "url": f"{WEB}/menu.png"})
    await town.pass_time(minutes=5)
    failed = await town.until_message(refused, "failed")
    assert len(failed["attempts"]) == 2


async def test_o15_what_fails_after_its_acceptance_stands_on_its_visit_and_the_run_goes_on(
    town: Town,
) -> None:
    gone = Attachment(media="image", url="https://files.invalid/menu.png")
    await town.publish(
        flow(
            menu=SendMessage(text="Our menu", attachments=[gone], lanes={"next": "ask"}),
            ask=ask_text(success="thanks", timeout="thanks"),
            thanks=say("Thanks!"),
        )
    )
    mia, conversation = await talk(town)
    [run] = await town.runs(mia)
    assert (run["step_id"], run["waiting"]["kind"]) == ("ask", "answer")
    [menu] = (await town.owner.get(f"runs/{run['id']}"))["visits"]
    [lost] = menu["undelivered"]
    assert (menu["step_id"], menu["lane"], lost["code"]) == ("menu", "next", str(MEDIA_UPLOAD))
    sent = {message["id"] for message in await town.thread(conversation) if "direction" in message}
    assert lost["message_id"] in sent

    await town.pass_time(seconds=6)
    mia.says("The big table")
    await town.settle()
    assert mia.received()[-1].text == "Thanks!"


async def test_a_file_without_a_clear_answer_is_unknown_and_never_sent_again(town: Town) -> None:
    town.number.statuses = NO_STATUSES
    mia, conversation = await talk(town)
    mia.faults.hang_next(accepted=True)
    sent = await town.owner.post(
        f"conversations/{conversation['id']}/messages",
        attachment={"media": "image", "url": f"{WEB}/menu.png"},
    )
    await town.until_message(sent, "unknown")
    await town.pass_time(hours=2)
    assert [message.kind for message in mia.received()] == ["image"]


async def test_after_24_hours_a_file_is_refused_before_it_is_sent(town: Town) -> None:
    mia, conversation = await talk(town)
    await town.pass_time(hours=25)
    with pytest.raises(Refused) as refused:
        await town.owner.post(
            f"conversations/{conversation['id']}/messages",
            attachment={"media": "image", "url": f"{WEB}/menu.png"},
        )
    assert refused.value.code == "reply_window_closed"
    assert mia.received() == []
