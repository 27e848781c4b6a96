"""A timer's hour has come: act, unless the state that justified it has gone."""

from collections.abc import Callable, Mapping

from parley.actions.conversations import check_auto_close, unsnooze_conversation
from parley.actions.dispatch import expire_entry
from parley.actions.lightening import lighten
from parley.actions.queueing import raise_alarm
from parley.actions.releasing import end_silence
from parley.actions.runs import wake_run
from parley.actions.starting import start_after_close
from parley.actions.waiting import end_wait
from parley.domain.actor import SYSTEM
from parley.domain.desk import Desk
from parley.domain.ids import ConversationId, RunId
from parley.domain.timer import Timer, TimerKind


def fire_timer(desk: Desk, timer: Timer) -> None:
    if timer.kind is TimerKind.RUN:
        wake_run(desk, RunId(timer.subject_id), timer.fingerprint)
    elif timer.kind in _OF_WAITING:
        end_wait(desk, timer.kind, ConversationId(timer.subject_id), timer.fingerprint)
    else:
        _OF_CONVERSATION[timer.kind](desk, ConversationId(timer.subject_id), timer.fingerprint)


def _expire(desk: Desk, conversation_id: ConversationId, fingerprint: str) -> None:
    entry = desk.queue.get(conversation_id)
    if entry and entry.deadline_at and entry.deadline_at.isoformat() == fingerprint:
        expire_entry(desk, conversation_id)


def _unsnooze(desk: Desk, conversation_id: ConversationId, fingerprint: str) -> None:
    conversation = desk.find_conversation(conversation_id)
    until = conversation.snoozed_until if conversation else None
    if until is not None and until.isoformat() == fingerprint:
        unsnooze_conversation(desk, conversation_id, actor=SYSTEM)


_OF_WAITING = (TimerKind.WAITS_FOR_ANSWER, TimerKind.WAITS_FOR_AGENT, TimerKind.CONTACT_SILENT)
_OF_CONVERSATION: Mapping[TimerKind, Callable[[Desk, ConversationId, str], object]] = {
    TimerKind.LIGHTEN: lambda desk, conversation_id, _: lighten(desk, conversation_id),
    TimerKind.QUEUE_DEADLINE: _expire,
    TimerKind.UNSNOOZE: _unsnooze,
    TimerKind.AUTO_CLOSE: lambda desk, conversation_id, _: check_auto_close(desk, conversation_id),
    TimerKind.QUEUE_ALARM: raise_alarm,
    TimerKind.SILENCE: end_silence,
    TimerKind.CLOSE_SETTLED: start_after_close,
}
