"""Webhooks: their bytes and signature, batches, redelivery, what a script makes of a phone."""

import json
from pathlib import Path

import aiohttp
import pytest

from parley.simulator.choices import NoSuchChoiceError
from parley.simulator.delivery import DeliveryPolicy
from parley.simulator.ledger import (
    ContactSent,
    Entry,
    WebhookLost,
    WebhookTried,
    as_json,
    parse_ledger,
)
from parley.simulator.phones import Phone
from parley.simulator.server import Simulator
from simulator.peers import APP_SECRET, TOKEN, Business, Callback, MovingTime

pytestmark = pytest.mark.anyio

BO = "4915112345678"
ANA = "US.13491208655302741918"


@pytest.fixture
def bo(simulator: Simulator) -> Phone:
    return simulator.phone(BO, name="Bö")


async def test_a_message_comes_signed_over_its_exact_bytes(
    simulator: Simulator, callback: Callback, bo: Phone
) -> None:
    wamid = bo.says("Grüße 👋 http://a/b")
    await simulator.settled()
    [body] = callback.bodies
    assert callback.signatures_match() == [True]
    assert b"Gr\\u00fc\\u00dfe \\ud83d\\udc4b http:\\/\\/a\\/b" in body
    assert callback.payloads[0]["object"] == "whatsapp_business_account"
    [value] = callback.values
    assert value["contacts"] == [{"profile": {"name": "Bö"}, "wa_id": BO}]
    assert value["metadata"]["phone_number_id"] == simulator.number().number_id
    assert value["messages"][0] == {
        "from": BO,
        "id": wamid,
        "timestamp": "1790000000",
        "type": "text",
        "text": {"body": "Grüße 👋 http://a/b"},
    }


async def test_a_spoilt_signature_does_not_match_and_is_sent_again_right(
    simulator: Simulator, callback: Callback, bo: Phone
) -> None:
    simulator.courier().spoilt_signatures = 1
    callback.answers = [403]
    bo.says("Hello")
    await simulator.settled()
    simulator.redeliver()
    await simulator.delivered()
    assert callback.signatures_match() == [False, True]


async def test_half_a_surrogate_pair_and_a_nul_travel_as_escapes(
    simulator: Simulator, callback: Callback, bo: Phone
) -> None:
    bo.says("\ud83d \x00")
    await simulator.settled()
    assert b"\\ud83d \\u0000" in callback.bodies[0]


async def test_a_person_with_a_user_id_is_named_by_it_everywhere(
    simulator: Simulator, callback: Callback, business: Business
) -> None:
    ana = simulator.phone(ANA, name="Ana")
    ana.says("Hello")
    await simulator.settled()
    body = {"messaging_product": "whatsapp", "recipient": ANA, "text": {"body": "Hi"}}
    await business.post(body)
    await simulator.settled()
    [message] = callback.messages
    assert message["from_user_id"] == ANA
    assert "from" not in message
    assert [status["recipient_user_id"] for status in callback.statuses] == [ANA, ANA]
    assert all("recipient_id" not in status for status in callback.statuses)
    assert callback.values[0]["contacts"] == [{"profile": {"name": "Ana"}, "user_id": ANA}]


async def test_pressing_and_picking_answer_the_message_that_offered(
    simulator: Simulator, callback: Callback, business: Business, bo: Phone
) -> None:
    bo.says("Hello")
    _, asked = await business.asks(BO, "Which team?", ["Sales", "Support"])
    bo.presses("Support")
    await simulator.settled()
    answer = callback.messages[-1]
    assert answer["context"]["id"] == asked["messages"][0]["id"]
    assert answer["interactive"] == {
        "type": "button_reply",
        "button_reply": {"id": "choice-1", "title": "Support"},
    }
    with pytest.raises(NoSuchChoiceError, match="Billing"):
        bo.presses("Billing")


async def test_reading_tells_once(
    simulator: Simulator, callback: Callback, business: Business, bo: Phone
) -> None:
    bo.says("Hello")
    await business.sends(BO, "Hi", biz_opaque_callback_data="m-1")
    first, second = bo.reads(), bo.reads()
    await simulator.settled()
    assert (len(first), second) == (1, [])
    assert [status["status"] for status in callback.statuses] == ["sent", "delivered", "read"]
    assert {status["biz_opaque_callback_data"] for status in callback.statuses} == {"m-1"}


