"""Real processes under load, killed at random: nothing lost, nothing doubled, order kept, counts exact."""

import asyncio
import contextlib
import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import asyncpg
import pytest

from kill.compare import compare, read_stored
from kill.site import Site
from kill.town import CALL_SECONDS, Agents, Town
from parley.bench.world import ACCESS_TOKEN, APP_SECRET, NUMBER_ID, World, make_world
from parley.domain.ids import UserId
from parley.domain.people import Role, User, Visibility
from parley.kit.clock import SystemClock
from parley.kit.crypto import hash_token, new_token
from parley.main import Parts, open_parts
from parley.settings import read_settings
from parley.simulator.delivery import DeliveryPolicy, Layout
from parley.simulator.ledger import ContactSent, Ledger, PhoneReceived, WebhookTried
from parley.simulator.server import Simulator
from parley.storage.database import transaction
from parley.storage.setup import callers, users
from parley.storage.setup.callers import Token

pytestmark = pytest.mark.anyio

SEED = int(os.environ.get("PARLEY_KILL_SEED") or random.SystemRandom().randrange(10**6))
KILLS = int(os.environ.get("PARLEY_KILLS", "24"))
GAP_SECONDS = 3.0  # between two kills, on average
SETTLED_BEFORE_KILL = (
    0.8  # of the kills meet a site that serves; the others one that is still starting
)
LEASE_SECONDS = 60
VICTIMS = ("web", "worker-1", "worker-2", "worker-1", "worker-2", "stop", "kill")
LAYOUTS: tuple[Layout, ...] = ("entries", "changes", "messages")
STILL = """
SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM outbox)
     + (SELECT count(*) FROM queue_entry) + (SELECT count(*) FROM lane_attempt)
"""
# No call takes ten seconds here, and no caller is killed any more: who still sends then has gone.
END_LEASES = """
UPDATE outbox SET lease_until = $1::timestamptz
WHERE state = 'sending' AND lease_until < $1::timestamptz + make_interval(secs => $2)
"""


@dataclass
class Story:
    """One run of the test: what was done, and what came of it."""

    seed: int
    kills: int
    people: int
    in_order: bool
    done: Counter[str] = field(default_factory=Counter[str])
    times: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)  # noqa: S311 - repeatable, not secret
        self.weather = random.Random(self.seed)  # noqa: S311 - its own, so that it shifts no kill

    @property
    def seconds(self) -> float:
        return self.kills * GAP_SECONDS * 1.4  # coming back takes a while, too

    async def kill(self, site: Site) -> None:
        """Kills somebody, again and again; what was killed comes back by itself."""
        began = time.monotonic()
        for _ in range(self.kills):
            await asyncio.sleep(self.rng.uniform(0.5, 2 * GAP_SECONDS - 0.5))
            if self.rng.random() < SETTLED_BEFORE_KILL:
                await site.until_ready()
            self.times.append(f"{time.monotonic() - began:.0f}")
            down = self.rng.choice([0, 0.1, self.rng.uniform(0, 1.5)])
            victim = self.rng.choice(VICTIMS)
            self.done[victim] += 1
            if victim in ("stop", "kill"):
                await site.crash_postgres(hard=victim == "kill", down_seconds=down)
            else:
                await site.kill_child(victim, down_seconds=down)

    async def change_weather(self, simulator: Simulator) -> None:
        """Batches, layouts and repetitions of webhooks, and slow sends, change every second."""
        while True:
            simulator.set_delivery(
                DeliveryPolicy(
                    batch_size=self.weather.choice([1, 1, 3, 20]),
                    layout=self.weather.choice(LAYOUTS),
                    in_order=self.in_order,
                    copies=self.weather.choice([1, 1, 1, 2]),
                    retry_gaps_seconds=(0.2, 0.5, 1),
                    timeout_seconds=10,
                )
            )
            simulator.number().faults.delay(self.weather.choice([0, 0, 0.05, 0.3]))
            if self.weather.random() < 0.3:
                simulator.number().faults.fail_next(self.weather.choice([130429, 131016, 2]))
            await asyncio.sleep(1)


@contextlib.asynccontextmanager
async def settled_site(site: Site, simulator: Simulator) -> AsyncGenerator[tuple[World, list[str]]]:
    """A running site with the benchmark's workspace and tokens of its agents."""
    await site.prepare()
    try:
        async with open_parts(read_settings(site.environment), application="test") as parts:
            world = await make_world(parts)
            await _add_owner(parts, world)
            tokens = [await _give_token(parts, world, number) for number in range(5)]
        simulator.add_number(
            callback_url=f"{site.url}/webhooks/{world.handle}",
            number_id=NUMBER_ID,
            token=ACCESS_TOKEN,
            app_secret=APP_SECRET,
        )
        async with site.running():
            await site.until_ready()
            yield world, tokens
    finally:
        await asyncio.to_thread(site.postgres.stop, "immediate")


