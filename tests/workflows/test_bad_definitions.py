"""Definitions that nobody should send: a clear refusal in bounded time, and never an exception."""

import json
import sys
from collections.abc import Mapping
from datetime import date
from types import FrameType
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depth import at_least
from parley.domain.errors import Invalid, LimitExceeded
from parley.workflows import limits
from parley.workflows.checks import Finding, validate_for_publish
from parley.workflows.definition import Definition, parse_definition
from workflows.corpus.clean import CLEAN
from workflows.corpus.defects import DEFECTS
from workflows.corpus.world import corpus_reference
from workflows.corpus.writing import (
    Json,
    ask,
    assign,
    both,
    branch,
    close,
    either,
    flow,
    iff,
    jump,
    put,
    say,
    wait,
)

REFERENCE = corpus_reference()
SMALL = flow(a=say())


def refusal_of(data: object) -> Invalid:
    with pytest.raises(Invalid) as refused:
        parse_definition(data)
    assert refused.value.details.get("errors") or isinstance(refused.value, LimitExceeded)
    return refused.value


def test_ten_thousand_steps_in_a_circle_are_refused_in_one_sentence() -> None:
    steps = {f"s{n}": say(next=f"s{(n + 1) % 10_000}") for n in range(10_000)}
    assert "at most 1000 steps, not 10000" in refusal_of(flow(**steps)).text
    assert "at most 1000 steps, not 10000" in refusal_of(json.dumps(flow(**steps))).text


def test_a_thousand_steps_in_a_circle_are_one_finding() -> None:
    steps = {f"s{n}": say(next=f"s{(n + 1) % 1000}") for n in range(1000)}
    found = validate_for_publish(parse_definition(flow(**steps)), REFERENCE)
    assert [finding.code for finding in found] == ["loop_without_wait"]
    assert len(found[0].path) == 2001


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"steps":{"a":'])
def test_a_hundred_thousand_brackets_are_nested_too_deeply(opening: str) -> None:
    assert "nested too deeply" in refusal_of(opening * 100_000).text or "Invalid JSON" in (
        refusal_of(opening * 100_000).text
    )


def test_nested_lists_and_maps_are_refused_from_65_levels_on() -> None:
    deep: object = "x"
    for _ in range(70):
        deep = {"a": [deep]}
    assert "nested too deeply" in refusal_of({**SMALL, "layout": deep}).text


def test_a_map_that_contains_itself_comes_to_an_end() -> None:
    bomb: list[object] = ["lol"] * 10
    for _ in range(12):
        bomb = [bomb] * 10
    assert refusal_of({**SMALL, "layout": {"lol": bomb}}).code == "limit_exceeded"
    endless: dict[str, object] = {}
    endless["again"] = endless
    assert "nested too deeply" in refusal_of({**SMALL, "layout": endless}).text


def test_a_key_that_stands_twice_is_refused_and_named() -> None:
    text = json.dumps(SMALL)
    twice = text.replace('"steps": {', '"steps": {"a": {"kind": "wait", "seconds": 1}, ')
    assert refusal_of(twice).text == "a: This key stands twice in one object."


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 400, "9" * 5000])
def test_numbers_that_json_does_not_have_are_refused(number: str) -> None:
    refusal_of(json.dumps(SMALL).replace('"start"', f'"quiet_seconds": {number}, "start"'))


@pytest.mark.parametrize("text", ["\0", "a\ud800b"])
def test_text_that_cannot_be_stored_is_refused(text: str) -> None:
    assert "cannot be stored" in refusal_of(flow(a=say(text))).text
    assert "cannot be stored" in refusal_of(json.dumps(flow(a=say(text)))).text
    assert "cannot be stored" in refusal_of({**SMALL, text: 1}).text


def test_bytes_that_are_no_text_are_refused() -> None:
    assert "UTF-8" in refusal_of(b"\xff\xfe{}").text
    assert parse_definition(b"\xef\xbb\xbf" + json.dumps(SMALL).encode()).name == "Case"


@pytest.mark.parametrize("value", [date(2026, 1, 1), {1}, b"x", object()])
def test_values_that_json_does_not_know_are_refused(value: object) -> None:
    assert "JSON has no" in refusal_of({**SMALL, "layout": {"x": value}}).text


def test_keys_that_are_no_text_are_refused() -> None:
    assert "not text" in refusal_of({**SMALL, "layout": {1: "x"}}).text


