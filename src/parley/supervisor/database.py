"""The embedded Postgres under supervision, and a guard that ends it should we be killed."""

import asyncio
import subprocess
from pathlib import Path

from parley.kit.postgres import EmbeddedPostgres

# The guard's standard input is a pipe of ours: when it closes we have gone, and Postgres goes, too.
GUARD = "read -r _ || kill -INT {pid}"


class Database:
    """`url` for the children; `watch` ends with PostgresNotStarted when restarting does not help."""

    def __init__(self, folder: Path) -> None:
        self._postgres = EmbeddedPostgres(folder)
        self._guard: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self._postgres.url()

    async def start(self) -> None:
        await asyncio.to_thread(self._postgres.start)
        self._renew_guard()

    async def watch(self) -> None:
        await self._postgres.supervise(on_restart=self._renew_guard)

    async def stop(self) -> None:
        self._dismiss_guard()
        await asyncio.to_thread(self._postgres.stop)

    def _renew_guard(self) -> None:
        self._dismiss_guard()
        command = GUARD.format(pid=self._postgres.pid)
        self._guard = subprocess.Popen(
            ["sh", "-c", command], stdin=subprocess.PIPE, start_new_session=True
        )

    def _dismiss_guard(self) -> None:
        if self._guard is not None:
            self._guard.kill()
            self._guard.wait()
            self._guard = None
