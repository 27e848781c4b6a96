"""How a send ended: the outbox's word, applied through the journal like everything else."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from parley.actions.messages import change_status
from parley.actions.receipts import mark_unreachable
from parley.domain.actor import SYSTEM
from parley.domain.channel import ChannelHealth
from parley.domain.desk import Desk
from parley.domain.events import ChannelHealthChanged
from parley.domain.ids import ChannelId, MessageId
from parley.domain.message import Failure, MessageStatus, Receipt, SendAttempt


class SendResult(Struct, frozen=True, omit_defaults=True):
    """One try of one message. `unavailable` was surely not sent and will be tried again; `unknown` may have
    been sent and is never repeated by itself. `expired`: it was unavailable too often or too long. `at` is
    when the provider's answer came: a contact's answer to the message is later than that (O12).
    """

    message_id: MessageId
    channel_id: ChannelId
    attempt: int
    outcome: Literal["sent", "rejected", "unavailable", "unknown", "expired"]
    at: datetime
    external_id: str | None = None
    failure: Failure | None = None
    pauses_channel: bool = False


STATUS = {
    "sent": MessageStatus.ACCEPTED,
    "rejected": MessageStatus.FAILED,
    "expired": MessageStatus.FAILED,
    "unknown": MessageStatus.UNKNOWN,
}


def record_outcome(desk: Desk, result: SendResult) -> None:
    """Moves the message's status, keeps the attempt, and joins receipts that were faster than the answer."""
    message = desk.find_message(result.message_id)
    if message is None:
        return
    desk.send_attempts.append(
        SendAttempt(
            desk.workspace_id,
            message.id,
            result.attempt,
            result.at,
            result.outcome,
            result.failure,
        )
    )
    status = STATUS.get(result.outcome)
    if status is not None:
        change_status(
            desk,
            message.id,
            status,
            failure=result.failure,
            external_id=result.external_id,
            actor=SYSTEM,
            at=result.at,
        )
    if result.external_id is not None:
        _join_early_receipts(desk, result)
    if result.failure is not None:
        mark_unreachable(desk, message, result.failure.error_class)
    if result.pauses_channel:
        _pause(desk, result)


def _join_early_receipts(desk: Desk, result: SendResult) -> None:
    key = (result.channel_id, result.external_id or "")
    for receipt in desk.early_receipts.get(key, ()):
        _apply(desk, result, receipt)
        desk.joined_receipts.add(key)
    for receipt in [r for r in desk.receipts if (r.channel_id, r.external_id) == key]:
        _apply(desk, result, receipt)
        desk.receipts.remove(receipt)


def _apply(desk: Desk, result: SendResult, receipt: Receipt) -> None:
    change_status(
        desk,
        result.message_id,
        receipt.status,
        failure=receipt.failure,
        actor=SYSTEM,
        at=receipt.at,
    )


def _pause(desk: Desk, result: SendResult) -> None:
    channel = desk.reference.channels.get(result.channel_id)
    if channel is None or channel.paused_at is not None or result.channel_id in desk.channel_health:
        return
    text = result.failure.text if result.failure else "The provider refuses this channel."
    desk.channel_health[result.channel_id] = ChannelHealth(result.channel_id, text, paused=True)
    desk.emit(ChannelHealthChanged(result.channel_id, "paused", text, paused=True), actor=SYSTEM)
