"""The contract's shapes, read with patience: numbers may stand as text and the reverse."""

from msgspec import Struct

Word = str | int | None
Moment = str | int | float | None
"""Milliseconds since 1970."""


class ContactBlock(Struct, rename="camel"):
    first_name: str | None = None
    last_name: str | None = None
    locale: str | None = None
    language: str | None = None
    country_code: str | None = None
    email: str | None = None
    phone: Word = None


class AttachmentBlock(Struct, rename="camel"):
    type: str | None = None
    url: str | None = None
    mime_type: str | None = None
    file_name: str | None = None
    size: int | None = None
    description: str | None = None


class MessageBlock(Struct, rename="camel"):
    type: str | None = None
    text: str | None = None
    attachment: AttachmentBlock | None = None
    latitude: float | None = None
    longitude: float | None = None
    address: str | None = None
    title: str | None = None
    payload: str | None = None
    reply_to: Word = None


class StatusBlock(Struct, rename="camel"):
    value: str | None = None
    message: str | None = None


class EventBlock(Struct, rename={"message_id": "mId"}):
    type: str | None = None
    message_id: Word = None
    timestamp: Moment = None
    message: MessageBlock | None = None
    status: StatusBlock | str | None = None


class Webhook(Struct, rename="camel"):
    channel_id: Word = None
    contact_id: Word = None
    contact: ContactBlock | None = None
    events: list[EventBlock] | None = None
