"""Sends against the simulated provider: a burst of questions leaves, and their outcomes are worked in."""

import asyncio
import time

from parley.bench.figures import Figure
from parley.bench.mix import Mix
from parley.bench.town import Town, open_town
from parley.main import make_worker
from parley.worker.http import open_clients

GOAL = 400.0
DRAINED_SECONDS = 10.0


async def measure_outbox(*, sends: int) -> list[Figure]:
    """The whole worker runs, in this process; the provider is another one."""
    async with open_town(with_web=False, with_worker=False) as town:
        mix = Mix(town.parts, town.world, sends)
        await mix.say_first()
        await mix.drain()
        seconds = await _drain(town)
        accepted = await town.count("message WHERE status = 'accepted'")
    if accepted != sends:
        message = f"{accepted} of {sends} messages were accepted"
        raise RuntimeError(message)
    return [
        Figure("outbox, simulated provider", sends / seconds, "send/s", GOAL),
        Figure(
            f"outbox, a burst of {sends:,} drained", seconds, "s", DRAINED_SECONDS, at_most=True
        ),
    ]


async def _drain(town: Town) -> float:
    stopping = asyncio.Event()
    async with open_clients([town.simulator_url]) as clients:
        worker = make_worker(town.parts, clients=clients, jitter=lambda: 1.0)
        began = time.perf_counter()
        running = asyncio.create_task(worker.run(stopping))
        await town.until_quiet()
        seconds = time.perf_counter() - began
        stopping.set()
        await running
    return seconds
