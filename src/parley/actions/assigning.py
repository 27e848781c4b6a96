"""Who is responsible for a conversation, and who answers it."""

from typing import Final

from msgspec.structs import replace

from parley.actions.queueing import enqueue, leave_queue
from parley.domain.actor import Actor
from parley.domain.conversation import Conversation, Handler
from parley.domain.desk import Desk
from parley.domain.errors import AlreadyAssigned, AlreadyClosed, NotFound, UserNotActive
from parley.domain.events import ConversationAssigned, ConversationTeamChanged
from parley.domain.ids import ConversationId, TeamId, UserId

__all__ = ["ANYBODY", "assign_conversation", "change_team", "enqueue", "leave_queue"]


class Anybody:
    """Stands for: whoever holds it now, the caller does not mind."""


ANYBODY: Final = Anybody()
# An enum finds its members slowly, and every assignment asks for this one.
_AGENT = Handler.AGENT


def assign_conversation(
    desk: Desk,
    conversation_id: ConversationId,
    user_id: UserId | None,
    *,
    actor: Actor,
    automatic: bool = False,
    expected: UserId | Anybody | None = ANYBODY,
) -> Conversation:
    """Gives it to a user, or to nobody. `expected` is whom the caller believes to hold it: if that has
    changed, AlreadyAssigned names the holder. Capacity guards automatic claims only (O19). A person's
    assignment ends speaking runs, in reaction to the event (O17).
    """
    conversation = desk.get_conversation(conversation_id)
    if not conversation.is_open:
        raise AlreadyClosed(conversation_id=str(conversation_id))
    holder = conversation.assignee_id
    if not isinstance(expected, Anybody) and expected != holder:
        raise AlreadyAssigned(holder=str(holder) if holder else None)
    if user_id is not None and desk.reference.active_user(user_id) is None:
        refusal = UserNotActive if user_id in desk.reference.users else NotFound
        raise refusal(user_id=str(user_id))
    leave_queue(desk, conversation_id, reason="assigned" if user_id else "unassigned", actor=actor)
    handler = _AGENT if user_id else _handler_without(conversation)
    if holder == user_id and conversation.handler is handler:
        return conversation
    changed = replace(
        conversation,
        assignee_id=user_id,
        assigned_at=desk.now if user_id else None,
        first_assigned_at=conversation.first_assigned_at or (desk.now if user_id else None),
        handler=handler,
    )
    desk.put_conversation(changed)
    if holder != user_id or not automatic:
        desk.emit(
            ConversationAssigned(user_id, holder, automatic=automatic),
            actor=actor,
            contact_id=conversation.contact_id,
            conversation_id=conversation_id,
        )
    return changed


def _handler_without(conversation: Conversation) -> Handler:
    return Handler.NOBODY if conversation.handler is _AGENT else conversation.handler


def change_team(
    desk: Desk, conversation_id: ConversationId, team_id: TeamId | None, *, actor: Actor
) -> Conversation:
    """The team is responsible, apart from and before the agent (O6)."""
    conversation = desk.get_conversation(conversation_id)
    if team_id is not None and team_id not in desk.reference.teams:
        raise NotFound(team_id=str(team_id))
    if not conversation.is_open:
        raise AlreadyClosed(conversation_id=str(conversation_id))
    if conversation.team_id == team_id:
        return conversation
    changed = replace(conversation, team_id=team_id)
    desk.put_conversation(changed)
    # The former team has one less in hand.
    desk.wakes_dispatcher = desk.wakes_dispatcher or conversation.counts_as_load
    desk.emit(
        ConversationTeamChanged(team_id, conversation.team_id),
        actor=actor,
        contact_id=conversation.contact_id,
        conversation_id=conversation_id,
    )
    return changed
