"""A conversation asks for an agent, and stops asking."""

from datetime import timedelta

from parley.domain.actor import SYSTEM, Actor
from parley.domain.conversation import Conversation
from parley.domain.desk import Desk
from parley.domain.errors import NotFound, UserNotActive
from parley.domain.events import ConversationLeftQueue, ConversationWaiting, QueueAlarmRaised
from parley.domain.ids import ConversationId, TeamId, UserId
from parley.domain.queue import QueueEntry, Strategy
from parley.domain.timer import Timer, TimerKind

# An enum finds its members slowly, and every place in line asks for this one twice.
_DEADLINE = TimerKind.QUEUE_DEADLINE


def make_entry(
    desk: Desk,
    conversation: Conversation,
    *,
    user_id: UserId | None = None,
    team_id: TeamId | None = None,
    strategy: Strategy | None = None,
    next_strategy: Strategy | None = None,
    preferred_seconds: int | None = None,
) -> QueueEntry:
    """A place in line for the conversation, from now on and without an end. Without a strategy it is the
    team's, or the workspace's; whom that asks first is looked up here.
    """
    defaults = desk.reference.teams.get(team_id) if team_id else None
    chosen = defaults or desk.reference.settings
    if strategy is None:
        strategy, next_strategy, preferred_seconds = (
            chosen.strategy,
            chosen.next_strategy,
            chosen.preferred_seconds,
        )
    following = next_strategy or chosen.next_strategy
    preferred = _find_preferred(desk, conversation, strategy)
    waits = timedelta(seconds=preferred_seconds) if preferred and preferred_seconds else None
    return QueueEntry(
        workspace_id=desk.workspace_id,
        conversation_id=conversation.id,
        contact_id=conversation.contact_id,
        user_id=user_id,
        team_id=team_id,
        preferred_user_id=preferred,
        strategy=strategy,
        online_only=True,
        max_open=None,
        priority=0,
        since=desk.now,
        deadline_at=None,
        run_id=None,
        visit=None,
        channel_kind=desk.reference.channel_kind(conversation.channel_id),
        next_strategy=Strategy.ROUND_ROBIN if following.asks_one_first else following,
        preferred_until=desk.now + waits if waits else None,
    )


def _find_preferred(desk: Desk, conversation: Conversation, strategy: Strategy) -> UserId | None:
    if not strategy.asks_one_first:
        return None
    contact = desk.get_contact(conversation.contact_id)
    if strategy is Strategy.CONTACT_OWNER:
        return contact.owner_id
    return contact.former_assignee_id


def enqueue(desk: Desk, entry: QueueEntry, *, actor: Actor) -> None:
    """Puts the conversation in line; a former entry of it is replaced. Raises NotFound for an unknown
    team or user, UserNotActive for a user who cannot take work.
    """
    if entry.team_id is not None and entry.team_id not in desk.reference.teams:
        raise NotFound(team_id=str(entry.team_id))
    if entry.user_id is not None and entry.user_id not in desk.reference.users:
        raise NotFound(user_id=str(entry.user_id))
    if entry.user_id is not None and desk.reference.active_user(entry.user_id) is None:
        raise UserNotActive(user_id=str(entry.user_id))
    former = leave_queue(desk, entry.conversation_id, reason="replaced", actor=actor)
    desk.put_queue_entry(entry)
    _arm_alarm(desk, entry, former)
    arm_deadline(desk, entry)
    desk.emit(
        ConversationWaiting(entry.team_id),
        actor=actor,
        contact_id=entry.contact_id,
        conversation_id=entry.conversation_id,
    )


def arm_deadline(desk: Desk, entry: QueueEntry) -> None:
    if entry.deadline_at is None:
        return
    desk.set_timer(
        Timer(
            desk.workspace_id,
            _DEADLINE,
            entry.conversation_id,
            entry.contact_id,
            entry.deadline_at,
            entry.deadline_at.isoformat(),
        )
    )


def leave_queue(
    desk: Desk, conversation_id: ConversationId, *, reason: str, actor: Actor
) -> QueueEntry | None:
    """The entry that was taken out, or None if the conversation did not wait."""
    entry = desk.queue.get(conversation_id)
    if entry is None:
        return None
    desk.queue.drop(conversation_id)
    if entry.deadline_at is not None:
        desk.cancel_timer(_DEADLINE, conversation_id)
    if desk.reference.settings.queue_alarm_minutes:
        desk.cancel_timer(TimerKind.QUEUE_ALARM, conversation_id)
    desk.emit(
        ConversationLeftQueue(reason),
        actor=actor,
        contact_id=entry.contact_id,
        conversation_id=conversation_id,
    )
    return entry


def _arm_alarm(desk: Desk, entry: QueueEntry, former: QueueEntry | None) -> None:
    """What has waited too long already is told at once, unless it was told in the line that it comes from."""
    minutes = desk.reference.settings.queue_alarm_minutes
    if not minutes:
        return
    due = entry.since + timedelta(minutes=minutes)
    if former is not None and former.since == entry.since and due <= desk.now:
        return
    desk.set_timer(
        Timer(
            desk.workspace_id,
            TimerKind.QUEUE_ALARM,
            entry.conversation_id,
            entry.contact_id,
            max(due, desk.now),
            entry.since.isoformat(),
        )
    )


def raise_alarm(desk: Desk, conversation_id: ConversationId, fingerprint: str) -> bool:
    """The limit has passed: said once, if the entry waits still."""
    entry = desk.queue.get(conversation_id)
    if entry is None or entry.since.isoformat() != fingerprint:
        return False
    desk.emit(
        QueueAlarmRaised(entry.since, entry.team_id),
        actor=SYSTEM,
        contact_id=entry.contact_id,
        conversation_id=conversation_id,
    )
    return True
