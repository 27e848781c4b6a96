"""What comes in from a channel, applied: the same function for every channel."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from parley.actions.contacts import identify, move_identity
from parley.actions.conversations import open_conversation, unsnooze_conversation
from parley.actions.messages import note_outgoing
from parley.actions.receipts import receive_receipt
from parley.actions.runs import end_silenced, offer_answer
from parley.actions.surveys import answer_survey
from parley.domain.actor import SYSTEM, Actor, ActorKind
from parley.domain.channel import (
    AccountUpdate,
    Channel,
    ChannelHealth,
    ContactProfile,
    IdentityChanged,
    Inbound,
    InboundEcho,
    InboundEdit,
    InboundMessage,
    InboundReaction,
    InboundReceipt,
)
from parley.domain.contact import Contact, ContactChannel
from parley.domain.content import Call, SystemNote, Text, text_of
from parley.domain.conversation import PREVIEW_LENGTH, Conversation, Source
from parley.domain.desk import Desk
from parley.domain.events import (
    CallEnded,
    ChannelHealthChanged,
    MessageEdited,
    MessageReacted,
    MessageReceived,
    MessageWritten,
)
from parley.domain.ids import MessageId
from parley.domain.message import (
    Author,
    Direction,
    Message,
    MessageStatus,
    Reaction,
)
from parley.workflows.pleasantries import is_farewell

# A member of an enum costs ten times a plain name: what each message asks for is looked up once.
CONTACT, BY_CONTACT = ActorKind.CONTACT, Author.CONTACT
IN, RECEIVED = Direction.IN, MessageStatus.RECEIVED
BY_THEMSELVES = Source.CONTACT
SOMEBODY = Actor(CONTACT)  # nobody knows yet who wrote
TAKEN_BACK = Text("This message was deleted.")
END_OF_SECOND = timedelta(microseconds=999_999)


def receive(desk: Desk, channel: Channel, inbound: Inbound, *, again: bool = False) -> None:
    """Applies one event of a provider; a repeated one changes nothing. `again`: a replayed dead letter."""
    match inbound:
        case InboundMessage():
            receive_message(desk, channel, inbound, again=again)
        case InboundReceipt():
            receive_receipt(desk, channel, inbound)
        case InboundEcho():
            _receive_echo(desk, channel, inbound)
        case InboundReaction():
            _receive_reaction(desk, channel, inbound)
        case InboundEdit():
            _receive_edit(desk, channel, inbound)
        case IdentityChanged():
            _receive_identity_change(desk, channel, inbound)
        case AccountUpdate():
            _receive_account_update(desk, channel, inbound)
        case _:
            return


def receive_message(
    desk: Desk, channel: Channel, inbound: InboundMessage, *, again: bool = False
) -> Message | None:
    """Kept, shown, offered to a waiting question, and a reason to open when nothing is open (O3). None if
    it was seen before; `again` says that what was only stored then is to be taken up now.
    """
    seen = desk.find_by_external(channel.id, inbound.external_id)
    if seen is not None:
        if again:
            _take_up(desk, seen, inbound)
        return None
    contact = identify(desk, channel, inbound.senders, inbound.profile, actor=SOMEBODY)
    actor = Actor(CONTACT, contact.id)
    is_late = _note_heard(desk, contact, channel, inbound)
    conversation = None if contact.blocked_at else desk.find_open_conversation(contact.id)
    message = _make_inbound(desk, contact, channel, inbound, conversation)
    if conversation is not None:
        desk.put_message(message)
        _count_inbound(desk, conversation, message)
        if conversation.snoozed_until is not None:
            unsnooze_conversation(desk, conversation.id, actor=actor)
        _emit_received(desk, message, actor=actor)
        _tell_runs(desk, message, inbound, actor=actor)
    elif contact.blocked_at is not None:
        desk.put_message(message)
    elif is_late or not opens(desk, channel, inbound) or is_farewell(desk, message):
        desk.put_message(message)
        _emit_received(desk, message, actor=actor)
    else:
        message = _begin(desk, channel, inbound, message, actor=actor)
    return message


def _begin(
    desk: Desk, channel: Channel, inbound: InboundMessage, message: Message, *, actor: Actor
) -> Message:
    """Nothing is open: a survey's question takes the message, or it opens."""
    is_in_run = bool(desk.live_runs(message.contact_id))
    if is_in_run:
        desk.put_message(message)
        if answer_survey(desk, message, provider_at=inbound.provider_at, actor=actor):
            kept = desk.messages.get(message.id) or message
            _emit_received(desk, kept, actor=actor)
            return kept
    opening = _open_for(desk, channel, inbound, message, actor=actor)
    _emit_received(desk, opening, actor=actor)
    if is_in_run:
        _tell_runs(desk, opening, inbound, actor=actor)
    return opening


