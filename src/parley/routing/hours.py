"""Shifts and team hours as the matcher needs them: open or not, and when that changes next."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from parley.domain.calendar import Calendar, is_open, last_closing, next_closing, next_opening
from parley.domain.ids import CalendarId
from parley.domain.workspace import Reference

CALENDARS_KEPT = 1024


def is_within_hours(reference: Reference, calendar_id: CalendarId | None, now: datetime) -> bool:
    """No calendar, or one that was deleted, is always open."""
    calendar = reference.calendars.get(calendar_id) if calendar_id else None
    return calendar is None or is_open(calendar, now)


def find_shift_end(
    reference: Reference, calendar_id: CalendarId | None, now: datetime
) -> datetime | None:
    """Find since when a shift is over by the calendar as it is now; None on shift, without one, and before
    the first.
    """
    calendar = reference.calendars.get(calendar_id) if calendar_id else None
    # Hours begin and end on a minute: within one nothing changes.
    return _find_end(calendar, now.replace(second=0, microsecond=0)) if calendar else None


def find_next_shift_end(
    reference: Reference, calendar_id: CalendarId | None, now: datetime
) -> datetime | None:
    """Find when the shift that is on ends; None off shift, without one, and for one that never ends."""
    calendar = reference.calendars.get(calendar_id) if calendar_id else None
    return _turn_of(calendar, now) if calendar is not None and is_open(calendar, now) else None


def find_next_change(
    others: Iterable[datetime | None], reference: Reference, *, now: datetime
) -> datetime | None:
    """Find the earliest of the other hours and of the beginnings and ends of shifts and teams' hours."""
    used = {user.calendar_id for user in reference.users.values()}
    used |= {team.calendar_id for team in reference.teams.values()}
    calendars = [calendar for key, calendar in reference.calendars.items() if key in used]
    hours = [*others, *(_turn_of(calendar, now) for calendar in calendars)]
    return min((hour for hour in hours if hour is not None and hour > now), default=None)


def _turn_of(calendar: Calendar, now: datetime) -> datetime | None:
    """A calendar's next change is looked up once for each stretch of ten minutes, not for each pass."""
    began = now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0)
    found = _find_turn(calendar, began)
    return found if found is None or found > now else _find_turn(calendar, now)


@lru_cache(maxsize=CALENDARS_KEPT)
def _find_turn(calendar: Calendar, at: datetime) -> datetime | None:
    if is_open(calendar, at):
        return next_closing(calendar, at)
    return next_opening(calendar, at)


@lru_cache(maxsize=CALENDARS_KEPT)
def _find_end(calendar: Calendar, minute: datetime) -> datetime | None:
    return last_closing(calendar, minute)
