"""What drawing, publishing and stopping a workflow involves."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import msgspec

from parley.actions.runs import stop_run
from parley.actions.scheduling import find_schedule
from parley.api.changes import change
from parley.api.deps import Deps
from parley.api.desks import decide
from parley.api.limits import WORKFLOWS_PER_WORKSPACE
from parley.api.rehearsals import check_tests, find_suite
from parley.api.scope import Scope
from parley.api.workflow_bodies import NewWorkflow, WorkflowChange
from parley.domain.desk import Desk
from parley.domain.errors import Invalid, LimitExceeded, NotFound
from parley.domain.ids import ContactId, RunId, VersionId, WorkflowId
from parley.domain.needs import Needs
from parley.domain.workspace import Reference
from parley.storage import codec, schedules
from parley.storage.database import Connection, Pool
from parley.storage.setup import workflow_tests, workflows
from parley.storage.setup.workflow_tests import StoredTests
from parley.storage.setup.workflows import StoredWorkflow
from parley.workflows.checks import Finding, is_publishable, validate_for_publish
from parley.workflows.definition import Definition, parse_definition
from parley.workflows.templates import get_template, instantiate
from parley.workflows.templates.suite import suite_of
from parley.workflows.triggers import ScheduleTrigger

RUNS_AT_ONCE = 100


async def create_workflow(deps: Deps, scope: Scope, body: NewWorkflow) -> WorkflowId:
    """Raises Invalid without a name or for a template's choice, NotFound for the template, LimitExceeded."""
    draft, suite = await _drawn(deps, scope, body)
    name = body.name or _name_in(draft)
    description = body.description or str(draft.get("description", ""))
    workflow_id = WorkflowId(deps.ids.new_id())
    async with change(deps, scope, noun="workflow", subject=workflow_id) as connection:
        count = await workflows.count_workflows(connection, scope.workspace_id)
        if count >= WORKFLOWS_PER_WORKSPACE:
            raise LimitExceeded(
                f"A workspace has at most {WORKFLOWS_PER_WORKSPACE} workflows.",
                limit=WORKFLOWS_PER_WORKSPACE,
            )
        await workflows.add_workflow(
            connection,
            scope.workspace_id,
            workflow_id,
            name=name,
            description=description,
            draft=_encoded(draft),
            now=deps.clock.now(),
            user_id=scope.user_id,
        )
        if suite is not None:
            stored = StoredTests(suite, body.tests_required)
            await workflow_tests.keep_tests(connection, scope.workspace_id, workflow_id, stored)
    return workflow_id


async def update_draft(
    deps: Deps, scope: Scope, workflow_id: WorkflowId, body: WorkflowChange
) -> None:
    """Raises NotFound."""
    given = body.model_fields_set
    async with change(deps, scope, noun="workflow", subject=workflow_id) as connection:
        former = await _get_workflow(connection, scope, workflow_id)
        await workflows.update_workflow(
            connection,
            scope.workspace_id,
            workflow_id,
            name=body.name or former.name,
            description=body.description if "description" in given else former.description,
            draft=_encoded(body.draft) if "draft" in given else former.draft,
            now=deps.clock.now(),
            user_id=scope.user_id,
        )


async def publish(deps: Deps, scope: Scope, workflow_id: WorkflowId) -> None:
    """Raises NotFound, Invalid with `findings` or `failed_tests`. The same content as the live version
    makes no new one.
    """
    reference = await deps.reference(scope.workspace_id)
    # Tests may take their time, and so are played before anything is locked.
    tested = await _get_workflow(deps.pool, scope, workflow_id)
    await check_tests(deps, scope, tested)
    async with change(deps, scope, noun="workflow", subject=workflow_id) as connection:
        found = await _get_workflow(connection, scope, workflow_id)
        if found.draft != tested.draft:
            raise Invalid("The draft was changed while it was tested. Publish it again.")
        try:
            definition = _definition_of(found)
        except Invalid as error:
            raise Invalid(error.text, findings=_as_findings(error)) from error
        now, content_hash = deps.clock.now(), definition.content_hash
        findings = validate_for_publish(definition, reference, workflow_id=workflow_id, now=now)
        if not is_publishable(findings):
            raise Invalid("The draft cannot be published yet.", findings=findings)
        await _set_schedule(connection, found, definition, reference, now)
        if found.live_version_id is not None and found.live_hash == content_hash:
            await workflows.go_live(
                connection,
                scope.workspace_id,
                workflow_id,
                found.live_version_id,
                now=now,
                user_id=scope.user_id,
            )
            return
        await workflows.publish_version(
            connection,
            scope.workspace_id,
            workflow_id,
            VersionId(deps.ids.new_id()),
            definition=definition.model_dump_json().encode(),
            content_hash=content_hash,
            now=now,
            user_id=scope.user_id,
        )


