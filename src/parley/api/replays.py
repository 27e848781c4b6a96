"""Routes that walk a run again from its trace: by its own version, another one, or what is still being drawn."""

import asyncio
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from fastapi import Query
from pydantic import Field

from parley.api.auth import guard
from parley.api.deps import Deps, DepsHere
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import Body, View
from parley.domain.errors import NotFound
from parley.domain.ids import RunId, WorkflowId
from parley.domain.run import Run, Visit
from parley.storage.reads import runs
from parley.storage.reads.runs import RunRow, VisitRow
from parley.storage.setup import workflows
from parley.workflows.definition import Definition, parse_definition
from parley.workflows.retracing import Retraced, retrace

router = make_router("watching")
VersionWanted = Annotated[
    Annotated[int, Field(ge=1, le=2**31 - 1)] | Literal["draft"] | None,
    Query(description="A version's number, or draft; left out: the run's own version."),
]


class ReplayBody(Body):
    """A definition, as it would be published."""

    definition: dict[str, Any]


class WalkedView(View):
    """A visit as it would come out: `lane` null where the run would end on it."""

    number: int
    step_id: str
    lane: str | None
    output: dict[str, Any]
    error: str | None


class DifferenceView(View):
    """The first thing that would come out otherwise; `what` is step, lane, error, output or end."""

    visit: int
    step_id: str | None
    what: str
    before: Any
    after: Any
    sentence: str


class ReplayView(View):
    """`is_same`: every visit comes out as it was. `stands_at`: the step on which the run would wait, null if it
    would have ended.
    """

    run_id: UUID
    workflow_id: UUID
    version_number: int
    against: int | str
    is_same: bool
    difference: DifferenceView | None
    stands_at: str | None
    visits: list[WalkedView]


@router.get("/runs/{run_id}/replay")
async def show_replay(
    run_id: UUID,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.READ, Resource.RUNS)],
    version: VersionWanted = None,
) -> ReplayView:
    """Walk a run again from its trace: nothing is sent, saved or asked of anybody. With another version: what
    that would have done with what came to this run.
    """
    found = await _get_run(deps, scope, run_id)
    if version is not None:
        scope.require(Verb.READ, Resource.WORKFLOWS)
    told = await _find_definition(deps, scope, found, version)
    if told is None:
        raise NotFound("The workflow has no such version.", version=version)
    against = version or found.version_number
    return await _replay(deps, scope, found, parse_definition(told), against)


@router.post("/runs/{run_id}/replays")
async def add_replay(
    run_id: UUID,
    body: ReplayBody,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.WRITE, Resource.WORKFLOWS)],
) -> ReplayView:
    """The same with a definition that is sent along. Nothing is stored."""
    found = await _get_run(deps, scope, run_id)
    return await _replay(deps, scope, found, parse_definition(body.definition), "given")


async def _get_run(deps: Deps, scope: Scope, run_id: UUID) -> RunRow:
    scope.require(Verb.READ, Resource.RUNS)
    row = await runs.find_run(deps.pool, scope.sight, RunId(run_id))
    if row is None:
        raise NotFound(run_id=str(run_id))
    return row


async def _find_definition(
    deps: Deps, scope: Scope, found: RunRow, version: int | str | None
) -> bytes | None:
    if isinstance(version, str):
        stored = await workflows.find_workflow(deps.pool, scope.workspace_id, found.workflow_id)
        return stored.draft if stored else None
    number = version or found.version_number
    version_there = await workflows.find_version(
        deps.pool, scope.workspace_id, found.workflow_id, number
    )
    return version_there[1] if version_there else None


async def _replay(
    deps: Deps, scope: Scope, row: RunRow, definition: Definition, against: int | str
) -> ReplayView:
    """In a thread of its own: other requests go on meanwhile."""
    visits = await runs.list_visits(deps.pool, scope.workspace_id, row.id)
    reference = await deps.reference(scope.workspace_id)
    trace = [_visit(scope, row, visit) for visit in visits]
    chain = await runs.find_chain(deps.pool, scope.workspace_id, row.id)
    run = _run(scope, row, chain)
    retraced = await asyncio.to_thread(retrace, run, definition, trace, reference)
    return _view(row, against, retraced)


def _view(row: RunRow, against: int | str, retraced: Retraced) -> ReplayView:
    told = msgspec.to_builtins(retraced)
    return ReplayView(
        run_id=row.id,
        workflow_id=row.workflow_id,
        version_number=row.version_number,
        against=against,
        is_same=retraced.difference is None,
        difference=told["difference"],
        stands_at=retraced.stands_at,
        visits=told["visits"],
    )


def _run(scope: Scope, row: RunRow, chain: tuple[WorkflowId, ...]) -> Run:
    """What the walk itself makes anew is left out."""
    return Run(
        scope.workspace_id,
        row.id,
        row.workflow_id,
        row.version_id,
        row.contact_id,
        row.conversation_id,
        row.step_id,
        row.visit,
        row.waiting,
        row.variables,
        jumps={},
        chain=chain,
        speaks=True,
        started_at=row.started_at,
        visit_started_at=row.started_at,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
    )


def _visit(scope: Scope, row: RunRow, visit: VisitRow) -> Visit:
    shared = {name: getattr(visit, name) for name in VisitRow.__struct_fields__}
    return Visit(workspace_id=scope.workspace_id, run_id=row.id, **shared)
