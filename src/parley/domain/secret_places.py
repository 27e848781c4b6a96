"""Places of secrets in a request: `{{secret.NAME}}` stands there until the moment of the call."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Literal
from urllib.parse import quote_plus

Writing = Literal["text", "json", "form"]
PREFIX = "secret."
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MARK = "{{secret."
_PLACE = re.compile(r"\{\{secret\.(?:\.|([a-z][a-z0-9_]{0,39})\}\})")


def place_of(name: str) -> str:
    return f"{_MARK}{name}}}}}"


def shield(text: str) -> str:
    """So that nothing in a text, whoever wrote it, passes for a place: `put_in` takes it back."""
    return text.replace(_MARK, _MARK + ".")


def names_in(text: str) -> Iterator[str]:
    """The secrets that a shielded text has places of."""
    return (found.group(1) for found in _PLACE.finditer(text) if found.group(1))


def put_in(text: str, secrets: Mapping[str, str], writing: Writing) -> str:
    """The text with its secrets. Raises KeyError for one that is not among them."""
    write = _WRITE[writing]
    return _PLACE.sub(
        lambda found: write(secrets[found.group(1)]) if found.group(1) else _MARK, text
    )


def hide(text: str, secrets: Mapping[str, str]) -> str:
    """A text that came back: where another system repeats a secret, its place stands again."""
    # The longest first: one secret may be a part of another.
    for name, value in sorted(secrets.items(), key=lambda pair: -len(pair[1])):
        for write in _WRITE.values():
            text = text.replace(write(value), place_of(name))
    return text


def _as_is(text: str) -> str:
    return text


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


_WRITE: Mapping[Writing, Callable[[str], str]] = {
    "text": _as_is,
    "json": _in_json,
    "form": quote_plus,
}
