"""What follows an event: runs start and end, and an unrouted conversation finds its way."""

from collections.abc import Callable, Collection, Iterable
from typing import get_args

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
    EventBody,
    MessageReceived,
    MessageStatusChanged,
    MessageWritten,
)
from parley.domain.ids import ContactId
from parley.domain.message import Author
from parley.domain.queue import Strategy
from parley.domain.run import EndReason
from parley.domain.timer import TimerKind

Listener = Callable[[Desk, Event], object]


def react(desk: Desk) -> None:
    """Drains the events in the order in which they happened, those that reactions add included. Loops
    cannot form: no workflow starts from an event whose chain holds it.
    """
    is_watched = bool(desk.reference.settings.silence_minutes or desk.reference.clocks)
    listeners = _WITH_WATCH if is_watched else _WITHOUT_WATCH
    while desk.pending:
        event = desk.pending.popleft()
        for listener in listeners[type(event.body)]:
            listener(desk, event)


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


def _end_with_conversation(desk: Desk, event: Event) -> None:
    if event.contact_id is not None:
        end_runs(
            desk,
            event.contact_id,
            EndReason.CONVERSATION_CLOSED,
            actor=event.actor,
            conversation_id=event.conversation_id,
        )


def _end_on_reply(desk: Desk, event: Event) -> None:
    body = event.body
    if event.contact_id is not None and isinstance(body, MessageWritten) and body.author in _PEOPLE:
        reason = EndReason.PERSON_REPLIED
        end_runs(desk, event.contact_id, reason, actor=event.actor, only_speaking=True)


def _end_on_assignment(desk: Desk, event: Event) -> None:
    body = event.body
    is_by_hand = isinstance(body, ConversationAssigned) and not body.automatic
    if event.contact_id is not None and is_by_hand and event.actor.kind is ActorKind.USER:
        reason = EndReason.ASSIGNED_BY_HAND
        end_runs(desk, event.contact_id, reason, actor=event.actor, only_speaking=True)


def _end_on_block(desk: Desk, event: Event) -> None:
    if event.contact_id is not None:
        end_runs(desk, event.contact_id, EndReason.CONTACT_BLOCKED, actor=event.actor)
        _let_rest(desk, event.contact_id, actor=event.actor)


def _tell_delivery(desk: Desk, event: Event) -> None:
    if event.contact_id is None or not isinstance(event.body, MessageStatusChanged):
        return
    message = desk.messages.get(event.body.message_id)
    if message is not None and message.run_id is not None:
        settle_delivery(desk, message)


def _end_surveys(desk: Desk, event: Event) -> None:
    """Nobody waits for an answer about the past any more."""
    if event.contact_id is not None:
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
    conversation_id, body = event.conversation_id, event.body
    is_by_contact = isinstance(body, ConversationOpened) and body.source is _CONTACT
    if conversation_id is None or not is_by_contact:
        return
    conversation = desk.get_conversation(conversation_id)
    if not conversation.is_open or conversation.handler is not _NOBODY:
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


_CONTACT, _NOBODY = Source.CONTACT, Handler.NOBODY
_PEOPLE = (Author.USER, Author.ECHO)
_ALL = frozenset(get_args(EventBody))
# In the order in which they are told. Most events are of a kind that hardly anything follows from.
_LISTENERS: tuple[tuple[Listener, Collection[type]], ...] = (
    (_end_with_conversation, {ConversationClosed}),
    (_end_on_reply, {MessageWritten}),
    (_end_on_assignment, {ConversationAssigned}),
    (_end_on_block, {ContactBlocked}),
    (_tell_delivery, {MessageStatusChanged}),
    (_watch_spells, _ALL),
    (tell_waiting_runs, AWAITED),
    (release_stranded, {ConversationAssigned, ConversationLeftQueue}),
    (_end_surveys, {ConversationOpened}),
    (start_runs, HEARD),
    (_route_without_run, {ConversationOpened}),
)


def _list_by_kind(listeners: Iterable[Listener]) -> dict[type, tuple[Listener, ...]]:
    chosen = set(listeners)
    return {
        kind: tuple(one for one, kinds in _LISTENERS if one in chosen and kind in kinds)
        for kind in _ALL
    }


_WITH_WATCH = _list_by_kind(one for one, _ in _LISTENERS)
_WITHOUT_WATCH = _list_by_kind(one for one, _ in _LISTENERS if one is not _watch_spells)
