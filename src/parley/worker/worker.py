"""One worker process: lanes, timers, outbox, dispatcher and housekeeping, started and stopped together."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from parley.domain.channel import ChannelPlugin
from parley.domain.desk import Desk
from parley.domain.ids import UUID, WorkspaceId
from parley.domain.promises import Clock, IdSource
from parley.storage.clock import TestClock
from parley.storage.connections import Connections
from parley.storage.database import Pool
from parley.storage.desks import Desks
from parley.storage.housekeeping import tidy
from parley.storage.journal import TableJournal
from parley.storage.reference import References
from parley.storage.signals import Signals, Topic
from parley.worker.attendance import AttendanceLoop
from parley.worker.calls import CallSender
from parley.worker.dispatcher import Dispatcher
from parley.worker.http import Clients
from parley.worker.lanes import LaneWorker
from parley.worker.outbox import OutboxSender
from parley.worker.reconcile import Reconciler
from parley.worker.schedules import ScheduleLoop
from parley.worker.timers import TimerLoop

log = structlog.stdlib.get_logger(__name__)

LANE_LOOPS = 2  # one computes while the other's statements run
HOUSEKEEPING_SECONDS = 3600.0


@dataclass
class Worker:
    """Everything it needs is handed over; it opens nothing itself."""

    pool: Pool
    clock: Clock
    wall: Clock
    ids: IdSource
    journal: TableJournal
    references: References
    connections: Connections
    signals: Signals
    plugins: Mapping[str, ChannelPlugin]
    clients: Clients
    base_urls: Mapping[str, str]
    jitter: Callable[[], float]
    own_hosts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.dispatcher = Dispatcher(
            self.pool,
            reference=self.references.get,
            clock=self.clock,
            ids=self.ids,
            read_clock=self.clock.refresh if isinstance(self.clock, TestClock) else None,
            committed=self._committed,
        )
        self.timers = TimerLoop(self.pool, self.clock, self.signals, self.journal)
        self.outbox = OutboxSender(
            self.pool,
            self.clock,
            self.signals,
            self.plugins,
            self.connections.find_channel,
            self.clients,
            self.base_urls,
            self.jitter,
        )
        self.calls = (
            CallSender(
                self.pool,
                self.clock,
                self.signals,
                self.clients.egress,
                self.own_hosts,
                self.jitter,
                open_secrets=self.connections.open_secrets,
            )
            if self.clients.egress is not None
            else None
        )
        desks = Desks(self.pool, reference=self.references.get, clock=self.clock, ids=self.ids)
        self.attendance = AttendanceLoop(self.pool, desks, self.clock, self.wall, self._committed)
        self.reconciler = Reconciler(
            self.pool, desks, self.clock, self.ids, self._committed, self.dispatcher.wake
        )
        self.schedules = ScheduleLoop(
            self.pool, self.references, self.clock, self.ids, self._committed
        )
        self.lanes = [
            LaneWorker(
                self.pool,
                self.journal,
                self.references,
                self.plugins,
                self.clock,
                self.ids,
                self._committed,
                offset=number * 7,
            )
            for number in range(LANE_LOOPS)
        ]

    async def run(self, stopping: asyncio.Event) -> None:
        """Until `stopping`, or until a loop breaks (its error is raised). The batch, the pass and the calls
        in hand are finished first.
        """
        self._listen()
        lanes = [asyncio.create_task(lane.run(stopping)) for lane in self.lanes]
        dispatching = asyncio.create_task(self.dispatcher.run(stopping))
        endless = [
            asyncio.create_task(loop)
            for loop in (
                self.signals.run(),
                self.timers.run(),
                self.schedules.run(),
                self.outbox.run(),
                self.attendance.run(),
                self.reconciler.run(),
                self._keep_house(),
                *([self.calls.run()] if self.calls else []),
            )
        ]
        stop = asyncio.create_task(stopping.wait())
        tasks = [*lanes, dispatching, *endless]
        await asyncio.wait({stop, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        broken = [task for task in tasks if task.done()]
        stopping.set()
        for lane in self.lanes:
            lane.wake.set()
        await asyncio.gather(*lanes, dispatching, return_exceptions=True)
        for task in endless:
            task.cancel()
        await asyncio.gather(*endless, return_exceptions=True)
        await self.outbox.drain()
        if self.calls:
            await self.calls.drain()
        for task in broken:
            task.result()

    def _listen(self) -> None:
        for lane in self.lanes:
            self.signals.on(Topic.JOURNAL, _ring(lane.wake))
        self.signals.on(Topic.OUTBOX, _ring(self.outbox.wake))
        self.signals.on(Topic.TIMERS, _ring(self.timers.wake))
        self.signals.on(Topic.TIMERS, _ring(self.attendance.wake))
        self.signals.on(Topic.DISPATCH, self._wake_dispatcher)
        if isinstance(self.clock, TestClock):
            # By the true hour a look a second is enough; every click of a person would ring here, too.
            self.signals.on(Topic.TIMERS, _ring(self.schedules.wake))
            if self.calls:
                self.signals.on(Topic.TIMERS, _ring(self.calls.wake))

    def _wake_dispatcher(self, payload: str) -> None:
        if payload:
            self.dispatcher.wake(WorkspaceId(UUID(payload)))
        else:
            self.dispatcher.sweep_soon()

    def _committed(self, desk: Desk) -> None:
        """Who has something to do now that the batch is true."""
        if desk.events:
            self.signals.send(Topic.EVENTS, str(desk.workspace_id))
        if desk.wakes_dispatcher:
            self.dispatcher.wake(desk.workspace_id)
        if len(desk.sends):
            self.outbox.wake.set()
        if desk.calls and self.calls:
            self.calls.wake.set()
        if desk.timers:
            self.timers.wake.set()

    async def _keep_house(self) -> None:
        while True:
            try:
                await tidy(self.pool, now=self.clock.now(), wall=self.wall.now())
            except Exception:
                # What is not thrown away today is thrown away in an hour.
                log.exception("housekeeping_failed")
            await asyncio.sleep(HOUSEKEEPING_SECONDS)


def _ring(bell: asyncio.Event) -> Callable[[str], None]:
    return lambda _: bell.set()
