"""Where a run's conversation stands in line, or would stand if it joined now."""

from msgspec.structs import replace

from parley.actions.queueing import make_entry
from parley.domain.conversation import Conversation
from parley.domain.desk import Desk
from parley.domain.ids import ConversationId, TeamId
from parley.domain.needs import Needs, NotOnDesk
from parley.domain.queue import Decision, Line, QueueEntry, QueuePlace
from parley.routing.places import THROUGHPUT_SPAN, expect_wait, list_places

NO_LINE = Line()


def find_queue_place(desk: Desk, conversation: Conversation | None) -> QueuePlace | None:
    """In the line that it waits in; else at the end of its team's, or of everybody's. None for what is
    closed, or has an agent.
    """
    if conversation is None or not conversation.is_open:
        return None
    entry = desk.queue.get(conversation.id)
    if entry is None and conversation.assignee_id is not None:
        return None
    if entry is None:
        entry = make_entry(desk, conversation, team_id=conversation.team_id)
    line = _get_line(desk, entry.team_id)
    waiting = _as_they_are(desk, line, entry.team_id)
    # Whoever asks is new in line behind all who came in the same moment.
    waiting[entry.conversation_id] = replace(entry, since=min(entry.since, desk.now))
    ageing = desk.reference.settings.ageing_minutes
    position = list_places(waiting.values(), ageing_minutes=ageing)[entry.conversation_id]
    given = line.given_out + sum(_is_of(desk, one, entry.team_id) for one in desk.decisions)
    return QueuePlace(position, expect_wait(position, given_out=given))


def _get_line(desk: Desk, team_id: TeamId | None) -> Line:
    if team_id not in desk.known.lines:
        raise NotOnDesk(Needs(lines=frozenset({team_id})))
    return desk.lines.get(team_id, NO_LINE)


def _as_they_are(
    desk: Desk, line: Line, team_id: TeamId | None
) -> dict[ConversationId, QueueEntry]:
    """The line as it was loaded, and what this batch has changed of it."""
    waiting = {entry.conversation_id: entry for entry in line.entries}
    for gone in desk.queue.difference().dropped:
        waiting.pop(gone.conversation_id, None)
    waiting |= {entry.conversation_id: entry for entry in desk.queue}
    return {key: entry for key, entry in waiting.items() if entry.team_id == team_id}


def _is_of(desk: Desk, decision: Decision, team_id: TeamId | None) -> bool:
    """Given out by this batch, or this rehearsal, in the last hour."""
    if decision.decided_at <= desk.now - THROUGHPUT_SPAN:
        return False
    scope = decision.reason.get("scope")
    if scope == "user":
        conversation = desk.conversations.get(decision.conversation_id)
        return conversation is not None and conversation.team_id == team_id
    return scope == ("workspace" if team_id is None else str(team_id))
