"""Moves the test clock, and waits until all that was due has been handled."""

import asyncio
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from parley.api.routers import API
from parley.domain.errors import Invalid, Refusal
from parley.storage import abandoned, attendance, calls, outbox, timers
from parley.storage.clock import TestClock
from parley.storage.database import Pool
from parley.storage.journal import TableJournal
from parley.storage.signals import Signals, Topic

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

    set: AwareDatetime | None = None
    advance_seconds: Annotated[float, Field(ge=0, le=LONGEST_MOVE_SECONDS)] | None = None


def make_router(
    clock: TestClock, *, pool: Pool, journal: TableJournal, signals: Signals
) -> APIRouter:
    """Only a server that was started with the flag has these routes: they ask for no sign-in, the clock is
    that of all workspaces.
    """
    router = APIRouter(prefix=API, tags=["test clock"])

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
        for _ in range(STOPS_MOST):
            stop = await _next_stop(clock, pool=pool)
            if stop is None or stop >= wanted:
                break
            await clock.set(stop)
            await _settle(clock, pool=pool, journal=journal, signals=signals)
        await clock.set(wanted)
        await _settle(clock, pool=pool, journal=journal, signals=signals)
        return ClockView(now=clock.now())

    return router


async def _next_stop(clock: TestClock, *, pool: Pool) -> datetime | None:
    """What one timer sets off may set another: each has its own hour on the way, as when time passes."""
    hours = (
        await timers.next_due(pool),
        await outbox.next_try(pool, after=clock.now()),
        await attendance.next_due(pool),
    )
    return min((hour for hour in hours if hour is not None), default=None)


async def _settle(clock: TestClock, *, pool: Pool, journal: TableJournal, signals: Signals) -> None:
    """Until nothing is due, nothing waits in the journal, and nothing is on its way or due to be sent."""
    try:
        async with asyncio.timeout(LONGEST_WAIT_SECONDS):
            while True:
                moved = await timers.move_due(pool, now=clock.now(), limit=500)
                signals.send(Topic.JOURNAL)
                signals.send(Topic.TIMERS)
                if not moved and await _is_quiet(clock, pool=pool, journal=journal):
                    return
                await asyncio.sleep(LOOK_SECONDS)
    except TimeoutError as error:
        raise StillBusy from error


async def _is_quiet(clock: TestClock, *, pool: Pool, journal: TableJournal) -> bool:
    now = clock.now()
    if (await journal.lag(now=now)).depth:
        return False
    sends = await outbox.count_due(pool, now=now)
    # The journal once more: what was sent a moment ago may have told its outcome meanwhile.
    return not (
        sends
        or await calls.count_due(pool, now=now)
        or await attendance.absentees(pool, now=now)
        or await abandoned.abandoned(pool)
        or await timers.count_due(pool, now=now)
        or (await journal.lag(now=now)).depth
    )