def _tell_runs(desk: Desk, message: Message, inbound: InboundMessage, *, actor: Actor) -> None:
    if not offer_answer(desk, message, provider_at=inbound.provider_at):
        end_silenced(desk, message.contact_id, actor=actor)


def store_message(desk: Desk, channel: Channel, inbound: InboundMessage) -> Message | None:
    """Only kept and shown to people, in a conversation where it would stand in one: for what could not be
    handled. No workflow hears of it.
    """
    if desk.find_by_external(channel.id, inbound.external_id) is not None:
        return None
    contact = identify(desk, channel, inbound.senders, inbound.profile, actor=SOMEBODY)
    actor = Actor(CONTACT, contact.id)
    _note_heard(desk, contact, channel, inbound)
    conversation = None if contact.blocked_at else desk.find_open_conversation(contact.id)
    message = _make_inbound(desk, contact, channel, inbound, conversation)
    if conversation is None and contact.blocked_at is None and opens(desk, channel, inbound):
        message = _open_for(desk, channel, inbound, message, actor=actor)
    else:
        desk.put_message(message)
    if conversation is not None:
        _count_inbound(desk, conversation, message)
    _emit_received(desk, message, actor=actor)
    return message


def _take_up(desk: Desk, message_id: MessageId, inbound: InboundMessage) -> None:
    """A replayed dead letter: people have seen its message, now a waiting question may have it."""
    message = desk.find_message(message_id)
    if message is not None and message.direction is IN and message.conversation_id:
        offer_answer(desk, message, provider_at=inbound.provider_at)


def opens(desk: Desk, channel: Channel, inbound: InboundMessage) -> bool:
    """A workspace may switch, per channel kind, what opens; the manifest says what does by default."""
    tag = str(type(inbound.content).__struct_config__.tag)
    chosen = desk.reference.settings.opens_on.get(channel.kind)
    kinds = desk.reference.manifests[channel.kind].opens_on if chosen is None else chosen
    return inbound.opens and tag in kinds


def _note_heard(desk: Desk, contact: Contact, channel: Channel, inbound: InboundMessage) -> bool:
    """Moves the reply window. True if a newer message of the contact was handled before this one."""
    link = desk.contact_channels.get((contact.id, channel.id))
    heard = link.last_inbound_at if link is not None else None
    # A provider's clock may run ahead; what it says of tomorrow must not make today's messages late.
    at = min(inbound.provider_at, desk.now)
    if link is not None and heard is not None and at < heard:
        desk.put_link(replace(link, unreachable_at=None))
        return True
    sender = inbound.senders[0]
    desk.put_link(
        ContactChannel(desk.workspace_id, contact.id, channel.id, sender.value, sender.scheme, at)
    )
    return False


def _make_inbound(
    desk: Desk,
    contact: Contact,
    channel: Channel,
    inbound: InboundMessage,
    conversation: Conversation | None,
) -> Message:
    return Message(
        desk.workspace_id,
        desk.new_id(MessageId),
        contact.id,
        conversation.id if conversation else None,
        channel.id,
        IN,
        BY_CONTACT,
        None,
        inbound.content,
        inbound.external_id,
        inbound.reply_to,
        _place_in_time(inbound.provider_at, desk),
        desk.now,
        RECEIVED,
        desk.now,
    )


def _place_in_time(provider_at: datetime, desk: Desk) -> datetime:
    """Where it stands in the thread. Providers that tell whole seconds leave out the part that decides who
    spoke first: it counts as late as it can have been, so an answer stands behind what it answers.
    """
    if provider_at.microsecond:
        return provider_at
    latest = provider_at + END_OF_SECOND
    return latest if latest <= desk.now else max(provider_at, desk.now)


def _open_for(
    desk: Desk, channel: Channel, inbound: InboundMessage, message: Message, *, actor: Actor
) -> Message:
    """The message as it is kept: in the conversation that it opens."""
    opened = open_conversation(
        desk,
        message.contact_id,
        source=BY_THEMSELVES,
        actor=actor,
        channel_id=channel.id,
        message=message,
        referral=inbound.referral,
    )
    kept = replace(message, conversation_id=opened.id)
    desk.put_message(kept)
    return kept


def _count_inbound(desk: Desk, conversation: Conversation, message: Message) -> None:
    desk.put_conversation(
        replace(
            conversation,
            activity_at=desk.now,
            preview=text_of(message.content)[:PREVIEW_LENGTH],
            preview_outgoing=False,
            incoming_count=conversation.incoming_count + 1,
            unanswered_since=conversation.unanswered_since or desk.now,
            last_inbound_at=desk.now,
        )
    )


