"""Takes users offline who show no sign of life: no socket for a minute, or nothing done for long (O21)."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from parley.actions.presence import leave_by_itself
from parley.domain.desk import Desk
from parley.domain.needs import Needs
from parley.domain.promises import Clock
from parley.storage import attendance
from parley.storage.attendance import Absentee
from parley.storage.database import TROUBLE, Pool
from parley.storage.desks import Desks

log = structlog.stdlib.get_logger(__name__)

NAP_SECONDS = 2.0


@dataclass
class AttendanceLoop:
    """One per worker process; two that find the same user take turns, and the second finds nothing to do."""

    pool: Pool
    desks: Desks
    clock: Clock
    wall: Clock
    committed: Callable[[Desk], None]
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self.wake.clear()
            try:
                await self.run_once()
            except TROUBLE as error:
                log.warning("attendance_interrupted", error=str(error))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(NAP_SECONDS):
                    await self.wake.wait()

    async def run_once(self) -> int:
        """How many were taken offline."""
        now = self.clock.now()
        await attendance.drop_dead_sockets(self.pool, now=now, wall=self.wall.now())
        due = await attendance.absentees(self.pool, now=now)
        return sum([await self._take_offline(each) for each in due])

    async def _take_offline(self, absentee: Absentee) -> bool:
        workspace_id, user_id = absentee.workspace_id, absentee.user_id
        needs = Needs(agents=frozenset({user_id}))
        async with self.desks.desk_for(workspace_id, needs) as desk:
            # The row is held now: who did something meanwhile has said so, or waits for us and is told.
            absence = await attendance.find_absence(self.pool, workspace_id, user_id, now=desk.now)
            has_left = absence is not None and leave_by_itself(desk, user_id, absence)
        self.committed(desk)
        return has_left
