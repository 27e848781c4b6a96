"""`parley channel parse`."""

import json
from pathlib import Path

import click
import msgspec

from parley.channels.inspection import events_of, line_of
from parley.commands.options import json_option
from parley.domain.channel import ChannelPlugin, NotThisProvider
from parley.kit.clock import SystemClock
from parley.main import make_plugins

Several = list[dict[str, object]] | dict[str, dict[str, object]]


@click.group()
def channel() -> None:
    """Look into recorded payloads."""


@channel.command()
@click.argument("kind")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@json_option
def parse(*, kind: str, files: tuple[Path, ...], as_json: bool) -> None:
    """Print what the recorded webhooks in FILES mean to Parley, one JSON object a line.

    KIND is whatsapp or custom. Exit 1 if a file is not a payload of that provider.
    """
    clock = SystemClock()
    plugins = make_plugins(clock)
    plugin = plugins.get(kind)
    if plugin is None:
        known = ", ".join(sorted(plugins))
        raise click.BadParameter(f"There is no channel kind {kind!r}. Known: {known}.")
    failed = [path for path in files if not _print_events(plugin, path, clock, as_json=as_json)]
    if failed:
        raise SystemExit(1)


def _print_events(plugin: ChannelPlugin, path: Path, clock: SystemClock, *, as_json: bool) -> bool:
    try:
        found = events_of(plugin, path.read_bytes(), received_at=clock.now())
    except NotThisProvider as error:
        message = f"{path} is no payload of {plugin.manifest.name}: {error}{_hint(path)}"
        click.echo(json.dumps({"error": message}) if as_json else f"Error: {message}", err=True)
        return False
    for inbound in found:
        click.echo(line_of(inbound))
    return True


def _hint(path: Path) -> str:
    """For a collection of payloads, which looks like one to who made it."""
    try:
        read = msgspec.json.decode(path.read_bytes(), type=Several)
    except msgspec.DecodeError:
        return ""
    if not read:
        return ""
    return " It seems to hold several payloads: give each a file of its own."
