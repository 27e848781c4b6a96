"""`parley bench ...`: each measurement makes its own database in a temporary folder and removes it."""

import json
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import click
import msgspec
import uvloop

from parley.bench.engine import measure_engine
from parley.bench.figures import Figure, as_json, as_table
from parley.bench.floor import measure_floor
from parley.bench.http import measure_http
from parley.bench.idle import measure_idle
from parley.bench.inbound import measure_inbound
from parley.bench.inbox import measure_inbox
from parley.bench.latency import measure_latency
from parley.bench.matcher import measure_matcher
from parley.bench.online import measure_online
from parley.bench.outbox import measure_outbox
from parley.bench.routing import as_table as compared_table
from parley.bench.routing import compare_strategies
from parley.bench.site import Site, open_site
from parley.bench.waiting import measure_waiting
from parley.kit.collector import calm_collector

json_option = click.option("--json", "is_json", is_flag=True, help="For machines: JSON.")


def _number(name: str, default: int, text: str = "") -> Callable[..., Callable[..., None]]:
    return click.option(
        f"--{name}", type=click.IntRange(min=1), default=default, show_default=True, help=text
    )


@click.group("bench")
def bench_commands() -> None:
    """Measure this machine: rates, latencies, memory, and the ratio to the floor.

    The mix: a new contact's first message and its answer to a workflow's question are two messages.
    """


@bench_commands.command()
@_number("contacts", 5000, "Two messages each.")
@json_option
def inbound(*, contacts: int, is_json: bool) -> None:
    """Messages processed by one worker, in process; SQL statements of a batch and of one alone."""
    _show(_at_site(lambda site: measure_inbound(site, contacts=contacts)), is_json=is_json)


@bench_commands.command()
@_number("contacts", 5000, "Two messages each.")
@json_option
def floor(*, contacts: int, is_json: bool) -> None:
    """CPU of processing over CPU of a bare COPY of the same rows: the ratio that counts."""
    _show(measure_floor(contacts=contacts), is_json=is_json)


@bench_commands.command()
@_number("contacts", 300, "Two messages each.")
@json_option
def latency(*, contacts: int, is_json: bool) -> None:
    """One message alone, from parse to commit."""
    _show(_at_site(lambda site: measure_latency(site, contacts=contacts)), is_json=is_json)


@bench_commands.command()
@_number("contacts", 3000, "Two messages each, flat out; as many again at 400/s.")
@json_option
def http(*, contacts: int, is_json: bool) -> None:
    """Signed webhooks through a web process and a worker process, with the simulated provider."""
    _show(measure_http(contacts=contacts), is_json=is_json)


@bench_commands.command()
@_number("sends", 3000)
@json_option
def outbox(*, sends: int, is_json: bool) -> None:
    """A burst of questions leaves to the simulated provider."""
    _show(measure_outbox(sends=sends), is_json=is_json)


@bench_commands.command()
@json_option
def idle(*, is_json: bool) -> None:
    """Memory of `parley up` with its demo, doing nothing."""
    _show(measure_idle(), is_json=is_json)


@bench_commands.command()
@_number("runs", 300_000, "Waiting.")
@_number("due", 10_000, "Of them, due at once.")
@json_option
def waiting(*, runs: int, due: int, is_json: bool) -> None:
    """Very many waiting runs: the look for due ones, and the handling when many are due."""
    _show(_at_site(lambda site: measure_waiting(site, runs=runs, due=due)), is_json=is_json)


@bench_commands.command()
@_number("conversations", 1_000_000, "Made by the database; about two minutes.")
@json_option
def inbox(*, conversations: int, is_json: bool) -> None:
    """Pages of the inbox among very many conversations."""
    _show(_at_site(lambda site: measure_inbox(site, conversations=conversations)), is_json=is_json)


@bench_commands.command()
@_number("agents", 500)
@_number("waiting", 5000)
@json_option
def matcher(*, agents: int, waiting: int, is_json: bool) -> None:
    """Decisions of the pure matcher; no database."""
    _print(measure_matcher(agents=agents, waiting=waiting), is_json=is_json)


@bench_commands.command()
@_number(
    "contacts",
    6000,
    "For each strategy, rate and seed. With few, the long ones are cut off at the end.",
)
@_number("seeds", 6)
@_number("agents", 500, "Of the matcher.")
@_number("waiting", 5000, "For the matcher.")
@_number("times", 200, "An agent comes online so often.")
@json_option
def routing(
    *, contacts: int, seeds: int, agents: int, waiting: int, times: int, is_json: bool
) -> None:
    """Decisions a second; from coming online to the assignment; and the strategies side by side on one simulated
    floor: wait, time to resolution, and how even work falls.
    """
    figures = measure_matcher(agents=agents, waiting=waiting)
    figures += uvloop.run(measure_online(times=times))
    lines = compare_strategies(contacts=contacts, seeds=seeds)
    if is_json:
        told = {"figures": json.loads(as_json(figures)), "strategies": lines}
        click.echo(msgspec.json.format(msgspec.json.encode(told)).decode())
    else:
        click.echo(f"{as_table(figures)}\n\n{compared_table(lines)}")


@bench_commands.command()
@_number("times", 300, "One conversation waits each time.")
@json_option
def online(*, times: int, is_json: bool) -> None:
    """From an agent's coming online, by the API, to the assignment, through a web and a worker process."""
    _show(measure_online(times=times), is_json=is_json)


@bench_commands.command()
@_number("runs", 2000)
@json_option
def engine(*, runs: int, is_json: bool) -> None:
    """Runs of a workflow of ten steps on a desk in memory; no database."""
    _print(measure_engine(runs=runs), is_json=is_json)


async def _at_site(measure: Callable[[Site], Awaitable[list[Figure]]]) -> list[Figure]:
    async with open_site() as site:
        return await measure(site)


def _show(measurement: Coroutine[Any, Any, list[Figure]], *, is_json: bool) -> None:
    calm_collector()  # as a worker does
    _print(uvloop.run(measurement), is_json=is_json)


def _print(figures: list[Figure], *, is_json: bool) -> None:
    click.echo(as_json(figures) if is_json else as_table(figures))
