"""Routes of tags."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
from msgspec.structs import replace

from parley.api.auth import guard
from parley.api.changes import change
from parley.api.deps import DepsHere
from parley.api.limits import TAGS_PER_WORKSPACE
from parley.api.paging import Page, PageQuery
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import Body, Colour, Description, Name, View
from parley.domain.contact import Tag
from parley.domain.errors import LimitExceeded, NotFound
from parley.domain.ids import UUID, TagId
from parley.storage.database import Connection, Pool
from parley.storage.setup import tags

router = make_router("tags")
Reader = Annotated[Scope, guard(Verb.READ, Resource.TAGS)]
Writer = Annotated[Scope, guard(Verb.WRITE, Resource.TAGS)]


class TagView(View):
    id: UUID
    name: str
    colour: str
    description: str


class NewTag(Body):
    """The name is unique, whatever the case or the accents. `colour` is a plain colour word."""

    name: Name
    colour: Colour = "grey"
    description: Description = ""


class TagChange(Body):
    name: Name = ""
    colour: Colour = ""
    description: Description = ""


@router.get("/tags")
async def list_tags(
    deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[TagView]:
    key = page.key(UUID)
    rows = await tags.list_tags(
        deps.pool, scope.workspace_id, after=TagId(key[0]) if key else None, limit=page.limit + 1
    )
    shown, following = page.cut(rows, key=lambda tag: (tag.id,))
    return Page(items=[TagView.model_validate(tag) for tag in shown], next=following)


@router.post("/tags", status_code=HTTPStatus.CREATED)
async def add_tag(body: NewTag, deps: DepsHere, scope: Writer) -> TagView:
    tag_id = TagId(deps.ids.new_id())
    tag = Tag(scope.workspace_id, tag_id, body.name, body.colour, body.description)
    async with change(deps, scope, noun="tag", subject=tag_id) as connection:
        if await tags.count_tags(connection, scope.workspace_id) >= TAGS_PER_WORKSPACE:
            raise LimitExceeded(
                f"A workspace has at most {TAGS_PER_WORKSPACE} tags.", limit=TAGS_PER_WORKSPACE
            )
        await tags.add_tag(connection, scope.workspace_id, tag)
    return TagView.model_validate(tag)


@router.get("/tags/{tag_id}")
async def show_tag(tag_id: UUID, deps: DepsHere, scope: Reader) -> TagView:
    return TagView.model_validate(await _get_tag(deps.pool, scope, TagId(tag_id)))


@router.patch("/tags/{tag_id}")
async def change_tag(tag_id: UUID, body: TagChange, deps: DepsHere, scope: Writer) -> TagView:
    async with change(deps, scope, noun="tag", subject=tag_id) as connection:
        former = await _get_tag(connection, scope, TagId(tag_id))
        changed = replace(former, **body.model_dump(exclude_unset=True))
        await tags.update_tag(connection, scope.workspace_id, changed)
    return TagView.model_validate(changed)


@router.delete("/tags/{tag_id}", status_code=HTTPStatus.NO_CONTENT)
async def drop_tag(tag_id: UUID, deps: DepsHere, scope: Writer) -> None:
    """Taken off every contact, too."""
    async with change(deps, scope, noun="tag", subject=tag_id) as connection:
        await _get_tag(connection, scope, TagId(tag_id))
        await tags.drop_tag(connection, scope.workspace_id, TagId(tag_id))


async def _get_tag(connection: Connection | Pool, scope: Scope, tag_id: TagId) -> Tag:
    found = await tags.find_tag(connection, scope.workspace_id, tag_id)
    if found is None:
        raise NotFound
    return found
