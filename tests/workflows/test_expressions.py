"""Set Variable: what is computed, what is no value, and that nothing gets out of hand."""

import re
from time import perf_counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from parley.workflows import limits
from parley.workflows.expressions import (
    BadExpression,
    evaluate,
    list_faults,
    list_paths,
    parse_expression,
)
from parley.workflows.expressions.functions import ARITIES
from parley.workflows.steps import SetVariable
from scenes import scene
from stories import Story
from workflows_by_hand import ask_number, flow, say


def value_of(text: str) -> object:
    return evaluate(parse_expression(text), scene()).value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 4 - 3", 3),
        ("8 / 4 / 2", 1),
        ("0.1 + 0.2", 0.3),
        ("-2 * -3", 6),
        ("var.n + 1", 4),
        ("contact.fields.budget * 1.5", 3),
        ('"3" + 4', 7),
        ('"a" & 1 & true', "a1yes"),
        ('contact.first_name & "\'s"', "Mai's"),
        ("1 < 2 and 2 < 3", True),
        ("1 > 2 or 3 >= 3", True),
        ("not 1 = 2", True),
        ("not (true and false)", True),
        ('"Ä" = "ä"', True),
        ("10 > 9", True),
        ('"10" > "9"', True),
        ('if(var.n > 2, "many", "few")', "many"),
        ("if(false, 1)", None),
        ('coalesce(var.gone, "", "x")', "x"),
        ("exists(var.gone)", False),
        ("var.gone = none", True),
        ("len(upper(trim('  ab ')))", 2),
        ("lower('ÄB')", "äb"),
        ("left('abcdef', 2) & right('abcdef', 2)", "abef"),
        ("replace('a-b-c', '-', '+')", "a+b+c"),
        ("contains('Hello', 'ELL')", True),
        ("starts_with('Hello', 'he') and ends_with('Hello', 'LO')", True),
        ("round(2.5)", 3),
        ("round(2.345, 2)", 2.35),
        ("floor(-1.5) + ceil(1.5)", 0),
        ("abs(-3)", 3),
        ("min(3, 1, 2) + max(3, 1, 2)", 4),
        ("today()", "2026-03-02"),
        ("add_days(today(), 30)", "2026-04-01"),
        ("add_days('2028-02-28', 1)", "2028-02-29"),
        ("days_between('2026-03-02', '2026-04-01')", 30),
        ("unix('1970-01-01T00:00:01+00:00')", 1),
        ("unix('2026-03-02')", 1772384400),
        ("unix('tomorrow')", None),
        ("year(today()) * 100 + month(today())", 202603),
        ("weekday('2026-03-02')", 1),
        ("date(now()) = today()", True),
        ("'2026-03-02' < '2026-10-01'", True),
        ("add_hours(now(), 2) > now()", True),
        ("var.names", "a, b"),
        ("round(100 / 3, 2)", 33.33),
    ],
)
def test_expressions_give_what_people_expect(text: str, value: object) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("1 / 0", "division by zero"),
        ("'abc' + 1", "'abc' is no number"),
        ("var.gone * 2", "there is no value"),
        ("true + 1", "is no number"),
        ("add_days('2026-02-30', 1)", "'2026-02-30' is no date"),
        ("add_days(today(), 4000000)", "no such day"),
        ("add_days(today(), 1000000000000)", "too large"),
        ("date('9999-12-31T23:59:59-12:00')", "no such day"),
        ("add_hours(today(), 1)", "a day has no hour"),
        ("round(1, 11)", "0 to 10 places"),
        (" * ".join(["1000000"] * 6), "too large"),
        ("replace('" + "a" * 100 + "', 'a', '" + "b" * 100 + "')", "more than 4096"),
    ],
)
def test_what_cannot_be_computed_is_no_value_with_a_note(text: str, note: str) -> None:
    result = evaluate(parse_expression(text), scene())
    assert result.value is None
    assert note in result.notes[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 +", "ends where a value should stand"),
        ("(1", "closing bracket"),
        ("1 2", "'2' at character 3"),
        ("foo", "no function and no place"),
        ("foo(1)", "no function 'foo'"),
        ("len()", "takes 1 values, not 0"),
        ("'open", "cannot read"),
        ("1..2", "cannot read"),
        ("__import__('os')", "no function"),
        ("a.b(1)", "no function"),
        ("contact.__class__.__mro__[0]", "cannot read"),
        ("lambda: 1", "cannot read"),
        ("1 if true else 2", "stands where"),
        ("(" * 26 + "1" + ")" * 26, "nests at most 25 deep"),
        ("-" * 26 + "1", "nests at most 25 deep"),
        ("not " * 26 + "1", "nests at most 25 deep"),
        ("1+" * 1000 + "1", "at most 2000 characters"),
        ("\u0661 + 1", "cannot read"),
        ("", "ends where"),
    ],
)
def test_what_is_no_expression_says_where_and_why(text: str, message: str) -> None:
    with pytest.raises(BadExpression, match=message.replace("(", r"\(").replace(")", r"\)")):
        parse_expression(text)


def test_a_path_is_looked_up_and_never_an_attribute() -> None:
    for path in ("contact.__class__", "contact.fields.__class__", "var.__init__", "run.variables"):
        assert value_of(path) is None


def test_a_long_sum_is_not_a_deep_one() -> None:
    assert value_of("+".join(["1"] * 999)) == 999


def test_text_grows_only_to_its_limit() -> None:
    text = "'" + "x" * 1000 + "'"
    doubled = evaluate(parse_expression(f"replace({text}, 'x', 'xxxx') & 'tail'"), scene())
    assert len(str(doubled.value)) == 4004
    grown = evaluate(parse_expression(f"replace({text}, 'x', 'xxxx') & {text[:200]}'"), scene())
    assert len(str(grown.value)) == limits.VARIABLE_LENGTH
    assert "cut at 4096" in grown.notes[0]


