"""Who waits for an agent, as the test clock must know it: when that changes by itself, and whether it is over."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

from msgspec import Struct

from parley.domain.ids import WorkspaceId
from parley.domain.workspace import Reference
from parley.routing.hours import find_next_change
from parley.routing.matching import Floor
from parley.storage import abandoned, queue_store
from parley.storage.database import Pool
from parley.storage.queue_store import Group


class Lines(Struct, frozen=True):
    """The lines of all workspaces."""

    pool: Pool
    reference: Callable[[WorkspaceId], Awaitable[Reference]]

    async def find_next_change(self, *, now: datetime) -> datetime | None:
        """Find the next hour at which a ring ends, a wait for one user does, or hours begin or end."""
        hours = [
            find_next_change([group.changes_at for group in groups], reference, now=now)
            async for reference, groups in self._waiting(now)
        ]
        return min((hour for hour in hours if hour is not None), default=None)

    async def is_served(self, *, now: datetime) -> bool:
        """Tell whether nobody waits who could be served: the dispatchers have done what they can."""
        async for reference, groups in self._waiting(now):
            async with self.pool.acquire() as connection:
                agents = await queue_store.list_agents(connection, reference.workspace_id)
                in_hand = await queue_store.count_in_hand(
                    connection, reference.workspace_id, reference=reference
                )
            floor = Floor(agents, reference=reference, now=now, in_hand=in_hand)
            if any(floor.can_serve(group.demand) for group in groups):
                return False
        return True

    async def find_next_shift_end(self, *, now: datetime) -> datetime | None:
        """Find the next hour at which somebody's open work goes on because the shift is over."""
        return await abandoned.next_shift_end(self.pool, self.reference, now=now)

    async def has_left_over(self, *, now: datetime) -> bool:
        """Tell whether somebody holds work whose shift is over, and which is to go on."""
        return bool(await abandoned.left_over(self.pool, self.reference, now=now))

    async def _waiting(self, now: datetime) -> AsyncIterator[tuple[Reference, list[Group]]]:
        async with self.pool.acquire() as connection:
            waiting = await queue_store.list_waiting_workspaces(connection)
        for workspace_id in waiting:
            reference = await self.reference(workspace_id)
            async with self.pool.acquire() as connection:
                groups = await queue_store.list_groups(connection, workspace_id, now=now)
            if groups:
                yield reference, groups
