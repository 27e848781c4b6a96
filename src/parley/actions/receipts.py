"""What a provider tells of a message that we sent: taken, delivered, read, refused."""

from msgspec.structs import replace

from parley.actions.messages import change_status
from parley.domain.actor import SYSTEM
from parley.domain.channel import Channel, InboundReceipt
from parley.domain.desk import Desk
from parley.domain.message import Direction, ErrorClass, Message, Receipt


def receive_receipt(desk: Desk, channel: Channel, inbound: InboundReceipt) -> None:
    """Joins the message by our own id or the provider's; one that is not known yet is kept a day: the
    receipt may be faster than the answer to our send.
    """
    message_id = inbound.message_id or desk.find_by_external(channel.id, inbound.external_id)
    message = desk.find_message(message_id) if message_id else None
    if message is None:
        desk.receipts.append(
            Receipt(
                desk.workspace_id,
                channel.id,
                inbound.external_id,
                inbound.status,
                inbound.provider_at,
                inbound.failure,
                desk.now,
            )
        )
        return
    if message.direction is Direction.OUT:
        change_status(
            desk,
            message.id,
            inbound.status,
            failure=inbound.failure,
            external_id=inbound.external_id or None,
            actor=SYSTEM,
            at=inbound.provider_at,
        )
        mark_unreachable(desk, message, inbound.failure.error_class if inbound.failure else None)


def mark_unreachable(desk: Desk, message: Message, error_class: ErrorClass | None) -> None:
    """The provider says that this person cannot be reached on this channel: shown, not guessed."""
    link = desk.contact_channels.get((message.contact_id, message.channel_id))
    if error_class is ErrorClass.CONTACT and link is not None and link.unreachable_at is None:
        desk.put_link(replace(link, unreachable_at=desk.now))
