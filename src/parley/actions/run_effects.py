"""The effects of steps, performed through the same actions that people use."""

from typing import assert_never

from msgspec.structs import replace

from parley.actions.assigning import assign_conversation, change_team
from parley.actions.comments import add_comment
from parley.actions.contacts import set_contact_field, tag_contact, untag_contact
from parley.actions.conversations import (
    close_conversation,
    open_conversation,
    set_conversation_field,
)
from parley.actions.lifecycle import set_lifecycle_stage
from parley.actions.messages import write_message
from parley.actions.queueing import enqueue, make_entry
from parley.actions.run_views import conversation_of, find_definition
from parley.actions.tagging import tag_contact_by_name
from parley.domain.actor import Actor, ActorKind
from parley.domain.calls import Call
from parley.domain.conversation import Conversation, Source
from parley.domain.desk import Desk
from parley.domain.errors import AlreadyRunning, NoOpenConversation
from parley.domain.events import WorkflowCalled
from parley.domain.ids import CallId
from parley.domain.message import Message
from parley.domain.queue import QueueEntry
from parley.domain.run import Run
from parley.workflows.decisions import (
    AddNewTag,
    AddTag,
    CallHttp,
    CallWorkflow,
    ChooseTeam,
    Close,
    CountJump,
    Effect,
    JoinQueue,
    Open,
    RemoveTag,
    SaveContactField,
    SaveConversationField,
    SaveVariable,
    SendContent,
    SetStage,
    Unassign,
    WriteComment,
)

# An enum finds its members slowly, and every effect has its actor.
_WORKFLOW = ActorKind.WORKFLOW


def actor_of(run: Run) -> Actor:
    return Actor(_WORKFLOW, run.workflow_id, run.chain)


def perform(desk: Desk, run: Run, effect: Effect) -> tuple[Run, Message | None]:
    """The run as it is afterwards, and the message if one was written. Raises Refusal; nothing of this
    effect has happened then.
    """
    # What most runs do comes first, by its exact class: each `case` that is passed by takes long.
    if type(effect) is SendContent:
        return run, _send(desk, run, effect)
    if (
        type(effect) is SaveConversationField
        or type(effect) is ChooseTeam
        or type(effect) is JoinQueue
    ):
        _change_conversation(desk, run, effect)
        return run, None
    match effect:
        case WriteComment() | Close() | Unassign():
            _change_conversation(desk, run, effect)
        case SaveContactField() | AddTag() | AddNewTag() | RemoveTag() | SetStage():
            _change_contact(desk, run, effect)
        case CallHttp():
            write_call(desk, run, effect)
        case CallWorkflow():
            _call(desk, run, effect)
        case SaveVariable() | CountJump() | Open():
            return _change_run(desk, run, effect), None
        case _:
            assert_never(effect)
    return run, None


def write_call(desk: Desk, run: Run, effect: CallHttp) -> None:
    """The request leaves after the commit; a run that has ended meanwhile does not take it back."""
    call = Call(
        desk.workspace_id,
        desk.new_id(CallId),
        run.id,
        run.contact_id,
        run.visit,
        effect.method,
        effect.url,
        effect.headers,
        effect.body,
        effect.retries,
        desk.now,
        desk.now,
        effect.secrets,
    )
    desk.calls.append(call)


def _send(desk: Desk, run: Run, effect: SendContent) -> Message:
    return write_message(
        desk,
        run.contact_id,
        effect.content,
        actor=actor_of(run),
        channel_id=effect.channel_id,
        run_id=run.id,
        visit=run.visit,
    )


def _call(desk: Desk, run: Run, effect: CallWorkflow) -> None:
    """Told as an event, so that the other workflow starts when this step is over. Raises AlreadyRunning."""
    called = effect.workflow_id
    if any(other.workflow_id == called for other in desk.live_runs(run.contact_id)):
        version = next(
            (v for v in desk.reference.versions.values() if v.live and v.workflow_id == called),
            None,
        )
        definition = find_definition(desk, version.version_id) if version else None
        if definition is None or definition.reentry == "when_ended":
            raise AlreadyRunning(workflow_id=str(called))
    desk.emit(
        WorkflowCalled(called, run.id, dict(effect.variables)),
        actor=actor_of(run),
        contact_id=run.contact_id,
        conversation_id=run.conversation_id,
    )


