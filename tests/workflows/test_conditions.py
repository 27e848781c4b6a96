"""Conditions: every operator, text and numbers, AND and OR."""

import pytest
from pydantic import ValidationError

from parley.workflows.conditions import Comparison, Group, holds
from scenes import scene


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("contact.email", "is_equal_to", "MAI@example.com ", True),
        ("contact.email", "is_not_equal_to", "x", True),
        ("contact.fields.budget", "is_equal_to", "2", True),
        ("contact.fields.budget", "is_equal_to", 2, True),
        ("contact.fields.budget", "is_equal_to", "two", False),
        ("contact.fields.newsletter", "is_equal_to", True, True),
        ("contact.fields.newsletter", "is_equal_to", "true", True),
        ("contact.fields.newsletter", "is_equal_to", "no", False),
        ("contact.name", "is_equal_to", "{{contact.name}}", True),
        ("contact.tags", "is_equal_to", "vip", True),
        ("contact.email", "exists", None, True),
        ("contact.phone", "exists", None, False),
        ("contact.phone", "does_not_exist", None, True),
        ("var.empty", "does_not_exist", None, True),
        ("var.gone", "does_not_exist", None, True),
        ("message.text", "contains", "HELP", True),
        ("message.text", "contains", "", False),
        ("message.text", "does_not_contain", "thanks", True),
        ("var.names", "contains", "b", True),
        ("var.n", "is_greater_than", 2, True),
        ("var.n", "is_greater_than", "3", False),
        ("var.n", "is_less_than", 4, True),
        ("contact.name", "is_less_than", 4, False),
        ("var.n", "is_greater_than", "nan", False),
        ("var.n", "is_between", [3, 5], True),
        ("var.n", "is_between", [4, 5], False),
        ("contact.tags", "has_any_of", ["vip", "x"], True),
        ("contact.tags", "has_all_of", ["vip", "x"], False),
        ("contact.tags", "has_all_of", ["VIP"], True),
        ("contact.tags", "has_none_of", ["x"], True),
        ("contact.fields.city", "has_any_of", ["Hà Nội", "Huế"], True),
        ("conversation.opened_at", "is_before", "2026-03-02T12:00:01+00:00", True),
        ("conversation.opened_at", "is_after", "2026-03-02T12:00:01+00:00", False),
        ("conversation.opened_at", "is_after", "yesterday", False),
        ("conversation.opened_at", "is_before", "2026-03-03", False),
        (
            "conversation.opened_at",
            "is_between_times",
            ["2026-03-02T11:00:00+00:00", "2026-03-02T13:00:00+00:00"],
            True,
        ),
        ("contact.last_inbound_at", "is_within_last", 300, True),
        ("contact.last_inbound_at", "is_within_last", 299, False),
        ("contact.last_inbound_at", "is_longer_ago_than", 299, True),
        ("contact.last_outbound_at", "is_longer_ago_than", 0, False),
        ("contact.last_inbound_at", "is_longer_ago_than", 1e300, False),
        ("conversation.team", "is_equal_to", "sales", True),
        ("assignee.presence", "is_equal_to", "online", True),
        ("channel.kind", "is_equal_to", "whatsapp", True),
        ("conversation.opened_at", "contains", "2026-03", True),
    ],
)
def test_operators(field: str, operator: str, value: object, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    condition = Comparison.model_validate({"field": field, "operator": operator, "value": value})
    assert holds(condition, scene()) is expected


TRUE = {"kind": "comparison", "field": "contact.name", "operator": "exists"}
FALSE = {"kind": "comparison", "field": "contact.phone", "operator": "exists"}


def group(match: str, *conditions: object) -> Group:
    return Group.model_validate({"match": match, "conditions": list(conditions)})


def test_groups_join_by_and_and_or() -> None:
    assert holds(group("all", TRUE, TRUE), scene())
    assert not holds(group("all", TRUE, FALSE), scene())
    assert holds(group("any", FALSE, TRUE), scene())
    assert holds(group("all", TRUE, group("any", FALSE, TRUE)), scene())
    assert holds(group("all"), scene())
    assert not holds(group("any"), scene())


@pytest.mark.parametrize(
    ("operator", "value", "need"),
    [
        ("exists", "x", "no value"),
        ("is_between", [1], "two values"),
        ("has_any_of", "x", "a list of values"),
        ("has_any_of", [], "a list of values"),
        ("is_within_last", "soon", "a number of seconds"),
        ("is_within_last", -1, "a number of seconds"),
        ("is_equal_to", None, "one value"),
        ("is_equal_to", ["a"], "one value"),
    ],
)
def test_an_operator_says_which_value_it_needs(operator: str, value: object, need: str) -> None:
    with pytest.raises(ValidationError, match=need):
        Comparison.model_validate({"field": "contact.name", "operator": operator, "value": value})


def test_conditions_nest_ten_deep_at_most() -> None:
    nested: object = TRUE
    for _ in range(10):
        nested = {"kind": "group", "conditions": [nested]}
    assert Group.model_validate(nested)
    with pytest.raises(ValidationError, match="at most 10 deep"):
        Group.model_validate({"kind": "group", "conditions": [nested]})


def test_at_most_200_conditions_are_allowed() -> None:
    half = {"kind": "group", "conditions": [TRUE] * 100}
    assert Group.model_validate({"conditions": [half, half]})
    with pytest.raises(ValidationError, match="at most 200 conditions"):
        Group.model_validate({"conditions": [half, half, TRUE]})
