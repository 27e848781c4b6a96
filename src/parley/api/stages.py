"""Routes of lifecycle stages: the sales journey, in its order."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
from msgspec.structs import replace
from pydantic import Field

from parley.api.auth import guard
from parley.api.changes import change
from parley.api.deps import DepsHere
from parley.api.limits import STAGES_PER_WORKSPACE
from parley.api.paging import Page, PageQuery
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import Body, Description, Name, View
from parley.domain.errors import LimitExceeded, NotFound
from parley.domain.ids import UUID, StageId
from parley.domain.lifecycle import LifecycleStage
from parley.storage.database import Connection, Pool
from parley.storage.setup import stages

router = make_router("lifecycle-stages")
Reader = Annotated[Scope, guard(Verb.READ, Resource.STAGES)]
Writer = Annotated[Scope, guard(Verb.WRITE, Resource.STAGES)]
Position = Annotated[int, Field(ge=1, le=STAGES_PER_WORKSPACE)]


class StageView(View):
    """`position` counts from 1. `is_lost`: the journey ended without success."""

    id: UUID
    name: str
    position: int
    is_lost: bool
    description: str


class NewStage(Body):
    """Without a `position` it is the last; otherwise those behind it move on."""

    name: Name
    position: Position | None = None
    is_lost: bool = False
    description: Description = ""


class StageChange(Body):
    name: Name = ""
    position: Position = 1
    is_lost: bool = False
    description: Description = ""


@router.get("/lifecycle-stages")
async def list_stages(
    deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[StageView]:
    """In the order of the journey."""
    key = page.key(int)
    rows = await stages.list_stages(
        deps.pool, scope.workspace_id, after=key[0] if key else None, limit=page.limit + 1
    )
    shown, following = page.cut(rows, key=lambda stage: (stage.position,))
    return Page(items=[StageView.model_validate(stage) for stage in shown], next=following)


@router.post("/lifecycle-stages", status_code=HTTPStatus.CREATED)
async def add_stage(body: NewStage, deps: DepsHere, scope: Writer) -> StageView:
    stage_id = StageId(deps.ids.new_id())
    async with change(deps, scope, noun="lifecycle_stage", subject=stage_id) as connection:
        known = await stages.list_stages(connection, scope.workspace_id)
        if len(known) >= STAGES_PER_WORKSPACE:
            raise LimitExceeded(
                f"A workspace has at most {STAGES_PER_WORKSPACE} lifecycle stages.",
                limit=STAGES_PER_WORKSPACE,
            )
        stage = LifecycleStage(
            scope.workspace_id,
            stage_id,
            body.name,
            len(known) + 1,
            body.is_lost,
            body.description,
        )
        await stages.add_stage(connection, scope.workspace_id, stage)
        if body.position is not None:
            await _move(connection, scope, known, stage, body.position)
    return StageView.model_validate(await _get_stage(deps.pool, scope, stage_id))


@router.get("/lifecycle-stages/{stage_id}")
async def show_stage(stage_id: UUID, deps: DepsHere, scope: Reader) -> StageView:
    return StageView.model_validate(await _get_stage(deps.pool, scope, StageId(stage_id)))


@router.patch("/lifecycle-stages/{stage_id}")
async def change_stage(
    stage_id: UUID, body: StageChange, deps: DepsHere, scope: Writer
) -> StageView:
    """A new `position` moves it there; the others close up."""
    subject = StageId(stage_id)
    async with change(deps, scope, noun="lifecycle_stage", subject=stage_id) as connection:
        former = await _get_stage(connection, scope, subject)
        given = body.model_dump(exclude_unset=True, exclude={"position"})
        await stages.update_stage(connection, scope.workspace_id, replace(former, **given))
        if "position" in body.model_fields_set:
            known = await stages.list_stages(connection, scope.workspace_id)
            others = [stage for stage in known if stage.id != subject]
            await _move(connection, scope, others, former, body.position)
    return StageView.model_validate(await _get_stage(deps.pool, scope, subject))


@router.delete("/lifecycle-stages/{stage_id}", status_code=HTTPStatus.NO_CONTENT)
async def drop_stage(stage_id: UUID, deps: DepsHere, scope: Writer) -> None:
    """Taken off every contact, too."""
    async with change(deps, scope, noun="lifecycle_stage", subject=stage_id) as connection:
        await _get_stage(connection, scope, StageId(stage_id))
        await stages.drop_stage(connection, scope.workspace_id, StageId(stage_id))


async def _move(
    connection: Connection,
    scope: Scope,
    others: list[LifecycleStage],
    stage: LifecycleStage,
    position: int,
) -> None:
    order = [other.id for other in others]
    order.insert(position - 1, stage.id)
    await stages.place_stages(connection, scope.workspace_id, order)


async def _get_stage(
    connection: Connection | Pool, scope: Scope, stage_id: StageId
) -> LifecycleStage:
    found = await stages.find_stage(connection, scope.workspace_id, stage_id)
    if found is None:
        raise NotFound
    return found
