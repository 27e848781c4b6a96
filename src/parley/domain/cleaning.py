"""Makes what comes from outside fit to be stored: text, keys, times, and JSON that strict readers refuse."""

import json
import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, cast

import msgspec

from parley.domain.channel import NotThisProvider

KEY_LIMIT = 255
"""A provider's id or address longer than this many characters is replaced by its digest: keys stand in indexes."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = datetime(2009, 1, 1, tzinfo=UTC)
LATEST_AHEAD = timedelta(days=1)

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SAFE_INTEGER_DIGITS = 18
_ESCAPED_NUL = b"\\u0000"


def clean_text(text: str) -> str:
    """Drop NUL and replace lone surrogates: Postgres stores neither."""
    if text.isascii() and text.isprintable():
        return text
    return _LONE_SURROGATE.sub("\ufffd", text.replace("\x00", ""))


def clean_key(text: str) -> str:
    """A cleaned id or address; one that is too long for an index becomes its digest, the same each time."""
    is_plain = text.isascii() and text.isprintable()
    cleaned = (text if is_plain else clean_text(text)).strip()
    if len(cleaned) <= KEY_LIMIT:
        return cleaned
    return "sha256:" + sha256(cleaned.encode()).hexdigest()


def bounded_time(seconds: str | float | None, *, received_at: datetime) -> datetime:
    """The provider's time in seconds since 1970; `received_at` where it is absent or absurd.

    Absurd: before 2009, or more than a day after it arrived.
    """
    if seconds is None:
        return received_at
    try:
        told = EPOCH + timedelta(seconds=float(seconds))
    except (ValueError, OverflowError):
        return received_at
    return bounded(told, received_at=received_at)


def bounded(told: datetime, *, received_at: datetime) -> datetime:
    """The same rule for a time that is already one."""
    return told if EARLIEST <= told <= received_at + LATEST_AHEAD else received_at


def is_clean_json(body: bytes) -> bool:
    """True if no text of valid JSON can hold a NUL; lone surrogates stop a strict reader anyway."""
    return _ESCAPED_NUL not in body


def read_json(body: bytes) -> Any:
    """Read JSON that a strict reader refuses, with all its text cleaned.

    Bad UTF-8, a byte order mark, raw control characters, lone surrogates, NaN and endless numbers
    pass. Raises NotThisProvider if it is no JSON at all, or nested too deeply.
    """
    try:
        text = body.decode("utf-8-sig", "replace")
        found = json.loads(
            text, strict=False, parse_int=_number, parse_float=_number, parse_constant=_nothing
        )
        return _clean(found)
    except (ValueError, RecursionError) as error:
        raise NotThisProvider(f"The payload is not JSON: {type(error).__name__}.") from error


def clean_json(body: bytes) -> bytes:
    """`read_json`, written again as strict JSON."""
    try:
        return msgspec.json.encode(read_json(body))
    except RecursionError as error:
        raise NotThisProvider("The payload is not JSON: nested too deeply.") from error


def _number(text: str) -> int | float | None:
    if len(text) <= _SAFE_INTEGER_DIGITS and text.lstrip("-").isdigit():
        return int(text)
    number = float(text)
    return number if abs(number) != float("inf") else None


def _nothing(_name: str) -> None:
    return None


def _clean(value: object) -> object:
    match value:
        case str():
            return clean_text(value)
        case dict():
            members = cast("dict[str, object]", value)
            return {clean_text(name): _clean(member) for name, member in members.items()}
        case list():
            return [_clean(member) for member in cast("list[object]", value)]
        case _:
            return value
