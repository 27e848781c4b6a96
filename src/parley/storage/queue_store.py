"""The queue as the dispatcher reads it, and the locks that let it claim an agent safely."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from msgspec import Struct

from parley.domain.ids import ContactId, UserId, WorkspaceId
from parley.domain.people import Agent
from parley.domain.queue import QueueEntry, Rotation
from parley.routing.queue import Demand
from parley.storage.codecs import AGENT, QUEUE_ENTRY, ROTATION
from parley.storage.database import Connection, LostRace
from parley.storage.rows import RowCodec

S = TypeVar("S", bound=Struct)

# The first number of a two-part advisory lock says what it guards.
DISPATCH_LOCK_CLASS = 2

LOCK_DISPATCH = "SELECT pg_advisory_xact_lock($1, hashtext($2))"
WAITING_WORKSPACES = "SELECT id FROM workspace AS w WHERE EXISTS (SELECT 1 FROM queue_entry WHERE workspace_id = w.id)"
DEMANDS = """
SELECT user_id, team_id, online_only, max_open, min(deadline_at) FROM queue_entry
WHERE workspace_id = $1 GROUP BY user_id, team_id, online_only, max_open
"""
# NULL equals nothing, and IS NOT DISTINCT FROM cannot be hashed: a value that no id has stands for it.
WANTED = """
SELECT q.* FROM queue_entry AS q WHERE q.workspace_id = $1 AND EXISTS (
    SELECT 1 FROM unnest($2::uuid[], $3::uuid[], $4::bool[], $5::int[])
        AS d(user_id, team_id, online_only, max_open)
    WHERE coalesce(d.user_id, '00000000-0000-0000-0000-000000000000')
        = coalesce(q.user_id, '00000000-0000-0000-0000-000000000000')
    AND coalesce(d.team_id, '00000000-0000-0000-0000-000000000000')
        = coalesce(q.team_id, '00000000-0000-0000-0000-000000000000')
    AND d.online_only = q.online_only
    AND coalesce(d.max_open, -2147483648) = coalesce(q.max_open, -2147483648)
)
ORDER BY q.priority DESC, q.since, q.conversation_id LIMIT $6
"""
DUE = """
SELECT * FROM queue_entry WHERE workspace_id = $1 AND deadline_at <= $2
ORDER BY deadline_at, conversation_id LIMIT $3
"""
AGENTS = "SELECT * FROM agent WHERE workspace_id = $1 ORDER BY user_id"
ROTATIONS = "SELECT * FROM rotation WHERE workspace_id = $1"
LOCK_CONTACTS = """
SELECT c.id FROM contact AS c JOIN unnest($2::uuid[]) AS k(id) ON c.id = k.id
WHERE c.workspace_id = $1 ORDER BY c.id FOR NO KEY UPDATE OF c SKIP LOCKED
"""
LOCK_AGENTS = """
SELECT a.user_id FROM agent AS a JOIN unnest($2::uuid[]) AS k(id) ON a.user_id = k.id
WHERE a.workspace_id = $1 ORDER BY a.user_id FOR NO KEY UPDATE OF a
"""
CLAIM = """
UPDATE agent SET last_assigned_at = $4 FROM unnest($2::uuid[], $3::int[]) AS c(user_id, gained)
WHERE agent.workspace_id = $1 AND agent.user_id = c.user_id
AND (agent.capacity IS NULL OR agent.open_count + c.gained <= agent.capacity)
RETURNING 1
"""


class Group(Struct, frozen=True):
    """The entries of one demand; `deadline_at` is the earliest of theirs."""

    demand: Demand
    deadline_at: datetime | None


async def lock_dispatch(connection: Connection, workspace_id: WorkspaceId) -> None:
    """Wait for the workspace's turn to match; held until the transaction ends. First in the lock order."""
    await connection.execute(LOCK_DISPATCH, DISPATCH_LOCK_CLASS, str(workspace_id))


async def list_waiting_workspaces(connection: Connection) -> list[WorkspaceId]:
    return [WorkspaceId(row[0]) for row in await connection.fetch(WAITING_WORKSPACES)]


async def list_groups(connection: Connection, workspace_id: WorkspaceId) -> list[Group]:
    """Sum up who waits for what: a few rows, however many wait."""
    rows = await connection.fetch(DEMANDS, workspace_id)
    return [Group(Demand(*row[:4]), row[4]) for row in map(tuple, rows)]


async def list_wanted(
    connection: Connection, workspace_id: WorkspaceId, demands: Collection[Demand], *, limit: int
) -> list[QueueEntry]:
    """List the entries of these demands in their turn."""
    if not demands:
        return []
    columns = list(
        zip(*((d.user_id, d.team_id, d.online_only, d.max_open) for d in demands), strict=True)
    )
    return _read(QUEUE_ENTRY, await connection.fetch(WANTED, workspace_id, *columns, limit))


async def list_due(
    connection: Connection, workspace_id: WorkspaceId, *, now: datetime, limit: int
) -> list[QueueEntry]:
    """List entries whose deadline has come, the longest over first."""
    return _read(QUEUE_ENTRY, await connection.fetch(DUE, workspace_id, now, limit))


async def list_agents(connection: Connection, workspace_id: WorkspaceId) -> list[Agent]:
    return _read(AGENT, await connection.fetch(AGENTS, workspace_id))


async def list_rotations(connection: Connection, workspace_id: WorkspaceId) -> list[Rotation]:
    return _read(ROTATION, await connection.fetch(ROTATIONS, workspace_id))


async def lock_free_contacts(
    connection: Connection, workspace_id: WorkspaceId, contact_ids: Collection[ContactId]
) -> frozenset[ContactId]:
    """Lock, in id order, those that nobody else holds; the others are passed over, not waited for."""
    rows = await connection.fetch(LOCK_CONTACTS, workspace_id, list(contact_ids))
    return frozenset(ContactId(row[0]) for row in rows)


async def lock_agents(
    connection: Connection, workspace_id: WorkspaceId, user_ids: Collection[UserId]
) -> None:
    """Lock in id order, after the contacts. What was read before may have changed: read again."""
    await connection.execute(LOCK_AGENTS, workspace_id, list(user_ids))


async def claim(
    connection: Connection,
    workspace_id: WorkspaceId,
    gains: Mapping[UserId, int],
    *,
    now: datetime,
) -> None:
    """Check, in the row itself, that each agent has room for what was decided (O19).

    Raises LostRace if one has not: the decision is taken again. Saving the desk counts the load.
    """
    claimed = await connection.fetch(
        CLAIM, workspace_id, list(gains.keys()), list(gains.values()), now
    )
    if len(claimed) != len(gains):
        raise LostRace


def _read(of: RowCodec[S], rows: Sequence[Any]) -> list[S]:
    return [of.read(row) for row in rows]
