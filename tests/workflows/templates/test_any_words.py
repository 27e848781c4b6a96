"""Whatever teams, tags and answers are called, a template can be drawn, written, read, and passes its tests."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.commands.workflow_files import bare
from parley.domain.errors import Invalid
from parley.rehearsal.workspace import invent
from parley.workflows import limits
from parley.workflows.answers.folding import fold, strip_diacritics
from parley.workflows.templates import TEMPLATES, ChoiceKind, Template, instantiate
from parley.workflows.templates.choices import WORDS, stand_in, value_of
from parley.workflows.templates.suite import suite_of
from parley.workflows.text.document import write_document
from parley.workflows.text.names import names_of
from workflows.templates.test_suites import played_from

NO_NAMES = (
    ChoiceKind.URL,
    ChoiceKind.CONTACT_FIELD,
    ChoiceKind.CONVERSATION_FIELD,
    ChoiceKind.SEALED,
)
NAMES = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), min_size=1, max_size=30
).filter(lambda name: name.strip() == name and "{{" not in name)


@st.composite
def chosen(draw: st.DrawFn) -> tuple[Template, dict[str, str]]:
    """All choices made, proposals or not; a contact can tell them apart by their letters."""
    template = draw(st.sampled_from(list(TEMPLATES.values())))
    words: dict[str, str] = {}
    taken: set[str] = set()
    for choice in template.choices:
        if choice.kind in NO_NAMES:
            words[choice.key] = stand_in(choice)
            continue
        most = limits.TEMPLATE_TITLE_LENGTH if choice.kind is ChoiceKind.TITLE else None
        names = NAMES.map(lambda name, most=most: name[:most].strip())
        word = draw(names.filter(lambda name: as_typed(name) not in {*taken, ""}))
        words[choice.key] = word
        taken.add(as_typed(word))
    return template, words


def as_typed(name: str) -> str:
    """Its letters, as a hurried contact writes them."""
    return "".join(letter for letter in strip_diacritics(fold(name)) if letter.isalpha())


def check_words(template: Template, words: dict[str, str]) -> None:
    named = [(c.kind.value, words[c.key]) for c in template.choices if c.kind not in WORDS]
    reference = invent(bare(), named)
    names = names_of(reference)
    choices = {c.key: value_of(c, words[c.key], names) for c in template.choices}
    try:
        definition = instantiate(template, choices, reference)
    except Invalid as error:
        # Two answers that are the same to a contact.
        assert "do not go together" in error.text  # noqa: PT017 - the other outcome is checked below
        return
    text = write_document(definition, names, beside=suite_of(template, choices, reference))
    result = played_from(text)
    assert {case.name: case.failure for case in result.cases if not case.passed} == {}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(chosen())
def test_names_do_not_matter(case: tuple[Template, dict[str, str]]) -> None:
    check_words(*case)


@pytest.mark.deep
@pytest.mark.timeout(1_800)
@settings(max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(chosen())
def test_two_thousand_names_do_not_matter(case: tuple[Template, dict[str, str]]) -> None:
    check_words(*case)
