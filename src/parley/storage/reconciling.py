"""What the reconcile job compares, in one snapshot, and the counters that it sets right under their lock."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime

from parley.domain.actor import SYSTEM
from parley.domain.events import RoutingMended
from parley.domain.ids import UUID, ContactId, ConversationId, UserId, WorkspaceId
from parley.domain.promises import IdSource
from parley.storage.database import Connection, Pool, transaction
from parley.storage.doctor import Broken, examine
from parley.storage.setup.changes import Author, add_event

RECONCILE_LOCK_CLASS = 3
# Invariants of the doctor's file: those about agents are mended here, those about conversations by an action.
OF_AGENTS = frozenset({"load_is_exact", "idle_has_nothing", "user_has_agent"})
WRONG_CONTACT = "queue_waits_for_an_agent"

LOCK = "SELECT pg_try_advisory_xact_lock($1, 0)"
ADD_AGENT = """
INSERT INTO agent (workspace_id, user_id, presence, presence_since, open_count, capacity)
SELECT workspace_id, id, 'offline', $3, 0, capacity FROM user_account WHERE workspace_id = $1 AND id = $2
ON CONFLICT DO NOTHING RETURNING user_id
"""
LOCK_AGENT = "SELECT 1 FROM agent WHERE workspace_id = $1 AND user_id = $2 FOR NO KEY UPDATE"
# Whoever is about to move the load waits for the lock, and moves what was counted here by his difference.
RECOUNT = """
UPDATE agent AS a SET open_count = counted.number, load = counted.units,
    idle_since = CASE WHEN counted.number > 0 THEN NULL WHEN a.open_count > 0 THEN $3 ELSE a.idle_since END
  FROM (SELECT count(*)::int AS number, coalesce(sum(weight), 0)::int AS units FROM conversation
         WHERE workspace_id = $1 AND assignee_id = $2 AND status = 'open') AS counted
 WHERE a.workspace_id = $1 AND a.user_id = $2
   AND ((a.open_count, a.load) <> (counted.number, counted.units) OR a.open_count > 0 AND a.idle_since IS NOT NULL)
RETURNING a.user_id
"""
CONTACT_OF_RUN = "SELECT contact_id FROM run WHERE workspace_id = $1 AND id = $2"
LOCK_CONTACT = """
SELECT id FROM contact WHERE workspace_id = $1
   AND id = (SELECT contact_id FROM conversation WHERE workspace_id = $1 AND id = $2) FOR NO KEY UPDATE
"""
MOVE_ENTRY = """
UPDATE queue_entry SET contact_id = $3 WHERE workspace_id = $1 AND conversation_id = $2 AND contact_id <> $3
RETURNING 1
"""


@asynccontextmanager
async def alone(pool: Pool) -> AsyncGenerator[bool]:
    """True for one process at a time, until the block ends; the others have nothing to do."""
    async with transaction(pool) as connection:
        yield await connection.fetchval(LOCK, RECONCILE_LOCK_CLASS)


async def compare(pool: Pool, invariants: frozenset[str], *, now: datetime) -> list[Broken]:
    """Read only, in one snapshot: what is being saved in this moment is in it whole, or not at all."""
    async with pool.acquire() as connection:
        return (await examine(connection, now=now, only=invariants)).broken


async def recount(
    pool: Pool, workspace_id: WorkspaceId, user_id: UserId, told: RoutingMended, *, author: Author
) -> bool:
    """Count again what the agent has; False if that is what the row says by now."""
    async with transaction(pool) as connection:
        added = await connection.fetchval(ADD_AGENT, workspace_id, user_id, author.now)
        await connection.execute(LOCK_AGENT, workspace_id, user_id)
        counted = await connection.fetchval(RECOUNT, workspace_id, user_id, author.now)
        if added is None and counted is None:
            return False
        await add_event(connection, author, told)
    return True


async def move_entry(
    pool: Pool,
    workspace_id: WorkspaceId,
    conversation_id: ConversationId,
    told: RoutingMended,
    *,
    author: Author,
) -> bool:
    """Give a queue entry the contact of its conversation; False if it has it."""
    async with transaction(pool) as connection:
        contact_id = await connection.fetchval(LOCK_CONTACT, workspace_id, conversation_id)
        if contact_id is None:
            return False
        given = (workspace_id, conversation_id, contact_id)
        if await connection.fetchval(MOVE_ENTRY, *given) is None:
            return False
        await add_event(connection, author, told)
    return True


async def find_contact_of_run(
    connection: Connection | Pool, workspace_id: WorkspaceId, run_id: UUID
) -> ContactId | None:
    return await connection.fetchval(CONTACT_OF_RUN, workspace_id, run_id)


def author_at(workspace_id: WorkspaceId, now: datetime, ids: IdSource) -> Author:
    return Author(workspace_id, SYSTEM, now, ids)
