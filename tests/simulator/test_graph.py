"""Send calls: what is accepted, what is refused with which code, what goes wrong on purpose."""

import asyncio
from typing import Any

import aiohttp
import pytest

from parley.simulator.ledger import BusinessRead, PhoneReceived, SendRefused
from parley.simulator.numbers import NO_STATUSES, StatusPolicy
from parley.simulator.phones import Phone
from parley.simulator.server import Simulator
from simulator.peers import TOKEN, Business, Callback, MovingTime, interactive_to, text_to

pytestmark = pytest.mark.anyio

BO = "4915112345678"
DAY = 24 * 3600


@pytest.fixture
async def bo(simulator: Simulator) -> Phone:
    """Bo, who has just written and so may be answered."""
    phone = simulator.phone(BO, name="Bo")
    phone.says("Hello")
    return phone


def _buttons(*titles: str) -> dict[str, Any]:
    replies = [
        {"type": "reply", "reply": {"id": f"b{position}", "title": title}}
        for position, title in enumerate(titles)
    ]
    return {"buttons": replies}


def _rows(count: int) -> dict[str, Any]:
    rows = [{"id": f"r{position}", "title": f"Row {position}"} for position in range(count)]
    return {"button": "Choose", "sections": [{"title": "All", "rows": rows}]}


def _without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}


async def test_a_text_reaches_the_phone_and_the_answer_names_it(
    business: Business, bo: Phone
) -> None:
    status, answer = await business.sends(BO, "Hi Bo", biz_opaque_callback_data="m-1")
    [received] = bo.received()
    assert status == 200
    assert answer == {
        "messaging_product": "whatsapp",
        "contacts": [{"input": BO, "wa_id": BO}],
        "messages": [{"id": received.wamid}],
    }
    assert received.wamid.startswith("wamid.")
    assert (received.text, received.opaque) == ("Hi Bo", "m-1")


async def test_a_plus_and_blanks_in_the_number_do_not_matter(business: Business, bo: Phone) -> None:
    status, answer = await business.sends("+49 151 12345678", "Hi")
    assert status == 200
    assert answer["contacts"] == [{"input": "+49 151 12345678", "wa_id": BO}]
    assert len(bo.received()) == 1


async def test_a_person_without_a_number_is_reached_by_user_id(
    business: Business, simulator: Simulator
) -> None:
    ana = simulator.phone("US.13491208655302741918", name="Ana")
    ana.says("Hello")
    body = _without(text_to("x", "Hi Ana"), "to") | {"recipient": ana.user_id}
    status, answer = await business.post(body)
    assert status == 200
    assert answer["contacts"] == [{"input": ana.user_id, "user_id": ana.user_id}]
    assert [message.text for message in ana.received()] == ["Hi Ana"]


async def test_the_phone_number_wins_over_the_user_id(
    business: Business, simulator: Simulator, bo: Phone
) -> None:
    ana = simulator.phone("US.1349", name="Ana")
    ana.says("Hello")
    _, answer = await business.post(text_to(BO, "Hi") | {"recipient": "US.1349"})
    assert answer["contacts"] == [{"input": BO, "wa_id": BO}]
    assert (len(bo.received()), len(ana.received())) == (1, 0)


