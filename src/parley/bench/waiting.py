"""Hundreds of thousands of waiting runs: what the look for due ones costs, and how fast due ones are handled."""

import time
from datetime import timedelta

import psutil

from parley.bench.clones import make_clones
from parley.bench.figures import Figure, quantile
from parley.bench.mix import Mix
from parley.bench.site import Site
from parley.bench.world import make_world
from parley.main import Parts, open_parts
from parley.storage import timers
from parley.storage.database import transaction

POLLS = 200
BATCH = 500
MAKE_DUE = """
UPDATE timer SET due_at = $2 WHERE (workspace_id, kind, subject_id) IN (
    SELECT workspace_id, kind, subject_id FROM timer WHERE workspace_id = $1 AND kind = 'run' LIMIT $3)
"""
# A deadline that is over already: only the timer is set to a later hour first.
PAST = "jsonb_set(t.waiting, '{until}', to_jsonb('2020-01-01T00:00:00Z'::text))"


async def measure_waiting(site: Site, *, runs: int, due: int) -> list[Figure]:
    """`runs` wait; then `due` of them have waited long enough, all at once."""
    async with open_parts(site.settings, application="bench") as parts:
        mix = Mix(parts, await make_world(parts), 1)
        await mix.say_first()
        await mix.drain()
        await mix.send()
        async with transaction(parts.pool) as connection:
            await make_clones(
                connection,
                runs,
                {
                    "contact": {},
                    "contact_channel": {},
                    "conversation": {},
                    "run": {"waiting": PAST},
                    "timer": {},
                },
            )
        await _poll(parts)
        before = _memory_mb()
        polls = [await _poll(parts) for _ in range(POLLS)]
        grown = _memory_mb() - before
        seconds = await _drain_due(parts, mix, due)
    return [
        Figure(
            f"due-poll with {runs:,} runs waiting, p50", quantile(polls, 0.5), "ms", 1, at_most=True
        ),
        Figure(f"due-poll with {runs:,} runs waiting, p99", quantile(polls, 0.99), "ms"),
        Figure(f"memory of the worker for {runs:,} runs waiting", grown, "MB", 1, at_most=True),
        Figure(f"{due:,} runs due at once, handled", due / seconds, "run/s", 1000),
    ]


def _memory_mb() -> float:
    return psutil.Process().memory_info().rss / 1_000_000


async def _poll(parts: Parts) -> float:
    """The statement of the timer loop, when nothing is due."""
    async with parts.pool.acquire() as connection:
        began = time.perf_counter()
        found = await connection.fetch(timers.TAKE_DUE, parts.clock.now(), BATCH)
        took = time.perf_counter() - began
    if found:
        message = "a timer was due too early: the poll is not that of an idle system"
        raise RuntimeError(message)
    return took * 1000


async def _drain_due(parts: Parts, mix: Mix, due: int) -> float:
    now = parts.clock.now()
    await parts.pool.execute(MAKE_DUE, mix.world.workspace_id, now - timedelta(seconds=1), due)
    began = time.perf_counter()
    while await mix.worker.timers.run_once():
        await mix.drain()
    await mix.drain()
    seconds = time.perf_counter() - began
    ended = await parts.pool.fetchval("SELECT count(*) FROM visit WHERE kind = 'ask_question'")
    if ended < due - 1:  # the row that all others were copied from has a later deadline
        message = f"{ended} of {due} runs went on"
        raise RuntimeError(message)
    return seconds
