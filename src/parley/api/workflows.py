"""Routes of workflows: draw, publish, stop."""

import asyncio
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from fastapi import Depends, Path

from parley.api.auth import guard
from parley.api.changes import change
from parley.api.deps import Deps, DepsHere
from parley.api.masking import mask_secrets
from parley.api.paging import Page, PageQuery
from parley.api.refusals import StillInUse
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb, may
from parley.api.workflow_bodies import (
    FindingView,
    NewWorkflow,
    PublishedView,
    TemplateView,
    TickView,
    VersionFiguresView,
    VersionView,
    WorkflowChange,
    WorkflowView,
    template_view,
    workflow_view,
)
from parley.api.workflow_changes import (
    create_workflow,
    list_findings,
    publish,
    stop,
    update_draft,
)
from parley.domain.errors import NotFound
from parley.domain.ids import UUID, WorkflowId
from parley.storage import schedules
from parley.storage.reads.figures import find_figures
from parley.storage.setup import workflows
from parley.storage.setup.workflows import VersionRow
from parley.workflows.definition import json_schema
from parley.workflows.templates import TEMPLATES

router = make_router("workflows")
MAX_NUMBER = 2**31 - 1
Reader = Annotated[Scope, guard(Verb.READ, Resource.WORKFLOWS)]
Writer = Annotated[Scope, guard(Verb.WRITE, Resource.WORKFLOWS)]


