"""Takes users offline who show no sign of life (O21), and puts back in line what those hold who are gone."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby

import structlog

from parley.actions.presence import leave_by_itself
from parley.actions.releasing import release_of_absent
from parley.domain.actor import SYSTEM
from parley.domain.desk import Desk
from parley.domain.ids import WorkspaceId
from parley.domain.needs import Needs
from parley.domain.promises import Clock
from parley.storage import abandoned, attendance
from parley.storage.abandoned import OpenWork
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
        moved = await self._put_all_back(await abandoned.abandoned(self.pool))
        return moved or await self._put_all_back(
            await abandoned.left_over(self.pool, self.desks.get_reference, now=self.clock.now())
        )

    async def _put_all_back(self, found: list[OpenWork]) -> int:
        return sum(
            [
                await self._put_back(workspace_id, list(work))
                for workspace_id, work in groupby(found, key=lambda each: each.workspace_id)
            ]
        )

    async def _put_back(self, workspace_id: WorkspaceId, work: list[OpenWork]) -> int:
        needs = Needs(
            contacts=frozenset(each.contact_id for each in work),
            agents=frozenset(each.user_id for each in work),
        )
        try:
            moved, desk = await self.desks.decide(
                workspace_id, needs, lambda desk: _release(desk, work)
            )
        except TROUBLE:
            raise  # the database's, not the work's
        except Exception:
            # What breaks the code must not hold up the others' work, nor this loop.
            if len(work) > 1:
                return sum([await self._put_back(workspace_id, [each]) for each in work])
            log.exception(
                "work_stays_with_the_absent", conversation_id=str(work[0].conversation_id)
            )
            return 0
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