def test_what_a_newer_version_has_made_says_which_version_is_understood() -> None:
    newer = refusal_of({**SMALL, "schema_version": 7})
    assert newer.text.endswith("is of version 7; this Parley understands version 1.")
    kind = refusal_of(flow(a={"kind": "teleport"}))
    assert "'teleport'" in kind.text
    assert kind.text.endswith("A newer Parley may know it; this one understands version 1.")
    trigger = refusal_of(flow({"kind": "full_moon"}, a=say()))
    assert trigger.text.startswith("trigger: ")


def test_of_a_thousand_mistakes_the_first_hundred_are_told() -> None:
    steps: dict[str, Json] = {f"s{n}": wait(-1) for n in range(1000)}
    errors = cast("list[object]", refusal_of(flow(**steps)).details["errors"])
    assert len(errors) == limits.ERRORS_SHOWN


def test_a_huge_text_is_refused_by_its_limit() -> None:
    assert "at most 4096 characters" in refusal_of(flow(a=say("x" * 1_000_000))).text
    assert "4000000 bytes" in refusal_of(json.dumps(flow(a=say("x" * 5_000_000)))).text


# -- anything at all -----------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=20,
)
SEEDS = [case.definition for case in (*DEFECTS, *CLEAN)]


def look_at(data: object) -> tuple[Definition, list[Finding]] | None:
    """What is understood is checked without an exception; all else is refused."""
    try:
        definition = parse_definition(data)
    except Invalid:
        return None
    assert parse_definition(definition.model_dump_json()) == definition
    assert len(definition.content_hash) == 64
    return definition, validate_for_publish(definition, REFERENCE)


@given(JSON)
def test_any_json_value_is_a_definition_or_is_refused(data: object) -> None:
    look_at(data)
    look_at(json.dumps(data))


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_any_text_is_a_definition_or_is_refused(data: str | bytes) -> None:
    look_at(data)


def _spoilt(value: object, draw: st.DataObject) -> object:
    """The same with one part, chosen by chance, replaced by anything."""
    inner = list(cast("Mapping[str, object]", value)) if isinstance(value, dict) else []
    if not inner or draw.draw(st.integers(0, 3)) == 0:
        return draw.draw(JSON | st.sampled_from(WORDS))
    key = draw.draw(st.sampled_from(inner))
    changed = dict(cast("Mapping[str, object]", value))
    changed[key] = _spoilt(changed[key], draw)
    return changed


WORDS: list[object] = [
    "a",
    "b",
    "{{var.x|y}}",
    "{{",
    "}}",
    "{{a.b:upper|{{c.d}}",
    "contact.name",
    0,
    -1,
    [],
    {},
]


@given(st.sampled_from(SEEDS), st.data())
@settings(max_examples=at_least(300))
def test_a_definition_with_one_part_spoilt_is_checked_or_refused(
    seed: Json, draw: st.DataObject
) -> None:
    look_at(_spoilt(seed, draw))


# -- any graph -----------------------------------------------------------------------------------------

IDS = "abcdefgh"
TARGET = st.sampled_from([*IDS, None])
READS = st.sampled_from(["hi", "{{var.x}}", "{{var.y|-}}", "{{contact.email|-}}"])
CONDITION = st.recursive(
    st.builds(
        iff,
        st.sampled_from(["var.x", "contact.fields.city", "contact.fields.budget"]),
        st.sampled_from(["is_equal_to", "is_not_equal_to", "is_greater_than", "contains"]),
        st.sampled_from(["x", "1", 1, True, 2.5, "{{var.y}}"]),
    ),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: both(*parts))
        | st.lists(inner, max_size=3).map(lambda parts: either(*parts))
    ),
    max_leaves=6,
)


SECONDS = st.sampled_from([1, 3600, 100_000])
To = str | None


def _say(text: str, to: To) -> Json:
    return say(text, next=to)


def _ask(into: str, good: To, late: To, wrong: To) -> Json:
    return ask(into=into, success=good, timeout=late, invalid=wrong)


def _branch(first: Json, second: Json, a: To, b: To) -> Json:
    return branch(first, second, b0=a, b1=b)


def _wait(seconds: int, to: To) -> Json:
    return wait(seconds, next=to)


def _jump(times: int, to: To, after: To) -> Json:
    return jump(times, target=to, exhausted=after)


def _assign(to: To, late: To) -> Json:
    return assign(next=to, timeout=late)


