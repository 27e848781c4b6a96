"""Writing to a contact, and what becomes of it."""

from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from parley.actions.assigning import assign_conversation
from parley.actions.conversations import open_conversation
from parley.actions.files import check_file
from parley.actions.lightening import arm_lightening
from parley.domain.actor import Actor, ActorKind
from parley.domain.channel import Begins, Channel, Manifest
from parley.domain.contact import ContactChannel
from parley.domain.content import Content, Media, Prompt, Text, numbered, text_of
from parley.domain.conversation import PREVIEW_LENGTH, Conversation, Handler, Source
from parley.domain.desk import Desk
from parley.domain.errors import (
    ChannelPaused,
    ContactBlocked,
    ContactMustWriteFirst,
    ContentNotSupported,
    Invalid,
    LimitExceeded,
    NoChannel,
    ReplyWindowClosed,
)
from parley.domain.events import MessageStatusChanged, MessageWritten
from parley.domain.ids import (
    ChannelId,
    ContactId,
    ConversationId,
    MessageId,
    OutboxId,
    RunId,
    UserId,
)
from parley.domain.message import (
    Author,
    Direction,
    ErrorClass,
    Failure,
    Message,
    MessageStatus,
    may_follow,
)
from parley.domain.outbox import Send

# A member of an enum costs ten times a plain name: what each message asks for is looked up once.
USER, OUT, QUEUED = ActorKind.USER, Direction.OUT, MessageStatus.QUEUED
BY_BOT, BY_API, PEOPLE = Author.WORKFLOW, Author.API, (Author.USER, Author.ECHO)
AUTHORS = {
    ActorKind.USER: Author.USER,
    ActorKind.WORKFLOW: Author.WORKFLOW,
    ActorKind.ECHO: Author.ECHO,
}
SOURCES = {ActorKind.USER: Source.USER, ActorKind.WORKFLOW: Source.WORKFLOW}


class Route(NamedTuple):
    """How a message will leave."""

    channel: Channel
    manifest: Manifest
    link: ContactChannel


def write_message(
    desk: Desk,
    contact_id: ContactId,
    content: Content,
    *,
    actor: Actor,
    channel_id: ChannelId | None = None,
    reply_to: str | None = None,
    run_id: RunId | None = None,
    visit: int | None = None,
) -> Message:
    """Queues a message on the given channel, else on the one that the contact was heard on last. Everything
    that would make it fail for sure is refused here: NoChannel, ChannelPaused, ContactBlocked,
    ReplyWindowClosed, ContactMustWriteFirst, ContentNotSupported, LimitExceeded.
    """
    if desk.get_contact(contact_id).blocked_at is not None:
        raise ContactBlocked(contact_id=str(contact_id))
    route = choose_route(desk, contact_id, channel_id)
    check_may_write(route, now=desk.now)
    fitted = fit_content(content, route.manifest)
    conversation = desk.find_open_conversation(contact_id)
    message = Message(
        desk.workspace_id,
        desk.new_id(MessageId),
        contact_id,
        conversation.id if conversation else None,
        route.channel.id,
        OUT,
        AUTHORS.get(actor.kind, BY_API),
        UserId(actor.id) if actor.kind is USER and actor.id else None,
        fitted,
        None,
        reply_to,
        desk.now,
        desk.now,
        QUEUED,
        desk.now,
        run_id=run_id,
        visit=visit,
    )
    desk.put_message(message)
    queue_send(desk, message, route.link)
    if conversation is not None:
        note_outgoing(desk, conversation, message)
    desk.emit(
        MessageWritten(
            message.id, route.channel.id, message.author, text_of(fitted)[:PREVIEW_LENGTH]
        ),
        actor=actor,
        contact_id=contact_id,
        conversation_id=message.conversation_id,
    )
    return message


def write_reply(
    desk: Desk,
    conversation_id: ConversationId,
    content: Content,
    *,
    actor: Actor,
    channel_id: ChannelId | None = None,
    reply_to: str | None = None,
) -> Message:
    """An answer by a person or the API. On a closed conversation it opens the next one; an unassigned one
    is claimed by the person if the workspace says so. Speaking runs end in reaction (O17).
    """
    conversation = desk.get_conversation(conversation_id)
    contact_id = conversation.contact_id
    current = desk.find_open_conversation(contact_id)
    if current is None:
        current = open_conversation(
            desk, contact_id, source=SOURCES.get(actor.kind, Source.API), actor=actor
        )
    message = write_message(
        desk, contact_id, content, actor=actor, channel_id=channel_id, reply_to=reply_to
    )
    is_user = actor.kind is USER and actor.id is not None
    claims = is_user and desk.reference.settings.claim_on_reply
    if claims and actor.id is not None and current.assignee_id is None:
        assign_conversation(desk, current.id, UserId(actor.id), actor=actor)
    return message


def choose_route(desk: Desk, contact_id: ContactId, channel_id: ChannelId | None) -> Route:
    """Raises NoChannel when the contact has no connected channel, or not that one."""
    for link in desk.links_of(contact_id):
        channel = desk.reference.channels.get(link.channel_id)
        if channel is not None and (channel_id is None or channel_id == channel.id):
            return Route(channel, desk.reference.manifests[channel.kind], link)
    raise NoChannel(contact_id=str(contact_id))


