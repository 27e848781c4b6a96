"""Who is calling: session cookie or bearer token, CSRF, rates, and the guard before every route."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends
from starlette.requests import HTTPConnection, Request

from parley.api.activity import note_activity
from parley.api.deps import Deps, get_deps
from parley.api.limits import SESSION_IDLE, SESSION_SEEN_EVERY
from parley.api.refusals import CsrfRefused, NotSignedIn
from parley.api.scope import Resource, Scope, Verb
from parley.kit.crypto import hash_token, is_same
from parley.storage.setup import callers
from parley.storage.setup.callers import Caller

TOKEN_PREFIX = "parley"  # noqa: S105 - the public beginning of every token
HTTPS_COOKIE = "__Host-parley"
HTTP_COOKIE = "parley"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
GUARD = "parley_guard"


def cookie_name(deps: Deps) -> str:
    return HTTPS_COOKIE if deps.is_https else HTTP_COOKIE


async def authenticate(connection: HTTPConnection) -> Scope:
    """The caller's scope, found once a request. Raises NotSignedIn, CsrfRefused, TooManyRequests."""
    known: Scope | None = getattr(connection.state, "scope", None)
    if known is not None:
        return known
    deps = get_deps(connection)
    bearer = _bearer(connection)
    caller = (
        await caller_by_token(deps, bearer)
        if bearer is not None
        else await _caller_by_cookie(deps, connection)
    )
    deps.caller_buckets.take(str(caller.token_id or caller.user.id), now=deps.wall.now())
    scope = Scope(
        caller.user.workspace_id,
        caller.user,
        caller.teams,
        by_token=caller.token_id is not None,
    )
    connection.state.scope = scope
    connection.state.csrf = caller.csrf
    return scope


async def caller_by_token(deps: Deps, token: str) -> Caller:
    """Raises NotSignedIn. Also for the WebSocket's first frame."""
    if not token.startswith(f"{TOKEN_PREFIX}_"):
        raise NotSignedIn
    now = deps.wall.now()
    found = await callers.find_by_token(deps.pool, hash_token(token), now=now)
    if found is None or found.token_id is None:
        raise NotSignedIn
    if found.seen_at is None or now - found.seen_at > SESSION_SEEN_EVERY:
        await callers.note_token_used(deps.pool, found.user.workspace_id, found.token_id, now=now)
    return found


def is_same_origin(connection: HTTPConnection, deps: Deps) -> bool:
    """A browser says where a request comes from; who says nothing is no browser."""
    origin = connection.headers.get("origin")
    if origin is None:
        return connection.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
    if origin == _origin_of(deps.public_url):
        return True
    host = connection.headers.get("host", "")
    return urlsplit(origin).netloc == host and bool(host)


def guard(verb: Verb, resource: Resource) -> Any:
    """The dependency of a route that needs this permission; gives the scope."""

    async def check(
        request: Request, scope: Annotated[Scope, Depends(authenticate_request)]
    ) -> Scope:
        scope.require(verb, resource)
        # A program's calls, and a page that loads its lists again, are no person at work.
        if not scope.by_token and request.method not in SAFE_METHODS:
            await note_activity(get_deps(request), scope.workspace_id, scope.user_id)
        return scope

    setattr(check, GUARD, (verb, resource))
    return Depends(check)


async def authenticate_request(request: Request) -> Scope:
    return await authenticate(request)


def guard_of(dependency: Callable[..., object] | None) -> tuple[Verb, Resource] | None:
    """The permission that a dependency asks for; the matrix test reads it from every route."""
    return getattr(dependency, GUARD, None)


async def _caller_by_cookie(deps: Deps, connection: HTTPConnection) -> Caller:
    token = connection.cookies.get(cookie_name(deps))
    if not token:
        raise NotSignedIn
    now = deps.wall.now()
    token_hash = hash_token(token)
    found = await callers.find_by_session(deps.pool, token_hash, now=now, idle=SESSION_IDLE)
    if found is None:
        raise NotSignedIn
    _check_csrf(deps, connection, found)
    if found.seen_at is None or now - found.seen_at > SESSION_SEEN_EVERY:
        await callers.note_session_seen(deps.pool, token_hash, now=now)
    return found


def _check_csrf(deps: Deps, connection: HTTPConnection, caller: Caller) -> None:
    is_socket = connection.scope["type"] == "websocket"
    if not is_socket and connection.scope["method"] in SAFE_METHODS:
        return
    if not is_same_origin(connection, deps):
        raise CsrfRefused
    # A browser cannot set headers on a WebSocket: there the Origin alone decides.
    sent = connection.headers.get("x-csrf-token", "")
    if not is_socket and not is_same(sent.encode(), caller.csrf.encode()):
        raise CsrfRefused


def _bearer(connection: HTTPConnection) -> str | None:
    header = connection.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise NotSignedIn
    return token.strip()


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
