"""What a webhook says, event by event, in our words."""

from datetime import datetime

from parley.channels.whatsapp import account_news
from parley.channels.whatsapp.contents import content_of, error_text
from parley.channels.whatsapp.errors import failure_of
from parley.channels.whatsapp.identities import (
    addresses_of,
    profile_of,
    recipients_of_echo,
    recipients_of_status,
    sender_of,
)
from parley.channels.whatsapp.manifest import BSUID, PARENT_BSUID, WA_ID
from parley.channels.whatsapp.payloads import (
    Change,
    ContactBlock,
    EditBlock,
    MessageBlock,
    PreferenceBlock,
    ReactionBlock,
    ReferralBlock,
    RevokeBlock,
    StatusBlock,
    SystemBlock,
    UserIdUpdateBlock,
    Value,
)
from parley.channels.whatsapp.reading import read_webhook
from parley.domain.channel import (
    IdentityChanged,
    Ignored,
    Inbound,
    InboundEcho,
    InboundEdit,
    InboundMessage,
    InboundReaction,
    InboundReceipt,
    Referral,
    SenderAddress,
)
from parley.domain.cleaning import bounded_time, clean_key
from parley.domain.content import Content, SystemNote, Unsupported
from parley.domain.ids import UUID, MessageId
from parley.domain.message import MessageStatus

_STATUSES = {
    "sent": MessageStatus.SENT,
    "delivered": MessageStatus.DELIVERED,
    "read": MessageStatus.READ,
    "played": MessageStatus.PLAYED,
    "failed": MessageStatus.FAILED,
}

_CHANGING = frozenset({"reaction", "edit", "revoke", "system"})


def parse(raw: bytes, *, received_at: datetime) -> list[Inbound]:
    """All events of a webhook or of one piece of it. Raises NotThisProvider."""
    found: list[Inbound] = []
    for entry in read_webhook(raw).entry or ():
        for change in entry.changes or ():
            found += _ChangeReader(change, account=entry.id or "", received_at=received_at).read(
                raw
            )
    return found or [Ignored("", "unreadable", "No event could be read.")]


