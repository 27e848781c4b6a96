"""Users with their agent's row: who they are, what they may, and how loaded they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from parley.domain.ids import ConversationId, TeamId, UserId, WorkspaceId
from parley.domain.people import Absence, Agent, Presence, User
from parley.storage import codec
from parley.storage.database import Connection, Pool
from parley.storage.reference import make_user

_COLUMNS = """
SELECT u.workspace_id, u.id, u.name, u.email, u.role, u.visibility, u.capacity, u.position,
       u.deactivated_at, u.skills, u.channel_kinds, u.calendar_id,
       a.presence, a.presence_reason, a.presence_since, a.open_count,
       a.last_assigned_at, a.absence, a.returns_to, a.returns_reason, a.load, a.idle_since,
       ARRAY(SELECT m.team_id FROM team_member m
              WHERE m.workspace_id = u.workspace_id AND m.user_id = u.id
              ORDER BY m.team_id) AS teams
  FROM user_account u
  JOIN agent a ON a.workspace_id = u.workspace_id AND a.user_id = u.id
"""
USER_WIDTH = len(User.__struct_fields__)
LIST = (
    _COLUMNS
    + """
 WHERE u.workspace_id = $1 AND ($2::uuid IS NULL OR u.id > $2)
 ORDER BY u.id LIMIT $3
"""
)
FIND = _COLUMNS + " WHERE u.workspace_id = $1 AND u.id = $2"
ADD_USER = """
INSERT INTO user_account
  (workspace_id, id, name, email, role, visibility, capacity, position, password_hash, created_at)
SELECT $1, $2, $3, $4, $5, $6, $7, coalesce(max(position), 0) + 1, $8, $9
  FROM user_account WHERE workspace_id = $1
"""
ADD_AGENT = """
INSERT INTO agent (workspace_id, user_id, presence, presence_since, open_count, capacity)
VALUES ($1, $2, 'offline', $3, 0, $4)
"""
UPDATE_USER = """
UPDATE user_account SET name = $3, email = $4, role = $5, visibility = $6, capacity = $7,
       deactivated_at = $8, skills = $9, channel_kinds = $10, calendar_id = $11
 WHERE workspace_id = $1 AND id = $2
"""
UPDATE_CAPACITY = "UPDATE agent SET capacity = $3 WHERE workspace_id = $1 AND user_id = $2"
GO_OFFLINE = """
UPDATE agent a SET presence = 'offline', presence_reason = NULL, absence = NULL, returns_to = NULL,
       returns_reason = NULL,
       presence_since = CASE WHEN former.presence = 'offline' THEN a.presence_since ELSE $3 END
  FROM (SELECT presence FROM agent WHERE workspace_id = $1 AND user_id = $2 FOR UPDATE) former
 WHERE a.workspace_id = $1 AND a.user_id = $2
RETURNING former.presence
"""
COUNT_OWNERS = """
SELECT count(*) FROM user_account
 WHERE workspace_id = $1 AND role = 'owner' AND deactivated_at IS NULL AND id <> $2
"""
COUNT = "SELECT count(*) FROM user_account WHERE workspace_id = $1"
LIST_OPEN = """
SELECT id FROM conversation
 WHERE workspace_id = $1 AND assignee_id = $2 AND status IN ('open', 'snoozed')
 ORDER BY activity_at DESC, id LIMIT $3
"""
FIND_HASH = "SELECT password_hash FROM user_account WHERE workspace_id = $1 AND id = $2"
KNOWN = "SELECT id FROM user_account WHERE workspace_id = $1 AND id = ANY($2::uuid[])"


class UserWithLoad(Struct, frozen=True):
    user: User
    agent: Agent
    teams: tuple[TeamId, ...]


async def list_users(
    pool: Pool, workspace_id: WorkspaceId, *, after: UserId | None, limit: int
) -> list[UserWithLoad]:
    """In the order in which they came, the deactivated among them."""
    return [_user(row) for row in await pool.fetch(LIST, workspace_id, after, limit)]


async def find_user(
    connection: Connection | Pool, workspace_id: WorkspaceId, user_id: UserId
) -> UserWithLoad | None:
    row = await connection.fetchrow(FIND, workspace_id, user_id)
    return _user(row) if row else None


async def add_user(
    connection: Connection,
    workspace_id: WorkspaceId,
    user: User,
    *,
    password_hash: str | None,
    now: datetime,
) -> None:
    """The newcomer takes the last place of the circle; `user.position` is not looked at. Starts offline."""
    await connection.execute(
        ADD_USER,
        workspace_id,
        user.id,
        user.name,
        user.email,
        user.role,
        user.visibility,
        user.capacity,
        password_hash,
        now,
    )
    await connection.execute(ADD_AGENT, workspace_id, user.id, now, user.capacity)


async def update_user(connection: Connection, workspace_id: WorkspaceId, user: User) -> None:
    await connection.execute(
        UPDATE_USER,
        workspace_id,
        user.id,
        user.name,
        user.email,
        user.role,
        user.visibility,
        user.capacity,
        user.deactivated_at,
        codec.encode(user.skills),
        list(user.channel_kinds),
        user.calendar_id,
    )
    await connection.execute(UPDATE_CAPACITY, workspace_id, user.id, user.capacity)


async def go_offline(
    connection: Connection, workspace_id: WorkspaceId, user_id: UserId, *, now: datetime
) -> Presence | None:
    """The former presence, or None if the user was offline already."""
    former = await connection.fetchval(GO_OFFLINE, workspace_id, user_id, now)
    return Presence(former) if former and former != Presence.OFFLINE else None


async def count_other_owners(
    connection: Connection, workspace_id: WorkspaceId, user_id: UserId
) -> int:
    return await connection.fetchval(COUNT_OWNERS, workspace_id, user_id)


async def count_users(connection: Connection, workspace_id: WorkspaceId) -> int:
    return await connection.fetchval(COUNT, workspace_id)


async def list_open_conversations(
    connection: Connection | Pool, workspace_id: WorkspaceId, user_id: UserId, *, limit: int
) -> list[ConversationId]:
    """Open and snoozed ones, newest activity first."""
    rows = await connection.fetch(LIST_OPEN, workspace_id, user_id, limit)
    return [row["id"] for row in rows]


async def find_password_hash(
    connection: Connection | Pool, workspace_id: WorkspaceId, user_id: UserId
) -> str | None:
    return await connection.fetchval(FIND_HASH, workspace_id, user_id)


async def list_known(
    connection: Connection | Pool, workspace_id: WorkspaceId, user_ids: Sequence[UserId]
) -> set[UserId]:
    """Which of the ids are users of this workspace."""
    return {row["id"] for row in await connection.fetch(KNOWN, workspace_id, list(user_ids))}


def _user(row: Any) -> UserWithLoad:
    user = make_user(tuple(row)[:USER_WIDTH])
    agent = Agent(
        row["workspace_id"],
        row["id"],
        Presence(row["presence"]),
        row["presence_reason"],
        row["presence_since"],
        row["open_count"],
        row["capacity"],
        row["last_assigned_at"],
        absence=Absence(row["absence"]) if row["absence"] else None,
        returns_to=Presence(row["returns_to"]) if row["returns_to"] else None,
        returns_reason=row["returns_reason"],
        load=row["load"],
        idle_since=row["idle_since"],
    )
    return UserWithLoad(user, agent, tuple(row["teams"]))
