"""The web process, put together apart from the rest: a worker must not load the API to do its work."""

import asyncio
from pathlib import Path

from fastapi import APIRouter
from granian.constants import Interfaces
from granian.server.embed import Server
from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector

from parley.api import test_clock
from parley.api.app import make_app
from parley.api.broadcast import Broadcaster
from parley.api.deps import Deps
from parley.api.group_commit import GroupCommit
from parley.api.health import Health
from parley.api.hooks import WorkflowHooks
from parley.api.lines import Lines
from parley.api.server import Application, make_server
from parley.api.webhooks import Webhooks
from parley.main import Parts, open_parts
from parley.settings import Settings
from parley.storage.clock import TestClock
from parley.storage.revision import newest
from parley.storage.signals import Signals, Topic

UI = Path(__file__).parent / "ui"


async def serve(settings: Settings, stopping: asyncio.Event) -> None:
    """The web process: ingest, API, live updates and the web app, until `stopping`."""
    async with open_parts(settings, application="web") as parts:
        broadcaster = Broadcaster(parts.pool)
        parts.signals.on(Topic.EVENTS, lambda _: broadcaster.wake())
        server = Server(
            make_application(parts, broadcaster=broadcaster),
            address=settings.host,
            port=settings.port,
            interface=Interfaces.ASGINL,
            log_enabled=False,
            backlog=1024,
        )
        helping = [
            asyncio.create_task(parts.signals.run()),
            asyncio.create_task(broadcaster.run()),
        ]
        serving = asyncio.create_task(server.serve())
        stop = asyncio.create_task(stopping.wait())
        await asyncio.wait({serving, stop, *helping}, return_when=asyncio.FIRST_COMPLETED)
        broken = [task for task in helping if task.done()]
        server.stop()
        await serving
        for task in (stop, *helping):
            task.cancel()
        for task in broken:
            task.result()


def make_application(parts: Parts, *, broadcaster: Broadcaster | None = None) -> Application:
    """The ASGI application of a web process."""
    signals = parts.signals
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
        trusted_proxies=parts.settings.trusted_proxies,
        broadcaster=broadcaster,
    )
    routers: list[APIRouter] = []
    if isinstance(parts.clock, TestClock):
        routers.append(
            test_clock.make_router(
                test_clock.Town(
                    parts.clock,
                    parts.pool,
                    parts.journal,
                    signals,
                    Lines(parts.pool, parts.references.get),
                )
            )
        )
    return make_server(
        api=make_app(deps, more_routers=routers),
        webhooks=make_webhooks(parts),
        hooks=make_hooks(parts),
        health=Health(
            parts.pool,
            parts.journal,
            parts.clock,
            revision=newest(),
            registry=registry_of(parts.settings),
        ),
    )


def registry_of(settings: Settings) -> CollectorRegistry:
    """The figures of all processes on this machine, where they share a folder; else of this one alone."""
    if settings.metrics is None:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(settings.metrics))
    return registry


def make_webhooks(parts: Parts) -> Webhooks:
    return Webhooks(
        find_endpoint=parts.connections.find_endpoint,
        plugins=parts.plugins,
        commits=GroupCommit(parts.journal, parts.clock),
        clock=parts.clock,
        appended=lambda: parts.signals.send(Topic.JOURNAL),
    )


def make_hooks(parts: Parts) -> WorkflowHooks:
    return WorkflowHooks(
        pool=parts.pool,
        keyring=parts.keyring,
        clock=parts.clock,
        ids=parts.ids,
        appended=lambda: parts.signals.send(Topic.JOURNAL),
    )


def announce(signals: Signals, workspace_id: str) -> None:
    """A call has committed: screens, queues, outbox, timers and journal may have something to do."""
    signals.send(Topic.EVENTS, workspace_id)
    signals.send(Topic.DISPATCH, workspace_id)
    for topic in (Topic.OUTBOX, Topic.TIMERS, Topic.JOURNAL):
        signals.send(topic)