async def test_a_read_receipt_with_typing_is_noted(
    business: Business, simulator: Simulator, bo: Phone
) -> None:
    wamid = bo.says("Are you there?")
    status, answer = await business.post(
        {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": wamid,
            "typing_indicator": {"type": "text"},
        }
    )
    assert (status, answer) == (200, {"success": True})
    [mark] = simulator.ledger.of(BusinessRead)
    assert (mark.wamid, mark.typing) == (wamid, True)


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"messaging_product": "wa"}, 100, "messaging_product"),
        ({"to": None}, 131008, "recipient"),
        ({"to": "Bo"}, 131009, "phone number"),
        ({"to": None, "recipient": "no id"}, 131009, "user id"),
        ({"recipient_type": "group"}, 100, "recipient_type"),
        ({"type": "smoke signal"}, 100, "type must be one of"),
        ({"text": None}, 131008, "text"),
        ({"text": {}}, 131008, "body"),
        ({"text": {"body": " "}}, 100, "empty"),
        ({"text": {"body": 17}}, 100, "empty"),
        ({"text": {"body": "x" * 4097}}, 100, "4096"),
        ({"biz_opaque_callback_data": "x" * 513}, 131009, "512"),
        ({"context": {}}, 131008, "message_id"),
        ({"type": "image", "image": {}}, 131009, "id and link"),
        ({"type": "image", "image": {"id": "4711"}}, 131009, "does not exist"),
        ({"type": "image", "image": {"link": "file:///etc"}}, 131009, "http"),
        ({"type": "reaction", "reaction": {"emoji": "x"}}, 131008, "message_id"),
        ({"type": "location", "location": {"latitude": 91, "longitude": 0}}, 131009, "range"),
        ({"type": "contacts", "contacts": []}, 131009, "at least one"),
        ({"type": "template", "template": {"name": "hello"}}, 131008, "language"),
        ({"status": "delivered"}, 100, "READ"),
        ({"status": "read", "message_id": "x"}, 131009, "message_id"),
    ],
)
async def test_a_bad_body_is_refused_with_the_code_of_the_provider(
    business: Business, bo: Phone, change: dict[str, Any], code: int, words: str
) -> None:
    status, answer = await business.post(text_to(BO, "Hi") | change)
    error = answer["error"]
    assert (status, error["code"]) == (400, code)
    assert words in error["error_data"]["details"]
    assert error.keys() == {"message", "type", "code", "error_data", "fbtrace_id"}
    assert bo.received() == []


@pytest.mark.parametrize(
    ("kind", "action", "words"),
    [
        ("button", _buttons("a", "b", "c", "d"), "1 to 3"),
        ("button", _buttons(), "1 to 3"),
        ("button", _buttons("x" * 21), "max length: 20"),
        ("button", _buttons("same", "same"), "titles"),
        ("list", _rows(11), "1 to 10"),
        ("list", {"button": "x" * 21, "sections": []}, "max length: 20"),
        ("list", {"button": "Go", "sections": _rows(6)["sections"] * 2}, "maximum of 10"),
        ("hologram", {}, "hologram"),
    ],
)
async def test_an_interactive_message_over_a_limit_is_refused(
    business: Business, bo: Phone, kind: str, action: dict[str, Any], words: str
) -> None:
    status, answer = await business.post(interactive_to(BO, kind, "Which?", action))
    assert (status, answer["error"]["code"]) == (400, 131009)
    assert words in answer["error"]["error_data"]["details"]
    assert bo.received() == []


async def test_three_buttons_and_ten_rows_are_taken(business: Business, bo: Phone) -> None:
    first, _ = await business.post(interactive_to(BO, "button", "?", _buttons("a", "b", "c")))
    second, _ = await business.post(interactive_to(BO, "list", "?", _rows(10)))
    buttons, rows = bo.received()
    assert (first, second) == (200, 200)
    assert buttons.buttons == ["a", "b", "c"]
    assert len(rows.rows) == 10


async def test_a_wrong_token_an_unknown_number_and_no_json_are_refused(
    business: Business, simulator: Simulator
) -> None:
    wrong, answer = await business.post(text_to(BO, "Hi"), token="another")
    assert (wrong, answer["error"]["code"]) == (401, 190)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    unknown = business.messages_url.replace(business.number.number_id, "42")
    async with business.session.post(unknown, json={}, headers=headers) as response:
        assert (response.status, (await response.json())["error"]["code"]) == (400, 100)
    async with business.session.post(business.messages_url, data=b"{", headers=headers) as response:
        assert (response.status, (await response.json())["error"]["code"]) == (400, 100)
    assert [entry.code for entry in simulator.ledger.of(SendRefused)] == [190, 100, 100]