class _ChangeReader:
    """One change: its events share the channel, the contacts and the hour of arrival."""

    def __init__(self, change: Change, *, account: str, received_at: datetime) -> None:
        value = change.value or Value()
        metadata = value.metadata
        self.field = change.field
        self.value = value
        self.account = account
        self.channel = clean_key((metadata and metadata.phone_number_id) or "")
        self.received_at = received_at

    def read(self, raw: bytes) -> list[Inbound]:
        value = self.value
        found: list[Inbound] = []
        if value.messages:
            found += map(self._inbound, value.messages)
        if value.statuses:
            found += map(self._receipt, value.statuses)
        if value.message_echoes:
            found += map(self._echo, value.message_echoes)
        if value.user_preferences:
            found += map(self._preference, value.user_preferences)
        if value.user_id_update:
            found += map(self._new_user_id, value.user_id_update)
        return found or [self._news(raw)]

    def _news(self, raw: bytes) -> Inbound:
        return account_news.of(
            raw,
            field=self.field,
            channel=self.channel or clean_key(self.account),
            errors=self.value.errors,
        )

    def _inbound(self, message: MessageBlock) -> Inbound:
        senders, block = sender_of(message, self.value.contacts)
        if not message.id or not senders:
            return self._ignored(message.type, "A message without an id or a sender.")
        if message.group_id:
            return self._ignored(message.type, "A message of a group.")
        change = self._change_of(message, senders) if message.type in _CHANGING else None
        return change or self._message(message, senders, block)

    def _change_of(
        self, message: MessageBlock, senders: tuple[SenderAddress, ...]
    ) -> InboundReaction | InboundEdit | IdentityChanged | None:
        """What touches something older: a reaction, an edit, a message taken back, a new address."""
        match message:
            case MessageBlock(type="reaction", reaction=ReactionBlock() as reaction):
                key, at = clean_key(message.id or ""), self._time(message.timestamp)
                target, emoji = clean_key(reaction.message_id), reaction.emoji or None
                return InboundReaction(self.channel, key, at, senders, target, emoji)
            case MessageBlock(type="edit", edit=EditBlock() as edit):
                body = edit.message
                content = content_of(body) if body is not None else Unsupported("edit")
                return self._edit(message, senders, edit.original_message_id, content)
            case MessageBlock(type="revoke", revoke=RevokeBlock() as revoke):
                return self._edit(message, senders, revoke.original_message_id, None)
            case MessageBlock(type="system", system=SystemBlock() as system):
                return self._new_address(message, system, senders)
            case _:
                return None

    def _edit(
        self,
        message: MessageBlock,
        senders: tuple[SenderAddress, ...],
        target: str,
        content: Content | None,
    ) -> InboundEdit:
        key, at = clean_key(message.id or ""), self._time(message.timestamp)
        return InboundEdit(self.channel, key, at, senders, clean_key(target), content)

    def _new_address(
        self, message: MessageBlock, system: SystemBlock, senders: tuple[SenderAddress, ...]
    ) -> IdentityChanged:
        former = {sender.scheme: sender.value for sender in senders}
        # What the note does not name stays as it was; a new security code names no address at all.
        current = addresses_of(
            system.user_id or former.get(BSUID),
            system.parent_user_id or former.get(PARENT_BSUID),
            system.wa_id or system.new_wa_id or former.get(WA_ID),
        )
        return IdentityChanged(
            self.channel,
            clean_key(message.id or ""),
            self._time(message.timestamp),
            former=senders,
            current=current,
            note=system.body or system.type or "",
        )

    def _message(
        self, message: MessageBlock, senders: tuple[SenderAddress, ...], block: ContactBlock
    ) -> InboundMessage:
        context = message.context
        return InboundMessage(
            self.channel,
            clean_key(message.id or ""),
            self._time(message.timestamp),
            senders,
            self._content(message),
            profile=profile_of(block, senders),
            reply_to=clean_key(context.id) if context is not None and context.id else None,
            forwarded=context is not None
            and bool(context.forwarded or context.frequently_forwarded),
            referral=_referral(message),
            opens=_opens(message),
        )

    def _content(self, message: MessageBlock) -> Content:
        content = content_of(message)
        if type(content) is Unsupported and not content.reason and self.value.errors:
            return Unsupported(content.provider_type, error_text(self.value.errors))
        return content

    def _receipt(self, status: StatusBlock) -> Inbound:
        known = _STATUSES.get(status.status or "")
        if status.type == "call" or known is None:
            kind = f"status:{status.type or ''}:{status.status or ''}"
            return self._ignored(kind, "No status of a message.")
        if not status.id or status.recipient_type == "group":
            return self._ignored("status", "A status of a group, or without an id.")
        return InboundReceipt(
            self.channel,
            clean_key(status.id),
            known,
            self._time(status.timestamp),
            message_id=_our_id(status.biz_opaque_callback_data),
            failure=failure_of(status.errors) if known is MessageStatus.FAILED else None,
            recipients=recipients_of_status(status, self.value.contacts),
        )

    def _echo(self, echo: MessageBlock) -> Inbound:
        recipients = recipients_of_echo(echo, self.value.contacts)
        if not echo.id or not recipients or echo.group_id:
            return self._ignored(f"echo:{echo.type}", "An echo without an id, or to a group.")
        change = self._change_of(echo, recipients)
        if isinstance(change, InboundEdit):
            return change
        if change is not None:
            return self._ignored(f"echo:{echo.type}", "Our own reaction, made on the phone.")
        key, at = clean_key(echo.id), self._time(echo.timestamp)
        return InboundEcho(self.channel, key, at, recipients, content_of(echo))

    def _preference(self, preference: PreferenceBlock) -> Inbound:
        senders = addresses_of(preference.user_id, preference.parent_user_id, preference.wa_id)
        choice = preference.value or ""
        if not senders or not choice:
            return self._ignored("user_preferences", "A preference without a person or a choice.")
        at = self._time(preference.timestamp)
        category = preference.category or "marketing_messages"
        return InboundMessage(
            self.channel,
            clean_key(f"preference:{senders[-1].value}:{category}:{choice}:{at.timestamp():.0f}"),
            at,
            senders,
            SystemNote(f"{category}:{choice}", preference.detail or ""),
            opens=False,
        )

    def _new_user_id(self, update: UserIdUpdateBlock) -> Inbound:
        own, parent = update.user_id, update.parent_user_id
        former = addresses_of(own and own.previous, parent and parent.previous, update.wa_id)
        current = addresses_of(own and own.current, parent and parent.current, update.wa_id)
        if not former or not current or former == current:
            return self._ignored("user_id_update", "A new user id without an old and a new one.")
        at = self._time(update.timestamp)
        key = clean_key(f"user_id:{former[0].value}:{current[0].value}")
        return IdentityChanged(self.channel, key, at, former, current, update.detail or "")

    def _ignored(self, provider_type: str, reason: str) -> Ignored:
        return Ignored(self.channel, clean_key(provider_type), reason)

    def _time(self, seconds: str | float | None) -> datetime:
        return bounded_time(seconds, received_at=self.received_at)


def _opens(message: MessageBlock) -> bool:
    """By O3 all that a person sends and waits for; a system note or a consent to calls is no such thing."""
    if message.type == "system":
        return False
    interactive = message.interactive
    return interactive is None or interactive.call_permission_reply is None


def _referral(message: MessageBlock) -> Referral | None:
    if message.referral is not None:
        return _ad(message.referral)
    product = message.context.referred_product if message.context is not None else None
    if product is None:
        return None
    return Referral(
        "product", source_id=product.product_retailer_id or "", headline=product.catalog_id or ""
    )


def _ad(block: ReferralBlock) -> Referral:
    return Referral(
        block.source_type or "ad",
        source_id=block.source_id or "",
        url=block.source_url or "",
        headline=block.headline or "",
        body=block.body or "",
        click_id=block.ctwa_clid or "",
    )


def _our_id(opaque: str | None) -> MessageId | None:
    """The id that went out with the message; other senders of the same number write other things there."""
    try:
        return MessageId(UUID(opaque)) if opaque else None
    except ValueError:
        return None
