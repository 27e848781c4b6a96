"""Runs start: from an event, by name, or when a close can no longer be undone."""

from datetime import UTC, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from parley.actions.conversations import set_handler
from parley.actions.run_effects import actor_of
from parley.actions.run_views import LAST_MESSAGE, view_for
from parley.actions.running import advance, finish
from parley.domain.actor import Actor, ActorKind
from parley.domain.conversation import ClosingNote, Conversation, Handler
from parley.domain.desk import Desk
from parley.domain.events import (
    CallEnded,
    ContactFieldChanged,
    ContactLifecycleChanged,
    ContactTagged,
    ContactUntagged,
    ConversationClosed,
    ConversationFieldChanged,
    ConversationOpened,
    Event,
    RunStarted,
    WorkflowCalled,
)
from parley.domain.ids import UUID, ContactId, ConversationId, EventId, RunId, WorkflowId
from parley.domain.run import EndReason, Run, VariableValue
from parley.domain.timer import Timer, TimerKind
from parley.domain.workspace import PublishedVersion
from parley.workflows.decisions import Entered
from parley.workflows.definition import Definition
from parley.workflows.limits import CHAIN_DEPTH
from parley.workflows.triggers import Values, keyed
from parley.workflows.view import Scene

# Events that some trigger hears: all others pass without looking at a single workflow.
HEARD = frozenset(
    {
        ConversationOpened,
        ConversationClosed,
        ConversationFieldChanged,
        ContactTagged,
        ContactUntagged,
        ContactFieldChanged,
        ContactLifecycleChanged,
        CallEnded,
        WorkflowCalled,
    }
)
NOBODY, BOT = Handler.NOBODY, Handler.BOT
# A close may be undone up to its last moment, that included.
A_MOMENT = timedelta(milliseconds=1)


class Obstacle(StrEnum):
    """Why a workflow does not start for a contact now."""

    BLOCKED = "contact_blocked"
    IN_CHAIN = "in_chain"
    TOO_DEEP = "chain_too_deep"
    RUNNING = "already_running"
    ENROLLED = "enrolled_before"
    CONDITION = "condition_not_met"
    MOVED_ON = "conversation_open_again"
    HELD = "held_by_person"


class Occasion(Struct, frozen=True):
    """What starts a run: for whom, caused by whom, about which conversation. `event` is its cause, or None
    where it is started by name, with `values`.
    """

    contact_id: ContactId
    conversation_id: ConversationId | None
    actor: Actor
    event: Event | None = None
    values: Values = {}


def start_runs(desk: Desk, event: Event) -> list[Run]:
    """Starts each live workflow that the event triggers, in the order of first publication, and lets it go
    as far as it can. What follows a close waits for the time in which it may be undone (O2).
    """
    contact_id = event.contact_id
    if contact_id is None or type(event.body) not in HEARD:
        return []
    listening = list_listening(desk, event)
    if not listening:
        return []
    if type(event.body) is ConversationClosed:
        _await_settling(desk, event, contact_id)
        return []
    occasion = Occasion(contact_id, event.conversation_id, event.actor, event)
    return _start_all(desk, occasion, listening)


def start_after_close(desk: Desk, conversation_id: ConversationId, fingerprint: str) -> list[Run]:
    """The time to undo a close is over: what it triggers starts now, unless it was undone."""
    conversation = desk.find_conversation(conversation_id)
    if conversation is None or conversation.closed_at is None or conversation.closed_by is None:
        return []
    closed_at, *chain = fingerprint.split(" ")
    if _hour(conversation) != closed_at:
        return []
    actor = Actor(ActorKind.SYSTEM, chain=tuple(WorkflowId(UUID(part)) for part in chain))
    note = ClosingNote(conversation.category_id, conversation.summary)
    event = Event(
        desk.workspace_id,
        desk.new_id(EventId),
        conversation.closed_at,
        conversation.contact_id,
        conversation_id,
        actor,
        ConversationClosed(conversation.closed_by, note),
    )
    occasion = Occasion(conversation.contact_id, conversation_id, actor, event)
    return _start_all(desk, occasion, list_listening(desk, event))


