"""The hours of a calendar in tests, written like `Mon-Fri 09:00-17:00`."""

import re
from collections.abc import Iterable

from parley.domain.calendar import WEEK_DAYS, Hours, hours_between, overlaps

Week = tuple[tuple[Hours, ...], ...]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LINE = re.compile(r"([a-z]{3})(?:-([a-z]{3}))? (\d\d:\d\d)-(\d\d:\d\d)")


def read_week(lines: Iterable[str]) -> Week:
    """All lines together; none at all is never open. Raises ValueError."""
    week: list[list[Hours]] = [[] for _ in range(WEEK_DAYS)]
    for line in lines:
        days, hours = _read(line)
        for day in days:
            week[day].append(hours)
    if any(overlaps(hours) for hours in week):
        raise ValueError("hours of one day do not overlap")
    return tuple(tuple(sorted(hours)) for hours in week)


def _read(line: str) -> tuple[list[int], Hours]:
    found = _LINE.fullmatch(line.strip().lower())
    first, last = (found[1], found[2] or found[1]) if found else ("", "")
    if found is None or first not in _DAYS or last not in _DAYS:
        raise ValueError(f"{line!r} are no hours: write them like Mon-Fri 09:00-17:00")
    begin, end = _DAYS.index(first), _DAYS.index(last)
    length = (end - begin) % WEEK_DAYS + 1
    days = [(begin + more) % WEEK_DAYS for more in range(length)]
    return days, hours_between(found[3], found[4])
