"""A queue in a storm: people assign, close, come and go while dispatchers claim; and what the rows say afterwards."""

import asyncio
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
from msgspec.structs import replace

from desks import NOON, WORKSPACE
from parley.actions.assigning import assign_conversation
from parley.actions.conversations import close_conversation
from parley.actions.presence import set_presence
from parley.domain.actor import user_actor
from parley.domain.conversation import Source
from parley.domain.desk import Desk
from parley.domain.errors import AlreadyAssigned, AlreadyClosed, NoOpenConversation
from parley.domain.ids import ContactId, ConversationId, UserId
from parley.domain.needs import Needs, NotOnDesk
from parley.domain.people import Presence
from parley.domain.workspace import Settings
from parley.storage.database import Pool, again_if_lost
from parley.storage.desks import Desks
from parley.storage.signals import Topic
from storage.queues import Waiting

# Each change of an agent's row, in the order in which the row's lock was held; and each decision.
WATCH = """
CREATE TABLE watched (
    place bigserial, act xid8 DEFAULT pg_current_xact_id(), user_id uuid, load int, capacity int, presence text);
CREATE TABLE decided (place bigserial, act xid8 DEFAULT pg_current_xact_id(), conversation_id uuid, user_id uuid);
CREATE FUNCTION watch_agent() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO watched (user_id, load, capacity, presence)
    VALUES (NEW.user_id, NEW.load, NEW.capacity, NEW.presence);
    RETURN NULL; END $$;
CREATE FUNCTION watch_decision() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO decided (conversation_id, user_id) VALUES (NEW.conversation_id, NEW.user_id);
    RETURN NULL; END $$;
CREATE TRIGGER watch AFTER UPDATE ON agent FOR EACH ROW EXECUTE FUNCTION watch_agent();
CREATE TRIGGER watch AFTER INSERT ON assignment_decision FOR EACH ROW EXECUTE FUNCTION watch_decision();
"""
OWNED = """
WITH owned AS (UPDATE user_account SET role = 'owner' WHERE position = 0)
UPDATE workspace SET settings = '{"bot_silence_minutes": null}'
"""
HEAD = "SELECT conversation_id, contact_id FROM queue_entry ORDER BY since, conversation_id OFFSET $1 LIMIT 1"
HELD = """
SELECT id, contact_id, assignee_id FROM conversation WHERE status = 'open' AND assignee_id IS NOT NULL
ORDER BY id OFFSET $1 LIMIT 1
"""
# What an automatic claim left behind, in the agent's row, at the end of its transaction.
CLAIMED = """
SELECT DISTINCT ON (w.act, w.user_id) w.user_id, w.load, w.capacity, w.presence FROM watched AS w
WHERE EXISTS (SELECT FROM decided AS d WHERE d.act = w.act AND d.user_id = w.user_id)
ORDER BY w.act, w.user_id, w.place DESC
"""
GIVEN = """
SELECT conversation_id, count(*) FROM event
WHERE kind = 'ConversationAssigned' AND body ->> 'user_id' IS NOT NULL GROUP BY 1
"""
OPEN = "SELECT assignee_id, count(*) FROM conversation WHERE status = 'open' GROUP BY 1"


