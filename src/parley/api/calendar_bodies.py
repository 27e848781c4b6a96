"""How a calendar is written down: hours as `09:00` to `18:00`, a list for each day of the week."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Self

from msgspec.structs import replace
from pydantic import AfterValidator, Field, model_validator

from parley.api.limits import CALENDAR_EXCEPTIONS, HOURS_PER_DAY, NAME_LENGTH
from parley.api.words import Body, Name, Text, View
from parley.domain.calendar import (
    Calendar,
    DayException,
    Hours,
    clock_text,
    hours_between,
    overlaps,
)
from parley.domain.ids import UUID, CalendarId, WorkspaceId
from parley.domain.zone import is_zone

FIRST_DATE, LAST_DATE = date(1990, 1, 1), date(2199, 12, 31)


class HoursBody(Body):
    """By the clock on the wall: `closes` not later than `opens` is on the next day; `24:00` ends the day."""

    opens: Annotated[str, Field(max_length=5, examples=["09:00"])]
    closes: Annotated[str, Field(max_length=5, examples=["18:00"])]

    @model_validator(mode="after")
    def _is_a_time(self) -> Self:
        self.value()
        return self

    def value(self) -> Hours:
        return hours_between(self.opens, self.closes)


def _apart(value: list[HoursBody]) -> list[HoursBody]:
    if overlaps([hours.value() for hours in value]):
        raise ValueError("Two of a day's hours overlap.")
    return value


def _of_our_time(value: date) -> date:
    if not FIRST_DATE <= value <= LAST_DATE:
        raise ValueError(f"A date is between {FIRST_DATE} and {LAST_DATE}.")
    return value


def _known_zone(value: str) -> str:
    if not is_zone(value):
        raise ValueError("This time zone is not known; write it like Europe/Berlin.")
    return value


Day = Annotated[list[HoursBody], Field(max_length=HOURS_PER_DAY), AfterValidator(_apart)]
Zone = Annotated[str, Field(max_length=NAME_LENGTH), AfterValidator(_known_zone)]
DATE = Annotated[date, AfterValidator(_of_our_time)]


class WeekBody(Body):
    """A day that is left out is closed."""

    monday: Day = Field(default_factory=list)
    tuesday: Day = Field(default_factory=list)
    wednesday: Day = Field(default_factory=list)
    thursday: Day = Field(default_factory=list)
    friday: Day = Field(default_factory=list)
    saturday: Day = Field(default_factory=list)
    sunday: Day = Field(default_factory=list)

    def days(self) -> tuple[tuple[Hours, ...], ...]:
        every: list[list[HoursBody]] = [getattr(self, name) for name in DAYS]
        return tuple(_hours(day) for day in every)


DAYS = tuple(WeekBody.model_fields)


class ExceptionBody(Body):
    """On this date these hours hold instead of the week's; none: closed."""

    date: DATE
    hours: Day = Field(default_factory=list)
    name: Annotated[Text, Field(max_length=NAME_LENGTH)] = ""

    def value(self) -> DayException:
        return DayException(self.date, _hours(self.hours), self.name)


def _each_date_once(value: list[ExceptionBody]) -> list[ExceptionBody]:
    if len({exception.date for exception in value}) != len(value):
        raise ValueError("A date stands here once.")
    return value


Exceptions = Annotated[
    list[ExceptionBody], Field(max_length=CALENDAR_EXCEPTIONS), AfterValidator(_each_date_once)
]


class NewCalendar(Body):
    name: Name
    timezone: Zone
    weekly: WeekBody = WeekBody()
    exceptions: Exceptions = Field(default_factory=list)

    def make(self, workspace_id: WorkspaceId, calendar_id: CalendarId) -> Calendar:
        return Calendar(
            workspace_id,
            calendar_id,
            self.name,
            self.timezone,
            self.weekly.days(),
            _exceptions(self.exceptions),
        )


class CalendarChange(Body):
    name: Name = ""
    timezone: Zone = "UTC"
    weekly: WeekBody = WeekBody()
    exceptions: Exceptions = Field(default_factory=list)

    def apply(self, former: Calendar) -> Calendar:
        given: dict[str, object] = {}
        if "name" in self.model_fields_set:
            given["name"] = self.name
        if "timezone" in self.model_fields_set:
            given["timezone"] = self.timezone
        if "weekly" in self.model_fields_set:
            given["weekly"] = self.weekly.days()
        if "exceptions" in self.model_fields_set:
            given["exceptions"] = _exceptions(self.exceptions)
        return replace(former, **given)


class CalendarView(View):
    id: UUID
    name: str
    timezone: str
    weekly: WeekBody
    exceptions: list[ExceptionBody]


def view_of(calendar: Calendar) -> CalendarView:
    week = {
        name: [_shown(hours) for hours in day]
        for name, day in zip(DAYS, calendar.weekly, strict=True)
    }
    return CalendarView(
        id=calendar.id,
        name=calendar.name,
        timezone=calendar.timezone,
        weekly=WeekBody(**week),
        exceptions=[
            ExceptionBody(
                date=exception.date,
                hours=[_shown(hours) for hours in exception.hours],
                name=exception.name,
            )
            for exception in calendar.exceptions
        ],
    )


def _shown(hours: Hours) -> HoursBody:
    return HoursBody(opens=clock_text(hours.opens), closes=clock_text(hours.closes))


def _hours(day: Sequence[HoursBody]) -> tuple[Hours, ...]:
    return tuple(sorted(hours.value() for hours in day))


def _exceptions(given: Sequence[ExceptionBody]) -> tuple[DayException, ...]:
    values = [exception.value() for exception in given]
    return tuple(sorted(values, key=lambda exception: exception.date))
