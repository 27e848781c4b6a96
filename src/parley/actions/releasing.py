"""An agent leaves, or leaves a contact without an answer: what becomes of the work is the workspace's choice."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from parley.actions.assigning import assign_conversation
from parley.actions.dispatch import apply_decisions
from parley.actions.queueing import enqueue, make_entry
from parley.domain.actor import SYSTEM, Actor
from parley.domain.conversation import Conversation
from parley.domain.desk import Desk
from parley.domain.ids import ConversationId, TeamId, UserId
from parley.domain.people import Presence
from parley.domain.queue import QueueEntry, Strategy
from parley.domain.timer import Timer, TimerKind
from parley.domain.workspace import WhenAbsent
from parley.routing.hours import find_shift_end
from parley.routing.matching import match


def release_of_absent(
    desk: Desk, conversation_id: ConversationId, *, since: datetime, actor: Actor
) -> bool:
    """Put the work of an agent who is offline, or whose shift is over, back in line with its age, if that is the
    policy and the agent is gone still. What was given to them after they had left was meant for them, and stays.
    """
    conversation = desk.find_conversation(conversation_id)
    if conversation is None or not conversation.counts_as_load:
        return False
    policy = desk.reference.settings.policy_of(conversation.team_id)
    holder = conversation.assignee_id
    if holder is None or policy is WhenAbsent.KEEP or not _has_left(desk, conversation, holder):
        return False
    put_back(desk, conversation, policy, since=since, actor=actor)
    return True


def put_back(
    desk: Desk, conversation: Conversation, policy: WhenAbsent, *, since: datetime, actor: Actor
) -> QueueEntry:
    """Out of its agent's hands and into a line; an empty or full line keeps it, nobody absent gets it."""
    holder = conversation.assignee_id
    assign_conversation(desk, conversation.id, None, actor=actor, automatic=True)
    line = make_entry(desk, conversation, team_id=_line_of(desk, conversation, holder, policy))
    entry = replace(line, since=min(since, desk.now))
    enqueue(desk, entry, actor=actor)
    return entry


def watch_silence(desk: Desk, conversation_id: ConversationId) -> None:
    """The contact wrote, or the conversation got an agent: the agent's time to answer runs."""
    settings = desk.reference.settings
    conversation = desk.find_conversation(conversation_id)
    if not settings.silence_minutes or conversation is None or conversation.assignee_id is None:
        return
    heard = conversation.unanswered_since
    if heard is None or settings.policy_of(conversation.team_id) is WhenAbsent.KEEP:
        return
    begun = max(heard, conversation.assigned_at or heard)
    desk.set_timer(
        Timer(
            desk.workspace_id,
            TimerKind.SILENCE,
            conversation_id,
            conversation.contact_id,
            begun + timedelta(minutes=settings.silence_minutes),
            _fingerprint(conversation),
        )
    )


def end_silence(desk: Desk, conversation_id: ConversationId, fingerprint: str) -> bool:
    """The time is over: a colleague who is free gets it at once, the one with the fewest open; else it waits in
    line, where the silent one may get it again only as the next in turn.
    """
    conversation = desk.find_conversation(conversation_id)
    if conversation is None or not conversation.counts_as_load:
        return False
    policy = desk.reference.settings.policy_of(conversation.team_id)
    heard, holder = conversation.unanswered_since, conversation.assignee_id
    if heard is None or policy is WhenAbsent.KEEP or _fingerprint(conversation) != fingerprint:
        return False
    entry = put_back(desk, conversation, policy, since=heard, actor=SYSTEM)
    _give_to_colleague(desk, entry, holder)
    return True


def _give_to_colleague(desk: Desk, entry: QueueEntry, silent: UserId | None) -> None:
    team = desk.reference.teams.get(entry.team_id) if entry.team_id is not None else None
    members = [m.user_id for m in team.members] if team else list(desk.reference.users)
    colleagues = [
        desk.agent_now(user_id)
        for user_id in members
        if user_id != silent and desk.reference.active_user(user_id) is not None
    ]
    fewest = replace(entry, strategy=Strategy.LEAST_OPEN)
    desk.put_queue_entry(fewest)
    result = match([fewest], colleagues, reference=desk.reference, rotations=(), now=desk.now)
    if not apply_decisions(desk, result):
        desk.put_queue_entry(entry)


def _has_left(desk: Desk, conversation: Conversation, holder: UserId) -> bool:
    user = desk.reference.active_user(holder)
    if user is None:
        return True
    agent, given = desk.get_agent(holder), conversation.assigned_at
    left = agent.presence_since if agent.presence is Presence.OFFLINE else None
    # Who finishes what is begun does so beyond the end of the shift.
    is_finishing = agent.presence is Presence.FINISHING
    over = None if is_finishing else find_shift_end(desk.reference, user.calendar_id, desk.now)
    return any(end is not None and (given is None or given <= end) for end in (left, over))


def _line_of(
    desk: Desk, conversation: Conversation, holder: UserId | None, policy: WhenAbsent
) -> TeamId | None:
    teams = desk.reference.teams
    if conversation.team_id in teams:
        return conversation.team_id
    if policy is not WhenAbsent.COLLEAGUE or holder is None:
        return None
    return min((team.id for team in teams.values() if team.has(holder)), default=None)


def _fingerprint(conversation: Conversation) -> str:
    heard = conversation.unanswered_since
    return f"{heard.isoformat() if heard else ''} {conversation.assignee_id}"
