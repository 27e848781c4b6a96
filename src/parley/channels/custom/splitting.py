"""Cuts a post into its events, each with its channel, contact id and profile."""

from typing import TypeVar

import msgspec
from msgspec import Raw, Struct

from parley.domain.channel import NotThisProvider, RawEvent
from parley.domain.cleaning import clean_json, clean_key


class Frame(Struct, rename="camel"):
    contact_id: Raw
    events: list[Raw]
    channel_id: Raw = Raw(b"null")
    contact: Raw = Raw(b"null")


class NormalisedFrame(Struct):
    inbound: Raw


class Sender(Struct):
    value: str = ""


class Normalised(Struct):
    senders: list[Sender] = []
    recipients: list[Sender] = []


T = TypeVar("T", bound=Struct)

_FRAME = msgspec.json.Decoder(Frame)
_NORMALISED_FRAME = msgspec.json.Decoder(NormalisedFrame)
_NORMALISED = msgspec.json.Decoder(Normalised)


def split(body: bytes) -> list[RawEvent]:
    """One raw event per event, in order. Raises NotThisProvider."""
    frame = _decoded(_FRAME, body)
    if frame is not None:
        return _events(frame)
    if _decoded(_NORMALISED_FRAME, body) is not None:
        return [_normalised(body)]
    cleaned = clean_json(body)
    if cleaned == body:
        raise NotThisProvider("The payload is no custom channel's: it lacks contactId or events.")
    return split(cleaned)


def _events(frame: Frame) -> list[RawEvent]:
    sender = clean_key(bytes(frame.contact_id).decode("utf-8", "replace").strip('"'))
    before = b'{"channelId":%b,"contactId":%b,"contact":%b,"events":[' % (
        bytes(frame.channel_id),
        bytes(frame.contact_id),
        bytes(frame.contact),
    )
    return [RawEvent(sender, before + bytes(event) + b"]}") for event in frame.events]


def _normalised(body: bytes) -> RawEvent:
    frame = _decoded(_NORMALISED_FRAME, body)
    inbound = _decoded(_NORMALISED, frame.inbound) if frame is not None else None
    people = [*inbound.senders, *inbound.recipients] if inbound is not None else []
    return RawEvent(clean_key(people[0].value) if people else "", body)


def _decoded(decoder: msgspec.json.Decoder[T], raw: bytes | Raw) -> T | None:
    try:
        return decoder.decode(raw)
    except (ValueError, RecursionError):
        return None
