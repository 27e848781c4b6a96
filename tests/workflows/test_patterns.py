"""Conditions by beginning, end and pattern; patterns in linear time."""

from time import perf_counter

import pytest
from pydantic import ValidationError

from parley.workflows.conditions import Comparison, Operator, holds
from parley.workflows.patterns import check_pattern, is_match
from scenes import scene


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        (Operator.STARTS_WITH, "HÀ", True),
        (Operator.STARTS_WITH, "nội", False),
        (Operator.STARTS_WITH, "", False),
        (Operator.ENDS_WITH, "Nội", True),
        (Operator.ENDS_WITH, "hà", False),
        (Operator.MATCHES, r"^hà\s+n.i$", True),
        (Operator.MATCHES, "N.I", True),
        (Operator.MATCHES, r"^\d+$", False),
    ],
)
def test_text_is_compared_by_its_beginning_end_and_pattern(
    operator: Operator,
    value: str,
    *,
    expected: bool,
) -> None:
    comparison = Comparison(field="contact.fields.city", operator=operator, value=value)
    assert holds(comparison, scene()) is expected


def test_what_does_not_exist_matches_nothing() -> None:
    for operator in (Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.MATCHES):
        comparison = Comparison(field="var.gone", operator=operator, value=".*")
        assert not holds(comparison, scene())


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(", "is no pattern"),
        ("a{2,1}", "is no pattern"),
        (r"(a)\1", "is no pattern"),
        ("(?=a)b", "is no pattern"),
        ("(((a{100}){100}){100})", "is no pattern"),
        ("a" * 501, "at most 500 characters"),
        ("{{contact.name}}", "no places to fill"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_with_the_definition(
    pattern: str, message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        Comparison(field="message.text", operator=Operator.MATCHES, value=pattern)


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(a|a)*b", r"(.*)(.*)(.*)(.*)x", r"([a-z]+)*\d"])
def test_patterns_that_ruin_other_engines_take_no_time(pattern: str) -> None:
    check_pattern(pattern)
    began = perf_counter()
    is_match(pattern, "a" * 4096 + "!")
    assert perf_counter() - began < 1
