"""A clock that a test moves: its hour lies in the database, for all processes alike."""

import asyncio
import contextlib
from datetime import datetime

from parley.domain.promises import Clock
from parley.storage.database import TROUBLE, Pool

READ = "SELECT now FROM test_clock"
SET = """
INSERT INTO test_clock (only_row, now) VALUES (true, $1)
ON CONFLICT (only_row) DO UPDATE SET now = greatest(test_clock.now, EXCLUDED.now) RETURNING now
"""
REFRESH_SECONDS = 0.05


class TestClock:
    """Stands still until it is moved; never goes back."""

    __test__ = False

    def __init__(self, pool: Pool, *, wall: Clock) -> None:
        self._pool = pool
        self._wall = wall
        self._now: datetime | None = None

    def now(self) -> datetime:
        return self._now or self._wall.now()

    async def start(self) -> None:
        """The first process sets the hour, the others read it."""
        if await self._pool.fetchval(READ) is None:
            await self._pool.fetchval(SET, self._wall.now())
        await self.refresh()

    async def refresh(self) -> datetime:
        self._now = await self._pool.fetchval(READ)
        return self.now()

    async def set(self, moment: datetime) -> datetime:
        """For all processes; an earlier hour changes nothing."""
        self._now = await self._pool.fetchval(SET, moment)
        return self.now()

    async def run(self) -> None:
        """Follows the database, until cancelled."""
        while True:
            with contextlib.suppress(*TROUBLE):
                await self.refresh()
            await asyncio.sleep(REFRESH_SECONDS)
