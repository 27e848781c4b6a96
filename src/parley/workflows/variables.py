"""Text with places to fill: {{contact.first_name|there}}. A look-up with a fallback, nothing more."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from msgspec import Struct

from parley.domain.contact import FieldValue
from parley.domain.secret_places import NAME, PREFIX, place_of, shield
from parley.domain.workspace import Reference
from parley.workflows.limits import VARIABLE_LENGTH
from parley.workflows.paths import Found, find_value, in_workspace_zone
from parley.workflows.view import Scene


class Place(Struct, frozen=True):
    """`path:filter:filter|fallback`. `raw` is what stood between the braces; `path` is empty where that
    is not of this form.
    """

    raw: str
    path: str
    filters: tuple[str, ...]
    fallback: str | None


class Filled(Struct, frozen=True):
    """`missing` names the places that had no value: for the trace (O23)."""

    text: str
    missing: tuple[str, ...] = ()


_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_FORM = re.compile(r"\s*([a-z]+(?:\.[A-Za-z0-9_]+)+)\s*((?::\s*[a-z_]+\s*)*)(?:\|(.*))?", re.DOTALL)


def fill(template: str, scene: Scene, *, escape: Callable[[str], str] | None = None) -> Filled:
    """The text with every place filled: its value, else its fallback, else nothing. No brace pair of the
    template is ever left. `escape` is applied to what is filled in, and to nothing else.
    """
    if "{{" not in template:
        return Filled(template)
    missing: list[str] = []
    words: list[str] = []
    for part in _parts(template):
        if isinstance(part, str):
            words.append(part)
        else:
            value = _value_of(part, scene, missing)
            words.append(escape(value) if escape else value)
    return Filled("".join(words), tuple(missing))


def fill_value(template: str, scene: Scene) -> FieldValue:
    """Like fill, but a template that is one bare place keeps the type of its value: a number stays one."""
    parts = _parts(template)
    if len(parts) == 1 and isinstance(parts[0], Place) and not parts[0].filters:
        value = find_value(parts[0].path, scene.run, scene.view) if parts[0].path else None
        if isinstance(value, bool | int | float | list):
            return value
    return fill(template, scene).text


def fill_but_secrets(template: str, scene: Scene, *, write: Callable[[str], str] = shield) -> str:
    """Like fill, but the places of secrets stay where they are. What stands between two of them is given to
    `write` in one piece, so that nothing that was filled in passes for such a place.
    """
    written: list[str] = []
    words: list[str] = []
    for part in _parts(template):
        name = secret_at(part) if isinstance(part, Place) else None
        if name is not None:
            written += (write("".join(words)), place_of(name))
            words = []
        else:
            words.append(part if isinstance(part, str) else _value_of(part, scene, []))
    return "".join((*written, write("".join(words))))


def list_secrets(template: str) -> Iterator[str]:
    """The names of the secrets that a text has places of."""
    named = (secret_at(place) for place in list_places(template))
    return (name for name in named if name is not None)


def secret_at(place: Place) -> str | None:
    """A secret is taken as it is: there is no filter and no fallback for it."""
    name = place.path.removeprefix(PREFIX)
    is_plain = not place.filters and place.fallback is None and NAME.fullmatch(name)
    return name if place.path.startswith(PREFIX) and is_plain else None


def list_places(template: str) -> Iterator[Place]:
    """Every place of a text, well-formed or not."""
    return (part for part in _parts(template) if isinstance(part, Place))


def fixed_part(template: str) -> str:
    """What is written whoever the contact is: the text without its places."""
    if "{{" not in template:
        return template
    return "".join(part for part in _parts(template) if isinstance(part, str))


def says(value: Found, reference: Reference) -> str:
    """A value as people read it; times in the workspace's zone."""
    match value:
        case None | bool():
            return {None: "", True: "yes", False: "no"}[value]
        case float() if value.is_integer():
            return str(int(value))
        case list():
            return ", ".join(value)
        case datetime():
            return in_workspace_zone(value, reference).strftime("%Y-%m-%d %H:%M:%S")
        case _:
            return str(value)


def _value_of(place: Place, scene: Scene, missing: list[str]) -> str:
    value = find_value(place.path, scene.run, scene.view) if place.path else None
    text = says(value, scene.view.reference)
    if not text:
        missing.append(place.raw.strip())
        return place.fallback or ""
    for name in place.filters:
        text = FILTERS[name](text)
    return text[:VARIABLE_LENGTH]


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[str | Place, ...]:
    pieces = _BRACES.split(template)
    # The odd pieces stood between braces; braces that were never closed are dropped from the others.
    parts = (
        _parse_place(piece) if index % 2 else piece.replace("{{", "")
        for index, piece in enumerate(pieces)
    )
    return tuple(part for part in parts if part)


def _parse_place(raw: str) -> Place:
    found = _FORM.fullmatch(raw)
    if found is None:
        return Place(raw, "", (), _fallback_in(raw))
    path, filters, fallback = found.groups()
    names = tuple(name.strip() for name in filters.split(":")[1:])
    if any(name not in FILTERS for name in names):
        return Place(raw, "", (), fallback)
    return Place(raw, path, names, None if fallback is None else fallback.strip())


def _fallback_in(raw: str) -> str | None:
    _, bar, fallback = raw.partition("|")
    return fallback.replace("{{", "").strip() if bar else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _day(text: str) -> str:
    return text[:10]


def _hour(text: str) -> str:
    return text[11:16] if len(text) > 11 else text[:5]  # noqa: PLR2004 - "2026-03-02 " comes before the hour


FILTERS: Mapping[str, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "title": str.title,
    "capital": _capital,
    "trim": str.strip,
    "date": _day,
    "time": _hour,
}
