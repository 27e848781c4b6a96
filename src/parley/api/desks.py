"""One action of a caller on a desk: loaded, decided, saved, and repeated when it lost a race."""

from collections.abc import Callable
from typing import TypeVar

from parley.api.deps import Deps
from parley.api.scope import Scope
from parley.domain.desk import Desk
from parley.domain.needs import Needs, NotOnDesk
from parley.storage.database import again_if_lost

T = TypeVar("T")
ROUNDS = 4


async def decide(deps: Deps, scope: Scope, needs: Needs, work: Callable[[Desk], T]) -> T:
    """Runs a pure action and saves what it changed, in one transaction; a Refusal saves nothing.

    What the action misses (NotOnDesk) is loaded and the action decided again, at most 4 rounds.
    """
    result, wakes = await again_if_lost(lambda: _decide(deps, scope, needs, work))
    deps.announce(scope.workspace_id)
    if wakes:
        deps.wake_dispatcher(scope.workspace_id)
    return result


async def _decide(
    deps: Deps, scope: Scope, needs: Needs, work: Callable[[Desk], T]
) -> tuple[T, bool]:
    for _ in range(ROUNDS - 1):
        try:
            return await _once(deps, scope, needs, work)
        except NotOnDesk as missing:
            needs |= missing.needs
    return await _once(deps, scope, needs, work)


async def _once(
    deps: Deps, scope: Scope, needs: Needs, work: Callable[[Desk], T]
) -> tuple[T, bool]:
    async with deps.desk_for(scope.workspace_id, needs) as desk:
        result = work(desk)
    return result, desk.wakes_dispatcher
