"""Open work whose agent has left or ended the shift, where the workspace wants it put back in line."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from msgspec import Struct

from parley.domain.ids import CalendarId, ContactId, ConversationId, UserId, WorkspaceId
from parley.domain.workspace import Reference
from parley.routing.hours import find_next_shift_end, find_shift_end
from parley.storage.database import Connection, Pool

BATCH = 200
ReferenceOf = Callable[[WorkspaceId], Awaitable[Reference]]

# The age: since when the conversation waited before its first assignment; else since the contact waits.
_OPEN_WORK = """
SELECT c.workspace_id, c.id, c.contact_id, c.assignee_id,
       coalesce((SELECT min(d.decided_at - make_interval(secs => d.waited_seconds))
                   FROM assignment_decision AS d
                  WHERE d.workspace_id = c.workspace_id AND d.conversation_id = c.id),
                c.unanswered_since, c.assigned_at, c.opened_at) AS since
"""
_IS_RELEASED = """
   AND coalesce(w.settings -> 'when_absent_by_team' ->> c.team_id::text, w.settings ->> 'when_absent', 'keep')
       <> 'keep'
 ORDER BY c.workspace_id, c.id LIMIT $1
"""
ABANDONED = (
    _OPEN_WORK
    + """
  FROM agent AS a
  JOIN workspace AS w ON w.id = a.workspace_id
  JOIN user_account AS u ON u.workspace_id = a.workspace_id AND u.id = a.user_id
  JOIN conversation AS c ON c.workspace_id = a.workspace_id AND c.assignee_id = a.user_id
 WHERE a.presence = 'offline' AND a.open_count > 0 AND c.status = 'open'
   AND (c.assigned_at <= a.presence_since OR u.deactivated_at IS NOT NULL)
"""
    + _IS_RELEASED
)
# Who has work and shifts, in workspaces that do not keep it with whoever leaves. Who finishes theirs keeps it.
SHIFT_WORKERS = """
SELECT a.workspace_id, a.user_id, u.calendar_id
  FROM agent AS a
  JOIN user_account AS u ON u.workspace_id = a.workspace_id AND u.id = a.user_id
  JOIN workspace AS w ON w.id = a.workspace_id
 WHERE a.open_count > 0 AND a.presence <> 'finishing' AND u.calendar_id IS NOT NULL
   AND (coalesce(w.settings ->> 'when_absent', 'keep') <> 'keep' OR w.settings ? 'when_absent_by_team')
"""
LEFT_OVER = (
    _OPEN_WORK
    + """
  FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[]) AS e(workspace_id, user_id, ended_at)
  JOIN workspace AS w ON w.id = e.workspace_id
  JOIN conversation AS c ON c.workspace_id = e.workspace_id AND c.assignee_id = e.user_id
 WHERE c.status = 'open' AND c.assigned_at <= e.ended_at
"""
    + _IS_RELEASED
)
OPEN_OF = (
    _OPEN_WORK
    + """
  FROM conversation AS c
 WHERE c.workspace_id = $1 AND c.assignee_id = $2 AND c.status IN ('open', 'snoozed')
   AND ($3::uuid IS NULL OR c.id > $3)
 ORDER BY c.id LIMIT $4
"""
)


class ShiftWorker(Struct, frozen=True):
    workspace_id: WorkspaceId
    user_id: UserId
    calendar_id: CalendarId


class OpenWork(Struct, frozen=True):
    workspace_id: WorkspaceId
    conversation_id: ConversationId
    contact_id: ContactId
    user_id: UserId
    since: datetime


async def abandoned(pool: Pool) -> list[OpenWork]:
    """In all workspaces, a batch at a time: what was put back is not found again."""
    return _read(await pool.fetch(ABANDONED, BATCH))


async def left_over(pool: Pool, reference: ReferenceOf, *, now: datetime) -> list[OpenWork]:
    """In all workspaces: what agents hold that they were given before their shift ended, a batch at a time."""
    ended = [
        (worker, end)
        for worker, known in await _shift_workers(pool, reference)
        if (end := find_shift_end(known, worker.calendar_id, now)) is not None
    ]
    if not ended:
        return []
    columns = (
        [worker.workspace_id for worker, _ in ended],
        [worker.user_id for worker, _ in ended],
        [at for _, at in ended],
    )
    return _read(await pool.fetch(LEFT_OVER, BATCH, *columns))


async def next_shift_end(pool: Pool, reference: ReferenceOf, *, now: datetime) -> datetime | None:
    """The next hour at which somebody's open work would go on because the shift is over."""
    ends = [
        find_next_shift_end(known, worker.calendar_id, now)
        for worker, known in await _shift_workers(pool, reference)
    ]
    return min((end for end in ends if end is not None), default=None)


async def _shift_workers(pool: Pool, reference: ReferenceOf) -> list[tuple[ShiftWorker, Reference]]:
    workers = [ShiftWorker(*row) for row in await pool.fetch(SHIFT_WORKERS)]
    homes = {worker.workspace_id for worker in workers}
    known = {workspace_id: await reference(workspace_id) for workspace_id in homes}
    return [(worker, known[worker.workspace_id]) for worker in workers]


async def list_open_work(
    connection: Connection | Pool,
    workspace_id: WorkspaceId,
    user_id: UserId,
    *,
    after: ConversationId | None,
    limit: int,
) -> list[OpenWork]:
    """What a user holds, snoozed ones among it."""
    return _read(await connection.fetch(OPEN_OF, workspace_id, user_id, after, limit))


def _read(rows: list[Any]) -> list[OpenWork]:
    return [OpenWork(*row) for row in rows]
