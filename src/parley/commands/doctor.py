"""`parley doctor`."""

import asyncio
from pathlib import Path

import asyncpg
import click
import msgspec

from parley.commands.options import data_option, database_errors, json_option, settings_with
from parley.kit.clock import SystemClock
from parley.settings import database_url
from parley.storage.doctor import Broken, Examination, examine


@click.command()
@data_option
@json_option
def doctor(*, data: Path | None, as_json: bool) -> None:
    """Check all that is stored against the invariants, in one snapshot, while everything runs.

    Names every row that breaks one; exit 1 if there is any. Warnings are worth a look and break nothing.
    """
    settings = settings_with(data_dir=data)
    url = database_url(settings)
    with database_errors(settings):
        examination = asyncio.run(_examine(url))
    if as_json:
        click.echo(msgspec.json.encode(examination).decode())
    else:
        _show(examination)
    if not examination.is_sound:
        raise SystemExit(1)


async def _examine(url: str) -> Examination:
    connection = await asyncpg.connect(url, server_settings={"application_name": "parley doctor"})
    try:
        return await examine(connection, now=SystemClock().now())
    finally:
        await connection.close()


def _show(examination: Examination) -> None:
    for broken in examination.broken:
        _show_broken(broken)
    errors = sum(one.count for one in examination.broken if one.is_error)
    warnings = sum(one.count for one in examination.broken if not one.is_error)
    click.echo(
        f"{examination.checked} invariants checked: {errors} violations, {warnings} warnings."
    )


def _show_broken(broken: Broken) -> None:
    word, colour = ("BROKEN", "red") if broken.is_error else ("warning", "yellow")
    click.echo(click.style(f"{word} {broken.name}: ", fg=colour) + broken.sentence)
    for finding in broken.findings:
        click.echo(f"  {finding.subject}  {finding.detail}  (workspace {finding.workspace_id})")
    if broken.count > len(broken.findings):
        click.echo(f"  ... and {broken.count - len(broken.findings)} more")
