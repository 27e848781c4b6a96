"""Webhooks of workflows: the address that is nobody's guess, its secret, and the calls that came."""

from datetime import datetime, timedelta

from msgspec import Struct

from parley.domain.hook import HookCall, HookOutcome
from parley.domain.ids import UUID, ContactId, RunId, WorkflowId, WorkspaceId
from parley.kit.crypto import KeyRing
from parley.storage import codec, journal
from parley.storage.database import Connection, Pool, transaction
from parley.storage.journal import EntryKind, NewEntry, lane_of_sender

# The same body again so soon is the same call, sent twice.
REPEATED_WITHIN = timedelta(minutes=10)

FIND = """
SELECT h.workspace_id, h.workflow_id, h.sealed_secret FROM workflow_hook h
 WHERE h.handle = $1
   AND EXISTS (SELECT FROM workflow w
                WHERE w.workspace_id = h.workspace_id AND w.id = h.workflow_id AND w.deleted_at IS NULL)
"""
SHOW = """
SELECT handle, sealed_secret <> '' AS is_signed, created_at FROM workflow_hook
 WHERE workspace_id = $1 AND workflow_id = $2
"""
PUT = """
INSERT INTO workflow_hook (workspace_id, workflow_id, handle, sealed_secret, created_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (workspace_id, workflow_id) DO UPDATE
   SET handle = CASE WHEN $6 THEN excluded.handle ELSE workflow_hook.handle END,
       sealed_secret = excluded.sealed_secret
"""
DROP = "DELETE FROM workflow_hook WHERE workspace_id = $1 AND workflow_id = $2"
LOCK = "SELECT FROM workflow_hook WHERE workspace_id = $1 AND workflow_id = $2 FOR UPDATE"
ADD_DELIVERY = """
INSERT INTO hook_delivery (workspace_id, id, workflow_id, key, body, received_at, outcome)
SELECT $1, $2, $3, $4, $5, $6, $7
 WHERE NOT EXISTS (SELECT FROM hook_delivery WHERE workspace_id = $1 AND workflow_id = $3 AND key = $4
                      AND received_at > $8)
"""
LIST_DELIVERIES = """
SELECT id, received_at, body, outcome, contact_id, run_id FROM hook_delivery
 WHERE workspace_id = $1 AND workflow_id = $2 AND ($3::uuid IS NULL OR id < $3)
 ORDER BY id DESC LIMIT $4
"""


class Hook(Struct, frozen=True):
    """`secret` None: calls need no signature."""

    workspace_id: WorkspaceId
    workflow_id: WorkflowId
    secret: bytes | None


class StoredHook(Struct, frozen=True):
    handle: str
    is_signed: bool
    created_at: datetime


class Delivery(Struct, frozen=True):
    id: UUID
    received_at: datetime
    body: bytes
    outcome: str
    contact_id: ContactId | None
    run_id: RunId | None


async def find_hook_by_handle(pool: Pool, ring: KeyRing, handle: str) -> Hook | None:
    """Raises CannotUnseal."""
    row = await pool.fetchrow(FIND, handle)
    if row is None:
        return None
    place = _place(row["workspace_id"], row["workflow_id"])
    sealed = row["sealed_secret"]
    secret = ring.unseal(sealed, aad=place) if sealed else None
    return Hook(row["workspace_id"], row["workflow_id"], secret)


async def find_hook(
    connection: Connection | Pool, workspace_id: WorkspaceId, workflow_id: WorkflowId
) -> StoredHook | None:
    row = await connection.fetchrow(SHOW, workspace_id, workflow_id)
    return StoredHook(**dict(row)) if row else None


async def put_hook(
    connection: Connection,
    ring: KeyRing,
    workspace_id: WorkspaceId,
    workflow_id: WorkflowId,
    *,
    handle: str,
    secret: str | None,
    renews: bool,
    now: datetime,
) -> None:
    """`handle` is taken for a new webhook, and for one that `renews` its address."""
    sealed = ring.seal(secret.encode(), aad=_place(workspace_id, workflow_id)) if secret else b""
    await connection.execute(PUT, workspace_id, workflow_id, handle, sealed, now, renews)


async def drop_hook(
    connection: Connection, workspace_id: WorkspaceId, workflow_id: WorkflowId
) -> None:
    await connection.execute(DROP, workspace_id, workflow_id)


async def keep_call(
    pool: Pool,
    hook: Hook,
    delivery_id: UUID,
    payload: bytes,
    *,
    key: str,
    now: datetime,
    since: datetime,
) -> bool:
    """On disk with its journal entry when this returns; False if the same call is there already, not older
    than `since`. All calls of a workflow share a lane: they are handled in the order in which they came.
    """
    workspace_id, workflow_id = hook.workspace_id, hook.workflow_id
    async with transaction(pool) as connection:
        await connection.execute(LOCK, workspace_id, workflow_id)
        received = HookOutcome.RECEIVED.value
        status = await connection.execute(
            ADD_DELIVERY, workspace_id, delivery_id, workflow_id, key, payload, now, received, since
        )
        if status.endswith(" 0"):
            return False
        call = HookCall(workflow_id, delivery_id, payload)
        lane = lane_of_sender(workflow_id, "")
        entry = NewEntry(lane, workspace_id, workflow_id, EntryKind.HOOK, codec.encode(call), now)
        await journal.append(connection, [entry])
    return True


async def list_deliveries(
    pool: Pool,
    workspace_id: WorkspaceId,
    workflow_id: WorkflowId,
    *,
    after: UUID | None,
    limit: int,
) -> list[Delivery]:
    """Newest first."""
    rows = await pool.fetch(LIST_DELIVERIES, workspace_id, workflow_id, after, limit)
    return [Delivery(**dict(row)) for row in rows]


def _place(workspace_id: WorkspaceId, workflow_id: WorkflowId) -> bytes:
    return b"workflow_hook" + workspace_id.bytes + workflow_id.bytes
