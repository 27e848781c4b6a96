"""The table of functions: each total, each bounded in what it gives."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from msgspec import Struct

from parley.workflows import limits
from parley.workflows.expressions.values import (
    ARITHMETIC,
    Value,
    is_true,
    kept,
    to_moment,
    to_number,
    to_text,
)

_MOST_PLACES = 10
_MANY = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NoValue(Exception):
    """There is nothing to compute with; the reason goes into the trace."""


class Clock(Struct, frozen=True):
    """The present, in the workspace's zone."""

    now: datetime


def _number(value: Value, what: str) -> Decimal:
    number = to_number(value)
    if number is None:
        said = f"{to_text(value)[:40]!r} is no number" if value is not None else "there is no value"
        message = f"{what}: {said}"
        raise NoValue(message)
    return number


def _kept(number: Decimal, what: str) -> Decimal:
    result = kept(number)
    if result is None:
        message = f"{what}: the result is too large"
        raise NoValue(message)
    return result


def _moment(value: Value, what: str) -> date | datetime:
    moment = to_moment(value)
    if moment is None:
        message = f"{what}: {to_text(value)[:40]!r} is no date"
        raise NoValue(message)
    return moment


def _whole(value: Value, what: str) -> int:
    number = _number(value, what)
    if abs(number) > limits.EXPRESSION_DAYS:
        message = f"{what}: {number:f} is too large"[:200]
        raise NoValue(message)
    return int(number)


def day_of(moment: date | datetime, zone: tzinfo | None) -> date:
    """The day in the workspace's zone."""
    if not isinstance(moment, datetime):
        return moment
    try:
        return moment.astimezone(zone).date()
    except OverflowError:
        message = "there is no such day"
        raise NoValue(message) from None


def arithmetic(sign: str, left: Value, right: Value) -> Value:
    a, b = _number(left, sign), _number(right, sign)
    match sign:
        case "+":
            return _kept(ARITHMETIC.add(a, b), sign)
        case "-":
            return _kept(ARITHMETIC.subtract(a, b), sign)
        case "*":
            return _kept(ARITHMETIC.multiply(a, b), sign)
        case _:
            if b == 0:
                message = "division by zero"
                raise NoValue(message)
            return _kept(ARITHMETIC.divide(a, b), sign)


def _round(values: Sequence[Value], rounding: str) -> Value:
    number = _number(values[0], "round")
    places = _whole(values[1], "round") if len(values) > 1 else 0
    if not 0 <= places <= _MOST_PLACES:
        message = f"round: 0 to {_MOST_PLACES} places"
        raise NoValue(message)
    step = Decimal(1).scaleb(-places)
    return _kept(number.quantize(step, rounding, ARITHMETIC), "round")


def _replace(values: Sequence[Value]) -> Value:
    text, old, new = (to_text(value) for value in values)
    if not old:
        return text
    if len(text) + text.count(old) * (len(new) - len(old)) > limits.VARIABLE_LENGTH:
        message = f"replace: the text would have more than {limits.VARIABLE_LENGTH} characters"
        raise NoValue(message)
    return text.replace(old, new)


def _added(values: Sequence[Value], unit: timedelta, what: str) -> Value:
    moment, count = _moment(values[0], what), _whole(values[1], what)
    try:
        return moment + unit * count
    except OverflowError:
        message = f"{what}: there is no such day"
        raise NoValue(message) from None


def _add_hours(values: Sequence[Value]) -> Value:
    if not isinstance(_moment(values[0], "add_hours"), datetime):
        message = "add_hours: a day has no hour"
        raise NoValue(message)
    return _added(values, timedelta(hours=1), "add_hours")


def _cut(values: Sequence[Value], *, from_left: bool) -> Value:
    text, count = to_text(values[0]), max(0, _whole(values[1], "left" if from_left else "right"))
    return text[:count] if from_left else text[max(0, len(text) - count) :]