async def test_a_new_number_writes_on_from_the_new_one(
    simulator: Simulator, callback: Callback, bo: Phone
) -> None:
    bo.changes_number("4917000000001")
    bo.says("It is me")
    await simulator.settled()
    system, later = callback.messages
    assert system["system"]["wa_id"] == "4917000000001"
    assert (system["from"], later["from"]) == (BO, "4917000000001")
    assert simulator.phone("4917000000001") is bo


async def test_the_app_of_the_business_is_echoed(
    simulator: Simulator, callback: Callback, bo: Phone
) -> None:
    wamid = bo.is_written_to_by_the_app("I call you back")
    await simulator.settled()
    [change] = callback.payloads[0]["entry"][0]["changes"]
    assert change["field"] == "smb_message_echoes"
    [echo] = change["value"]["message_echoes"]
    assert (echo["id"], echo["to"]) == (wamid, BO)


@pytest.mark.parametrize(
    ("layout", "shape"),
    [("entries", [1, 1, 1, 1]), ("changes", [4]), ("messages", [1])],
)
async def test_a_batch_holds_every_event_once_in_any_layout(
    simulator: Simulator, callback: Callback, layout: str, shape: list[int]
) -> None:
    policy = DeliveryPolicy(batch_size=10, layout=layout)  # pyright: ignore[reportArgumentType]
    simulator.set_delivery(policy)
    courier = simulator.courier()
    courier.pause()
    sent = [simulator.phone(f"1555000{n:04}").says(f"Hello {n}") for n in range(4)]
    courier.resume()
    await simulator.settled()
    [payload] = callback.payloads
    assert [len(entry["changes"]) for entry in payload["entry"]] == shape
    assert [message["id"] for message in callback.messages] == sent


async def test_a_webhook_that_is_not_taken_comes_again_with_growing_gaps(
    simulator: Simulator, callback: Callback, bo: Phone, time_source: MovingTime
) -> None:
    simulator.set_delivery(DeliveryPolicy(retry_gaps_seconds=(10, 60)))
    callback.answers = [500, 503]
    bo.says("Hello")
    await simulator.settled()
    simulator.clock.advance(9)
    await simulator.settled()
    assert len(callback.bodies) == 1
    simulator.clock.advance(1)
    await simulator.settled()
    simulator.clock.advance(59)
    await simulator.settled()
    assert len(callback.bodies) == 2
    time_source.at += 1
    simulator.clock.advance(0)
    await simulator.delivered()
    tries = simulator.ledger.of(WebhookTried)
    assert [(one.attempt, one.status) for one in tries] == [(1, 500), (2, 503), (3, 200)]
    assert len(set(callback.bodies)) == 1


async def test_a_webhook_is_given_up_after_its_time(
    simulator: Simulator, callback: Callback, bo: Phone
) -> None:
    simulator.set_delivery(DeliveryPolicy(give_up_after_seconds=60))
    callback.answers = [500, 500]
    wamid = bo.says("Hello")
    await simulator.settled()
    simulator.clock.advance(61)
    await simulator.delivered()
    [lost] = simulator.ledger.of(WebhookLost)
    assert (lost.events, lost.reason) == ((wamid,), "given up")


async def test_a_contact_keeps_the_order_through_a_retry(
    simulator: Simulator, callback: Callback, bo: Phone
) -> None:
    callback.answers = [500]
    sent = [bo.says("one"), bo.says("two")]
    await simulator.settled()
    assert len(callback.bodies) == 1
    assert simulator.redeliver() == 1
    await simulator.delivered()
    assert [message["id"] for message in callback.messages] == [sent[0], *sent]


async def test_without_order_a_later_message_overtakes_a_failed_one(
    simulator: Simulator, callback: Callback, bo: Phone
) -> None:
    simulator.set_delivery(DeliveryPolicy(in_order=False, concurrency=1))
    callback.answers = [500]
    first, second = bo.says("one"), bo.says("two")
    await simulator.settled()
    simulator.redeliver()
    await simulator.delivered()
    assert [message["id"] for message in callback.messages] == [first, second, first]


async def test_nobody_at_home_is_a_problem_in_the_ledger_and_not_the_end(
    simulator: Simulator, bo: Phone, callback: Callback
) -> None:
    callback_url = callback.url
    simulator.number().callback_url = "http://127.0.0.1:9/hook"
    bo.says("Hello")
    await simulator.settled()
    [tried] = simulator.ledger.of(WebhookTried)
    assert tried.status is None
    assert "ClientConnectorError" in str(tried.problem)
    simulator.number().callback_url = callback_url
    bo.says("Hello again")
    await simulator.settled()
    assert len(callback.messages) == 1


