"""Webhooks that Meta and others recorded: each is read, and as the kind that it is."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from parley.channels.inspection import events_of
from parley.domain.channel import (
    AccountUpdate,
    IdentityChanged,
    Ignored,
    Inbound,
    InboundEcho,
    InboundEdit,
    InboundMessage,
    InboundReaction,
    InboundReceipt,
)
from parley.domain.content import Choice, Form, Media, Text, Unsupported

KIND_OF_FILE: dict[str, type[Inbound]] = {
    "account_update": AccountUpdate,
    "call_connect": Ignored,
    "call_permission_update": InboundMessage,
    "call_status": Ignored,
    "call_terminate": Ignored,
    "callback_button": InboundMessage,
    "callback_selection": InboundMessage,
    "deleted_message": InboundEdit,
    "edited_message": InboundEdit,
    "flow_completion": InboundMessage,
    "message": InboundMessage,
    "message_status": InboundReceipt,
    "outgoing_message": InboundEcho,
    "system": IdentityChanged,
    "template_category_update": AccountUpdate,
    "template_components_update": AccountUpdate,
    "template_quality_update": AccountUpdate,
    "template_status_update": AccountUpdate,
    "user_marketing_preferences": InboundMessage,
}
EXCEPTIONS: dict[str, type[Inbound]] = {
    "message.reaction": InboundReaction,
    "message.unreaction_empty": InboundReaction,
    "message.unreaction_no_emoji": InboundReaction,
    "message_status.group": Ignored,
    "outgoing_message.delete": InboundEdit,
    "outgoing_message.edit": InboundEdit,
}
CONTENT_OF: dict[str, type] = {
    "message.text": Text,
    "message.image": Media,
    "message.voice": Media,
    "message.unsupported": Unsupported,
    "message.interactive_message_with_err": Unsupported,
    "callback_button.button": Choice,
    "callback_button.quick_reply": Choice,
    "callback_selection.description": Choice,
    "flow_completion.completion": Form,
    "flow_completion.without_flow_token": Form,
    "call_permission_update.reject": Form,
}
KIND_OF_META: dict[str, type[Inbound]] = {
    "Reaction Message": InboundReaction,
    "System Message": IdentityChanged,
    "Group Create Message": Ignored,
    "Group Settings Update": Ignored,
    "Group Remove Participants": Ignored,
}


def read(whatsapp: Any, payload: object, now: datetime) -> list[Inbound]:
    return events_of(whatsapp.plugin, json.dumps(payload).encode(), received_at=now)


def test_every_webhook_of_pywa_is_read_as_what_it_is(
    whatsapp: Any, now: datetime, contracts: Path
) -> None:
    seen = 0
    for path in sorted((contracts / "samples/whatsapp-pywa/updates").glob("*.json")):
        for name, payload in json.loads(path.read_bytes()).items():
            place = f"{path.stem}.{name}"
            (event,) = read(whatsapp, payload, now)
            assert type(event) is EXCEPTIONS.get(place, KIND_OF_FILE[path.stem]), place
            if place in CONTENT_OF:
                assert isinstance(event, InboundMessage)
                assert type(event.content) is CONTENT_OF[place], place
            seen += 1
    assert seen == 74


def test_every_example_of_meta_is_read_as_what_it_is(
    whatsapp: Any, now: datetime, contracts: Path
) -> None:
    path = contracts / "samples/whatsapp-meta/spec-examples.json"
    examples = json.loads(path.read_bytes())["webhooks"]
    for name, payload in examples.items():
        (event,) = read(whatsapp, payload, now)
        assert type(event) is KIND_OF_META.get(name, InboundMessage), name
    assert len(examples) == 16


def test_metas_own_signature_is_accepted_and_one_flipped_bit_is_not(
    whatsapp: Any, contracts: Path
) -> None:
    vectors = json.loads((contracts / "samples/signature-vectors.json").read_bytes())
    (vector,) = (found for found in vectors if found["provider"] == "meta")
    body = vector["body"].encode()
    headers = {"x-hub-signature-256": vector["signature"]}
    endpoint = whatsapp.endpoint("another", vector["secret"])
    assert whatsapp.plugin.verify(headers, body, endpoint=endpoint)
    flipped = bytes([body[0] ^ 1]) + body[1:]
    assert not whatsapp.plugin.verify(headers, flipped, endpoint=endpoint)


def test_reading_them_all_at_once_and_twice_says_the_same(
    whatsapp: Any, now: datetime, contracts: Path
) -> None:
    entries: list[object] = []
    alone: list[Inbound] = []
    for path in sorted((contracts / "samples/whatsapp-pywa/updates").glob("*.json")):
        for payload in json.loads(path.read_bytes()).values():
            entries += payload["entry"]
            alone += read(whatsapp, payload, now)
    batch = {"object": "whatsapp_business_account", "entry": entries}
    assert read(whatsapp, batch, now) == alone
    assert read(whatsapp, batch, now) == alone
