"""A person tries again what was not sent, or what nobody knows to have been sent."""

from msgspec.structs import replace

from parley.actions.messages import check_may_write, choose_route, queue_send
from parley.domain.actor import Actor
from parley.domain.desk import Desk
from parley.domain.errors import ContactBlocked, NotFound, Refusal
from parley.domain.events import MessageStatusChanged
from parley.domain.ids import MessageId
from parley.domain.message import Message, MessageStatus

RETRIABLE = (MessageStatus.FAILED, MessageStatus.UNKNOWN)


class NothingToRetry(Refusal):
    code = "nothing_to_retry"
    message = "Only a message that failed, or whose fate is unknown, can be tried again."


class StillUnderWay(NothingToRetry):
    """The provider said that the message failed before it answered the call that sent it."""

    message = "An attempt to send this message is still under way: try again when it has ended."


def retry_message(desk: Desk, message_id: MessageId, *, actor: Actor) -> Message:
    """Queues the same message once more: the one way in which a status goes back. Raises NothingToRetry and
    what writing it would raise now; saving raises StillUnderWay where an attempt is that no desk has loaded.
    """
    message = desk.find_message(message_id)
    if message is None:
        raise NotFound(message_id=str(message_id))
    if message.status not in RETRIABLE:
        raise NothingToRetry(status=message.status.value)
    if any(send.message_id == message_id for send in desk.sends):
        raise StillUnderWay
    if desk.get_contact(message.contact_id).blocked_at is not None:
        raise ContactBlocked(contact_id=str(message.contact_id))
    route = choose_route(desk, message.contact_id, message.channel_id)
    check_may_write(route, now=desk.now)
    again = replace(
        message,
        status=MessageStatus.QUEUED,
        status_at=desk.now,
        failure=None,
        external_id=None,
    )
    desk.put_message(again)
    queue_send(desk, again, route.link)
    desk.emit(
        MessageStatusChanged(message_id, MessageStatus.QUEUED),
        actor=actor,
        contact_id=message.contact_id,
        conversation_id=message.conversation_id,
    )
    return again