def _change_run(desk: Desk, run: Run, effect: SaveVariable | CountJump | Open) -> Run:
    match effect:
        case SaveVariable(name=name, value=value):
            return replace(run, variables={**run.variables, name: value})
        case CountJump():
            step_id = run.step_id or ""
            return replace(run, jumps={**run.jumps, step_id: run.jumps.get(step_id, 0) + 1})
        case Open():
            opened = open_conversation(
                desk, run.contact_id, source=Source.WORKFLOW, actor=actor_of(run)
            )
            return replace(run, conversation_id=opened.id)
        case _:
            assert_never(effect)


def _change_contact(
    desk: Desk, run: Run, effect: SaveContactField | AddTag | AddNewTag | RemoveTag | SetStage
) -> None:
    actor = actor_of(run)
    match effect:
        case SaveContactField(slug=slug, value=value):
            set_contact_field(desk, run.contact_id, slug, value, actor=actor)
        case AddTag(tag_id=tag_id):
            tag_contact(desk, run.contact_id, tag_id, actor=actor)
        case AddNewTag(name=name):
            tag_contact_by_name(desk, run.contact_id, name, actor=actor)
        case RemoveTag(tag_id=tag_id):
            untag_contact(desk, run.contact_id, tag_id, actor=actor)
        case SetStage(stage_id=stage_id):
            set_lifecycle_stage(desk, run.contact_id, stage_id, actor=actor)
        case _:
            assert_never(effect)


def _change_conversation(
    desk: Desk,
    run: Run,
    effect: SaveConversationField | WriteComment | Close | ChooseTeam | Unassign | JoinQueue,
) -> None:
    conversation = _conversation_for(desk, run, effect)
    actor = actor_of(run)
    if type(effect) is SaveConversationField:
        set_conversation_field(desk, conversation.id, effect.slug, effect.value, actor=actor)
    elif type(effect) is ChooseTeam:
        change_team(desk, conversation.id, effect.team_id, actor=actor)
    elif type(effect) is JoinQueue:
        enqueue(desk, _entry(desk, run, conversation, effect), actor=actor)
    elif type(effect) is WriteComment:
        add_comment(desk, conversation.id, effect.body, actor=actor, mentions=effect.mentions)
    elif type(effect) is Close:
        close_conversation(desk, run.contact_id, effect.note, source=Source.WORKFLOW, actor=actor)
    elif type(effect) is Unassign:
        assign_conversation(desk, conversation.id, None, actor=actor, automatic=True)
    else:
        assert_never(effect)


# Fields and comments may also be those of the conversation that a run looks back at.
_LOOKING_BACK = frozenset({SaveConversationField, WriteComment})


def _conversation_for(desk: Desk, run: Run, effect: Effect) -> Conversation:
    looks_back = type(effect) in _LOOKING_BACK
    about = (
        conversation_of(desk, run) if looks_back else desk.find_open_conversation(run.contact_id)
    )
    if about is None:
        raise NoOpenConversation(contact_id=str(run.contact_id))
    return about


def _entry(desk: Desk, run: Run, conversation: Conversation, effect: JoinQueue) -> QueueEntry:
    entry = make_entry(
        desk,
        conversation,
        user_id=effect.user_id,
        team_id=effect.team_id,
        strategy=effect.strategy,
        next_strategy=effect.next_strategy,
        preferred_seconds=effect.preferred_seconds,
    )
    return replace(
        entry,
        online_only=effect.online_only,
        max_open=effect.max_open,
        priority=effect.priority,
        deadline_at=effect.deadline_at,
        skills=effect.skills,
        rings=effect.rings,
        any_of=effect.any_of,
        run_id=run.id,
        visit=run.visit,
    )
