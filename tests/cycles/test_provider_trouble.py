"""The provider answers 429, 500, garbage or nothing: retried, or shown as unknown, never sent twice."""

import pytest

from cycles.people import Json
from cycles.town import Town
from parley.simulator.ledger import PhoneReceived
from parley.simulator.numbers import NO_STATUSES, StatusPolicy
from parley.simulator.phones import Phone

pytestmark = pytest.mark.anyio

RATE_LIMITED = 130429
SOMETHING_WRONG = 131000
NOT_REACHABLE = 131026
TOKEN_EXPIRED = 190


async def talk(town: Town) -> tuple[Phone, Json]:
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.settle()
    return mia, await town.conversation(mia)


@pytest.mark.parametrize(
    ("code", "status"), [(RATE_LIMITED, 429), (SOMETHING_WRONG, 500)], ids=["429", "500"]
)
async def test_a_refusal_for_now_is_tried_again_and_order_is_kept(
    town: Town, code: int, status: int
) -> None:
    mia, conversation = await talk(town)
    mia.faults.fail_next(code, times=2, status=status)
    first = await town.owner.reply(conversation, "First")
    second = await town.owner.reply(conversation, "Second")
    await town.settle()
    assert mia.received() == [], "the second waits behind the first"
    assert (await town.owner.get(f"messages/{second['id']}"))["status"] == "queued"

    await town.pass_time(minutes=1)
    assert [message.text for message in mia.received()] == ["First", "Second"]
    shown = await town.until_message(first, "delivered")
    outcomes = [attempt["outcome"] for attempt in shown["attempts"]]
    assert outcomes == ["unavailable", "unavailable", "sent"]


@pytest.mark.parametrize("silence", ["hang up", "garbage"])
async def test_without_a_clear_answer_it_is_unknown_in_sight_and_never_sent_again(
    town: Town, silence: str
) -> None:
    town.number.statuses = NO_STATUSES
    mia, conversation = await talk(town)
    if silence == "garbage":
        mia.faults.garbage_next(accepted=True)
    else:
        mia.faults.hang_next(accepted=True)
    reply = await town.owner.reply(conversation, "Did it arrive?")
    await town.until_message(reply, "unknown")
    await town.owner.reply(conversation, "Behind it")
    await town.pass_time(hours=2)
    assert [message.text for message in mia.received()] == ["Did it arrive?", "Behind it"]
    assert len(town.simulator.ledger.of(PhoneReceived, contact=mia.address)) == 2

    mia.reads()
    await town.until_message(reply, "read")


async def test_a_person_may_send_an_unknown_message_again(town: Town) -> None:
    town.number.statuses = NO_STATUSES
    mia, conversation = await talk(town)
    mia.faults.hang_next(accepted=False)
    reply = await town.owner.reply(conversation, "Did it arrive?")
    await town.until_message(reply, "unknown")
    assert mia.received() == []
    await town.pass_time(seconds=1)
    await town.owner.post(f"messages/{reply['id']}/attempts")
    assert (await mia.received_message()).text == "Did it arrive?"
    shown = await town.until_message(reply, "accepted")
    assert [attempt["outcome"] for attempt in shown["attempts"]] == ["unknown", "sent"]


async def test_a_person_who_cannot_be_reached_is_shown_as_failed(town: Town) -> None:
    mia, conversation = await talk(town)
    mia.faults.fail_later(NOT_REACHABLE)
    reply = await town.owner.reply(conversation, "Hello?")
    shown = await town.until_message(reply, "failed")
    assert shown["failure"]["code"] == str(NOT_REACHABLE)


async def test_an_expired_token_pauses_the_channel_and_nothing_is_lost(town: Town) -> None:
    mia, conversation = await talk(town)
    mia.faults.fail_next(TOKEN_EXPIRED)
    await town.owner.reply(conversation, "Hello?")

    async def look() -> Json | None:
        channel = await town.owner.get(f"channels/{town.channel['id']}")
        return channel if channel["paused_at"] else None

    paused = await town.live.until(look)
    assert paused["pause_reason"]
    mia.says("Anybody?")
    await town.settle()
    assert [
        item["text"] for item in await town.thread(conversation) if item["type"] == "message"
    ] == [
        "Hello",
        "Hello?",
        "Anybody?",
    ]

    await town.owner.delete(f"channels/{town.channel['id']}/pause")
    await town.pass_time(minutes=10)
    assert [message.text for message in mia.received()] == ["Hello?"]


async def test_receipts_that_come_early_twice_and_out_of_order_end_in_the_highest(
    town: Town,
) -> None:
    mia, conversation = await talk(town)
    mia.statuses = StatusPolicy(
        read=True, order=("read", "delivered", "sent"), before_answer=True, repeats=2
    )
    reply = await town.owner.reply(conversation, "Hello?")
    await town.until_message(reply, "read")
    await town.settle()
    assert (await town.owner.get(f"messages/{reply['id']}"))["status"] == "read"
    assert len(mia.received()) == 1


async def test_a_webhook_with_a_spoilt_signature_is_refused_and_taken_when_it_comes_again(
    town: Town,
) -> None:
    town.simulator.courier(town.number.number_id).spoilt_signatures = 1
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.simulator.settled()
    assert await town.owner.list("conversations", view="all") == []
    town.simulator.redeliver()
    await town.simulator.delivered()
    await town.settle()
    thread = await town.thread(await town.conversation(mia))
    assert [item["text"] for item in thread if item["type"] == "message"] == ["Hello"]


async def test_a_question_that_cannot_be_delivered_waits_for_no_answer(demo_town: Town) -> None:
    mia = demo_town.phone("Mia")
    mia.on_whatsapp = False
    mia.says("Hello")
    await demo_town.settle()
    assert [run["end_reason"] for run in await demo_town.runs(mia)] == ["undelivered"]
    assert (await demo_town.conversation(mia))["status"] == "open"
