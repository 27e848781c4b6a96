"""Conditions that can never hold, that always hold, and those that an earlier one has covered."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from parley.workflows.conditions import Comparison, Condition, Group, Operator, Scalar


class Truth(StrEnum):
    NEVER = "never"
    ALWAYS = "always"
    DEPENDS = "depends"


def find_truth(condition: Condition) -> Truth:
    """What can be said without knowing any contact; text with places may be anything."""
    if isinstance(condition, Comparison):
        return Truth.NEVER if _is_empty_range(condition) else Truth.DEPENDS
    truths = [find_truth(part) for part in condition.conditions]
    # `any` is `all` with never and always exchanged.
    decisive, neutral = Truth.NEVER, Truth.ALWAYS
    if condition.match == "any":
        decisive, neutral = neutral, decisive
    if decisive in truths:
        return decisive
    if all(truth is neutral for truth in truths):
        return neutral
    single = [part for part in _flat(condition) if isinstance(part, Comparison)]
    clash = _contradicts if condition.match == "all" else _covers_all
    return decisive if any(map(clash, _by_field(single).values())) else Truth.DEPENDS


def _flat(group: Group) -> Iterable[Condition]:
    """The parts, and the parts of parts that are joined in the same way."""
    for part in group.conditions:
        if isinstance(part, Group) and part.match == group.match:
            yield from _flat(part)
        else:
            yield part


def _by_field(comparisons: Iterable[Comparison]) -> Mapping[str, list[Comparison]]:
    found: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        found.setdefault(comparison.field, []).append(comparison)
    return found


# -- what a value is -----------------------------------------------------------------------------------

Value = str | float
_YES_NO = {"true": "yes", "1": "yes", "1.0": "yes", "false": "no", "0": "no", "0.0": "no"}


def _values(comparison: Comparison) -> list[Value]:
    """Those that are known: a text with a place in it may become any."""
    value = comparison.value
    parts = value if isinstance(value, list) else [value]
    return [_value(p) for p in parts if p is not None and not (isinstance(p, str) and "{{" in p)]


def _value(part: Scalar) -> Value:
    if isinstance(part, bool):
        return "yes" if part else "no"
    number = as_number(part)
    return str(part).strip().casefold() if number is None else number


def as_number(part: object) -> float | None:
    if isinstance(part, bool) or not isinstance(part, str | int | float):
        return None
    try:
        number = float(part)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < float("inf") else None


def as_time(part: object) -> float | None:
    try:
        at = datetime.fromisoformat(part) if isinstance(part, str) else None
    except ValueError:
        return None
    return at.timestamp() if at is not None and at.tzinfo is not None else None


def _kin(value: Value) -> str:
    """The same for values that may mean the same, as 1 and yes do for a checkbox."""
    return _YES_NO.get(str(value), str(value))


# -- bounds --------------------------------------------------------------------------------------------

_RANGES: Mapping[Operator, Callable[[object], float | None]] = {
    Operator.IS_BETWEEN: as_number,
    Operator.IS_BETWEEN_TIMES: as_time,
}
_LOWER = {Operator.IS_GREATER_THAN: as_number, Operator.IS_AFTER: as_time}
_UPPER = {Operator.IS_LESS_THAN: as_number, Operator.IS_BEFORE: as_time}


def _is_empty_range(comparison: Comparison) -> bool:
    read = _RANGES.get(comparison.operator)
    if read is None or not isinstance(comparison.value, list):
        return False
    low, high = read(comparison.value[0]), read(comparison.value[1])
    return low is not None and high is not None and low > high


class _Bounds:
    """The narrowest range that some comparisons leave."""

    def __init__(self) -> None:
        self.low, self.high = float("-inf"), float("inf")
        self.is_low_open = self.is_high_open = False

    def add(self, comparison: Comparison) -> None:
        operator, value = comparison.operator, comparison.value
        if operator in _RANGES and isinstance(value, list):
            self._raise(_RANGES[operator](value[0]), is_open=False)
            self._lower(_RANGES[operator](value[1]), is_open=False)
        elif operator in _LOWER:
            self._raise(_LOWER[operator](value), is_open=True)
        elif operator in _UPPER:
            self._lower(_UPPER[operator](value), is_open=True)

    def _raise(self, to: float | None, *, is_open: bool) -> None:
        if to is not None and to >= self.low:
            self.is_low_open = is_open or (to == self.low and self.is_low_open)
            self.low = to

    def _lower(self, to: float | None, *, is_open: bool) -> None:
        if to is not None and to <= self.high:
            self.is_high_open = is_open or (to == self.high and self.is_high_open)
            self.high = to

    @property
    def is_empty(self) -> bool:
        return self.low > self.high or (
            self.low == self.high and (self.is_low_open or self.is_high_open)
        )

    def excludes(self, value: float) -> bool:
        return not self.low <= value <= self.high


_IN_TIME = frozenset({Operator.IS_BEFORE, Operator.IS_AFTER, Operator.IS_BETWEEN_TIMES})
_ABSENT = frozenset(
    {
        Operator.DOES_NOT_EXIST,
        Operator.IS_NOT_EQUAL_TO,
        Operator.DOES_NOT_CONTAIN,
        Operator.HAS_NONE_OF,
    }
)


def _is_absence(comparison: Comparison) -> bool:
    return comparison.operator is Operator.DOES_NOT_EXIST or (
        comparison.operator is Operator.IS_EQUAL_TO and _values(comparison) == [""]
    )


def _needs_value(comparison: Comparison) -> bool:
    if comparison.operator is Operator.IS_EQUAL_TO:
        return _values(comparison) not in ([], [""])
    return comparison.operator not in _ABSENT


def _contradicts(comparisons: list[Comparison]) -> bool:
    """True if no value of the field meets all of them."""
    if any(map(_is_absence, comparisons)) and any(map(_needs_value, comparisons)):
        return True
    of = _values_by_operator(comparisons)
    equal = of(Operator.IS_EQUAL_TO)
    if len({_kin(value) for value in equal}) > 1 or equal & of(Operator.IS_NOT_EQUAL_TO):
        return True
    if of(Operator.CONTAINS) & of(Operator.DOES_NOT_CONTAIN):
        return True
    none = of(Operator.HAS_NONE_OF)
    if of(Operator.HAS_ALL_OF) & none or _is_any_excluded(comparisons, none):
        return True
    return _is_out_of_bounds(comparisons, equal) or _is_recent_and_old(comparisons)


def _values_by_operator(comparisons: list[Comparison]) -> Callable[[Operator], set[Value]]:
    found: dict[Operator, set[Value]] = {}
    for comparison in comparisons:
        found.setdefault(comparison.operator, set()).update(_values(comparison))
    return lambda operator: found.get(operator, set())


def _is_any_excluded(comparisons: list[Comparison], none: set[Value]) -> bool:
    return any(
        _is_known(c) and set(_values(c)) <= none
        for c in comparisons
        if c.operator is Operator.HAS_ANY_OF
    )


def _is_known(comparison: Comparison) -> bool:
    value = comparison.value
    return len(_values(comparison)) == (len(value) if isinstance(value, list) else 1)


def _is_out_of_bounds(comparisons: list[Comparison], equal: set[Value]) -> bool:
    numbers, times = _Bounds(), _Bounds()
    for comparison in comparisons:
        (times if comparison.operator in _IN_TIME else numbers).add(comparison)
    outside = any(numbers.excludes(value) for value in equal if isinstance(value, float))
    return outside or numbers.is_empty or times.is_empty


def _is_recent_and_old(comparisons: list[Comparison]) -> bool:
    recent = _seconds(comparisons, Operator.IS_WITHIN_LAST)
    old = _seconds(comparisons, Operator.IS_LONGER_AGO_THAN)
    return bool(recent and old) and min(recent) <= max(old)


def _seconds(comparisons: list[Comparison], operator: Operator) -> list[float]:
    values = [value for c in comparisons if c.operator is operator for value in _values(c)]
    return [value for value in values if isinstance(value, float)]


def _covers_all(comparisons: list[Comparison]) -> bool:
    """True if every value of the field meets one of them, and none does, too."""
    operators = {comparison.operator for comparison in comparisons}
    if {Operator.EXISTS, Operator.DOES_NOT_EXIST} <= operators:
        return True
    of = _values_by_operator(comparisons)
    differs = of(Operator.IS_NOT_EQUAL_TO)
    return (
        bool(of(Operator.IS_EQUAL_TO) & differs)
        or len({_kin(value) for value in differs}) > 1
        or bool(of(Operator.CONTAINS) & of(Operator.DOES_NOT_CONTAIN))
    )
