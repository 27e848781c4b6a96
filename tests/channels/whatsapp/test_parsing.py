import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from parley.channels.inspection import events_of
from parley.domain.channel import (
    AccountUpdate,
    IdentityChanged,
    Ignored,
    InboundEcho,
    InboundEdit,
    InboundMessage,
    InboundReaction,
    InboundReceipt,
    Referral,
    SenderAddress,
)
from parley.domain.content import (
    Choice,
    ContactCard,
    ContactCards,
    Form,
    Location,
    Media,
    Order,
    OrderItem,
    SystemNote,
    Text,
    Unsupported,
)
from parley.domain.message import ErrorClass, Failure, MessageStatus

PAYLOADS = Path(__file__).parents[1] / "payloads" / "whatsapp"
MAI = (SenderAddress("bsuid", "VN.5511223344"), SenderAddress("wa_id", "84901234567"))


@pytest.fixture
def told(whatsapp: Any, now: datetime) -> Any:
    """What a recorded payload says."""

    def read(name: str) -> Any:
        body = (PAYLOADS / f"{name}.json").read_bytes()
        return events_of(whatsapp.plugin, body, received_at=now)

    return read


@pytest.fixture
def told_by(whatsapp: Any, now: datetime) -> Any:
    """What the recorded text says with one member of its message changed."""

    def read(**changes: object) -> Any:
        payload = json.loads((PAYLOADS / "text.json").read_bytes())
        payload["entry"][0]["changes"][0]["value"]["messages"][0].update(changes)
        (event,) = events_of(whatsapp.plugin, json.dumps(payload).encode(), received_at=now)
        return event

    return read


def test_a_text_has_its_sender_strongest_address_first_and_a_profile(told: Any) -> None:
    (event,) = told("text")
    assert event.channel == "700100200300"
    assert event.external_id == "wamid.T1"
    assert event.provider_at == datetime(2025, 11, 22, 8, 26, 40, tzinfo=UTC)
    assert event.senders == MAI
    assert event.content == Text("Xin chào, tôi cần giúp đỡ")
    assert (event.profile.display_name, event.profile.phone) == ("Mai Lan", "+84901234567")
    assert event.opens


def test_a_person_with_a_user_name_has_no_number(told: Any) -> None:
    (event,) = told("user_name_only")
    assert [sender.scheme for sender in event.senders] == ["bsuid", "parent_bsuid"]
    assert event.profile.phone is None


def test_a_reply_knows_what_it_answers_and_that_it_was_forwarded(told: Any) -> None:
    (event,) = told("text_reply_forwarded")
    assert (event.reply_to, event.forwarded) == ("wamid.OURS1", True)


def test_an_ad_and_a_product_travel_as_referrals(told: Any) -> None:
    (ad,), (product,) = told("text_from_ad"), told("text_about_product")
    assert ad.referral == Referral(
        "ad", "445566", "https://example.com/ad", "Garden chairs", "Now cheaper", "click-1"
    )
    assert product.referral == Referral("product", source_id="CHAIR-4", headline="9900")


def test_media_of_all_kinds(told: Any) -> None:
    contents = [event.content for event in told("media")]
    assert contents == [
        Media("image", "1001", mime="image/jpeg", sha256="aGFzaA==", caption="The damage"),
        Media("voice", "1002", mime="audio/ogg; codecs=opus"),
        Media("file", "1003", mime="application/pdf", filename="invoice.pdf"),
        Media("sticker", "1004", mime="image/webp"),
        Media("video", url="https://example.com/v.mp4", mime="video/mp4"),
    ]


def test_places_cards_choices_forms_and_orders(told: Any) -> None:
    contents = [
        event.content
        for name in ("location_and_cards", "choices", "forms", "order")
        for event in told(name)
    ]
    assert contents == [
        Location(10.776, 106.7009, "Market"),
        ContactCards((ContactCard("Bo Tran", ("+84 90 111 22 33",), ("bo@example.com",)),)),
        Choice("button", "run-7:2:sales", "Sales"),
        Choice("list", "row-3", "Express", "Next day"),
        Choice("template_button", "STOP", "Stop"),
        Form("flow", {"size": "L", "colours": "red, blue"}),
        Form(
            "call_permission",
            {
                "response": "accept",
                "response_source": "user_action",
                "expiration_timestamp": "1764400000",
            },
        ),
        Order("9900", (OrderItem("CHAIR-4", 2, 19.5, "EUR"),), "please wrap"),
    ]


def test_what_opens_a_conversation_and_what_does_not(told: Any) -> None:
    answer, consent = told("forms")
    assert (answer.opens, consent.opens) == (True, False)
    assert not told("preferences_and_ids")[0].opens
    assert all(event.opens for name in ("media", "choices", "order") for event in told(name))
    for name in ("reactions", "edit_and_revoke", "system"):
        assert not any(isinstance(event, InboundMessage) for event in told(name))


