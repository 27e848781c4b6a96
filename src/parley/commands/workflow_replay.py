"""`parley workflow replay`: a run walked again on the server, and what came out otherwise."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from parley.commands.options import json_option
from parley.commands.workflow_files import read_file
from parley.commands.workflow_options import on_server, server_option, token_option
from parley.commands.workflow_server import Server
from parley.domain.ids import UUID

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("run")
@click.argument("file", type=FILE, required=False)
@click.option("--version", help="The number of another version, or draft.")
@server_option
@token_option
@json_option
def replay(
    *,
    run: str,
    file: Path | None,
    version: str | None,
    server: str,
    token: str | None,
    as_json: bool,
) -> None:
    """Walk RUN again from its trace: by its own version, by another, or by FILE.

    Nothing is sent, saved or asked of anybody. Exit 1 if something would come out otherwise.
    """
    if file is not None and version is not None:
        raise click.UsageError("Name a file or --version, not both.")
    path = f"/runs/{quote(_run_id(run))}"

    async def fetch(there: Server) -> dict[str, Any]:
        if file is None:
            query = {"version": version} if version is not None else None
            return await there.call("GET", f"{path}/replay", query=query)
        read = read_file(file, await there.read_workspace())
        body = {"definition": read.definition.model_dump(mode="json")}
        return await there.call("POST", f"{path}/replays", body)

    told = on_server(server, token, fetch)
    if as_json:
        click.echo(json.dumps(told))
    else:
        _tell(told, by=str(file) if file is not None else _named(told["against"]))
    if not told["is_same"]:
        raise SystemExit(1)


def _run_id(word: str) -> str:
    try:
        return str(UUID(word))
    except ValueError:
        raise click.UsageError(f"{word!r} is no id of a run.") from None


def _named(against: int | str) -> str:
    return "the draft" if against == "draft" else f"version {against}"


def _tell(told: dict[str, Any], *, by: str) -> None:
    for visit in told["visits"]:
        way = visit["lane"] or visit["error"] or "ended"
        click.echo(f"{visit['number']:>4}  {visit['step_id']}  {way}")
    if told["stands_at"] is not None:
        click.echo(f"      {told['stands_at']}  waits")
    if told["is_same"]:
        click.echo(f"As it was, by {by}.")
    else:
        click.echo(told["difference"]["sentence"])
