"""One installation for all stories; a town of its own for each."""

import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Protocol

import asyncpg
import pytest

from cycles.installation import Installation, start_installation
from cycles.town import Town, found_town
from parley.storage.doctor import examine


class Server(Protocol):
    """What the common Postgres of the tests gives."""

    def copy_template(self, name: str) -> str: ...
    def drop(self, name: str) -> None: ...


@pytest.fixture(scope="session")
def installation_url(postgres_server: Server) -> Iterator[str]:
    """The address of the installation's database."""
    name = f"cycles_{secrets.token_hex(6)}"
    yield postgres_server.copy_template(name)
    postgres_server.drop(name)


@pytest.fixture(scope="session")
async def installation(installation_url: str) -> AsyncIterator[Installation]:
    home = Path(tempfile.mkdtemp(prefix="parley-cycles-"))
    async with start_installation(home, installation_url) as installation:
        yield installation
    shutil.rmtree(home)


@pytest.fixture
async def town(installation: Installation) -> AsyncIterator[Town]:
    """An owner and a number; people, teams and workflows as the story wants them. Sound when it is over."""
    async with found_town(installation) as town:
        yield town
    assert await find_broken(installation) == []


async def find_broken(installation: Installation) -> list[str]:
    """What the doctor says of everything that has happened so far."""
    connection = await asyncpg.connect(installation.database_url)
    try:
        examination = await examine(connection, now=installation.hour)
    finally:
        await connection.close()
    return [f"{broken.name}: {broken.findings}" for broken in examination.broken]


@pytest.fixture
async def demo_town(town: Town) -> Town:
    """Ana in Sales, Bo in Support, both offline; the demo's workflow asks and assigns."""
    ana, bo = await town.hire("Ana"), await town.hire("Bo")
    await town.make_team("Sales", ana)
    await town.make_team("Support", bo)
    await town.publish_demo()
    return town
