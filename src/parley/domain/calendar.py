"""Working time, one kind of thing for everybody: a zone, a week of hours, and dates that differ (O22)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from msgspec import Struct

from parley.domain.ids import CalendarId, WorkspaceId
from parley.domain.zone import get_zone

DAY = timedelta(days=1)
DAY_MINUTES = 24 * 60
WEEK_DAYS = 7
# Within this many days after any date that differs, a week has shown all that it has.
_LOOK_AHEAD = timedelta(days=15)
_STRIDE = timedelta(days=7)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)


class Hours(Struct, frozen=True, order=True):
    """Minutes after the day's beginning, by the clock on the wall. More than a day's minutes in `closes`
    reach into the next day: 22:00 to 06:00 is 1320 to 1800.
    """

    opens: int
    closes: int


class DayException(Struct, frozen=True):
    """On this date these hours replace the week's; none means closed. Hours belong to the day on which
    they begin, so that a night shift before a holiday is worked to its end.
    """

    date: date
    hours: tuple[Hours, ...] = ()
    name: str = ""


class Calendar(Struct, frozen=True):
    """Open exactly while a clock on the wall of `timezone` shows a time within the hours: an hour that is
    repeated in autumn counts twice, one that is left out in spring not at all. `weekly` has seven
    entries, Monday first.
    """

    workspace_id: WorkspaceId
    id: CalendarId
    name: str
    timezone: str
    weekly: tuple[tuple[Hours, ...], ...]
    exceptions: tuple[DayException, ...] = ()


def is_open(calendar: Calendar, at: datetime) -> bool:
    return _is_open(_Days(calendar), at)


def next_opening(calendar: Calendar, at: datetime) -> datetime | None:
    """`at` itself if open then; None if it never opens again."""
    return _first(calendar, at, wants_open=True)


def next_closing(calendar: Calendar, at: datetime) -> datetime | None:
    """`at` itself if closed then; None if it never closes again."""
    return _first(calendar, at, wants_open=False)


def last_closing(calendar: Calendar, at: datetime) -> datetime | None:
    """The end of the latest hours that are over; None while open, or if it was never open before."""
    days = _Days(calendar)
    if _is_open(days, at):
        return None
    for start, end in _spans_back(days, at.astimezone(UTC)):
        edges = [start, *_edges(days, start, end)]
        for before, edge in reversed(list(pairwise(edges))):
            if _is_open(days, before):
                return edge
    return None


class _Days:
    """A calendar, ready to be asked for the hours of many dates."""

    def __init__(self, calendar: Calendar) -> None:
        self.zone: ZoneInfo = get_zone(calendar.timezone)
        self.weekly = calendar.weekly
        self.exceptions: Mapping[date, tuple[Hours, ...]] = {
            exception.date: exception.hours for exception in calendar.exceptions
        }

    def hours_of(self, day: date) -> tuple[Hours, ...]:
        found = self.exceptions.get(day)
        return self.weekly[day.weekday()] if found is None else found


def _is_open(days: _Days, at: datetime) -> bool:
    wall = at.astimezone(days.zone)
    seconds = timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)
    passed = seconds + timedelta(microseconds=wall.microsecond)
    today = wall.date()
    return any(
        timedelta(minutes=hours.opens) <= since < timedelta(minutes=hours.closes)
        for day, since in ((today, passed), (today - DAY, passed + DAY))
        for hours in days.hours_of(day)
    )


def _first(calendar: Calendar, at: datetime, *, wants_open: bool) -> datetime | None:
    """Open and closed change only at an edge of some hours or where the zone's clocks are moved."""
    days = _Days(calendar)
    if _is_open(days, at) == wants_open:
        return at
    for start, end in _spans(days, at.astimezone(UTC)):
        for edge in _edges(days, start, end):
            if _is_open(days, edge) == wants_open:
                return edge
    return None


def _spans(days: _Days, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From now on, in strides: the first weeks, then what lies around the dates that differ."""
    reached = at
    limits = [(at, at + _LOOK_AHEAD)]
    for day in sorted(days.exceptions):
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        limits.append((noon - 2 * DAY, noon + _LOOK_AHEAD))
    for begin, end in limits:
        reached = max(reached, begin)
        while reached < end:
            following = min(reached + _STRIDE, end)
            yield reached, following
            reached = following


def _spans_back(days: _Days, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """As `_spans`, into the past: a stretch that ends where the one before it began."""
    reached = at
    limits = [(at - _LOOK_AHEAD, at)]
    for day in sorted(days.exceptions, reverse=True):
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        limits.append((noon - _LOOK_AHEAD, noon + 3 * DAY))
    for begin, end in limits:
        reached = min(reached, end)
        while reached > begin:
            preceding = max(reached - _STRIDE, begin)
            yield preceding, reached
            reached = preceding


def _edges(days: _Days, start: datetime, end: datetime) -> list[datetime]:
    """All moments after `start` and up to `end` at which something may change, in order."""
    found = set(_shifts(days.zone, start, end))
    day = start.astimezone(days.zone).date() - 2 * DAY
    last = end.astimezone(days.zone).date() + DAY
    while day <= last:
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a clock on the wall has no zone
        for hours in days.hours_of(day):
            for minute in (hours.opens, hours.closes):
                found.update(_moments(days.zone, midnight + timedelta(minutes=minute)))
        day += DAY
    return sorted(edge for edge in found if start < edge <= end)


def _moments(zone: ZoneInfo, wall: datetime) -> Iterator[datetime]:
    """When the clock on the wall shows this: once, twice in autumn, never in spring."""
    for fold in (0, 1):
        moment = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == wall:
            yield moment


def _shifts(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The seconds at which the zone's clocks are moved."""
    while start < end:
        following = min(start + DAY, end)
        before, after = _offset(zone, start), _offset(zone, following)
        if before != after:
            yield _bisect(zone, start, following, before)
        start = following


def _bisect(zone: ZoneInfo, low: datetime, high: datetime, before: timedelta) -> datetime:
    low = low.replace(microsecond=0)
    seconds = int((high - low) / timedelta(seconds=1)) + 1
    least, most = 0, seconds
    while most - least > 1:
        middle = (least + most) // 2
        if _offset(zone, low + timedelta(seconds=middle)) == before:
            least = middle
        else:
            most = middle
    return low + timedelta(seconds=most)


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def hours_between(opens: str, closes: str) -> Hours:
    """`09:00` to `18:00`; `22:00` to `06:00` ends on the next day, `24:00` is the day's end. Raises ValueError."""
    start, end = _minute(opens), _minute(closes)
    if start in (DAY_MINUTES, end):
        raise ValueError("Hours begin before 24:00 and do not end where they begin.")
    return Hours(start, end if end > start else end + DAY_MINUTES)


def clock_text(minute: int) -> str:
    """As a clock on the wall shows it; the day's own end is 24:00."""
    shown = minute if minute <= DAY_MINUTES else minute - DAY_MINUTES
    return f"{shown // 60:02d}:{shown % 60:02d}"


def overlaps(hours: Sequence[Hours]) -> bool:
    """True if two of one day's hours share a minute."""
    ordered = sorted(hours)
    return any(after.opens < before.closes for before, after in pairwise(ordered))


def _minute(text: str) -> int:
    if _CLOCK.fullmatch(text) is None:
        raise ValueError("A time of day is written like 09:30, from 00:00 to 24:00.")
    return int(text[:2]) * 60 + int(text[3:])
