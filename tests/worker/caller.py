"""A process that makes calls until it is killed: `python caller.py DATABASE_URL ORIGIN START`."""

import asyncio
import sys
from datetime import datetime

from parley.kit.egress import Egress
from parley.storage.database import open_pool
from parley.storage.signals import Signals
from parley.worker.calls import CallSender


class Still:
    """An hour that does not pass: leases end when the test says so."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at


async def make_calls(database_url: str, origin: str, at: datetime) -> None:
    pool = await open_pool(database_url, size=4)
    async with Egress(exempt_origins=[origin]) as egress:
        signals = Signals(database_url)
        sender = CallSender(
            pool, Still(at), signals, egress, frozenset(), lambda: 0.0, by_operator=True
        )
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await sender.run()


if __name__ == "__main__":
    _, url, shop, start = sys.argv
    asyncio.run(make_calls(url, shop, datetime.fromisoformat(start)))
