"""Brings a database to this version's schema."""

import asyncio
from importlib import resources
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from alembic import command
from alembic.config import Config


def upgrade(url: str) -> None:
    """Applies what is missing; does nothing when all is there. Runs its own event loop: call it from a thread."""
    command.upgrade(_config(url), "head")


def ensure_database(url: str) -> None:
    """Makes the database that the address names, where the server has none of that name."""
    asyncio.run(_ensure(url))


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files("parley.storage") / "migrations"))
    config.attributes["url"] = "postgresql+asyncpg://" + url.split("://", 1)[1]
    return config


async def _ensure(url: str) -> None:
    try:
        connection = await asyncpg.connect(url)
    except asyncpg.InvalidCatalogNameError:
        parts = urlsplit(url)
        name = parts.path.removeprefix("/")
        connection = await asyncpg.connect(urlunsplit(parts._replace(path="/postgres")))
        quoted = name.replace('"', '""')
        await connection.execute(f'CREATE DATABASE "{quoted}"')
    await connection.close()
