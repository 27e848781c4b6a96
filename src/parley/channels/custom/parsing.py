"""What a post of the integration's server says, in our words."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, cast

import msgspec

from parley.channels.custom import normalised
from parley.channels.custom.manifest import CUSTOM_ID, MESSAGE_ID_LIMIT, PHONE
from parley.channels.custom.payloads import (
    AttachmentBlock,
    ContactBlock,
    EventBlock,
    MessageBlock,
    Moment,
    StatusBlock,
    Webhook,
    Word,
)
from parley.domain.channel import (
    ContactProfile,
    Ignored,
    Inbound,
    InboundEcho,
    InboundMessage,
    InboundReceipt,
    NotThisProvider,
    SenderAddress,
)
from parley.domain.cleaning import bounded_time, clean_key, is_clean_json, read_json
from parley.domain.content import Choice, Content, Location, Media, Text, Unsupported
from parley.domain.message import ErrorClass, Failure, MessageStatus

MILLISECONDS = 1000.0

_DECODER = msgspec.json.Decoder(Webhook, strict=False)
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_CUSTOM_ID = re.compile(r"[A-Za-z0-9_=+/@]{1,50}")
_STATUSES = {
    "sent": MessageStatus.SENT,
    "delivered": MessageStatus.DELIVERED,
    "read": MessageStatus.READ,
    "failed": MessageStatus.FAILED,
}
_MEDIA_KINDS: Mapping[str, Literal["image", "video", "audio", "file", "sticker", "gif"]] = {
    "image": "image",
    "video": "video",
    "audio": "audio",
    "file": "file",
    "sticker": "sticker",
    "gif": "gif",
}


def parse(raw: bytes, *, received_at: datetime) -> list[Inbound]:
    """All events of a post or of one piece of it. Raises NotThisProvider."""
    webhook = _read_strictly(raw)
    if webhook is None:
        given = read_json(raw)
        posted = normalised.read(given, received_at=received_at)
        if posted is not None:
            return [posted]
        webhook = _saved(given)
    reader = _PostReader(webhook, received_at=received_at)
    return [reader.read(event) for event in webhook.events or ()] or [
        Ignored(reader.channel, "unreadable", "No event could be read.")
    ]


class _PostReader:
    """One post: its events share the channel, the contact and the hour of arrival."""

    def __init__(self, webhook: Webhook, *, received_at: datetime) -> None:
        self.channel = _key(webhook.channel_id)
        self.address = _address(_key(webhook.contact_id))
        self.contact = webhook.contact
        self.received_at = received_at

    def read(self, event: EventBlock) -> Inbound:
        key = _key(event.message_id)
        if self.address is None or not key or len(key) > MESSAGE_ID_LIMIT:
            told = f"contactId is no phone (+E.164) and no id of 1 to 50 signs, or mId not of 1 to {MESSAGE_ID_LIMIT}."
            return self._ignored(event, told)
        at = _time(event.timestamp, received_at=self.received_at)
        match event.type:
            case "message":
                return self._message(event, self.address, key, at)
            case "message_echo":
                content = _content(event.message)
                return InboundEcho(self.channel, key, at, (self.address,), content)
            case "message_status":
                return self._receipt(event, self.address, key, at)
            case _:
                return self._ignored(event, "type is not message, message_echo or message_status.")

    def _message(
        self, event: EventBlock, address: SenderAddress, key: str, at: datetime
    ) -> InboundMessage:
        message = event.message
        return InboundMessage(
            self.channel,
            key,
            at,
            (address,),
            _content(message),
            profile=_profile(self.contact, address),
            reply_to=_key(message.reply_to) or None if message is not None else None,
        )

    def _receipt(
        self, event: EventBlock, address: SenderAddress, key: str, at: datetime
    ) -> Inbound:
        told = event.status
        block = told if isinstance(told, StatusBlock) else StatusBlock(value=told)
        status = _STATUSES.get(block.value or "")
        if status is None:
            return self._ignored(event, "status is not sent, delivered, read or failed.")
        failure = None
        if status is MessageStatus.FAILED:
            failure = Failure(ErrorClass.PERMANENT, text=block.message or "")
        return InboundReceipt(self.channel, key, status, at, failure=failure, recipients=(address,))

    def _ignored(self, event: EventBlock, reason: str) -> Ignored:
        return Ignored(self.channel, clean_key(event.type or "unknown"), reason)


def _read_strictly(raw: bytes) -> Webhook | None:
    if not is_clean_json(raw):
        return None
    try:
        webhook = _DECODER.decode(raw)
    except (ValueError, RecursionError):
        return None
    return webhook if webhook.events and webhook.contact_id is not None else None


def _saved(given: object) -> Webhook:
    """The parts that can be read; one bad event costs none of the others."""
    members = cast("dict[str, Any]", given) if isinstance(given, dict) else {}
    events = members.get("events")
    if "contactId" not in members or not isinstance(events, list):
        raise NotThisProvider("The payload is no custom channel's: it lacks contactId or events.")
    return Webhook(
        channel_id=_converted(members.get("channelId"), Word),
        contact_id=_converted(members["contactId"], Word),
        contact=_converted(members.get("contact"), ContactBlock | None),
        events=[_saved_event(event) for event in cast("list[object]", events)],
    )


def _saved_event(event: object) -> EventBlock:
    members = cast("dict[str, Any]", event) if isinstance(event, dict) else {}
    return EventBlock(
        type=_converted(members.get("type"), str | None),
        message_id=_converted(members.get("mId"), Word),
        timestamp=_converted(members.get("timestamp"), Moment),
        message=_converted(members.get("message"), MessageBlock | None),
        status=_converted(members.get("status"), StatusBlock | str | None),
    )


def _converted(value: object, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind, strict=False)
    except (msgspec.ValidationError, OverflowError):
        return None


def _key(word: Word) -> str:
    return clean_key(str(word)) if word is not None else ""


def _address(contact_id: str) -> SenderAddress | None:
    if _PHONE.fullmatch(contact_id):
        return SenderAddress(PHONE, contact_id)
    return SenderAddress(CUSTOM_ID, contact_id) if _CUSTOM_ID.fullmatch(contact_id) else None


def _time(milliseconds: Moment, *, received_at: datetime) -> datetime:
    try:
        seconds = float(milliseconds) / MILLISECONDS if milliseconds is not None else None
    except (ValueError, OverflowError):
        return received_at
    return bounded_time(seconds, received_at=received_at)


def _profile(contact: ContactBlock | None, address: SenderAddress) -> ContactProfile:
    known_phone = address.value if address.scheme == PHONE else None
    if contact is None:
        return ContactProfile(phone=known_phone)
    display_name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
    language = contact.language or (contact.locale or "").replace("_", "-").partition("-")[0]
    return ContactProfile(
        display_name=display_name or None,
        given_name=contact.first_name or None,
        family_name=contact.last_name or None,
        phone=known_phone or _key(contact.phone) or None,
        email=contact.email or None,
        language=language or None,
        country=contact.country_code or None,
    )


def _content(message: MessageBlock | None) -> Content:
    found: Content | None = None
    match message:
        case MessageBlock(type="text", text=str(text)):
            found = Text(text)
        case MessageBlock(type="attachment", attachment=AttachmentBlock() as attachment):
            found = _media(attachment)
        case MessageBlock(type="location", latitude=float(latitude), longitude=float(longitude)):
            found = _location(latitude, longitude, message.address)
        case MessageBlock(type="quick_reply"):
            found = _choice(message)
        case _:
            pass
    kind = message.type if message is not None else None
    return found or Unsupported(clean_key(kind or "unknown"))


def _media(attachment: AttachmentBlock) -> Media | None:
    if not attachment.url:
        return None
    return Media(
        _MEDIA_KINDS.get(attachment.type or "", "file"),
        url=attachment.url,
        mime=attachment.mime_type,
        filename=attachment.file_name,
        size=attachment.size,
        caption=attachment.description or None,
    )


def _location(latitude: float, longitude: float, address: str | None) -> Location | None:
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # noqa: PLR2004 - degrees
        return None
    return Location(latitude, longitude, address=address)


def _choice(message: MessageBlock) -> Choice | None:
    title = message.title or message.text or message.payload or ""
    return Choice("quick_reply", message.payload or title, title) if title else None
