"""Sessions, personal tokens and sign-in attempts: who is calling, in one statement a request."""

from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from parley.domain.ids import UUID, TeamId, UserId, WorkspaceId
from parley.domain.people import Role, User, Visibility
from parley.storage.database import Connection, Pool


class Caller(Struct, frozen=True):
    """An active user with the teams, found by a session or a token."""

    user: User
    teams: frozenset[TeamId]
    csrf: str = ""
    seen_at: datetime | None = None
    token_id: UUID | None = None


class Account(Struct, frozen=True):
    workspace_id: WorkspaceId
    user_id: UserId
    password_hash: str | None


class Token(Struct, frozen=True):
    id: UUID
    name: str
    prefix: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


FIND_SESSION = """
SELECT u.workspace_id, u.id, u.name, u.email, u.role, u.visibility, u.capacity, u.position,
       u.deactivated_at, s.csrf, s.seen_at,
       ARRAY(SELECT m.team_id FROM team_member m
              WHERE m.workspace_id = u.workspace_id AND m.user_id = u.id) AS teams
  FROM session s
  JOIN user_account u ON u.workspace_id = s.workspace_id AND u.id = s.user_id
 WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND u.deactivated_at IS NULL
"""
FIND_BEARER = """
SELECT u.workspace_id, u.id, u.name, u.email, u.role, u.visibility, u.capacity, u.position,
       u.deactivated_at, t.id AS token_id, t.used_at AS seen_at,
       ARRAY(SELECT m.team_id FROM team_member m
              WHERE m.workspace_id = u.workspace_id AND m.user_id = u.id) AS teams
  FROM api_token t
  JOIN user_account u ON u.workspace_id = t.workspace_id AND u.id = t.user_id
 WHERE t.token_hash = $1 AND (t.expires_at IS NULL OR t.expires_at > $2) AND u.deactivated_at IS NULL
"""
SEE_SESSION = "UPDATE session SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2"
SEE_BEARER = "UPDATE api_token SET used_at = $3 WHERE workspace_id = $1 AND id = $2"
FIND_ACCOUNTS = """
SELECT workspace_id, id AS user_id, password_hash FROM user_account
 WHERE lower(email) = $1 AND deactivated_at IS NULL
 ORDER BY created_at LIMIT 3
"""
ADD_SESSION = """
INSERT INTO session (workspace_id, token_hash, user_id, csrf, created_at, seen_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $5, $6)
"""
DROP_SESSION = "DELETE FROM session WHERE token_hash = $1"
DROP_SESSIONS_OF = "DELETE FROM session WHERE workspace_id = $1 AND user_id = $2"
DROP_TOKENS_OF = "DELETE FROM api_token WHERE workspace_id = $1 AND user_id = $2"
LIST_TOKENS = """
SELECT id, name, prefix, created_at, expires_at, used_at FROM api_token
 WHERE workspace_id = $1 AND user_id = $2 ORDER BY id
"""
ADD_BEARER = """
INSERT INTO api_token (workspace_id, id, user_id, name, prefix, token_hash, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
DROP_BEARER = (
    "DELETE FROM api_token WHERE workspace_id = $1 AND user_id = $2 AND id = $3 RETURNING id"
)
SET_HASH = "UPDATE user_account SET password_hash = $3 WHERE workspace_id = $1 AND id = $2"

# The failure is counted before the password is checked: guesses in parallel gain nothing.
COUNT_ATTEMPT = """
INSERT INTO sign_in_attempt AS a (subject, failures, blocked_until, last_at)
VALUES ($1, 1, NULL, $2)
ON CONFLICT (subject) DO UPDATE SET
  failures = CASE WHEN a.blocked_until > $2 THEN a.failures
                  WHEN a.last_at <= $3 THEN 1
                  ELSE a.failures + 1 END,
  last_at = CASE WHEN a.blocked_until > $2 THEN a.last_at ELSE $2 END
