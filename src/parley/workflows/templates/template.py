"""A workflow drawn for nobody in particular: with the choices made it becomes a definition."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import cast

from msgspec import Struct

from parley.domain.errors import Invalid
from parley.domain.workspace import Reference
from parley.workflows.definition import Definition, parse_definition
from parley.workflows.templates.choices import Choice, Chosen, find_fault, name_of


class Category(StrEnum):
    GREETING = "greeting"
    ASSIGNMENT = "assignment"
    ROUTING = "routing"
    BUSINESS = "business"
    COLLECTING = "collecting"
    SUPERVISION = "supervision"
    ADVERTISING = "advertising"


class Template(Struct, frozen=True):
    """`body` is a definition without name and description, in which a Chosen stands for each choice."""

    key: str
    name: str
    description: str
    category: Category
    choices: tuple[Choice, ...]
    body: Mapping[str, object]


def instantiate(template: Template, choices: Mapping[str, str], reference: Reference) -> Definition:
    """Raises Invalid, whose `field` names the choice that is missing, unknown or wrong."""
    known = {choice.key: choice for choice in template.choices}
    for key in choices:
        if key not in known:
            raise _wrong(key, f"The template {template.key!r} has no choice {key!r}.")
    made = {key: _value(choice, choices, reference) for key, choice in known.items()}
    named = {key: name_of(choice, made[key], reference) for key, choice in known.items()}
    body = cast("dict[str, object]", _filled(template.body, made, named))
    try:
        return parse_definition(
            {"name": template.name, "description": template.description, **body}
        )
    except Invalid as error:
        text = f"These choices do not go together: {error.text}"
        raise Invalid(text, field="body.choices", **error.details) from error


def _value(choice: Choice, choices: Mapping[str, str], reference: Reference) -> str:
    value = choices.get(choice.key, choice.proposal)
    if value is None:
        raise _wrong(choice.key, f"{choice.label} ({choice.key}) is still to be chosen.")
    fault = find_fault(choice, value, reference)
    if fault is not None:
        raise _wrong(choice.key, f"{choice.label} ({choice.key}): {fault}.")
    return value


def _wrong(key: str, text: str) -> Invalid:
    return Invalid(text, field=f"body.choices.{key}", choice=key)


def _filled(part: object, made: Mapping[str, str], named: Mapping[str, str]) -> object:
    match part:
        case Chosen(key=key, layout=layout, by_name=by_name):
            return layout.replace("{}", (named if by_name else made)[key], 1)
        case Mapping():
            entries = cast("Mapping[str, object]", part).items()
            return {key: _filled(value, made, named) for key, value in entries}
        case list() | tuple():
            return [_filled(value, made, named) for value in cast("Sequence[object]", part)]
        case _:
            return part
