"""Cuts a webhook into its events, each a webhook of its own, without looking at what they carry."""

from collections.abc import Iterator, Mapping
from typing import TypeVar, cast

import msgspec
from msgspec import Raw, Struct

from parley.channels.whatsapp.payloads import (
    PROVIDER_OBJECT,
    ContactBlock,
    EchoParty,
    MessageParty,
    Party,
    StatusParty,
)
from parley.channels.whatsapp.reading import save_readable
from parley.domain.channel import NotThisProvider, RawEvent
from parley.domain.cleaning import clean_json, clean_key, read_json


class WebhookFrame(Struct):
    object: str
    entry: list[Raw]


class EntryFrame(Struct):
    changes: list[Raw]
    id: Raw = Raw(b'""')


class ChangeFrame(Struct):
    value: dict[str, Raw]
    field: Raw = Raw(b'"unknown"')


T = TypeVar("T")

PARTY_OF_LIST: Mapping[str, type[Party]] = {
    "messages": MessageParty,
    "message_echoes": EchoParty,
    "statuses": StatusParty,
    "calls": MessageParty,
    "user_preferences": ContactBlock,
    "user_id_update": ContactBlock,
    "groups": ContactBlock,
}
"""The lists whose members are events, and how each names its person."""

SHARED_PARTS = frozenset({"messaging_product", "metadata", "contacts", "errors"})
"""What belongs to every event of a change; of the contacts only its own."""

FRAME = SHARED_PARTS - {"contacts"}

PartyDecoder = msgspec.json.Decoder[Party]

_WEBHOOK = msgspec.json.Decoder(WebhookFrame)
_ENTRY = msgspec.json.Decoder(EntryFrame)
_CHANGE = msgspec.json.Decoder(ChangeFrame)
_LIST = msgspec.json.Decoder(list[Raw])
_PARTIES: dict[type[Party], PartyDecoder] = {
    kind: cast("PartyDecoder", msgspec.json.Decoder(kind)) for kind in {*PARTY_OF_LIST.values()}
}

_OPENING = b'{"object":"' + PROVIDER_OBJECT.encode() + b'","entry":['
_CLOSING = b"]}"


def split(body: bytes) -> list[RawEvent]:
    """One raw event per event, in order. Raises NotThisProvider."""
    webhook = _decoded(_WEBHOOK, body) or _decoded(_WEBHOOK, clean_json(body))
    if webhook is None or webhook.object != PROVIDER_OBJECT:
        raise NotThisProvider(f"The payload is not a WhatsApp webhook (object {PROVIDER_OBJECT}).")
    return [event for entry in webhook.entry for event in _events_of_entry(entry)]


def _events_of_entry(raw: Raw) -> Iterator[RawEvent]:
    entry = _decoded(_ENTRY, raw)
    if entry is None:
        yield RawEvent(sender="", body=_OPENING + bytes(raw) + _CLOSING)
        return
    opening = _OPENING + b'{"id":' + bytes(entry.id) + b',"changes":['
    account = clean_key(bytes(entry.id).decode("utf-8", "replace").strip('"'))
    for change in entry.changes:
        yield from _events_of_change(change, opening=opening, account=account)


def _events_of_change(raw: Raw, *, opening: bytes, account: str) -> Iterator[RawEvent]:
    change = _decoded(_CHANGE, raw)
    lists = {} if change is None else _event_lists(change.value)
    if change is None or not lists:
        yield RawEvent(sender=account, body=opening + bytes(raw) + b"]}" + _CLOSING)
        return
    opening += b'{"field":' + bytes(change.field) + b',"value":'
    people = People(change.value.get("contacts"))
    frame = _object({name: part for name, part in change.value.items() if name in FRAME})[:-1]
    for name, items in lists.items():
        decoder = _PARTIES[PARTY_OF_LIST[name]]
        before = opening + frame + (b"," if len(frame) > 1 else b"")
        list_name = b'"' + name.encode() + b'":['
        for item in items:
            sender, contact = people.find(_party(decoder, item), account)
            body = before + contact + list_name + bytes(item) + b"]}}]}" + _CLOSING
            yield RawEvent(sender=sender, body=body)
    rest = _unread_parts(change.value, lists)
    if rest:
        yield RawEvent(sender=account, body=opening + _object(rest) + b"}]}" + _CLOSING)


def _event_lists(value: Mapping[str, Raw]) -> dict[str, list[Raw]]:
    lists = {name: _decoded(_LIST, part) for name, part in value.items() if name in PARTY_OF_LIST}
    return {name: items for name, items in lists.items() if items}


def _unread_parts(value: Mapping[str, Raw], lists: Mapping[str, object]) -> dict[str, Raw]:
    """Parts of a kind we do not know beside those that we do: kept as an event of their own."""
    unknown = {
        name: part
        for name, part in value.items()
        if name not in lists and name not in SHARED_PARTS and bytes(part) not in {b"[]", b"null"}
    }
    if not unknown:
        return {}
    return {name: part for name, part in value.items() if name == "metadata"} | unknown


def _object(parts: Mapping[str, Raw]) -> bytes:
    return (
        b"{" + b",".join(msgspec.json.encode(n) + b":" + bytes(p) for n, p in parts.items()) + b"}"
    )


def _party(decoder: PartyDecoder, item: Raw) -> Party:
    party = _decoded(decoder, item)
    return party if party is not None else save_readable(read_json(bytes(item)), decoder.type)


class People:
    """The contacts of one change: finds whom an event is about, and the block that tells of them."""

    def __init__(self, contacts: Raw | None) -> None:
        blocks = _decoded(_LIST, contacts) if contacts is not None else None
        decoder = _PARTIES[ContactBlock]
        self._known = [(_party(decoder, block), bytes(block)) for block in blocks or ()]
        self._by_address = {
            address: place
            for place, (party, _) in enumerate(self._known)
            for address in (party.wa_id, party.user_id)
            if address
        }

    def find(self, party: Party, account: str) -> tuple[str, bytes]:
        """The strongest address, and the contact part of the event's value with its comma."""
        place = self._place_of(party)
        if place is None:
            return _strongest(party, party) or account, b""
        known, block = self._known[place]
        return _strongest(party, known) or account, b'"contacts":[' + block + b"],"

    def _place_of(self, party: Party) -> int | None:
        for address in (party.user_id, party.wa_id):
            if address and address in self._by_address:
                return self._by_address[address]
        if len(self._known) == 1 and is_compatible(party, self._known[0][0]):
            return 0
        return None


def is_compatible(party: Party, other: Party) -> bool:
    """True if nothing says that they are two people."""
    pairs = ((party.user_id, other.user_id), (party.wa_id, other.wa_id))
    return all(left == right for left, right in pairs if left and right)


def _strongest(party: Party, known: Party) -> str:
    """A person's events share a lane: the same order of preference for messages, statuses, echoes."""
    return clean_key(
        party.user_id
        or known.user_id
        or party.parent_user_id
        or known.parent_user_id
        or party.wa_id
        or known.wa_id
        or ""
    )


def _decoded(decoder: msgspec.json.Decoder[T], raw: bytes | Raw) -> T | None:
    try:
        return decoder.decode(raw)
    except (ValueError, RecursionError):
        return None