ODD = st.text(st.sampled_from("01.9+-*/()&<>=!,'\" \\abcvarnotfidue_\n"), max_size=200)


@given(st.text(max_size=200) | ODD)
def test_any_text_is_an_expression_or_a_clear_error(text: str) -> None:
    try:
        node = parse_expression(text)
    except BadExpression as error:
        said = str(error)
    else:
        said = str(evaluate(node, scene()))
    assert said


ATOMS = st.sampled_from(
    [
        "0",
        "1",
        "2.5",
        "99999999999999999999",
        "'abc'",
        "'2026-02-28'",
        "'9999-12-31'",
        "'9999-12-31T23:59:00+00:00'",
        "''",
        "true",
        "none",
        "var.n",
        "var.names",
        "var.gone",
        "contact.created_at",
        "today()",
        "now()",
    ]
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = st.sampled_from(["+", "-", "*", "/", "&", "=", "!=", "<", "<=", ">", "and", "or"])
    calls = st.sampled_from(sorted(ARITIES)).flatmap(
        lambda name: st.lists(
            inner, min_size=ARITIES[name][0], max_size=min(3, ARITIES[name][1])
        ).map(lambda values: f"{name}({', '.join(values)})")
    )
    joined = st.tuples(inner, signs, inner).map(lambda parts: f"({' '.join(parts)})")
    return calls | joined | inner.map("not {}".format) | inner.map("-{}".format)


@given(st.recursive(ATOMS, _grown, max_leaves=15))
def test_any_expression_has_a_value_or_none_in_bounded_time(text: str) -> None:
    try:
        node = parse_expression(text)
    except BadExpression as error:
        assert "nests at most" in str(error) or "characters" in str(error)  # noqa: PT017
        return
    began = perf_counter()
    first = evaluate(node, scene())
    assert perf_counter() - began < 1
    assert first == evaluate(node, scene())
    assert not isinstance(first.value, str) or len(first.value) <= limits.VARIABLE_LENGTH
    assert len(first.notes) <= 10


@given(st.recursive(ATOMS, _grown, max_leaves=10))
def test_what_is_said_to_have_no_value_before_publishing_has_none(text: str) -> None:
    """Where nothing is passed over, as the other side of an `if` is."""
    assume(not re.search(r"\b(if|coalesce|and|or)\b", text))
    try:
        node = parse_expression(text)
    except BadExpression:
        return
    if list(list_faults(node)):
        assert evaluate(node, scene()).notes


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1 / 0", "division by zero"),
        ("1 / '0.00'", "division by zero"),
        ("var.a / 2 / 0", "division by zero"),
        ("today() + 14", "+: what today() gives is no number"),
        ("1 + 2 - now()", "-: what now() gives is no number"),
        ("1 + 'two'", "+: 'two' is no number"),
        ("-(var.a > 1)", "negative: what stands there is no number"),
        ("if(var.a, 'x', 'y') * 2", "*: what if() gives is no number"),
        ("if(var.a, 2 / 0, 1)", "division by zero"),
        ("add_days('2026-02-30', 1)", "add_days: '2026-02-30' is no date"),
        ("weekday(1 + 1)", "weekday: what stands there is no date"),
        ("left('abc', 'x')", "left: 'x' is no number"),
    ],
)
def test_why_an_expression_never_has_a_value_is_said(text: str, fault: str) -> None:
    assert next(list_faults(parse_expression(text))) == fault


@pytest.mark.parametrize(
    "text",
    [
        "1 / var.a",
        "number('abc')",
        "if(var.a, 'x', 2) * 2",
        "coalesce(none, 2) + 1",
        "'1' & none",
        "left('12', 1) + 1",
        "'2026-02-28' > today()",
        "min('3', 2)",
        "days_between('2026-02-28', today()) / 7",
    ],
)
def test_what_may_have_a_value_is_no_fault(text: str) -> None:
    assert list(list_faults(parse_expression(text))) == []


def test_the_places_of_an_expression_are_known_to_the_checks() -> None:
    step = SetVariable(variable="x", expression="if(var.a > contact.fields.b, 1 + var.c, 'd')")
    paths = list(list_paths(parse_expression(step.expression)))
    assert paths == ["var.a", "contact.fields.b", "var.c"]
    assert list(step.templates()) == ["{{var.a|}}", "{{contact.fields.b|}}", "{{var.c|}}"]


def test_a_workflow_with_a_bad_expression_is_refused() -> None:
    with pytest.raises(ValidationError, match="no function 'eval'"):
        SetVariable(variable="x", expression="eval(1)")


def test_a_workflow_computes_and_says_the_result() -> None:
    total = SetVariable(
        variable="total", expression="round(var.number * 1.19, 2)", lanes={"next": "say"}
    )
    story = Story(
        flow(ask=ask_number(success="total"), total=total, say=say("That makes {{var.total}}."))
    )
    story.writes("Mai", "hi")
    story.writes("Mai", "12")
    assert story.heard("Mai")[-1] == "That makes 14.28."


def test_a_sum_that_has_no_value_is_noted_and_the_run_goes_on() -> None:
    broken = SetVariable(variable="x", expression="1 / (var.number - 12)", lanes={"next": "say"})
    story = Story(flow(ask=ask_number(success="x"), x=broken, say=say("So: {{var.x|no idea}}.")))
    story.writes("Mai", "hi")
    story.writes("Mai", "12")
    assert story.heard("Mai")[-1] == "So: no idea."
    assert [visit.error for visit in story.desk.visits if visit.step_id == "x"] == [
        "division by zero"
    ]
