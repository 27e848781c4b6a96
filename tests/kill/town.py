"""The people of the kill test: contacts with phones, and agents who call the API."""

import asyncio
import contextlib
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import aiohttp
import asyncpg
from msgspec import Struct

from parley.bench.world import World
from parley.simulator.numbers import StatusPolicy
from parley.simulator.phones import Phone, Received
from parley.simulator.server import Simulator
from parley.storage.database import TROUBLE

PROMPT_SECONDS = 8.0
CALL_SECONDS = 10.0
TRIES = 30
RUSH = 50

FIND_OPEN = """
SELECT c.id FROM identity AS i JOIN conversation AS c USING (workspace_id, contact_id)
WHERE i.workspace_id = $1 AND i.value = $2 AND c.closed_at IS NULL
"""


class Wrote(Struct, frozen=True):
    """An agent's reply: what became of the call. `accepted` None: no answer ever told."""

    text: str
    accepted: bool | None


@dataclass
class Agents:
    """They answer and close through the API and repeat a call that was not answered, under its key."""

    site_url: str
    database_url: str
    world: World
    tokens: list[str]
    rng: random.Random
    session: aiohttp.ClientSession
    wrote: list[Wrote] = field(default_factory=list[Wrote])
    closures: int = 0
    numbers: Iterator[int] = field(default_factory=count)

    async def reply(self, address: str) -> None:
        conversation_id = await self._find_open(address)
        if conversation_id is None:
            return
        text = f"Reply {next(self.numbers)}"
        path = f"conversations/{conversation_id}/messages"
        status = await self._call("POST", path, {"text": text}, key=text)
        self.wrote.append(Wrote(text, None if status is None else status < 300))

    async def close(self, address: str) -> None:
        conversation_id = await self._find_open(address)
        if conversation_id is None:
            return
        path = f"conversations/{conversation_id}/closure"
        status = await self._call("PUT", path, {"summary": "done"}, key=None)
        self.closures += status is not None and status < 300

    async def _call(
        self, method: str, path: str, body: dict[str, str], *, key: str | None
    ) -> int | None:
        """The final status; None when none came, or when the server says it does not know."""
        token = self.rng.choice(self.tokens)
        headers = {"Authorization": f"Bearer {token}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        for _ in range(TRIES):
            status = await self._try(method, path, body, headers)
            if status is not None and status not in (429, 503) and not _is_in_progress(status, key):
                return status if status < 500 else None
            await asyncio.sleep(0.3)
        return None

    async def _try(
        self, method: str, path: str, body: dict[str, str], headers: dict[str, str]
    ) -> int | None:
        url = f"{self.site_url}/api/v1/{path}"
        try:
            async with self.session.request(method, url, json=body, headers=headers) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return None

    async def _find_open(self, address: str) -> str | None:
        for _ in range(TRIES):
            try:
                connection = await asyncpg.connect(self.database_url, timeout=CALL_SECONDS)
                try:
                    found = await connection.fetchval(FIND_OPEN, self.world.workspace_id, address)
                finally:
                    await connection.close()
                return str(found) if found else None
            except (TimeoutError, *TROUBLE):
                await asyncio.sleep(0.3)
        return None


def _is_in_progress(status: int, key: str | None) -> bool:
    return key is not None and status in (409, 500)


@dataclass
class Town:
    """`people` contacts, each with a script of its own, begun at some hour within `seconds`."""

    simulator: Simulator
    agents: Agents
    seed: int
    people: int
    seconds: float

    async def live(self) -> None:
        async with asyncio.TaskGroup() as group:
            for number in range(self.people):
                rng = random.Random(f"{self.seed} {number}")  # noqa: S311 - a script, not a secret
                group.create_task(self._live_one(number, rng))

    async def _live_one(self, number: int, rng: random.Random) -> None:
        phone = self.simulator.phone(
            f"49151{self.seed % 1000:03}{number:05}", name=f"Contact {number}"
        )
        phone.statuses = StatusPolicy(
            order=rng.choice([("sent", "delivered", "read"), ("delivered", "sent", "read")]),
            repeats=rng.choice([1, 1, 2]),
        )
        ends_at = time.monotonic() + self.seconds
        await asyncio.sleep(rng.uniform(0, self.seconds * 0.7))
        rush = number % 20 == 7
        texts = count()
        for cycle in range(rng.choice([1, 2, 2, 3])):
            if cycle and time.monotonic() > ends_at:
                return
            first = RUSH if rush and cycle == 0 else rng.choice([1, 1, 1, 4])
            for _ in range(first):
                phone.says(f"{next(texts)} hello")
            await self._answer(phone, rng, texts)
            await self._chat(phone, rng, texts)
            if rng.random() < 0.7:
                await self.agents.close(phone.address)
                await asyncio.sleep(rng.uniform(0, 1))

    async def _answer(self, phone: Phone, rng: random.Random, texts: Iterator[int]) -> None:
        with contextlib.suppress(TimeoutError):
            await phone.received_message(_has_buttons, within_seconds=PROMPT_SECONDS)
            await asyncio.sleep(rng.uniform(0, 0.5))
            match rng.randrange(4):
                case 0 | 1:
                    phone.presses(rng.choice(["Sales", "Support"]))
                case 2:
                    phone.says(rng.choice(["sales", "Support"]))
                case _:
                    phone.says(f"{next(texts)} I do not know")

    async def _chat(self, phone: Phone, rng: random.Random, texts: Iterator[int]) -> None:
        for _ in range(rng.randint(1, 5)):
            match rng.randrange(5):
                case 0:
                    await self.agents.reply(phone.address)
                case 1:
                    phone.reads()
                case _:
                    phone.says(f"{next(texts)} more")
            await asyncio.sleep(rng.choice([0, rng.uniform(0, 0.4), rng.uniform(0, 2)]))


def _has_buttons(received: Received) -> bool:
    return bool(received.buttons)
