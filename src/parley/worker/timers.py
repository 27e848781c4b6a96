"""Moves timers that are due into the journal, where their contact's lane handles them."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from parley.domain.promises import Clock
from parley.storage import timers
from parley.storage.database import TROUBLE, Pool
from parley.storage.journal import Journal
from parley.storage.signals import Signals, Topic
from parley.worker import metrics

log = structlog.stdlib.get_logger(__name__)

LONGEST_NAP_SECONDS = 1.0
BATCH = 500
SHORTEST_NAP = timedelta(seconds=0.05)
JOURNAL_IS_BUSY = 5000  # entries; then what comes from outside goes first, and due timers wait


@dataclass
class TimerLoop:
    """One per worker process; several share the table by SKIP LOCKED."""

    pool: Pool
    clock: Clock
    signals: Signals
    journal: Journal
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        while True:
            self.wake.clear()
            try:
                moved = await self.run_once()
                due = None if moved else await timers.next_due(self.pool)
            except TROUBLE as error:
                log.warning("timers_interrupted", error=str(error))
                moved, due = 0, None
            if not moved:
                await self._nap(due)

    async def run_once(self) -> int:
        """How many were due."""
        now = self.clock.now()
        if (await self.journal.lag(now=now)).depth > JOURNAL_IS_BUSY:
            return 0
        moved = await timers.move_due(self.pool, now=now, limit=BATCH)
        if moved:
            metrics.TIMERS.inc(moved)
            self.signals.send(Topic.JOURNAL)
        return moved

    async def _nap(self, due: datetime | None) -> None:
        longest = timedelta(seconds=LONGEST_NAP_SECONDS)
        left = min(max(due - self.clock.now(), SHORTEST_NAP), longest) if due else longest
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(left.total_seconds()):
                await self.wake.wait()
