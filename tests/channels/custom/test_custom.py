import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from parley.channels.inspection import events_of
from parley.domain.channel import (
    Ignored,
    InboundEcho,
    InboundMessage,
    InboundReceipt,
    NoAnswer,
    Rejected,
    SenderAddress,
    Sent,
    Unavailable,
)
from parley.domain.content import Button, Choice, Location, Media, Prompt, Text, Unsupported
from parley.domain.message import ErrorClass, MessageStatus

pytestmark = pytest.mark.anyio

PAYLOADS = Path(__file__).parents[1] / "payloads" / "custom"
Reply = Callable[..., Any]


@pytest.fixture
def told(custom: Any, now: datetime) -> Any:
    """What a recorded payload says."""

    def read(name: str) -> Any:
        body = (PAYLOADS / f"{name}.json").read_bytes()
        return events_of(custom.plugin, body, received_at=now)

    return read


def test_a_text_brings_the_contacts_profile(told: Any) -> None:
    (event,) = told("text")
    assert isinstance(event, InboundMessage)
    assert (event.channel, event.external_id) == ("shop-line", "c-1")
    assert event.senders == (SenderAddress("phone", "+84901234567"),)
    assert event.content == Text("Good day")
    profile = event.profile
    assert (profile.display_name, profile.given_name, profile.family_name) == (
        "Mai Lan",
        "Mai",
        "Lan",
    )
    assert (profile.phone, profile.email) == ("+84901234567", "mai@example.com")
    assert (profile.language, profile.country) == ("vi", "VN")


def test_all_kinds_of_content_by_a_custom_id(told: Any) -> None:
    events = told("kinds")
    assert {event.senders for event in events} == {(SenderAddress("custom_id", "visitor_17@site"),)}
    assert [event.content for event in events] == [
        Media(
            "image",
            url="https://example.com/a.png",
            mime="image/png",
            filename="a.png",
            caption="my roof",
        ),
        Location(10.5, 106.5, address="Pier 4"),
        Choice("quick_reply", "run-7:2:sales", "Sales"),
        Unsupported("dance"),
    ]


def test_an_echo_is_the_business_writing(told: Any) -> None:
    (event,) = told("echo")
    assert isinstance(event, InboundEcho)
    assert event.content == Text("Sent from our old tool")


def test_statuses_in_both_forms(told: Any) -> None:
    delivered, read, failed, pondered = told("statuses")
    assert isinstance(delivered, InboundReceipt)
    assert (delivered.status, read.status) == (MessageStatus.DELIVERED, MessageStatus.READ)
    assert (failed.external_id, failed.failure.text) == ("out-2", "Number is not in service")
    assert isinstance(pondered, Ignored)


def test_a_normalised_message_of_the_api_is_the_same_value(told: Any) -> None:
    (event,) = told("normalised")
    assert event == InboundMessage(
        "shop-line",
        "api-1",
        datetime(2025, 11, 22, 10, tzinfo=UTC),
        (SenderAddress("custom_id", "bo"),),
        Text("Through the API"),
        profile=type(event.profile)(display_name="Bo"),
    )


def test_a_normalised_event_that_fits_nothing_is_kept_and_counted(
    custom: Any, now: datetime
) -> None:
    body = b'{"inbound":{"type":"message","channel":"c"}}'
    (event,) = events_of(custom.plugin, body, received_at=now)
    assert isinstance(event, Ignored)
    assert "external_id" in event.reason


def test_broken_rules_are_named_and_siblings_are_kept(told: Any) -> None:
    events = told("malformed_siblings")
    texts = [e.content.body for e in events if isinstance(getattr(e, "content", None), Text)]
    assert texts == ["good", "also good"]
    reasons = [event.reason for event in events if isinstance(event, Ignored)]
    assert len(reasons) == 3
    assert "50" in reasons[1]
    (bad_id,) = told("bad_contact_id")
    assert "contactId" in bad_id.reason


async def test_the_call_is_signed_and_keyed(custom: Any, reply: Reply, now: datetime) -> None:
    http = reply(200, b'{"mId":17}')
    assert await custom.send(http) == Sent("17")
    assert http.url == "https://shop.example/hooks/message"
    assert json.loads(http.body) == {
        "channelId": "shop-line",
        "contactId": "+84901234567",
        "message": {"type": "text", "text": "Hello"},
    }
    key = "00000000-0000-0000-0000-000000000005"
    stamp = str(int(now.timestamp()))
    digest = hmac.new(b"secret", f"{key}.{stamp}.".encode() + http.body, hashlib.sha256).digest()
    assert http.headers == {
        "authorization": "Bearer token-2",
        "content-type": "application/json",
        "idempotency-key": key,
        "webhook-id": key,
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


async def test_options_are_quick_replies_with_their_payloads(custom: Any, reply: Reply) -> None:
    http = reply(200, b'{"mId":"o"}')
    await custom.send(http, Prompt("Which?", (Button("run-1", "Sales"), Button("run-2", "Help"))))
    assert json.loads(http.body)["message"] == {
        "type": "quick_reply",
        "title": "Which?",
        "replies": ["Sales", "Help"],
        "payloads": ["run-1", "run-2"],
    }


async def test_a_file_is_an_attachment_as_it_would_come_in(custom: Any, reply: Reply) -> None:
    http = reply(200, b'{"mId":"out-1"}')
    file = Media(
        "file",
        url="https://files.example.com/menu.pdf",
        mime="application/pdf",
        filename="menu.pdf",
        caption="Our menu",
    )
    assert await custom.send(http, file) == Sent("out-1")
    assert json.loads(http.body)["message"] == {
        "type": "attachment",
        "attachment": {
            "type": "file",
            "url": "https://files.example.com/menu.pdf",
            "mimeType": "application/pdf",
            "fileName": "menu.pdf",
            "description": "Our menu",
        },
    }


async def test_a_refusal_shows_the_servers_words(custom: Any, reply: Reply) -> None:
    outcome = await custom.send(reply(422, b'{"error":{"message":"No such number"}}'))
    assert isinstance(outcome, Rejected)
    assert (outcome.failure.code, outcome.failure.text) == ("HTTP 422", "No such number")


async def test_gone_pauses_the_channel(custom: Any, reply: Reply) -> None:
    outcome = await custom.send(reply(410))
    assert isinstance(outcome, Unavailable)
    assert (outcome.pauses_channel, outcome.failure.error_class) == (True, ErrorClass.ACCOUNT)


@pytest.mark.parametrize(("attempt", "wait"), [(1, 60), (2, 300), (3, 1800), (4, 7200), (5, 21600)])
async def test_a_lost_answer_climbs_the_ladder(
    custom: Any, reply: Reply, attempt: int, wait: float
) -> None:
    silence = NoAnswer("timed out", may_have_arrived=True)
    outcome = await custom.send(reply(silence=silence), attempt=attempt)
    assert isinstance(outcome, Unavailable)
    assert outcome.retry_after == wait
    same = await custom.send(reply(503), attempt=attempt)
    assert isinstance(same, Unavailable)
    assert same.retry_after == wait


async def test_the_sixth_try_is_the_last(custom: Any, reply: Reply) -> None:
    outcome = await custom.send(reply(503), attempt=6)
    assert isinstance(outcome, Rejected)
    assert "6 tries" in outcome.failure.text
