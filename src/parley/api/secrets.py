"""Routes of the secrets that workflows send to other systems: written once, never shown again."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
from pydantic import AfterValidator, Field

from parley.api.auth import guard
from parley.api.changes import change
from parley.api.deps import DepsHere
from parley.api.limits import SECRET_LENGTH, SECRET_LENGTH_MIN, SECRETS_PER_WORKSPACE
from parley.api.paging import Page, PageQuery
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import Body, Slug, View
from parley.domain.errors import LimitExceeded, NotFound
from parley.storage.database import Connection, Pool
from parley.storage.setup import kept_secrets
from parley.storage.setup.kept_secrets import KeptSecret

router = make_router("secrets")
Reader = Annotated[Scope, guard(Verb.READ, Resource.SECRETS)]
Writer = Annotated[Scope, guard(Verb.WRITE, Resource.SECRETS)]


def _fits_a_header(value: str) -> str:
    if not value.isprintable() or value != value.strip():
        raise ValueError("A secret is one line without spaces around it.")
    return value


Value = Annotated[
    str,
    Field(min_length=SECRET_LENGTH_MIN, max_length=SECRET_LENGTH),
    AfterValidator(_fits_a_header),
]


class SecretView(View):
    """That it is set. Its value is in no answer."""

    slug: str
    changed_at: datetime


class NewSecret(Body):
    """Workflows write `{{secret.SLUG}}` for it."""

    slug: Slug
    value: Value


class SecretChange(Body):
    value: Value


@router.get("/secrets")
async def list_secrets(
    deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[SecretView]:
    key = page.key(str)
    rows = await kept_secrets.list_secrets(
        deps.pool, scope.workspace_id, after=key[0] if key else None, limit=page.limit + 1
    )
    shown, following = page.cut(rows, key=lambda secret: (secret.slug,))
    return Page(items=[SecretView.model_validate(secret) for secret in shown], next=following)


@router.post("/secrets", status_code=HTTPStatus.CREATED)
async def add_secret(body: NewSecret, deps: DepsHere, scope: Writer) -> SecretView:
    """Keep a secret for the requests of workflows."""
    now = deps.clock.now()
    async with change(deps, scope, noun="secret", subject=body.slug) as connection:
        count = await kept_secrets.count_secrets(connection, scope.workspace_id)
        if count >= SECRETS_PER_WORKSPACE:
            raise LimitExceeded(
                f"A workspace has at most {SECRETS_PER_WORKSPACE} secrets.",
                limit=SECRETS_PER_WORKSPACE,
            )
        await kept_secrets.add_secret(
            connection,
            deps.keyring,
            scope.workspace_id,
            body.slug,
            body.value,
            now=now,
        )
    return SecretView(slug=body.slug, changed_at=now)


@router.get("/secrets/{slug}")
async def show_secret(slug: str, deps: DepsHere, scope: Reader) -> SecretView:
    return SecretView.model_validate(await _get_secret(deps.pool, scope, slug))


@router.patch("/secrets/{slug}")
async def change_secret(slug: str, body: SecretChange, deps: DepsHere, scope: Writer) -> SecretView:
    """The next call of a workflow is made with the new value; calls that wait, too."""
    now = deps.clock.now()
    async with change(deps, scope, noun="secret", subject=slug) as connection:
        await _get_secret(connection, scope, slug)
        await kept_secrets.change_secret(
            connection, deps.keyring, scope.workspace_id, slug, body.value, now=now
        )
    return SecretView(slug=slug, changed_at=now)


@router.delete("/secrets/{slug}", status_code=HTTPStatus.NO_CONTENT)
async def drop_secret(slug: str, deps: DepsHere, scope: Writer) -> None:
    """Requests that name it are no longer made: they take the lane `failure`."""
    async with change(deps, scope, noun="secret", subject=slug) as connection:
        await _get_secret(connection, scope, slug)
        await kept_secrets.drop_secret(connection, scope.workspace_id, slug)


async def _get_secret(connection: Connection | Pool, scope: Scope, slug: str) -> KeptSecret:
    found = await kept_secrets.find_secret(connection, scope.workspace_id, slug)
    if found is None:
        raise NotFound(slug=slug)
    return found
