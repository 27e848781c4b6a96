"""The bodies of HTTP requests: JSON, a form or text, with places to fill."""

import json
from collections.abc import Callable, Iterator
from typing import Annotated, Literal
from urllib.parse import quote_plus

from msgspec import Struct
from pydantic import Field, JsonValue, StringConstraints, field_validator

from parley.domain.secret_places import Writing, shield
from parley.workflows import limits
from parley.workflows.model import Model
from parley.workflows.variables import fill_but_secrets, fill_value, list_secrets
from parley.workflows.view import Scene


class Written(Struct, frozen=True):
    """`secrets`: how those are written whose places stand in the text; None if there are none."""

    text: str
    content_type: str
    secrets: Writing | None


class JsonBody(Model):
    """Text anywhere in it may hold places; a text that is one bare place keeps the type of its value."""

    type: Literal["json"] = "json"
    value: JsonValue

    @field_validator("value")
    @classmethod
    def _is_of_reasonable_size(cls, value: JsonValue) -> JsonValue:
        if _depth(value) > limits.HTTP_BODY_DEPTH:
            message = f"a JSON body nests at most {limits.HTTP_BODY_DEPTH} deep"
            raise ValueError(message)
        if len(json.dumps(value)) > limits.HTTP_BODY_LENGTH:
            message = f"a body takes at most {limits.HTTP_BODY_LENGTH} characters"
            raise ValueError(message)
        return value

    def templates(self) -> Iterator[str]:
        return _texts(self.value)

    def named_texts(self) -> Iterator[tuple[str, str]]:
        return _named_texts(self.value)

    def written(self, scene: Scene) -> Written:
        is_secret = _holds_secret(self.templates())
        value = _filled(self.value, scene, write=shield if is_secret else str)
        text = json.dumps(value, ensure_ascii=False)
        return Written(text, "application/json", "json" if is_secret else None)


class FormBody(Model):
    type: Literal["form"] = "form"
    fields: Annotated[
        dict[str, Annotated[str, Field(max_length=limits.TEXT_LENGTH)]],
        Field(max_length=limits.HTTP_FORM_FIELDS),
    ]

    def templates(self) -> Iterator[str]:
        return iter(self.fields.values())

    def named_texts(self) -> Iterator[tuple[str, str]]:
        return iter(self.fields.items())

    def written(self, scene: Scene) -> Written:
        """No brace is left as it is, but for those of secrets."""
        pairs = (
            f"{quote_plus(name)}={fill_but_secrets(value, scene, write=quote_plus)}"
            for name, value in self.fields.items()
        )
        is_secret = _holds_secret(self.templates())
        form = "application/x-www-form-urlencoded"
        return Written("&".join(pairs), form, "form" if is_secret else None)


class TextBody(Model):
    type: Literal["text"] = "text"
    text: Annotated[str, Field(max_length=limits.HTTP_BODY_LENGTH)]
    content_type: Annotated[
        str, StringConstraints(pattern=r"^[\w.+-]+/[\w.+-]+(; ?[\w-]+=[\w.-]+)*$", max_length=100)
    ] = "text/plain; charset=utf-8"

    def templates(self) -> Iterator[str]:
        yield self.text

    def named_texts(self) -> Iterator[tuple[str, str]]:
        return iter(())

    def written(self, scene: Scene) -> Written:
        is_secret = _holds_secret(self.templates())
        text = fill_but_secrets(self.text, scene, write=shield if is_secret else str)
        return Written(text, self.content_type, "text" if is_secret else None)


Body = Annotated[JsonBody | FormBody | TextBody, Field(discriminator="type")]


def _depth(value: JsonValue) -> int:
    """Counted layer by layer, so that no nesting is too deep to be counted."""
    layer, depth = _parts([value]), 0
    while layer and depth <= limits.HTTP_BODY_DEPTH:
        layer, depth = _parts(layer), depth + 1
    return depth


def _parts(layer: list[JsonValue]) -> list[JsonValue]:
    """The lists and objects one layer further in."""
    inner: list[JsonValue] = []
    for part in layer:
        if isinstance(part, dict):
            inner.extend(part.values())
        elif isinstance(part, list):
            inner.extend(part)
    return inner


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _named_texts(value: JsonValue) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, part in value.items():
            if isinstance(part, str):
                yield name, part
            yield from _named_texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _named_texts(part)


def _holds_secret(templates: Iterator[str]) -> bool:
    return any(True for template in templates for _ in list_secrets(template))


def _filled(value: JsonValue, scene: Scene, *, write: Callable[[str], str]) -> object:
    match value:
        case str():
            return _filled_text(value, scene, write)
        case dict():
            return {write(name): _filled(part, scene, write=write) for name, part in value.items()}
        case list():
            return [_filled(part, scene, write=write) for part in value]
        case _:
            return value


def _filled_text(template: str, scene: Scene, write: Callable[[str], str]) -> object:
    if any(True for _ in list_secrets(template)):
        return fill_but_secrets(template, scene, write=write)
    filled = fill_value(template, scene)
    match filled:
        case str():
            return write(filled)
        case list():
            return [write(part) for part in filled]
        case _:
            return filled
