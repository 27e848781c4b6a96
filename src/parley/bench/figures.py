"""What was measured, beside its goal: one row of the table that every measurement prints."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct


class Figure(Struct, frozen=True):
    """`goal` None: told for its own sake. `at_most` says on which side of the goal it has to be."""

    what: str
    value: float
    unit: str
    goal: float | None = None
    at_most: bool = False

    @property
    def is_met(self) -> bool:
        if self.goal is None:
            return True
        return self.value <= self.goal if self.at_most else self.value >= self.goal

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        return "met" if self.is_met else "MISSED"


def as_table(figures: Iterable[Figure]) -> str:
    rows = [("what", "measured", "goal", "")]
    rows += [(f.what, _number(f.value, f.unit), _goal(f), f.verdict) for f in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        f"{what:<{widths[0]}}  {value:>{widths[1]}}  {goal:>{widths[2]}}  {verdict}".rstrip()
        for what, value, goal, verdict in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def as_json(figures: Iterable[Figure]) -> str:
    told = [
        {**msgspec.to_builtins(f), "met": f.is_met if f.goal is not None else None} for f in figures
    ]
    return msgspec.json.encode(told).decode()


def quantile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    return f"{'<=' if figure.at_most else '>='} {_number(figure.goal, figure.unit)}"


def _number(value: float, unit: str) -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2  # noqa: PLR2004
    return f"{value:,.{digits}f} {unit}".rstrip()
