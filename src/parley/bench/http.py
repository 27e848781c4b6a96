"""Signed webhooks through a web process and a worker process: acknowledged, processed, assigned."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from parley.bench.figures import Figure, quantile
from parley.bench.mix import answers, first_messages
from parley.bench.town import Town, open_town
from parley.simulator.load import Blast, SignedWebhook, blast

GOAL = 800.0
CONNECTIONS = 32
WARM_CONTACTS = 100
OK = 200
EXTERNAL_ID = re.compile(rb'"id": ?"(wamid\.[^"]+)"')
# When the web process had an event in its hands, and when the assignment that it led to was on disk.
LAST_ARCHIVED = "SELECT coalesce(max(id), 0) FROM journal_archive"
RECEIVED = "SELECT body, received_at FROM journal_archive WHERE kind = 'event' AND id > $1"
CONTACT_OF = """
SELECT external_id, contact_id FROM message
WHERE workspace_id = $1 AND direction = 'in' AND external_id IS NOT NULL
"""
ASSIGNED = """
SELECT contact_id, pg_xact_commit_timestamp(xmin) FROM assignment_decision WHERE workspace_id = $1
"""


@dataclass(frozen=True)
class Played:
    messages: int
    posting_seconds: float
    seconds: float
    p99_ms: float
    assigned_ms: Sequence[float]


async def measure_http(*, contacts: int) -> list[Figure]:
    """As fast as it goes, then other contacts at half of the goal. The provider takes sends meanwhile."""
    async with open_town(with_web=True, with_worker=True) as town:
        messages = first_messages(WARM_CONTACTS + contacts * 2)
        replies = answers(WARM_CONTACTS + contacts * 2)
        cuts = [slice(WARM_CONTACTS), slice(WARM_CONTACTS, WARM_CONTACTS + contacts)]
        await _play(town, messages[cuts[0]], replies[cuts[0]])
        fast = await _play(town, messages[cuts[1]], replies[cuts[1]])
        rest = slice(WARM_CONTACTS + contacts, None)
        paced = await _play(town, messages[rest], replies[rest], per_second=GOAL / 2)
    return [
        Figure("webhooks acknowledged, flat out", fast.messages / fast.posting_seconds, "msg/s"),
        Figure("webhooks acknowledged and processed", fast.messages / fast.seconds, "msg/s", GOAL),
        Figure("acknowledgement, flat out, p99", fast.p99_ms, "ms"),
        Figure("acknowledgement at 400/s, p99", paced.p99_ms, "ms", 100, at_most=True),
        Figure("received -> assigned at 400/s, p50", quantile(paced.assigned_ms, 0.5), "ms"),
        Figure(
            "received -> assigned at 400/s, p99",
            quantile(paced.assigned_ms, 0.99),
            "ms",
            300,
            at_most=True,
        ),
    ]


async def _play(
    town: Town,
    messages: Sequence[SignedWebhook],
    replies: Sequence[SignedWebhook],
    *,
    per_second: float | None = None,
) -> Played:
    """First messages until all are handled, a rest until the questions have left, then the answers."""
    opened = await town.count("conversation")
    assigned = await town.count("assignment_decision")
    began = time.perf_counter()
    first = await _post(town, messages, per_second)
    await _until(town, "conversation", opened + len(messages))
    seconds = time.perf_counter() - began
    await town.until_quiet()
    marker = await town.parts.pool.fetchval(LAST_ARCHIVED)
    began = time.perf_counter()
    second = await _post(town, replies, per_second)
    await _until(town, "assignment_decision", assigned + len(replies))
    seconds += time.perf_counter() - began
    await town.until_quiet()
    return Played(
        len(messages) + len(replies),
        first.seconds + second.seconds,
        seconds,
        max(first.p99_seconds, second.p99_seconds) * 1000,
        await _assigned_after_ms(town, marker),
    )


async def _post(town: Town, webhooks: Sequence[SignedWebhook], per_second: float | None) -> Blast:
    result = await blast(town.webhook_url, webhooks, concurrency=CONNECTIONS, per_second=per_second)
    if set(result.answers) != {OK}:
        message = f"webhooks were refused: {result.answers}"
        raise RuntimeError(message)
    return result


async def _until(town: Town, table: str, rows: int) -> None:
    async def is_there() -> bool:
        return await town.count(table) >= rows

    await town.until(is_there)


async def _assigned_after_ms(town: Town, marker: int) -> list[float]:
    """Of the messages that came after the marker in the journal."""
    pool, workspace_id = town.parts.pool, town.world.workspace_id
    contact_of = dict(map(tuple, await pool.fetch(CONTACT_OF, workspace_id)))
    assigned_at = dict(map(tuple, await pool.fetch(ASSIGNED, workspace_id)))
    took: list[float] = []
    for body, received_at in await pool.fetch(RECEIVED, marker):
        name = EXTERNAL_ID.search(body)
        contact_id = contact_of.get(name[1].decode()) if name else None
        if contact_id in assigned_at:
            took.append((assigned_at[contact_id] - received_at).total_seconds() * 1000)
    return took
