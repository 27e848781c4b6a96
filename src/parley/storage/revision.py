"""Which schema this program needs, told without Alembic: a web process has no other use for it."""

from importlib import resources
from urllib.parse import urlsplit, urlunsplit

import asyncpg

DIGITS = 4


def newest() -> str:
    """The revision that this program needs: the number that the last version's file begins with."""
    folder = resources.files("parley.storage") / "migrations" / "versions"
    numbers = [file.name[:DIGITS] for file in folder.iterdir() if file.name[:DIGITS].isdigit()]
    return max(numbers)


async def revision_of(url: str) -> str | None:
    """The revision of a database; None where it has no schema yet. Makes the database itself if the
    server has none of that name.
    """
    try:
        connection = await asyncpg.connect(url)
    except asyncpg.InvalidCatalogNameError:
        await _create(url)
        return None
    try:
        return await connection.fetchval("SELECT version_num FROM alembic_version")
    except asyncpg.UndefinedTableError:
        return None
    finally:
        await connection.close()


async def _create(url: str) -> None:
    parts = urlsplit(url)
    name = parts.path.removeprefix("/").replace('"', '""')
    connection = await asyncpg.connect(urlunsplit(parts._replace(path="/postgres")))
    try:
        await connection.execute(f'CREATE DATABASE "{name}"')
    finally:
        await connection.close()
