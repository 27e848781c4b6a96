"""The corpus: every seeded defect is found where it is, and what is clean raises no alarm at all."""

from typing import cast

import pytest

from parley.domain.errors import Invalid
from parley.domain.workspace import Reference
from parley.workflows.checks import Finding, validate_for_publish
from parley.workflows.definition import Definition, parse_definition
from workflows.corpus import page
from workflows.corpus.clean import CLEAN
from workflows.corpus.defects import DEFECTS
from workflows.corpus.refusals import REFUSED, Refused
from workflows.corpus.world import MINE, corpus_reference
from workflows.corpus.writing import Case, Clean, Json

# These are shown along a way; of the others the step alone says it.
SHOWN_ON_A_WAY = frozenset(
    {
        "branch_shadowed",
        "condition_always_holds",
        "condition_never_holds",
        "dead_end",
        "after_close",
        "left_unassigned",
        "loop_without_wait",
        "missing_target",
        "no_timeout_lane",
        "text_after_window",
        "trigger_cycle",
        "unmapped_status",
        "variable_never_set",
        "variable_perhaps_unset",
        "wait_after_assign",
    }
)


def look_at(data: Json, reference: Reference) -> tuple[Definition, list[Finding]]:
    definition = parse_definition(data)
    return definition, validate_for_publish(definition, reference, workflow_id=MINE)


def is_way(path: tuple[str, ...], definition: Definition) -> bool:
    """True if it begins at the start and each lane leads to the step after it."""
    if not path or path[0] != definition.start:
        return False
    for step_id, lane, target in zip(path[::2], path[1::2], path[2::2], strict=False):
        if definition.steps[step_id].leads_to(lane) != target:
            return False
    ends_on_lane = len(path) % 2 == 0
    return not ends_on_lane or path[-1] in definition.steps[path[-2]].lane_names


@pytest.mark.parametrize("case", DEFECTS, ids=lambda case: f"{case.code}: {case.what}")
def test_a_seeded_defect_of_the_corpus_is_found_where_it_is(case: Case) -> None:
    definition, findings = look_at(case.definition, corpus_reference(case.neighbours))
    found = [f for f in findings if f.code == case.code and f.step_id == case.step]
    assert found, findings
    assert found[0].severity == case.severity
    assert found[0].sentence.endswith(".")
    if case.code in SHOWN_ON_A_WAY and case.step is not None:
        assert is_way(found[0].path, definition), found[0].path
        assert case.step in found[0].path[::2]


@pytest.mark.parametrize("case", CLEAN, ids=lambda case: case.what)
def test_a_clean_workflow_of_the_corpus_raises_no_alarm(case: Clean) -> None:
    _, findings = look_at(case.definition, corpus_reference(case.neighbours))
    assert findings == []


@pytest.mark.parametrize("case", DEFECTS, ids=lambda case: case.what)
def test_a_seeded_defect_raises_no_second_alarm(case: Case) -> None:
    """One mistake is told once, so that nobody looks for what is not there."""
    _, findings = look_at(case.definition, corpus_reference(case.neighbours))
    assert {f.code for f in findings} == {case.code}


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.what)
def test_a_definition_of_the_corpus_that_cannot_be_read_is_refused_where_it_is(
    case: Refused,
) -> None:
    with pytest.raises(Invalid) as refused:
        parse_definition(case.definition)
    [error] = cast("list[dict[str, str]]", refused.value.details["errors"])
    assert case.place in error["field"]
    assert case.words in error["message"]


def test_the_corpus_is_as_large_as_promised_and_says_everything_once() -> None:
    assert len(DEFECTS) >= 60
    assert len(CLEAN) >= 30
    names = [case.what for case in (*DEFECTS, *CLEAN, *REFUSED)]
    assert len(set(names)) == len(names)


def test_the_page_of_seeded_defects_is_the_corpus() -> None:
    assert page.PAGE.read_text() == page.describe(), "run python -m workflows.corpus.page"
