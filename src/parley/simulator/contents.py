"""The content part of the messages that contacts send, by type."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from parley.simulator.errors import Json
from parley.simulator.media import Media


def text(body: str) -> Json:
    return {"type": "text", "text": {"body": body}}


def media(kind: str, held: Media, *, caption: str | None = None, **extras: Any) -> Json:
    """`kind` is image, video, document, audio or sticker; extras: voice, animated, filename, url."""
    content: Json = {"caption": caption} if caption is not None else {}
    content |= {
        "mime_type": held.mime_type,
        "sha256": base64.b64encode(held.sha256).decode(),
        "id": held.media_id,
    }
    return {"type": kind, kind: content | extras}


def location(
    latitude: float, longitude: float, *, name: str | None = None, address: str | None = None
) -> Json:
    place: Json = {"latitude": latitude, "longitude": longitude}
    if name is not None:
        place["name"] = name
    if address is not None:
        place["address"] = address
    return {"type": "location", "location": place}


def contact_card(full_name: str, phone: str) -> Json:
    first, _, last = full_name.partition(" ")
    name: Json = {"first_name": first, "formatted_name": full_name}
    if last:
        name["last_name"] = last
    digits = "".join(filter(str.isdigit, phone))
    phones = [{"phone": phone, "wa_id": digits, "type": "MOBILE"}]
    return {"type": "contacts", "contacts": [{"name": name, "phones": phones}]}


def reaction(message_id: str, emoji: str | None) -> Json:
    """No emoji takes the reaction back."""
    content = {"message_id": message_id}
    if emoji is not None:
        content["emoji"] = emoji
    return {"type": "reaction", "reaction": content}


def button_reply(choice_id: str, title: str) -> Json:
    reply = {"id": choice_id, "title": title}
    return {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": reply}}


def list_reply(choice_id: str, title: str, description: str | None) -> Json:
    reply = {"id": choice_id, "title": title}
    if description is not None:
        reply["description"] = description
    return {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": reply}}


def form_reply(answers: Mapping[str, Any], *, flow_token: str | None = None) -> Json:
    """The provider sends the answers as a JSON text within the JSON."""
    given = dict(answers) | ({"flow_token": flow_token} if flow_token else {})
    reply = {"response_json": json.dumps(given), "body": "Sent", "name": "flow"}
    return {"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": reply}}


def template_button(title: str, payload: str) -> Json:
    return {"type": "button", "button": {"payload": payload, "text": title}}


def order(catalog_id: str, items: Sequence[tuple[str, int, float]], *, currency: str) -> Json:
    """Items are (retailer's id, quantity, price of one)."""
    return {
        "type": "order",
        "order": {
            "catalog_id": catalog_id,
            "text": "",
            "product_items": [
                {
                    "product_retailer_id": retailer_id,
                    "quantity": quantity,
                    "item_price": price,
                    "currency": currency,
                }
                for retailer_id, quantity, price in items
            ],
        },
    }


def changed_number(name: str, *, old: str, new: str) -> Json:
    body = f"User {name} changed from {old} to {new}"
    return {
        "type": "system",
        "system": {"body": body, "wa_id": new, "type": "user_changed_number"},
    }


def unsupported(inner_type: str | None = None) -> Json:
    error = {
        "code": 131051,
        "title": "Message type unknown",
        "message": "Message type unknown",
        "error_data": {"details": "This type of message is not supported."},
    }
    content: Json = {"errors": [error], "type": "unsupported"}
    return content | ({"unsupported": {"type": inner_type}} if inner_type else {})


def edit(original_id: str, body: str) -> Json:
    return {
        "type": "edit",
        "edit": {"original_message_id": original_id, "message": text(body)},
    }


def revoke(original_id: str) -> Json:
    return {"type": "revoke", "revoke": {"original_message_id": original_id}}


def advertisement(source_id: str, headline: str, *, click_id: str) -> Json:
    """The `referral` of a person who came by an advertisement."""
    return {
        "source_url": f"https://fb.example/{source_id}",
        "source_id": source_id,
        "source_type": "ad",
        "headline": headline,
        "body": "An advertisement of the simulator",
        "media_type": "image",
        "image_url": f"https://fb.example/{source_id}.jpg",
        "ctwa_clid": click_id,
    }
