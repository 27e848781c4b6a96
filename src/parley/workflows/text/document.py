"""One file: a definition, and beside it the workflow's tests and the workspace they are played in."""

from collections.abc import Mapping
from typing import cast

from msgspec import Struct

from parley.domain.errors import Invalid
from parley.workflows.definition import Definition, parse_definition
from parley.workflows.text.keeping import write_over
from parley.workflows.text.names import Names, name_ids, resolve_names
from parley.workflows.text.plain import shorten
from parley.workflows.text.reading import ReadText, read
from parley.workflows.text.writing import write

BESIDE = ("workspace", "tests")


class Document(Struct, frozen=True):
    """`beside` holds what is not the definition: `tests` and `workspace`, as plain data."""

    definition: Definition
    beside: dict[str, object]


def parse_document(text: str, names: Names) -> Document:
    """Raises Invalid, with the line, for what is no YAML or no definition, and for a name that nothing or
    more than one thing in the workspace has.
    """
    return document_of(read(text), names)


def document_of(found: ReadText, names: Names) -> Document:
    beside = {key: found.data[key] for key in BESIDE if key in found.data}
    data = {key: value for key, value in found.data.items() if key not in BESIDE}
    resolved, unresolved = resolve_names(data, names)
    try:
        return Document(parse_definition(resolved), beside)
    except Invalid as error:
        raise _with_lines(error, found, unresolved) from error


def write_document(
    definition: Definition,
    names: Names,
    *,
    beside: Mapping[str, object] | None = None,
    former: str | None = None,
) -> str:
    """The shortest text; over a `former` one its comments, its order and, unless given, its tests stay."""
    data = name_ids(shorten(definition), names)
    if former is None:
        return write({**data, **(beside or {})})
    kept = _beside_in(former) if beside is None else beside

    def normalise(told: Mapping[str, object]) -> Mapping[str, object]:
        whole = {key: value for key, value in told.items() if key not in BESIDE}
        resolved, _ = resolve_names(whole, names)
        try:
            short = name_ids(shorten(parse_definition(resolved)), names)
        except Invalid:
            return told
        return {**short, **{key: told[key] for key in BESIDE if key in told}}

    return write_over(former, {**data, **kept}, normalise=normalise)


def _beside_in(text: str) -> dict[str, object]:
    try:
        found = read(text).data
    except Invalid:
        return {}
    return {key: found[key] for key in BESIDE if key in found}


def _with_lines(error: Invalid, found: ReadText, unresolved: Mapping[str, str]) -> Invalid:
    """The same with the line of each place; a name that was not found speaks for itself."""
    listed = cast("list[dict[str, str]]", error.details.get("errors", ()))
    told: list[dict[str, object]] = []
    for part in listed:
        field = part["field"]
        said = next((why for place, why in unresolved.items() if _is_at(place, field)), None)
        line = _line_of(found, field)
        message = f"Line {line}: {said or field + ': ' + part['message']}"
        told.append({"field": field, "message": message, "line": line})
    message = str(told[0]["message"]) if told else error.text
    return Invalid(message, errors=told)


def _is_at(place: str, field: str) -> bool:
    """The definition's errors name the kind within a path, the text does not."""
    parts, wanted = field.split("."), place.split(".")
    rest = iter(parts)
    return parts[-1] == wanted[-1] and all(part in rest for part in wanted)


def _line_of(found: ReadText, field: str) -> int:
    """The deepest part of the path that stands in the text."""
    here: object = found.data
    path: tuple[str | int, ...] = ()
    line = 1
    for part in field.split("."):
        key: str | int | None = None
        if isinstance(here, Mapping) and part in here:
            key = part
        elif (
            isinstance(here, list)
            and part.isdigit()
            and int(part) < len(cast("list[object]", here))
        ):
            key = int(part)
        if key is None:
            continue
        here = cast("Mapping[str | int, object]", here)[key]
        path = (*path, key)
        line = found.lines.get(path, line)
    return line
