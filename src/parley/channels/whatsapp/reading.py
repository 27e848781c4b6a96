"""Reads webhooks in one go where they are sound, and saves what is readable where they are not."""

from typing import Any, TypeVar, cast, get_args, get_origin

import msgspec
from msgspec import Struct

from parley.channels.whatsapp.payloads import PROVIDER_OBJECT, LooseWebhook, Webhook
from parley.domain.channel import NotThisProvider
from parley.domain.cleaning import is_clean_json, read_json

T = TypeVar("T", bound=Struct)

_DECODER = msgspec.json.Decoder(Webhook, strict=False)


def read_webhook(raw: bytes) -> Webhook:
    """Raises NotThisProvider."""
    return _own(_read_strictly(raw) or save_readable(read_json(raw), Webhook))


def read_loosely(raw: bytes) -> dict[str, Any]:
    """The value of the first change, by name; empty if there is none."""
    webhook = save_readable(read_json(raw), LooseWebhook)
    for entry in webhook.entry or ():
        for change in entry.changes or ():
            return change.value or {}
    return {}


def save_readable(given: object, kind: type[T]) -> T:
    """As much of `given` as fits; an empty struct if nothing does."""
    if not isinstance(given, dict):
        return kind()
    members = cast("dict[str, object]", given)
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        value = members.get(field.encode_name)
        if value is not None:
            saved = _saved(value, field.type)
            if saved is not None:
                found[field.name] = saved
    try:
        return kind(**found)
    except TypeError:  # a part without which the struct says nothing
        raise msgspec.ValidationError(f"{kind.__name__} lacks a required part.") from None


def _read_strictly(raw: bytes) -> Webhook | None:
    if not is_clean_json(raw):
        return None
    try:
        return _DECODER.decode(raw)
    except (ValueError, RecursionError):
        return None


def _own(webhook: Webhook) -> Webhook:
    if webhook.object != PROVIDER_OBJECT or webhook.entry is None:
        raise NotThisProvider(f"The payload is not a WhatsApp webhook (object {PROVIDER_OBJECT}).")
    return webhook


def _saved(value: object, annotation: Any) -> Any:
    try:
        return msgspec.convert(value, annotation, strict=False)
    except (msgspec.ValidationError, OverflowError):
        return _saved_part(value, annotation)


def _saved_part(value: object, annotation: Any) -> Any:
    """The sound members of a list or of a struct; None if there are none."""
    for choice in get_args(annotation) or (annotation,):
        if get_origin(choice) is list and isinstance(value, list):
            (item_kind,) = get_args(choice)
            items = [_saved(item, item_kind) for item in cast("list[object]", value)]
            return [item for item in items if item is not None]
        if isinstance(choice, type) and issubclass(choice, Struct) and isinstance(value, dict):
            try:
                return save_readable(cast("object", value), choice)
            except msgspec.ValidationError:
                return None
    return None
