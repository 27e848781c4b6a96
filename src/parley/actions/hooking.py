"""A call of another system: a run has waited for it, or the workflow starts, or it is told why not."""

import json
from collections.abc import Iterator

from parley.actions.creating import create_contact
from parley.actions.hearing import hear, keep_early
from parley.actions.naming import find_named, read_named
from parley.actions.running import advance
from parley.actions.starting import Obstacle, start_workflow
from parley.domain.actor import Actor, ActorKind
from parley.domain.desk import Desk
from parley.domain.hook import HookCall, HookOutcome, HookResult
from parley.domain.ids import ContactId, RunId, WorkflowId
from parley.domain.workspace import PublishedVersion
from parley.workflows.definition import Definition
from parley.workflows.payloads import ContactBy, find_in
from parley.workflows.steps import WaitForEvent
from parley.workflows.triggers import IncomingWebhookTrigger

BY_PROGRAM = Actor(ActorKind.API)


def receive_call(desk: Desk, call: HookCall) -> HookResult:
    """Looks like this to who reads the deliveries. Who waits comes before who starts."""
    payload: object = json.loads(call.payload)
    version = _find_live(desk, call.workflow_id)
    definition = version.definition if version else None
    trigger = definition.trigger if isinstance(definition, Definition) else None
    starts = isinstance(trigger, IncomingWebhookTrigger)
    heard = _tell_who_waits(desk, call, payload, may_keep=not starts)
    if isinstance(heard, HookResult):
        return heard
    if version is None or (heard is None and not isinstance(trigger, IncomingWebhookTrigger)):
        return _keep(desk, call, HookOutcome.NOT_LISTENING)
    if not isinstance(trigger, IncomingWebhookTrigger):
        return _keep(desk, call, heard or HookOutcome.NOBODY_WAITS)
    return _start(desk, call, version, trigger, payload)


def _start(
    desk: Desk,
    call: HookCall,
    version: PublishedVersion,
    trigger: IncomingWebhookTrigger,
    payload: object,
) -> HookResult:
    contact_id = _find_or_create(desk, trigger, payload)
    if isinstance(contact_id, HookOutcome):
        return _keep(desk, call, contact_id)
    run = start_workflow(
        desk, contact_id, version, variables=trigger.read(payload), actor=BY_PROGRAM
    )
    if isinstance(run, Obstacle):
        return _keep(desk, call, run.value, contact_id)
    return _keep(desk, call, HookOutcome.STARTED, contact_id, run.id)


def _keep(
    desk: Desk,
    call: HookCall,
    outcome: str,
    contact_id: ContactId | None = None,
    run_id: RunId | None = None,
) -> HookResult:
    result = HookResult(desk.workspace_id, call.delivery_id, str(outcome), contact_id, run_id)
    desk.hook_results.append(result)
    return result


def _find_live(desk: Desk, workflow_id: WorkflowId) -> PublishedVersion | None:
    versions = desk.reference.versions.values()
    return next((v for v in versions if v.live and v.workflow_id == workflow_id), None)


def _find_or_create(
    desk: Desk, trigger: IncomingWebhookTrigger, payload: object
) -> ContactId | HookOutcome:
    named, field = find_in(payload, trigger.contact_path), trigger.contact_by
    found = find_named(desk, named, field)
    if found is not HookOutcome.UNKNOWN_CONTACT or not trigger.creates_contact:
        return found
    value = read_named(desk, named, field)
    name = find_in(payload, trigger.name_path) if trigger.name_path else None
    shown = name.strip()[:100] if isinstance(name, str) and name.strip() else value
    return create_contact(desk, shown, {field: value}, actor=BY_PROGRAM).id


# -- runs that wait ----------------------------------------------------------------------------------


def _tell_who_waits(
    desk: Desk, call: HookCall, payload: object, *, may_keep: bool
) -> HookResult | HookOutcome | None:
    """A run has gone on, or will. Else why none did; None if no version of the workflow waits for calls."""
    outcome: HookOutcome | None = None
    for contact_by, contact_path in dict.fromkeys(_list_lookups(desk, call.workflow_id)):
        contact_id = find_named(desk, find_in(payload, contact_path), contact_by)
        if isinstance(contact_id, HookOutcome):
            outcome = outcome or contact_id
            continue
        own = (run for run in desk.live_runs(contact_id) if run.workflow_id == call.workflow_id)
        for run in own:
            posted = hear(desk, run, payload, contact_by=contact_by, contact_path=contact_path)
            if posted is not None:
                advance(desk, run, posted)
                return _keep(desk, call, HookOutcome.RESUMED, run.contact_id, run.id)
            if may_keep and keep_early(
                desk, run, call, contact_by=contact_by, contact_path=contact_path
            ):
                return _keep(desk, call, HookOutcome.KEPT, run.contact_id, run.id)
        outcome = HookOutcome.NOBODY_WAITS
    return outcome


def _list_lookups(desk: Desk, workflow_id: WorkflowId) -> Iterator[tuple[ContactBy, str]]:
    """Older versions, too: their runs still wait."""
    for version in desk.reference.versions.values():
        if version.workflow_id == workflow_id and isinstance(version.definition, Definition):
            for step in version.definition.steps.values():
                if isinstance(step, WaitForEvent):
                    for _, awaited in step.webhooks():
                        yield awaited.contact_by, awaited.contact_path
