"""Routes that show what is going on: runs, queue, event log, outbox, dead letters."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query

from parley.actions.runs import stop_run
from parley.api.auth import guard
from parley.api.deps import DepsHere
from parley.api.desks import decide
from parley.api.limits import PAGE_SIZE
from parley.api.paging import Limit, Page, PageQuery
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.views.contacts import get_seen_contact
from parley.api.views.watching import (
    DeadLetterView,
    EventView,
    ListedDeadLetter,
    OutboxView,
    QueueEntryView,
    RunView,
    TracedRun,
    VisitView,
    event_view,
    undelivered_view,
)
from parley.domain.errors import Invalid, NotFound
from parley.domain.ids import ContactId, ConversationId, OutboxId, RunId, WorkflowId
from parley.domain.needs import Needs
from parley.routing.places import expect_wait
from parley.storage.dead_letters import replay
from parley.storage.reads import dead_letters, delivery, log, places, runs
from parley.storage.reads.contacts import find_survivor
from parley.workflows.definition import Definition

router = make_router("watching")

Kind = Annotated[str | None, Query(pattern=r"^[A-Za-z]{1,60}$")]


@router.get("/runs")
async def list_runs(
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.READ, Resource.RUNS)],
    page: Annotated[PageQuery, Depends()],
    workflow_id: UUID | None = None,
    state: Literal["live", "ended"] | None = None,
) -> Page[RunView]:
    """Newest first."""
    wanted = runs.RunFilter(
        workflow_id=WorkflowId(workflow_id) if workflow_id else None,
        is_live=None if state is None else state == "live",
    )
    return await _page_of_runs(deps, scope, page, wanted)


@router.get("/contacts/{contact_id}/runs")
async def list_runs_of_contact(
    contact_id: UUID,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.READ, Resource.RUNS)],
    page: Annotated[PageQuery, Depends()],
) -> Page[RunView]:
    """Live and ended runs of a contact, newest first."""
    wanted = (await get_seen_contact(deps, scope, ContactId(contact_id))).id
    return await _page_of_runs(deps, scope, page, runs.RunFilter(contact_id=wanted))


@router.get("/runs/{run_id}")
async def show_run(
    run_id: UUID, deps: DepsHere, scope: Annotated[Scope, guard(Verb.READ, Resource.RUNS)]
) -> TracedRun:
    """A run with its trace: every visit of a step, in order."""
    row = await runs.find_run(deps.pool, scope.sight, RunId(run_id))
    if row is None:
        raise NotFound(run_id=str(run_id))
    view = TracedRun.model_validate(row)
    visits = await runs.list_visits(deps.pool, scope.workspace_id, row.id)
    view.visits = [VisitView.model_validate(visit) for visit in visits]
    written = {visit.number: visit for visit in view.visits}
    for lost in await delivery.list_undelivered(deps.pool, scope.workspace_id, row):
        if lost.visit in written:
            written[lost.visit].undelivered.append(undelivered_view(lost))
    return view


@router.delete("/runs/{run_id}")
async def stop(
    run_id: UUID, deps: DepsHere, scope: Annotated[Scope, guard(Verb.READ, Resource.RUNS)]
) -> TracedRun:
    """Stop a run by hand: owners and managers, and agents where its workflow says so. One that has ended
    stays as it is.
    """
    row = await runs.find_run(deps.pool, scope.sight, RunId(run_id))
    if row is None:
        raise NotFound(run_id=str(run_id))
    version = (await deps.reference(scope.workspace_id)).versions.get(row.version_id)
    definition = version.definition if version else None
    if not (isinstance(definition, Definition) and definition.agents_may_stop):
        scope.require(Verb.WRITE, Resource.RUNS)
    if row.ended_at is None:
        await decide(
            deps,
            scope,
            Needs(contacts=frozenset({row.contact_id})),
            lambda desk: stop_run(desk, row.id, actor=scope.actor),
        )
    return await show_run(run_id, deps, scope)


@router.get("/queue")
async def list_queue(
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.READ, Resource.QUEUE)],
    page: Annotated[PageQuery, Depends()],
) -> Page[QueueEntryView]:
    """Conversations that wait for an agent, in the order in which they are served: by class, with ageing, and age."""
    key = page.key(int, datetime, UUID)
    rows = await runs.list_queue(
        deps.pool,
        scope.sight,
        after=runs.QueueKey(key[0], key[1], ConversationId(key[2])) if key else None,
        limit=page.limit + 1,
    )
    shown, following = page.cut(
        rows, key=lambda row: (row.turn_class, row.turn_at, row.conversation_id)
    )
    now = deps.clock.now()
    given_out = await places.count_given_out(deps.pool, scope.workspace_id, now=now)
    views = [QueueEntryView.model_validate(row) for row in shown]
    for row, view in zip(shown, views, strict=True):
        view.waited_seconds = max(0.0, (now - view.since).total_seconds())
        expected = expect_wait(row.position, given_out=given_out.get(row.team_id, 0))
        view.expected_wait_seconds = expected.total_seconds() if expected is not None else None
    return Page(items=views, next=following)


@router.get("/events")
async def list_events(
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.READ, Resource.EVENTS)],
    after: Annotated[str | None, Query(max_length=100)] = None,
    limit: Limit = PAGE_SIZE,
    *,
    contact_id: UUID | None = None,
    conversation_id: UUID | None = None,
    kind: Kind = None,
) -> Page[EventView]:
    """The log, oldest first. `next` is always given: ask again with it for what happens later."""
    # What a contact did before it was merged into another is told of that one.
    asked = ContactId(contact_id) if contact_id else None
    survivor = await find_survivor(deps.pool, scope.sight, asked) if asked else None
    wanted = log.EventFilter(
        contact_id=survivor or asked,
        conversation_id=ConversationId(conversation_id) if conversation_id else None,
        kinds=(kind,) if kind else (),
    )
    rows = await log.list_events(
        deps.pool, scope.sight, wanted, after=parse_cursor(after), limit=limit
    )
    following = str(rows[-1].cursor) if rows else after
    return Page(items=[event_view(row) for row in rows], next=following)


@router.get("/outbox")
async def list_outbox(
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.READ, Resource.OUTBOX)],
    page: Annotated[PageQuery, Depends()],
) -> Page[OutboxView]:
    """Messages on their way to a provider, oldest first."""
    key = page.key(UUID)
    rows = await delivery.list_outbox(
        deps.pool, scope.sight, after=OutboxId(key[0]) if key else None, limit=page.limit + 1
    )
    shown, following = page.cut(rows, key=lambda row: (row.id,))
    return Page(items=[OutboxView.model_validate(row) for row in shown], next=following)


@router.get("/dead-letters")
async def list_dead_letters(
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.READ, Resource.DEAD_LETTERS)],
    page: Annotated[PageQuery, Depends()],
) -> Page[ListedDeadLetter]:
    """What could not be handled, newest first."""
    key = page.key(UUID)
    rows = await dead_letters.list_dead_letters(
        deps.pool, scope.workspace_id, after=key[0] if key else None, limit=page.limit + 1
    )
    shown, following = page.cut(rows, key=lambda row: (row.id,))
    return Page(items=[ListedDeadLetter.model_validate(row) for row in shown], next=following)


@router.get("/dead-letters/{letter_id}")
async def show_dead_letter(
    letter_id: UUID,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.READ, Resource.DEAD_LETTERS)],
) -> DeadLetterView:
    row = await dead_letters.find_dead_letter(deps.pool, scope.workspace_id, letter_id)
    if row is None:
        raise NotFound(id=str(letter_id))
    return DeadLetterView.model_validate(row)


@router.put("/dead-letters/{letter_id}/replay", status_code=HTTPStatus.ACCEPTED)
async def replay_dead_letter(
    letter_id: UUID,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.WRITE, Resource.DEAD_LETTERS)],
) -> DeadLetterView:
    """Put it back at the end of its lane, once: after its cause was mended."""
    await replay(deps.pool, scope.workspace_id, letter_id, now=deps.clock.now())
    return await show_dead_letter(letter_id, deps, scope)


def parse_cursor(text: str | None) -> log.Cursor | None:
    """Raises Invalid for what is no cursor of the event log."""
    if text is None:
        return None
    try:
        return log.Cursor.parse(text)
    except ValueError as error:
        raise Invalid("The cursor is not one of the event log's.", field="query.after") from error


async def _page_of_runs(
    deps: DepsHere, scope: Scope, page: PageQuery, wanted: runs.RunFilter
) -> Page[RunView]:
    key = page.key(UUID)
    rows = await runs.list_runs(
        deps.pool, scope.sight, wanted, after=RunId(key[0]) if key else None, limit=page.limit + 1
    )
    shown, following = page.cut(rows, key=lambda row: (row.id,))
    return Page(items=[RunView.model_validate(row) for row in shown], next=following)
