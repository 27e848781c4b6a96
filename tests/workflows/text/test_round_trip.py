"""A definition written as YAML and read again is the same, whatever it holds."""

import pytest
from hypothesis import HealthCheck, given, settings

from any_definition import DEFINITIONS
from desks import SALES, SUPPORT, make_reference
from parley.workflows.definition import Definition
from parley.workflows.samples import bench_inbound, demo_inbound
from parley.workflows.templates import TEMPLATES
from parley.workflows.text.document import parse_document, write_document
from parley.workflows.text.names import NO_NAMES, names_of
from workflows.templates.drawing import drawn

NAMES = names_of(make_reference())
SAMPLES = [demo_inbound(sales=SALES, support=SUPPORT), bench_inbound(sales=SALES, support=SUPPORT)]


@settings(max_examples=60, deadline=None)
@given(DEFINITIONS)
def test_any_definition_comes_back_from_its_text(definition: Definition) -> None:
    for names in (NO_NAMES, NAMES):
        text = write_document(definition, names)
        assert parse_document(text, names).definition == definition


@pytest.mark.deep
@pytest.mark.timeout(1_800)
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DEFINITIONS)
def test_ten_thousand_definitions_come_back_from_their_texts(definition: Definition) -> None:
    assert parse_document(write_document(definition, NAMES), NAMES).definition == definition


@settings(max_examples=40, deadline=None)
@given(DEFINITIONS, DEFINITIONS)
def test_any_definition_written_over_any_other_comes_back(
    definition: Definition, former: Definition
) -> None:
    text = write_document(definition, NAMES, former=write_document(former, NAMES))
    assert parse_document(text, NAMES).definition == definition


@pytest.mark.parametrize("definition", SAMPLES, ids=lambda sample: sample.name)
def test_a_text_is_stable(definition: Definition) -> None:
    text = write_document(definition, NAMES)
    again = write_document(parse_document(text, NAMES).definition, NAMES)
    assert again == text
    assert write_document(definition, NAMES, former=text) == text


def test_a_text_says_names_and_leaves_out_what_goes_without_saying() -> None:
    text = write_document(SAMPLES[0], NAMES)
    assert "team_id: Sales" in text
    assert "online_only" not in text
    assert str(SALES) not in text
    assert text.index("  welcome:") < text.index("  topic:") < text.index("  thanks:")


@pytest.mark.parametrize("key", sorted(TEMPLATES))
def test_every_template_comes_back_from_its_text(key: str) -> None:
    definition = drawn(key)
    text = write_document(definition, NAMES)
    assert parse_document(text, NAMES).definition == definition
    assert write_document(definition, NAMES, former=text) == text