def _emit_received(desk: Desk, message: Message, *, actor: Actor) -> None:
    call = message.content
    desk.emit(
        MessageReceived(message.id, message.channel_id, text_of(call)[:PREVIEW_LENGTH]),
        actor=actor,
        contact_id=message.contact_id,
        conversation_id=message.conversation_id,
    )
    if type(call) is Call:
        desk.emit(
            CallEnded(message.id, call.direction, call.status, call.seconds),
            actor=actor,
            contact_id=message.contact_id,
            conversation_id=message.conversation_id,
        )


def _receive_echo(desk: Desk, channel: Channel, inbound: InboundEcho) -> None:
    """The business wrote from the phone app: a person's answer; it opens with source user (O3)."""
    if desk.find_by_external(channel.id, inbound.external_id) is not None:
        return
    actor = Actor(ActorKind.ECHO)
    contact = identify(desk, channel, inbound.recipients, ContactProfile(), actor=actor)
    if desk.contact_channels.get((contact.id, channel.id)) is None:
        to = inbound.recipients[0]
        desk.put_link(
            ContactChannel(desk.workspace_id, contact.id, channel.id, to.value, to.scheme, None)
        )
    conversation = desk.find_open_conversation(contact.id)
    if conversation is None and contact.blocked_at is None:
        conversation = open_conversation(
            desk, contact.id, source=Source.USER, actor=actor, channel_id=channel.id
        )
    message = _make_outbound_copy(desk, contact, channel, inbound, conversation)
    desk.put_message(message)
    if conversation is not None:
        note_outgoing(desk, desk.get_conversation(conversation.id), message)
    desk.emit(
        MessageWritten(
            message.id, channel.id, Author.ECHO, text_of(inbound.content)[:PREVIEW_LENGTH]
        ),
        actor=actor,
        contact_id=contact.id,
        conversation_id=message.conversation_id,
    )


def _make_outbound_copy(
    desk: Desk,
    contact: Contact,
    channel: Channel,
    echo: InboundEcho,
    conversation: Conversation | None,
) -> Message:
    return Message(
        desk.workspace_id,
        desk.new_id(MessageId),
        contact.id,
        conversation.id if conversation else None,
        channel.id,
        Direction.OUT,
        Author.ECHO,
        None,
        echo.content,
        echo.external_id,
        None,
        echo.provider_at,
        desk.now,
        MessageStatus.SENT,
        desk.now,
    )


def _receive_reaction(desk: Desk, channel: Channel, inbound: InboundReaction) -> None:
    """Lands on the old message, even when its conversation is closed; opens nothing (O3)."""
    message_id = desk.find_by_external(channel.id, inbound.target)
    message = desk.find_message(message_id) if message_id else None
    if message is None:
        return
    author = str(message.contact_id)
    desk.reactions.append(
        Reaction(desk.workspace_id, message.id, author, inbound.emoji, inbound.provider_at)
    )
    desk.emit(
        MessageReacted(message.id, inbound.emoji),
        actor=Actor(CONTACT, message.contact_id),
        contact_id=message.contact_id,
        conversation_id=message.conversation_id,
    )


def _receive_edit(desk: Desk, channel: Channel, inbound: InboundEdit) -> None:
    message_id = desk.find_by_external(channel.id, inbound.target)
    message = desk.find_message(message_id) if message_id else None
    if message is None or message.direction is not IN:
        return
    content = inbound.content or TAKEN_BACK
    if content == message.content:
        return
    desk.put_message(replace(message, content=content))
    desk.emit(
        MessageEdited(message.id, taken_back=inbound.content is None),
        actor=Actor(CONTACT, message.contact_id),
        contact_id=message.contact_id,
        conversation_id=message.conversation_id,
    )


def _receive_identity_change(desk: Desk, channel: Channel, inbound: IdentityChanged) -> None:
    """The contact keeps its history; the thread says what happened."""
    if desk.find_by_external(channel.id, inbound.external_id) is not None:
        return
    contact = move_identity(
        desk, channel, former=inbound.former, current=inbound.current, actor=SYSTEM
    )
    if contact is None:
        return
    conversation = desk.find_open_conversation(contact.id)
    note = InboundMessage(
        inbound.channel,
        inbound.external_id,
        inbound.provider_at,
        inbound.current or inbound.former,
        SystemNote("identity_changed", inbound.note),
    )
    message = _make_inbound(desk, contact, channel, note, conversation)
    desk.put_message(message)
    _emit_received(desk, message, actor=SYSTEM)


def _receive_account_update(desk: Desk, channel: Channel, inbound: AccountUpdate) -> None:
    desk.channel_health[channel.id] = ChannelHealth(channel.id, inbound.text, inbound.pauses)
    desk.emit(
        ChannelHealthChanged(channel.id, inbound.subtype, inbound.text, paused=inbound.pauses),
        actor=SYSTEM,
    )
