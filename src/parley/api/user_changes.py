"""What adding and changing a user involves: rank, limits, the last owner, and signing out."""

from datetime import datetime

from msgspec.structs import replace

from parley.api.changes import author_of, change, check_sockets
from parley.api.deps import Deps
from parley.api.limits import SIGN_IN_FREE_FAILURES, USERS_PER_WORKSPACE
from parley.api.named import require_calendar, require_kinds, require_skills
from parley.api.passwords import check_password
from parley.api.refusals import SignInFailed
from parley.api.scope import Scope
from parley.api.sign_in import count_try, is_right_password, make_hash
from parley.api.user_bodies import NewUser, OwnPassword, UserChange
from parley.domain.errors import Forbidden, Invalid, LimitExceeded, NotFound
from parley.domain.events import PresenceChanged
from parley.domain.ids import UserId
from parley.domain.people import Presence, Role, User
from parley.storage.database import Connection, transaction
from parley.storage.setup import callers, users, workspaces
from parley.storage.setup.changes import add_event


async def create_user(deps: Deps, scope: Scope, body: NewUser) -> UserId:
    """Raises Forbidden, Invalid (password), LimitExceeded, and lets the unique e-mail speak for itself."""
    _require_rank(scope, body.role)
    check_password(body.password, email=body.email)
    password_hash = await make_hash(deps, body.password)
    user_id = UserId(deps.ids.new_id())
    async with change(deps, scope, noun="user", subject=user_id) as connection:
        await _require_room(connection, scope)
        user = User(
            scope.workspace_id,
            user_id,
            body.name,
            body.email,
            body.role,
            body.visibility,
            await _first_capacity(connection, scope, body),
            position=0,
        )
        await users.add_user(
            connection,
            scope.workspace_id,
            user,
            password_hash=password_hash,
            now=deps.clock.now(),
        )
    return user_id


async def update_user(deps: Deps, scope: Scope, user_id: UserId, body: UserChange) -> None:
    """Raises NotFound, Forbidden (rank), Invalid (password, the last owner)."""
    async with change(deps, scope, noun="user", subject=user_id) as connection:
        found = await users.find_user(connection, scope.workspace_id, user_id)
        if found is None:
            raise NotFound
        former = found.user
        _require_rank(scope, former.role)
        user = _changed(former, body, now=deps.clock.now())
        _require_rank(scope, user.role)
        require_kinds(deps, body.channel_kinds)
        await require_skills(connection, scope, body.skills)
        await require_calendar(connection, scope, body.calendar_id)
        await _require_an_owner(connection, user)
        await users.update_user(connection, scope.workspace_id, user)
        if "password" in body.model_fields_set:
            _require_session(scope, user_id)
            check_password(body.password, email=user.email)
            hashed = await make_hash(deps, body.password)
            await callers.set_password(connection, scope.workspace_id, user_id, hashed)
        await _sign_out_if_needed(connection, former, user, body)
        if user.deactivated_at is not None:
            await _go_offline(deps, scope, connection, user_id)


async def change_own_password(deps: Deps, scope: Scope, body: OwnPassword) -> None:
    """Guesses of the current password count like those of signing in."""
    await count_try(deps, f"password:{scope.user_id}", free=SIGN_IN_FREE_FAILURES)
    current = await users.find_password_hash(deps.pool, scope.workspace_id, scope.user_id)
    if not await is_right_password(deps, body.current_password, current):
        raise SignInFailed("The current password is not right.")
    await callers.forget_attempts(deps.pool, f"password:{scope.user_id}")
    check_password(body.password, email=scope.user.email)
    hashed = await make_hash(deps, body.password)
    async with transaction(deps.pool, lock_timeout_ms=deps.lock_timeout_ms) as connection:
        await callers.set_password(connection, scope.workspace_id, scope.user_id, hashed)
        await callers.drop_all_of(connection, scope.workspace_id, scope.user_id, tokens=False)
    check_sockets(deps, scope)


def _require_session(scope: Scope, user_id: UserId) -> None:
    """A token that leaked must not become its user's password."""
    if scope.by_token and user_id == scope.user_id:
        raise Forbidden("A token cannot set its own user's password. Sign in to change it.")


def _require_rank(scope: Scope, role: Role) -> None:
    """Only an owner makes, changes or deactivates owners."""
    if role is Role.OWNER and scope.role is not Role.OWNER:
        raise Forbidden("Only an owner may do this to an owner.")


async def _require_room(connection: Connection, scope: Scope) -> None:
    if await users.count_users(connection, scope.workspace_id) >= USERS_PER_WORKSPACE:
        raise LimitExceeded(
            f"A workspace has at most {USERS_PER_WORKSPACE} users.", limit=USERS_PER_WORKSPACE
        )


async def _require_an_owner(connection: Connection, user: User) -> None:
    if user.role is Role.OWNER and user.deactivated_at is None:
        return
    if await users.count_other_owners(connection, user.workspace_id, user.id) == 0:
        raise Invalid("A workspace keeps at least one active owner.", field="body.role")


async def _first_capacity(connection: Connection, scope: Scope, body: NewUser) -> int | None:
    if "capacity" in body.model_fields_set:
        return body.capacity
    workspace = await workspaces.find_workspace(connection, scope.workspace_id)
    return workspace.settings.default_capacity if workspace else None


def _changed(former: User, body: UserChange, *, now: datetime) -> User:
    given = body.model_dump(exclude_unset=True, exclude={"password", "deactivated"})
    if "channel_kinds" in given:
        given["channel_kinds"] = tuple(given["channel_kinds"])
    user = replace(former, **given)
    if "deactivated" not in body.model_fields_set:
        return user
    if not body.deactivated:
        return replace(user, deactivated_at=None)
    return replace(user, deactivated_at=former.deactivated_at or now)


async def _sign_out_if_needed(
    connection: Connection, former: User, user: User, body: UserChange
) -> None:
    """Rights are read with each request; a session is ended where somebody else might hold it."""
    is_out = user.deactivated_at is not None
    if is_out or "password" in body.model_fields_set or former.role is not user.role:
        await callers.drop_all_of(connection, user.workspace_id, user.id, tokens=is_out)


async def _go_offline(deps: Deps, scope: Scope, connection: Connection, user_id: UserId) -> None:
    former = await users.go_offline(connection, scope.workspace_id, user_id, now=deps.clock.now())
    if former is not None:
        body = PresenceChanged(user_id, Presence.OFFLINE, former)
        await add_event(connection, author_of(deps, scope), body)
