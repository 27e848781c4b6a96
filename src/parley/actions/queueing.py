"""A conversation asks for an agent, and stops asking."""

from parley.domain.actor import Actor
from parley.domain.desk import Desk
from parley.domain.errors import NotFound, UserNotActive
from parley.domain.events import ConversationLeftQueue, ConversationWaiting
from parley.domain.ids import ConversationId
from parley.domain.queue import QueueEntry
from parley.domain.timer import Timer, TimerKind


def enqueue(desk: Desk, entry: QueueEntry, *, actor: Actor) -> None:
    """Puts the conversation in line; a former entry of it is replaced. Raises NotFound for an unknown
    team or user, UserNotActive for a user who cannot take work.
    """
    if entry.team_id is not None and entry.team_id not in desk.reference.teams:
        raise NotFound(team_id=str(entry.team_id))
    if entry.user_id is not None and entry.user_id not in desk.reference.users:
        raise NotFound(user_id=str(entry.user_id))
    if entry.user_id is not None and desk.reference.active_user(entry.user_id) is None:
        raise UserNotActive(user_id=str(entry.user_id))
    leave_queue(desk, entry.conversation_id, reason="replaced", actor=actor)
    desk.put_queue_entry(entry)
    if entry.deadline_at is not None:
        desk.set_timer(
            Timer(
                desk.workspace_id,
                TimerKind.QUEUE_DEADLINE,
                entry.conversation_id,
                entry.contact_id,
                entry.deadline_at,
                entry.deadline_at.isoformat(),
            )
        )
    desk.emit(
        ConversationWaiting(entry.team_id),
        actor=actor,
        contact_id=entry.contact_id,
        conversation_id=entry.conversation_id,
    )


def leave_queue(
    desk: Desk, conversation_id: ConversationId, *, reason: str, actor: Actor
) -> QueueEntry | None:
    """The entry that was taken out, or None if the conversation did not wait."""
    entry = desk.queue.get(conversation_id)
    if entry is None:
        return None
    desk.queue.drop(conversation_id)
    if entry.deadline_at is not None:
        desk.cancel_timer(TimerKind.QUEUE_DEADLINE, conversation_id)
    desk.emit(
        ConversationLeftQueue(reason),
        actor=actor,
        contact_id=entry.contact_id,
        conversation_id=conversation_id,
    )
    return entry
