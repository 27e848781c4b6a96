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
    found: list[SenderAddress] = []
    if user_id:
        found.append(SenderAddress(BSUID, clean_key(user_id)))
    if parent_user_id:
        found.append(SenderAddress(PARENT_BSUID, clean_key(parent_user_id)))
    if wa_id:
        found.append(SenderAddress(WA_ID, clean_key(wa_id)))
    return tuple(found)


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
    weakest = senders[-1]  # a phone number, if there is one
    wa_id = weakest.value if weakest.scheme == WA_ID else ""
    name = block.profile.name if block.profile is not None else None
    return ContactProfile(
        display_name=name or None, phone=f"+{wa_id}" if _PHONE.fullmatch(wa_id) else None
    )


def _can_be(block: ContactBlock, user_id: str | None, wa_id: str | None) -> bool:
    pairs = ((block.user_id, user_id), (block.wa_id, wa_id))
    return all(left == right for left, right in pairs if left and right)
