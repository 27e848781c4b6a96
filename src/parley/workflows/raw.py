"""Definitions as others send them: read without surprises, before anything is made of them."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import cast

from parley.domain.errors import Invalid, LimitExceeded
from parley.workflows import limits

VERSION = 1


def read_json(text: str | bytes) -> object:
    """Raises Invalid for what is no JSON, for a key that stands twice in one object, and for numbers that
    JSON does not have; LimitExceeded beyond 4 MB.
    """
    if len(text) > limits.DEFINITION_BYTES:
        message = f"A definition takes at most {limits.DEFINITION_BYTES} bytes."
        raise LimitExceeded(message, limit=limits.DEFINITION_BYTES)
    try:
        words = text if isinstance(text, str) else text.decode("utf-8-sig")
        return json.loads(words, object_pairs_hook=_without_twins, parse_constant=_refuse_number)
    except UnicodeDecodeError as error:
        raise refusal("", "A definition is UTF-8 text.") from error
    except RecursionError as error:
        raise refusal("", "The definition is nested too deeply.") from error
    except ValueError as error:
        # Invalid is none of these: it passes.
        raise refusal("", f"Invalid JSON: {error}") from error


def check_values(data: object) -> None:
    """Raises Invalid for values that JSON does not know, text that cannot be stored, what is nested too
    deeply, and what is too much. Takes time in proportion to what it looks at, and that is bounded.
    """
    ahead: list[tuple[object, str, int]] = [(data, "", 0)]
    seen = 0
    while ahead:
        value, place, depth = ahead.pop()
        seen += 1
        if depth > limits.DEFINITION_DEPTH:
            raise refusal(place[: limits.PLACE_LENGTH], "The definition is nested too deeply.")
        if seen + len(ahead) > limits.DEFINITION_VALUES:
            message = f"A definition holds at most {limits.DEFINITION_VALUES} values."
            raise LimitExceeded(message, limit=limits.DEFINITION_VALUES)
        if isinstance(value, dict):
            for key, part in cast("dict[object, object]", value).items():
                if not isinstance(key, str):
                    raise refusal(place, f"The key {key!r:.50} is not text.")
                _check_text(key, place)
                ahead.append((part, f"{place}.{key}" if place else key, depth + 1))
        elif isinstance(value, list | tuple):
            parts = cast("list[object]", value)
            ahead.extend((part, f"{place}.{n}", depth + 1) for n, part in enumerate(parts))
        else:
            _check_plain(value, place)


def check_head(data: object) -> None:
    """Raises Invalid, with a sentence for people, for what a newer version has made and for too many steps."""
    if not isinstance(data, Mapping):
        return
    head = cast("Mapping[str, object]", data)
    version = head.get("schema_version", VERSION)
    if isinstance(version, int) and not isinstance(version, bool) and version != VERSION:
        message = (
            f"This definition is of version {version}; this Parley understands version {VERSION}."
        )
        raise refusal("schema_version", message)
    steps = head.get("steps")
    if isinstance(steps, Mapping):
        count = len(cast("Mapping[str, object]", steps))
        if count > limits.STEPS:
            raise refusal("steps", f"A workflow has at most {limits.STEPS} steps, not {count}.")


def refusal(place: str, message: str) -> Invalid:
    said = f"{place}: {message}" if place else message
    return Invalid(said, errors=[{"field": place, "message": message}])


def _check_plain(value: object, place: str) -> None:
    if isinstance(value, str):
        _check_text(value, place)
    elif isinstance(value, float):
        if value != value or abs(value) == float("inf"):  # noqa: PLR0124 - not a NaN
            raise refusal(place, "JSON has no such number.")
    elif isinstance(value, int):
        if abs(value) >= 2**63:
            raise refusal(place, "The number is too large.")
    elif value is not None and type(value).__name__ not in _ALSO:
        raise refusal(place, f"JSON has no {type(value).__name__}.")


# Ids are given as such by our own code.
_ALSO = frozenset({"UUID"})


def _check_text(text: str, place: str) -> None:
    if "\0" in text or not _is_storable(text):
        raise refusal(
            place[: limits.PLACE_LENGTH], "The text holds characters that cannot be stored."
        )


def _is_storable(text: str) -> bool:
    """Half a pair of a surrogate is no character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twin = Counter(keys).most_common(1)[0][0]
        raise refusal(twin[: limits.PLACE_LENGTH], "This key stands twice in one object.")
    return found


def _refuse_number(word: str) -> float:
    raise refusal("", f"JSON has no number {word}.")
