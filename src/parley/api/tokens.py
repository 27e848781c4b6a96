"""Routes of personal tokens: shown once, kept as hashes."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated

from pydantic import Field

from parley.api.auth import TOKEN_PREFIX, guard
from parley.api.changes import check_sockets
from parley.api.deps import DepsHere
from parley.api.limits import TOKEN_DAYS_MAX, TOKENS_PER_USER
from parley.api.paging import Page
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import Body, Name, View
from parley.domain.errors import Forbidden, LimitExceeded, NotFound
from parley.domain.ids import UUID
from parley.kit.crypto import hash_token, new_token
from parley.storage.setup import callers
from parley.storage.setup.callers import Token

# Not repeatable: the kept answer would be the token in the clear.
router = make_router("tokens", repeatable=False)
PREFIX_SHOWN = 12


class TokenView(View):
    """`prefix` tells people which token it is."""

    id: UUID
    name: str
    prefix: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


class NewToken(Body):
    """Without `expires_in_days` the token is valid until it is deleted."""

    name: Name
    expires_in_days: Annotated[int, Field(ge=1, le=TOKEN_DAYS_MAX)] | None = None


class NewTokenView(TokenView):
    """`token` is shown this once."""

    token: str


@router.get("/tokens")
async def list_tokens(
    deps: DepsHere, scope: Annotated[Scope, guard(Verb.READ, Resource.TOKENS)]
) -> Page[TokenView]:
    """The caller's own, oldest first; there are never more than one page."""
    rows = await callers.list_tokens(deps.pool, scope.workspace_id, scope.user_id)
    return Page(items=[TokenView.model_validate(row) for row in rows])


@router.post("/tokens", status_code=HTTPStatus.CREATED)
async def add_token(
    body: NewToken, deps: DepsHere, scope: Annotated[Scope, guard(Verb.WRITE, Resource.TOKENS)]
) -> NewTokenView:
    """A token that may all that its user may, except make tokens: this takes a session."""
    if scope.by_token:
        raise Forbidden("A token cannot make tokens. Sign in to make one.")
    known = await callers.list_tokens(deps.pool, scope.workspace_id, scope.user_id)
    if len(known) >= TOKENS_PER_USER:
        raise LimitExceeded(f"A user has at most {TOKENS_PER_USER} tokens.", limit=TOKENS_PER_USER)
    secret, now = new_token(TOKEN_PREFIX), deps.wall.now()
    days = body.expires_in_days
    expires_at = now + timedelta(days=days) if days else None
    token = Token(deps.ids.new_id(), body.name, secret[:PREFIX_SHOWN], now, expires_at, None)
    await callers.add_token(
        deps.pool, scope.workspace_id, scope.user_id, token, token_hash=hash_token(secret)
    )
    return NewTokenView(**TokenView.model_validate(token).model_dump(), token=secret)


@router.delete("/tokens/{token_id}", status_code=HTTPStatus.NO_CONTENT)
async def drop_token(
    token_id: UUID,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.WRITE, Resource.TOKENS)],
) -> None:
    """Valid no more from this moment on."""
    if not await callers.drop_token(deps.pool, scope.workspace_id, scope.user_id, token_id):
        raise NotFound
    check_sockets(deps, scope)
