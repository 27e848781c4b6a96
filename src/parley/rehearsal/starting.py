"""What starts a workflow from outside a conversation: a shortcut, a webhook, another workflow."""

import json
from collections.abc import Mapping

from parley.actions.hooking import receive_call
from parley.actions.starting import Obstacle, start_workflow
from parley.domain.actor import Actor, ActorKind, user_actor
from parley.domain.events import WorkflowCalled
from parley.domain.hook import HookCall, HookResult
from parley.domain.ids import RunId, UserId, WorkflowId
from parley.domain.run import VariableValue
from parley.domain.workspace import PublishedVersion
from parley.rehearsal.desk import fixed_id
from parley.rehearsal.stage import NotOnStage, Stage
from parley.workflows.definition import Definition
from parley.workflows.triggers import ManualTrigger, ShortcutTrigger

CALLER = WorkflowId(fixed_id(99))
CONTACT_ID = "{{contact.id}}"


def run_shortcut(
    stage: Stage, who: str, version: PublishedVersion, answers: Mapping[str, object], *, by: UserId
) -> None:
    """A user fills in the form. Raises NotOnStage for what is no shortcut, is not theirs, or cannot start."""
    definition = version.definition
    trigger = definition.trigger if isinstance(definition, Definition) else None
    if not isinstance(trigger, ShortcutTrigger):
        raise NotOnStage("The workflow is no shortcut.")
    user = stage.reference.users[by]
    teams = frozenset(
        team.id
        for team in stage.reference.teams.values()
        if any(member.user_id == by for member in team.members)
    )
    if not trigger.may_be_run_by(user.role, teams):
        raise NotOnStage(f"{user.name} may not run this shortcut.")
    values = {**trigger.read_form(answers), "user": user.name}
    contact_id = stage.contact(who).id
    started = start_workflow(
        stage.desk, contact_id, version, variables=values, actor=user_actor(by)
    )
    if isinstance(started, Obstacle):
        raise NotOnStage(f"The workflow does not start: {started.value}.")
    stage.settle()


def post_to_webhook(
    stage: Stage, who: str, workflow_id: WorkflowId, payload: Mapping[str, object]
) -> HookResult:
    """Another system posts to the workflow's address; `{{contact.id}}` stands for the contact's id."""
    told = json.dumps(payload)
    contact = stage.find_contact(who)
    if contact is not None:
        told = told.replace(CONTACT_ID, str(contact.id))
    delivery_id = stage.desk.new_id(lambda made: made)
    result = receive_call(stage.desk, HookCall(workflow_id, delivery_id, told.encode()))
    stage.settle()
    return result


def call_workflow(
    stage: Stage, who: str, version: PublishedVersion, values: Mapping[str, VariableValue]
) -> None:
    """Another workflow, of which nothing else is known, starts this one for the contact."""
    definition = version.definition
    if not isinstance(definition, Definition) or not isinstance(definition.trigger, ManualTrigger):
        raise NotOnStage("The workflow has no manual trigger: no other can start it.")
    desk, contact_id = stage.desk, stage.contact(who).id
    conversation = desk.find_open_conversation(contact_id)
    desk.emit(
        WorkflowCalled(version.workflow_id, RunId(CALLER), dict(values)),
        actor=Actor(ActorKind.WORKFLOW, CALLER, (CALLER,)),
        contact_id=contact_id,
        conversation_id=conversation.id if conversation else None,
    )
    stage.settle()
