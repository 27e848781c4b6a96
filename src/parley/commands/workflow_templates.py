"""`parley workflow templates|new`: the catalogue, and a file to begin with."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

import click
import msgspec

from parley.commands.options import json_option
from parley.commands.workflow_files import bare
from parley.commands.workflow_options import live_option, read_live, server_option, token_option
from parley.domain.errors import NotFound, Refusal
from parley.domain.workspace import Reference
from parley.rehearsal.workspace import add_named, invent
from parley.workflows.templates import (
    TEMPLATES,
    Choice,
    ChoiceKind,
    Template,
    get_template,
    instantiate,
)
from parley.workflows.templates.choices import WORDS, stand_in, value_of
from parley.workflows.templates.suite import list_tests, suite_of
from parley.workflows.text.document import write_document
from parley.workflows.text.names import names_of

Chosen = Mapping[str, str]


def _read_choices(
    _ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for word in given:
        key, sign, value = word.partition("=")
        if not sign:
            raise click.BadParameter(f"{word!r} is not like KEY=VALUE.")
        if key in chosen:
            raise click.BadParameter(f"{key!r} is chosen twice.")
        chosen[key] = value
    return chosen


@click.command()
@click.argument("key", required=False)
@json_option
def templates(*, key: str | None, as_json: bool) -> None:
    """List the catalogue, or tell what the template KEY leaves to be chosen."""
    found = list(TEMPLATES.values()) if key is None else [_get(key)]
    if as_json:
        click.echo(json.dumps([_as_json(template) for template in found]))
        return
    if key is None:
        for template in found:
            click.echo(f"{template.category:13} {template.key:22} {template.description}")
        return
    for template in found:
        click.echo(f"{template.name} ({template.category})\n{template.description}\n")
        for choice in template.choices:
            click.echo(f"  {_told(choice)}")
        click.echo(f"  tests: {len(list_tests(template))}")


@click.command()
@click.argument("key", metavar="TEMPLATE")
@click.option(
    "--choose",
    "-c",
    "chosen",
    metavar="KEY=VALUE",
    multiple=True,
    callback=_read_choices,
    help="A choice of the template; things of the workspace by their names.",
)
@click.option("--name", help="Of the workflow; else that of the template.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Else printed."
)
@click.option(
    "--open",
    "leaves_open",
    is_flag=True,
    help="What is not chosen gets a name to be replaced in the file.",
)
@live_option
@server_option
@token_option
def new(
    *,
    key: str,
    chosen: dict[str, str],
    name: str | None,
    output: Path | None,
    leaves_open: bool,
    live: bool,
    server: str,
    token: str | None,
) -> None:
    """Write a workflow that is drawn from TEMPLATE, with its tests, as YAML.

    Exit 1, and every choice that is missing or wrong, if it cannot be drawn yet. A file that is there stays.
    """
    if live and leaves_open:
        raise click.UsageError("--open names things that no workspace has: leave out --live.")
    template = _get(key)
    still = _list_open(template, chosen) if leaves_open else []
    chosen |= {choice.key: stand_in(choice) for choice in still}
    if output is not None and output.exists():
        raise click.ClickException(f"{output} is there already.")
    reference = read_live(server, token) if live else _invented(template, chosen)
    text = _written(template, chosen, reference, name)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"{template.name} stands in {output}, with {len(list_tests(template))} tests.")
    for choice in still:
        click.echo(f"Still to be chosen: {_told(choice)} (here {chosen[choice.key]!r})", err=True)


def _written(template: Template, chosen: Chosen, reference: Reference, name: str | None) -> str:
    names = names_of(reference)
    known = {choice.key: choice for choice in template.choices}
    made = {
        key: value_of(known[key], word, names) if key in known else word
        for key, word in chosen.items()
    }
    try:
        definition = instantiate(template, made, reference)
        suite = suite_of(template, made, reference)
    except Refusal as error:
        raise click.ClickException(_problem(template, error)) from error
    if name:
        definition = definition.model_copy(update={"name": name})
    return write_document(definition, names_of(add_named(reference, definition)), beside=suite)


def _problem(template: Template, error: Refusal) -> str:
    """All that is missing or wrong."""
    listed = cast("list[Mapping[str, str]]", error.details.get("errors") or [])
    lines = [part["message"] for part in listed] or [error.text]
    hint = f"Choose with -c KEY=VALUE; `parley workflow templates {template.key}` tells of each."
    return "\n".join([*lines, hint])


def _invented(template: Template, chosen: Chosen) -> Reference:
    """Without a server whatever is named exists."""
    return invent(bare(), _named(template.choices, chosen))


def _list_open(template: Template, chosen: Chosen) -> list[Choice]:
    """What nobody has chosen and nothing is proposed for."""
    return [c for c in template.choices if c.key not in chosen and c.proposal is None]


def _named(choices: Iterable[Choice], chosen: Chosen) -> Iterable[tuple[str, str]]:
    for choice in choices:
        word = chosen.get(choice.key, "").strip()
        if word and choice.kind not in WORDS:
            yield choice.kind.value, word


def _get(key: str) -> Template:
    try:
        return get_template(key)
    except NotFound as error:
        raise click.ClickException(
            f"{error.text} `parley workflow templates` lists them."
        ) from error


def _told(choice: Choice) -> str:
    kind = choice.kind.replace("_", " ")
    article = "" if choice.kind in (ChoiceKind.TEXT, ChoiceKind.TITLE) else f" ({kind})"
    proposal = "" if choice.proposal is None else f" [{choice.proposal}]"
    return f"{choice.key}{article}: {choice.label}{proposal}"


def _as_json(template: Template) -> dict[str, object]:
    return {
        "key": template.key,
        "name": template.name,
        "description": template.description,
        "category": template.category,
        "choices": msgspec.to_builtins(template.choices),
        "tests": list_tests(template),
    }
