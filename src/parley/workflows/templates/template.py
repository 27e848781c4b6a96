"""A workflow drawn for nobody in particular: with the choices made it becomes a definition."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Literal, cast

from msgspec import Struct

from parley.domain.errors import Invalid
from parley.domain.workspace import Reference
from parley.workflows.definition import Definition, parse_definition
from parley.workflows.templates.choices import Choice, Chosen, find_fault, name_of, path_of

# What an expression reads as more than itself within a text.
_MARKS = re.compile(r'["\\]')


class Category(StrEnum):
    GREETING = "greeting"
    ASSIGNMENT = "assignment"
    ROUTING = "routing"
    BUSINESS = "business"
    COLLECTING = "collecting"
    SUPERVISION = "supervision"
    FOLLOWING_UP = "following_up"
    ADVERTISING = "advertising"


class Template(Struct, frozen=True):
    """`body` is a definition without name and description, in which a Chosen stands for each choice."""

    key: str
    name: str
    description: str
    category: Category
    choices: tuple[Choice, ...]
    body: Mapping[str, object]


class Made(Struct, frozen=True):
    """All choices of a template, those that were left to its proposals included: their values, the names
    of what they mean, and the paths of fields.
    """

    values: Mapping[str, str]
    names: Mapping[str, str]
    paths: Mapping[str, str]

    def said(self, key: str, by: Literal["value", "name", "path", "quoted"]) -> str:
        match by:
            case "value":
                return self.values[key]
            case "name":
                return self.names[key]
            case "path":
                return self.paths[key]
            case "quoted":
                return '"' + _MARKS.sub(r"\\\g<0>", self.values[key]) + '"'


def make_choices(template: Template, choices: Mapping[str, str], reference: Reference) -> Made:
    """Raises Invalid for choices that are missing, unknown or wrong: `field` and `choice` name the first,
    `errors` lists them all.
    """
    known = {choice.key: choice for choice in template.choices}
    faults = {
        key: f"The template {template.key!r} has no choice {key!r}."
        for key in choices
        if key not in known
    }
    values: dict[str, str] = {}
    for key, choice in known.items():
        value = choices.get(key, choice.proposal)
        fault = _fault(choice, value, reference)
        if value is None or fault is not None:
            faults[key] = fault or ""
        else:
            values[key] = value
    if faults:
        errors = [{"field": f"body.choices.{key}", "message": text} for key, text in faults.items()]
        first, text = next(iter(faults.items()))
        raise Invalid(text, field=f"body.choices.{first}", choice=first, errors=errors)
    names = {key: name_of(known[key], value, reference) for key, value in values.items()}
    paths = {key: path_of(known[key], value) for key, value in values.items()}
    return Made(values, names, paths)


def instantiate(template: Template, choices: Mapping[str, str], reference: Reference) -> Definition:
    """Raises Invalid for choices as `make_choices` does, and for those that do not go together."""
    made = make_choices(template, choices, reference)
    body = cast("dict[str, object]", _filled(template.body, made))
    try:
        return parse_definition(
            {"name": template.name, "description": template.description, **body}
        )
    except Invalid as error:
        text = f"These choices do not go together: {error.text}"
        raise Invalid(text, field="body.choices", **error.details) from error


def _fault(choice: Choice, value: str | None, reference: Reference) -> str | None:
    if value is None:
        return f"{choice.label} ({choice.key}) is still to be chosen."
    fault = find_fault(choice, value, reference)
    return fault and f"{choice.label} ({choice.key}): {fault}."


def _filled(part: object, made: Made) -> object:
    match part:
        case Chosen(key=key, layout=layout, by=by):
            return layout.replace("{}", made.said(key, by), 1)
        case Mapping():
            entries = cast("Mapping[str, object]", part).items()
            return {key: _filled(value, made) for key, value in entries}
        case list() | tuple():
            return [_filled(value, made) for value in cast("Sequence[object]", part)]
        case _:
            return part
