"""What a message can carry, free of any vendor's words."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, Literal

from msgspec import Struct


class Text(Struct, frozen=True, tag="text", omit_defaults=True):
    body: str


class Media(Struct, frozen=True, tag="media", omit_defaults=True):
    """`provider_media_id` or `url` says where the bytes are; `caption` is the text beside them."""

    kind: Literal["image", "video", "audio", "voice", "file", "sticker", "gif"]
    provider_media_id: str | None = None
    url: str | None = None
    mime: str | None = None
    filename: str | None = None
    size: int | None = None
    sha256: str | None = None
    caption: str | None = None


class Location(Struct, frozen=True, tag="location", omit_defaults=True):
    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None
    url: str | None = None


class ContactCard(Struct, frozen=True, omit_defaults=True):
    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


class ContactCards(Struct, frozen=True, tag="contact_cards", omit_defaults=True):
    cards: tuple[ContactCard, ...]


class Choice(Struct, frozen=True, tag="choice", omit_defaults=True):
    """A pressed button or picked row; `id` is what we sent with it."""

    source: Literal["button", "list", "quick_reply", "template_button", "postback"]
    id: str
    title: str
    description: str | None = None


class Form(Struct, frozen=True, tag="form", omit_defaults=True):
    name: str
    answers: dict[str, str]


class OrderItem(Struct, frozen=True, omit_defaults=True):
    product_id: str
    quantity: float
    price: float | None = None
    currency: str | None = None


class Order(Struct, frozen=True, tag="order", omit_defaults=True):
    catalog_id: str
    items: tuple[OrderItem, ...]
    text: str | None = None


class Call(Struct, frozen=True, tag="call", omit_defaults=True):
    direction: Literal["in", "out"]
    status: str
    seconds: int | None = None


class SystemNote(Struct, frozen=True, tag="system", omit_defaults=True):
    """Something the provider tells about the contact (changed number, changed identity)."""

    subtype: str
    body: str = ""


class Unsupported(Struct, frozen=True, tag="unsupported", omit_defaults=True):
    """Shown as what it is; the raw event stays in the archive."""

    provider_type: str
    reason: str = ""


class Button(Struct, frozen=True, omit_defaults=True):
    """A reply button of ours; `id` carries run and visit so that a stale one is recognised (O13)."""

    id: str
    title: str


class Prompt(Struct, frozen=True, tag="prompt", omit_defaults=True):
    """A text with reply buttons; channels without buttons render them as numbered text."""

    body: str
    buttons: tuple[Button, ...]


Content = (
    Text
    | Media
    | Location
    | ContactCards
    | Choice
    | Form
    | Order
    | Call
    | SystemNote
    | Unsupported
    | Prompt
)

MEDIA_WORDS = {
    "image": "Image",
    "video": "Video",
    "audio": "Audio",
    "voice": "Voice message",
    "file": "File",
    "sticker": "Sticker",
    "gif": "GIF",
}


def text_of(content: Content) -> str:
    """The words a person reads first: for previews, notifications and reading answers."""
    return WORDS[type(content)](content)


def numbered(body: str, titles: Iterable[str]) -> str:
    """What stands for buttons where a channel has none."""
    return "\n".join([body, *(f"{number}. {title}" for number, title in enumerate(titles, 1))])


def _media_words(media: Media) -> str:
    return media.caption or MEDIA_WORDS[media.kind]


def _location_words(location: Location) -> str:
    return location.name or location.address or "Location"


def _card_words(cards: ContactCards) -> str:
    return ", ".join(card.name for card in cards.cards)


WORDS: dict[type[Struct], Callable[[Any], str]] = {
    Text: attrgetter("body"),
    Prompt: attrgetter("body"),
    Choice: attrgetter("title"),
    Media: _media_words,
    Location: _location_words,
    ContactCards: _card_words,
    Form: attrgetter("name"),
    Order: lambda order: order.text or "Order",
    Call: lambda call: f"Call: {call.status}",
    SystemNote: lambda note: note.body or note.subtype,
    Unsupported: lambda unsupported: f"Unsupported message ({unsupported.provider_type})",
}
