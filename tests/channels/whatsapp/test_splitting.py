import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from parley.domain.channel import ChannelPlugin, Ignored, InboundMessage, InboundReceipt, RawEvent


def webhook(**value: Any) -> bytes:
    whole = {"metadata": {"phone_number_id": "7"}} | value
    change = {"field": "messages", "value": whole}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": "8", "changes": [change]}]}
    ).encode()


def text(key: str, **sender: str) -> dict[str, Any]:
    return {"id": key, "timestamp": "1763800000", "type": "text", "text": {"body": key}} | sender


def kinds_of(whatsapp: Any, pieces: Sequence[RawEvent], now: datetime) -> list[type]:
    plugin: ChannelPlugin = whatsapp.plugin
    return [type(e) for piece in pieces for e in plugin.parse(piece.body, received_at=now)]


def test_ten_thousand_messages_become_ten_thousand_pieces_in_order(
    whatsapp: Any, now: datetime
) -> None:
    people = [{"wa_id": f"4915{n:08d}", "profile": {"name": f"Ana {n}"}} for n in range(10_000)]
    messages = [text(f"m{n}", **{"from": f"4915{n:08d}"}) for n in range(10_000)]
    pieces = whatsapp.plugin.split(webhook(contacts=people, messages=messages))
    assert len(pieces) == 10_000
    (last,) = whatsapp.plugin.parse(pieces[-1].body, received_at=now)
    assert (last.external_id, last.profile.display_name) == ("m9999", "Ana 9999")
    assert sum(len(piece.body) for piece in pieces) < 10_000 * 600


def test_a_persons_messages_statuses_and_echoes_share_a_lane(whatsapp: Any) -> None:
    person = {"wa_id": "491511", "user_id": "DE.42"}
    pieces = [
        *whatsapp.plugin.split(
            webhook(contacts=[person], messages=[text("a", **{"from": "491511"})])
        ),
        *whatsapp.plugin.split(webhook(messages=[text("b", from_user_id="DE.42")])),
        *whatsapp.plugin.split(
            webhook(contacts=[person], statuses=[{"id": "x", "recipient_id": "491511"}])
        ),
        *whatsapp.plugin.split(webhook(statuses=[{"id": "y", "recipient_user_id": "DE.42"}])),
        *whatsapp.plugin.split(
            webhook(message_echoes=[text("c", to="491511", to_user_id="DE.42")])
        ),
    ]
    assert {piece.sender for piece in pieces} == {"DE.42"}


def test_a_contact_block_of_somebody_else_is_never_used(whatsapp: Any, now: datetime) -> None:
    stranger = {"wa_id": "490000", "user_id": "DE.1", "profile": {"name": "Stranger"}}
    (piece,) = whatsapp.plugin.split(
        webhook(contacts=[stranger], messages=[text("a", **{"from": "491511"})])
    )
    (event,) = whatsapp.plugin.parse(piece.body, received_at=now)
    assert piece.sender == "491511"
    assert [sender.value for sender in event.senders] == ["491511"]
    assert event.profile.display_name is None


def test_messages_statuses_and_unknown_parts_of_one_change_are_all_kept(
    whatsapp: Any, now: datetime
) -> None:
    body = webhook(
        messages=[text("a", **{"from": "491511"})],
        statuses=[{"id": "x", "status": "read", "recipient_id": "491511"}],
        holograms=[{"id": "h"}],
    )
    pieces = whatsapp.plugin.split(body)
    kinds = kinds_of(whatsapp, pieces, now)
    assert kinds == [InboundMessage, InboundReceipt, Ignored]
    assert b"holograms" in pieces[-1].body


def test_a_broken_entry_or_change_costs_none_of_its_siblings(whatsapp: Any, now: datetime) -> None:
    good = json.loads(webhook(messages=[text("a", **{"from": "491511"})]))["entry"][0]
    bad_change = {
        "id": "8",
        "changes": [17, {"field": "messages", "value": "no"}, *good["changes"]],
    }
    body = json.dumps(
        {"object": "whatsapp_business_account", "entry": [None, {"id": 9}, bad_change, good]}
    ).encode()
    pieces = whatsapp.plugin.split(body)
    kinds = kinds_of(whatsapp, pieces, now)
    assert kinds.count(InboundMessage) == 2
    assert kinds.count(Ignored) == 4
