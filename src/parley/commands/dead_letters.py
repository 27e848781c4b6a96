"""`parley dead-letters list|show|replay`."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import click
import msgspec

from parley.commands.options import data_option, database_errors, json_option, settings_with
from parley.domain.errors import NotFound
from parley.domain.ids import WorkspaceId
from parley.kit.clock import SystemClock
from parley.settings import database_url
from parley.storage.database import Pool, open_pool
from parley.storage.dead_letters import replay as put_back
from parley.storage.reads.dead_letters import (
    DeadLetterRow,
    find_dead_letter,
    list_dead_letters,
    list_workspaces_of,
)

LISTED = 200
T = TypeVar("T")


@click.group(name="dead-letters")
def dead_letters() -> None:
    """What no attempt could handle: kept whole, and put back when the cause is mended."""


@dead_letters.command(name="list")
@data_option
@json_option
def show_list(*, data: Path | None, as_json: bool) -> None:
    """The newest 200 of each workspace, newest first."""

    async def read(pool: Pool) -> list[DeadLetterRow]:
        workspaces = await list_workspaces_of(pool)
        return [
            row
            for workspace_id in workspaces
            for row in await list_dead_letters(pool, workspace_id, after=None, limit=LISTED)
        ]

    rows = _with_pool(data, read)
    for row in rows:
        if as_json:
            click.echo(msgspec.json.encode(row))
        else:
            state = "replayed" if row.replayed_at else "waits"
            click.echo(
                f"{row.id}  {row.failed_at:%Y-%m-%d %H:%M}  {row.kind:<11} {state:<8} {row.error[:80]}"
            )
    if not rows and not as_json:
        click.echo("There are none.")


@dead_letters.command()
@click.argument("letter", type=click.UUID)
@data_option
@json_option
def show(*, letter: UUID, data: Path | None, as_json: bool) -> None:
    """One of them with the beginning of its body."""

    async def read(pool: Pool) -> DeadLetterRow | None:
        for workspace_id in await list_workspaces_of(pool, letter):
            return await find_dead_letter(pool, workspace_id, letter)
        return None

    row = _with_pool(data, read)
    if row is None:
        raise click.ClickException(f"There is no dead letter {letter}.")
    if as_json:
        click.echo(msgspec.json.encode(row))
        return
    for name in ("id", "kind", "received_at", "failed_at", "replayed_at", "size", "error"):
        click.echo(f"{name:<12} {getattr(row, name)}")
    click.echo(f"\n{row.body}")


@dead_letters.command()
@click.argument("letter", type=click.UUID)
@data_option
def replay(*, letter: UUID, data: Path | None) -> None:
    """Put one back at the end of its lane, once."""

    async def put(pool: Pool) -> None:
        workspaces = await list_workspaces_of(pool, letter)
        workspace_id = workspaces[0] if workspaces else WorkspaceId(letter)
        await put_back(pool, workspace_id, letter, now=SystemClock().now())

    try:
        _with_pool(data, put)
    except NotFound as error:
        raise click.ClickException(error.text) from error
    click.echo(f"{letter} is back in the journal.")


def _with_pool(data: Path | None, work: Callable[[Pool], Awaitable[T]]) -> T:
    settings = settings_with(data_dir=data)

    async def run() -> T:
        pool = await open_pool(database_url(settings), size=2, application="parley dead-letters")
        try:
            return await work(pool)
        finally:
            await pool.close()

    with database_errors(settings):
        return asyncio.run(run())
