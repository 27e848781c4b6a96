"""Wait: a length of time, until a date, or until a calendar opens; what the contact writes does not shorten it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from parley.domain.calendar import next_opening
from parley.domain.errors import Refusal
from parley.domain.ids import UUID, CalendarId
from parley.domain.run import Waiting, WaitKind
from parley.workflows import limits
from parley.workflows.decisions import Decision, Due, Entered, Move, Park, Signal, Stay
from parley.workflows.moments import find_moment
from parley.workflows.naming import Named, Noun
from parley.workflows.steps.date_time import Zone
from parley.workflows.steps.step import Step, fail, said_of
from parley.workflows.view import Scene

_LONGEST = timedelta(seconds=limits.WAIT_SECONDS)


class Wait(Step):
    """One of three. `seconds`: so long. `until`: a text that says a date, with an hour or without, by the
    clock of `zone` (empty: the workspace's) and moved by `shift_seconds`. `calendar_id`: until it opens.

    What lies in the past is over: the run goes on at once. No readable date, a deleted calendar, or a time
    beyond the limit: lane `failure`, else the run ends.
    """

    LANES: ClassVar[tuple[str, ...]] = ("next", "failure")
    SLOW: ClassVar[frozenset[str]] = frozenset({"next"})
    waits: ClassVar[bool] = True

    kind: Literal["wait"] = "wait"
    seconds: Annotated[int, Field(ge=1, le=limits.WAIT_SECONDS)] | None = None
    until: Annotated[str, Field(min_length=1, max_length=limits.MOMENT_LENGTH)] | None = None
    zone: Zone = ""
    shift_seconds: Annotated[int, Field(ge=-limits.WAIT_SECONDS, le=limits.WAIT_SECONDS)] = 0
    calendar_id: UUID | None = None

    @model_validator(mode="after")
    def _knows_what_it_waits_for(self) -> Self:
        given = [self.seconds is not None, self.until is not None, self.calendar_id is not None]
        if sum(given) != 1:
            raise ValueError("a wait has either seconds, or until, or calendar_id")
        if self.until is None and (self.zone or self.shift_seconds):
            raise ValueError("zone and shift_seconds belong to until")
        return self

    @property
    def slow_lanes(self) -> frozenset[str]:
        """A date may be past, a calendar open: then it takes no time at all."""
        return self.SLOW if self.seconds is not None else frozenset()

    def templates(self) -> Iterator[str]:
        if self.until is not None:
            yield self.until

    def references(self) -> Iterator[Named]:
        if self.calendar_id is not None:
            yield Named(Noun.CALENDAR, self.calendar_id)

    def lane_seconds(self, lane: str, /) -> int:
        if lane != "next":
            return 0
        return self.seconds if self.seconds is not None else limits.WAIT_SECONDS

    def decide(self, signal: Signal, scene: Scene, /) -> Decision:
        match signal:
            case Due() if self.calendar_id is None:
                return Move("next")
            case Entered() if self.seconds is not None:
                until = scene.view.now + timedelta(seconds=self.seconds)
                return Park(Waiting(WaitKind.TIME, until=until))
            case Entered() | Due():
                return self._wait(scene)
            case _:
                return Stay()

    def _wait(self, scene: Scene) -> Decision:
        now = scene.view.now
        try:
            found = self._find_hour(scene)
        except Refusal as refusal:
            return fail(self, said_of(refusal))
        if isinstance(found, str):
            return fail(self, found)
        if found <= now:
            return Move("next", output={"until": found.isoformat()})
        if found - now > _LONGEST:
            days = limits.WAIT_SECONDS // limits.DAY_SECONDS
            return fail(self, f"a run waits at most {days} days; this is {found.isoformat()}")
        return Park(Waiting(WaitKind.TIME, until=found))

    def _find_hour(self, scene: Scene) -> datetime | str:
        """The hour, or why there is none. A calendar is asked again when its hour has come: it may have changed."""
        if self.until is not None:
            found = find_moment(self.until, self.zone, scene)
            if found is None:
                return f"this is no date: {self.until}"
            try:
                return found + timedelta(seconds=self.shift_seconds)
            except OverflowError:
                return f"this is no date of our time: {self.until}"
        calendar = scene.view.reference.calendars.get(CalendarId(self.calendar_id or UUID(int=0)))
        if calendar is None:
            return "the calendar does not exist any more"
        return next_opening(calendar, scene.view.now) or f"{calendar.name} never opens"
