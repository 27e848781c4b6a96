"""A desk for a caller: loaded and locked, reacted to, saved and committed, in one transaction."""

import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TypeVar

from parley.actions.reactions import react
from parley.domain.desk import Desk
from parley.domain.ids import WorkspaceId
from parley.domain.needs import Needs, NotOnDesk
from parley.domain.promises import Clock, IdSource
from parley.domain.workspace import Reference
from parley.storage.database import Pool, again_if_lost, transaction
from parley.storage.desk_load import load
from parley.storage.desk_save import save

LOCK_TIMEOUT_MS = 2000
ROUNDS = 4  # of loading what an action turns out to need
T = TypeVar("T")


class Desks:
    """Hands out desks for people's calls. What the action misses raises NotOnDesk out of the block, with
    nothing saved: the caller loads more and decides again. A lost race does the same with LostRace.
    """

    def __init__(
        self,
        pool: Pool,
        *,
        reference: Callable[[WorkspaceId], Awaitable[Reference]],
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self._pool = pool
        self._reference = reference
        self._clock = clock
        self._ids = ids

    async def get_reference(self, workspace_id: WorkspaceId) -> Reference:
        return await self._reference(workspace_id)

    async def decide(
        self, workspace_id: WorkspaceId, needs: Needs, work: Callable[[Desk], T]
    ) -> tuple[T, Desk]:
        """One action, saved; what it misses is loaded and it is decided again, as after a lost race."""
        return await again_if_lost(lambda: self._decide(workspace_id, needs, work))

    async def _decide(
        self, workspace_id: WorkspaceId, needs: Needs, work: Callable[[Desk], T]
    ) -> tuple[T, Desk]:
        for _ in range(ROUNDS - 1):
            try:
                return await self._once(workspace_id, needs, work)
            except NotOnDesk as missing:
                needs |= missing.needs
        return await self._once(workspace_id, needs, work)

    async def _once(
        self, workspace_id: WorkspaceId, needs: Needs, work: Callable[[Desk], T]
    ) -> tuple[T, Desk]:
        async with self.desk_for(workspace_id, needs) as desk:
            result = work(desk)
        return result, desk

    @contextlib.asynccontextmanager
    async def desk_for(self, workspace_id: WorkspaceId, needs: Needs) -> AsyncGenerator[Desk]:
        reference = await self._reference(workspace_id)
        async with transaction(self._pool, lock_timeout_ms=LOCK_TIMEOUT_MS) as connection:
            desk = Desk(reference, now=self._clock.now(), ids=self._ids)
            await load(connection, desk, needs)
            # The hour is read under the locks: who waited for them must not date his events before theirs.
            desk.now = self._clock.now()
            yield desk
            react(desk)
            await save(connection, desk)