@router.get("/workflows")
async def list_workflows(
    deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[WorkflowView]:
    key = page.key(UUID)
    rows = await workflows.list_workflows(
        deps.pool,
        scope.workspace_id,
        after=WorkflowId(key[0]) if key else None,
        limit=page.limit + 1,
    )
    shown, following = page.cut(rows, key=lambda workflow: (workflow.id,))
    return Page(
        items=[workflow_view(row, to_writer=_may_write(scope)) for row in shown], next=following
    )


@router.post("/workflows", status_code=HTTPStatus.CREATED)
async def add_workflow(body: NewWorkflow, deps: DepsHere, scope: Writer) -> WorkflowView:
    """A draft, drawn by you or from a template, then with its tests: nothing runs until it is published. A
    choice of the template that is missing or wrong is named in the 422, as `choice`; all are, in `errors`.
    """
    return await _get_view(deps, scope, await create_workflow(deps, scope, body))


@router.get("/workflow-templates")
async def list_templates(scope: Reader) -> Page[TemplateView]:
    """The catalogue of workflows to begin with, each with the choices that it leaves open and its tests."""
    del scope  # the guard alone
    # In a thread of its own: the first time all their tests are read.
    listed = await asyncio.to_thread(lambda: [template_view(t) for t in TEMPLATES.values()])
    return Page(items=listed)


@router.get("/workflow-schema")
async def show_workflow_schema(scope: Reader) -> dict[str, object]:
    """The JSON Schema of definitions, as the builder's forms use it."""
    del scope  # the guard alone
    return json_schema()


@router.get("/workflows/{workflow_id}")
async def show_workflow(workflow_id: UUID, deps: DepsHere, scope: Reader) -> WorkflowView:
    return await _get_view(deps, scope, WorkflowId(workflow_id))


@router.patch("/workflows/{workflow_id}")
async def change_workflow(
    workflow_id: UUID, body: WorkflowChange, deps: DepsHere, scope: Writer
) -> WorkflowView:
    """Change the draft. What is published stays as it is until it is published anew."""
    await update_draft(deps, scope, WorkflowId(workflow_id), body)
    return await _get_view(deps, scope, WorkflowId(workflow_id))


@router.delete("/workflows/{workflow_id}", status_code=HTTPStatus.NO_CONTENT)
async def drop_workflow(workflow_id: UUID, deps: DepsHere, scope: Writer) -> None:
    """Only one that is not published. The traces of its runs stay."""
    subject = WorkflowId(workflow_id)
    async with change(deps, scope, noun="workflow", subject=subject) as connection:
        found = await workflows.find_workflow(connection, scope.workspace_id, subject)
        if found is None:
            raise NotFound
        if found.is_published:
            raise StillInUse("The workflow is published. Stop it first.")
        await workflows.drop_workflow(connection, scope.workspace_id, subject, now=deps.clock.now())


@router.put("/workflows/{workflow_id}/publication")
async def publish_workflow(workflow_id: UUID, deps: DepsHere, scope: Writer) -> WorkflowView:
    """Publish the draft as a new version; `findings` in the 422 say what stands in the way."""
    await publish(deps, scope, WorkflowId(workflow_id))
    return await _get_view(deps, scope, WorkflowId(workflow_id))


@router.delete("/workflows/{workflow_id}/publication")
async def stop_workflow(workflow_id: UUID, deps: DepsHere, scope: Writer) -> WorkflowView:
    """No new runs from now on; those that are live end as stopped."""
    await stop(deps, scope, WorkflowId(workflow_id))
    return await _get_view(deps, scope, WorkflowId(workflow_id))


@router.get("/workflows/{workflow_id}/findings")
async def list_workflow_findings(
    workflow_id: UUID, deps: DepsHere, scope: Reader
) -> Page[FindingView]:
    """What publishing the draft would say, errors first."""
    found = await list_findings(deps, scope, WorkflowId(workflow_id))
    return Page(items=[FindingView.model_validate(finding) for finding in found])


@router.get("/workflows/{workflow_id}/ticks")
async def list_ticks(
    workflow_id: UUID, deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[TickView]:
    """The hours of its schedule that have come, newest first, with how far each is: those of 90 days."""
    subject = WorkflowId(workflow_id)
    if await workflows.find_workflow(deps.pool, scope.workspace_id, subject) is None:
        raise NotFound
    key = page.key(UUID)
    rows = await schedules.list_ticks(
        deps.pool,
        scope.workspace_id,
        subject,
        before=key[0] if key else None,
        limit=page.limit + 1,
    )
    shown, following = page.cut(rows, key=lambda tick: (tick.id,))
    return Page(items=[TickView.model_validate(tick) for tick in shown], next=following)


@router.get("/workflows/{workflow_id}/versions")
async def list_versions(
    workflow_id: UUID, deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[VersionView]:
    """Newest first."""
    subject = WorkflowId(workflow_id)
    if await workflows.find_workflow(deps.pool, scope.workspace_id, subject) is None:
        raise NotFound
    key = page.key(int)
    rows = await workflows.list_versions(
        deps.pool,
        scope.workspace_id,
        subject,
        before=key[0] if key else None,
        limit=page.limit + 1,
    )
    shown, following = page.cut(rows, key=lambda version: (version.number,))
    return Page(items=[_version_view(row) for row in shown], next=following)


@router.get("/workflows/{workflow_id}/versions/{number}")
async def show_version(
    workflow_id: UUID,
    number: Annotated[int, Path(ge=1, le=MAX_NUMBER)],
    deps: DepsHere,
    scope: Reader,
) -> PublishedView:
    """What was published then; a draft that was changed since looks otherwise."""
    subject = WorkflowId(workflow_id)
    workflow = await workflows.find_workflow(deps.pool, scope.workspace_id, subject)
    found = await workflows.find_version(deps.pool, scope.workspace_id, subject, number)
    if workflow is None or found is None:
        raise NotFound
    version, told = found
    definition: dict[str, Any] = msgspec.json.decode(told)
    return PublishedView(
        **_version_view(version).model_dump(),
        definition=definition if _may_write(scope) else mask_secrets(definition),
    )


@router.get("/workflows/{workflow_id}/versions/{number}/figures")
async def show_figures(
    workflow_id: UUID,
    number: Annotated[int, Path(ge=1, le=MAX_NUMBER)],
    deps: DepsHere,
    scope: Reader,
) -> VersionFiguresView:
    """What became of a version's runs, step by step: for the builder's overlay."""
    subject = WorkflowId(workflow_id)
    found = await find_figures(deps.pool, scope.workspace_id, subject, number)
    if found is None:
        raise NotFound
    return VersionFiguresView.model_validate(found)


def _may_write(scope: Scope) -> bool:
    return may(scope.role, Verb.WRITE, Resource.WORKFLOWS)


def _version_view(row: VersionRow) -> VersionView:
    return VersionView(
        version_id=row.id,
        number=row.number,
        hash=row.hash,
        published_at=row.published_at,
        published_by=row.published_by,
    )


async def _get_view(deps: Deps, scope: Scope, workflow_id: WorkflowId) -> WorkflowView:
    found = await workflows.find_workflow(deps.pool, scope.workspace_id, workflow_id)
    if found is None:
        raise NotFound
    return workflow_view(found, to_writer=_may_write(scope))
