"""`parley serve`."""

from pathlib import Path

import click

from parley import web
from parley.commands.options import data_option, settings_with
from parley.commands.running import run_until_stopped


@click.command()
@data_option
@click.option("--host", help="Where to listen (PARLEY_HOST; else 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="PARLEY_PORT; else 8000.")
def serve(data: Path | None, host: str | None, port: int | None) -> None:
    """Run one web process: webhooks, API, live updates and the web app. Any number may run."""
    run_until_stopped(web.serve, settings_with(data_dir=data, host=host, port=port))
