"""Routes of users: who works here, with which role, sight, capacity and presence."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends

from parley.actions.presence import set_presence
from parley.api.auth import guard
from parley.api.deps import DepsHere
from parley.api.desks import decide
from parley.api.paging import Page, PageQuery
from parley.api.routers import make_router
from parley.api.scope import Reach, Resource, Scope, Verb, reach
from parley.api.user_bodies import (
    DeactivatedView,
    NewUser,
    OwnPassword,
    PresenceChange,
    UserChange,
    UserView,
    get_user_view,
    user_view,
)
from parley.api.user_changes import change_own_password, create_user, update_user
from parley.domain.errors import Forbidden
from parley.domain.ids import UUID, UserId
from parley.domain.needs import Needs
from parley.storage.setup import users

router = make_router("users")
OPEN_LISTED = 100


@router.get("/users")
async def list_users(
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.READ, Resource.USERS)],
    page: Annotated[PageQuery, Depends()],
) -> Page[UserView]:
    """All users in the order in which they came, the deactivated among them."""
    key = page.key(UUID)
    rows = await users.list_users(
        deps.pool,
        scope.workspace_id,
        after=UserId(key[0]) if key else None,
        limit=page.limit + 1,
    )
    shown, following = page.cut(rows, key=lambda row: (row.user.id,))
    return Page(items=[user_view(row) for row in shown], next=following)


@router.post("/users", status_code=HTTPStatus.CREATED)
async def add_user(
    body: NewUser,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.WRITE, Resource.USERS)],
) -> UserView:
    """Add a user, who can sign in at once and starts offline. Only an owner makes owners."""
    return await get_user_view(deps, scope.workspace_id, await create_user(deps, scope, body))


@router.get("/users/{user_id}")
async def show_user(
    user_id: UUID, deps: DepsHere, scope: Annotated[Scope, guard(Verb.READ, Resource.USERS)]
) -> UserView:
    return await get_user_view(deps, scope.workspace_id, UserId(user_id))


@router.patch("/users/{user_id}")
async def change_user(
    user_id: UUID,
    body: UserChange,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.WRITE, Resource.USERS)],
) -> UserView:
    """Change a user. A new role or password ends the user's sessions; a new sight holds from the next request."""
    await update_user(deps, scope, UserId(user_id), body)
    return await get_user_view(deps, scope.workspace_id, UserId(user_id))


@router.delete("/users/{user_id}")
async def deactivate_user(
    user_id: UUID, deps: DepsHere, scope: Annotated[Scope, guard(Verb.WRITE, Resource.USERS)]
) -> DeactivatedView:
    """Deactivate: signed out everywhere at once, tokens gone, offline. Open conversations stay and are listed."""
    await update_user(deps, scope, UserId(user_id), UserChange(deactivated=True))
    listed = await users.list_open_conversations(
        deps.pool, scope.workspace_id, UserId(user_id), limit=OPEN_LISTED
    )
    view = await get_user_view(deps, scope.workspace_id, UserId(user_id))
    return DeactivatedView(user=view, open_conversation_ids=list(listed))


@router.put("/users/{user_id}/presence")
async def change_presence(
    user_id: UUID,
    body: PresenceChange,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.WRITE, Resource.PRESENCE)],
) -> UserView:
    """Set one's own presence; owners and managers set anybody's."""
    subject = UserId(user_id)
    await get_user_view(deps, scope.workspace_id, subject)
    if (
        subject != scope.user_id
        and reach(scope.role, Verb.WRITE, Resource.PRESENCE) is not Reach.ALL
    ):
        raise Forbidden(resource=Resource.PRESENCE)
    await decide(
        deps,
        scope,
        Needs(agents=frozenset({subject})),
        lambda desk: set_presence(
            desk, subject, body.presence, reason=body.reason, actor=scope.actor
        ),
    )
    return await get_user_view(deps, scope.workspace_id, subject)


@router.put("/session/password", status_code=HTTPStatus.NO_CONTENT)
async def change_password(
    body: OwnPassword,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.WRITE, Resource.SESSION)],
) -> None:
    """Change one's own password, by the current one. All sessions end, this one too."""
    await change_own_password(deps, scope, body)