def start_workflow(
    desk: Desk, contact_id: ContactId, version: PublishedVersion, *, variables: Values, actor: Actor
) -> Run | Obstacle:
    """Starts one workflow by name. The run, or what stands in its way; nothing has happened then."""
    contact_id = desk.get_contact(contact_id).id  # the id may be one that was merged into another
    conversation = desk.find_open_conversation(contact_id)
    conversation_id = conversation.id if conversation else None
    occasion = Occasion(contact_id, conversation_id, actor, values=variables)
    definition = version.definition
    if not isinstance(definition, Definition):
        return Obstacle.CONDITION
    return _start_if_free(desk, occasion, version, definition)


def start_by_clock(
    desk: Desk, contact_id: ContactId, version: PublishedVersion, *, values: Values
) -> Run | Obstacle:
    """The clock starts it: nobody, and no other workflow, is the cause."""
    return start_workflow(
        desk, contact_id, version, variables=values, actor=Actor(ActorKind.SYSTEM)
    )


def would_start(desk: Desk, contact_id: ContactId, version: PublishedVersion) -> bool:
    """True if the contact meets the workflow's condition now; what else may stand in the way is not asked."""
    definition = version.definition
    if not isinstance(definition, Definition):
        return False
    occasion = Occasion(contact_id, None, Actor(ActorKind.SYSTEM))
    return _values_for(desk, occasion, version, definition) is not None


def list_listening(desk: Desk, event: Event) -> list[tuple[PublishedVersion, Definition]]:
    """The live workflows that hear an event, in the order of first publication. What they demand beyond
    the event itself is not asked yet.
    """
    kind = type(event.body)
    heard = [
        (version, version.definition)
        for version in desk.reference.versions.values()
        if kind in version.hears
        and version.live
        and isinstance(version.definition, Definition)
        and version.definition.trigger.concerns(event)
        and _is_called(version, event)
    ]
    return sorted(heard, key=lambda pair: pair[0].published_order) if len(heard) > 1 else heard


def _is_called(version: PublishedVersion, event: Event) -> bool:
    body = event.body
    return type(body) is not WorkflowCalled or body.workflow_id == version.workflow_id


def _await_settling(desk: Desk, event: Event, contact_id: ContactId) -> None:
    conversation_id = event.conversation_id
    if conversation_id is None:
        return
    conversation = desk.get_conversation(conversation_id)
    if conversation.closed_at is None:
        return
    undo = timedelta(seconds=desk.reference.settings.undo_close_seconds)
    # The chain of causes travels along, so that no workflow starts from its own close.
    fingerprint = " ".join((_hour(conversation), *map(str, event.actor.chain)))
    desk.set_timer(
        Timer(
            desk.workspace_id,
            TimerKind.CLOSE_SETTLED,
            conversation_id,
            contact_id,
            conversation.closed_at + undo + A_MOMENT,
            fingerprint,
        )
    )


def _hour(conversation: Conversation) -> str:
    return conversation.closed_at.astimezone(UTC).isoformat() if conversation.closed_at else ""


def _start_all(
    desk: Desk, occasion: Occasion, listening: list[tuple[PublishedVersion, Definition]]
) -> list[Run]:
    started: list[Run] = []
    for version, definition in listening:
        run = _start_if_free(desk, occasion, version, definition)
        if isinstance(run, Run):
            started.append(run)
    return started


def _start_if_free(
    desk: Desk, occasion: Occasion, version: PublishedVersion, definition: Definition
) -> Run | Obstacle:
    """What needs loading is asked last."""
    contact_id, workflow_id = occasion.contact_id, version.workflow_id
    same = [run for run in desk.live_runs(contact_id) if run.workflow_id == workflow_id]
    running = same[0] if same else None
    obstacle = _find_obstacle(desk, occasion, version, definition)
    if obstacle is None and running is not None and definition.reentry == "when_ended":
        obstacle = Obstacle.RUNNING
    if obstacle is not None:
        return obstacle
    values = _values_for(desk, occasion, version, definition)
    if values is None:
        return Obstacle.CONDITION
    if version.once_per_contact and desk.has_been_enrolled(contact_id, workflow_id):
        return Obstacle.ENROLLED
    if running is not None:
        finish(desk, running, EndReason.RESTARTED)
    run_id = desk.new_id(RunId)
    run = _make_run(desk, occasion, version, definition, run_id=run_id, variables=values)
    return _begin(desk, run, definition)


