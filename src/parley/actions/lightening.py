"""A conversation that waits on the contact for long weighs less on its assignee, until the contact writes."""

from datetime import timedelta

from msgspec.structs import replace

from parley.domain.conversation import Conversation
from parley.domain.desk import Desk
from parley.domain.ids import ConversationId
from parley.domain.timer import Timer, TimerKind


def arm_lightening(desk: Desk, conversation: Conversation) -> None:
    """A person has answered: the contact is waited for from now on."""
    minutes = desk.reference.settings.light_after_minutes
    if minutes is not None:
        _set_timer(desk, conversation, minutes)


def lighten(desk: Desk, conversation_id: ConversationId) -> None:
    """The timer fired: weigh less if the contact has been silent since the last answer of a person."""
    conversation = desk.find_conversation(conversation_id)
    minutes = desk.reference.settings.light_after_minutes
    if conversation is None or not conversation.is_open or minutes is None:
        return
    if conversation.last_person_reply_at is None or conversation.unanswered_since is not None:
        return
    if conversation.last_person_reply_at + timedelta(minutes=minutes) > desk.now:
        _set_timer(desk, conversation, minutes)
    else:
        desk.put_conversation(replace(conversation, light_since=desk.now))


def _set_timer(desk: Desk, conversation: Conversation, minutes: int) -> None:
    spoke = conversation.last_person_reply_at or desk.now
    due = spoke + timedelta(minutes=minutes)
    desk.set_timer(
        Timer(
            desk.workspace_id,
            TimerKind.LIGHTEN,
            conversation.id,
            conversation.contact_id,
            due,
            "",
        )
    )
