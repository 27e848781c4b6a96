"""The floor as a supervisor sees it: who waits for whom, who is here with how much, what was given out."""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from parley.domain.ids import ConversationId, TeamId, UserId, WorkspaceId
from parley.domain.people import Presence
from parley.domain.queue import QueueEntry
from parley.storage.codecs import QUEUE_ENTRY
from parley.storage.reads.query import Reader

THROUGHPUT_SPAN = timedelta(hours=1)

# How many were given out in the last hour stands for how many will be in the next: the place in line over that
# rate is the wait (Little's law on the throughput, as delay estimators of call centres take it).
LINES = """
WITH waiting AS (
    SELECT team_id, count(*) AS waiting, min(since) AS oldest_since FROM queue_entry
     WHERE workspace_id = $1 GROUP BY team_id
), given AS (
    SELECT c.team_id, count(*) AS assigned FROM assignment_decision AS d
      JOIN conversation AS c ON c.workspace_id = d.workspace_id AND c.id = d.conversation_id
     WHERE d.workspace_id = $1 AND d.decided_at > $2 GROUP BY c.team_id
)
SELECT team_id, coalesce(waiting, 0), oldest_since, coalesce(assigned, 0)
  FROM waiting FULL JOIN given USING (team_id) ORDER BY team_id NULLS FIRST
"""
LINE_OF_NOBODY = """
SELECT (SELECT count(*) FROM queue_entry WHERE workspace_id = $1 AND team_id IS NULL),
       (SELECT min(since) FROM queue_entry WHERE workspace_id = $1 AND team_id IS NULL),
       (SELECT count(*) FROM assignment_decision AS d
          JOIN conversation AS c ON c.workspace_id = d.workspace_id AND c.id = d.conversation_id
         WHERE d.workspace_id = $1 AND d.decided_at > $2 AND c.team_id IS NULL)
"""
AGENTS = """
SELECT a.user_id, u.name, a.presence, a.presence_reason, a.presence_since, a.open_count, a.capacity,
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


PLACE = """
SELECT q.team_id, count(*) AS place FROM queue_entry AS q
  JOIN queue_entry AS ahead ON ahead.workspace_id = q.workspace_id
   AND ahead.team_id IS NOT DISTINCT FROM q.team_id
   AND (CASE WHEN $3::int IS NULL THEN -ahead.priority ELSE 0 END,
        ahead.since - greatest(least(ahead.priority, 100), -100) * make_interval(mins => coalesce($3, 0)),
        ahead.conversation_id)
    <= (CASE WHEN $3 IS NULL THEN -q.priority ELSE 0 END,
        q.since - greatest(least(q.priority, 100), -100) * make_interval(mins => coalesce($3, 0)),
        q.conversation_id)
 WHERE q.workspace_id = $1 AND q.conversation_id = $2 GROUP BY q.team_id
"""
HOLDER = "SELECT assignee_id, assigned_at FROM conversation WHERE workspace_id = $1 AND id = $2"
ENTRY = "SELECT * FROM queue_entry WHERE workspace_id = $1 AND conversation_id = $2"


class Line(Struct, frozen=True):
    """Those who wait for a team, or for anybody; `assigned` were given out in the last hour."""

    team_id: TeamId | None
    waiting: int
    oldest_since: datetime | None
    assigned: int

    def expected_wait(self, place: int) -> float | None:
        """Seconds until whoever stands at this place is served; None while nothing was given out."""
        if self.assigned == 0:
            return None
        return place * THROUGHPUT_SPAN.total_seconds() / self.assigned


class AgentOnFloor(Struct, frozen=True):
    user_id: UserId
    name: str
    presence: Presence
    presence_reason: str | None
    presence_since: datetime
    open_count: int
    capacity: int | None
    team_ids: tuple[TeamId, ...]


async def list_lines(reader: Reader, workspace_id: WorkspaceId, *, now: datetime) -> list[Line]:
    """Of the teams for which somebody waits or something was given out, and, first, of no team."""
    since = now - THROUGHPUT_SPAN
    rows = await reader.fetch(LINES, workspace_id, since)
    nobody = await reader.fetchrow(LINE_OF_NOBODY, workspace_id, since)
    lines = [Line(*row) for row in rows if row[0] is not None]
    return [Line(None, *nobody), *lines] if nobody is not None else lines


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
    reader: Reader,
    workspace_id: WorkspaceId,
    conversation_id: ConversationId,
    *,
    ageing_minutes: int | None,
    now: datetime,
) -> tuple[int, float | None] | None:
    """The place in line, from 1, and the seconds to expect; None for who does not wait."""
    row = await reader.fetchrow(PLACE, workspace_id, conversation_id, ageing_minutes)
    if row is None:
        return None
    lines = await list_lines(reader, workspace_id, now=now)
    line = next((line for line in lines if line.team_id == row["team_id"]), None)
    return row["place"], line.expected_wait(row["place"]) if line else None


async def count_assignments(
    reader: Reader, workspace_id: WorkspaceId, contact_id: UUID, conversation_id: ConversationId
) -> int:
    """How often the conversation was given to somebody, the first time among them."""
    return await reader.fetchval(ASSIGNMENTS, workspace_id, contact_id, conversation_id)
