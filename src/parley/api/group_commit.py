"""Concurrent requests share one commit of the journal."""

import asyncio
from collections.abc import Sequence

from parley.domain.promises import Clock
from parley.storage.journal import DEPTH_LIMIT, Journal, NewEntry

LAG_SECONDS = 1.0
LONGEST_WAIT_SECONDS = (
    10.0  # then the provider is asked to come again; what is written twice is known by its id
)
SHARED_ENTRIES = 5000


class JournalFull(Exception):
    """Too much waits: the provider should come again later."""


class GroupCommit:
    """One flush at a time, in a task of its own: a client that leaves cancels nothing, and if a flush fails
    every waiter of it hears so.
    """

    def __init__(self, journal: Journal, clock: Clock, *, depth_limit: int = DEPTH_LIMIT) -> None:
        self._journal = journal
        self._clock = clock
        self._depth_limit = depth_limit
        self._waiting: list[tuple[Sequence[NewEntry], asyncio.Future[None]]] = []
        self._flusher: asyncio.Task[None] | None = None
        self._depth = 0
        self._measured_at = -LAG_SECONDS

    async def append(self, entries: Sequence[NewEntry]) -> None:
        """Returns when the entries are on disk. Raises JournalFull, TimeoutError after 10 s, or what the
        database said.
        """
        await self._check_depth()
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._waiting.append((entries, done))
        if self._flusher is None or self._flusher.done():
            self._flusher = loop.create_task(self._flush())
        async with asyncio.timeout(LONGEST_WAIT_SECONDS):
            await asyncio.shield(done)

    async def _flush(self) -> None:
        while self._waiting:
            taken = self._take()
            entries = [entry for some, _ in taken for entry in some]
            try:
                await self._journal.append(entries)
            except Exception as error:  # noqa: BLE001 - each waiter raises it itself
                for _, done in taken:
                    if not done.done():
                        done.set_exception(error)
                        done.exception()
            else:
                for _, done in taken:
                    if not done.done():
                        done.set_result(None)

    def _take(self) -> list[tuple[Sequence[NewEntry], asyncio.Future[None]]]:
        """Whole requests, up to a size that commits quickly."""
        count, index = 0, 0
        for entries, _ in self._waiting:
            count += len(entries)
            index += 1
            if count >= SHARED_ENTRIES:
                break
        taken, self._waiting = self._waiting[:index], self._waiting[index:]
        return taken

    async def _check_depth(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._measured_at >= LAG_SECONDS:
            self._measured_at = now
            self._depth = (await self._journal.lag(now=self._clock.now())).depth
        if self._depth > self._depth_limit:
            raise JournalFull
