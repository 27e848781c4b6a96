"""`parley simulator ...`: run the simulator, and play contacts against a running one."""

import asyncio
import json
import signal
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any, cast

import click

from parley.simulator.server import VERSION, Simulator

DEFAULT_PORT = 8099


@click.group(name="simulator")
def simulator_commands() -> None:
    """A stand-in for the WhatsApp Cloud API on this machine."""


_url = click.option(
    "--url",
    default=f"http://127.0.0.1:{DEFAULT_PORT}",
    show_default=True,
    help="The running simulator.",
)
_number = click.option("--number-id", default=None, help="Which number, when there are several.")


@simulator_commands.command()
@click.option("--port", default=DEFAULT_PORT, show_default=True)
@click.option("--callback-url", required=True, help="Where the webhooks go.")
@click.option("--app-secret", required=True, help="Signs the webhooks.")
@click.option("--token", required=True, help="What send calls must bear.")
@click.option("--verify-token", default="parley", show_default=True)
@click.option("--number-id", default="106500000000001", show_default=True)
@click.option("--display-number", default="15550100001", show_default=True)
@click.option("--ledger", type=click.Path(path_type=Path), help="Keep the ledger in this file.")
def run(  # noqa: PLR0917 - click hands over one argument per option
    port: int,
    callback_url: str,
    app_secret: str,
    token: str,
    verify_token: str,
    number_id: str,
    display_number: str,
    ledger: Path | None,
) -> None:
    """Serve until interrupted."""

    async def serve() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        async with Simulator(port=port, ledger_path=ledger) as simulator:
            simulator.add_number(
                callback_url=callback_url,
                app_secret=app_secret,
                token=token,
                verify_token=verify_token,
                number_id=number_id,
                display_number=display_number,
            )
            click.echo(f"Graph API at {simulator.base_url}/{VERSION}, webhooks to {callback_url}")
            await stop.wait()

    asyncio.run(serve())


@simulator_commands.command()
@_url
@_number
@click.option("--name", default=None, help="The contact's name.")
@click.argument("contact")
@click.argument("text")
def say(url: str, number_id: str | None, name: str | None, contact: str, text: str) -> None:
    """CONTACT (digits or user id) writes TEXT."""
    order = {"says": text, "number_id": number_id, "name": name}
    _show(_call(url, f"/sim/contacts/{contact}/messages", order))


@simulator_commands.command()
@_url
@_number
@click.argument("contact")
@click.argument("button")
def press(url: str, number_id: str | None, contact: str, button: str) -> None:
    """CONTACT presses BUTTON (title or id) of the newest message that has it."""
    order = {"presses": button, "number_id": number_id}
    _show(_call(url, f"/sim/contacts/{contact}/messages", order))


@simulator_commands.command()
@_url
@_number
@click.argument("contact")
@click.argument("row")
def pick(url: str, number_id: str | None, contact: str, row: str) -> None:
    """CONTACT picks ROW (title or id) of the newest list that has it."""
    order = {"picks": row, "number_id": number_id}
    _show(_call(url, f"/sim/contacts/{contact}/messages", order))


@simulator_commands.command()
@_url
@_number
@click.argument("contact")
def read(url: str, number_id: str | None, contact: str) -> None:
    """CONTACT reads all that came."""
    query = {"number_id": number_id}
    _show(_call(url, f"/sim/contacts/{contact}/reads", {}, query=query))


@simulator_commands.command()
@_url
@_number
@click.option("--after", default=0, help="Leave out this many.")
@click.option("--wait", default=0.0, help="Wait up to this many seconds for one more.")
@click.argument("contact")
def received(url: str, number_id: str | None, after: int, wait: float, contact: str) -> None:
    """What CONTACT's phone received, one JSON object a line."""
    query = {"number_id": number_id, "after": after, "wait": wait}
    _show(_call(url, f"/sim/contacts/{contact}/received", query=query))


@simulator_commands.command()
@_url
@click.option("--entry", default=None, help="Only this kind, for instance contact_sent.")
@click.option("--after", default=0, help="Only what came after this sequence number.")
def ledger(url: str, entry: str | None, after: int) -> None:
    """All that happened, one JSON object a line."""
    _show(_call(url, "/sim/ledger", query={"entry": entry, "after": after}))


@simulator_commands.command()
@_url
@_number
def verify(url: str, number_id: str | None) -> None:
    """Subscribe the callback as the provider does, with a challenge."""
    answer = _call(url, "/sim/verifications", {}, query={"number_id": number_id})
    _show(answer)
    if not answer["verified"]:
        raise click.ClickException("The callback did not give the challenge back.")


def _call(
    url: str, path: str, order: dict[str, Any] | None = None, *, query: dict[str, Any] | None = None
) -> Any:
    """POST the order, or GET without one; raises ClickException with the simulator's words."""
    given = {name: value for name, value in (query or {}).items() if value is not None}
    target = url + urllib.parse.quote(path) + ("?" + urllib.parse.urlencode(given) if given else "")
    if not target.startswith("http://"):
        raise click.ClickException(f"{url} is not an http:// address.")
    body = None if order is None else json.dumps(order).encode()
    request = urllib.request.Request(target, data=body)  # noqa: S310 - the scheme was checked
    try:
        with urllib.request.urlopen(request, timeout=90) as answer:  # noqa: S310 - likewise
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise click.ClickException(error.read().decode(errors="replace")) from error
    except urllib.error.URLError as error:
        raise click.ClickException(f"No simulator answers at {url}: {error.reason}") from error


def _show(answer: Any) -> None:
    lines = cast("list[Any]", answer) if isinstance(answer, list) else [answer]
    for line in lines:
        click.echo(json.dumps(line))
