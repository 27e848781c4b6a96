"""One change of the set-up by a caller: in storage's one transaction, told to the live screens after it."""

import contextlib
from collections.abc import AsyncGenerator

from parley.api.deps import Deps
from parley.api.scope import Scope
from parley.storage.database import Connection
from parley.storage.setup.changes import Author, set_up_change


def author_of(deps: Deps, scope: Scope) -> Author:
    return Author(scope.workspace_id, scope.actor, deps.clock.now(), deps.ids)


def check_sockets(deps: Deps, scope: Scope) -> None:
    """The caller ended a session or a token: live sockets that came by it are closed at once in this
    process, in others at their next look.
    """
    if deps.broadcaster is not None:
        deps.broadcaster.check_user(scope.workspace_id, scope.user_id)


@contextlib.asynccontextmanager
async def change(
    deps: Deps, scope: Scope, *, noun: str, subject: object
) -> AsyncGenerator[Connection]:
    """`noun` and `subject` name what changed; any error rolls everything back."""
    author = author_of(deps, scope)
    async with set_up_change(
        deps.pool, author, noun=noun, subject=subject, lock_timeout_ms=deps.lock_timeout_ms
    ) as connection:
        yield connection
    deps.announce(scope.workspace_id)
    deps.wake_dispatcher(scope.workspace_id)
