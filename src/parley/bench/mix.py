"""The mix that all figures speak of: one new contact's first message (opens, starts a run, asks) and its
answer (branch, team, assign) are two inbound messages.
"""

import asyncio
import itertools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parley.bench.world import APP_SECRET, NUMBER_ID, World
from parley.domain.channel import HttpReply
from parley.main import Parts, make_worker
from parley.simulator.load import SignedWebhook, build_webhooks
from parley.simulator.webhooks import Sender
from parley.storage.journal import EntryKind, NewEntry, lane_of_sender
from parley.worker.http import Clients
from parley.worker.worker import Worker

SENDER = Sender("1", NUMBER_ID, "15550100001")
APPEND_AT_ONCE = 2000
FIRST, ANSWER = "Hello", "Sales"


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


@dataclass
class Mix:
    """`contacts` new contacts, each with two messages, through one worker in this process."""

    parts: Parts
    world: World
    contacts: int
    worker: Worker = field(init=False)

    def __post_init__(self) -> None:
        self.worker = make_worker(
            self.parts, clients=Clients(InstantProvider(), InstantProvider()), jitter=lambda: 1.0
        )

    async def say_first(self) -> None:
        """The hours of a provider are whole seconds: the first messages lie behind, the answers ahead."""
        await self.append(self.entries_of(first_messages(self.contacts)))

    async def answer(self) -> None:
        await self.append(self.entries_of(answers(self.contacts)))

    async def drain(self) -> int:
        """Both loops of a worker process, until the journal is empty. Returns the number of batches."""

        async def loop(index: int) -> int:
            batches = 0
            while await self.worker.lanes[index].run_once():
                batches += 1
            return batches

        return sum(await asyncio.gather(*(loop(index) for index in range(len(self.worker.lanes)))))

    async def dispatch(self) -> None:
        await self.worker.dispatcher.drain(self.world.workspace_id)

    async def send(self) -> None:
        """The questions leave, and the answers of the provider are worked in."""
        while await self.worker.outbox.claim_once():
            await self.worker.outbox.drain()
        await self.drain()

    async def run(self) -> None:
        await self.say_first()
        await self.drain()
        await self.send()
        await self.answer()
        await self.drain()
        await self.dispatch()

    async def append(self, entries: Sequence[NewEntry]) -> None:
        for start in range(0, len(entries), APPEND_AT_ONCE):
            await self.parts.journal.append(entries[start : start + APPEND_AT_ONCE])

    def entries_of(self, webhooks: Sequence[SignedWebhook]) -> list[NewEntry]:
        """What the web process makes of them."""
        plugin = self.parts.plugins["whatsapp"]
        world, now = self.world, self.parts.clock.now()
        return [
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


def first_messages(contacts: int) -> list[SignedWebhook]:
    return _say(FIRST, contacts, at=time.time() - 60)


def answers(contacts: int) -> list[SignedWebhook]:
    return _say(ANSWER, contacts, at=time.time() + 60)


def _say(text: str, contacts: int, *, at: float) -> list[SignedWebhook]:
    return list(
        build_webhooks(
            SENDER, APP_SECRET, count=contacts, contacts=contacts, texts=(text,), started_at=at
        )
    )