async def test_after_24_hours_only_a_template_is_taken(
    business: Business, bo: Phone, time_source: MovingTime
) -> None:
    time_source.at += DAY - 1
    assert (await business.sends(BO, "in time"))[0] == 200
    time_source.at += 1
    status, answer = await business.sends(BO, "too late")
    assert (status, answer["error"]["code"]) == (400, 131047)
    template = {"name": "hello_world", "language": {"code": "en_US"}}
    body = _without(text_to(BO, ""), "text") | {"type": "template", "template": template}
    assert (await business.post(body))[0] == 200
    assert [message.text for message in bo.received()] == ["in time", "hello_world"]


async def test_a_reaction_opens_no_window(business: Business, simulator: Simulator) -> None:
    ana = simulator.phone("15551234567", name="Ana")
    ana.reacts("👍", to="wamid.old")
    status, answer = await business.sends("15551234567", "Thanks")
    assert (status, answer["error"]["code"]) == (400, 131047)


async def test_a_closed_window_may_show_later_as_a_failed_status(
    business: Business, simulator: Simulator, callback: Callback
) -> None:
    business.number.window = "status"
    status, _ = await business.sends(BO, "too late", biz_opaque_callback_data="m-2")
    await simulator.settled()
    [failed] = callback.statuses
    assert status == 200
    assert (failed["status"], failed["biz_opaque_callback_data"]) == ("failed", "m-2")
    assert [error["code"] for error in failed["errors"]] == [131047]


async def test_a_person_who_is_not_there_fails_later(
    business: Business, simulator: Simulator, callback: Callback, bo: Phone
) -> None:
    bo.on_whatsapp = False
    status, _ = await business.sends(BO, "Hi")
    await simulator.settled()
    assert status == 200
    assert callback.statuses[0]["errors"][0]["code"] == 131026


@pytest.mark.parametrize(
    ("code", "expected"), [(130429, 429), (131056, 429), (190, 401), (131000, 500), (2, 503)]
)
async def test_a_queued_fault_refuses_once_and_the_message_is_not_there(
    business: Business, bo: Phone, code: int, expected: int
) -> None:
    business.number.faults.fail_next(code)
    status, answer = await business.sends(BO, "one")
    assert (status, answer["error"]["code"]) == (expected, code)
    assert (await business.sends(BO, "two"))[0] == 200
    assert [message.text for message in bo.received()] == ["two"]


async def test_a_fault_of_one_phone_leaves_the_others_alone(
    business: Business, simulator: Simulator, bo: Phone
) -> None:
    bo.faults.fail_next(131026)
    ana = simulator.phone("15551234567")
    ana.says("Hello")
    assert (await business.sends("15551234567", "Hi"))[0] == 200
    assert (await business.sends(BO, "Hi"))[1]["error"]["code"] == 131026


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_cut_connection_leaves_the_caller_in_doubt(
    business: Business, simulator: Simulator, bo: Phone, *, accepted: bool
) -> None:
    business.number.faults.hang_next(accepted=accepted)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await business.sends(BO, "Hi", biz_opaque_callback_data="m-3")
    assert len(bo.received()) == int(accepted)
    refused = simulator.ledger.of(SendRefused)
    assert [entry.opaque for entry in refused] == ([] if accepted else ["m-3"])


async def test_a_silent_provider_is_left_after_the_callers_own_time(
    business: Business, bo: Phone
) -> None:
    business.number.faults.silence_next()
    call = asyncio.create_task(business.sends(BO, "Hi"))
    await bo.received_message()
    assert not call.done()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call


async def test_garbage_is_not_json_and_the_message_was_taken(business: Business, bo: Phone) -> None:
    business.number.faults.garbage_next(status=502)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with business.session.post(
        business.messages_url, json=text_to(BO, "Hi"), headers=headers
    ) as response:
        assert response.status == 502
        assert (await response.read()).startswith(b"<html>")
    assert len(bo.received()) == 1


