"""`parley workflow check|test|diff|export|import|templates|new|replay`."""

import json
from pathlib import Path
from typing import Any

import click
import msgspec

from parley.commands.options import json_option
from parley.commands.workflow_files import FileRefused, WorkflowFile, find_own, read_file
from parley.commands.workflow_options import (
    live_option,
    on_server,
    read_live,
    server_option,
    token_option,
)
from parley.commands.workflow_replay import replay
from parley.commands.workflow_server import Server, path_of
from parley.commands.workflow_templates import new, templates
from parley.domain.errors import Refusal
from parley.kit.clock import SystemClock
from parley.rehearsal.suite import SuiteResult, run_suite
from parley.workflows.checks import Finding, is_publishable, validate_for_publish
from parley.workflows.definition import Definition, parse_definition
from parley.workflows.diff import describe
from parley.workflows.diff import diff as differences
from parley.workflows.text.document import write_document
from parley.workflows.text.names import names_of

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def workflow() -> None:
    """Workflows as text: begin with a template, check, test, compare, export and import them,
    and walk runs again.

    Without --live nothing is asked of a server, and whatever a file names exists.
    """


workflow.add_command(templates)
workflow.add_command(new)
workflow.add_command(replay)


@workflow.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@live_option
@server_option
@token_option
@json_option
def check(
    *, files: tuple[Path, ...], live: bool, server: str, token: str | None, as_json: bool
) -> None:
    """Say what stands in the way of publishing FILES. Exit 1 if anything does, 2 if a file is broken.

    With --live the published workflows are looked at, too: who speaks on the same event, and who starts whom in
    a circle. A file stands for the workflow of its name.
    """
    reference = read_live(server, token, with_workflows=True) if live else None
    is_fine = True
    for path in files:
        file = read_file(path, reference)
        own = find_own(file.definition.name, file.reference)
        findings = validate_for_publish(
            file.definition, file.reference, workflow_id=own, now=SystemClock().now()
        )
        is_fine = is_fine and is_publishable(findings)
        _tell_findings(path, findings, as_json=as_json)
    if not is_fine:
        raise SystemExit(1)


@workflow.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@live_option
@server_option
@token_option
@json_option
def test(
    *, files: tuple[Path, ...], live: bool, server: str, token: str | None, as_json: bool
) -> None:
    """Play the tests that stand in FILES. Exit 1 if one fails, 2 if a file is broken or has none."""
    reference = read_live(server, token) if live else None
    is_green = True
    for path in files:
        file = read_file(path, reference)
        suite = file.suite()
        if not suite.tests:
            raise FileRefused(f"{path} has no tests.")
        try:
            result = run_suite(file.definition, suite, file.reference)
        except Refusal as error:
            raise FileRefused(f"{path}: {error.text}") from error
        is_green = is_green and result.passed
        _tell_result(path, result, as_json=as_json)
    if not is_green:
        raise SystemExit(1)


@workflow.command()
@click.argument("former", type=FILE)
@click.argument("later", type=FILE, required=False)
@click.option("--live", is_flag=True, help="Compare the server's draft with the file.")
@server_option
@token_option
@json_option
def diff(
    *, former: Path, later: Path | None, live: bool, server: str, token: str | None, as_json: bool
) -> None:
    """Tell what changed from FORMER to LATER, or with --live from the server's draft to FORMER.

    Exit 1 if anything did.
    """
    if live == (later is not None):
        raise click.UsageError("Name two files, or one and --live.")
    before, after = _two(former, later, server, token)
    changes = differences(before, after)
    if as_json:
        click.echo(msgspec.json.encode(changes))
    else:
        click.echo(describe(changes), nl=False)
    if changes:
        raise SystemExit(1)


@workflow.command()
@click.argument("name")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Else printed."
)
@server_option
@token_option
def export(*, name: str, output: Path | None, server: str, token: str | None) -> None:
    """Write the draft of the workflow NAME, or of this id, as YAML.

    A file that is there is written over: its comments stay where nothing changed.
    """
    former = output.read_text(encoding="utf-8") if output and output.exists() else None

    async def fetch(there: Server) -> str:
        found = await there.get_workflow(name)
        reference = await there.read_workspace()
        suite = await there.call("GET", f"{path_of(found)}/tests")
        beside = {key: suite[key] for key in ("workspace", "tests") if suite.get(key)}
        return write_document(
            _drafted(found), names_of(reference), beside=beside or None, former=former
        )

    text = on_server(server, token, fetch)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"{name} stands in {output}.")


