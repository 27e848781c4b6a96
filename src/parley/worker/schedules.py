"""Schedules come due: each hour becomes a tick, who is due is written down, and their runs start, so many a minute."""

import asyncio
import contextlib
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from msgspec.structs import replace

from parley.actions.scheduling import find_schedule, list_due, plan_ticks, start_due
from parley.domain.desk import Desk
from parley.domain.ids import UUID, ContactId, WorkflowId, WorkspaceId
from parley.domain.needs import Needs, NotOnDesk
from parley.domain.promises import Clock, IdSource
from parley.domain.schedule import FAILED, STARTED, Tick, TickReason, TickState
from parley.domain.workspace import PublishedVersion
from parley.storage import schedules
from parley.storage.database import AGAIN, AWAY, TROUBLE, Connection, LostRace, Pool, transaction
from parley.storage.desk_load import load
from parley.storage.desk_save import save
from parley.storage.reference import References
from parley.worker import metrics

log = structlog.stdlib.get_logger(__name__)

LONGEST_NAP_SECONDS = 1.0
SHORTEST_NAP_SECONDS = 0.05
SLICE_SECONDS = 5
PAGE = 1000
BATCH = 200  # so that nothing else in this process waits for long
ROUNDS = 4


@dataclass
class ScheduleLoop:
    """One per worker process; several share schedules and ticks by SKIP LOCKED. What a batch starts and where
    the tick stands then is one transaction: whoever dies in between has started nobody twice.
    """

    pool: Pool
    references: References
    clock: Clock
    ids: IdSource
    committed: Callable[[Desk], None]
    page: int = PAGE
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    # Ticks whose batch failed: their contacts are taken one by one until the bad one is found.
    _careful: set[UUID] = field(default_factory=set)
    _has_stumbled: bool = False

    async def run(self) -> None:
        """Until cancelled. While nothing is due it takes one look a second."""
        while True:
            self.wake.clear()
            self._has_stumbled = False
            moved, due = 0, None
            try:
                due = await schedules.next_moment(self.pool)
                if due is not None and due <= self.clock.now():
                    moved = await self.run_once()
            except TROUBLE as error:
                log.warning("schedules_interrupted", error=str(error))
            if not moved:
                await self._nap(None if self._has_stumbled else due)

    async def run_once(self) -> int:
        """How many schedules and ticks went on."""
        now = self.clock.now()
        moved = 0
        for workspace_id, workflow_id in await schedules.due_now(self.pool, now=now):
            moved += await self._by_itself(self._begin(workspace_id, workflow_id), workflow_id)
        for workspace_id, tick_id in await schedules.ticks_now(self.pool, now=now):
            moved += await self._by_itself(self._go_on(workspace_id, tick_id), tick_id)
        return moved

    async def _by_itself(self, work: Awaitable[bool], subject: UUID) -> bool:
        """What goes wrong with one must not stop the others."""
        try:
            return await work
        except (LostRace, *AGAIN):
            return False
        except AWAY:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this one's
            self._has_stumbled = True
            log.warning("schedule_failed", subject=str(subject), error=repr(error))
            return False

    async def _nap(self, due: datetime | None) -> None:
        left = (due - self.clock.now()).total_seconds() if due else LONGEST_NAP_SECONDS
        seconds = min(max(left, SHORTEST_NAP_SECONDS), LONGEST_NAP_SECONDS)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.wake.wait(), timeout=seconds)

    # -- a schedule is due -----------------------------------------------------------------------------

    async def _begin(self, workspace_id: WorkspaceId, workflow_id: WorkflowId) -> bool:
        now = self.clock.now()
        async with transaction(self.pool) as connection:
            due = await schedules.take_due(connection, workspace_id, workflow_id, now=now)
            if due is None:
                return False
            reference = await self.references.get_on(connection, workspace_id)
            found = find_schedule(reference, workflow_id)
            if found is None:
                await schedules.drop_schedule(connection, workspace_id, workflow_id, now=now)
                return True
            zone = reference.settings.timezone
            planned = plan_ticks(
                found[1],
                zone,
                after=due.after,
                now=now,
                is_busy=due.is_busy,
                waited_for=due.hour,
            )
            for due_at, reason in planned:
                tick_id = self.ids.new_id()
                await schedules.add_tick(
                    connection, due, tick_id, due_at=due_at, reason=reason, now=now
                )
            following = found[1].next_after(now, zone)
            await schedules.put_schedule(
                connection, workspace_id, workflow_id, after=now, next_at=following
            )
        return True

    # -- a tick goes on --------------------------------------------------------------------------------

    async def _go_on(self, workspace_id: WorkspaceId, tick_id: UUID) -> bool:
        try:
            desk = await self._take_part(workspace_id, tick_id)
        except (LostRace, *AGAIN, *AWAY):
            raise
        except Exception as error:  # noqa: BLE001 - one contact must not keep the others from their turn
            log.warning("tick_failed", tick=str(tick_id), error=repr(error))
            if tick_id in self._careful:
                return await self._pass_over(workspace_id, tick_id)
            self._careful.add(tick_id)
            return True
        if desk is not None:
            self.committed(desk)
        return desk is not None

    async def _take_part(self, workspace_id: WorkspaceId, tick_id: UUID) -> Desk | None:
        """A page of contacts looked at, or a batch of runs started; None: nothing to do here now."""
        now = self.clock.now()
        async with transaction(self.pool) as connection:
            tick = await schedules.take_tick(connection, workspace_id, tick_id, now=now)
            if tick is None:
                return None
            reference = await self.references.get_on(connection, workspace_id)
            desk = Desk(reference, now=now, ids=self.ids)
            found = find_schedule(reference, tick.workflow_id)
            if found is None:
                over = _ended(tick, TickState.ENDED, now, reason=TickReason.STOPPED)
            elif tick.state is TickState.GATHERING:
                over = await self._gather(connection, desk, tick, found[0])
            else:
                over = await self._start(connection, desk, tick, found[0], found[1].per_minute)
            await schedules.save_tick(connection, over)
        if not over.state.is_live:
            self._careful.discard(tick_id)
        return desk

    async def _gather(
        self, connection: Connection, desk: Desk, tick: Tick, version: PublishedVersion
    ) -> Tick:
        limit = 1 if tick.id in self._careful else self.page
        seen = await schedules.look_at_contacts(connection, desk, after=tick.cursor, limit=limit)
        due = list_due(desk, version, seen)
        await schedules.add_due(connection, tick, due)
        counted = replace(tick, due=tick.due + len(due), next_at=desk.now)
        if len(seen) < limit:
            return replace(counted, state=TickState.STARTING, cursor=None)
        return replace(counted, cursor=seen[-1])

    async def _start(
        self,
        connection: Connection,
        desk: Desk,
        tick: Tick,
        version: PublishedVersion,
        per_minute: int,
    ) -> Tick:
        limit = max(1, min(BATCH, per_minute * SLICE_SECONDS // 60))
        limit = 1 if tick.id in self._careful else limit
        turn = await schedules.next_due(connection, tick, limit=limit)
        if not turn:
            return _ended(tick, TickState.DONE, desk.now)
        outcomes = await self._decide(connection, desk, tick, version, turn)
        await save(connection, desk)
        await schedules.settle_due(connection, tick, outcomes)
        skipped = dict(tick.skipped)
        for outcome in outcomes.values():
            metrics.STARTS.labels(outcome).inc()
            if outcome != STARTED:
                skipped[outcome] = skipped.get(outcome, 0) + 1
        started = sum(outcome == STARTED for outcome in outcomes.values())
        # Who did not start takes nobody's time.
        pause = timedelta(seconds=math.ceil(started * 60_000 / per_minute) / 1000)
        return replace(
            tick,
            cursor=turn[-1],
            started=tick.started + started,
            skipped=skipped,
            next_at=self.clock.now() + pause,
        )

    async def _decide(
        self,
        connection: Connection,
        desk: Desk,
        tick: Tick,
        version: PublishedVersion,
        turn: list[ContactId],
    ) -> dict[ContactId, str]:
        contacts = frozenset(turn)
        # All at once: what is asked of each would else be loaded in a round of its own.
        asked = {(c, version.workflow_id) for c in turn} if version.once_per_contact else ()
        await load(connection, desk, Needs(contacts=contacts, enrolments=frozenset(asked)))
        persons = sorted({desk.meant(contact_id) for contact_id in turn})
        # Under their locks: nobody is merged any more.
        had_turn = await schedules.had_turn(connection, tick, persons)
        for _ in range(ROUNDS):
            desk.now = self.clock.now()
            try:
                return start_due(desk, version, turn, due_at=tick.due_at, had_turn=had_turn)
            except NotOnDesk as missing:
                desk.rewind()
                await load(connection, desk, missing.needs)
        message = "a start asks for more than any should need"
        raise RuntimeError(message)

    async def _pass_over(self, workspace_id: WorkspaceId, tick_id: UUID) -> bool:
        """The one whose turn it is cannot be looked at, or started: noted, and the next one comes."""
        now = self.clock.now()
        self._careful.discard(tick_id)
        async with transaction(self.pool) as connection:
            tick = await schedules.take_tick(connection, workspace_id, tick_id, now=now)
            if tick is None:
                return False
            is_due = tick.state is TickState.STARTING
            turn = await (
                schedules.next_due(connection, tick, limit=1)
                if is_due
                else schedules.next_contacts(connection, tick, limit=1)
            )
            if not turn:
                over = _ended(tick, TickState.ENDED, now, reason=FAILED)
            else:
                await schedules.note_failed(connection, tick, turn[0])
                skipped = {**tick.skipped, FAILED: tick.skipped.get(FAILED, 0) + 1}
                due = tick.due if is_due else tick.due + 1
                over = replace(tick, cursor=turn[0], skipped=skipped, due=due)
            await schedules.save_tick(connection, over)
        return True


def _ended(tick: Tick, state: TickState, now: datetime, *, reason: str = "") -> Tick:
    return replace(tick, state=state, reason=reason, next_at=None, ended_at=now)