@dataclass
class Storm:
    """`touched` are conversations that a manager reached for: they may lawfully be passed over in line."""

    waiting: Waiting
    pool: Pool
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - a story
    came: list[ConversationId] = field(default_factory=list[ConversationId])
    touched: set[ConversationId] = field(default_factory=set[ConversationId])
    by_hand: set[ConversationId] = field(default_factory=set[ConversationId])
    told: Counter[str] = field(default_factory=Counter[str])
    is_over: bool = False

    def __post_init__(self) -> None:
        self._desks = Desks(
            self.pool,
            reference=self.waiting.find_reference,
            clock=self.waiting.clock,
            ids=self.waiting.ids,
        )

    async def begin(self, agents: int, *, capacity: int | None = None) -> None:
        """All online; the first of them owns the workspace, and assigns by hand. No timer of a conversation left
        alone falls due, since its batch would hold many contacts that the dispatchers then pass over.
        """
        await self.waiting.set_up(agents, capacity=capacity)
        await self.pool.execute(OWNED)
        settings = Settings(bot_silence_minutes=None)
        self.waiting.reference = replace(self.waiting.reference, settings=settings)

    async def do(self, needs: Needs, work: Callable[[Desk], Any]) -> None:
        """As a caller of the API does it, in one transaction; then the dispatchers hear of it."""

        async def once() -> None:
            async with self._desks.desk_for(WORKSPACE, needs) as desk:
                work(desk)

        while True:
            try:
                await again_if_lost(once)
                break
            except NotOnDesk as missing:
                needs |= missing.needs
            except asyncpg.LockNotAvailableError:
                self.told["503"] += 1  # a caller of the API is told to ask again, and does
        await self.ring()

    async def ring(self) -> None:
        await self.pool.execute("SELECT pg_notify($1, $2)", Topic.DISPATCH.value, str(WORKSPACE))

    # -- who takes part ------------------------------------------------------------------------------

    async def arrive(self, count: int, *, at_once: int = 50) -> None:
        while len(self.came) < count:
            size = min(at_once, count - len(self.came))
            since = NOON if self.came else NOON.replace(hour=10)
            self.came += await self.waiting.enqueue(size, since=since)
            await self.ring()

    async def manage(self) -> None:
        """Reach for somebody near the head of the line and give it to anybody, whatever the load."""
        manager = user_actor(self.waiting.users[0])
        while not self.is_over:
            row = await self.pool.fetchrow(HEAD, self.chance.randrange(8))
            if row is None:
                await asyncio.sleep(0)
                continue
            wanted = ConversationId(row["conversation_id"])
            self.touched.add(wanted)
            taker = self.chance.choice(self.waiting.users)
            try:
                await self.do(
                    Needs(contacts=frozenset({ContactId(row["contact_id"])})),
                    lambda desk, wanted=wanted, taker=taker, manager=manager: assign_conversation(
                        desk, wanted, taker, actor=manager, expected=None
                    ),
                )
                self.by_hand.add(wanted)
                self.told["by hand"] += 1
            except AlreadyAssigned:
                self.told["409"] += 1
            except (AlreadyClosed, NoOpenConversation):
                self.told["closed before"] += 1

    async def close(self) -> None:
        while not self.is_over:
            row = await self.pool.fetchrow(HELD, self.chance.randrange(40))
            if row is None:
                await asyncio.sleep(0)
                continue
            contact, holder = ContactId(row["contact_id"]), UserId(row["assignee_id"])
            try:
                await self.do(
                    Needs(contacts=frozenset({contact})),
                    lambda desk, contact=contact, holder=holder: close_conversation(
                        desk, contact, None, source=Source.USER, actor=user_actor(holder)
                    ),
                )
                self.told["closed"] += 1
            except (AlreadyClosed, NoOpenConversation):
                self.told["closed twice"] += 1

    async def come_and_go(self) -> None:
        """One after the other leaves and comes back; at the end all are here."""
        while not self.is_over:
            user_id = self.chance.choice(self.waiting.users)
            for presence in (Presence.OFFLINE, Presence.ONLINE):
                await self.do(
                    Needs(agents=frozenset({user_id})),
                    lambda desk, user_id=user_id, presence=presence: set_presence(
                        desk, user_id, presence, actor=user_actor(user_id)
                    ),
                )
                self.told[presence.value] += 1

    async def until_served(self, count: int) -> None:
        while not self.is_over:
            await asyncio.sleep(0)
            self.is_over = len(self.came) == count and not await self.waiting.count_waiting()

    # -- what is true afterwards ---------------------------------------------------------------------

    async def look(self) -> "Aftermath":
        decided = await self.pool.fetch(
            "SELECT conversation_id, user_id FROM decided ORDER BY place"
        )
        claimed = await self.pool.fetch(CLAIMED)
        given = {row[0]: row[1] for row in await self.pool.fetch(GIVEN)}
        return Aftermath(
            decided=[(row[0], row[1]) for row in decided],
            over=[row["user_id"] for row in claimed if row["load"] > (row["capacity"] or 10**9)],
            absent=[row["user_id"] for row in claimed if row["presence"] != "online"],
            given=given,
            claims=len(claimed),
        )

    async def count_open(self) -> dict[UserId, int]:
        return {row[0]: row[1] for row in await self.pool.fetch(OPEN) if row[0] is not None}


@dataclass
class Aftermath:
    """`decided` in the order of the passes; `over` and `absent` by automatic claims; `given` counts hands."""

    decided: list[tuple[ConversationId, UserId]]
    over: list[UserId]
    absent: list[UserId]
    given: dict[ConversationId, int]
    claims: int

    def shares(self, users: list[UserId]) -> list[int]:
        counted = Counter(user_id for _, user_id in self.decided)
        return [counted[user_id] for user_id in users]


async def watch(connection: "Pool | asyncpg.Connection[Any]") -> None:
    """Let the database write down every change of an agent's row, and every decision."""
    await connection.execute(WATCH)


@asynccontextmanager
async def workers(count: int, url: str) -> AsyncGenerator[None]:
    """Real processes of `parley work` on that database."""
    with home() as folder:
        environment = {
            **os.environ,
            "PARLEY_DATA_DIR": str(folder),
            "PARLEY_DATABASE_URL": url,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
        log = folder / "work.log"
        processes = [_start(environment, log) for _ in range(count)]
        try:
            yield
            assert all(process.poll() is None for process in processes), log.read_text()
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                await asyncio.to_thread(process.wait, 30)


def _start(environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "parley", "work"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )


@contextmanager
def home() -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="parley-storm-") as name:
        yield Path(name)
