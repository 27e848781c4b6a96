"""Runs start, wake, go on and end."""

from msgspec.structs import replace

from parley.actions.answering import offer_answer, settle_delivery
from parley.actions.conversations import set_handler
from parley.actions.run_effects import actor_of
from parley.actions.run_views import LAST_MESSAGE, view_for
from parley.actions.running import advance, fingerprint, finish, may_be_ended, resume_suspended
from parley.domain.actor import Actor
from parley.domain.conversation import Handler
from parley.domain.desk import Desk
from parley.domain.errors import NotFound
from parley.domain.events import (
    ConversationAssigned,
    ConversationLeftQueue,
    ConversationOpened,
    Event,
    RunStarted,
)
from parley.domain.ids import ContactId, ConversationId, RunId, UserId
from parley.domain.queue import QueueEntry
from parley.domain.run import EndReason, Run, WaitKind
from parley.domain.workspace import PublishedVersion
from parley.workflows.decisions import Claimed, Due, Entered
from parley.workflows.definition import Definition
from parley.workflows.view import Scene

__all__ = [
    "end_runs",
    "offer_answer",
    "resume_assigned",
    "settle_delivery",
    "start_runs",
    "stop_run",
    "wake_run",
]

# Events that some trigger hears: all others pass without looking at a single workflow.
_HEARD = (ConversationOpened,)


def start_runs(desk: Desk, event: Event) -> list[Run]:
    """Starts each live workflow that the event triggers, in the order of first publication, and lets it go
    as far as it can. A run whose queue entry went away goes on, too.
    """
    if isinstance(event.body, ConversationAssigned | ConversationLeftQueue):
        _release_stranded(desk, event)
    if event.contact_id is None or not isinstance(event.body, _HEARD):
        return []
    versions = sorted(desk.reference.versions.values(), key=lambda version: version.published_order)
    started: list[Run] = []
    for version in versions:
        definition = _find_triggered(desk, event, event.contact_id, version)
        if definition is not None:
            started.append(_start(desk, event, event.contact_id, version, definition))
    return started


def wake_run(desk: Desk, run_id: RunId, given: str) -> Run | None:
    """The timer of a run has come. None if what it was set for is over."""
    run = desk.runs.get(run_id)
    if run is None or not run.is_live or run.waiting is None or run.waiting.suspended:
        return None
    until = run.waiting.until
    if fingerprint(run) != given or until is None or until > desk.now:
        return None
    return advance(desk, run, Due())


def resume_assigned(desk: Desk, entry: QueueEntry, *, user_id: UserId | None) -> Run | None:
    """The queue has found somebody for a run's Assign To, or `user_id` None: nobody in its time."""
    run = desk.runs.get(entry.run_id) if entry.run_id is not None else None
    if run is None or not _waits_for_assignment(run) or run.visit != entry.visit:
        return None
    return advance(desk, run, Claimed(user_id))


def end_runs(
    desk: Desk,
    contact_id: ContactId,
    reason: EndReason,
    *,
    actor: Actor,
    conversation_id: ConversationId | None = None,
    only_speaking: bool = False,
) -> list[Run]:
    """Ends the contact's live runs, or those of one conversation (O1). `only_speaking`: those that write to
    the contact, unless their workflow opted out of this reason (O17).
    """
    ended: list[Run] = []
    for run in desk.live_runs(contact_id):
        if conversation_id is not None and run.conversation_id != conversation_id:
            continue
        if only_speaking and not may_be_ended(desk, run, reason):
            continue
        ended.append(finish(desk, run, reason, actor=actor))
    if ended:
        resume_suspended(desk, contact_id)
    return ended


def stop_run(desk: Desk, run_id: RunId, *, actor: Actor) -> Run:
    """A person stops one run; an ended one is left as it is. Raises NotFound."""
    run = desk.runs.get(run_id)
    if run is None:
        raise NotFound(run_id=str(run_id))
    if not run.is_live:
        return run
    stopped = finish(desk, run, EndReason.STOPPED, actor=actor)
    resume_suspended(desk, run.contact_id)
    return stopped


