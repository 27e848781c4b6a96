"""What a text may not hold is refused with its line, before anything is built of it."""

import time
from typing import Any, cast

import pytest

from desks import SALES, SUPPORT, make_reference
from parley.domain.errors import Invalid, LimitExceeded, Refusal
from parley.workflows import limits
from parley.workflows.samples import demo_inbound
from parley.workflows.text.document import parse_document, write_document
from parley.workflows.text.names import NO_NAMES, make_names, names_of
from parley.workflows.text.reading import read

NAMES = names_of(make_reference())
DEMO = write_document(demo_inbound(sales=SALES, support=SUPPORT), NAMES)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: &x [1]\n", "Line 2: anchors, aliases and tags are not taken"),
        ("a: 1\nb: *x\n", "Line 2: "),
        ("a: !!python/object:os.system x\n", "Line 1: anchors, aliases and tags are not taken"),
        ("a: 1\n<<: {b: 2}\na: 3\n", "Line 3: the key 'a' is given twice"),
        ("a: 1\n---\nb: 2\n", "Line 2: there is a second document"),
        ("- a\n- b\n", "Line 1: a workflow's text is a map"),
        ("", "Line 1: a workflow's text is a map"),
        ("a: [1, 2\nb: 3\n", "this is no YAML"),
        ("a: b\n\tc: d\n", "Line 2: this is no YAML"),
        ("? [a, b]\n: c\n", "Line 1: a key is a word"),
        ("a: \x00\n", "this is no YAML"),
        ("a: 'never ends\n", "this is no YAML"),
    ],
)
def test_a_text_that_is_no_plain_yaml_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(text)
    assert said in refused.value.text


def test_a_bomb_of_aliases_goes_off_nowhere() -> None:
    bomb = "a: &a [x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{former}'] * 9)}]\n"
        for former, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(Invalid, match="Line 1: anchors"):
        read(bomb)


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "x" * limits.YAML_BYTES,
        "a: " + "[" * 5_000,
        "a: " + "{a: " * 5_000,
        "\n".join(f"{' ' * depth}a:" for depth in range(200)),
        "a: [" + "1," * limits.YAML_VALUES + "]",
    ],
    ids=["long", "brackets", "braces", "deep", "many"],
)
def test_a_text_beyond_the_limits_is_refused_in_time(text: str) -> None:
    begun = time.monotonic()
    with pytest.raises(LimitExceeded):
        read(text)
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("team_id: Sales", "team_id: Sails", "there is no team 'Sails'"),
        ("retries: 2", "retries: many", "retries"),
        ("kind: branch", "kind: teleport", "teleport"),
        ("start: welcome", "begin: welcome", "begin"),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, said: str) -> None:
    text = DEMO.replace(old, new, 1)
    with pytest.raises(Invalid) as refused:
        parse_document(text, NAMES)
    errors = cast("list[dict[str, Any]]", refused.value.details["errors"])
    lines = text.splitlines()
    told: list[tuple[str, str]] = [
        (lines[int(error["line"]) - 1], str(error["message"])) for error in errors
    ]
    assert any(said in message for _, message in told)
    assert any(new.split(maxsplit=1)[0] in line or "which:" in line for line, _ in told)


def test_a_name_that_two_teams_have_is_refused() -> None:
    twice = make_names([("team", SALES, "Sales"), ("team", SUPPORT, "sales")])
    with pytest.raises(Invalid, match="2 have the name team 'Sales'"):
        parse_document(DEMO, twice)


def test_without_a_workspace_ids_are_taken_and_names_are_not() -> None:
    demo = demo_inbound(sales=SALES, support=SUPPORT)
    assert parse_document(write_document(demo, NO_NAMES), NO_NAMES).definition == demo
    with pytest.raises(Refusal, match="there is no team 'Sales'"):
        parse_document(DEMO, NO_NAMES)


def test_words_mean_what_they_look_like() -> None:
    found = read("a: no\nb: 010\nc: 1e3\nd: ~\ne: 2026-03-02\nf: 'true'\ng: True\nh: 0x10\n").data
    assert found == {
        "a": "no", "b": 10, "c": 1000.0, "d": None, "e": "2026-03-02", "f": "true", "g": True,
        "h": "0x10",
    }  # fmt: skip