def test_a_reaction_without_an_emoji_is_taken_back(told: Any) -> None:
    given, removed = told("reactions")
    assert isinstance(given, InboundReaction)
    assert (given.target, given.emoji, removed.emoji) == ("wamid.OURS3", "👍", None)


def test_an_edit_has_the_new_content_and_a_revoke_none(told: Any) -> None:
    edit, revoke = told("edit_and_revoke")
    assert isinstance(edit, InboundEdit)
    assert (edit.target, edit.content) == ("wamid.T1", Text("I need help"))
    assert (revoke.target, revoke.content) == ("wamid.T2", None)


def test_a_new_address_keeps_what_it_does_not_replace(told: Any) -> None:
    number, user_id, security_code = told("system")
    assert number.former == (SenderAddress("wa_id", "84901234567"),)
    assert number.current == (SenderAddress("wa_id", "84909999999"),)
    assert user_id.current == (SenderAddress("bsuid", "VN.9988"), MAI[1])
    assert security_code.former == security_code.current == MAI
    _, update = told("preferences_and_ids")
    assert isinstance(update, IdentityChanged)
    assert (update.former, update.current) == (MAI, (SenderAddress("bsuid", "VN.6600"), MAI[1]))


def test_a_marketing_preference_is_a_note_in_the_thread(told: Any) -> None:
    preference, _ = told("preferences_and_ids")
    assert preference.content == SystemNote("marketing_messages:stop", "No more offers")


def test_what_we_cannot_read_is_shown_as_what_it_is(told: Any) -> None:
    poll, hologram, account = told("unsupported_and_errors")
    assert poll.content == Unsupported("poll", "Polls are not supported.")
    assert hologram.content == Unsupported("hologram")
    assert account == AccountUpdate(
        "700100200300", "error", "Business account is locked.", pauses=True
    )


def test_echoes_are_the_business_writing(told: Any) -> None:
    text, revoke, reaction = told("echoes")
    assert isinstance(text, InboundEcho)
    assert (text.recipients, text.content) == (MAI, Text("Typed on the phone"))
    assert (revoke.senders, revoke.target, revoke.content) == (MAI, "wamid.H1", None)
    assert isinstance(reaction, Ignored)


def test_statuses_name_our_message_and_why_it_failed(told: Any) -> None:
    sent, delivered, read, played, failed, warning, group = told("statuses")
    assert isinstance(sent, InboundReceipt)
    assert sent.message_id == UUID("01930000-0000-7000-8000-000000000001")
    assert [e.status for e in (delivered, read, played)] == [
        MessageStatus.DELIVERED,
        MessageStatus.READ,
        MessageStatus.PLAYED,
    ]
    assert read.message_id is None
    assert failed.failure == Failure(ErrorClass.WINDOW, "131047", "More than 24 hours have passed.")
    assert isinstance(warning, Ignored)
    assert isinstance(group, Ignored)


def test_account_news_go_to_admins_and_a_ban_pauses(told: Any) -> None:
    template, ban, quality, unknown, call = told("account_news")
    assert template.subtype == "message_template_status_update:REJECTED"
    assert "summer_offer" in template.text
    assert (ban.channel, ban.pauses) == ("800900", True)
    assert not quality.pauses
    assert unknown == Ignored("800900", "a_field_of_tomorrow", "No event that Parley knows.")
    assert isinstance(call, Ignored)


def test_a_group_message_stays_out_of_the_thread(told: Any) -> None:
    (event,) = told("group")
    assert isinstance(event, Ignored)


def test_spoilt_messages_are_visible_and_their_siblings_whole(told: Any) -> None:
    events = told("malformed_siblings")
    texts = [e.content.body for e in events if isinstance(getattr(e, "content", None), Text)]
    assert texts == ["good", "also good", "last good"]
    shown = [e for e in events if isinstance(getattr(e, "content", None), Unsupported)]
    assert [e.external_id for e in shown] == ["wamid.Y2", "wamid.Y3"]
    assert len(events) == 8


@pytest.mark.parametrize(
    "stamp", ["0", "-5", "1e300", "nan", "soon", "", None, 1230767999, 1767312001 + 86_400]
)
def test_an_absurd_time_is_the_time_of_arrival(told_by: Any, now: datetime, stamp: object) -> None:
    event = told_by(timestamp=stamp)
    assert (event.provider_at, event.content) == (now, Text("Xin chào, tôi cần giúp đỡ"))


def test_a_clock_that_runs_ahead_by_less_than_a_day_is_believed(
    told_by: Any, now: datetime
) -> None:
    ahead = now + timedelta(hours=23)
    assert told_by(timestamp=str(int(ahead.timestamp()))).provider_at == ahead


def test_an_endless_id_becomes_its_digest(told_by: Any) -> None:
    first, again = told_by(id="w" * 5000), told_by(id="w" * 5000)
    assert first.external_id == again.external_id
    assert len(first.external_id) <= 255
