"""What a message carries, in our words."""

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Literal, cast

import msgspec

from parley.channels.whatsapp.payloads import (
    Body,
    CallPermissionBlock,
    CardBlock,
    ErrorBlock,
    FormBlock,
    MediaBlock,
    Moment,
    ReplyBlock,
)
from parley.domain.channel import NotThisProvider
from parley.domain.cleaning import read_json
from parley.domain.content import (
    Choice,
    ContactCard,
    ContactCards,
    Content,
    Form,
    Location,
    Media,
    Order,
    OrderItem,
    Text,
    Unsupported,
)

CALL_PERMISSION = "call_permission"
"""Name of the form that answers a request to be called: consent, which opens no conversation."""


def content_of(body: Body) -> Content:
    """What cannot be read is `Unsupported`: shown as what it is, never dropped."""
    read = _READERS.get(body.type)
    found = read(body) if read is not None else None
    return found if found is not None else _unsupported(body)


def error_text(errors: list[ErrorBlock] | None) -> str:
    for error in errors or ():
        details = error.error_data.details if error.error_data is not None else None
        return details or error.message or error.title or ""
    return ""


def _unsupported(body: Body) -> Unsupported:
    inner = body.unsupported.type if body.unsupported is not None else None
    return Unsupported(inner or body.type, error_text(body.errors))


def _text(body: Body) -> Content | None:
    return Text(body.text.body) if body.text is not None else None


def _image(body: Body) -> Content | None:
    return _media("image", body.image)


def _video(body: Body) -> Content | None:
    return _media("video", body.video)


def _audio(body: Body) -> Content | None:
    is_voice = body.audio is not None and body.audio.voice
    return _media("voice" if is_voice else "audio", body.audio)


def _document(body: Body) -> Content | None:
    return _media("file", body.document)


def _sticker(body: Body) -> Content | None:
    return _media("sticker", body.sticker)


def _media(
    kind: Literal["image", "video", "audio", "voice", "file", "sticker"], block: MediaBlock | None
) -> Content | None:
    if block is None or not (block.id or block.url):
        return None
    return Media(
        kind,
        provider_media_id=block.id,
        url=block.url,
        mime=block.mime_type,
        filename=block.filename,
        size=block.file_size,
        sha256=block.sha256,
        caption=block.caption,
    )


def _location(body: Body) -> Content | None:
    place = body.location
    if place is None or not (abs(place.latitude) <= 90 and abs(place.longitude) <= 180):  # noqa: PLR2004 - degrees
        return None
    return Location(place.latitude, place.longitude, place.name, place.address, place.url)


def _contacts(body: Body) -> Content | None:
    cards = tuple(_card(block) for block in body.contacts or ())
    return ContactCards(cards) if cards else None


def _card(block: CardBlock) -> ContactCard:
    phones = tuple(number for phone in block.phones or () if (number := phone.phone or phone.wa_id))
    emails = tuple(mail.email for mail in block.emails or () if mail.email)
    name = block.name
    full = "" if name is None else name.formatted_name or _joined(name.first_name, name.last_name)
    return ContactCard(full or next(iter((*phones, *emails)), ""), phones, emails)


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _interactive(body: Body) -> Content | None:
    block = body.interactive
    if block is None:
        return None
    if block.button_reply is not None:
        return _choice("button", block.button_reply)
    if block.list_reply is not None:
        return _choice("list", block.list_reply)
    if block.nfm_reply is not None:
        return _form(block.nfm_reply)
    return _call_permission(block.call_permission_reply)


def _choice(source: Literal["button", "list"], reply: ReplyBlock) -> Choice:
    return Choice(source, reply.id, reply.title, reply.description)


def _button(body: Body) -> Content | None:
    button = body.button
    if button is None or not (button.payload or button.text):
        return None
    title = button.text or button.payload or ""
    return Choice("template_button", button.payload or title, title)


def _form(block: FormBlock) -> Form:
    return Form(block.name or "flow", _answers(block.response_json or ""))


def _answers(response: str) -> dict[str, str]:
    """The answers stand as JSON inside a text; what is no object there is kept whole."""
    try:
        given = read_json(response.encode("utf-8", "replace"))
    except NotThisProvider:
        given = None
    if not isinstance(given, dict):
        return {"response": response} if response else {}
    answers = cast("dict[str, object]", given)
    return {name: _plain(answer) for name, answer in answers.items()}


def _plain(answer: object) -> str:
    match answer:
        case str():
            return answer
        case None:
            return ""
        case list():
            return ", ".join(_plain(part) for part in cast("list[object]", answer))
        case _:
            return msgspec.json.encode(answer).decode()


def _call_permission(block: CallPermissionBlock | None) -> Content | None:
    if block is None or not block.response:
        return None
    given: dict[str, Moment] = {
        "response": block.response,
        "response_source": block.response_source,
        "expiration_timestamp": block.expiration_timestamp,
    }
    return Form(CALL_PERMISSION, {name: str(value) for name, value in given.items() if value})


def _order(body: Body) -> Content | None:
    order = body.order
    if order is None:
        return None
    items = tuple(
        OrderItem(
            item.product_retailer_id,
            item.quantity if isfinite(item.quantity) else 0,
            item.item_price if isfinite(item.item_price or 0) else None,
            item.currency,
        )
        for item in order.product_items or ()
    )
    return Order(order.catalog_id or "", items, order.text or None)


_READERS: Mapping[str, Callable[[Body], Content | None]] = {
    "text": _text,
    "image": _image,
    "video": _video,
    "audio": _audio,
    "document": _document,
    "sticker": _sticker,
    "location": _location,
    "contacts": _contacts,
    "interactive": _interactive,
    "button": _button,
    "order": _order,
}
