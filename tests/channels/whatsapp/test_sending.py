import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from parley.domain.channel import NoAnswer, Rejected, Sent, Unavailable, Unknown
from parley.domain.content import Button, Media, Prompt, Text
from parley.domain.message import ErrorClass

pytestmark = pytest.mark.anyio

Reply = Callable[..., Any]
PICTURE = "https://files.example.com/menu.png"
ACCEPTED = b'{"messages":[{"id":"wamid.OUT"}]}'


def buttons(count: int, *, title: str = "Option {}") -> tuple[Button, ...]:
    return tuple(Button(f"id-{n}", title.format(n)) for n in range(1, count + 1))


def error(code: int, details: str = "why") -> bytes:
    data = {"error": {"code": code, "message": "title", "error_data": {"details": details}}}
    return json.dumps(data).encode()


async def sent_body(whatsapp: Any, reply: Reply, content: Any) -> Any:
    http = reply(200, ACCEPTED)
    assert await whatsapp.send(http, content) == Sent("wamid.OUT")
    assert http.url == "https://graph.example/v23.0/700100200300/messages"
    return json.loads(http.body)


async def test_a_text_carries_our_id_and_the_phone(whatsapp: Any, reply: Reply) -> None:
    assert await sent_body(whatsapp, reply, Text("Hello")) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "84901234567",
        "biz_opaque_callback_data": "00000000-0000-0000-0000-000000000005",
        "type": "text",
        "text": {"body": "Hello", "preview_url": False},
    }


async def test_a_person_without_a_number_is_named_as_recipient(whatsapp: Any, reply: Reply) -> None:
    message = msgspec.structs.replace(
        whatsapp.message(Text("Hello"), reply_to="wamid.T1"), address="DE.42", scheme="bsuid"
    )
    http = reply(200, ACCEPTED)
    await whatsapp.plugin.send(
        message, channel=whatsapp.channel, http=http, base_url="https://graph.example"
    )
    body = json.loads(http.body)
    assert (body["recipient"], "to" in body) == ("DE.42", False)
    assert body["context"] == {"message_id": "wamid.T1"}


async def test_three_options_are_buttons_and_four_a_list(whatsapp: Any, reply: Reply) -> None:
    three = (await sent_body(whatsapp, reply, Prompt("Which?", buttons(3))))["interactive"]
    assert three["type"] == "button"
    assert three["action"]["buttons"][2] == {
        "type": "reply",
        "reply": {"id": "id-3", "title": "Option 3"},
    }
    four = (await sent_body(whatsapp, reply, Prompt("Which?", buttons(4))))["interactive"]
    assert (four["type"], four["action"]["button"]) == ("list", "Options")
    assert four["action"]["sections"] == [
        {"rows": [{"id": f"id-{n}", "title": f"Option {n}"} for n in range(1, 5)]}
    ]


@pytest.mark.parametrize(
    ("body", "options", "kind"),
    [
        ("x" * 1024, buttons(3, title="x" * 18 + "{}"), "button"),
        ("x" * 1025, buttons(3), "text"),
        ("x", buttons(3, title="x" * 20 + "{}"), "list"),
        ("x", buttons(3, title="x" * 23 + "{}"), "list"),
        ("x", buttons(3, title="x" * 24 + "{}"), "text"),
        ("x", buttons(10), "list"),
        ("x", buttons(11), "text"),
        ("x", (Button("a", "Same"), Button("b", "Same")), "text"),
        ("x", (Button("a" * 256, "A"),), "button"),
        ("x", (Button("a" * 257, "A"),), "text"),
        ("x", (), "text"),
    ],
)
async def test_each_limit_decides_the_form(
    whatsapp: Any, reply: Reply, body: str, options: tuple[Button, ...], kind: str
) -> None:
    sent = await sent_body(whatsapp, reply, Prompt(body, options))
    assert sent.get("interactive", {"type": "text"})["type"] == kind


