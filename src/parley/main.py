"""The composition root: the one place that knows the settings, picks the channels and wires the parts."""

import asyncio
import contextlib
import random
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from parley.channels.custom.plugin import Custom
from parley.channels.whatsapp.plugin import WhatsApp
from parley.domain.channel import ChannelPlugin
from parley.domain.promises import Clock
from parley.domain.workspace import PublishedVersion
from parley.kit.clock import SystemClock
from parley.kit.collector import calm_collector
from parley.kit.crypto import KeyRing, load_key_ring
from parley.kit.identifiers import IdSource
from parley.settings import KEYS, Settings, database_url
from parley.storage.clock import TestClock
from parley.storage.connections import Connections
from parley.storage.database import Pool, open_pool
from parley.storage.desks import Desks
from parley.storage.journal import TableJournal
from parley.storage.reference import References, StoredVersion
from parley.storage.signals import Signals
from parley.worker.http import Clients, open_clients
from parley.worker.worker import Worker
from parley.workflows.definition import compile_version, parse_definition


def make_plugins(clock: Clock) -> dict[str, ChannelPlugin]:
    """All channel kinds of this program."""
    plugins: tuple[ChannelPlugin, ...] = (WhatsApp(), Custom(clock))
    return {plugin.manifest.kind: plugin for plugin in plugins}


def keyring_of(settings: Settings) -> KeyRing:
    """Made at the first start, for its owner's eyes only."""
    settings.data.mkdir(parents=True, exist_ok=True)
    return load_key_ring(settings.data / KEYS)


def base_urls(settings: Settings) -> dict[str, str]:
    real = {"whatsapp": "https://graph.facebook.com"}
    return real | ({"whatsapp": settings.whatsapp_base_url} if settings.whatsapp_base_url else {})


@dataclass(frozen=True)
class Parts:
    """What web and worker processes share."""

    settings: Settings
    pool: Pool
    clock: Clock
    wall: SystemClock
    ids: IdSource
    keyring: KeyRing
    plugins: dict[str, ChannelPlugin]
    references: References
    connections: Connections
    journal: TableJournal
    signals: Signals
    desks: Desks


@contextlib.asynccontextmanager
async def open_parts(settings: Settings, *, application: str) -> AsyncGenerator[Parts]:
    url = database_url(settings)
    pool = await open_pool(
        url, application=f"parley {application}", only_looks_up=application != "web"
    )
    follower: asyncio.Task[None] | None = None
    try:
        wall = SystemClock()
        clock: Clock = wall
        if settings.test_clock:
            moved = TestClock(pool, wall=wall)
            await moved.start()
            clock, follower = moved, asyncio.create_task(moved.run())
        plugins = make_plugins(wall)
        references = References(
            pool,
            manifests={kind: plugin.manifest for kind, plugin in plugins.items()},
            compile_version=compile_stored,
        )
        ids = IdSource()
        keyring = keyring_of(settings)
        yield Parts(
            settings,
            pool,
            clock,
            wall,
            ids,
            keyring,
            plugins,
            references,
            Connections(pool, keyring),
            TableJournal(pool),
            Signals(url),
            Desks(pool, reference=references.get, clock=clock, ids=ids),
        )
    finally:
        if follower is not None:
            follower.cancel()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(pool.close(), timeout=5)


def compile_stored(stored: StoredVersion) -> PublishedVersion:
    return compile_version(
        parse_definition(stored.definition),
        workflow_id=stored.workflow_id,
        version_id=stored.version_id,
        published_order=stored.published_order,
        live=stored.live,
    )


async def work(settings: Settings, stopping: asyncio.Event) -> None:
    """A worker process, until `stopping`."""
    calm_collector()
    chance = random.Random()  # noqa: S311 - spreads retries, keeps no secret
    async with (
        open_parts(settings, application="worker") as parts,
        open_clients([settings.whatsapp_base_url]) as clients,
    ):
        worker = make_worker(parts, clients=clients, jitter=lambda: chance.uniform(0.8, 1.2))
        await worker.run(stopping)


def make_worker(parts: Parts, *, clients: Clients, jitter: Callable[[], float]) -> Worker:
    return Worker(
        parts.pool,
        parts.clock,
        parts.wall,
        parts.ids,
        parts.journal,
        parts.references,
        parts.connections,
        parts.signals,
        parts.plugins,
        clients,
        base_urls(parts.settings),
        jitter,
        own_hosts=frozenset({urlsplit(parts.settings.public_url).hostname or ""}),
    )
