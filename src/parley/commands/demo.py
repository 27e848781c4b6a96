"""`parley demo`."""

import asyncio
import secrets
from pathlib import Path

import click
import msgspec

from parley import places
from parley.commands.options import data_option, json_option, nothing_runs, settings_with
from parley.demo.play import DemoFailed, Play, Summary, run_demo
from parley.places import Running
from parley.supervisor.greeting import program

MOST_CONTACTS = 300
SEEDS = 1_000_000


@click.command()
@data_option
@click.option(
    "--contacts",
    type=click.IntRange(1, MOST_CONTACTS),
    default=6,
    show_default=True,
    help="How many people write.",
)
@click.option("--seed", type=click.IntRange(0), help="The same seed plays the same people.")
@click.option("--pace", type=click.Choice(["fast", "lively"]), default="lively", show_default=True)
@json_option
def demo(*, data: Path | None, contacts: int, seed: int | None, pace: str, as_json: bool) -> None:
    """Play contacts against the running server, through the simulated WhatsApp provider.

    They write in English, Vietnamese and German, answer the workflow's questions, and are given to an
    agent. All that was promised is checked at the end: exit 1 if anything is missing.
    """
    settings = settings_with(data_dir=data)
    running = places.find_running(settings.data)
    password = places.find_demo_password(settings.data)
    if running is None:
        raise click.ClickException(nothing_runs(settings.data))
    if not running.simulator_url or password is None:
        raise click.ClickException("This Parley runs without the demo workspace.")
    if running.has_test_clock:
        raise click.ClickException(
            "Time stands still here (--test-clock): nobody would be answered."
        )
    chosen = secrets.randbelow(SEEDS) if seed is None else seed
    wanted = Play(contacts, chosen, pace, as_json)
    try:
        summary = asyncio.run(run_demo(running, password, wanted, write=click.echo))
    except DemoFailed as error:
        raise click.ClickException(str(error)) from error
    _show(summary, running, password, as_json=as_json)
    if summary.problems:
        raise SystemExit(1)


def _show(summary: Summary, running: Running, password: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(summary).decode())
        return
    shares = ", ".join(f"{agent} {count}" for agent, count in summary.agents.items())
    click.echo(
        f"\n{summary.contacts} people wrote; their phones received {summary.messages_received} messages.\n"
        + f"{summary.conversations_assigned} conversations have an agent: {shares or 'none'}."
    )
    if summary.conversations_waiting:
        click.echo(
            f"{summary.conversations_waiting} wait in a queue: every agent is full. Close a conversation, "
            + "and the next in line gets its agent at once."
        )
    for problem in summary.problems:
        click.secho(f"Missing: {problem}", fg="red")
    if not summary.problems:
        click.echo(
            f"\nNow answer one: open {running.url} and sign in as ana@demo.parley, password {password}.\n"
            + f"What you write reaches the phone: {program()} simulator ledger --url {running.simulator_url} "
            + "--entry phone_received"
        )
