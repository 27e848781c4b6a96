"""Options of the commands that talk to a server, and how they ask it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from parley.commands.workflow_server import Server, open_server
from parley.domain.workspace import Reference

T = TypeVar("T")
server_option = click.option(
    "--server",
    default="http://127.0.0.1:8000",
    envvar="PARLEY_SERVER",
    show_default=True,
    help="Where Parley runs (PARLEY_SERVER).",
)
token_option = click.option(
    "--token", envvar="PARLEY_TOKEN", help="A token of the API (PARLEY_TOKEN)."
)
live_option = click.option(
    "--live", is_flag=True, help="Ask the server what its workspace really has."
)


def on_server(server: str, token: str | None, work: Callable[[Server], Awaitable[T]]) -> T:
    if not token:
        raise click.UsageError("A token is needed: --token, or PARLEY_TOKEN.")

    async def run() -> T:
        async with open_server(server, token) as there:
            return await work(there)

    return asyncio.run(run())


def read_live(server: str, token: str | None, *, with_workflows: bool = False) -> Reference:
    async def fetch(there: Server) -> Reference:
        return await there.read_workspace(with_workflows=with_workflows)

    return on_server(server, token, fetch)
