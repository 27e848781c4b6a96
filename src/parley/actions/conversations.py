"""A conversation opens, closes, sleeps and carries its fields."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from parley.actions.field_values import check_field_value
from parley.actions.queueing import leave_queue
from parley.domain.actor import Actor, ActorKind
from parley.domain.channel import Referral
from parley.domain.contact import FieldScope, FieldValue
from parley.domain.content import text_of
from parley.domain.conversation import (
    PREVIEW_LENGTH,
    ClosingNote,
    Conversation,
    Handler,
    Source,
    Status,
)
from parley.domain.desk import Desk
from parley.domain.errors import (
    AlreadyClosed,
    AlreadyOpen,
    ClosingNoteRequired,
    ClosingNotesDisabled,
    ContactBlocked,
    Invalid,
    LimitExceeded,
    NotFound,
    UndoTooLate,
)
from parley.domain.events import (
    ConversationClosed,
    ConversationFieldChanged,
    ConversationOpened,
    ConversationReopened,
    ConversationSnoozed,
    ConversationUnsnoozed,
)
from parley.domain.ids import ChannelId, ContactId, ConversationId, UserId
from parley.domain.message import Message
from parley.domain.timer import Timer, TimerKind
from parley.domain.workspace import ClosingMode, Settings

SUMMARY_LENGTH = 2000
SNOOZE_DAYS = 365
# An enum finds its members slowly: what every message asks for is looked up once.
_OPEN, _AUTO_CLOSE, _FIELDS = Status.OPEN, TimerKind.AUTO_CLOSE, FieldScope.CONVERSATION


def open_conversation(
    desk: Desk,
    contact_id: ContactId,
    *,
    source: Source,
    actor: Actor,
    channel_id: ChannelId | None = None,
    message: Message | None = None,
    referral: Referral | None = None,
) -> Conversation:
    """A new cycle; `message` is the contact's that opens it, and is counted. The former assignee is only
    preferred, never set (O5). Raises AlreadyOpen, ContactBlocked.
    """
    contact = desk.get_contact(contact_id)
    if contact.blocked_at is not None:
        raise ContactBlocked(contact_id=str(contact_id))
    already = desk.find_open_conversation(contact_id)
    if already is not None:
        raise AlreadyOpen(conversation_id=str(already.id))
    opened = Conversation(
        desk.workspace_id,
        desk.new_id(ConversationId),
        contact_id,
        _OPEN,
        desk.now,
        source,
        channel_id=channel_id,
        activity_at=desk.now,
        preview=text_of(message.content)[:PREVIEW_LENGTH] if message is not None else "",
        incoming_count=1 if message is not None else 0,
        unanswered_since=desk.now if message is not None else None,
        last_inbound_at=desk.now if message is not None else None,
    )
    desk.put_conversation(opened)
    desk.emit(
        ConversationOpened(source, channel_id, message.id if message else None, referral),
        actor=actor,
        contact_id=contact_id,
        conversation_id=opened.id,
    )
    arm_auto_close(desk, opened)
    return opened


def close_conversation(
    desk: Desk, contact_id: ContactId, note: ClosingNote | None, *, source: Source, actor: Actor
) -> Conversation:
    """Ends the cycle (O1): the queue entry goes at once, runs end in reaction to ConversationClosed. People
    and the API keep the workspace's closing-note mode; workflows and the auto-close need not.
    """
    conversation = desk.get_open_conversation(contact_id)
    given = note or ClosingNote()
    check_note(desk, given, required=source in (Source.USER, Source.API))
    leave_queue(desk, conversation.id, reason="conversation_closed", actor=actor)
    user_id = UserId(actor.id) if actor.kind is ActorKind.USER and actor.id else None
    closed = conversation.close(given, by=source, user_id=user_id, at=desk.now)
    desk.put_conversation(closed)
    if conversation.assignee_id is not None:
        contact = desk.get_contact(contact_id)
        desk.put_contact(
            replace(
                contact, former_assignee_id=conversation.assignee_id, former_assignee_at=desk.now
            )
        )
    desk.cancel_timer(TimerKind.AUTO_CLOSE, conversation.id)
    if conversation.last_person_reply_at is not None:
        desk.cancel_timer(TimerKind.LIGHTEN, conversation.id)
    if conversation.snoozed_until is not None:
        desk.cancel_timer(TimerKind.UNSNOOZE, conversation.id)
    desk.emit(
        ConversationClosed(source, given),
        actor=actor,
        contact_id=contact_id,
        conversation_id=conversation.id,
    )
    return closed


def check_note(desk: Desk, note: ClosingNote, *, required: bool) -> None:
    """Raises LimitExceeded, NotFound (the category), and what the workspace's closing mode asks for."""
    if len(note.summary) > SUMMARY_LENGTH:
        message = f"A summary takes at most {SUMMARY_LENGTH} characters."
        raise LimitExceeded(message, field="summary", limit=SUMMARY_LENGTH)
    if note.category_id is not None and note.category_id not in desk.reference.categories:
        raise NotFound(category_id=str(note.category_id))
    if required:
        _check_mode(desk.reference.settings.closing_mode, note)