def _find_triggered(
    desk: Desk, event: Event, contact_id: ContactId, version: PublishedVersion
) -> Definition | None:
    """The version's definition if the event starts it now. What needs loading is asked last."""
    definition = version.definition
    if not version.live or not isinstance(definition, Definition):
        return None
    if not definition.trigger.hears(event) or _is_barred(desk, event, contact_id, version):
        return None
    if definition.trigger.condition is not None:
        # The conditions look at a run that does not exist yet; only its id is missing.
        run_id = RunId(contact_id)
        draft = _make_run(desk, event, contact_id, version, definition, run_id=run_id)
        scene = Scene(draft, view_for(desk, draft), definition.quiet_seconds)
        if not definition.trigger.allows(scene):
            return None
    is_over = version.once_per_contact and desk.has_been_enrolled(contact_id, version.workflow_id)
    return None if is_over else definition


def _is_barred(desk: Desk, event: Event, contact_id: ContactId, version: PublishedVersion) -> bool:
    """Blocked contacts start nothing; no workflow starts from what it caused, or twice at a time."""
    if (
        version.workflow_id in event.actor.chain
        or desk.get_contact(contact_id).blocked_at is not None
    ):
        return True
    return any(run.workflow_id == version.workflow_id for run in desk.live_runs(contact_id))


def _make_run(
    desk: Desk,
    event: Event,
    contact_id: ContactId,
    version: PublishedVersion,
    definition: Definition,
    *,
    run_id: RunId,
) -> Run:
    return Run(
        desk.workspace_id,
        run_id,
        version.workflow_id,
        version.version_id,
        contact_id,
        event.conversation_id,
        definition.start,
        visit=1,
        waiting=None,
        variables={},
        jumps={},
        chain=(*event.actor.chain, version.workflow_id),
        speaks=version.speaks,
        started_at=desk.now,
        visit_started_at=desk.now,
    )


def _start(
    desk: Desk,
    event: Event,
    contact_id: ContactId,
    version: PublishedVersion,
    definition: Definition,
) -> Run:
    run = _make_run(desk, event, contact_id, version, definition, run_id=desk.new_id(RunId))
    if definition.reads_last_message:
        run = replace(run, variables={LAST_MESSAGE: view_for(desk, run).last_message})
    desk.put_run(run)
    desk.emit(
        RunStarted(run.id, run.workflow_id, run.version_id),
        actor=actor_of(run),
        contact_id=contact_id,
        conversation_id=event.conversation_id,
    )
    conversation = desk.find_open_conversation(contact_id)
    if definition.routes and conversation is not None and conversation.handler is Handler.NOBODY:
        set_handler(desk, conversation.id, Handler.BOT)
    return advance(desk, run, Entered())


def _waits_for_assignment(run: Run) -> bool:
    return run.is_live and run.waiting is not None and run.waiting.kind is WaitKind.ASSIGNMENT


def _release_stranded(desk: Desk, event: Event) -> None:
    """Somebody took the conversation out of the queue while a run waits there, and did not end the run (the
    API, another workflow): it goes on with whoever has the conversation now, or as if nobody came.
    """
    conversation_id = event.conversation_id
    if conversation_id is None or event.contact_id is None:
        return
    entry = desk.queue.get(conversation_id)
    conversation = desk.find_conversation(conversation_id)
    holder = conversation.assignee_id if conversation else None
    is_late_word = isinstance(event.body, ConversationLeftQueue) and holder is not None
    if conversation is None or not conversation.is_open or is_late_word:
        return
    for run in desk.live_runs(event.contact_id):
        is_queued = entry is not None and entry.run_id == run.id
        if _waits_for_assignment(run) and run.conversation_id == conversation_id and not is_queued:
            advance(desk, run, Claimed(holder))
