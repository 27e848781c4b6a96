"""Webhook bodies as the provider builds and signs them."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from parley.simulator.errors import Json

Layout = Literal["entries", "changes", "messages"]
"""Where the events of one batch stand: an entry each, a change each, or merged in one change."""

ListName = Literal["messages", "statuses", "message_echoes"]


class Sender(Struct, frozen=True):
    """The business number that an event belongs to, as payloads name it."""

    waba_id: str
    number_id: str
    display_number: str


class WebhookEvent(Struct, frozen=True):
    """One thing to report; events of one `lane` (one person) keep their order."""

    event_id: str
    lane: str
    sender: Sender
    item: Json
    list_name: ListName = "messages"
    field: str = "messages"
    contact_block: Json | None = None
    whole_value: bool = False
    """True: `item` is the change's value as it stands, for fields without messages."""


def payload_of(events: Sequence[WebhookEvent], layout: Layout = "changes") -> Json:
    """The webhook for a batch: all its events, none twice, in their order."""
    entries: list[Json] = []
    by_waba: dict[str, list[WebhookEvent]] = {}
    for event in events:
        by_waba.setdefault(event.sender.waba_id, []).append(event)
    for waba_id, members in by_waba.items():
        match layout:
            case "entries":
                groups = [[_change([event])] for event in members]
            case "changes":
                groups = [[_change([event]) for event in members]]
            case "messages":
                groups = [[_change(same) for same in _runs(members)]]
        entries.extend({"id": waba_id, "changes": changes} for changes in groups)
    return {"object": "whatsapp_business_account", "entry": entries}


def encode(payload: Json) -> bytes:
    """The exact bytes: non-ASCII as lowercase escapes, slashes escaped, no spaces."""
    text = json.dumps(payload, separators=(",", ":"), ensure_ascii=True)
    return text.replace("/", "\\/").encode("ascii")


def signature_of(body: bytes, app_secret: str) -> str:
    """The value of `X-Hub-Signature-256` over exactly these bytes."""
    return "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


def headers_of(body: bytes, app_secret: str) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": "parley-simulator/1.0",
        "X-Hub-Signature-256": signature_of(body, app_secret),
    }


def _change(events: Sequence[WebhookEvent]) -> Json:
    first = events[0]
    if first.whole_value:
        return {"value": first.item, "field": first.field}
    value: Json = {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": first.sender.display_number,
            "phone_number_id": first.sender.number_id,
        },
    }
    blocks: list[Json] = []
    for event in events:
        if event.contact_block is not None and event.contact_block not in blocks:
            blocks.append(event.contact_block)
    if blocks:
        value["contacts"] = blocks
    value[first.list_name] = [event.item for event in events]
    return {"value": value, "field": first.field}


def _runs(events: Sequence[WebhookEvent]) -> list[list[WebhookEvent]]:
    """Neighbours that fit into one change; a stranger between them begins another."""
    runs: list[list[WebhookEvent]] = []
    for event in events:
        last = runs[-1][-1] if runs else None
        if last is not None and not event.whole_value and _fits(last, event):
            runs[-1].append(event)
        else:
            runs.append([event])
    return runs


def _fits(a: WebhookEvent, b: WebhookEvent) -> bool:
    return (a.sender, a.field, a.list_name, a.whole_value) == (
        b.sender,
        b.field,
        b.list_name,
        b.whole_value,
    )
