"""What the reconcile job found broken about a queue entry or a waiting run is put right by rule, and told."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from parley.actions.queueing import arm_deadline, leave_queue
from parley.actions.runs import resume_unqueued
from parley.domain.actor import SYSTEM
from parley.domain.desk import Desk
from parley.domain.events import RoutingMended
from parley.domain.ids import UUID, ContactId, ConversationId, RunId


def mend(desk: Desk, invariant: str, subject: UUID, detail: str) -> bool:
    """False if the row fits by now, or goes another way by itself."""
    return _MENDINGS[invariant](desk, subject, RoutingMended(invariant, str(subject), detail))


def _mend_waiting(desk: Desk, subject: UUID, told: RoutingMended) -> bool:
    """Who is closed, or has an agent, waits no more; a run that waited goes on, in reaction to the event."""
    conversation_id = ConversationId(subject)
    entry = desk.queue.get(conversation_id)
    conversation = desk.find_conversation(conversation_id)
    if entry is None or conversation is None:
        return False
    if conversation.is_open and (conversation.assignee_id is None or entry.run_id is not None):
        return False
    leave_queue(desk, conversation_id, reason="mended", actor=SYSTEM)
    _tell(desk, told, entry.contact_id, conversation_id)
    return True


def _mend_reference(desk: Desk, subject: UUID, told: RoutingMended) -> bool:
    """Who waits for a team or a user that is gone waits for anybody, and for a run that has ended, for no run."""
    conversation_id = ConversationId(subject)
    entry = desk.queue.get(conversation_id)
    if entry is None:
        return False
    run = desk.runs.get(entry.run_id) if entry.run_id is not None else None
    is_live = run is not None and run.is_live
    mended = replace(
        entry,
        user_id=entry.user_id if entry.user_id in desk.reference.users else None,
        team_id=entry.team_id if entry.team_id in desk.reference.teams else None,
        run_id=entry.run_id if is_live else None,
        visit=entry.visit if is_live else None,
    )
    if mended == entry:
        return False
    desk.put_queue_entry(mended)
    _tell(desk, told, entry.contact_id, conversation_id)
    return True


def _mend_deadline(desk: Desk, subject: UUID, told: RoutingMended) -> bool:
    """The timer that was lost is set again, for the same hour."""
    entry = desk.queue.get(ConversationId(subject))
    if entry is None or entry.deadline_at is None:
        return False
    arm_deadline(desk, entry)
    _tell(desk, told, entry.contact_id, entry.conversation_id)
    return True


def _mend_run(desk: Desk, subject: UUID, told: RoutingMended) -> bool:
    run = desk.runs.get(RunId(subject))
    if run is None or not resume_unqueued(desk, run.id):
        return False
    _tell(desk, told, run.contact_id, run.conversation_id)
    return True


def _tell(
    desk: Desk, told: RoutingMended, contact_id: ContactId, conversation_id: ConversationId | None
) -> None:
    desk.emit(told, actor=SYSTEM, contact_id=contact_id, conversation_id=conversation_id)


_MENDINGS: Mapping[str, Callable[[Desk, UUID, RoutingMended], bool]] = {
    "queue_waits_for_an_agent": _mend_waiting,
    "queue_entry_refers_to_what_exists": _mend_reference,
    "queue_deadline_has_timer": _mend_deadline,
    "assignment_is_queued": _mend_run,
}
OF_CONVERSATIONS = frozenset(_MENDINGS)
