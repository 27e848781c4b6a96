"""What playing a workflow's tests and simulating it involves."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from parley.api.deps import Deps
from parley.api.scope import Scope
from parley.api.views.contacts import get_seen_contact
from parley.domain.contact import Contact
from parley.domain.errors import Invalid, NotFound
from parley.domain.ids import ContactId, WorkflowId
from parley.domain.workspace import Reference
from parley.rehearsal.playing import Player
from parley.rehearsal.script import Person, Suite, Turn, parse_suite
from parley.rehearsal.simulating import Walk, simulate
from parley.rehearsal.stage import NotOnStage
from parley.rehearsal.suite import SuiteResult, run_suite
from parley.storage.reads.contacts import ContactRow
from parley.storage.setup import workflow_tests, workflows
from parley.storage.setup.workflows import StoredWorkflow
from parley.workflows.definition import Definition, parse_definition


def find_suite(data: object) -> Suite:
    return parse_suite(data)


async def get_definition(
    deps: Deps, scope: Scope, workflow_id: WorkflowId, given: dict[str, Any] | None
) -> Definition:
    """What is given, else the draft. Raises NotFound, Invalid."""
    found = await workflows.find_workflow(deps.pool, scope.workspace_id, workflow_id)
    if found is None:
        raise NotFound
    return parse_definition(found.draft if given is None else given)


async def play_suite(deps: Deps, scope: Scope, definition: Definition, suite: Suite) -> SuiteResult:
    """In a thread of its own: other requests go on meanwhile."""
    reference = await deps.reference(scope.workspace_id)
    return await asyncio.to_thread(run_suite, definition, suite, reference)


async def get_person(deps: Deps, scope: Scope, contact_id: ContactId) -> Contact:
    """Raises NotFound for a contact who is not the caller's to see."""
    row = await get_seen_contact(deps, scope, contact_id)
    known = {name: getattr(row, name) for name in ContactRow.__struct_fields__}
    shared = {name: known[name] for name in Contact.__struct_fields__ if name in known}
    return Contact(workspace_id=scope.workspace_id, **shared)


def make_player(
    definition: Definition,
    reference: Reference,
    *,
    person: Contact | Person,
    channel: str,
    at: datetime,
    online: list[str],
) -> Player:
    """Raises Invalid for names that nobody has."""
    try:
        return Player(definition, reference, person=person, channel=channel, at=at, online=online)
    except NotOnStage as error:
        raise Invalid(str(error)) from error


async def play_turns(player: Player, turns: Sequence[Turn]) -> Walk:
    return await asyncio.to_thread(simulate, player, turns)


async def check_tests(deps: Deps, scope: Scope, found: StoredWorkflow) -> None:
    """Raises Invalid if the workflow is published only with green tests and has none, or one that fails.
    What keeps the draft from being a definition is for the checks to say.
    """
    stored = await workflow_tests.get_tests(deps.pool, scope.workspace_id, found.id)
    if not stored.required:
        return
    suite = parse_suite(msgspec.json.decode(stored.suite))
    if not suite.tests:
        raise Invalid("This workflow is published with green tests only, and it has none.")
    try:
        definition = parse_definition(found.draft)
    except Invalid:
        return
    result = await play_suite(deps, scope, definition, suite)
    failed = result.first_failure
    if failed is not None:
        failures = [
            {"test": case.name, "why": case.failure} for case in result.cases if not case.passed
        ]
        raise Invalid(f"The test {failed.name!r} failed: {failed.failure}.", failed_tests=failures)
