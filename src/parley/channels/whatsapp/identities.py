"""Who a webhook speaks of: addresses, strongest first, and what the provider tells of the person."""

import re
from collections.abc import Sequence

from parley.channels.whatsapp.manifest import BSUID, PARENT_BSUID, WA_ID
from parley.channels.whatsapp.payloads import ContactBlock, MessageBlock, StatusBlock
from parley.domain.channel import ContactProfile, SenderAddress
from parley.domain.cleaning import clean_key

_PHONE = re.compile(r"[1-9][0-9]{6,14}")
_NOBODY = ContactBlock()


def addresses_of(
    user_id: str | None, parent_user_id: str | None, wa_id: str | None
) -> tuple[SenderAddress, ...]:
    """A phone number may be absent: people with a user name hide it."""
    given = ((BSUID, user_id), (PARENT_BSUID, parent_user_id), (WA_ID, wa_id))
    return tuple(SenderAddress(scheme, clean_key(value)) for scheme, value in given if value)


def contact_of(
    contacts: Sequence[ContactBlock] | None, *, user_id: str | None, wa_id: str | None
) -> ContactBlock:
    """The block that belongs to these addresses. Never one that belongs to somebody else."""
    for block in contacts or ():
        if (user_id and block.user_id == user_id) or (wa_id and block.wa_id == wa_id):
            return block
    if contacts and len(contacts) == 1 and _can_be(contacts[0], user_id, wa_id):
        return contacts[0]
    return _NOBODY


def sender_of(
    message: MessageBlock, contacts: Sequence[ContactBlock] | None
) -> tuple[tuple[SenderAddress, ...], ContactBlock]:
    block = contact_of(contacts, user_id=message.sender_user_id, wa_id=message.sender)
    senders = addresses_of(
        message.sender_user_id or block.user_id,
        message.sender_parent_user_id or block.parent_user_id,
        message.sender or block.wa_id,
    )
    return senders, block


def recipients_of_echo(
    echo: MessageBlock, contacts: Sequence[ContactBlock] | None
) -> tuple[SenderAddress, ...]:
    block = contact_of(contacts, user_id=echo.recipient_user_id, wa_id=echo.recipient)
    return addresses_of(
        echo.recipient_user_id or block.user_id,
        echo.recipient_parent_user_id or block.parent_user_id,
        echo.recipient or block.wa_id,
    )


def recipients_of_status(
    status: StatusBlock, contacts: Sequence[ContactBlock] | None
) -> tuple[SenderAddress, ...]:
    block = contact_of(contacts, user_id=status.recipient_user_id, wa_id=status.recipient_id)
    return addresses_of(
        status.recipient_user_id or block.user_id,
        status.parent_recipient_user_id or block.parent_user_id,
        status.recipient_id or block.wa_id,
    )


def profile_of(block: ContactBlock, senders: Sequence[SenderAddress]) -> ContactProfile:
    wa_id = next((sender.value for sender in senders if sender.scheme == WA_ID), "")
    name = block.profile.name if block.profile is not None else None
    return ContactProfile(
        display_name=name or None, phone=f"+{wa_id}" if _PHONE.fullmatch(wa_id) else None
    )


def _can_be(block: ContactBlock, user_id: str | None, wa_id: str | None) -> bool:
    pairs = ((block.user_id, user_id), (block.wa_id, wa_id))
    return all(left == right for left, right in pairs if left and right)
