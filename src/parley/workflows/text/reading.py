"""YAML read as plain data: the core of the language alone, within limits, every value with its line."""

import re
from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from parley.domain.errors import Invalid, LimitExceeded
from parley.workflows import limits

Path = tuple[str | int, ...]

_WORDS: dict[str, object] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?[0-9]{1,300}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


class ReadText(Struct, frozen=True):
    """`lines` tells where each value's key stands, from 1 on; `ends` the line of its last word. `blocks`
    holds the mappings that are written one key a line, with their column.
    """

    data: dict[str, object]
    lines: dict[Path, int]
    ends: dict[Path, int]
    blocks: dict[Path, int]


def read(text: str) -> ReadText:
    """Raises Invalid, whose details hold `line`, for what is no YAML or more than its core: anchors and
    aliases, tags, a key given twice, several documents; LimitExceeded for too long or too deep a text.
    """
    if len(text.encode("utf-8", "surrogatepass")) > limits.YAML_BYTES:
        message = f"A workflow's text takes at most {limits.YAML_BYTES} bytes."
        raise LimitExceeded(message, limit=limits.YAML_BYTES)
    reader = _Reader(text)
    try:
        return reader.read()
    except MarkedYAMLError as error:
        told: Any = error
        line = int(told.problem_mark.line) + 1 if told.problem_mark is not None else 1
        raise refused(line, f"this is no YAML: {told.problem or told.context}") from error
    except (YAMLError, ValueError) as error:
        raise refused(1, f"this is no YAML: {str(error).splitlines()[0]}") from error


def resolve(word: str) -> object:
    """What an unquoted word means: null, true, false, a number, else itself."""
    if word in _WORDS:
        return _WORDS[word]
    if _INTEGER.fullmatch(word):
        return int(word)
    if _FLOAT.fullmatch(word):
        return float(word)
    return word


def refused(line: int, why: str) -> Invalid:
    message = f"Line {line}: {why}."
    return Invalid(message, line=line, errors=[{"field": "", "message": message}])


Kind = Literal["document", "map", "list", "end map", "end list", "word", "alias", "other"]
_KINDS: dict[object, Kind] = {
    DocumentStartEvent: "document",
    MappingStartEvent: "map",
    SequenceStartEvent: "list",
    MappingEndEvent: "end map",
    SequenceEndEvent: "end list",
    ScalarEvent: "word",
    AliasEvent: "alias",
}


class _Token(Struct, frozen=True):
    """One of the parser's events. `last` is the row behind it; a block's end has no width and so no row."""

    kind: Kind
    line: int
    column: int
    last: int | None
    word: str
    is_quoted: bool
    is_flow: bool
    is_dressed: bool


class _Reader:
    """Follows the parser's events: a tree that is refused is never built."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = 1
        self._lines: dict[Path, int] = {}
        self._ends: dict[Path, int] = {}
        self._blocks: dict[Path, int] = {}

    def read(self) -> ReadText:
        tokens = self._tokens()
        for token in tokens:
            if token.kind == "document":
                break
        first = next(tokens, None)
        if first is None or first.kind != "map":
            raise refused(self._line, "a workflow's text is a map of keys and values")
        data = self._map(first, tokens, ())
        if any(token.kind == "document" for token in tokens):
            raise refused(self._line, "there is a second document")
        return ReadText(data, self._lines, self._ends, self._blocks)

    def _tokens(self) -> Iterator[_Token]:
        """Counted, and looked at for what the core of the language does not have."""
        parser: Any = YAML(typ="safe", pure=True)
        for number, event in enumerate(parser.parse(self._text)):
            token = _token(event)
            self._line = token.line
            if number > limits.YAML_VALUES:
                message = f"A workflow's text holds at most {limits.YAML_VALUES} values."
                raise LimitExceeded(message, limit=limits.YAML_VALUES)
            if token.kind == "alias" or token.is_dressed:
                raise refused(token.line, "anchors, aliases and tags are not taken")
            yield token

    def _value(self, token: _Token, tokens: Iterator[_Token], path: Path) -> object:
        if len(path) > limits.YAML_DEPTH:
            message = f"Line {token.line}: values nest at most {limits.YAML_DEPTH} deep."
            raise LimitExceeded(message, limit=limits.YAML_DEPTH)
        self._end(token, path)
        if token.kind == "map":
            return self._map(token, tokens, path)
        if token.kind == "list":
            return self._list(tokens, path)
        return token.word if token.is_quoted else resolve(token.word)

    def _map(self, start: _Token, tokens: Iterator[_Token], path: Path) -> dict[str, object]:
        if not start.is_flow:
            self._blocks[path] = start.column
        found: dict[str, object] = {}
        for token in tokens:
            if token.kind == "end map":
                self._end(token, path)
                break
            if token.kind != "word":
                raise refused(token.line, "a key is a word")
            key, inner = token.word, (*path, token.word)
            if key in found:
                raise refused(token.line, f"the key {key!r} is given twice")
            self._lines[inner] = token.line
            self._end(token, inner)
            found[key] = self._value(next(tokens), tokens, inner)
        return found

    def _list(self, tokens: Iterator[_Token], path: Path) -> list[object]:
        found: list[object] = []
        for token in tokens:
            if token.kind == "end list":
                self._end(token, path)
                break
            inner = (*path, len(found))
            self._lines[inner] = token.line
            found.append(self._value(token, tokens, inner))
        return found

    def _end(self, token: _Token, path: Path) -> None:
        """So far everything that holds this ends here."""
        if token.last is not None:
            for depth in range(1, min(len(path), 2) + 1):
                self._ends[path[:depth]] = token.last


def _token(event: Any) -> _Token:
    start, end = event.start_mark, event.end_mark
    has_width = (start.line, start.column) != (end.line, end.column)
    kind = _KINDS.get(event.__class__, "other")
    return _Token(
        kind=kind,
        line=int(start.line) + 1,
        column=int(start.column),
        last=int(end.line) + (1 if end.column else 0) if has_width else None,
        word=str(event.value) if kind == "word" else "",
        is_quoted=getattr(event, "style", None) is not None,
        is_flow=bool(getattr(event, "flow_style", False)),
        is_dressed=getattr(event, "anchor", None) is not None
        or getattr(event, "tag", None) is not None,
    )
