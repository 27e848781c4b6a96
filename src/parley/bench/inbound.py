"""Inbound messages fully processed, in process, by one worker: the mix that all figures speak of.

One new contact's first message (opens, starts a run, asks) and its answer (branch, team, assign) are two
messages. Between the two the question leaves through a provider that answers at once; that time is apart.
"""

import asyncio
import itertools
import time
from collections.abc import Mapping, Sequence

from msgspec import Struct

from parley.bench.meter import Meter
from parley.bench.world import APP_SECRET, NUMBER_ID, World
from parley.domain.channel import HttpReply
from parley.main import Parts, make_worker
from parley.simulator.load import SignedWebhook, build_webhooks
from parley.simulator.webhooks import Sender
from parley.storage.journal import EntryKind, NewEntry, lane_of_sender
from parley.worker.worker import Worker

SENDER = Sender("1", NUMBER_ID, "15550100001")
APPEND_AT_ONCE = 2000


class InboundResult(Struct, frozen=True):
    """Rates are of inbound messages; CPU is of both processes, per message."""

    messages: int
    seconds: float
    per_second: float
    python_us: float
    postgres_us: float
    cpu_us: float
    statements: int
    statements_per_message: float
    sends_per_second: float
    assigned: int
    assigned_seconds: float


class InstantProvider:
    """Takes every message and names it: the cost of sending without a provider."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    async def post(
        self, url: str, *, headers: Mapping[str, str], body: bytes, timeout_seconds: float
    ) -> HttpReply:
        del url, headers, body, timeout_seconds
        name = f"wamid.bench{next(self._numbers)}"
        return HttpReply(200, {}, b'{"messages":[{"id":"' + name.encode() + b'"}]}')


async def measure_inbound(
    parts: Parts, world: World, *, contacts: int, postmaster: int | None
) -> InboundResult:
    """`contacts` * 2 messages. The statements are counted by the server."""
    worker = make_worker(parts, http=InstantProvider(), jitter=lambda: 1.0)
    meter = Meter(postmaster)
    statements = 0
    # The hours of a provider are whole seconds: the first messages lie behind, the answers ahead.
    await _append(parts, world, _say("Hello", contacts, at=time.time() - 60))
    with meter:
        statements += await _drain(worker)
    sending = Meter(postmaster)
    with sending:
        await _send_all(worker)
        await _drain(worker)
    await _append(parts, world, _say("Sales", contacts, at=time.time() + 60))
    assigning = Meter(postmaster)
    with meter:
        statements += await _drain(worker)
        with assigning:
            await worker.dispatcher.drain(world.workspace_id)
    assigned = await parts.pool.fetchval(
        "SELECT count(*) FROM conversation WHERE workspace_id = $1 AND assignee_id IS NOT NULL",
        world.workspace_id,
    )
    messages = contacts * 2
    return InboundResult(
        messages,
        round(meter.seconds, 3),
        round(messages / meter.seconds),
        round(meter.python_seconds / messages * 1e6, 1),
        round(meter.postgres_seconds / messages * 1e6, 1),
        round(meter.cpu_seconds / messages * 1e6, 1),
        statements,
        round(statements / messages, 4),
        round(contacts / sending.seconds),
        assigned,
        round(assigning.seconds, 3),
    )


def _say(text: str, contacts: int, *, at: float) -> Sequence[SignedWebhook]:
    return list(
        build_webhooks(
            SENDER, APP_SECRET, count=contacts, contacts=contacts, texts=(text,), started_at=at
        )
    )


async def _append(parts: Parts, world: World, webhooks: Sequence[SignedWebhook]) -> None:
    plugin = parts.plugins["whatsapp"]
    now = parts.clock.now()
    entries = [
        NewEntry(
            lane_of_sender(world.endpoint_id, event.sender),
            world.workspace_id,
            world.endpoint_id,
            EntryKind.EVENT,
            event.body,
            now,
        )
        for webhook in webhooks
        for event in plugin.split(webhook.body)
    ]
    for start in range(0, len(entries), APPEND_AT_ONCE):
        await parts.journal.append(entries[start : start + APPEND_AT_ONCE])


async def _drain(worker: Worker) -> int:
    """Two loops, as in a worker process. Returns the number of batches."""

    async def loop(index: int) -> int:
        batches = 0
        while await worker.lanes[index].run_once():
            batches += 1
        return batches

    return sum(await asyncio.gather(*(loop(index) for index in range(len(worker.lanes)))))


async def _send_all(worker: Worker) -> None:
    while await worker.outbox.claim_once():
        await worker.outbox.drain()
