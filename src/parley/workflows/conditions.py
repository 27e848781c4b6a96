"""Conditions: a tree of field, operator and value, joined by AND and OR."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self, cast

from pydantic import Field, model_validator

from parley.workflows import limits
from parley.workflows.model import Model
from parley.workflows.paths import Found, find_value
from parley.workflows.patterns import check_pattern, is_match
from parley.workflows.variables import fill
from parley.workflows.view import Scene


class Operator(StrEnum):
    IS_EQUAL_TO = "is_equal_to"
    IS_NOT_EQUAL_TO = "is_not_equal_to"
    EXISTS = "exists"
    DOES_NOT_EXIST = "does_not_exist"
    CONTAINS = "contains"
    DOES_NOT_CONTAIN = "does_not_contain"
    IS_GREATER_THAN = "is_greater_than"
    IS_LESS_THAN = "is_less_than"
    IS_BETWEEN = "is_between"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    MATCHES = "matches"
    HAS_ANY_OF = "has_any_of"
    HAS_ALL_OF = "has_all_of"
    HAS_NONE_OF = "has_none_of"
    IS_BEFORE = "is_before"
    IS_AFTER = "is_after"
    IS_BETWEEN_TIMES = "is_between_times"
    IS_WITHIN_LAST = "is_within_last"
    IS_LONGER_AGO_THAN = "is_longer_ago_than"


Scalar = Annotated[str, Field(max_length=limits.TEXT_LENGTH)] | int | float | bool
Values = Annotated[list[Scalar], Field(max_length=limits.CONDITION_VALUES)]

_NO_VALUE = frozenset({Operator.EXISTS, Operator.DOES_NOT_EXIST})
_TWO_VALUES = frozenset({Operator.IS_BETWEEN, Operator.IS_BETWEEN_TIMES})
_SEVERAL = frozenset({Operator.HAS_ANY_OF, Operator.HAS_ALL_OF, Operator.HAS_NONE_OF})
_SECONDS = frozenset({Operator.IS_WITHIN_LAST, Operator.IS_LONGER_AGO_THAN})


class Comparison(Model):
    """`field` is a path like `contact.fields.city` or `var.topic`. `value` is one value, two for between,
    a list for has_..., and seconds for is_within_last and is_longer_ago_than; text may hold {{places}}.
    """

    kind: Literal["comparison"] = "comparison"
    field: Annotated[str, Field(pattern=r"^[a-z]+(\.[A-Za-z0-9_]+)+$", max_length=200)]
    operator: Operator
    value: Scalar | Values | None = None

    @model_validator(mode="after")
    def _has_the_value_it_needs(self) -> Self:
        wanted = _wanted_values(self.operator)
        if self.operator is Operator.MATCHES:
            check_pattern(str(self.value))
        if wanted is None or wanted(self.value):
            return self
        raise ValueError(
            f"the operator {self.operator.value} needs {_need_in_words(self.operator)}"
        )


class Group(Model):
    """True if `all` or `any` of its conditions are; an empty `all` is true, an empty `any` is not."""

    kind: Literal["group"] = "group"
    match: Literal["all", "any"] = "all"
    conditions: list["Condition"] = Field(default_factory=list, max_length=limits.CONDITIONS)

    @model_validator(mode="after")
    def _is_of_reasonable_size(self) -> Self:
        if _depth(self) > limits.CONDITION_DEPTH:
            raise ValueError(f"conditions nest at most {limits.CONDITION_DEPTH} deep")
        if sum(1 for _ in list_comparisons(self)) > limits.CONDITIONS:
            raise ValueError(f"at most {limits.CONDITIONS} conditions are allowed here")
        return self


Condition = Annotated[Comparison | Group, Field(discriminator="kind")]


def holds(condition: Comparison | Group, scene: Scene) -> bool:
    if isinstance(condition, Comparison):
        left = find_value(condition.field, scene.run, scene.view)
        right = _filled(condition.value, scene)
        return _TESTS[condition.operator](left, right, scene.view.now)
    results = (holds(part, scene) for part in condition.conditions)
    return all(results) if condition.match == "all" else any(results)


def passes(operator: Operator, left: Found, right: list[Found], now: datetime) -> bool:
    """One comparison of values that are known."""
    return _TESTS[operator](left, right, now)


def list_comparisons(condition: Comparison | Group) -> Iterator[Comparison]:
    if isinstance(condition, Comparison):
        yield condition
        return
    for part in condition.conditions:
        yield from list_comparisons(part)


def _depth(condition: Comparison | Group) -> int:
    if isinstance(condition, Comparison):
        return 0
    return 1 + max((_depth(part) for part in condition.conditions), default=0)


def _wanted_values(operator: Operator) -> Callable[[object], bool] | None:
    if operator in _NO_VALUE:
        return lambda value: value is None
    if operator in _TWO_VALUES:
        return lambda value: _count(value) == 2  # noqa: PLR2004 - from and to
    if operator in _SEVERAL:
        return lambda value: _count(value) > 0
    if operator in _SECONDS:
        return lambda value: isinstance(value, int | float) and value >= 0
    return lambda value: value is not None and not isinstance(value, list)


def _count(value: object) -> int:
    return len(cast("list[object]", value)) if isinstance(value, list) else 0


def _need_in_words(operator: Operator) -> str:
    if operator in _NO_VALUE:
        return "no value"
    if operator in _TWO_VALUES:
        return "a list of two values"
    if operator in _SEVERAL:
        return "a list of values"
    return "a number of seconds" if operator in _SECONDS else "one value"


# -- comparing: text without regard to case, numbers where both sides are numbers ----------------------


def _filled(value: Scalar | list[Scalar] | None, scene: Scene) -> list[Found]:
    parts = value if isinstance(value, list) else [value]
    return [fill(part, scene).text if isinstance(part, str) else part for part in parts]


def _words(value: Found) -> list[str]:
    if isinstance(value, str):
        return [_word(value)] if value else []
    if value is None:
        return []
    parts = value if isinstance(value, list) else [value]
    return [_word(part) for part in parts]


def _word(value: Found) -> str:
    if isinstance(value, str):
        return value.strip().casefold()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value).strip().casefold()


def _number(value: Found) -> float | None:
    if isinstance(value, str):
        # Most texts are words: what begins with a letter is no finite number.
        if value[:1].isalpha():
            return None
    elif isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) != float("inf") and number == number else None  # noqa: PLR0124 - not a NaN


def _time(value: Found) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, datetime) and value.tzinfo is not None else None


Test = Callable[[Found, list[Found], datetime], bool]


def _is_equal(left: Found, right: list[Found], _now: datetime) -> bool:
    number = _number(left)
    if number is not None and (wanted := _number(right[0])) is not None:
        return number == wanted
    if isinstance(left, bool) and isinstance(right[0], str):
        return right[0].strip().casefold() in (
            {"yes", "true", "1"} if left else {"no", "false", "0"}
        )
    return _words(left) == _words(right[0])


def _exists(left: Found, _right: list[Found], _now: datetime) -> bool:
    return bool(_words(left))


def _contains(left: Found, right: list[Found], _now: datetime) -> bool:
    wanted = _word(right[0])
    return bool(wanted) and any(wanted in word for word in _words(left))


def _starts_with(left: Found, right: list[Found], _now: datetime) -> bool:
    wanted = _word(right[0])
    return bool(wanted) and any(word.startswith(wanted) for word in _words(left))


def _ends_with(left: Found, right: list[Found], _now: datetime) -> bool:
    wanted = _word(right[0])
    return bool(wanted) and any(word.endswith(wanted) for word in _words(left))


def _matches(left: Found, right: list[Found], _now: datetime) -> bool:
    return any(is_match(str(right[0]), word) for word in _words(left))


def _is_greater(left: Found, right: list[Found], _now: datetime) -> bool:
    a, b = _number(left), _number(right[0])
    return a is not None and b is not None and a > b


def _is_less(left: Found, right: list[Found], _now: datetime) -> bool:
    a, b = _number(left), _number(right[0])
    return a is not None and b is not None and a < b


def _is_between(left: Found, right: list[Found], _now: datetime) -> bool:
    a, low, high = _number(left), _number(right[0]), _number(right[1])
    return a is not None and low is not None and high is not None and low <= a <= high


def _has_any(left: Found, right: list[Found], _now: datetime) -> bool:
    return bool(set(_words(left)) & set(_words_of(right)))


def _has_all(left: Found, right: list[Found], _now: datetime) -> bool:
    return set(_words_of(right)) <= set(_words(left))


def _words_of(values: list[Found]) -> list[str]:
    return [_word(value) for value in values]


def _is_before(left: Found, right: list[Found], _now: datetime) -> bool:
    a, b = _time(left), _time(right[0])
    return a is not None and b is not None and a < b


def _is_after(left: Found, right: list[Found], _now: datetime) -> bool:
    a, b = _time(left), _time(right[0])
    return a is not None and b is not None and a > b


def _is_between_times(left: Found, right: list[Found], _now: datetime) -> bool:
    a, start, end = _time(left), _time(right[0]), _time(right[1])
    return a is not None and start is not None and end is not None and start <= a <= end


def _is_recent(left: Found, right: list[Found], now: datetime) -> bool:
    a, seconds = _time(left), _number(right[0])
    return a is not None and seconds is not None and (now - a).total_seconds() <= seconds


def _is_long_ago(left: Found, right: list[Found], now: datetime) -> bool:
    """What never happened is not long ago."""
    a, seconds = _time(left), _number(right[0])
    return a is not None and seconds is not None and now - a > timedelta(seconds=min(seconds, 1e11))


def _opposite(test: Test) -> Test:
    return lambda left, right, now: not test(left, right, now)


_TESTS: Mapping[Operator, Test] = {
    Operator.IS_EQUAL_TO: _is_equal,
    Operator.IS_NOT_EQUAL_TO: _opposite(_is_equal),
    Operator.EXISTS: _exists,
    Operator.DOES_NOT_EXIST: _opposite(_exists),
    Operator.CONTAINS: _contains,
    Operator.DOES_NOT_CONTAIN: _opposite(_contains),
    Operator.STARTS_WITH: _starts_with,
    Operator.ENDS_WITH: _ends_with,
    Operator.MATCHES: _matches,
    Operator.IS_GREATER_THAN: _is_greater,
    Operator.IS_LESS_THAN: _is_less,
    Operator.IS_BETWEEN: _is_between,
    Operator.HAS_ANY_OF: _has_any,
    Operator.HAS_ALL_OF: _has_all,
    Operator.HAS_NONE_OF: _opposite(_has_any),
    Operator.IS_BEFORE: _is_before,
    Operator.IS_AFTER: _is_after,
    Operator.IS_BETWEEN_TIMES: _is_between_times,
    Operator.IS_WITHIN_LAST: _is_recent,
    Operator.IS_LONGER_AGO_THAN: _is_long_ago,
}