async def _add_owner(parts: Parts, world: World) -> None:
    owner_id = UserId(parts.ids.new_id())
    owner = User(
        world.workspace_id,
        owner_id,
        "Olga",
        "olga@kill.test",
        Role.OWNER,
        Visibility.ALL,
        None,
        len(world.agents),
    )
    async with transaction(parts.pool) as connection:
        await users.add_user(
            connection, world.workspace_id, owner, password_hash=None, now=parts.clock.now()
        )


async def _give_token(parts: Parts, world: World, number: int) -> str:
    token = new_token("parley")
    kept = Token(parts.ids.new_id(), "kill test", token[:12], parts.clock.now(), None, None)
    await callers.add_token(
        parts.pool, world.workspace_id, world.agents[number], kept, token_hash=hash_token(token)
    )
    return token


async def until_still(site: Site, simulator: Simulator, *, hurry: bool) -> None:
    """Every webhook was taken, and nothing is left to do; `hurry` ends the leases of the dead at once."""
    still = 0
    async with asyncio.timeout(LEASE_SECONDS * 2 + 60):
        while still < 3:
            await simulator.delivered(within_seconds=60)
            connection = await asyncpg.connect(site.postgres.url(), timeout=CALL_SECONDS)
            try:
                if hurry:
                    await connection.execute(
                        END_LEASES, SystemClock().now(), LEASE_SECONDS - CALL_SECONDS
                    )
                still = 0 if await connection.fetchval(STILL) else still + 1
            finally:
                await connection.close()
            await asyncio.sleep(0.5)


async def play(story: Story, home: Path, *, hurry: bool) -> list[str]:
    began = time.monotonic()
    async with Simulator() as simulator:
        site = Site(home, simulator.base_url)
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS)) as session,
            settled_site(site, simulator) as (world, tokens),
        ):
            agents = Agents(site.url, site.postgres.url(), world, tokens, story.weather, session)
            town = Town(simulator, agents, story.seed, story.people, story.seconds)
            weather = asyncio.create_task(story.change_weather(simulator))
            await asyncio.gather(story.kill(site), town.live())
            weather.cancel()
            simulator.number().faults.clear()
            loaded = time.monotonic()
            await until_still(site, simulator, hurry=hurry)
            stored = await read_stored(site.postgres.url())
            findings = compare(simulator.ledger, stored, agents.wrote, in_order=story.in_order)
        seconds = (loaded - began, time.monotonic() - began)
        unknown = sum(row["status"] == "unknown" for row in stored.messages)
        tell(story, site, simulator.ledger, agents, seconds, unknown)
        if kept := os.environ.get("PARLEY_KILL_LOGS"):
            shutil.copytree(site.logs, Path(kept) / str(story.seed), dirs_exist_ok=True)
        return findings


def tell(
    story: Story,
    site: Site,
    ledger: Ledger,
    agents: Agents,
    seconds: tuple[float, float],
    unknown: int,
) -> None:
    """One paragraph for who reads along; `seconds` of the load, and of all."""
    order = "in order" if story.in_order else "out of order"
    answers = Counter(attempt.status for attempt in ledger.of(WebhookTried))
    ended = {child.name: child.ended_unasked for child in site.children.values()}
    sys.stdout.write(
        f"\nkill test, seed {story.seed}, {order}: {story.done.total()} kills {dict(story.done)} "
        + f"after {' '.join(story.times)} s, load {seconds[0]:.0f} s, all {seconds[1]:.0f} s\n"
        + f"  {len(ledger.of(ContactSent))} messages of {story.people} contacts, "
        + f"{len(ledger.of(PhoneReceived))} on phones, {unknown} sends that nobody knows the end of, "
        + f"{len(agents.wrote)} replies, {agents.closures} closings\n"
        + f"  webhooks by answer {dict(answers)}, processes that ended unasked {ended}\n"
    )


@pytest.mark.slow
async def test_a_few_kills_under_load_lose_and_double_nothing(open_tmp_path: Path) -> None:
    story = Story(SEED, kills=4, people=40, in_order=True)
    assert await play(story, open_tmp_path, hurry=True) == []


@pytest.mark.kill
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("in_order", [True, False], ids=["in order", "out of order"])
async def test_many_kills_under_load_lose_and_double_nothing(
    open_tmp_path: Path, *, in_order: bool
) -> None:
    story = Story(SEED + in_order, kills=KILLS, people=12 * KILLS + 20, in_order=in_order)
    assert await play(story, open_tmp_path, hurry=False) == []
