"""Routes of the session: sign in, who am I, sign out."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Request, Response
from pydantic import StringConstraints

from parley.api.activity import note_activity
from parley.api.addresses import client_address
from parley.api.auth import HTTP_COOKIE, HTTPS_COOKIE, cookie_name, guard, is_same_origin
from parley.api.changes import check_sockets
from parley.api.deps import Deps, DepsHere
from parley.api.limits import PASSWORD_LENGTH_MAX, SESSION_LENGTH
from parley.api.refusals import CsrfRefused, HttpsRequired, NotSignedIn
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.sign_in import SignedIn, sign_in
from parley.api.user_bodies import UserView, get_user_view
from parley.api.words import Body, View
from parley.api.workspace import WorkspaceView, get_workspace_view
from parley.kit.crypto import hash_token
from parley.storage.setup import callers

router = make_router("session", repeatable=False)
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Credentials(Body):
    email: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=254)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=PASSWORD_LENGTH_MAX)]


class SignedInView(View):
    user: UserView
    csrf: str


class SessionView(View):
    user: UserView
    workspace: WorkspaceView
    csrf: str


@router.post("/session", status_code=HTTPStatus.CREATED)
async def sign_in_here(
    body: Credentials, request: Request, response: Response, deps: DepsHere
) -> SignedInView:
    """Sign in: sets the session's cookie; a session that the browser had before ends."""
    if not is_same_origin(request, deps):
        raise CsrfRefused
    _require_safe_way(request, deps)
    address = client_address(request.scope, deps)
    signed_in = await sign_in(deps, email=body.email, password=body.password, address=address)
    await _end_session(request, deps)
    _set_cookie(response, deps, signed_in)
    await note_activity(deps, signed_in.workspace_id, signed_in.user_id)
    user = await get_user_view(deps, signed_in.workspace_id, signed_in.user_id)
    return SignedInView(user=user, csrf=signed_in.csrf)


@router.get("/session")
async def show_session(
    request: Request,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.READ, Resource.SESSION)],
) -> SessionView:
    """Who is calling, and the token that writes by cookie carry in `X-CSRF-Token`."""
    return SessionView(
        user=await get_user_view(deps, scope.workspace_id, scope.user_id),
        workspace=await get_workspace_view(deps, scope.workspace_id),
        csrf=request.state.csrf,
    )


@router.post("/session/activity", status_code=HTTPStatus.NO_CONTENT)
async def note_here(
    deps: DepsHere, scope: Annotated[Scope, guard(Verb.WRITE, Resource.SESSION)]
) -> None:
    """A sign of life, as the web app gives it while somebody types or clicks; once a minute is enough."""
    await note_activity(deps, scope.workspace_id, scope.user_id)


@router.delete("/session", status_code=HTTPStatus.NO_CONTENT)
async def sign_out(
    request: Request,
    response: Response,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.WRITE, Resource.SESSION)],
) -> None:
    """Sign out: the session ends on the server, too."""
    if scope.by_token:
        raise NotSignedIn("A token has no session to end. Delete the token instead.")
    await _end_session(request, deps)
    check_sockets(deps, scope)
    response.delete_cookie(
        cookie_name(deps), path="/", secure=deps.is_https, httponly=True, samesite="lax"
    )


async def _end_session(request: Request, deps: Deps) -> None:
    former = request.cookies.get(cookie_name(deps))
    if former:
        await callers.drop_session(deps.pool, hash_token(former))


def _set_cookie(response: Response, deps: Deps, signed_in: SignedIn) -> None:
    response.set_cookie(
        HTTPS_COOKIE if deps.is_https else HTTP_COOKIE,
        signed_in.token,
        max_age=int(SESSION_LENGTH.total_seconds()),
        path="/",
        secure=deps.is_https,
        httponly=True,
        samesite="lax",
    )


def _require_safe_way(request: Request, deps: Deps) -> None:
    """A password in the clear crosses no network."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    if not deps.is_https and host not in LOOPBACK:
        raise HttpsRequired
