"""`parley up`."""

import asyncio
from pathlib import Path

import click

from parley.commands.options import data_option, settings_with
from parley.kit.logs import configure_logs
from parley.kit.postgres_errors import PostgresError
from parley.supervisor.ground import CannotStart
from parley.supervisor.up import Supervisor


@click.command()
@data_option
@click.option("--host", help="Where to listen (PARLEY_HOST; else 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="PARLEY_PORT; else 8000.")
@click.option("--workers", type=click.IntRange(1, 64), help="Worker processes (else 1).")
@click.option("--demo/--no-demo", default=True, help="With the demo workspace and its provider.")
@click.option("--demo-password", help="For the demo's users; else one is made up.")
@click.option("--test-clock", is_flag=True, help="Time is what POST /api/v1/test/clock says.")
def up(
    *,
    data: Path | None,
    host: str | None,
    port: int | None,
    workers: int | None,
    demo: bool,
    demo_password: str | None,
    test_clock: bool,
) -> None:
    """Start everything on this machine: database, web, workers; Ctrl-C stops it.

    The first start makes the demo workspace, with a simulated WhatsApp number. PARLEY_DATABASE_URL
    names a PostgreSQL server of your own instead of the embedded one.
    """
    settings = settings_with(
        data_dir=data, host=host, port=port, workers=workers, test_clock=test_clock
    )
    configure_logs(as_json=settings.log_json, level=settings.log_level)
    supervisor = Supervisor(settings, demo=demo, demo_password=demo_password, say=click.echo)
    try:
        asyncio.run(supervisor.run())
    except (CannotStart, PostgresError) as error:
        raise click.ClickException(str(error)) from error
