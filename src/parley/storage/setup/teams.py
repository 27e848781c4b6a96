"""Teams and their members; the members' order is the team's round-robin circle."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from parley.domain.ids import TeamId, UserId, WorkspaceId
from parley.domain.people import Team, TeamMember
from parley.storage.database import Connection, Pool
from parley.storage.reference import make_team

_COLUMNS = """
SELECT t.workspace_id, t.id, t.name,
       ARRAY(SELECT m.user_id FROM team_member m
              WHERE m.workspace_id = t.workspace_id AND m.team_id = t.id
              ORDER BY m.position) AS members,
       t.strategy, t.next_strategy, t.preferred_seconds, t.calendar_id, t.max_open,
       t.max_in_hand
  FROM team t
"""
LIST = (
    _COLUMNS
    + " WHERE t.workspace_id = $1 AND ($2::uuid IS NULL OR t.id > $2) ORDER BY t.id LIMIT $3"
)
FIND = _COLUMNS + " WHERE t.workspace_id = $1 AND t.id = $2"
COUNT = "SELECT count(*) FROM team WHERE workspace_id = $1"
ADD = "INSERT INTO team (workspace_id, id, name, created_at) VALUES ($1, $2, $3, $4)"
RENAME = "UPDATE team SET name = $3 WHERE workspace_id = $1 AND id = $2"
SET_ROUTING = """
UPDATE team SET strategy = $3, next_strategy = $4, preferred_seconds = $5, calendar_id = $6, max_open = $7,
       max_in_hand = $8
 WHERE workspace_id = $1 AND id = $2
"""
EMPTY = "DELETE FROM team_member WHERE workspace_id = $1 AND team_id = $2"
FILL = """
INSERT INTO team_member (workspace_id, team_id, user_id, position)
SELECT $1, $2, given.user_id, given.place
  FROM unnest($3::uuid[]) WITH ORDINALITY AS given (user_id, place)
"""
# Contacts are locked before their conversations change, in the order that everybody keeps.
HOLD_CONTACTS = """
SELECT id FROM contact
 WHERE workspace_id = $1
   AND id IN (SELECT contact_id FROM conversation
               WHERE workspace_id = $1 AND team_id = $2 AND closed_at IS NULL)
 ORDER BY id FOR NO KEY UPDATE
"""
LEAVE_CONVERSATIONS = (
    "UPDATE conversation SET team_id = NULL WHERE workspace_id = $1 AND team_id = $2"
)
LEAVE_QUEUE = "UPDATE queue_entry SET team_id = NULL WHERE workspace_id = $1 AND team_id = $2"
DROP_ROTATION = "DELETE FROM rotation WHERE workspace_id = $1 AND scope = $2"
DROP = "DELETE FROM team WHERE workspace_id = $1 AND id = $2"


async def list_teams(
    pool: Pool, workspace_id: WorkspaceId, *, after: TeamId | None, limit: int
) -> list[Team]:
    return [_team(row) for row in await pool.fetch(LIST, workspace_id, after, limit)]


async def find_team(
    connection: Connection | Pool, workspace_id: WorkspaceId, team_id: TeamId
) -> Team | None:
    row = await connection.fetchrow(FIND, workspace_id, team_id)
    return _team(row) if row else None


async def count_teams(connection: Connection, workspace_id: WorkspaceId) -> int:
    return await connection.fetchval(COUNT, workspace_id)


async def add_team(
    connection: Connection,
    workspace_id: WorkspaceId,
    team_id: TeamId,
    *,
    name: str,
    members: Sequence[UserId],
    now: datetime,
) -> None:
    await connection.execute(ADD, workspace_id, team_id, name, now)
    await connection.execute(FILL, workspace_id, team_id, list(members))


async def rename_team(
    connection: Connection, workspace_id: WorkspaceId, team_id: TeamId, *, name: str
) -> None:
    await connection.execute(RENAME, workspace_id, team_id, name)


async def set_routing(connection: Connection, workspace_id: WorkspaceId, team: Team) -> None:
    """How the team's work is given out: strategy, hours and caps, as `team` has them."""
    await connection.execute(
        SET_ROUTING,
        workspace_id,
        team.id,
        team.strategy,
        team.next_strategy,
        team.preferred_seconds,
        team.calendar_id,
        team.max_open,
        team.max_in_hand,
    )


async def set_members(
    connection: Connection, workspace_id: WorkspaceId, team_id: TeamId, members: Sequence[UserId]
) -> None:
    await connection.execute(EMPTY, workspace_id, team_id)
    await connection.execute(FILL, workspace_id, team_id, list(members))


async def drop_team(connection: Connection, workspace_id: WorkspaceId, team_id: TeamId) -> None:
    """Its conversations stay, without a team; those that wait for it wait for anybody."""
    await connection.execute(HOLD_CONTACTS, workspace_id, team_id)
    await connection.execute(LEAVE_CONVERSATIONS, workspace_id, team_id)
    await connection.execute(LEAVE_QUEUE, workspace_id, team_id)
    await connection.execute(DROP_ROTATION, workspace_id, str(team_id))
    await connection.execute(DROP, workspace_id, team_id)


def _team(row: Any) -> Team:
    members = [TeamMember(user_id, place) for place, user_id in enumerate(row["members"], 1)]
    workspace_id, team_id, name, _, *routing = row
    return make_team(workspace_id, (team_id, name, *routing), members)
