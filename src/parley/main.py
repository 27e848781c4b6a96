"""The composition root: the one place that knows the settings, picks the channels and wires the parts."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter
from granian.constants import Interfaces
from granian.server.embed import Server


from parley.api import test_clock
from parley.api.app import make_app
from parley.api.deps import Deps
from parley.api.group_commit import GroupCommit
from parley.api.health import Health
from parley.api.server import Application, make_server
from parley.api.webhooks import Webhooks
from parley.channels.custom.plugin import Custom
from parley.channels.whatsapp.plugin import WhatsApp
from parley.domain.channel import ChannelPlugin, HttpClient
from parley.domain.promises import Clock
from parley.domain.workspace import PublishedVersion
from parley.kit.clock import SystemClock
from parley.kit.crypto import KeyRing, load_key_ring
from parley.kit.identifiers import IdSource
from parley.kit.postgres import EmbeddedPostgres
from parley.settings import Settings
from parley.storage.clock import TestClock
from parley.storage.connections import Connections
from parley.storage.database import Pool, open_pool
from parley.storage.desks import Desks
from parley.storage.journal import TableJournal
from parley.storage.migrate import newest
from parley.storage.reference import References, StoredVersion
from parley.storage.signals import Signals, Topic
from parley.worker.http import ChannelHttp
from parley.worker.worker import Worker
from parley.workflows.definition import compile_version, parse_definition

UI = Path(__file__).parent / "ui"




def make_plugins(clock: Clock) -> dict[str, ChannelPlugin]:
    """All channel kinds of this program."""
    plugins: tuple[ChannelPlugin, ...] = (WhatsApp(), Custom(clock))
    return {plugin.manifest.kind: plugin for plugin in plugins}


def database_url(settings: Settings) -> str:
    """The operator's own server, or the embedded one below the data folder (which `parley up` runs)."""
    return settings.database_url or embedded_postgres(settings).url()


def embedded_postgres(settings: Settings) -> EmbeddedPostgres:
    return EmbeddedPostgres(settings.data / "postgres")


def keyring_of(settings: Settings) -> KeyRing:
    """Made at the first start, for its owner's eyes only."""
    settings.data.mkdir(parents=True, exist_ok=True)
    return load_key_ring(settings.data / "keys")


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
async def open_parts(settings: Settings, *, application: str) -> AsyncIterator[Parts]:
    url = database_url(settings)
    pool = await open_pool(url, application=f"parley {application}")
    try:
        wall = SystemClock()
        clock: Clock = wall
        follower: asyncio.Task[None] | None = None
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
        if follower is not None:
            follower.cancel()
    finally:
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


async def serve(settings: Settings, stopping: asyncio.Event) -> None:
    """The web process: ingest, API, live updates and the web app, until `stopping`."""
    async with open_parts(settings, application="web") as parts:
        hearing = asyncio.create_task(parts.signals.run())
        server = Server(
            make_application(parts),
            address=settings.host,
            port=settings.port,
            interface=Interfaces.ASGINL,
            log_enabled=False,
            backlog=1024,
        )
        serving = asyncio.create_task(server.serve())
        stop = asyncio.create_task(stopping.wait())
        await asyncio.wait({serving, stop, hearing}, return_when=asyncio.FIRST_COMPLETED)
        server.stop()
        await serving
        hearing.cancel()


def make_application(parts: Parts) -> Application:
    """The ASGI application of a web process."""
    signals = parts.signals
    commits = GroupCommit(parts.journal, parts.clock)
    webhooks = Webhooks(
        find_endpoint=parts.connections.find_endpoint,
        plugins=parts.plugins,
        commits=commits,
        clock=parts.clock,
        appended=lambda: signals.send(Topic.JOURNAL),
    )
    deps = Deps(
        pool=parts.pool,
        desk_for=parts.desks.desk_for,
        reference=parts.references.get,
        clock=parts.clock,
        wall=parts.wall,
        ids=parts.ids,
        plugins=parts.plugins,
        keyring=parts.keyring,
        public_url=parts.settings.public_url,
        wake_dispatcher=lambda workspace_id: signals.send(Topic.DISPATCH, str(workspace_id)),
        announce=lambda workspace_id: announce(signals, str(workspace_id)),
        ui_directory=UI,
    )
    routers: list[APIRouter] = []
    if isinstance(parts.clock, TestClock):
        routers.append(
            test_clock.make_router(
                parts.clock, pool=parts.pool, journal=parts.journal, signals=signals
            )
        )
    health = Health(parts.pool, parts.journal, parts.clock, revision=newest())
    return make_server(api=make_app(deps, more_routers=routers), webhooks=webhooks, health=health)


def announce(signals: Signals, workspace_id: str) -> None:
    """A call has committed: screens, agents' queues, outbox, timers and journal may have something to do."""
    signals.send(Topic.EVENTS, workspace_id)
    signals.send(Topic.DISPATCH, workspace_id)
    for topic in (Topic.OUTBOX, Topic.TIMERS, Topic.JOURNAL):
        signals.send(topic)


async def work(settings: Settings, stopping: asyncio.Event) -> None:
    """A worker process, until `stopping`."""
    chance = random.Random()  # noqa: S311 - spreads retries, keeps no secret
    async with (
        open_parts(settings, application="worker") as parts,
        ChannelHttp(operator_urls=[settings.whatsapp_base_url]) as http,
    ):
        worker = make_worker(parts, http=http, jitter=lambda: chance.uniform(0.8, 1.2))
        await worker.run(stopping)


def make_worker(parts: Parts, *, http: HttpClient, jitter: Callable[[], float]) -> Worker:
    return Worker(
        parts.pool,
        parts.clock,
        parts.ids,
        parts.journal,
        parts.references,
        parts.connections,
        parts.signals,
        parts.plugins,
        http,
        base_urls(parts.settings),
        jitter,
    )