def _put(text: str, to: To) -> Json:
    return put("contact", "city", text, next=to)


INTO = st.sampled_from(["x", "y", "contact.city"])
STEP = st.one_of(
    st.builds(_say, READS, TARGET),
    st.builds(_ask, INTO, TARGET, TARGET, TARGET),
    st.builds(_branch, CONDITION, CONDITION, TARGET, TARGET),
    st.builds(_wait, SECONDS, TARGET),
    st.builds(_jump, st.integers(1, 100), TARGET, TARGET),
    st.builds(_assign, TARGET, TARGET),
    st.builds(_put, READS, TARGET),
    st.builds(close, READS),
)
GRAPH = st.dictionaries(st.sampled_from(IDS), STEP, min_size=1)


@given(GRAPH)
@settings(max_examples=at_least(300))
def test_any_graph_is_checked_and_every_way_shown_is_a_way(drawn: Mapping[str, Json]) -> None:
    looked = look_at(flow({"kind": "conversation_opened"}, **drawn))
    assert looked is not None
    definition, findings = looked
    for finding in findings:
        path = finding.path
        if path:
            assert path[0] == definition.start
            for step_id, lane, after in zip(path[::2], path[1::2], path[2::2], strict=False):
                assert definition.steps[step_id].leads_to(lane) == after


@given(GRAPH)
def test_a_variable_is_said_to_be_unset_exactly_where_a_walk_finds_it_so(
    drawn: Mapping[str, Json],
) -> None:
    """Against a walk through all states of step and variable."""
    looked = look_at(flow(**drawn))
    assert looked is not None
    definition, findings = looked
    states, ahead = set[tuple[str, bool]](), [(definition.start, False)]
    while ahead:
        state = ahead.pop()
        step_id, is_set = state
        if state in states or step_id not in definition.steps:
            continue
        states.add(state)
        step = definition.steps[step_id]
        for lane, target in step.lanes.items():
            if target is not None:
                saves = "x" in step.saved_variables() and (not step.SAVED or lane in step.SAVED)
                ahead.append((target, is_set or saves))
    told = {f.step_id for f in findings if f.code == "variable_perhaps_unset"}
    reads = {name for name, s in definition.steps.items() if "{{var.x}}" in s.templates()}
    both_ways = {name for name in reads if {(name, True), (name, False)} <= states}
    assert told == both_ways


# -- time ----------------------------------------------------------------------------------------------


def long_chain(count: int) -> Definition:
    """Questions, branches, messages and waits in turn, with ways back."""
    made: dict[str, Json] = {}
    for n in range(0, count, 4):
        here, after = [f"s{n + k}" for k in range(4)], f"s{n + 4}" if n + 4 < count else None
        made[here[0]] = ask(
            into=f"v{n % 100}", success=here[1], timeout=here[2], invalid=here[1], failure=None
        )
        made[here[1]] = branch(
            iff(f"var.v{n % 100}", "is_equal_to", "x"),
            iff("contact.fields.city", "is_equal_to", f"{n}"),
            **{"b0": here[2], "b1": here[3], "else": here[3]},
        )
        made[here[2]] = say(f"You said {{{{var.v{n % 100}|nothing}}}}", next=here[3], failure=None)
        made[here[3]] = wait(60, next=after) if n % 8 else jump(3, target=here[0], exhausted=after)
    return parse_definition(flow({"kind": "conversation_opened"}, **made))


def calls_to_check(definition: Definition) -> int:
    count = 0

    def on_call(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(on_call)
    try:
        validate_for_publish(definition, REFERENCE)
    finally:
        sys.setprofile(before)
    return count


def test_twice_the_steps_are_checked_in_about_twice_the_work() -> None:
    assert {f.code for f in validate_for_publish(long_chain(80), REFERENCE)} <= {"left_unassigned"}
    small, large = calls_to_check(long_chain(400)), calls_to_check(long_chain(800))
    assert large < 2.5 * small


def test_a_wait_that_leads_to_itself_within_a_circle_of_jumps_is_checked() -> None:
    looked = look_at(
        flow(
            {"kind": "conversation_opened"},
            a={**say(), "lanes": {"next": "b"}},
            b={"kind": "wait", "seconds": 60, "lanes": {"next": "b", "failure": "j"}},
            j={"kind": "jump_to", "max_jumps": 2, "lanes": {"target": "a"}},
        )
    )
    assert looked is not None
    assert looked[0].steps.keys() == {"a", "b", "j"}
