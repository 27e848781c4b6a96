"""The floor as a supervisor sees it: who waits for whom, who is here with how much, what was given out."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from parley.domain.ids import ConversationId, TeamId, UserId, WorkspaceId
from parley.domain.people import Presence
from parley.domain.queue import QueueEntry
from parley.routing.places import THROUGHPUT_SPAN, expect_wait
from parley.storage.codecs import QUEUE_ENTRY
from parley.storage.reads.places import count_given_out, find_places
from parley.storage.reads.query import Reader

WAITING = """
SELECT team_id, count(*), min(since) FROM queue_entry WHERE workspace_id = $1 GROUP BY team_id
"""
# Open work that changed hands, by the conversation's team.
REASSIGNED = """
SELECT team_id, count(*) FROM conversation
 WHERE workspace_id = $1 AND status = 'open' AND assigned_at > $2 AND assigned_at > first_assigned_at GROUP BY team_id
"""
AGENTS = """
SELECT a.user_id, u.name, a.presence, a.presence_reason, a.presence_since, a.open_count, a.load, a.capacity,
       ARRAY(SELECT m.team_id FROM team_member AS m
              WHERE m.workspace_id = a.workspace_id AND m.user_id = a.user_id ORDER BY m.team_id) AS teams
  FROM agent AS a JOIN user_account AS u ON u.workspace_id = a.workspace_id AND u.id = a.user_id
 WHERE a.workspace_id = $1 AND u.deactivated_at IS NULL ORDER BY u.id
"""
TEAMS = "SELECT id, name FROM team WHERE workspace_id = $1 ORDER BY id"
ASSIGNMENTS = """
SELECT count(*) FROM event WHERE workspace_id = $1 AND contact_id = $2 AND conversation_id = $3
   AND kind = 'ConversationAssigned' AND body ->> 'user_id' IS NOT NULL
"""

HOLDER = "SELECT assignee_id, assigned_at FROM conversation WHERE workspace_id = $1 AND id = $2"
ENTRY = "SELECT * FROM queue_entry WHERE workspace_id = $1 AND conversation_id = $2"


class Line(Struct, frozen=True):
    """Those who wait for a team, or for anybody; `assigned` were given out by the matcher in the last hour, and
    `reassigned` changed hands meanwhile.
    """

    team_id: TeamId | None
    waiting: int = 0
    oldest_since: datetime | None = None
    assigned: int = 0
    reassigned: int = 0


class AgentOnFloor(Struct, frozen=True):
    user_id: UserId
    name: str
    presence: Presence
    presence_reason: str | None
    presence_since: datetime
    open_count: int
    load: int
    capacity: int | None
    team_ids: tuple[TeamId, ...]


async def list_lines(reader: Reader, workspace_id: WorkspaceId, *, now: datetime) -> list[Line]:
    """Of every team, and, first, of no team."""
    teams = await reader.fetch(TEAMS, workspace_id)
    waiting = {row[0]: row for row in await reader.fetch(WAITING, workspace_id)}
    given = await count_given_out(reader, workspace_id, now=now)
    moved = await reader.fetch(REASSIGNED, workspace_id, now - THROUGHPUT_SPAN)
    reassigned = {row[0]: row[1] for row in moved}
    lines: list[Line] = []
    for team_id in (None, *(TeamId(row["id"]) for row in teams)):
        _, count, oldest = waiting.get(team_id, (team_id, 0, None))
        lines.append(
            Line(team_id, count, oldest, given.get(team_id, 0), reassigned.get(team_id, 0))
        )
    return lines


async def list_agents(reader: Reader, workspace_id: WorkspaceId) -> list[AgentOnFloor]:
    rows = await reader.fetch(AGENTS, workspace_id)
    return [
        AgentOnFloor(
            row["user_id"],
            row["name"],
            Presence(row["presence"]),
            row["presence_reason"],
            row["presence_since"],
            row["open_count"],
            row["load"],
            row["capacity"],
            tuple(row["teams"]),
        )
        for row in rows
    ]


async def list_team_names(reader: Reader, workspace_id: WorkspaceId) -> dict[TeamId, str]:
    return {row["id"]: row["name"] for row in await reader.fetch(TEAMS, workspace_id)}


async def find_holder(
    reader: Reader, workspace_id: WorkspaceId, conversation_id: ConversationId
) -> tuple[UserId | None, datetime | None]:
    """The assignee, and since when."""
    row = await reader.fetchrow(HOLDER, workspace_id, conversation_id)
    return (row["assignee_id"], row["assigned_at"]) if row else (None, None)


async def find_entry(
    reader: Reader, workspace_id: WorkspaceId, conversation_id: ConversationId
) -> QueueEntry | None:
    row = await reader.fetchrow(ENTRY, workspace_id, conversation_id)
    return QUEUE_ENTRY.read(row) if row else None


async def find_place(
    reader: Reader, workspace_id: WorkspaceId, entry: QueueEntry, *, now: datetime
) -> tuple[int, float | None] | None:
    """The place in line, from 1, and the seconds to expect; None for who does not wait any more."""
    places = await find_places(reader, workspace_id, [entry.conversation_id])
    place = places.get(entry.conversation_id)
    if place is None:
        return None
    given = await count_given_out(reader, workspace_id, now=now)
    expected = expect_wait(place, given_out=given.get(entry.team_id, 0))
    return place, expected.total_seconds() if expected is not None else None


async def count_assignments(
    reader: Reader, workspace_id: WorkspaceId, contact_id: UUID, conversation_id: ConversationId
) -> int:
    """How often the conversation was given to somebody, the first time among them."""
    return await reader.fetchval(ASSIGNMENTS, workspace_id, contact_id, conversation_id)
