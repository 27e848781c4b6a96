"""A place to measure in: an embedded Postgres of its own in a temporary folder, removed afterwards."""

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from parley.bench.folder import temporary_folder
from parley.kit.postgres import EmbeddedPostgres
from parley.settings import POSTGRES, Settings, read_settings
from parley.storage.migrate import upgrade

# What the server writes for each statement on the wire: simple ones, prepared ones, COPY.
STATEMENT = re.compile(rb"LOG:  (?:statement|execute [^:]*): ")


@dataclass(frozen=True)
class Site:
    """Every commit goes to the disk, as in life."""

    settings: Settings
    postgres: EmbeddedPostgres

    @property
    def postmaster(self) -> int | None:
        return self.postgres.pid

    @contextlib.asynccontextmanager
    async def count_statements(self) -> AsyncGenerator["StatementCount"]:
        """Parts opened inside have their statements counted, by the server; far too slow to time anything."""
        await self._log_statements("all")
        try:
            yield StatementCount(self.postgres.log_file)
        finally:
            await self._log_statements("none")

    async def _log_statements(self, which: str) -> None:
        connection = await asyncpg.connect(self.postgres.url())
        await connection.execute(f"ALTER DATABASE parley SET log_statement = '{which}'")
        await connection.close()


class StatementCount:
    """BEGIN and COMMIT count, as everything does that is a message to the server of its own."""

    def __init__(self, log_file: Path) -> None:
        self._log_file = log_file
        self._from = 0
        self.restart()

    def restart(self) -> None:
        self._from = self._log_file.stat().st_size

    def read(self) -> int:
        with self._log_file.open("rb") as log:
            log.seek(self._from)
            return len(STATEMENT.findall(log.read()))


@contextlib.asynccontextmanager
async def open_site(*, whatsapp_base_url: str = "") -> AsyncGenerator[Site]:
    with temporary_folder() as folder:
        settings = read_settings(
            {
                "PARLEY_DATA_DIR": str(folder),
                "PARLEY_WHATSAPP_BASE_URL": whatsapp_base_url,
                "PARLEY_LOG_LEVEL": "error",
            }
        )
        # Commit times are kept, so that a row can tell when it became true.
        postgres = EmbeddedPostgres(folder / POSTGRES, settings={"track_commit_timestamp": "on"})
        try:
            await asyncio.to_thread(postgres.start)
            await asyncio.to_thread(upgrade, postgres.url())
            yield Site(settings, postgres)
        finally:
            await asyncio.to_thread(postgres.stop)
