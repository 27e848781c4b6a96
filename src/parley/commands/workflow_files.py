"""Files of workflows: read, understood, and refused with their line."""

from pathlib import Path
from typing import cast

import click
import msgspec

from parley.domain.errors import Refusal
from parley.domain.ids import WorkflowId
from parley.domain.workspace import Reference
from parley.kit.clock import SystemClock
from parley.main import make_plugins
from parley.rehearsal.neighbours import list_others, others_in
from parley.rehearsal.script import Suite, parse_suite
from parley.rehearsal.workspace import add_named, bare_workspace, invent_named
from parley.workflows.definition import Definition
from parley.workflows.text.document import BESIDE, document_of
from parley.workflows.text.names import names_of
from parley.workflows.text.reading import read


class FileRefused(click.ClickException):
    """What a file says cannot be understood. Exit 2, so that it is no failed test and no finding."""

    exit_code = 2


class WorkflowFile(msgspec.Struct, frozen=True):
    """`reference` is the workspace by which its names were understood."""

    path: Path
    text: str
    definition: Definition
    beside: dict[str, object]
    reference: Reference

    def suite(self) -> Suite:
        try:
            return parse_suite(self.beside)
        except Refusal as error:
            raise FileRefused(f"{self.path}: {error.text}") from error


def bare() -> Reference:
    manifests = {kind: plugin.manifest for kind, plugin in make_plugins(SystemClock()).items()}
    return bare_workspace(manifests)


def read_file(path: Path, live: Reference | None) -> WorkflowFile:
    """Without a live workspace whatever the file names exists. Raises FileRefused."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileRefused(f"{path} cannot be read: {error}") from error
    try:
        found = read(text)
        _bring_files(path, found.data)
        reference = live or invent_named(bare(), found.data)
        document = document_of(found, names_of(reference))
    except Refusal as error:
        raise FileRefused(_told(path, error)) from error
    if live is None:
        for definition in (document.definition, *list_others(document.beside, reference)):
            reference = add_named(reference, definition)
    return WorkflowFile(path, text, document.definition, document.beside, reference)


def find_own(name: str, reference: Reference) -> WorkflowId | None:
    """The published workflow that a file of this name stands for; None for a new one, and where two have it."""
    found = {v.workflow_id for v in reference.versions.values() if v.live and v.name == name}
    return found.pop() if len(found) == 1 else None


def _bring_files(path: Path, data: dict[str, object]) -> None:
    """Other workflows that the tests name by their file stand in their place. Raises FileRefused."""
    named = others_in(data)
    for name, file in named.items():
        if isinstance(file, str):
            beside = path.parent / file
            try:
                other = read(beside.read_text(encoding="utf-8")).data
            except (OSError, UnicodeDecodeError) as error:
                raise FileRefused(f"{path}: {beside} cannot be read: {error}") from error
            except Refusal as error:
                raise FileRefused(_told(beside, error)) from error
            named[name] = {key: value for key, value in other.items() if key not in BESIDE}


def _told(path: Path, error: Refusal) -> str:
    listed = cast("list[dict[str, object]]", error.details.get("errors") or [])
    lines = [str(part["message"]) for part in listed] or [error.text]
    return "\n".join(f"{path}: {line}" for line in lines)
