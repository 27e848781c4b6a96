"""What the matcher decided becomes true; what waited too long goes another way."""

from msgspec.structs import replace

from parley.actions.assigning import assign_conversation, change_team
from parley.actions.queueing import enqueue, leave_queue
from parley.actions.run_effects import actor_of
from parley.actions.runs import resume_assigned
from parley.domain.actor import SYSTEM, Actor
from parley.domain.conversation import Conversation
from parley.domain.desk import Desk
from parley.domain.ids import ConversationId, DecisionId, TeamId
from parley.domain.queue import Decision, QueueEntry
from parley.routing.matching import is_stranded, match
from parley.routing.queue import Choice, MatchResult, demand_of


def apply_decisions(desk: Desk, result: MatchResult) -> int:
    """Assign what the matcher decided, and count it; an entry that changed or left meanwhile is skipped.

    The waiting run of an entry goes on here, in the same transaction as the assignment.
    """
    for rotation in result.rotations:
        desk.rotations.put(rotation.scope, rotation)
    return sum(_apply(desk, choice) for choice in result.decisions)


def _apply(desk: Desk, choice: Choice) -> bool:
    entry = choice.entry
    found = desk.queue.get(entry.conversation_id)
    if found is not entry and found != entry:
        return False
    actor = _actor_of(desk, entry)
    if not _is_open(desk.find_conversation(entry.conversation_id)):
        # It should have left with the closing; left here it would be decided again for ever.
        leave_queue(desk, entry.conversation_id, reason="conversation_closed", actor=actor)
        return False
    agent = desk.get_agent(choice.user_id)
    assign_conversation(desk, entry.conversation_id, choice.user_id, actor=actor, automatic=True)
    if agent.last_assigned_at != desk.now:  # the first one of this pass
        desk.agents.put(choice.user_id, replace(agent, last_assigned_at=desk.now))
    desk.decisions.append(_decision(desk, choice))
    resume_assigned(desk, entry, user_id=choice.user_id)
    return True


def _decision(desk: Desk, choice: Choice) -> Decision:
    entry = choice.entry
    # A clock that was set back makes nobody's wait negative.
    waited_seconds = max(0.0, (desk.now - entry.since).total_seconds())
    return Decision(
        desk.workspace_id,
        desk.new_id(DecisionId),
        entry.conversation_id,
        entry.contact_id,
        choice.user_id,
        desk.now,
        waited_seconds,
        choice.reason,
    )


def expire_entry(desk: Desk, conversation_id: ConversationId) -> bool:
    """Send a conversation on whose wait is over, or can never end; False if neither is so.

    A waiting run goes on in its time-out lane. Without a run, what waited for the former assignee goes to
    its team's queue with its age kept (O5), and anything else is left unassigned, for people to see.
    """
    entry = desk.queue.get(conversation_id)
    if entry is None or not is_over(desk, entry):
        return False
    if _try_named(desk, entry):
        return True
    team_id = _next_team(desk, entry)
    actor = _actor_of(desk, entry)
    if entry.run_id is None and team_id is not None:
        _name_team(desk, conversation_id, team_id)
        onward = replace(
            entry, user_id=None, preferred_user_id=None, team_id=team_id, deadline_at=None
        )
        enqueue(desk, onward, actor=actor)
        return True
    leave_queue(desk, conversation_id, reason="timed_out", actor=actor)
    resume_assigned(desk, entry, user_id=None)
    return True


def _try_named(desk: Desk, entry: QueueEntry) -> bool:
    """A deadline may come before the dispatcher does: who is asked for by name and free gets it still."""
    user = desk.reference.active_user(entry.user_id)
    if user is None:
        return False
    result = match(
        [entry], [desk.agent_now(user.id)], reference=desk.reference, rotations=(), now=desk.now
    )
    return apply_decisions(desk, result) > 0


def is_over(desk: Desk, entry: QueueEntry) -> bool:
    """The deadline has come, or nobody is left who could ever take it."""
    is_due = entry.deadline_at is not None and entry.deadline_at <= desk.now
    return is_due or is_stranded(demand_of(entry, now=desk.now), desk.reference)


def _next_team(desk: Desk, entry: QueueEntry) -> TeamId | None:
    """The fallback, else the conversation's own; for who waited for the former assignee, with whom no team is
    named, the team of the cycle before: who knows the matter is near that person (O5).
    """
    if entry.user_id is None or entry.run_id is not None:
        return None
    conversation = desk.find_conversation(entry.conversation_id)
    team_id = entry.team_id or (conversation.team_id if conversation is not None else None)
    if team_id is None and entry.preferred_user_id == entry.user_id:
        former = desk.find_last_closed(entry.contact_id)
        team_id = former.team_id if former is not None else None
    return team_id if team_id in desk.reference.teams else None


def _name_team(desk: Desk, conversation_id: ConversationId, team_id: TeamId) -> None:
    """Whose line it waits in is responsible, unless somebody is already: the team must see it (O6, O28)."""
    conversation = desk.find_conversation(conversation_id)
    if conversation is not None and conversation.is_open and conversation.team_id is None:
        change_team(desk, conversation_id, team_id, actor=SYSTEM)


def _is_open(conversation: Conversation | None) -> bool:
    return conversation is not None and conversation.is_open


def _actor_of(desk: Desk, entry: QueueEntry) -> Actor:
    """The workflow that asked for an agent, with the chain that led to it; else the system."""
    run = desk.runs.get(entry.run_id) if entry.run_id is not None else None
    return actor_of(run) if run is not None else SYSTEM
