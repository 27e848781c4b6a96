"""What follows an event: runs start and end, and an unrouted conversation finds its way."""

from msgspec.structs import replace

from parley.actions.awaiting import AWAITED, tell_waiting_runs
from parley.actions.conversations import set_handler
from parley.actions.queueing import enqueue, leave_queue, make_entry
from parley.actions.releasing import watch_silence
from parley.actions.runs import end_runs, release_stranded, settle_delivery
from parley.actions.starting import HEARD, start_runs
from parley.actions.surveys import end_surveys
from parley.actions.waiting import watch
from parley.domain.actor import SYSTEM, Actor, ActorKind
from parley.domain.conversation import Handler, Source
from parley.domain.desk import Desk
from parley.domain.events import (
    ContactBlocked,
    ContactsMerged,
    ConversationAssigned,
    ConversationClosed,
    ConversationLeftQueue,
    ConversationOpened,
    Event,
    MessageReceived,
    MessageStatusChanged,
    MessageWritten,
)
from parley.domain.ids import ContactId
from parley.domain.message import Author
from parley.domain.queue import Strategy
from parley.domain.run import EndReason
from parley.domain.timer import TimerKind

# Most events are of no kind that anything follows from: they pass by a look at these.
_ENDING = frozenset(
    {
        ContactBlocked,
        ConversationAssigned,
        ConversationClosed,
        MessageStatusChanged,
        MessageWritten,
    }
)
_FREEING = frozenset({ConversationAssigned, ConversationLeftQueue, ConversationOpened})


def react(desk: Desk) -> None:
    """Drains the events in the order in which they happened, those that reactions add included. Loops
    cannot form: no workflow starts from an event whose chain holds it.
    """
    is_watched = bool(desk.reference.settings.silence_minutes or desk.reference.clocks)
    while desk.pending:
        event = desk.pending.popleft()
        kind = type(event.body)
        if kind in _ENDING:
            _end_what_it_ends(desk, event)
        if is_watched:
            _watch_spells(desk, event)
        if kind in AWAITED:
            tell_waiting_runs(desk, event)
        if kind in _FREEING:
            _free_runs(desk, event)
        if kind in HEARD:
            start_runs(desk, event)
        if isinstance(event.body, ConversationOpened) and event.body.source is Source.CONTACT:
            _route_without_run(desk, event)


def _watch_spells(desk: Desk, event: Event) -> None:
    """Who waits for whom: only where the workspace or a workflow asks for it does this cost anything."""
    if event.conversation_id is None:
        return
    if desk.reference.clocks:
        watch(desk, event)
    if not desk.reference.settings.silence_minutes:
        return
    match event.body:
        case MessageReceived() | ConversationAssigned() | ContactsMerged():
            watch_silence(desk, event.conversation_id)
        case ConversationClosed():
            desk.cancel_timer(TimerKind.SILENCE, event.conversation_id)
        case _:
            return


def _end_what_it_ends(desk: Desk, event: Event) -> None:
    contact_id, actor = event.contact_id, event.actor
    if contact_id is None:
        return
    match event.body:
        case ConversationClosed():
            end_runs(
                desk,
                contact_id,
                EndReason.CONVERSATION_CLOSED,
                actor=actor,
                conversation_id=event.conversation_id,
            )
        case MessageWritten(author=Author.USER | Author.ECHO):
            end_runs(desk, contact_id, EndReason.PERSON_REPLIED, actor=actor, only_speaking=True)
        case ConversationAssigned(automatic=False) if actor.kind is ActorKind.USER:
            end_runs(desk, contact_id, EndReason.ASSIGNED_BY_HAND, actor=actor, only_speaking=True)
        case ContactBlocked():
            end_runs(desk, contact_id, EndReason.CONTACT_BLOCKED, actor=actor)
            _let_rest(desk, contact_id, actor=actor)
        case MessageStatusChanged(message_id=message_id):
            message = desk.messages.get(message_id)
            if message is not None and message.run_id is not None:
                settle_delivery(desk, message)
        case _:
            return


def _free_runs(desk: Desk, event: Event) -> None:
    """Runs that wait for what cannot come any more: an agent from the queue, an answer about the past."""
    if isinstance(event.body, ConversationAssigned | ConversationLeftQueue):
        release_stranded(desk, event)
    elif isinstance(event.body, ConversationOpened) and event.contact_id is not None:
        end_surveys(desk, event.contact_id, actor=event.actor)


def _let_rest(desk: Desk, contact_id: ContactId, *, actor: Actor) -> None:
    """A blocked contact waits for nobody, and no bot holds its conversation."""
    conversation = desk.find_open_conversation(contact_id)
    if conversation is None:
        return
    leave_queue(desk, conversation.id, reason="contact_blocked", actor=actor)
    holder = Handler.AGENT if conversation.assignee_id else Handler.NOBODY
    set_handler(desk, conversation.id, holder)


def _route_without_run(desk: Desk, event: Event) -> None:
    """With no run the former assignee is asked first, if the contact is back soon enough (O5)."""
    conversation_id = event.conversation_id
    if conversation_id is None:
        return
    conversation = desk.get_conversation(conversation_id)
    if not conversation.is_open or conversation.handler is not Handler.NOBODY:
        return
    if conversation.assignee_id is not None or desk.queue.get(conversation_id) is not None:
        return
    contact = desk.get_contact(conversation.contact_id)
    former, left = contact.former_assignee_id, contact.former_assignee_at
    if former is None or left is None or desk.reference.active_user(former) is None:
        return
    minutes = (desk.now - left).total_seconds() / 60
    if minutes > desk.reference.settings.sticky_minutes:
        return
    entry = make_entry(desk, conversation, user_id=former, strategy=Strategy.ROUND_ROBIN)
    entry = replace(entry, preferred_user_id=former, deadline_at=desk.now)
    enqueue(desk, entry, actor=SYSTEM)