def _day(value: Value, what: str, clock: Clock) -> date:
    return day_of(_moment(value, what), clock.now.tzinfo)


def _days_between(values: Sequence[Value], clock: Clock) -> Value:
    first, last = (_day(value, "days_between", clock) for value in values)
    return Decimal((last - first).days)


def _unix(values: Sequence[Value], clock: Clock) -> Value:
    """A day begins at midnight in the workspace's zone."""
    moment = _moment(values[0], "unix")
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=clock.now.tzinfo)
    return Decimal((moment - _EPOCH) // timedelta(seconds=1))


def _part(read: Callable[[date], int], what: str) -> Callable[[Sequence[Value], Clock], Value]:
    return lambda values, clock: Decimal(read(_day(values[0], what, clock)))


Function = Callable[[Sequence[Value], Clock], Value]

FUNCTIONS: Mapping[str, tuple[int, int, Function]] = {
    "not": (1, 1, lambda v, _: not is_true(v[0])),
    "negative": (1, 1, lambda v, _: -_number(v[0], "-")),
    "number": (1, 1, lambda v, _: _number(v[0], "number")),
    "round": (1, 2, lambda v, _: _round(v, ROUND_HALF_UP)),
    "floor": (1, 1, lambda v, _: _round(v, ROUND_FLOOR)),
    "ceil": (1, 1, lambda v, _: _round(v, ROUND_CEILING)),
    "abs": (1, 1, lambda v, _: abs(_number(v[0], "abs"))),
    "min": (1, _MANY, lambda v, _: min(_number(value, "min") for value in v)),
    "max": (1, _MANY, lambda v, _: max(_number(value, "max") for value in v)),
    "len": (1, 1, lambda v, _: Decimal(len(to_text(v[0])))),
    "text": (1, 1, lambda v, _: to_text(v[0])),
    "upper": (1, 1, lambda v, _: to_text(v[0]).upper()),
    "lower": (1, 1, lambda v, _: to_text(v[0]).lower()),
    "trim": (1, 1, lambda v, _: to_text(v[0]).strip()),
    "left": (2, 2, lambda v, _: _cut(v, from_left=True)),
    "right": (2, 2, lambda v, _: _cut(v, from_left=False)),
    "replace": (3, 3, lambda v, _: _replace(v)),
    "contains": (2, 2, lambda v, _: to_text(v[1]).casefold() in to_text(v[0]).casefold()),
    "starts_with": (
        2,
        2,
        lambda v, _: to_text(v[0]).casefold().startswith(to_text(v[1]).casefold()),
    ),
    "ends_with": (2, 2, lambda v, _: to_text(v[0]).casefold().endswith(to_text(v[1]).casefold())),
    "exists": (1, 1, lambda v, _: v[0] is not None and v[0] != ""),
    "now": (0, 0, lambda _, clock: clock.now),
    "today": (0, 0, lambda _, clock: clock.now.date()),
    "date": (1, 1, lambda v, clock: _day(v[0], "date", clock)),
    "add_days": (2, 2, lambda v, _: _added(v, timedelta(days=1), "add_days")),
    "add_hours": (2, 2, lambda v, _: _add_hours(v)),
    "days_between": (2, 2, _days_between),
    "unix": (1, 1, _unix),
    "year": (1, 1, _part(lambda day: day.year, "year")),
    "month": (1, 1, _part(lambda day: day.month, "month")),
    "day": (1, 1, _part(lambda day: day.day, "day")),
    "weekday": (1, 1, _part(date.isoweekday, "weekday")),
}
# These look at no more of their values than they need.
LAZY: Mapping[str, tuple[int, int]] = {"if": (2, 3), "coalesce": (1, _MANY)}
_INNER = frozenset({"not", "negative"})
ARITIES: Mapping[str, tuple[int, int]] = {
    **{name: (least, most) for name, (least, most, _) in FUNCTIONS.items() if name not in _INNER},
    **LAZY,
}
