"""Runs wake, go on and end."""

from parley.actions.answering import offer_answer, settle_delivery
from parley.actions.running import advance, fingerprint, finish, may_be_ended, resume_suspended
from parley.domain.actor import SYSTEM, Actor
from parley.domain.desk import Desk
from parley.domain.errors import NotFound
from parley.domain.events import ConversationLeftQueue, Event
from parley.domain.ids import ContactId, ConversationId, RunId, UserId
from parley.domain.queue import QueueEntry
from parley.domain.run import EndReason, Run, WaitKind
from parley.workflows.decisions import Claimed, Due

__all__ = [
    "end_runs",
    "end_silenced",
    "offer_answer",
    "release_stranded",
    "resume_assigned",
    "resume_unqueued",
    "settle_delivery",
    "stop_run",
    "wake_run",
]

# An enum finds its members slowly: what every message asks for is looked up once.
_ASSIGNMENT = WaitKind.ASSIGNMENT


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


def end_silenced(desk: Desk, contact_id: ContactId, *, actor: Actor) -> None:
    """The contact wrote what no question took: ends the runs whose workflow wants that, but none that asks."""
    ended = [
        finish(desk, run, EndReason.CONTACT_WROTE, actor=actor)
        for run in desk.live_runs(contact_id)
        if not _is_at_question(run) and may_be_ended(desk, run, EndReason.CONTACT_WROTE)
    ]
    if ended:
        resume_suspended(desk, contact_id)


def release_stranded(desk: Desk, event: Event) -> None:
    """Somebody took the conversation out of the queue while a run waits there, and did not end the run (the
    API, another workflow): it goes on with whoever has the conversation now, or as if nobody came.
    """
    conversation_id = event.conversation_id
    if conversation_id is None or event.contact_id is None:
        return
    stranded = [
        run
        for run in desk.live_runs(event.contact_id)
        if _waits_for_assignment(run) and run.conversation_id == conversation_id
    ]
    if not stranded:
        return
    entry = desk.queue.get(conversation_id)
    conversation = desk.find_conversation(conversation_id)
    holder = conversation.assignee_id if conversation else None
    is_late_word = isinstance(event.body, ConversationLeftQueue) and holder is not None
    if conversation is None or not conversation.is_open or is_late_word:
        return
    for run in stranded:
        if entry is None or entry.run_id != run.id:
            advance(desk, run, Claimed(holder))


def resume_unqueued(desk: Desk, run_id: RunId) -> bool:
    """A run waits for an agent and stands in no queue: it goes on with whoever has the conversation, or as if nobody
    came; with the conversation it ends. False if nothing is wrong with it.
    """
    run = desk.runs.get(run_id)
    if run is None or not _waits_for_assignment(run):
        return False
    conversation = desk.find_conversation(run.conversation_id) if run.conversation_id else None
    if conversation is None or not conversation.is_open:
        finish(desk, run, EndReason.CONVERSATION_CLOSED, actor=SYSTEM)
        resume_suspended(desk, run.contact_id)
        return True
    entry = desk.queue.get(conversation.id)
    if entry is not None and entry.run_id == run.id:
        return False
    advance(desk, run, Claimed(conversation.assignee_id))
    return True


def _waits_for_assignment(run: Run) -> bool:
    return run.is_live and run.waiting is not None and run.waiting.kind is _ASSIGNMENT


def _is_at_question(run: Run) -> bool:
    waiting = run.waiting
    return waiting is not None and (waiting.kind is WaitKind.ANSWER or bool(waiting.burst))
