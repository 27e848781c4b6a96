"""Calendars, and everything in the set-up that refers to one."""

from collections.abc import Mapping

from msgspec import Struct

from parley.domain.calendar import Calendar
from parley.domain.ids import UUID, CalendarId, WorkspaceId
from parley.storage import codecs
from parley.storage.database import Connection, Pool

LIST = """
SELECT * FROM calendar WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3
"""
FIND = "SELECT * FROM calendar WHERE workspace_id = $1 AND id = $2"
COUNT = "SELECT count(*) FROM calendar WHERE workspace_id = $1"
ADD = """
INSERT INTO calendar (workspace_id, id, name, timezone, weekly, exceptions) VALUES ($1, $2, $3, $4, $5, $6)
"""
UPDATE = """
UPDATE calendar SET name = $3, timezone = $4, weekly = $5, exceptions = $6 WHERE workspace_id = $1 AND id = $2
"""
DROP = "DELETE FROM calendar WHERE workspace_id = $1 AND id = $2"
# A definition is JSON that holds the calendar's id where a step names it.
IN_PUBLISHED_WORKFLOWS = """
SELECT w.id, w.name FROM workflow AS w
  JOIN workflow_version AS v ON v.workspace_id = w.workspace_id AND v.id = w.live_version_id
 WHERE w.workspace_id = $1 AND w.state = 'published' AND w.deleted_at IS NULL
   AND strpos(v.definition::text, $2::uuid::text) > 0
 ORDER BY w.id LIMIT 20
"""
# Whoever begins to refer to calendars adds a line: the noun, and what finds (id, name) by workspace and calendar.
USES: Mapping[str, str] = {
    "workflow": IN_PUBLISHED_WORKFLOWS,
    "team": "SELECT id, name FROM team WHERE workspace_id = $1 AND calendar_id = $2 ORDER BY id LIMIT 20",
    "user": "SELECT id, name FROM user_account WHERE workspace_id = $1 AND calendar_id = $2 ORDER BY id LIMIT 20",
}


class Use(Struct, frozen=True):
    """Something that refers to a calendar."""

    noun: str
    id: UUID
    name: str


async def list_calendars(
    pool: Pool, workspace_id: WorkspaceId, *, after: CalendarId | None, limit: int
) -> list[Calendar]:
    return [codecs.CALENDAR.read(row) for row in await pool.fetch(LIST, workspace_id, after, limit)]


async def find_calendar(
    connection: Connection | Pool, workspace_id: WorkspaceId, calendar_id: CalendarId
) -> Calendar | None:
    row = await connection.fetchrow(FIND, workspace_id, calendar_id)
    return codecs.CALENDAR.read(row) if row else None


async def count_calendars(connection: Connection, workspace_id: WorkspaceId) -> int:
    return await connection.fetchval(COUNT, workspace_id)


async def list_uses(
    connection: Connection | Pool, workspace_id: WorkspaceId, calendar_id: CalendarId
) -> list[Use]:
    """Who refers to the calendar: as long as somebody does, it is not deleted."""
    found: list[Use] = []
    for noun, statement in USES.items():
        rows = await connection.fetch(statement, workspace_id, calendar_id)
        found.extend(Use(noun, row[0], row[1]) for row in rows)
    return found


async def add_calendar(
    connection: Connection, workspace_id: WorkspaceId, calendar: Calendar
) -> None:
    await connection.execute(ADD, workspace_id, *codecs.CALENDAR.write(calendar)[1:])


async def update_calendar(
    connection: Connection, workspace_id: WorkspaceId, calendar: Calendar
) -> None:
    await connection.execute(UPDATE, workspace_id, *codecs.CALENDAR.write(calendar)[1:])


async def drop_calendar(
    connection: Connection, workspace_id: WorkspaceId, calendar_id: CalendarId
) -> None:
    await connection.execute(DROP, workspace_id, calendar_id)
