"""Beside every template stand tests in the format that users write; they are played as `parley workflow test` does."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from parley.commands.workflow_files import bare
from parley.domain.workspace import Reference, Settings
from parley.rehearsal.script import parse_suite
from parley.rehearsal.suite import SuiteResult, run_suite
from parley.rehearsal.workspace import add_named, invent_named
from parley.workflows.checks import validate_for_publish
from parley.workflows.templates import TEMPLATES, ChoiceKind, Template, instantiate
from parley.workflows.templates.suite import suite_of
from parley.workflows.text.document import document_of, write_document
from parley.workflows.text.names import names_of
from parley.workflows.text.reading import read
from workflows.templates.drawing import a_workspace_for

ALL = pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))


def played(template: Template, words: Mapping[str, str] | None = None) -> SuiteResult:
    """Drawn, checked, written as a file, read without a server, and its tests played."""
    reference, choices = a_workspace_for(template)
    made = choices | dict(words or {})
    definition = instantiate(template, made, reference)
    assert validate_for_publish(definition, reference) == []
    suite = suite_of(template, made, reference)
    text = write_document(definition, names_of(reference), beside=suite)
    assert "<" not in str(suite), "a choice that the template does not have"
    return played_from(text)


def played_from(text: str) -> SuiteResult:
    found = read(text)
    reference: Reference = invent_named(bare(), found.data)
    document = document_of(found, names_of(reference))
    reference = add_named(reference, document.definition)
    return run_suite(document.definition, parse_suite(document.beside), reference)


@ALL
def test_the_tests_of_a_template_pass_and_take_every_lane(template: Template) -> None:
    result = played(template)
    assert {case.name: case.failure for case in result.cases if not case.passed} == {}
    coverage = result.coverage
    print(  # noqa: T201 - the figure is shown with `pytest -s`
        f"{template.key}: {len(result.cases)} tests, steps {coverage.steps_reached} of {coverage.steps}, "
        + f"lanes {coverage.lanes_reached} of {coverage.lanes}"
    )
    assert coverage.missed_steps == ()
    assert coverage.missed_lanes == ()


@ALL
def test_they_pass_with_other_words_as_well(template: Template) -> None:
    words = {
        choice.key: f"{{{{contact.first_name|friend}}}}, {number}: tiếng Việt"
        if choice.kind is ChoiceKind.TEXT
        else f"Other words {number}"
        for number, choice in enumerate(template.choices)
        if choice.kind in (ChoiceKind.TEXT, ChoiceKind.TITLE)
    }
    result = played(template, words)
    assert {case.name: case.failure for case in result.cases if not case.passed} == {}


@ALL
@pytest.mark.parametrize(
    ("timezone", "language", "country"),
    [
        ("Asia/Ho_Chi_Minh", "vi", "VN"),
        ("Europe/Berlin", "de", "DE"),
        ("America/New_York", "en", "US"),
        ("Pacific/Kiritimati", "en", "KI"),
    ],
)
def test_they_pass_wherever_the_business_is(
    template: Template, timezone: str, language: str, country: str
) -> None:
    bare_one, choices = a_workspace_for(template)
    settings = Settings(timezone=timezone, language=language, country=country)
    reference = replace(bare_one, settings=settings)
    definition = instantiate(template, choices, reference)
    suite = parse_suite(suite_of(template, choices, reference))
    result = run_suite(definition, suite, add_named(reference, definition))
    assert {case.name: case.failure for case in result.cases if not case.passed} == {}
