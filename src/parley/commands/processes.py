"""`parley serve`, `parley work`, `parley migrate`: the processes one by one, on any machine."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import click
import uvloop

from parley import main
from parley.commands.options import data_option, database_errors, settings_with
from parley.kit.logs import configure_logs
from parley.settings import Settings
from parley.storage.migrate import ensure_database, upgrade

Process = Callable[[Settings, asyncio.Event], Awaitable[None]]


@click.command()
@data_option
@click.option("--host", help="Where to listen (PARLEY_HOST; else 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="PARLEY_PORT; else 8000.")
def serve(data: Path | None, host: str | None, port: int | None) -> None:
    """Run one web process: webhooks, API, live updates and the web app."""
    _run(main.serve, settings_with(data_dir=data, host=host, port=port))


@click.command()
@data_option
def work(data: Path | None) -> None:
    """Run one worker process: journal, dispatcher, timers and outbox. Any number may run."""
    _run(main.work, settings_with(data_dir=data))


@click.command()
@data_option
def migrate(data: Path | None) -> None:
    """Make the database if there is none, and bring it to this version's schema."""
    settings = settings_with(data_dir=data)
    configure_logs(as_json=settings.log_json, level=settings.log_level)
    url = main.database_url(settings)
    # Made before several processes could want to at once.
    main.keyring_of(settings)
    with database_errors():
        ensure_database(url)
        upgrade(url)


def _run(process: Process, settings: Settings) -> None:
    configure_logs(as_json=settings.log_json, level=settings.log_level)

    async def until_stopped() -> None:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stopping.set)
        await process(settings, stopping)

    with database_errors():
        uvloop.run(until_stopped())
