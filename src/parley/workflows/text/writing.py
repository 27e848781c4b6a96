"""Plain data written as YAML that `reading` reads back as the same."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeGuard

from parley.workflows.text.reading import resolve

WIDTH = 100
KEY_LENGTH = 200
INDENT = "  "
_LAID_OUT = re.compile(r"[^\s#][^\t\r]*", re.DOTALL)


def write(data: Mapping[str, object]) -> str:
    return "".join(f"{line}\n" for line in lines_of(data))


def lines_of(data: Mapping[str, object]) -> Iterator[str]:
    """One key a line; what is inside is indented by two."""
    for key, value in data.items():
        name = _scalar(key)
        if len(name) > KEY_LENGTH:
            # A long key is written on a line of its own, for readers that want keys short.
            yield f"? {name}"
            name = ""
        yield from _below(f"{name}:", value)


def _below(head: str, value: object) -> Iterator[str]:
    if _is_map(value) and value:
        yield head
        yield from _indented(lines_of(value))
    elif _is_list(value) and value:
        short = _in_one_line(value)
        if short is not None and len(head) + len(short) < WIDTH:
            yield f"{head} {short}"
            return
        yield head
        for item in value:
            yield from _indented(_item(item))
    elif isinstance(value, str) and _is_laid_out(value):
        yield f"{head} {'|' if value.endswith(chr(10)) else '|-'}"
        yield from (f"{INDENT}{line}" if line else "" for line in value.rstrip("\n").split("\n"))
    else:
        yield f"{head} {_plain(value)}"


def _item(value: object) -> Iterator[str]:
    if _is_map(value) and value:
        for number, line in enumerate(lines_of(value)):
            yield f"{INDENT if number else '- '}{line}" if line else line
    else:
        yield from _below("-", value)


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"{INDENT}{line}" if line else line for line in lines)


def _plain(value: object) -> str:
    if isinstance(value, str):
        return _scalar(value)
    if _is_map(value):
        return "{}"
    if _is_list(value):
        return "[]"
    return json.dumps(value)


def _in_one_line(items: Sequence[object]) -> str | None:
    """A list of short words or numbers, or None."""
    if any(_is_map(item) or _is_list(item) for item in items):
        return None
    words = [
        _quoted(item) if isinstance(item, str) and set(item) & set(",[]{}") else _plain(item)
        for item in items
    ]
    return f"[{', '.join(words)}]"


def _scalar(text: str) -> str:
    is_safe = (
        text[:1].isalpha()
        and text.isprintable()
        and not text.endswith((" ", ":"))
        and ": " not in text
        and " #" not in text
        and isinstance(resolve(text), str)
    )
    return text if is_safe else _quoted(text)


def _quoted(text: str) -> str:
    """As JSON writes it, with everything that does not print escaped."""
    return "".join(_escaped(sign) for sign in json.dumps(text, ensure_ascii=False))


def _escaped(sign: str) -> str:
    if sign.isprintable():
        return sign
    code = ord(sign)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 - the basic plane


def _is_laid_out(text: str) -> bool:
    """Several lines that can stand as they are, so that people can read and change them."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    return (
        len(lines) > 1
        and bool(lines[-1])
        and _LAID_OUT.fullmatch(body) is not None
        and all(line.isprintable() and not line.endswith(" ") for line in lines)
    )


def _is_map(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, Mapping)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)