@workflow.command(name="import")
@click.argument("path", metavar="FILE", type=FILE)
@click.option("--workflow", "name", help="Whose draft it becomes; else the one of the same name.")
@click.option("--publish", is_flag=True, help="Publish it, too.")
@click.option(
    "--require-tests", is_flag=True, help="From now on only green tests let it be published."
)
@server_option
@token_option
@json_option
def take_in(
    *,
    path: Path,
    name: str | None,
    publish: bool,
    require_tests: bool,
    server: str,
    token: str | None,
    as_json: bool,
) -> None:
    """Make FILE the draft of the workflow of the same name, or of a new one, with its tests."""

    async def send(there: Server) -> dict[str, Any]:
        file = read_file(path, await there.read_workspace())
        suite = file.suite()
        if require_tests and not suite.tests:
            raise FileRefused(f"{path} has no tests to be required.")
        found = await there.find_workflow(name or file.definition.name)
        if found is None and name is not None:
            raise click.ClickException(f"There is no workflow {name!r}.")
        body = _draft_body(file)
        if found is None:
            found = await there.call("POST", "/workflows", body)
        else:
            found = await there.call("PATCH", path_of(found), body)
        if suite.tests:
            wished = {"required": True} if require_tests else {}
            await there.call("PUT", f"{path_of(found)}/tests", {**file.beside, **wished})
        if publish:
            found = await there.call("PUT", f"{path_of(found)}/publication")
        return found

    found = on_server(server, token, send)
    if as_json:
        click.echo(json.dumps(found))
        return
    version = f"published as version {found['published_version']}" if publish else "the draft"
    click.echo(f"{found['name']} ({found['id']}): {path} is {version}.")


def _two(
    former: Path, later: Path | None, server: str, token: str | None
) -> tuple[Definition, Definition]:
    if later is not None:
        return read_file(former, None).definition, read_file(later, None).definition

    async def fetch(there: Server) -> tuple[Definition, Definition]:
        file = read_file(former, await there.read_workspace())
        return _drafted(await there.get_workflow(file.definition.name)), file.definition

    return on_server(server, token, fetch)


def _draft_body(file: WorkflowFile) -> dict[str, object]:
    definition = file.definition
    return {
        "name": definition.name,
        "description": definition.description,
        "draft": definition.model_dump(mode="json"),
    }


def _drafted(found: dict[str, Any]) -> Definition:
    """Name and description are the workflow's own: they may have been changed since the draft was sent."""
    draft = {**found["draft"], "name": found["name"], "description": found["description"]}
    try:
        return parse_definition(draft)
    except Refusal as error:
        raise click.ClickException(f"The draft is unfinished: {error.text}") from error


def _tell_findings(path: Path, findings: list[Finding], *, as_json: bool) -> None:
    if as_json:
        told = json.loads(msgspec.json.encode(findings))
        click.echo(json.dumps({"file": str(path), "findings": told}))
        return
    for found in findings:
        place = f"step {found.step_id}" if found.step_id else "workflow"
        click.echo(f"{path}: {found.severity} {found.code}, {place}: {found.sentence}")
    if not findings:
        click.echo(f"{path}: nothing to say.")


def _tell_result(path: Path, result: SuiteResult, *, as_json: bool) -> None:
    if as_json:
        told = json.loads(msgspec.json.encode(result))
        click.echo(json.dumps({"file": str(path), "passed": result.passed, **told}))
        return
    for case in result.cases:
        click.echo(f"{path}: {'passed' if case.passed else 'FAILED'}  {case.name}")
        if case.failure:
            click.echo(f"    {case.failure}")
    coverage = result.coverage
    click.echo(
        f"{path}: steps {coverage.steps_reached} of {coverage.steps}, "
        + f"lanes {coverage.lanes_reached} of {coverage.lanes}"
    )
    if coverage.missed_steps:
        click.echo(f"    never reached: {', '.join(coverage.missed_steps)}")
    if coverage.missed_lanes:
        lanes = ", ".join(f"{step}.{lane}" for step, lane in coverage.missed_lanes)
        click.echo(f"    never taken: {lanes}")