def _check_mode(mode: ClosingMode, note: ClosingNote) -> None:
    has_category, has_summary = note.category_id is not None, bool(note.summary.strip())
    match mode:
        case ClosingMode.OPTIONAL:
            complete = True
        case ClosingMode.CATEGORY_REQUIRED:
            complete = has_category
        case ClosingMode.BOTH_REQUIRED:
            complete = has_category and has_summary
        case ClosingMode.DISABLED:
            complete = True
            if has_category or has_summary:
                raise ClosingNotesDisabled
    if not complete:
        raise ClosingNoteRequired(mode=mode.value)


def undo_close(desk: Desk, conversation_id: ConversationId, *, actor: Actor) -> Conversation:
    """Within the workspace's undo time the same conversation goes on; runs that it ended stay ended.
    Raises UndoTooLate later, when a new one has opened (O2), or after a merge: that is not undone.
    """
    conversation = desk.get_conversation(conversation_id)
    if conversation.closed_at is None:
        return conversation
    limit = conversation.closed_at + timedelta(seconds=desk.reference.settings.undo_close_seconds)
    is_over = desk.now > limit or conversation.closed_by is Source.MERGE
    if is_over or desk.find_open_conversation(conversation.contact_id) is not None:
        raise UndoTooLate(conversation_id=str(conversation_id))
    reopened = conversation.reopen(at=desk.now)
    desk.put_conversation(reopened)
    desk.cancel_timer(TimerKind.CLOSE_SETTLED, conversation_id)
    desk.emit(
        ConversationReopened(),
        actor=actor,
        contact_id=conversation.contact_id,
        conversation_id=conversation_id,
    )
    arm_auto_close(desk, reopened)
    return reopened


def snooze_conversation(
    desk: Desk, conversation_id: ConversationId, *, until: datetime, actor: Actor
) -> Conversation:
    """It leaves the open views until the hour, or until the contact writes. Workflows go on."""
    conversation = desk.get_conversation(conversation_id)
    if not conversation.is_open:
        raise AlreadyClosed(conversation_id=str(conversation_id))
    if not desk.now < until <= desk.now + timedelta(days=SNOOZE_DAYS):
        message = f"Choose a time within the next {SNOOZE_DAYS} days."
        raise Invalid(message, field="until", limit_days=SNOOZE_DAYS)
    until = until.astimezone(UTC)  # as the database gives it back: the timer is known by its words
    snoozed = replace(conversation, status=Status.SNOOZED, snoozed_until=until)
    desk.put_conversation(snoozed)
    desk.set_timer(
        Timer(
            desk.workspace_id,
            TimerKind.UNSNOOZE,
            conversation_id,
            conversation.contact_id,
            until,
            until.isoformat(),
        )
    )
    desk.emit(
        ConversationSnoozed(until),
        actor=actor,
        contact_id=conversation.contact_id,
        conversation_id=conversation_id,
    )
    return snoozed


def unsnooze_conversation(
    desk: Desk, conversation_id: ConversationId, *, actor: Actor
) -> Conversation:
    conversation = desk.get_conversation(conversation_id)
    if conversation.snoozed_until is None:
        return conversation
    awake = replace(conversation, status=Status.OPEN, snoozed_until=None, activity_at=desk.now)
    desk.put_conversation(awake)
    desk.cancel_timer(TimerKind.UNSNOOZE, conversation_id)
    _restart_auto_close(desk, awake)
    desk.emit(
        ConversationUnsnoozed(),
        actor=actor,
        contact_id=conversation.contact_id,
        conversation_id=conversation_id,
    )
    return awake


