"""The tests beside each template, as users write theirs; `<key>` stands for what was chosen."""

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import cast

from parley.domain.workspace import Reference
from parley.workflows.templates.choices import Choice, ChoiceKind
from parley.workflows.templates.template import Template, make_choices
from parley.workflows.text.reading import read

_MARK = re.compile(r"<([a-z][a-z0-9_]*(?:\.path)?)>")
_PLACE = re.compile(r"\{\{.*?\}\}")


def suite_of(
    template: Template, choices: Mapping[str, str], reference: Reference
) -> dict[str, object]:
    """`workspace` and `tests` as plain data; `<key.path>` is where a field that was chosen is read. Raises
    Invalid for choices as `make_choices` does.
    """
    made = make_choices(template, choices, reference)
    said = {choice.key: _said(choice, made.names[choice.key]) for choice in template.choices}
    said |= {f"{key}.path": path for key, path in made.paths.items()}
    return cast("dict[str, object]", _filled(_read(template.key), said))


def list_tests(template: Template) -> list[str]:
    """Their names."""
    tests = cast("list[Mapping[str, str]]", _read(template.key)["tests"])
    return [test["name"] for test in tests]


@lru_cache(maxsize=1024)
def _read(key: str) -> Mapping[str, object]:
    """The files are a part of the program as its modules are."""
    return read(
        (files("parley.workflows.templates") / "suites" / f"{key}.yaml").read_text("utf-8")
    ).data


def _said(choice: Choice, name: str) -> str:
    """Words that may hold places are looked for by their longest part that holds none."""
    if choice.kind not in (ChoiceKind.TEXT, ChoiceKind.URL):
        return name
    return max(_PLACE.split(name), key=len).strip()


def _filled(part: object, said: Mapping[str, str]) -> object:
    match part:
        case str():
            return _MARK.sub(lambda mark: said.get(mark[1], mark[0]), part)
        case Mapping():
            return _merged(cast("Mapping[str, object]", part), said)
        case list():
            return [_filled(value, said) for value in cast("list[object]", part)]
        case _:
            return part


def _merged(part: Mapping[str, object], said: Mapping[str, str]) -> dict[str, object]:
    """Two choices may be one and the same: a team that was chosen twice has the members of both."""
    merged: dict[str, object] = {}
    for mark, value in part.items():
        key, filled = str(_filled(mark, said)), _filled(value, said)
        former = merged.get(key)
        if isinstance(former, list) and isinstance(filled, list):
            filled = [*cast("list[object]", former), *cast("list[object]", filled)]
        merged[key] = filled
    return merged