async def _set_schedule(
    connection: Connection,
    found: StoredWorkflow,
    definition: Definition,
    reference: Reference,
    now: datetime,
) -> None:
    """The new one in place of the former; one that is due at the same hours goes on where it stands. A tick
    under way goes on with what is published now, if a schedule starts that still.
    """
    workspace_id, trigger = reference.workspace_id, definition.trigger
    if not isinstance(trigger, ScheduleTrigger):
        await schedules.drop_schedule(connection, workspace_id, found.id, now=now)
        return
    live = find_schedule(reference, found.id) if found.is_published else None
    if live is None or not live[1].is_due_as(trigger):
        following = trigger.next_after(now, reference.settings.timezone)
        await schedules.put_schedule(
            connection, workspace_id, found.id, after=now, next_at=following
        )


async def stop(deps: Deps, scope: Scope, workflow_id: WorkflowId) -> None:
    """Stopped first, so that no run starts behind our back; asked again it ends what is left."""
    async with change(deps, scope, noun="workflow", subject=workflow_id) as connection:
        await _get_workflow(connection, scope, workflow_id)
        await schedules.drop_schedule(
            connection, scope.workspace_id, workflow_id, now=deps.clock.now()
        )
        await workflows.stop_workflow(
            connection,
            scope.workspace_id,
            workflow_id,
            now=deps.clock.now(),
            user_id=scope.user_id,
        )
    after: RunId | None = None
    while live := await workflows.list_live_runs(
        deps.pool, scope.workspace_id, workflow_id, after=after, limit=RUNS_AT_ONCE
    ):
        await _stop_runs(deps, scope, live)
        after = live[-1][1]


async def _stop_runs(deps: Deps, scope: Scope, live: Sequence[tuple[ContactId, RunId]]) -> None:
    contacts = frozenset(contact_id for contact_id, _ in live)
    # All at once: what one run's end may ask for would else be loaded contact by contact.
    needs = Needs(contacts=contacts, queued_sends=contacts)

    def work(desk: Desk) -> None:
        for _, run_id in live:
            # One that ended meanwhile is not on the desk.
            if desk.runs.get(run_id) is not None:
                stop_run(desk, run_id, actor=scope.actor)

    await decide(deps, scope, needs, work)


async def list_findings(deps: Deps, scope: Scope, workflow_id: WorkflowId) -> list[Finding]:
    """What would be said of the draft, warnings included. Raises NotFound."""
    found = await _get_workflow(deps.pool, scope, workflow_id)
    try:
        definition = _definition_of(found)
    except Invalid as error:
        return _as_findings(error)
    reference = await deps.reference(scope.workspace_id)
    return validate_for_publish(
        definition, reference, workflow_id=workflow_id, now=deps.clock.now()
    )


def _as_findings(error: Invalid) -> list[Finding]:
    listed = cast(Sequence[dict[str, str]], error.details.get("errors", ()))
    return [
        Finding("incomplete", _step_in(entry["field"]), f"{entry['field']}: {entry['message']}")
        for entry in listed
    ] or [Finding("incomplete", None, error.text)]


def _step_in(field: str) -> str | None:
    """The step that a place of a definition lies in, as `steps.ask.text` lies in `ask`."""
    parts = field.split(".")
    return parts[1] if parts[0] == "steps" and len(parts) > 1 else None


def _definition_of(found: StoredWorkflow) -> Definition:
    """The draft under the workflow's own name: the row is what people rename."""
    draft: dict[str, object] = msgspec.json.decode(found.draft)
    named = {**draft, "name": found.name, "description": found.description}
    try:
        return parse_definition(named)
    except Invalid as error:
        raise Invalid("The draft is not complete.", **error.details) from error


async def _drawn(
    deps: Deps, scope: Scope, body: NewWorkflow
) -> tuple[dict[str, Any], bytes | None]:
    """The draft, and the tests that a template brings with it."""
    if body.template is None:
        if body.choices:
            raise Invalid("Choices belong to a template.", field="body.choices")
        if body.tests_required:
            raise Invalid("There are no tests yet to be required.", field="body.tests_required")
        return body.draft, None
    if body.draft:
        raise Invalid("Either a draft or a template, not both.", field="body.template")
    reference = await deps.reference(scope.workspace_id)
    template = get_template(body.template)
    drawn = instantiate(template, body.choices, reference)
    suite = find_suite(suite_of(template, body.choices, reference))
    return drawn.model_dump(mode="json"), suite.model_dump_json(exclude_defaults=True).encode()


def _name_in(draft: dict[str, Any]) -> str:
    name = str(draft.get("name", "")).strip()
    if not name:
        raise Invalid("A workflow has a name.", field="body.name")
    return name


def _encoded(draft: dict[str, Any]) -> bytes:
    """Raises Invalid for what JSON has no word for: endless numbers, half a character."""
    try:
        json.dumps(draft, allow_nan=False)
        return codec.encode(draft)
    except (OverflowError, ValueError) as error:
        raise Invalid(
            "The draft holds a value that cannot be stored.", field="body.draft"
        ) from error


async def _get_workflow(
    connection: Connection | Pool, scope: Scope, workflow_id: WorkflowId
) -> StoredWorkflow:
    found = await workflows.find_workflow(connection, scope.workspace_id, workflow_id)
    if found is None:
        raise NotFound
    return found
