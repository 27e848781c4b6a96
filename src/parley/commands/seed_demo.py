"""The command behind the first start of `parley up`."""

import asyncio
from pathlib import Path

import click

from parley import main
from parley.commands.options import data_option, database_errors, settings_with
from parley.demo.seed import seed
from parley.kit.logs import configure_logs


@click.command(hidden=True)
@data_option
@click.option("--password", envvar="PARLEY_DEMO_PASSWORD", help="Else one is made up.")
def seed_demo(data: Path | None, password: str | None) -> None:
    """Make the demo workspace where there is no workspace yet."""
    settings = settings_with(data_dir=data)
    configure_logs(as_json=settings.log_json, level=settings.log_level)

    async def run() -> None:
        async with main.open_parts(settings, application="seed") as parts:
            await seed(parts, password=password)

    with database_errors(settings):
        asyncio.run(run())
