"""An installation as operators run it: Postgres, one web process, two workers; any of them may be killed."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from parley.kit.postgres import EmbeddedPostgres

WATCH_SECONDS = 0.1


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@dataclass
class Child:
    """One process of `parley`, started again whenever it ends."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    ended_unasked: int = 0
    is_killed: bool = False

    def start(self) -> None:
        self.is_killed = False
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "parley", *self.arguments],
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """SIGKILL: no handler, no last word."""
        self.is_killed = True
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def start_if_ended(self) -> None:
        if self.is_killed or self.process is None or self.process.poll() is None:
            return
        self.ended_unasked += 1
        self.start()


@dataclass
class Site:
    """`home` must be a folder that other accounts may pass: root's Postgres runs as another one."""

    home: Path
    whatsapp_base_url: str
    port: int = field(default_factory=free_port)
    children: dict[str, Child] = field(default_factory=dict[str, Child])

    def __post_init__(self) -> None:
        self.postgres = EmbeddedPostgres(self.home / "postgres")
        self.environment = {
            "PARLEY_DATA_DIR": str(self.home),
            "PARLEY_HOST": "127.0.0.1",
            "PARLEY_PORT": str(self.port),
            "PARLEY_WHATSAPP_BASE_URL": self.whatsapp_base_url,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
        self.logs = self.home / "logs"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def prepare(self) -> None:
        """Postgres runs and has the schema; nothing else runs yet."""
        self.logs.mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(self.postgres.start)
        migrating = self._child("migrate", "migrate")
        migrating.start()
        assert migrating.process is not None
        code = await asyncio.to_thread(migrating.process.wait, 60)
        assert code == 0, migrating.log.read_text()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """The web process and the workers, watched over; all is ended at the end, whatever happened."""
        for name, command in (("web", "serve"), ("worker-1", "work"), ("worker-2", "work")):
            self.children[name] = self._child(name, command)
            self.children[name].start()
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            for child in self.children.values():
                child.kill()

    async def kill_child(self, name: str, *, down_seconds: float) -> None:
        child = self.children[name]
        child.kill()
        await asyncio.sleep(down_seconds)
        child.start()

    async def crash_postgres(self, *, hard: bool, down_seconds: float) -> None:
        """As `pg_ctl stop -m immediate` does, or `hard`: SIGKILL of the postmaster."""
        stop = self.postgres.kill if hard else lambda: self.postgres.stop("immediate")
        await asyncio.to_thread(stop)
        await asyncio.sleep(down_seconds)
        await asyncio.to_thread(self.postgres.start)

    async def until_ready(self) -> None:
        """The web process answers, and knows its database."""
        async with aiohttp.ClientSession() as session:
            while True:
                with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError):
                    async with session.get(f"{self.url}/readyz") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(WATCH_SECONDS)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            for child in self.children.values():
                child.start_if_ended()

    def _child(self, name: str, command: str) -> Child:
        return Child(name, (command,), self.environment, self.logs / f"{name}.log")
