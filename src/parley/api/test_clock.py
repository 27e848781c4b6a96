"""Moves the test clock, and waits until all that was due has been handled."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from parley.api.lines import Lines
from parley.api.routers import API
from parley.domain.errors import Invalid, Refusal
from parley.storage import abandoned, attendance, calls, outbox, schedules, timers
from parley.storage.clock import TestClock
from parley.storage.database import Pool
from parley.storage.journal import TableJournal
from parley.storage.signals import Signals, Topic
from parley.workflows.model import Hour

LONGEST_WAIT_SECONDS = 60.0
LOOK_SECONDS = 0.01
STOPS_MOST = 500  # on the way of one move; what is beyond falls due all at once at its end
LONGEST_MOVE_SECONDS = 366 * 24 * 3600


class StillBusy(Refusal):
    """Work of this hour did not end in time; the clock has moved all the same."""

    code = "still_busy"
    status = 503
    message = "What was due is still being handled. Ask again."


class ClockView(BaseModel):
    now: datetime


class ClockMove(BaseModel):
    """Either an hour with its zone, or a number of seconds to go on by. Time never goes back."""

    set: Hour | None = None
    advance_seconds: Annotated[float, Field(ge=0, le=LONGEST_MOVE_SECONDS)] | None = None


@dataclass(frozen=True)
class Town:
    """All that happens by the test clock."""

    clock: TestClock
    pool: Pool
    journal: TableJournal
    signals: Signals
    lines: Lines

    async def pass_until(self, wanted: datetime) -> None:
        """What is under way ends before time goes on, and what falls due on the way happens at its own hour:
        what one timer sets off may set another.
        """
        if wanted > self.clock.now():
            await self._reach(self.clock.now())
        for _ in range(STOPS_MOST):
            if wanted <= self.clock.now():
                break
            stop = await self._find_stop()
            if stop is None or stop >= wanted:
                break
            await self._reach(stop)
        await self._reach(wanted)

    async def _find_stop(self) -> datetime | None:
        hours = (
            await timers.next_due(self.pool),
            await outbox.next_try(self.pool, after=self.clock.now()),
            await calls.next_try(self.pool, after=self.clock.now()),
            await attendance.next_due(self.pool),
            await schedules.next_moment(self.pool),
            await self.lines.find_next_change(now=self.clock.now()),
            await self.lines.find_next_shift_end(now=self.clock.now()),
        )
        return min((hour for hour in hours if hour is not None), default=None)

    async def _reach(self, hour: datetime) -> None:
        """Until nothing is due, nothing waits in the journal, nothing is on its way or due to be sent, and
        nobody waits for an agent who is free.
        """
        await self.clock.set(hour)
        self.signals.send(Topic.DISPATCH)
        try:
            async with asyncio.timeout(LONGEST_WAIT_SECONDS):
                while True:
                    moved = await timers.move_due(self.pool, now=self.clock.now(), limit=500)
                    self.signals.send(Topic.JOURNAL)
                    self.signals.send(Topic.TIMERS)
                    if not moved and await self._is_quiet():
                        return
                    await asyncio.sleep(LOOK_SECONDS)
        except TimeoutError as error:
            raise StillBusy from error

    async def _is_quiet(self) -> bool:
        now = self.clock.now()
        if (await self.journal.lag(now=now)).depth:
            return False
        sends = await outbox.count_due(self.pool, now=now)
        # The journal once more: what was sent a moment ago may have told its outcome meanwhile.
        return not (
            sends
            or await calls.count_due(self.pool, now=now)
            or await attendance.absentees(self.pool, now=now)
            or await abandoned.abandoned(self.pool)
            or await self.lines.has_left_over(now=now)
            or await timers.count_due(self.pool, now=now)
            or await schedules.is_due(self.pool, now=now)
            or not await self.lines.is_served(now=now)
            or (await self.journal.lag(now=now)).depth
        )


def make_router(town: Town) -> APIRouter:
    """Only a server that was started with the flag has these routes: they ask for no sign-in, the clock is
    that of all workspaces.
    """
    router = APIRouter(prefix=API, tags=["test clock"])
    clock = town.clock

    @router.get("/test/clock")
    async def read_clock() -> ClockView:
        return ClockView(now=await clock.refresh())

    @router.post("/test/clock")
    async def move_clock(body: ClockMove) -> ClockView:
        """Time passes: what falls due on the way happens at its own hour, before the answer comes."""
        if (body.set is None) == (body.advance_seconds is None):
            message = "Give either `set` or `advance_seconds`."
            raise Invalid(message, field="body.set")
        now = await clock.refresh()
        wanted = body.set or now + timedelta(seconds=body.advance_seconds or 0)
        if wanted < now:
            message = f"The clock never goes back: it says {now.isoformat()}."
            raise Invalid(message, field="body.set")
        await town.pass_until(wanted)
        return ClockView(now=clock.now())

    return router