def _find_obstacle(
    desk: Desk, occasion: Occasion, version: PublishedVersion, definition: Definition
) -> Obstacle | None:
    """Blocked contacts start nothing; no workflow starts from what it caused, nor at the end of a long
    chain; nobody is asked about the last conversation in the midst of the next, nor disturbed by the clock
    while a person is at work.
    """
    if desk.get_contact(occasion.contact_id).blocked_at is not None:
        return Obstacle.BLOCKED
    if version.workflow_id in occasion.actor.chain:
        return Obstacle.IN_CHAIN
    if len(occasion.actor.chain) >= CHAIN_DEPTH:
        return Obstacle.TOO_DEEP
    return _find_people(desk, occasion, definition) if definition.routes else None


def _find_people(desk: Desk, occasion: Occasion, definition: Definition) -> Obstacle | None:
    """What a workflow that decides who gets the conversation would get in the way of."""
    trigger = definition.trigger
    if not trigger.FOLLOWS_CLOSE and not trigger.YIELDS_TO_PEOPLE:
        return None
    conversation = desk.find_open_conversation(occasion.contact_id)
    if conversation is None:
        return None
    if trigger.FOLLOWS_CLOSE:
        return Obstacle.MOVED_ON
    return Obstacle.HELD if _is_with_people(desk, conversation) else None


def _is_with_people(desk: Desk, conversation: Conversation) -> bool:
    """Somebody has it, or the contact waits in line for somebody."""
    if conversation.assignee_id is not None or conversation.handler is Handler.AGENT:
        return True
    return desk.queue.get(conversation.id) is not None


def _values_for(
    desk: Desk, occasion: Occasion, version: PublishedVersion, definition: Definition
) -> dict[str, VariableValue] | None:
    """The run's first variables; None if the trigger's condition does not hold."""
    trigger, event = definition.trigger, occasion.event
    looks = trigger.condition is not None or definition.reads_trigger
    if not looks and not definition.reads_last_message:
        return keyed(occasion.values)
    # The conditions look at a run that does not exist yet; only its id is missing.
    run_id = RunId(occasion.contact_id)
    draft = _make_run(desk, occasion, version, definition, run_id=run_id, variables={})
    view = view_for(desk, draft)
    values = keyed(trigger.values(event, view) if event is not None else occasion.values)
    if not trigger.allows(Scene(replace(draft, variables=values), view, definition.quiet_seconds)):
        return None
    if event is not None and not definition.reads_trigger:
        values = {}
    return {**values, LAST_MESSAGE: view.last_message} if definition.reads_last_message else values


def _make_run(
    desk: Desk,
    occasion: Occasion,
    version: PublishedVersion,
    definition: Definition,
    *,
    run_id: RunId,
    variables: dict[str, VariableValue],
) -> Run:
    return Run(
        desk.workspace_id,
        run_id,
        version.workflow_id,
        version.version_id,
        occasion.contact_id,
        occasion.conversation_id or _open_conversation_id(desk, occasion.contact_id),
        definition.start,
        visit=1,
        waiting=None,
        variables=variables,
        jumps={},
        chain=(*occasion.actor.chain, version.workflow_id),
        speaks=version.speaks,
        started_at=desk.now,
        visit_started_at=desk.now,
    )


def _open_conversation_id(desk: Desk, contact_id: ContactId) -> ConversationId | None:
    conversation = desk.find_open_conversation(contact_id)
    return conversation.id if conversation else None


def _begin(desk: Desk, run: Run, definition: Definition) -> Run:
    desk.put_run(run)
    desk.emit(
        RunStarted(run.id, run.workflow_id, run.version_id),
        actor=actor_of(run),
        contact_id=run.contact_id,
        conversation_id=run.conversation_id,
    )
    conversation = desk.find_open_conversation(run.contact_id)
    if definition.routes and conversation is not None and conversation.handler is NOBODY:
        set_handler(desk, conversation.id, BOT)
    return advance(desk, run, Entered())
