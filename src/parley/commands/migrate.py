"""`parley migrate`."""

import asyncio
from pathlib import Path

import click

from parley.commands.options import data_option, database_errors, settings_with
from parley.kit.crypto import load_key_ring
from parley.kit.logs import configure_logs
from parley.settings import KEYS, database_url
from parley.storage.revision import newest, revision_of


@click.command()
@data_option
def migrate(data: Path | None) -> None:
    """Make the database if there is none, and bring it to this version's schema."""
    settings = settings_with(data_dir=data)
    configure_logs(as_json=settings.log_json, level=settings.log_level)
    settings.data.mkdir(parents=True, exist_ok=True)
    # Made before several processes could want to at once.
    load_key_ring(settings.data / KEYS)
    url = database_url(settings)
    with database_errors(settings):
        if asyncio.run(revision_of(url)) != newest():
            # Alembic takes a second to load: only who needs it waits for it.
            from parley.storage.migrate import upgrade  # noqa: PLC0415

            upgrade(url)
