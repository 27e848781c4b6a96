"""Routes of fields: the named values that contacts and conversations may carry."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
from msgspec.structs import replace
from pydantic import AfterValidator, StringConstraints
from pydantic import Field as Bounded

from parley.api.auth import guard
from parley.api.changes import change
from parley.api.deps import DepsHere
from parley.api.limits import FIELD_OPTIONS, FIELDS_PER_SCOPE
from parley.api.paging import Page, PageQuery
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import Body, Description, Name, Slug, View
from parley.domain.contact import STANDARD_FIELDS, Field, FieldScope, FieldType
from parley.domain.errors import Invalid, LimitExceeded, NotFound
from parley.storage.database import Connection
from parley.storage.setup import fields

router = make_router("fields")


def _each_once(value: list[str]) -> list[str]:
    if len({option.casefold() for option in value}) != len(value):
        raise ValueError("An option stands in the list once.")
    return value


Options = Annotated[list[Name], Bounded(max_length=FIELD_OPTIONS), AfterValidator(_each_once)]
PathSlug = Annotated[str, StringConstraints(max_length=64)]
Reader = Annotated[Scope, guard(Verb.READ, Resource.FIELDS)]
Writer = Annotated[Scope, guard(Verb.WRITE, Resource.FIELDS)]


class FieldView(View):
    scope: FieldScope
    slug: str
    name: str
    type: FieldType
    options: list[str]
    description: str


class NewField(Body):
    """`options` for lists alone. Scope, slug and type stay for ever."""

    scope: FieldScope = FieldScope.CONTACT
    slug: Slug
    name: Name
    type: FieldType = FieldType.TEXT
    options: Options = Bounded(default_factory=list)
    description: Description = ""


class FieldChange(Body):
    name: Name = ""
    options: Options = Bounded(default_factory=list)
    description: Description = ""


@router.get("/fields")
async def list_fields(
    deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[FieldView]:
    """Contact fields first, by slug."""
    rows = await fields.list_fields(
        deps.pool, scope.workspace_id, after=page.key(str, str), limit=page.limit + 1
    )
    shown, following = page.cut(rows, key=lambda field: (str(field.scope), field.slug))
    return Page(items=[FieldView.model_validate(field) for field in shown], next=following)


@router.post("/fields", status_code=HTTPStatus.CREATED)
async def add_field(body: NewField, deps: DepsHere, scope: Writer) -> FieldView:
    field = Field(
        scope.workspace_id,
        body.scope,
        body.slug,
        body.name,
        body.type,
        tuple(body.options),
        body.description,
    )
    _check(field)
    async with change(deps, scope, noun="field", subject=_subject(field)) as connection:
        count = await fields.count_fields(connection, scope.workspace_id, body.scope)
        if count >= FIELDS_PER_SCOPE:
            raise LimitExceeded(
                f"There are at most {FIELDS_PER_SCOPE} fields of a kind.", limit=FIELDS_PER_SCOPE
            )
        await fields.add_field(connection, scope.workspace_id, field)
    return FieldView.model_validate(field)


@router.get("/fields/{field_scope}/{slug}")
async def show_field(
    field_scope: FieldScope, slug: PathSlug, deps: DepsHere, scope: Reader
) -> FieldView:
    found = await fields.find_field(deps.pool, scope.workspace_id, field_scope, slug)
    if found is None:
        raise NotFound
    return FieldView.model_validate(found)


@router.patch("/fields/{field_scope}/{slug}")
async def change_field(
    field_scope: FieldScope, slug: PathSlug, body: FieldChange, deps: DepsHere, scope: Writer
) -> FieldView:
    """Options may go while contacts still carry them: their values stay."""
    async with change(deps, scope, noun="field", subject=f"{field_scope}/{slug}") as connection:
        former = await _get_field(connection, scope, field_scope, slug)
        given = body.model_dump(exclude_unset=True)
        if "options" in given:
            given["options"] = tuple(given["options"])
        changed = replace(former, **given)
        _check(changed)
        await fields.update_field(connection, scope.workspace_id, changed)
    return FieldView.model_validate(changed)


@router.delete("/fields/{field_scope}/{slug}", status_code=HTTPStatus.NO_CONTENT)
async def drop_field(
    field_scope: FieldScope, slug: PathSlug, deps: DepsHere, scope: Writer
) -> None:
    """The values go with it. A published workflow that names the field takes its failure lane."""
    async with change(deps, scope, noun="field", subject=f"{field_scope}/{slug}") as connection:
        await _get_field(connection, scope, field_scope, slug)
        await fields.drop_field(connection, scope.workspace_id, field_scope, slug)


async def _get_field(
    connection: Connection, scope: Scope, field_scope: FieldScope, slug: str
) -> Field:
    found = await fields.find_field(connection, scope.workspace_id, field_scope, slug)
    if found is None:
        raise NotFound
    return found


def _check(field: Field) -> None:
    if field.scope is FieldScope.CONTACT and field.slug in STANDARD_FIELDS:
        raise Invalid("Every contact has this field already.", field="body.slug")
    if field.type is FieldType.LIST and not field.options:
        raise Invalid("A list needs options.", field="body.options")
    if field.type is not FieldType.LIST and field.options:
        raise Invalid("Only a list has options.", field="body.options")


def _subject(field: Field) -> str:
    return f"{field.scope}/{field.slug}"
