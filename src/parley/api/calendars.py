"""Routes of calendars: working time that teams, agents and workflows refer to."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends

from parley.api.auth import guard
from parley.api.calendar_bodies import CalendarChange, CalendarView, NewCalendar, view_of
from parley.api.changes import change
from parley.api.deps import DepsHere
from parley.api.limits import CALENDARS_PER_WORKSPACE
from parley.api.paging import Page, PageQuery
from parley.api.refusals import StillInUse
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import View
from parley.domain.calendar import Calendar, is_open, next_closing, next_opening
from parley.domain.errors import LimitExceeded, NotFound
from parley.domain.ids import UUID, CalendarId
from parley.storage.database import Connection, Pool
from parley.storage.setup import calendars
from parley.workflows.model import Hour

router = make_router("calendars")
Reader = Annotated[Scope, guard(Verb.READ, Resource.CALENDARS)]
Writer = Annotated[Scope, guard(Verb.WRITE, Resource.CALENDARS)]


class CalendarState(View):
    """`next_opening` is `at` itself while open, `next_closing` is `at` itself while closed; null: never."""

    at: datetime
    is_open: bool
    next_opening: datetime | None
    next_closing: datetime | None


@router.get("/calendars")
async def list_calendars(
    deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[CalendarView]:
    key = page.key(UUID)
    rows = await calendars.list_calendars(
        deps.pool,
        scope.workspace_id,
        after=CalendarId(key[0]) if key else None,
        limit=page.limit + 1,
    )
    shown, following = page.cut(rows, key=lambda calendar: (calendar.id,))
    return Page(items=[view_of(calendar) for calendar in shown], next=following)


@router.post("/calendars", status_code=HTTPStatus.CREATED)
async def add_calendar(body: NewCalendar, deps: DepsHere, scope: Writer) -> CalendarView:
    """Hours are by the clock on the wall of the zone; `22:00` to `06:00` ends on the next day."""
    calendar = body.make(scope.workspace_id, CalendarId(deps.ids.new_id()))
    async with change(deps, scope, noun="calendar", subject=calendar.id) as connection:
        count = await calendars.count_calendars(connection, scope.workspace_id)
        if count >= CALENDARS_PER_WORKSPACE:
            raise LimitExceeded(
                f"A workspace has at most {CALENDARS_PER_WORKSPACE} calendars.",
                limit=CALENDARS_PER_WORKSPACE,
            )
        await calendars.add_calendar(connection, scope.workspace_id, calendar)
    return view_of(calendar)


@router.get("/calendars/{calendar_id}")
async def show_calendar(calendar_id: UUID, deps: DepsHere, scope: Reader) -> CalendarView:
    return view_of(await _get_calendar(deps.pool, scope, CalendarId(calendar_id)))


@router.get("/calendars/{calendar_id}/state")
async def show_state(
    calendar_id: UUID, deps: DepsHere, scope: Reader, at: Hour | None = None
) -> CalendarState:
    """Is it open, and when does that change? Now, or at a given time."""
    calendar = await _get_calendar(deps.pool, scope, CalendarId(calendar_id))
    moment = at or deps.clock.now()
    return CalendarState(
        at=moment,
        is_open=is_open(calendar, moment),
        next_opening=next_opening(calendar, moment),
        next_closing=next_closing(calendar, moment),
    )


@router.patch("/calendars/{calendar_id}")
async def change_calendar(
    calendar_id: UUID, body: CalendarChange, deps: DepsHere, scope: Writer
) -> CalendarView:
    """What is left out stays; `weekly` and `exceptions` replace all of theirs."""
    async with change(deps, scope, noun="calendar", subject=calendar_id) as connection:
        former = await _get_calendar(connection, scope, CalendarId(calendar_id))
        changed = body.apply(former)
        await calendars.update_calendar(connection, scope.workspace_id, changed)
    return view_of(changed)


@router.delete("/calendars/{calendar_id}", status_code=HTTPStatus.NO_CONTENT)
async def drop_calendar(calendar_id: UUID, deps: DepsHere, scope: Writer) -> None:
    """Refused while something refers to it: `used_by` names what does."""
    subject = CalendarId(calendar_id)
    async with change(deps, scope, noun="calendar", subject=calendar_id) as connection:
        await _get_calendar(connection, scope, subject)
        uses = await calendars.list_uses(connection, scope.workspace_id, subject)
        if uses:
            raise StillInUse(used_by=uses)
        await calendars.drop_calendar(connection, scope.workspace_id, subject)


async def _get_calendar(
    connection: Connection | Pool, scope: Scope, calendar_id: CalendarId
) -> Calendar:
    found = await calendars.find_calendar(connection, scope.workspace_id, calendar_id)
    if found is None:
        raise NotFound
    return found