@pytest.mark.parametrize(
    ("file", "name", "block"),
    [
        (
            Media("image", url=PICTURE, caption="Menu"),
            "image",
            {"link": PICTURE, "caption": "Menu"},
        ),
        (Media("video", url=PICTURE), "video", {"link": PICTURE}),
        (Media("audio", url=PICTURE, filename="a.mp3"), "audio", {"link": PICTURE}),
        (
            Media("file", url=PICTURE, filename="menu.pdf", caption="Menu"),
            "document",
            {"link": PICTURE, "caption": "Menu", "filename": "menu.pdf"},
        ),
    ],
)
async def test_a_file_is_sent_by_its_address_under_metas_name(
    whatsapp: Any, reply: Reply, file: Media, name: str, block: dict[str, str]
) -> None:
    sent = await sent_body(whatsapp, reply, file)
    assert (sent["type"], sent[name]) == (name, block)
    assert sent["biz_opaque_callback_data"] == "00000000-0000-0000-0000-000000000005"


@pytest.mark.parametrize("code", [131052, 131053])
async def test_media_trouble_is_tried_once_more_and_then_final(
    whatsapp: Any, reply: Reply, code: int
) -> None:
    file = Media("image", url=PICTURE)
    first = await whatsapp.send(reply(400, error(code)), file)
    assert isinstance(first, Unavailable)
    second = await whatsapp.send(reply(400, error(code)), file, attempt=2)
    assert isinstance(second, Rejected)
    assert (second.failure.error_class, second.failure.code) == (ErrorClass.CONTENT, str(code))


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        (131000, 500, ErrorClass.RETRY),
        (131057, 503, ErrorClass.RETRY),
        (1, 500, ErrorClass.RETRY),
        (130429, 400, ErrorClass.RATE),
        (80007, 400, ErrorClass.RATE),
        (131047, 400, ErrorClass.WINDOW),
        (131026, 400, ErrorClass.CONTACT),
        (131050, 400, ErrorClass.CONTACT),
        (130472, 400, ErrorClass.PERMANENT),
        (132001, 404, ErrorClass.PERMANENT),
        (100, 400, ErrorClass.CONTENT),
        (131009, 400, ErrorClass.CONTENT),
        (0, 401, ErrorClass.ACCOUNT),
        (190, 401, ErrorClass.ACCOUNT),
        (200, 403, ErrorClass.ACCOUNT),
        (299, 403, ErrorClass.ACCOUNT),
        (131042, 400, ErrorClass.ACCOUNT),
        (999999, 400, ErrorClass.CONTENT),
        (999999, 500, ErrorClass.RETRY),
        (131047, 200, ErrorClass.WINDOW),
    ],
)
async def test_metas_codes_decide(
    whatsapp: Any, reply: Reply, code: int, status: int, expected: ErrorClass
) -> None:
    outcome = await whatsapp.send(reply(status, error(code)))
    assert isinstance(outcome, Rejected | Unavailable)
    assert (outcome.failure.error_class, outcome.failure.code) == (expected, str(code))
    assert outcome.failure.text == "why"
    waits = {ErrorClass.RETRY, ErrorClass.RATE, ErrorClass.ACCOUNT}
    assert isinstance(outcome, Unavailable) is (expected in waits)
    if isinstance(outcome, Unavailable):
        assert outcome.pauses_channel is (expected is ErrorClass.ACCOUNT)


@pytest.mark.parametrize(("attempt", "wait"), [(1, 4), (2, 16), (3, 64), (6, 4096), (40, 4096)])
async def test_one_person_too_often_waits_four_times_longer_each_time(
    whatsapp: Any, reply: Reply, attempt: int, wait: float
) -> None:
    outcome = await whatsapp.send(reply(400, error(131056)), attempt=attempt)
    assert isinstance(outcome, Unavailable)
    assert outcome.retry_after == wait


async def test_a_lost_answer_is_unknown(whatsapp: Any, reply: Reply) -> None:
    silence = NoAnswer("timed out after 30 s", may_have_arrived=True)
    assert await whatsapp.send(reply(silence=silence)) == Unknown("timed out after 30 s")


@pytest.mark.parametrize("status", [502, 504])
async def test_a_gateways_doubt_is_unknown_but_metas_own_error_is_not(
    whatsapp: Any, reply: Reply, status: int
) -> None:
    assert isinstance(await whatsapp.send(reply(status, b"<html>")), Unknown)
    assert isinstance(await whatsapp.send(reply(status, error(2))), Unavailable)


async def test_other_refusals_are_final(whatsapp: Any, reply: Reply) -> None:
    outcome = await whatsapp.send(reply(404, b"Not found"))
    assert isinstance(outcome, Rejected)
    assert outcome.failure.code == "HTTP 404"
