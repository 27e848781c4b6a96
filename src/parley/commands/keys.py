"""`parley keys add`."""

from pathlib import Path

import click

from parley.commands.options import data_option, settings_with
from parley.kit.crypto import KeyFileRefused, add_key, load_key_ring
from parley.settings import KEYS


@click.group()
def keys() -> None:
    """Manage the keys that seal the secrets of channels."""


@keys.command()
@data_option
def add(data: Path | None) -> None:
    """Add a key, which seals from the next start on; the older ones go on opening what they sealed."""
    path = settings_with(data_dir=data).data / KEYS
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        load_key_ring(path)
    except KeyFileRefused as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{add_key(path)} is the current key in {path}. Restart Parley to use it.")