async def test_a_rate_limit_refuses_what_goes_beyond_until_time_passes(
    business: Business, bo: Phone, time_source: MovingTime
) -> None:
    bo.faults.rate_limit(1 / 6, burst=2)
    answers = [await business.sends(BO, "Hi") for _ in range(3)]
    assert [status for status, _ in answers] == [200, 200, 429]
    assert answers[2][1]["error"]["code"] == 131056
    time_source.at += 6
    assert (await business.sends(BO, "Hi"))[0] == 200


async def test_a_late_answer_is_still_an_answer(business: Business, bo: Phone) -> None:
    business.number.faults.delay(0.01)
    assert (await business.sends(BO, "Hi"))[0] == 200
    business.number.faults.clear()
    assert len(bo.received()) == 1


async def test_statuses_can_come_before_the_send_is_answered(
    business: Business, simulator: Simulator, callback: Callback, bo: Phone
) -> None:
    await simulator.settled()
    business.number.statuses = StatusPolicy(order=("delivered", "sent"), before_answer=True)
    callback.gate.clear()
    call = asyncio.create_task(business.sends(BO, "Hi", biz_opaque_callback_data="m-4"))
    await bo.received_message()
    assert not call.done()
    callback.gate.set()
    await call
    told = [(one["status"], one["biz_opaque_callback_data"]) for one in callback.statuses]
    assert told == [("delivered", "m-4"), ("sent", "m-4")]


async def test_media_goes_up_and_comes_down_with_the_same_token(
    business: Business, simulator: Simulator, bo: Phone
) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    base = f"{simulator.base_url}/v23.0"
    form = aiohttp.FormData({"messaging_product": "whatsapp", "type": "image/png"})
    form.add_field("file", b"a picture", filename="cat.png", content_type="image/png")
    async with business.session.post(
        f"{base}/{business.number.number_id}/media", data=form, headers=headers
    ) as response:
        media_id = (await response.json())["id"]
    body = text_to(BO, "") | {"type": "image", "image": {"id": media_id, "caption": "A cat"}}
    assert (await business.post(body))[0] == 200
    assert bo.received()[0].text == "A cat"
    async with business.session.get(f"{base}/{media_id}", headers=headers) as response:
        media = await response.json()
    assert (media["mime_type"], media["file_size"]) == ("image/png", "9")
    async with business.session.get(media["url"], headers=headers) as response:
        assert await response.read() == b"a picture"
    async with business.session.get(media["url"], headers={"Authorization": "Bearer x"}) as no:
        assert no.status == 401


async def test_a_media_address_dies_after_five_minutes(
    business: Business, simulator: Simulator, callback: Callback, time_source: MovingTime
) -> None:
    simulator.phone(BO).sends_image(b"pixels")
    await simulator.settled()
    headers = {"Authorization": f"Bearer {TOKEN}"}
    media_id = callback.messages[0]["image"]["id"]
    async with business.session.get(
        f"{simulator.base_url}/v23.0/{media_id}", headers=headers
    ) as response:
        url = (await response.json())["url"]
    time_source.at += 301
    async with business.session.get(url, headers=headers) as response:
        assert response.status == 404


async def test_the_ledger_knows_what_every_phone_received(
    business: Business, simulator: Simulator, bo: Phone
) -> None:
    business.number.statuses = NO_STATUSES
    await business.sends(BO, "one", biz_opaque_callback_data="m-5")
    await business.sends(BO, "two", biz_opaque_callback_data="m-6")
    entries = simulator.ledger.of(PhoneReceived, contact=BO)
    assert [entry.opaque for entry in entries] == ["m-5", "m-6"]
    assert [entry.wamid for entry in entries] == [message.wamid for message in bo.received()]
