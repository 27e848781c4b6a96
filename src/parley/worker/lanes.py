"""Takes batches from the journal, decides them on a desk, and saves all of it in one transaction."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from parley.domain.channel import ChannelPlugin
from parley.domain.desk import Desk
from parley.domain.needs import NotOnDesk
from parley.domain.promises import Clock, IdSource
from parley.domain.workspace import Reference
from parley.storage import dead_letters, lane_attempts
from parley.storage.database import (
    AGAIN,
    AWAY,
    TROUBLE,
    Connection,
    LostRace,
    Pool,
    savepoint,
    transaction,
)
from parley.storage.desk_load import load
from parley.storage.desk_save import save
from parley.storage.journal import Batch, Entry, TableJournal
from parley.storage.reference import References
from parley.worker import metrics
from parley.worker.decide import (
    Parsed,
    Sources,
    decide,
    foresee,
    keep_visible,
    messages_of,
    parse,
)

log = structlog.stdlib.get_logger(__name__)

LARGEST_BATCH = 500
FIRST_BATCH = 100
AIM_SECONDS = 0.3  # only a backlog fills batches so long; what comes alone is handled alone
ROUNDS = 4
POLL_SECONDS = 0.5


class TooManyRounds(RuntimeError):
    """A decision kept asking for more than any decision should need."""


@dataclass
class LaneWorker:
    """One loop. Any number of them, in any number of processes, share the lanes. `committed` is called
    after each batch with its desk: it wakes whoever has something to do now.
    """

    pool: Pool
    journal: TableJournal
    references: References
    plugins: Mapping[str, ChannelPlugin]
    clock: Clock
    ids: IdSource
    committed: Callable[[Desk], None]
    limit: int = FIRST_BATCH
    offset: int = 0
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    _taken: Sequence[Entry] = ()
    _buried: set[int] = field(default_factory=set)
    _noted_in_vain: set[int] = field(default_factory=set)

    async def run(self, stopping: asyncio.Event) -> None:
        """Until `stopping`, which the batch in hand does not notice."""
        while not stopping.is_set():
            self.wake.clear()
            try:
                handled = await self.run_once()
            except TROUBLE as error:
                log.warning("lanes_interrupted", error=str(error))
                await asyncio.sleep(POLL_SECONDS)
                continue
            if not handled:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self.wake.wait()

    async def run_once(self) -> int:
        """One batch; the number of entries that left the journal. 0: nothing to do, or others do it."""
        lanes = await self.journal.busy_lanes()
        if not lanes:
            return 0
        self.offset += 1
        start = self.offset % len(lanes)
        return await self._handle([*lanes[start:], *lanes[:start]])

    async def _handle(self, lanes: Sequence[int]) -> int:
        """A batch that fails is tried again at a quarter of its size, until the bad entry has failed twice
        alone.
        """
        limit = self.limit
        failed: Sequence[Entry] = []
        while True:
            try:
                return await self._take_and_save(lanes, limit)
            except (LostRace, *AGAIN):
                metrics.LOST_RACES.inc()
                return 0
            except AWAY:
                raise
            except Exception as error:
                taken = self._taken
                if not taken:
                    raise
                if taken == failed:
                    return await self._bury_head(taken[0], f"{type(error).__name__}: {error}")
                log.warning("batch_failed", size=len(taken), error=repr(error))
                failed = taken if len(taken) == 1 else []
                limit = max(1, min(limit, len(taken)) // 4)
                self.limit = limit  # grows again with what succeeds

    async def _take_and_save(self, lanes: Sequence[int], limit: int) -> int:
        began = time.perf_counter()
        self._taken = ()
        async with transaction(self.pool) as connection:
            batch = await self.journal.take(connection, lanes, limit=limit)
            if batch is None or not batch.entries:
                return 0
            entries, is_deadly = await self._choose(batch.entries)
            self._taken = entries
            if is_deadly:
                await self._bury(connection, entries[0], "the worker died of it several times")
                await lane_attempts.clear(connection, _lanes(entries))
                return 1
            try:
                desk = await self._decide_and_save(connection, batch, entries)
            except AWAY:
                self._noted_in_vain.update(_lanes(entries))
                raise
            except Exception:
                # Nobody died of it: an error that comes back must never make an entry suspect.
                await lane_attempts.forget(self.pool, _lanes(entries))
                raise
        self.committed(desk)
        self._adapt(len(entries), limit, time.perf_counter() - began)
        return len(entries)

    async def _choose(self, entries: Sequence[Entry]) -> tuple[Sequence[Entry], bool]:
        """All of them; or one alone, if workers died over the batches that it began. True: too often."""
        heads: dict[int, int] = {}
        for entry in entries:
            heads.setdefault(entry.lane, entry.id)
        if self._noted_in_vain:
            # The database went away under these: whatever it was, it was not their entries.
            await lane_attempts.forget(self.pool, sorted(self._noted_in_vain))
            self._noted_in_vain.clear()
        attempts, suspect = await lane_attempts.note(self.pool, heads)
        if attempts < lane_attempts.SUSPECT_AFTER:
            return entries, False
        await lane_attempts.take_back(self.pool, [lane for lane in heads if lane != suspect])
        alone = [entry for entry in entries if entry.id == heads[suspect]]
        return alone, attempts >= lane_attempts.BURY_AFTER

    async def _decide_and_save(
        self, connection: Connection, batch: Batch, entries: Sequence[Entry]
    ) -> Desk:
        reference = await self.references.get_on(connection, batch.workspace_id)
        # Nothing is handled before it was received, whatever another machine's clock says.
        received_at = max(entry.received_at for entry in entries)
        desk = Desk(reference, now=received_at, ids=self.ids)
        parsed = await self._parse(connection, entries, reference)
        await load(connection, desk, foresee(parsed))
        for _ in range(ROUNDS):
            # Read under the locks: who waited for them must not date his events before theirs.
            desk.now = max(self.clock.now(), received_at)
            try:
                decide(desk, parsed)
                break
            except NotOnDesk as missing:
                metrics.ROUNDS.inc()
                desk.rewind()
                await load(connection, desk, missing.needs)
        else:
            raise TooManyRounds
        await save(connection, desk)
        left = [entry for entry in entries if entry.id not in self._buried]
        if left:
            await self.journal.consume(connection, left)
        await lane_attempts.clear(connection, _lanes(entries))
        return desk

    async def _parse(
        self, connection: Connection, entries: Sequence[Entry], reference: Reference
    ) -> list[Parsed]:
        """What cannot be read is put aside at once: it holds up nobody."""
        parsed: list[Parsed] = []
        sources = Sources(reference, self.plugins)
        self._buried.clear()
        for entry in entries:
            try:
                one = parse(entry, sources)
            except ValueError as error:
                await self._bury(connection, entry, f"{type(error).__name__}: {error}")
                continue
            if one.ignored:
                metrics.IGNORED.inc(len(one.ignored))
            parsed.append(one)
        return parsed

    async def _bury_head(self, entry: Entry, error: str) -> int:
        """The bad entry goes to the dead letters; what it says stays visible where it could be parsed. It
        is the one that failed alone, and no other that stands first on a lane by now.
        """
        async with transaction(self.pool) as connection:
            batch = await self.journal.take(connection, [entry.lane], limit=1)
            if batch is None or [e.id for e in batch.entries] != [entry.id]:
                return 0
            with contextlib.suppress(Exception):
                async with savepoint(connection):
                    await self._keep_visible(connection, entry)
            await self._bury(connection, entry, error)
            await lane_attempts.clear(connection, batch.lanes)
        log.error("dead_letter", entry=entry.id, kind=entry.kind, error=error)
        return 1

    async def _keep_visible(self, connection: Connection, entry: Entry) -> None:
        reference = await self.references.get_on(connection, entry.workspace_id)
        desk = Desk(reference, now=self.clock.now(), ids=self.ids)
        one = messages_of(parse(entry, Sources(reference, self.plugins)))
        await load(connection, desk, foresee([one]))
        keep_visible(desk, one)
        await save(connection, desk)

    async def _bury(self, connection: Connection, entry: Entry, error: str) -> None:
        metrics.DEAD_LETTERS.inc()
        self._buried.add(entry.id)
        await dead_letters.bury(
            connection,
            entry,
            letter_id=self.ids.new_id(),
            error=error,
            now=self.clock.now(),
        )

    def _adapt(self, handled: int, limit: int, seconds: float) -> None:
        metrics.BATCH_SECONDS.observe(seconds)
        metrics.ENTRIES.inc(handled)
        if seconds > AIM_SECONDS * 2:
            self.limit = max(10, limit // 2)
        elif handled >= limit and seconds < AIM_SECONDS:
            self.limit = min(LARGEST_BATCH, limit * 2)


def _lanes(entries: Sequence[Entry]) -> list[int]:
    return sorted({entry.lane for entry in entries})
