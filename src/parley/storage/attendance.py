"""Signs of life: who did something when, whose live sockets are open, and who has gone without a word."""

from datetime import datetime, timedelta

from msgspec import Struct

from parley.domain.ids import UUID, UserId, WorkspaceId
from parley.domain.people import Absence
from parley.storage.database import Pool, transaction

ACTIVITY_STEP = timedelta(minutes=1)  # a user's activity is kept this exactly, not per request
SOCKET_GRACE = timedelta(seconds=60)  # a lost socket counts after this time (O21)
BEAT_EVERY = timedelta(seconds=60)
BEATS_MISSED = timedelta(minutes=3)  # then the process that held the socket has died

NOTE_ACTIVE = """
INSERT INTO attendance AS t (workspace_id, user_id, active_at) VALUES ($1, $2, $3)
ON CONFLICT (workspace_id, user_id) DO UPDATE SET active_at = greatest(t.active_at, EXCLUDED.active_at)
"""
# Waits for whoever is taking the user offline in this moment: what comes after is true.
READ_ABSENCE = "SELECT absence FROM agent WHERE workspace_id = $1 AND user_id = $2 FOR SHARE"
HOLD = """
INSERT INTO attendance (workspace_id, user_id) VALUES ($1, $2)
ON CONFLICT (workspace_id, user_id) DO UPDATE SET user_id = EXCLUDED.user_id
"""
ADD_SOCKET = """
INSERT INTO live_socket (workspace_id, id, user_id, beat_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (workspace_id, id) DO UPDATE SET beat_at = EXCLUDED.beat_at
"""
IS_BACK = "UPDATE attendance SET left_at = NULL WHERE workspace_id = $1 AND user_id = $2"
DROP_SOCKET = "DELETE FROM live_socket WHERE workspace_id = $1 AND id = $2 RETURNING id"
HAS_LEFT = """
UPDATE attendance SET left_at = $3 WHERE workspace_id = $1 AND user_id = $2
AND NOT EXISTS (SELECT FROM live_socket WHERE workspace_id = $1 AND user_id = $2)
"""
DEAD_SOCKETS = """
SELECT workspace_id, user_id, id FROM live_socket WHERE beat_at < $1 ORDER BY beat_at LIMIT 500
"""
# Whoever chose a state, or did something, after the last socket was lost is here without one.
_PRESENT = """
WITH present AS (
    SELECT a.workspace_id, a.user_id,
           CASE WHEN t.left_at >= a.presence_since AND t.left_at >= coalesce(t.active_at, t.left_at)
                THEN t.left_at + $1::interval END AS lost_at,
           greatest(a.presence_since, t.active_at) + $2::interval
               + make_interval(mins => (w.settings ->> 'offline_after_minutes')::int) AS idle_at
      FROM agent AS a
      JOIN workspace AS w ON w.id = a.workspace_id
      LEFT JOIN attendance AS t ON t.workspace_id = a.workspace_id AND t.user_id = a.user_id
     WHERE a.presence <> 'offline'
)
"""
LIST_DUE = (
    _PRESENT
    + """
SELECT workspace_id, user_id, CASE WHEN lost_at <= $3 THEN 'connection_lost' ELSE 'inactive' END FROM present
 WHERE lost_at <= $3 OR idle_at <= $3 ORDER BY least(lost_at, idle_at) LIMIT 500
"""
)
FIND_DUE = (
    _PRESENT
    + """
SELECT CASE WHEN lost_at <= $3 THEN 'connection_lost' ELSE 'inactive' END FROM present
 WHERE (lost_at <= $3 OR idle_at <= $3) AND workspace_id = $4 AND user_id = $5
"""
)
NEXT_DUE = (
    _PRESENT
    + """
SELECT min(least(lost_at, idle_at)) FROM present
"""
)


class Absentee(Struct, frozen=True):
    workspace_id: WorkspaceId
    user_id: UserId
    absence: Absence


async def note_active(
    pool: Pool, workspace_id: WorkspaceId, user_id: UserId, *, now: datetime
) -> Absence | None:
    """The user did something. Tells whether, and why, the system had taken the user offline."""
    async with transaction(pool) as connection:
        await connection.execute(NOTE_ACTIVE, workspace_id, user_id, now)
        absence = await connection.fetchval(READ_ABSENCE, workspace_id, user_id)
    return Absence(absence) if absence else None


async def open_socket(
    pool: Pool, workspace_id: WorkspaceId, user_id: UserId, socket_id: UUID, *, wall: datetime
) -> Absence | None:
    """A live socket is there; sockets live by the true hour. Tells of the absence as `note_active` does."""
    async with transaction(pool) as connection:
        await connection.execute(HOLD, workspace_id, user_id)
        await connection.execute(ADD_SOCKET, workspace_id, socket_id, user_id, wall)
        await connection.execute(IS_BACK, workspace_id, user_id)
        absence = await connection.fetchval(READ_ABSENCE, workspace_id, user_id)
    return Absence(absence) if absence else None


async def close_socket(
    pool: Pool, workspace_id: WorkspaceId, user_id: UserId, socket_id: UUID, *, now: datetime
) -> None:
    """The socket is lost; if it was the user's last, the grace begins."""
    async with transaction(pool) as connection:
        await connection.execute(HOLD, workspace_id, user_id)
        if await connection.fetchval(DROP_SOCKET, workspace_id, socket_id) is not None:
            await connection.execute(HAS_LEFT, workspace_id, user_id, now)


async def drop_dead_sockets(pool: Pool, *, now: datetime, wall: datetime) -> int:
    """Sockets whose process died without a word are lost from now on."""
    dead = await pool.fetch(DEAD_SOCKETS, wall - BEATS_MISSED)
    for row in dead:
        await close_socket(pool, row["workspace_id"], row["user_id"], row["id"], now=now)
    return len(dead)


async def absentees(pool: Pool, *, now: datetime) -> list[Absentee]:
    """Who shows no sign of life any more, in all workspaces."""
    rows = await pool.fetch(LIST_DUE, SOCKET_GRACE, ACTIVITY_STEP, now)
    return [Absentee(row[0], row[1], Absence(row[2])) for row in rows]


async def find_absence(
    pool: Pool, workspace_id: WorkspaceId, user_id: UserId, *, now: datetime
) -> Absence | None:
    """Whether this user is due now: asked again by whoever holds the user's row."""
    row = await pool.fetchrow(FIND_DUE, SOCKET_GRACE, ACTIVITY_STEP, now, workspace_id, user_id)
    return Absence(row[0]) if row else None


async def next_due(pool: Pool) -> datetime | None:
    return await pool.fetchval(NEXT_DUE, SOCKET_GRACE, ACTIVITY_STEP)