def check_may_write(route: Route, *, now: datetime) -> None:
    """The window is known before anything is sent (lessons: free text after 24 h fails later)."""
    if route.channel.paused_at is not None:
        raise ChannelPaused(channel_id=str(route.channel.id), reason=route.channel.pause_reason)
    heard = route.link.last_inbound_at
    if heard is None and route.manifest.begins is Begins.CONTACT:
        raise ContactMustWriteFirst(channel_id=str(route.channel.id))
    window = route.manifest.reply_window
    if window is not None and (heard is None or now > heard + window):
        raise ReplyWindowClosed(
            channel_id=str(route.channel.id),
            closed_at=(heard + window).isoformat() if heard else None,
        )


def fit_content(content: Content, manifest: Manifest) -> Content:
    """Buttons become numbered text where a channel has none. Raises ContentNotSupported, LimitExceeded."""
    fitted = content
    # Which class it has is asked instead of whether it has that one: a no of `isinstance` is slow here.
    if type(content) is Prompt and "prompt" not in manifest.sends:
        fitted = Text(numbered(content.body, [button.title for button in content.buttons]))
    tag = type(fitted).__struct_config__.tag
    if tag not in manifest.sends:
        raise ContentNotSupported(kind=str(tag))
    if type(fitted) is Media:
        check_file(fitted, manifest)
    elif type(fitted) is Text or type(fitted) is Prompt:
        _check_length(fitted.body, manifest)
    return fitted


def _check_length(text: str, manifest: Manifest) -> None:
    if not text.strip():
        message = "A message needs some text."
        raise Invalid(message, field="text")
    if manifest.measure(text) > manifest.text_limit:
        most = manifest.said(manifest.text_limit)
        message = f"{manifest.name} takes at most {most} in a message."
        raise LimitExceeded(message, field="text", limit=manifest.text_limit)


def queue_send(desk: Desk, message: Message, link: ContactChannel) -> None:
    """The outbox row that will be performed after the commit."""
    desk.put_send(
        Send(
            desk.workspace_id,
            desk.new_id(OutboxId),
            message.id,
            message.contact_id,
            message.conversation_id,
            message.channel_id,
            link.address,
            link.scheme,
            message.content,
            message.reply_to,
            message.run_id,
            desk.now,
            desk.now,
        )
    )


def note_outgoing(desk: Desk, conversation: Conversation, message: Message) -> None:
    by_bot = message.author is BY_BOT
    noted = replace(
        conversation,
        activity_at=desk.now,
        preview=text_of(message.content)[:PREVIEW_LENGTH],
        preview_outgoing=True,
        outgoing_count=conversation.outgoing_count + 1,
        last_bot_message_at=desk.now if by_bot else conversation.last_bot_message_at,
    )
    if message.author not in PEOPLE:
        desk.put_conversation(noted)
        return
    is_first = conversation.first_response_at is None and conversation.opened_by is not Source.USER
    answered = replace(
        noted,
        unanswered_since=None,
        last_person_reply_at=desk.now,
        first_response_at=desk.now if is_first else conversation.first_response_at,
        first_response_by=message.author_id if is_first else conversation.first_response_by,
        handler=Handler.AGENT,
        light_since=None,
    )
    desk.put_conversation(answered)
    arm_lightening(desk, answered)


def cancel_sends(desk: Desk, run_id: RunId, *, actor: Actor) -> None:
    """What a run has written and the provider has not got yet is taken back (O17)."""
    for run in (run for run in desk.runs if run.id == run_id):
        for send in desk.queued_sends(run.contact_id):
            if send.run_id != run_id:
                continue
            desk.sends.drop(send.id)
            failure = Failure(ErrorClass.CANCELLED, text="Taken back: a person answered first.")
            change_status(desk, send.message_id, MessageStatus.FAILED, failure=failure, actor=actor)


def change_status(
    desk: Desk,
    message_id: MessageId,
    status: MessageStatus,
    *,
    actor: Actor,
    failure: Failure | None = None,
    external_id: str | None = None,
    at: datetime | None = None,
) -> Message | None:
    """Status only moves forward; a receipt that comes late or twice changes nothing. The provider's id is
    kept whichever word brings it first. `at` is when it happened, if that was before now.
    """
    message = desk.find_message(message_id)
    if message is None:
        return None
    moves = may_follow(status, message.status)
    learns = external_id is not None and message.external_id is None
    if not moves and not learns:
        return message
    changed = replace(
        message,
        external_id=message.external_id or external_id,
        status=status if moves else message.status,
        status_at=min(at or desk.now, desk.now) if moves else message.status_at,
        failure=failure if moves else message.failure,
    )
    desk.put_message(changed)
    if moves:
        desk.emit(
            MessageStatusChanged(message_id, status, failure),
            actor=actor,
            contact_id=message.contact_id,
            conversation_id=message.conversation_id,
        )
    return changed
