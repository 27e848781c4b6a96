"""Schedule: by the clock on some wall, again and again or once, for all contacts that meet the condition."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice, pairwise, takewhile
from typing import Annotated, ClassVar, Literal, Self

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, Field, model_validator

from parley.domain.zone import UnknownZone, get_zone
from parley.workflows import limits
from parley.workflows.conditions import Comparison, Condition, Operator
from parley.workflows.model import is_of_our_time
from parley.workflows.triggers.trigger import Trigger

FOREVER = float("inf")
_FIELDS = 5
_ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)
# So many of the next hours of two schedules are compared.
_COMPARED = 100
_LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
# Days: most schedules have told enough of themselves in the first ones.
_LOOK_BACK = (1, 40, 400)


def _is_cron(text: str) -> str:
    """Five fields, that come true some day and not too often. Raises ValueError."""
    if len(text.split()) != _FIELDS:
        raise ValueError(
            "a cron expression has five fields: minute, hour, day of the month, month, day of the week"
        )
    try:
        clock = CronSim(text, _ALWAYS)
        first = next(clock, None)
    except (CronSimError, AssertionError, OverflowError) as error:
        raise ValueError(f"{text!r} is no cron expression: {error}") from error
    if first is None:
        raise ValueError(f"{text!r} never comes true")
    if _shortest_gap(clock) < limits.SCHEDULE_MINUTES_APART:
        raise ValueError(f"a schedule is due at most every {limits.SCHEDULE_MINUTES_APART} minutes")
    return " ".join(text.split())


def _shortest_gap(clock: CronSim) -> int:
    """Minutes between two that are due; the hours of one day are alike."""
    minutes, hours = sorted(clock.minutes), clock.hours
    gaps = [after - before for before, after in pairwise(minutes)]
    if any((hour + 1) % 24 in hours for hour in hours):
        gaps.append(60 - minutes[-1] + minutes[0])
    return min(gaps, default=limits.SCHEDULE_MINUTES_APART)


def _is_moment(text: str) -> str:
    try:
        moment = _moment(text, "UTC")
    except (ValueError, OverflowError) as error:
        raise ValueError("a moment is written like 2026-12-24T09:00") from error
    is_of_our_time(moment)
    return text


def _is_zone(name: str) -> str:
    if name:
        try:
            get_zone(name)
        except UnknownZone as error:
            raise ValueError(error.text) from error
    return name


def _moment(text: str, zone: str) -> datetime:
    """With an offset it is exact; else by the clock on the wall: an hour that the clocks skip is the one after
    it, one that they repeat the first of the two.
    """
    told = datetime.fromisoformat(text)
    return (told if told.tzinfo is not None else told.replace(tzinfo=get_zone(zone))).astimezone(
        UTC
    )


Cron = Annotated[str, Field(min_length=1, max_length=limits.CRON_LENGTH), AfterValidator(_is_cron)]
Moment = Annotated[
    str, Field(min_length=1, max_length=limits.ZONE_LENGTH), AfterValidator(_is_moment)
]


class ScheduleTrigger(Trigger):
    """Either `cron` or `at`. `zone` empty: the workspace's. `per_minute` is how many runs it starts a minute.

    Fixed hours come once a day: what the clocks skip is due right after it, what they repeat the first time.
    Where the minute or the hour begins with `*`, every real hour counts.
    """

    VARIABLES: ClassVar[tuple[str, ...]] = ("due_at",)
    YIELDS_TO_PEOPLE: ClassVar[bool] = True

    kind: Literal["schedule"] = "schedule"
    cron: Cron | None = None
    at: Moment | None = None
    zone: Annotated[str, Field(max_length=limits.ZONE_LENGTH), AfterValidator(_is_zone)] = ""
    per_minute: Annotated[int, Field(ge=1, le=limits.STARTS_PER_MINUTE)] = (
        limits.STARTS_PER_MINUTE_DEFAULT
    )

    @model_validator(mode="after")
    def _is_due_one_way(self) -> Self:
        if (self.cron is None) == (self.at is None):
            raise ValueError("a schedule has either cron or at")
        return self

    def is_due_as(self, other: "ScheduleTrigger") -> bool:
        """True if both are due at the same hours."""
        return (self.cron, self.at, self.zone) == (other.cron, other.at, other.zone)

    def next_after(self, after: datetime, zone: str) -> datetime | None:
        """The first hour after this one at which it is due; None: never again. `zone` is the workspace's."""
        return next(self.hours_after(after, zone), None)

    def hours_after(self, after: datetime, zone: str) -> Iterator[datetime]:
        """In UTC, in order, each later than the one before."""
        named = self.zone or zone
        if self.at is not None:
            moment = _moment(self.at, named)
            yield from [moment] if moment > after else []
            return
        reached = after
        for local in CronSim(self.cron or "", after.astimezone(get_zone(named))):
            # In the hour that the clocks repeat a fixed one lies before: it was due the first time.
            if (hour := local.astimezone(UTC)) > reached:
                yield hour
                reached = hour

    def hours_before(self, until: datetime, after: datetime, zone: str) -> list[datetime]:
        """The newest of those later than `after` and not later than `until`, in order; further back than a year
        nobody looks.
        """
        wanted = limits.SCHEDULE_MISSED_NAMED + 1
        found: list[datetime] = []
        for days in _LOOK_BACK:
            begin = max(after, until - timedelta(days=days))
            found = list(takewhile(lambda hour: hour <= until, self.hours_after(begin, zone)))
            if len(found) >= wanted or begin == after:
                break
        return found[-wanted:]

    def overlaps(self, other: Trigger) -> bool:
        """Some of the hours that come next are the same; of two zones nothing is known."""
        if not isinstance(other, ScheduleTrigger) or self.zone != other.zone:
            return False
        mine = _hours_to_compare(self.cron, self.at, self.zone)
        return not mine.isdisjoint(_hours_to_compare(other.cron, other.at, other.zone))

    def silence(self) -> float:
        return _longest_silence(self.condition)


@lru_cache(maxsize=1024)
def _hours_to_compare(cron: str | None, at: str | None, zone: str) -> frozenset[datetime]:
    trigger = ScheduleTrigger(cron=cron, at=at, zone=zone)
    return frozenset(islice(trigger.hours_after(_LONG_AGO if at else _ALWAYS, "UTC"), _COMPARED))


def _longest_silence(condition: Condition | None) -> float:
    """Where the condition says how long ago the contact wrote at most, that; else who knows."""
    if condition is None:
        return FOREVER
    if isinstance(condition, Comparison):
        is_told = (
            condition.field == "contact.last_inbound_at"
            and condition.operator is Operator.IS_WITHIN_LAST
        )
        value = condition.value
        return float(value) if is_told and isinstance(value, int | float) else FOREVER
    parts = [_longest_silence(part) for part in condition.conditions]
    choose = min if condition.match == "all" else max
    return choose(parts, default=FOREVER)
