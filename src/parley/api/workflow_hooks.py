"""Routes of a workflow's incoming webhook: its address, its secret, and the calls that came."""

import secrets
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel, Field

from parley.api.auth import guard
from parley.api.changes import change
from parley.api.deps import Deps, DepsHere
from parley.api.hooks import PREFIX
from parley.api.paging import Page, PageQuery
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import Body, Text
from parley.domain.errors import NotFound
from parley.domain.ids import UUID, WorkflowId
from parley.storage.database import Connection, Pool
from parley.storage.setup import hooks
from parley.storage.setup.workflows import find_workflow

router = make_router("workflow webhooks")
Writer = Annotated[Scope, guard(Verb.WRITE, Resource.WORKFLOWS)]
Reader = Annotated[Scope, guard(Verb.READ, Resource.WORKFLOWS)]


class HookSettings(Body):
    """`secret` null: calls need no signature. `renews_address`: the former address is dead from now on."""

    secret: Annotated[Text | None, Field(min_length=16, max_length=200)] = None
    renews_address: bool = False


class HookView(BaseModel):
    """`path` follows the origin of this server; whoever knows it can post there."""

    path: str
    is_signed: bool
    created_at: datetime


class DeliveryView(BaseModel):
    """A call as it came: `payload` is its JSON text."""

    id: UUID
    received_at: datetime
    payload: str
    outcome: str
    contact_id: UUID | None
    run_id: UUID | None


@router.put("/workflows/{workflow_id}/webhook")
async def put_webhook(
    workflow_id: UUID, body: HookSettings, deps: DepsHere, scope: Writer
) -> HookView:
    """Give the workflow an address, or change the secret of the one that it has."""
    subject = WorkflowId(workflow_id)
    async with change(deps, scope, noun="workflow", subject=subject) as connection:
        await _check_workflow(connection, scope, subject)
        await hooks.put_hook(
            connection,
            deps.keyring,
            scope.workspace_id,
            subject,
            handle=secrets.token_urlsafe(24),
            secret=body.secret,
            renews=body.renews_address,
            now=deps.clock.now(),
        )
    return await _get_view(deps, scope, subject)


@router.delete("/workflows/{workflow_id}/webhook", status_code=HTTPStatus.NO_CONTENT)
async def drop_webhook(workflow_id: UUID, deps: DepsHere, scope: Writer) -> None:
    """Nobody can post there any more."""
    subject = WorkflowId(workflow_id)
    async with change(deps, scope, noun="workflow", subject=subject) as connection:
        await _check_workflow(connection, scope, subject)
        await hooks.drop_hook(connection, scope.workspace_id, subject)


@router.get("/workflows/{workflow_id}/webhook")
async def show_webhook(workflow_id: UUID, deps: DepsHere, scope: Reader) -> HookView:
    """The address; only for who may change the workflow."""
    scope.require(Verb.WRITE, Resource.WORKFLOWS)
    return await _get_view(deps, scope, WorkflowId(workflow_id))


@router.get("/workflows/{workflow_id}/webhook/deliveries")
async def list_webhook_deliveries(
    workflow_id: UUID, deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[DeliveryView]:
    """The calls of the last 14 days, newest first, with what became of each: also before the workflow is
    published, so that a test call shows what there is to map.
    """
    scope.require(Verb.WRITE, Resource.WORKFLOWS)
    subject = WorkflowId(workflow_id)
    await _check_workflow(deps.pool, scope, subject)
    key = page.key(UUID)
    rows = await hooks.list_deliveries(
        deps.pool,
        scope.workspace_id,
        subject,
        after=key[0] if key else None,
        limit=page.limit + 1,
    )
    shown, following = page.cut(rows, key=lambda row: (row.id,))
    views = [
        DeliveryView(
            id=row.id,
            received_at=row.received_at,
            payload=row.body.decode(errors="replace"),
            outcome=row.outcome,
            contact_id=row.contact_id,
            run_id=row.run_id,
        )
        for row in shown
    ]
    return Page(items=views, next=following)


async def _check_workflow(
    connection: Connection | Pool, scope: Scope, workflow_id: WorkflowId
) -> None:
    if await find_workflow(connection, scope.workspace_id, workflow_id) is None:
        raise NotFound(workflow_id=str(workflow_id))


async def _get_view(deps: Deps, scope: Scope, workflow_id: WorkflowId) -> HookView:
    await _check_workflow(deps.pool, scope, workflow_id)
    found = await hooks.find_hook(deps.pool, scope.workspace_id, workflow_id)
    if found is None:
        raise NotFound(workflow_id=str(workflow_id))
    return HookView(
        path=f"{PREFIX}{found.handle}", is_signed=found.is_signed, created_at=found.created_at
    )
