"""The command `parley`: what there is, told at once; a command's code is loaded when it is called."""

import importlib
import os

import click

from parley.orphans import STOP_WITH_PARENT, stop_with_parent

# Command: where it lives, its name there, and its line in the list.
COMMANDS = {
    "up": ("parley.commands.up", "up", "Start everything, supervised."),
    "demo": ("parley.commands.demo", "demo", "Play contacts against the running server."),
    "doctor": ("parley.commands.doctor", "doctor", "Check what is stored against the invariants."),
    "serve": ("parley.commands.serve", "serve", "Run one web process."),
    "work": ("parley.commands.work", "work", "Run one worker process."),
    "migrate": ("parley.commands.migrate", "migrate", "Bring the database to this version."),
    "workflow": ("parley.commands.workflow", "workflow", "Workflows as text: check, test, import."),
    "channel": ("parley.commands.channel", "channel", "Look into recorded payloads."),
    "dead-letters": ("parley.commands.dead_letters", "dead_letters", "List, show and replay."),
    "workspace": ("parley.commands.workspace", "workspace", "Create a workspace and its owner."),
    "keys": ("parley.commands.keys", "keys", "Manage the keys that seal secrets."),
    "simulator": (
        "parley.simulator.commands",
        "simulator_commands",
        "A stand-in for the WhatsApp Cloud API.",
    ),
    "bench": ("parley.bench.commands", "bench_commands", "Measure this machine."),
    "seed-demo": ("parley.commands.seed_demo", "seed_demo", ""),
}
HIDDEN = frozenset({"seed-demo"})


class LazyGroup(click.Group):
    """Knows its commands by name; imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [name for name in COMMANDS if name not in HIDDEN]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - the table above says so
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][2]) for name in self.list_commands(ctx)])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="parley", message="%(prog)s %(version)s")
def parley() -> None:
    """Parley: customer conversations, self-hosted.

    `parley up` starts everything on this machine, `parley demo` shows it at work.
    """


def main() -> None:
    if os.environ.get(STOP_WITH_PARENT):
        stop_with_parent()
    parley(prog_name="parley", auto_envvar_prefix="PARLEY")
