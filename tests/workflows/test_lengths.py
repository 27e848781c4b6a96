"""How long a text is, as each provider counts it: for checks, for sending and for buttons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desks import PLAIN, WITH_BUTTONS
from parley.actions.messages import fit_content
from parley.domain.channel import LengthUnit
from parley.domain.content import Button, Prompt, Text, numbered
from parley.domain.errors import LimitExceeded
from parley.workflows.checks import validate_for_publish
from parley.workflows.definition import parse_definition
from workflows.corpus.world import corpus_reference
from workflows.corpus.writing import choose, flow, say


@pytest.mark.parametrize(
    ("text", "characters", "utf16", "bytes_"),
    [
        ("", 0, 0, 0),
        ("Hello", 5, 5, 5),
        ("Tiếng Việt", 10, 10, 14),
        ("🙂", 1, 2, 4),
        ("👨‍👩‍👧", 5, 8, 18),
        ("مرحبا", 5, 5, 10),
    ],
)
def test_a_text_is_as_long_as_its_channel_counts(
    text: str, characters: int, utf16: int, bytes_: int
) -> None:
    assert [unit.measure(text) for unit in LengthUnit] == [characters, utf16, bytes_]


@given(st.text())
def test_units_are_those_of_the_encodings(text: str) -> None:
    storable = text.encode("utf-8", "ignore").decode()
    assert LengthUnit.UTF16.measure(storable) * 2 == len(storable.encode("utf-16-le"))
    assert LengthUnit.BYTES.measure(storable) == len(storable.encode())


def test_a_message_is_refused_in_the_unit_of_its_channel() -> None:
    counting = replace(PLAIN, text_limit=10, length_unit=LengthUnit.UTF16)
    assert fit_content(Text("🙂" * 5), counting) == Text("🙂" * 5)
    with pytest.raises(LimitExceeded, match="at most 10 UTF-16 units"):
        fit_content(Text("🙂" * 6), counting)
    with pytest.raises(LimitExceeded, match="at most 10 bytes"):
        fit_content(Text("ế" * 4), replace(counting, length_unit=LengthUnit.BYTES))


def test_buttons_that_are_too_long_in_the_unit_become_numbers() -> None:
    counting = replace(WITH_BUTTONS, length_unit=LengthUnit.UTF16)
    assert counting.has_room_for(["🙂" * 10])
    assert not counting.has_room_for(["🙂" * 11])
    prompt = Prompt("Which?", (Button("a", "Red"), Button("b", "Blue")))
    assert fit_content(prompt, PLAIN) == Text(numbered("Which?", ["Red", "Blue"]))


def told(definition: dict[str, object]) -> list[str]:
    found = validate_for_publish(parse_definition(definition), corpus_reference())
    return [finding.sentence for finding in found if finding.code == "text_too_long"]


def test_the_check_names_the_channel_and_its_unit() -> None:
    assert told(flow(a=say("🙂" * 1501))) == [
        "Custom takes at most 2000 UTF-16 units, not 3002.",
        "Letters takes at most 6000 bytes, not 6004.",
    ]


def test_a_variant_is_for_its_own_channel_and_the_usual_text_for_the_others() -> None:
    long, short = "x" * 3000, "short"
    variants = [{"channel_kind": "custom", "text": short}]
    assert told(flow(a={**say(long), "variants": variants})) == []
    assert len(told(flow(a={**say(long), "variants": []}))) == 1
    covered = [{"channel_kind": kind, "text": short} for kind in ("custom", "whatsapp", "mail")]
    assert told(flow(a={**say("x" * 4096), "variants": covered})) == []


def test_options_that_become_lines_count_where_there_are_no_buttons() -> None:
    """The two lines "1. Red" and "2. Blue" take fifteen more, with their breaks."""
    question = choose("Red", "Blue", timeout=None)
    assert told(flow(a={**question, "text": "x" * 1985})) == []
    assert told(flow(a={**question, "text": "x" * 1986})) == [
        "Custom takes at most 2000 UTF-16 units, not 2001."
    ]