async def test_copies_come_twice_and_drops_never(
    simulator: Simulator, callback: Callback, bo: Phone
) -> None:
    simulator.set_delivery(DeliveryPolicy(copies=2))
    simulator.courier().drops = 1
    lost, doubled = bo.says("lost"), bo.says("doubled")
    await simulator.settled()
    assert [message["id"] for message in callback.messages] == [doubled, doubled]
    [entry] = simulator.ledger.of(WebhookLost)
    assert entry.events == (lost,)


async def test_the_callback_is_verified_by_a_challenge(
    simulator: Simulator, callback: Callback
) -> None:
    assert await simulator.verify_callback()
    callback.verify_token = "another"
    assert not await simulator.verify_callback()


async def test_the_ledger_file_holds_what_memory_holds(
    simulator: Simulator, bo: Phone, business: Business
) -> None:
    bo.says("Grüße \ud83d")
    await business.sends(BO, "Hi", biz_opaque_callback_data="m-1")
    bo.reads()
    await simulator.settled()
    path = simulator.ledger.path
    assert path is not None
    lines = path.read_text("utf-8").splitlines(keepends=True)
    assert [json.loads(line) for line in lines] == [
        json.loads(json.dumps(as_json(entry))) for entry in simulator.ledger.entries
    ]
    kept: list[Entry] = parse_ledger([*lines, '{"cut sh'])
    assert kept == simulator.ledger.entries


async def test_the_ledger_numbers_what_contacts_sent_in_time_order(
    simulator: Simulator, bo: Phone
) -> None:
    sent = [bo.says("one"), bo.sends_location(52.5, 13.4, name="Here"), bo.says("three")]
    entries = simulator.ledger.of(ContactSent, contact=BO)
    assert [entry.wamid for entry in entries] == sent
    assert [entry.kind for entry in entries] == ["text", "location", "text"]
    assert [entry.seq for entry in entries] == sorted(entry.seq for entry in entries)


async def test_a_simulator_that_starts_again_remembers_its_phones(
    callback: Callback, tmp_path: Path
) -> None:
    path = tmp_path / "kept.jsonl"
    async with Simulator(ledger_path=path) as first, aiohttp.ClientSession() as session:
        number = first.add_number(callback_url=callback.url, app_secret=APP_SECRET, token=TOKEN)
        business = Business(session, first, number)
        first.phone(BO).says("Hello")
        await business.asks(BO, "Which?", ["Yes", "No"])
        first.phone("15550000001").changes_number("15550000002")
        await first.settled()
        count = len(first.ledger.entries)
    with path.open("a") as file:
        file.write('{"cut sh')
    async with Simulator(ledger_path=path) as second:
        second.add_number(callback_url=callback.url)
        bo = second.phone(BO)
        assert bo.window_is_open
        assert [message.statuses for message in bo.received()] == [["sent", "delivered"]]
        bo.presses("No")
        await second.settled()
        assert [entry.seq for entry in second.ledger.entries] == list(range(1, count + 3))
    assert len(parse_ledger(path.read_text("utf-8").splitlines(keepends=True))) == count + 2


async def test_a_user_id_is_attached_to_a_known_phone(
    simulator: Simulator, callback: Callback, bo: Phone
) -> None:
    bo.says("before")
    assert simulator.phone(BO, user_id="DE.77") is bo
    bo.says("after")
    bo.wa_id = None
    bo.says("number hidden")
    await simulator.settled()
    seen = [(one.get("from"), one.get("from_user_id")) for one in callback.messages]
    assert seen == [(BO, None), (BO, "DE.77"), (None, "DE.77")]
    assert simulator.phone("DE.77") is bo


async def test_other_fields_and_any_bytes_can_be_posted_rightly_signed(
    simulator: Simulator, callback: Callback
) -> None:
    simulator.post_value("account_update", {"event": "VERIFIED_ACCOUNT"})
    await simulator.settled()
    assert await simulator.post_bytes(b"\xff no JSON") == 200
    assert json.loads(callback.bodies[0])["entry"][0]["changes"] == [
        {"value": {"event": "VERIFIED_ACCOUNT"}, "field": "account_update"}
    ]
    assert callback.signatures_match() == [True, True]
