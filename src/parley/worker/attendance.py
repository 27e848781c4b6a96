"""Takes users offline who show no sign of life (O21), and puts back in line what those hold who are gone."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

import structlog

from parley.actions.presence import leave_by_itself
from parley.actions.releasing import release_of_absent
from parley.domain.actor import SYSTEM
from parley.domain.desk import Desk
from parley.domain.ids import WorkspaceId
from parley.domain.needs import Needs
from parley.domain.promises import Clock
from parley.routing.hours import find_shift_end
from parley.storage import abandoned, attendance
from parley.storage.abandoned import OpenWork, ShiftWorker
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
        gone = sum([await self._take_offline(each) for each in due])
        while await self.put_back_once():
            continue
        return gone

    async def put_back_once(self) -> int:
        """A batch of the work that absent agents hold; how much of it waits in a line again."""
        found = await abandoned.abandoned(self.pool) or await self._list_left_over()
        return sum(
            [
                await self._put_back(workspace_id, list(work))
                for workspace_id, work in groupby(found, key=lambda each: each.workspace_id)
            ]
        )

    async def _list_left_over(self) -> list[OpenWork]:
        """What agents hold whose shift is over."""
        now = self.clock.now()
        workers = await abandoned.shift_workers(self.pool)
        references = {
            workspace_id: await self.desks.get_reference(workspace_id)
            for workspace_id in {worker.workspace_id for worker in workers}
        }
        ended: list[tuple[ShiftWorker, datetime]] = []
        for worker in workers:
            end = find_shift_end(references[worker.workspace_id], worker.calendar_id, now)
            if end is not None:
                ended.append((worker, end))
        return await abandoned.left_over(self.pool, ended) if ended else []

    async def _put_back(self, workspace_id: WorkspaceId, work: list[OpenWork]) -> int:
        needs = Needs(
            contacts=frozenset(each.contact_id for each in work),
            agents=frozenset(each.user_id for each in work),
        )
        moved, desk = await self.desks.decide(
            workspace_id, needs, lambda desk: _release(desk, work)
        )
        self.committed(desk)
        return moved

    async def _take_offline(self, absentee: Absentee) -> bool:
        workspace_id, user_id = absentee.workspace_id, absentee.user_id
        needs = Needs(agents=frozenset({user_id}))
        async with self.desks.desk_for(workspace_id, needs) as desk:
            # The row is held now: who did something meanwhile has said so, or waits for us and is told.
            absence = await attendance.find_absence(self.pool, workspace_id, user_id, now=desk.now)
            has_left = absence is not None and leave_by_itself(desk, user_id, absence)
        self.committed(desk)
        return has_left


def _release(desk: Desk, work: list[OpenWork]) -> int:
    return sum(
        release_of_absent(desk, each.conversation_id, since=each.since, actor=SYSTEM)
        for each in work
        if each.conversation_id in desk.conversations
    )
