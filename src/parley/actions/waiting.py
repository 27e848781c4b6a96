"""Somebody waits: the contact for a person, or we for the contact; and after a time a workflow starts."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from parley.actions.starting import start_by_clock
from parley.domain.conversation import Conversation
from parley.domain.desk import Desk
from parley.domain.events import (
    ContactsMerged,
    ConversationAssigned,
    ConversationClosed,
    ConversationReopened,
    ConversationWaiting,
    Event,
    MessageReceived,
    MessageWritten,
    RunEnded,
)
from parley.domain.ids import ContactId, ConversationId, RunId
from parley.domain.needs import Needs, NotOnDesk
from parley.domain.queue import QueueEntry
from parley.domain.run import Run
from parley.domain.timer import Timer, TimerKind
from parley.domain.workspace import PublishedVersion
from parley.workflows.definition import Definition
from parley.workflows.triggers import Values

ANSWER, AGENT = TimerKind.WAITS_FOR_ANSWER, TimerKind.WAITS_FOR_AGENT
SILENT = TimerKind.CONTACT_SILENT
ALL = (ANSWER, AGENT, SILENT)


class Spell(Struct, frozen=True):
    """One time of waiting. `mark` changes when it is over; a workflow that has started since `heard_at` has
    had its turn; `begun` is what the seconds are counted from.
    """

    mark: datetime
    begun: datetime
    heard_at: datetime


def watch(desk: Desk, event: Event) -> None:
    """Only where a published workflow waits for something does this cost anything."""
    conversation_id = event.conversation_id
    if conversation_id is None:
        return
    if isinstance(event.body, ConversationClosed):
        for kind in desk.reference.clocks:
            desk.cancel_timer(kind, conversation_id)
        return
    kinds, since = _what_begins(desk, event, conversation_id)
    if kinds:
        _set(desk, conversation_id, kinds, since=since)


def _what_begins(
    desk: Desk, event: Event, conversation_id: ConversationId
) -> tuple[tuple[TimerKind, ...], datetime | None]:
    """The waiting that an event may begin, and since when at the earliest."""
    kinds: tuple[TimerKind, ...] = ()
    since: datetime | None = None
    match event.body:
        case MessageReceived():
            conversation = desk.find_conversation(conversation_id)
            # Only the first of the messages that wait: the others wait as long as it does.
            is_first = conversation is not None and conversation.unanswered_since == desk.now
            kinds = (ANSWER, AGENT) if is_first else ()
        case ConversationWaiting():
            kinds = (ANSWER, AGENT)
        case MessageWritten():
            kinds = (SILENT,)
        case ConversationReopened() | ContactsMerged():
            kinds = ALL
        case ConversationAssigned(user_id=None):
            kinds, since = (AGENT,), desk.now
        case RunEnded(run_id=run_id) if _was_at_work(desk, run_id):
            kinds, since = ALL, desk.now
        case _:
            pass
    return kinds, since


def end_wait(
    desk: Desk, kind: TimerKind, conversation_id: ConversationId, fingerprint: str
) -> None:
    """The time is over: whoever waits for so long starts, if the waiting is still the one that the timer was
    set for. The next longer wait gets the next timer.
    """
    conversation = desk.find_conversation(conversation_id)
    spell = _find_spell(desk, conversation, kind) if conversation else None
    if conversation is None or spell is None:
        return
    mark, begun_at, done = fingerprint.split(" ")
    if spell.mark.isoformat() != mark or _is_bot_at_work(desk, conversation):
        # While a bot is at work nobody waits; the end of its run sets the timer anew.
        return
    begun = datetime.fromisoformat(begun_at)
    if conversation.snoozed_until is not None:
        # Somebody has put it aside on purpose, until then.
        due = max(conversation.snoozed_until, desk.now)
        desk.set_timer(_timer(desk, conversation, kind, due, fingerprint))
        return
    passed = int((desk.now - begun).total_seconds())
    _set_next(desk, conversation, kind, spell.mark, begun, after=max(passed, int(done)))
    due = [
        version
        for version, definition in _list_waiting(desk, kind)
        if int(done) < definition.trigger.lasts <= passed
    ]
    for version in _leave_out_served(desk, conversation.contact_id, due, spell.heard_at):
        values: Values = {"since": begun.isoformat(), "seconds": passed}
        start_by_clock(desk, conversation.contact_id, version, values=values)


def _set(
    desk: Desk,
    conversation_id: ConversationId,
    kinds: tuple[TimerKind, ...],
    *,
    since: datetime | None = None,
) -> None:
    """The timers of the waiting that there is now; `since`: it did not begin before."""
    conversation = desk.find_conversation(conversation_id)
    if conversation is None or not conversation.is_open or _is_bot_at_work(desk, conversation):
        return
    for kind in kinds:
        spell = _find_spell(desk, conversation, kind) if kind in desk.reference.clocks else None
        if spell is not None:
            is_told = kind is SILENT or conversation_id in desk.queue
            begun = spell.begun if since is None or is_told else max(since, spell.begun)
            _set_next(desk, conversation, kind, spell.mark, begun, after=0)


def _set_next(
    desk: Desk,
    conversation: Conversation,
    kind: TimerKind,
    mark: datetime,
    begun: datetime,
    *,
    after: int,
) -> None:
    """For the shortest wait that is longer than `after`."""
    waits = {definition.trigger.lasts for _, definition in _list_waiting(desk, kind)}
    following = min((seconds for seconds in waits if seconds > after), default=None)
    if following is not None:
        due = max(begun + timedelta(seconds=following), desk.now)
        fingerprint = f"{mark.isoformat()} {begun.isoformat()} {after}"
        desk.set_timer(_timer(desk, conversation, kind, due, fingerprint))


def _timer(
    desk: Desk, conversation: Conversation, kind: TimerKind, due: datetime, fingerprint: str
) -> Timer:
    return Timer(
        desk.workspace_id, kind, conversation.id, conversation.contact_id, due, fingerprint
    )


# -- what is waited for ------------------------------------------------------------------------------------


def _find_spell(desk: Desk, conversation: Conversation, kind: TimerKind) -> Spell | None:
    if not conversation.is_open:
        return None
    entry, unanswered = desk.queue.get(conversation.id), conversation.unanswered_since
    match kind:
        case TimerKind.CONTACT_SILENT:
            is_our_turn = entry is not None or (unanswered and conversation.assignee_id)
            return None if is_our_turn else _find_silence(conversation)
        case TimerKind.WAITS_FOR_AGENT:
            since = entry.since if entry is not None else unanswered
            if since is None or conversation.assignee_id is not None:
                return None
            return Spell(since, since, since)
        case _:
            return _find_question(unanswered, entry)


def _find_question(unanswered: datetime | None, entry: QueueEntry | None) -> Spell | None:
    """What nobody has answered; who was given to the queue by a bot waits from then on."""
    if unanswered is None:
        return None
    begun = max(unanswered, entry.since) if entry is not None else unanswered
    return Spell(unanswered, begun, unanswered)


def _find_silence(conversation: Conversation) -> Spell | None:
    """Since our last word, if the contact has said nothing after it, and waits for none of us."""
    times = (conversation.last_bot_message_at, conversation.last_person_reply_at)
    spoken = max((at for at in times if at is not None), default=None)
    heard = conversation.last_inbound_at
    if spoken is None or (heard is not None and heard > spoken):
        return None
    return Spell(spoken, spoken, heard or conversation.opened_at)


def _is_bot_at_work(desk: Desk, conversation: Conversation) -> bool:
    """A run that speaks has time-outs of its own; one that has asked for an agent waits as the contact does,
    and one that a waiting has started does not end it.
    """
    if desk.queue.get(conversation.id) is not None:
        return False
    return any(
        run.speaks and run.conversation_id == conversation.id and not _is_by_clock(desk, run)
        for run in desk.live_runs(conversation.contact_id)
    )


def _was_at_work(desk: Desk, run_id: RunId) -> bool:
    run = desk.runs.get(run_id)
    return run is not None and run.speaks and not _is_by_clock(desk, run)


def _is_by_clock(desk: Desk, run: Run) -> bool:
    version = desk.reference.versions.get(run.version_id)
    return version is not None and version.clock is not None


def _list_waiting(desk: Desk, kind: TimerKind) -> Iterator[tuple[PublishedVersion, Definition]]:
    """In the order of first publication."""
    versions = desk.reference.versions.values()
    waiting = [version for version in versions if version.live and version.clock is kind]
    for version in sorted(waiting, key=lambda version: version.published_order):
        if isinstance(version.definition, Definition):
            yield version, version.definition


def _leave_out_served(
    desk: Desk, contact_id: ContactId, due: Sequence[PublishedVersion], since: datetime
) -> list[PublishedVersion]:
    """Those that have not started for the contact since then. Asked only when a timer fires: no message pays
    for it.
    """
    pairs = frozenset((contact_id, version.workflow_id) for version in due)
    if not all(pair in desk.known.last_runs for pair in pairs):
        raise NotOnDesk(Needs(last_runs=pairs))
    served = {
        run.workflow_id
        for run in desk.runs
        if run.contact_id == contact_id and run.started_at >= since
    }
    return [version for version in due if version.workflow_id not in served]
