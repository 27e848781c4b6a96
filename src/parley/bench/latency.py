"""One message alone, from parse to commit."""

import time

from parley.bench.figures import Figure, quantile
from parley.bench.inbound import warm_up
from parley.bench.mix import Mix, answers, first_messages
from parley.bench.site import Site
from parley.bench.world import make_world
from parley.main import open_parts
from parley.storage.journal import NewEntry


async def measure_latency(site: Site, *, contacts: int) -> list[Figure]:
    """Each entry is journaled, then handled by a worker that has nothing else to do; both are counted apart."""
    async with open_parts(site.settings, application="bench") as parts:
        await warm_up(parts)
        mix = Mix(parts, await make_world(parts), contacts)
        first = [await _handle(mix, entry) for entry in mix.entries_of(first_messages(contacts))]
        await mix.send()
        second = [await _handle(mix, entry) for entry in mix.entries_of(answers(contacts))]
        await mix.dispatch()
    both = [seconds * 1000 for _, seconds in (*first, *second)]
    journaled = [seconds * 1000 for seconds, _ in (*first, *second)]
    return [
        Figure(
            "one message alone, parse to commit, p50", quantile(both, 0.5), "ms", 8, at_most=True
        ),
        Figure(
            "one message alone, parse to commit, p99", quantile(both, 0.99), "ms", 25, at_most=True
        ),
        Figure("one message alone, journaled, p50", quantile(journaled, 0.5), "ms"),
    ]


async def _handle(mix: Mix, entry: NewEntry) -> tuple[float, float]:
    """Seconds until it was journaled, and from there until its effects were true."""
    began = time.perf_counter()
    await mix.parts.journal.append([entry])
    journaled = time.perf_counter()
    await mix.worker.lanes[0].run_once()
    return journaled - began, time.perf_counter() - journaled
