"""Date & Time: inside or outside of a calendar's hours, or of two dates."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, NaiveDatetime, model_validator

from parley.domain.calendar import is_open
from parley.domain.errors import Refusal
from parley.domain.ids import UUID, CalendarId
from parley.domain.zone import is_zone
from parley.workflows import limits
from parley.workflows.decisions import Decision, Move, Signal
from parley.workflows.model import Model
from parley.workflows.moments import wall_clock
from parley.workflows.naming import Named, Noun
from parley.workflows.steps.step import Step, said_of
from parley.workflows.view import Scene


def _known_zone(value: str) -> str:
    if value and not is_zone(value):
        raise ValueError(f"the time zone {value!r} is not known; write it like Europe/Berlin")
    return value


# Empty: the workspace's.
Zone = Annotated[str, Field(max_length=limits.ZONE_LENGTH), AfterValidator(_known_zone)]


class ByCalendar(Model):
    """Inside while the calendar is open."""

    kind: Literal["calendar"] = "calendar"
    calendar_id: UUID


class ByDates(Model):
    """Inside from `starts` on and before `ends`, by the clock on the wall of the zone."""

    kind: Literal["dates"] = "dates"
    starts: NaiveDatetime
    ends: NaiveDatetime
    zone: Zone = ""

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends <= self.starts:
            raise ValueError("the end comes after the start")
        return self


class DateTime(Step):
    """`success` inside, `failure` outside. A calendar that was deleted counts as outside, and the trace
    says so.
    """

    LANES: ClassVar[tuple[str, ...]] = ("success", "failure")
    NEEDS_WAY_ON: ClassVar[bool] = True

    kind: Literal["date_time"] = "date_time"
    when: Annotated[ByCalendar | ByDates, Field(discriminator="kind")]

    def references(self) -> Iterator[Named]:
        if isinstance(self.when, ByCalendar):
            yield Named(Noun.CALENDAR, self.when.calendar_id)

    def ends_on(self, lane: str) -> bool:
        """Outside is no failure: it was to be expected."""
        return self.leads_to(lane) is None

    def decide(self, _signal: Signal, scene: Scene, /) -> Decision:
        try:
            is_inside = self._is_inside(scene)
        except Refusal as refusal:
            return Move("failure", error=said_of(refusal))
        if is_inside is None:
            return Move("failure", error="the calendar does not exist any more")
        return Move("success" if is_inside else "failure")

    def _is_inside(self, scene: Scene) -> bool | None:
        if isinstance(self.when, ByDates):
            return self.when.starts <= wall_clock(scene, self.when.zone) < self.when.ends
        calendar = scene.view.reference.calendars.get(CalendarId(self.when.calendar_id))
        return is_open(calendar, scene.view.now) if calendar else None