RETURNING failures, blocked_until
"""
BLOCK = "UPDATE sign_in_attempt SET blocked_until = $2 WHERE subject = $1"
UNCOUNT = "UPDATE sign_in_attempt SET failures = failures - 1 WHERE subject = $1 AND failures > 0"
FORGET_ATTEMPTS = "DELETE FROM sign_in_attempt WHERE subject = $1"


async def find_by_session(
    pool: Pool, token_hash: bytes, *, now: datetime, idle: timedelta
) -> Caller | None:
    row = await pool.fetchrow(FIND_SESSION, token_hash, now, now - idle)
    return _caller(row, csrf=row["csrf"], token_id=None) if row else None


async def find_by_token(pool: Pool, token_hash: bytes, *, now: datetime) -> Caller | None:
    row = await pool.fetchrow(FIND_BEARER, token_hash, now)
    return _caller(row, csrf="", token_id=row["token_id"]) if row else None


async def note_session_seen(pool: Pool, token_hash: bytes, *, now: datetime) -> None:
    await pool.execute(SEE_SESSION, token_hash, now)


async def note_token_used(
    pool: Pool, workspace_id: WorkspaceId, token_id: UUID, *, now: datetime
) -> None:
    await pool.execute(SEE_BEARER, workspace_id, token_id, now)


async def list_accounts(pool: Pool, email: str) -> list[Account]:
    """Active users with this address, over all workspaces: nobody has signed in yet."""
    rows = await pool.fetch(FIND_ACCOUNTS, email.lower())
    return [Account(**dict(row)) for row in rows]


async def add_session(
    pool: Pool,
    workspace_id: WorkspaceId,
    user_id: UserId,
    *,
    token_hash: bytes,
    csrf: str,
    now: datetime,
    expires_at: datetime,
) -> None:
    await pool.execute(ADD_SESSION, workspace_id, token_hash, user_id, csrf, now, expires_at)


async def drop_session(pool: Pool, token_hash: bytes) -> None:
    await pool.execute(DROP_SESSION, token_hash)


async def drop_all_of(
    connection: Connection, workspace_id: WorkspaceId, user_id: UserId, *, tokens: bool
) -> None:
    """Signs the user out everywhere at once."""
    await connection.execute(DROP_SESSIONS_OF, workspace_id, user_id)
    if tokens:
        await connection.execute(DROP_TOKENS_OF, workspace_id, user_id)


async def list_tokens(pool: Pool, workspace_id: WorkspaceId, user_id: UserId) -> list[Token]:
    rows = await pool.fetch(LIST_TOKENS, workspace_id, user_id)
    return [Token(**dict(row)) for row in rows]


async def add_token(
    pool: Pool,
    workspace_id: WorkspaceId,
    user_id: UserId,
    token: Token,
    *,
    token_hash: bytes,
) -> None:
    await pool.execute(
        ADD_BEARER,
        workspace_id,
        token.id,
        user_id,
        token.name,
        token.prefix,
        token_hash,
        token.created_at,
        token.expires_at,
    )


async def drop_token(
    pool: Pool, workspace_id: WorkspaceId, user_id: UserId, token_id: UUID
) -> bool:
    return await pool.fetchval(DROP_BEARER, workspace_id, user_id, token_id) is not None


async def set_password(
    connection: Connection | Pool, workspace_id: WorkspaceId, user_id: UserId, password_hash: str
) -> None:
    await connection.execute(SET_HASH, workspace_id, user_id, password_hash)


async def count_attempt(
    pool: Pool, subject: str, *, now: datetime, forget_after: timedelta
) -> tuple[int, datetime | None]:
    """Failures so far, this try among them, and until when the subject is blocked."""
    row = await pool.fetchrow(COUNT_ATTEMPT, subject, now, now - forget_after)
    assert row is not None  # noqa: S101 - an upsert always returns its row
    return row["failures"], row["blocked_until"]


async def block_attempts(pool: Pool, subject: str, *, until: datetime) -> None:
    await pool.execute(BLOCK, subject, until)


async def uncount_attempt(pool: Pool, subject: str) -> None:
    """The try that was counted last has not failed."""
    await pool.execute(UNCOUNT, subject)


async def forget_attempts(pool: Pool, subject: str) -> None:
    await pool.execute(FORGET_ATTEMPTS, subject)


def _caller(row: Any, *, csrf: str, token_id: UUID | None) -> Caller:
    user = User(
        row["workspace_id"],
        row["id"],
        row["name"],
        row["email"],
        Role(row["role"]),
        Visibility(row["visibility"]),
        row["capacity"],
        row["position"],
        row["deactivated_at"],
    )
    return Caller(user, frozenset(row["teams"]), csrf, row["seen_at"], token_id)