def set_conversation_field(
    desk: Desk, conversation_id: ConversationId, slug: str, value: FieldValue, *, actor: Actor
) -> bool:
    """True if the value changed; only then is there an event (O10). Raises Invalid, NotFound."""
    conversation = desk.get_conversation(conversation_id)
    clean = check_field_value(desk.reference, _FIELDS, slug, value)
    old = conversation.fields.get(slug)
    if clean == old:
        return False
    fields = dict(conversation.fields)
    fields.pop(slug, None)
    if clean is not None:
        fields[slug] = clean
    desk.put_conversation(replace(conversation, fields=fields))
    desk.emit(
        ConversationFieldChanged(slug, old, clean),
        actor=actor,
        contact_id=conversation.contact_id,
        conversation_id=conversation_id,
    )
    return True


def set_handler(desk: Desk, conversation_id: ConversationId, handler: Handler) -> None:
    """Who owns it now: bot, agent or nobody (O17)."""
    conversation = desk.get_conversation(conversation_id)
    if conversation.is_open and conversation.handler is not handler:
        desk.put_conversation(replace(conversation, handler=handler))


def arm_auto_close(desk: Desk, conversation: Conversation) -> None:
    """One timer a conversation. It need not move with each message: when it fires, the true hour is read
    from the conversation and the timer set to it.
    """
    minutes = _clock_minutes(desk.reference.settings)
    if minutes:
        _set_auto_close(desk, conversation, desk.now + timedelta(minutes=min(minutes)))


def check_auto_close(desk: Desk, conversation_id: ConversationId) -> None:
    """The auto-close timer fired: close if an hour has come, else wait for the next possible one."""
    conversation = desk.find_conversation(conversation_id)
    minutes = _clock_minutes(desk.reference.settings)
    if conversation is None or not conversation.is_open or not minutes:
        return
    if conversation.snoozed_until is not None:
        later = conversation.snoozed_until + timedelta(minutes=min(minutes))
        _set_auto_close(desk, conversation, max(later, desk.now + timedelta(seconds=1)))
        return
    due = auto_close_due(conversation, desk.reference.settings)
    if due is not None and due <= desk.now:
        actor = Actor(ActorKind.AUTO_CLOSE)
        close_conversation(
            desk, conversation.contact_id, None, source=Source.AUTO_CLOSE, actor=actor
        )
        return
    earliest = desk.now + timedelta(minutes=min(minutes))
    wanted = min(due, earliest) if due is not None else earliest
    _set_auto_close(desk, conversation, max(wanted, desk.now + timedelta(seconds=1)))


def auto_close_due(conversation: Conversation, settings: Settings) -> datetime | None:
    """The earlier of the two clocks that run, or None."""
    hours = [since + length for since, length in _running_clocks(conversation, settings)]
    return min(hours, default=None)


def _running_clocks(
    conversation: Conversation, settings: Settings
) -> list[tuple[datetime, timedelta]]:
    """Since when, and how long. First clock: from a person's last message, until the contact writes. Second:
    from the bot's last message while nobody is assigned (O4).
    """
    heard = conversation.last_inbound_at
    found: list[tuple[datetime, timedelta]] = []
    replied = conversation.last_person_reply_at
    if settings.auto_close_minutes and replied and (heard is None or heard <= replied):
        found.append((replied, timedelta(minutes=settings.auto_close_minutes)))
    spoke = conversation.last_bot_message_at
    silent = spoke is not None and (heard is None or heard <= spoke)
    if settings.bot_silence_minutes and spoke and silent and conversation.assignee_id is None:
        found.append((spoke, timedelta(minutes=settings.bot_silence_minutes)))
    return found


def _restart_auto_close(desk: Desk, conversation: Conversation) -> None:
    """A snooze wins over both clocks: they begin again when it ends. Nothing looks at them before the timer
    fires, so moving it is enough.
    """
    running = _running_clocks(conversation, desk.reference.settings)
    if running:
        _set_auto_close(desk, conversation, desk.now + min(length for _, length in running))
    else:
        arm_auto_close(desk, conversation)


def _clock_minutes(settings: Settings) -> list[int]:
    return [m for m in (settings.auto_close_minutes, settings.bot_silence_minutes) if m]


def _set_auto_close(desk: Desk, conversation: Conversation, due: datetime) -> None:
    desk.set_timer(
        Timer(
            desk.workspace_id,
            _AUTO_CLOSE,
            conversation.id,
            conversation.contact_id,
            due,
            "",
        )
    )
