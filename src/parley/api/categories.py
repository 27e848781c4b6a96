"""Routes of closing categories: what a closing note may choose from."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
from msgspec.structs import replace

from parley.api.auth import guard
from parley.api.changes import change
from parley.api.deps import DepsHere
from parley.api.limits import CATEGORIES_PER_WORKSPACE
from parley.api.paging import Page, PageQuery
from parley.api.refusals import AlreadyExists
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import Body, Description, Name, View
from parley.domain.errors import LimitExceeded, NotFound
from parley.domain.ids import UUID, CategoryId
from parley.domain.workspace import ClosingCategory
from parley.storage.database import Connection, Pool
from parley.storage.setup import categories

router = make_router("closing-categories")
Reader = Annotated[Scope, guard(Verb.READ, Resource.CATEGORIES)]
Writer = Annotated[Scope, guard(Verb.WRITE, Resource.CATEGORIES)]


class CategoryView(View):
    id: UUID
    name: str
    description: str


class NewCategory(Body):
    name: Name
    description: Description = ""


class CategoryChange(Body):
    name: Name = ""
    description: Description = ""


@router.get("/closing-categories")
async def list_categories(
    deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[CategoryView]:
    key = page.key(UUID)
    rows = await categories.list_categories(
        deps.pool,
        scope.workspace_id,
        after=CategoryId(key[0]) if key else None,
        limit=page.limit + 1,
    )
    shown, following = page.cut(rows, key=lambda category: (category.id,))
    return Page(items=[CategoryView.model_validate(row) for row in shown], next=following)


@router.post("/closing-categories", status_code=HTTPStatus.CREATED)
async def add_category(body: NewCategory, deps: DepsHere, scope: Writer) -> CategoryView:
    category_id = CategoryId(deps.ids.new_id())
    category = ClosingCategory(scope.workspace_id, category_id, body.name, body.description)
    async with change(deps, scope, noun="closing_category", subject=category_id) as connection:
        count = await categories.count_categories(connection, scope.workspace_id)
        if count >= CATEGORIES_PER_WORKSPACE:
            raise LimitExceeded(
                f"A workspace has at most {CATEGORIES_PER_WORKSPACE} closing categories.",
                limit=CATEGORIES_PER_WORKSPACE,
            )
        await _require_free_name(connection, scope, category)
        await categories.add_category(connection, scope.workspace_id, category)
    return CategoryView.model_validate(category)


@router.get("/closing-categories/{category_id}")
async def show_category(category_id: UUID, deps: DepsHere, scope: Reader) -> CategoryView:
    found = await _get_category(deps.pool, scope, CategoryId(category_id))
    return CategoryView.model_validate(found)


@router.patch("/closing-categories/{category_id}")
async def change_category(
    category_id: UUID, body: CategoryChange, deps: DepsHere, scope: Writer
) -> CategoryView:
    async with change(deps, scope, noun="closing_category", subject=category_id) as connection:
        former = await _get_category(connection, scope, CategoryId(category_id))
        changed = replace(former, **body.model_dump(exclude_unset=True))
        await _require_free_name(connection, scope, changed)
        await categories.update_category(connection, scope.workspace_id, changed)
    return CategoryView.model_validate(changed)


@router.delete("/closing-categories/{category_id}", status_code=HTTPStatus.NO_CONTENT)
async def drop_category(category_id: UUID, deps: DepsHere, scope: Writer) -> None:
    """No longer to choose from; conversations closed with it keep it."""
    async with change(deps, scope, noun="closing_category", subject=category_id) as connection:
        await _get_category(connection, scope, CategoryId(category_id))
        await categories.drop_category(
            connection, scope.workspace_id, CategoryId(category_id), now=deps.clock.now()
        )


async def _get_category(
    connection: Connection | Pool, scope: Scope, category_id: CategoryId
) -> ClosingCategory:
    found = await categories.find_category(connection, scope.workspace_id, category_id)
    if found is None:
        raise NotFound
    return found


async def _require_free_name(
    connection: Connection, scope: Scope, category: ClosingCategory
) -> None:
    if await categories.is_name_taken(connection, scope.workspace_id, category):
        raise AlreadyExists(field="name")
