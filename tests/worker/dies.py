"""A worker's schedules in a process of its own, which dies when it looks at the clock for the n-th time."""

import asyncio
import os
import signal
import sys
from datetime import datetime, timedelta

from parley.main import open_parts
from parley.settings import read_settings
from parley.worker.schedules import ScheduleLoop


class DeadlyClock:
    """Each look takes a second; at the last one the process is gone, wherever it stands."""

    def __init__(self, begin: datetime, looks: int) -> None:
        self._hour = begin
        self._left = looks

    def now(self) -> datetime:
        self._left -= 1
        if self._left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self._hour += timedelta(seconds=1)
        return self._hour


async def work(begin: datetime, looks: int) -> None:
    async with open_parts(read_settings(os.environ), application="test") as parts:
        clock = DeadlyClock(begin, looks)
        loop = ScheduleLoop(parts.pool, parts.references, clock, parts.ids, lambda _: None, page=7)
        while True:
            await loop.run_once()


if __name__ == "__main__":
    asyncio.run(work(datetime.fromisoformat(sys.argv[1]), int(sys.argv[2])))
