"""Which of two values is greater: as numbers, as times, else as text."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time

from parley.workflows.expressions.values import Value, to_moment, to_number, to_text

_SIGNS: Mapping[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "!=": lambda order: order != 0,
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


def compare(sign: str, left: Value, right: Value) -> bool:
    """What does not exist equals only what does not exist, and is neither greater nor less."""
    if left is None or right is None or isinstance(left, bool) or isinstance(right, bool):
        is_same = to_text(left).casefold() == to_text(right).casefold()
        return is_same if sign in ("=", "<=", ">=") else sign == "!=" and not is_same
    return _SIGNS[sign](_order(left, right))


def _order(left: Value, right: Value) -> int:
    a, b = to_number(left), to_number(right)
    if a is not None and b is not None:
        return (a > b) - (a < b)
    early, late = _instant(left), _instant(right)
    if early is not None and late is not None:
        return (early > late) - (early < late)
    one, other = to_text(left).casefold(), to_text(right).casefold()
    return (one > other) - (one < other)


def _instant(value: Value) -> datetime | None:
    moment = to_moment(value)
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time(), UTC) if isinstance(moment, date) else None
