"""A call of another system: the contact is looked up, and the workflow starts, or it is told why not."""

import json

from parley.actions.creating import create_contact
from parley.actions.field_values import check_field_value
from parley.actions.starting import Obstacle, start_workflow
from parley.domain.actor import Actor, ActorKind
from parley.domain.contact import FieldScope
from parley.domain.desk import Desk
from parley.domain.errors import Refusal
from parley.domain.hook import HookCall, HookOutcome, HookResult
from parley.domain.ids import UUID, ContactId, WorkflowId
from parley.domain.workspace import PublishedVersion
from parley.workflows.definition import Definition
from parley.workflows.triggers import IncomingWebhookTrigger
from parley.workflows.triggers.webhook import find_in

BY_PROGRAM = Actor(ActorKind.API)
NOBODY = ContactId(UUID(int=0))


def receive_call(desk: Desk, call: HookCall) -> HookResult:
    """Looks like this to who reads the deliveries; two contacts with the value start nothing (O7)."""
    found = _find_listener(desk, call.workflow_id)
    if found is None:
        return _keep(desk, call, HookOutcome.NOT_LISTENING)
    version, trigger = found
    payload: object = json.loads(call.payload)
    contact_id = _find_contact(desk, trigger, payload)
    if isinstance(contact_id, HookOutcome | str):
        return _keep(desk, call, contact_id)
    run = start_workflow(
        desk, contact_id, version, variables=trigger.read(payload), actor=BY_PROGRAM
    )
    if isinstance(run, Obstacle):
        return _keep(desk, call, run.value, contact_id=contact_id)
    result = HookResult(
        desk.workspace_id, call.delivery_id, HookOutcome.STARTED, contact_id, run.id
    )
    desk.hook_results.append(result)
    return result


def _keep(
    desk: Desk, call: HookCall, outcome: str, *, contact_id: ContactId | None = None
) -> HookResult:
    result = HookResult(desk.workspace_id, call.delivery_id, str(outcome), contact_id)
    desk.hook_results.append(result)
    return result


def _find_listener(
    desk: Desk, workflow_id: WorkflowId
) -> tuple[PublishedVersion, IncomingWebhookTrigger] | None:
    for version in desk.reference.versions.values():
        if version.live and version.workflow_id == workflow_id:
            definition = version.definition
            trigger = definition.trigger if isinstance(definition, Definition) else None
            return (version, trigger) if isinstance(trigger, IncomingWebhookTrigger) else None
    return None


def _find_contact(desk: Desk, trigger: IncomingWebhookTrigger, payload: object) -> ContactId | str:
    """The one contact that is meant, or the word for why there is none."""
    named = find_in(payload, trigger.contact_path)
    if isinstance(named, bool) or not isinstance(named, str | int) or not str(named).strip():
        return HookOutcome.NO_CONTACT
    if trigger.contact_by == "id":
        return _find_by_id(desk, str(named))
    try:
        value = check_field_value(
            desk.reference, FieldScope.CONTACT, trigger.contact_by, str(named).strip()
        )
    except Refusal:
        return HookOutcome.NO_CONTACT
    return _find_by_value(desk, trigger, str(value), payload)


def _find_by_id(desk: Desk, named: str) -> ContactId | str:
    try:
        contact_id = ContactId(UUID(named))
    except ValueError:
        return HookOutcome.UNKNOWN_CONTACT
    contact = desk.find_contact(contact_id)
    return contact.id if contact else HookOutcome.UNKNOWN_CONTACT


def _find_by_value(
    desk: Desk, trigger: IncomingWebhookTrigger, value: str, payload: object
) -> ContactId | str:
    field = trigger.contact_by
    # Somebody may have been made, or changed, since the look-up: by this batch.
    stored = desk.others_with(field, value, than=NOBODY)
    known = {contact_id for contact_id in stored if _has(desk, contact_id, field, value)}
    known |= {contact.id for contact in desk.contacts if getattr(contact, field) == value}
    if len(known) > 1:
        return HookOutcome.SEVERAL_CONTACTS
    if known:
        return known.pop()
    if not trigger.creates_contact:
        return HookOutcome.UNKNOWN_CONTACT
    name = find_in(payload, trigger.name_path) if trigger.name_path else None
    shown = name.strip()[:100] if isinstance(name, str) and name.strip() else value
    return create_contact(desk, shown, {field: value}, actor=BY_PROGRAM).id


def _has(desk: Desk, contact_id: ContactId, field: str, value: str) -> bool:
    contact = desk.find_contact(contact_id)
    return contact is not None and getattr(contact, field) == value
