"""`parley work`."""

import os
from pathlib import Path

import click

from parley import main
from parley.commands.options import data_option, settings_with
from parley.commands.running import run_until_stopped

# Where both want the same core, whoever waits for an answer over HTTP goes first.
NICENESS = 5


@click.command()
@data_option
def work(data: Path | None) -> None:
    """Run one worker process: journal, dispatcher, timers and outbox. Any number may run."""
    os.nice(NICENESS)
    run_until_stopped(main.work, settings_with(data_dir=data))
