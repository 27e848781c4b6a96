"""A definition written as YAML and read again is the same, whatever it holds."""

from typing import get_args

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from any_definition import DEFINITIONS
from depth import at_least
from desks import SALES, SUPPORT, make_reference
from parley.workflows.definition import Definition
from parley.workflows.samples import bench_inbound, demo_inbound
from parley.workflows.steps import AnyStep, WaitForEvent
from parley.workflows.steps.wait_for_event import MessageComes
from parley.workflows.templates import TEMPLATES
from parley.workflows.text.document import parse_document, write_document
from parley.workflows.text.names import NO_NAMES, names_of
from parley.workflows.triggers import AnyTrigger
from workflows.templates.drawing import drawn
from workflows_by_hand import flow, say

ANY_KIND: tuple[type, ...] = (*get_args(get_args(AnyStep)[0]), *get_args(get_args(AnyTrigger)[0]))
SEEK = (Phase.generate,)
NAMES = names_of(make_reference())
SAMPLES = [demo_inbound(sales=SALES, support=SUPPORT), bench_inbound(sales=SALES, support=SUPPORT)]


@settings(max_examples=60, deadline=None)
@given(DEFINITIONS)
def test_any_definition_comes_back_from_its_text(definition: Definition) -> None:
    for names in (NO_NAMES, NAMES):
        text = write_document(definition, names)
        assert parse_document(text, names).definition == definition


@pytest.mark.deep
# Cut short in the midst of a draw, Hypothesis speaks of data that differs from run to run.
@pytest.mark.timeout(0)
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DEFINITIONS)
def test_ten_thousand_definitions_come_back_from_their_texts(definition: Definition) -> None:
    assert parse_document(write_document(definition, NAMES), NAMES).definition == definition


@settings(max_examples=at_least(40), deadline=None)
@given(DEFINITIONS, DEFINITIONS)
def test_any_definition_written_over_any_other_comes_back(
    definition: Definition, former: Definition
) -> None:
    text = write_document(definition, NAMES, former=write_document(former, NAMES))
    assert parse_document(text, NAMES).definition == definition


@pytest.mark.parametrize("kind", [*ANY_KIND], ids=lambda kind: kind.__name__)
def test_every_kind_of_step_and_trigger_is_drawn(kind: type) -> None:
    """One that is not belongs into tests/any_step.py or tests/any_trigger.py."""

    def is_drawn(definition: Definition) -> bool:
        return any(type(part) is kind for part in (definition.trigger, *definition.steps.values()))

    find(DEFINITIONS, is_drawn, settings=settings(max_examples=5_000, database=None, phases=SEEK))


def test_a_wait_for_a_message_comes_back_from_its_text() -> None:
    definition = flow(
        a=WaitForEvent(events=[MessageComes()], lanes={"happened": "b"}), b=say("Hello")
    )
    text = write_document(definition, NO_NAMES)
    assert "event: message" in text
    assert parse_document(text, NO_NAMES).definition == definition


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
