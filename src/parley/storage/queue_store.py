"""The queue as the dispatcher reads it, and the locks that let it claim an agent safely."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from parley.domain.ids import ContactId, TeamId, UserId, WorkspaceId
from parley.domain.people import Agent
from parley.domain.queue import Rotation, Strategy
from parley.domain.workspace import Reference
from parley.routing.asking import Asks, make_asks
from parley.routing.queue import Demand, Waiting, WaitingFor
from parley.storage import codec, id_arrays
from parley.storage.codecs import AGENT, ROTATION
from parley.storage.database import Connection, LostRace, Pool
from parley.storage.turns import order_of

# The first number of a two-part advisory lock says what it guards.
DISPATCH_LOCK_CLASS = 2
# Of an entry's skills or a ring's: all of these, and one of each of those.
Asked = tuple[dict[str, int], list[dict[str, int]]]
ASKS = codec.decoder(tuple[Asked, list[Asked]])

STRATEGIES = {strategy.value: strategy for strategy in Strategy}

LOCK_DISPATCH = "SELECT pg_advisory_xact_lock($1, hashtext($2))"
WAITING_WORKSPACES = "SELECT id FROM workspace AS w WHERE EXISTS (SELECT 1 FROM queue_entry WHERE workspace_id = w.id)"
# What an entry asks for at $2, as `Demand` has it: its skills, and those of the rings that have not ended; NULL asks
# for nothing, which nearly all do and which is compared fast.
LINE_STRATEGY = (
    "CASE WHEN q.strategy IN ('sticky', 'contact_owner') THEN q.next_strategy ELSE q.strategy END"
)
ASKED = f"""
SELECT q.*, q.preferred_until IS NOT NULL AND q.preferred_until > $2 AS is_patient,
    {LINE_STRATEGY} = 'manual' AS is_by_hand,
    CASE WHEN q.skills = '{{}}' AND q.any_of = '[]' AND q.rings = '[]' THEN NULL
        ELSE nullif(jsonb_build_array(jsonb_build_array(q.skills, q.any_of), coalesce((
            SELECT jsonb_agg(
                jsonb_build_array(r.ring -> 'skills', coalesce(r.ring -> 'any_of', '[]')) ORDER BY r.place)
            FROM jsonb_array_elements(q.rings) WITH ORDINALITY AS r(ring, place)
            WHERE r.ring ->> 'until' IS NULL OR (r.ring ->> 'until')::timestamptz > $2
        ), '[]')), '[[{{}}, []], []]') END AS asks,
    CASE WHEN q.rings = '[]' THEN NULL ELSE (
        SELECT min((r.ring ->> 'until')::timestamptz) FROM jsonb_array_elements(q.rings) AS r(ring)
        WHERE (r.ring ->> 'until')::timestamptz > $2
    ) END AS ring_ends_at
FROM """  # noqa: S608 - made of constants, like those below
ENTRIES = "queue_entry AS q WHERE q.workspace_id = $1"
DEMANDS = f"""
SELECT user_id, team_id, online_only, max_open, channel_kind, asks, preferred_user_id, is_patient, is_by_hand,
    min(deadline_at), least(min(ring_ends_at), min(preferred_until) FILTER (WHERE is_patient))
FROM ({ASKED}{ENTRIES}) AS q GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
"""  # noqa: S608
TURN = f"ORDER BY {order_of('$13::int')}"
# NULL equals nothing, and IS NOT DISTINCT FROM cannot be hashed: a value that no id has stands for it.
WANTED = f"""
SELECT q.conversation_id, q.contact_id, d.number, {LINE_STRATEGY} FROM ({ASKED}%s) AS q
JOIN unnest($3::uuid[], $4::uuid[], $5::bool[], $6::int[], $7::text[], $8::text[], $9::uuid[], $10::bool[], $11::bool[])
    WITH ORDINALITY AS d(user_id, team_id, online_only, max_open, channel_kind, asks, preferred_user_id, is_patient,
        is_by_hand, number)
ON coalesce(d.user_id, '00000000-0000-0000-0000-000000000000')
    = coalesce(q.user_id, '00000000-0000-0000-0000-000000000000')
AND coalesce(d.team_id, '00000000-0000-0000-0000-000000000000')
    = coalesce(q.team_id, '00000000-0000-0000-0000-000000000000')
AND d.online_only = q.online_only
AND coalesce(d.max_open, -2147483648) = coalesce(q.max_open, -2147483648)
AND d.channel_kind = q.channel_kind
AND coalesce(d.asks::jsonb, 'null') = coalesce(q.asks, 'null')
AND coalesce(d.preferred_user_id, '00000000-0000-0000-0000-000000000000')
    = coalesce(q.preferred_user_id, '00000000-0000-0000-0000-000000000000')
AND d.is_patient = q.is_patient
AND d.is_by_hand = q.is_by_hand
{TURN} LIMIT $12
"""  # noqa: S608
SOME_WANTED = WANTED % ENTRIES
# Where every demand is wanted, the first in turn are: the others need not be compared with anything. They are found
# by their place in the table, since sorting copies all that is selected.
FIRST = f"queue_entry AS q WHERE q.ctid = ANY(ARRAY(SELECT q.ctid FROM {ENTRIES} {TURN} LIMIT $12))"  # noqa: S608
ALL_WANTED = WANTED % FIRST
DUE = """
SELECT conversation_id, contact_id FROM queue_entry WHERE workspace_id = $1 AND deadline_at <= $2
ORDER BY deadline_at, conversation_id LIMIT $3
"""
IN_HAND = """
SELECT team_id, count(*) FROM conversation
 WHERE workspace_id = $1 AND status = 'open' AND assignee_id IS NOT NULL GROUP BY team_id
"""
AGENTS = "SELECT * FROM agent WHERE workspace_id = $1 ORDER BY user_id"
ROTATIONS = "SELECT * FROM rotation WHERE workspace_id = $1"
LOCK_CONTACTS = """
SELECT c.* FROM contact AS c JOIN unnest($2::ids) AS k(id) ON c.id = k.id
WHERE c.workspace_id = $1 ORDER BY c.id FOR NO KEY UPDATE OF c SKIP LOCKED
"""
LOCK_AGENTS = """
SELECT a.user_id FROM agent AS a JOIN unnest($2::uuid[]) AS k(id) ON a.user_id = k.id
WHERE a.workspace_id = $1 ORDER BY a.user_id FOR NO KEY UPDATE OF a
"""
CLAIM = """
UPDATE agent SET last_assigned_at = $4 FROM unnest($2::uuid[], $3::int[]) AS c(user_id, gained)
WHERE agent.workspace_id = $1 AND agent.user_id = c.user_id
AND (agent.capacity IS NULL OR agent.load + c.gained <= agent.capacity)
RETURNING 1
"""


class Group(Struct, frozen=True):
    """The entries of one demand; `deadline_at` is the earliest of theirs, `changes_at` the next hour at which
    one of them asks for less.
    """

    demand: Demand
    deadline_at: datetime | None
    changes_at: datetime | None


async def lock_dispatch(connection: Connection, workspace_id: WorkspaceId) -> None:
    """Wait for the workspace's turn to match; held until the transaction ends. First in the lock order."""
    await connection.execute(LOCK_DISPATCH, DISPATCH_LOCK_CLASS, str(workspace_id))


async def list_waiting_workspaces(connection: Connection) -> list[WorkspaceId]:
    return [WorkspaceId(row[0]) for row in await connection.fetch(WAITING_WORKSPACES)]


async def list_groups(
    connection: Connection, workspace_id: WorkspaceId, *, now: datetime
) -> list[Group]:
    """Sum up who waits for what: a few rows, however many wait."""
    rows = await connection.fetch(DEMANDS, workspace_id, now)
    return [Group(_demand(row[:9]), row[9], row[10]) for row in map(tuple, rows)]


def _demand(row: Sequence[Any]) -> Demand:
    user_id, team_id, online_only, max_open, kind, asks, preferred, is_patient, is_by_hand = row
    own: Asked = ({}, [])
    rings: list[Asked] = []
    if asks is not None:
        own, rings = ASKS.decode(asks)
    return Demand(
        user_id,
        team_id,
        online_only,
        max_open,
        kind,
        make_asks(*own),
        tuple(make_asks(*ring) for ring in rings),
        preferred,
        is_patient,
        is_by_hand,
    )


def _asked(asks: Asks) -> Asked:
    return dict(asks.skills), [dict(group) for group in asks.any_of]


def _row(demand: Demand) -> tuple[Any, ...]:
    asks: bytes | None = None
    if demand.asks or demand.rings:
        asks = codec.encode([_asked(demand.asks), [_asked(ring) for ring in demand.rings]])
    return (
        demand.user_id,
        demand.team_id,
        demand.online_only,
        demand.max_open,
        demand.channel_kind,
        asks and asks.decode(),
        demand.preferred_user_id,
        demand.is_patient,
        demand.is_by_hand,
    )


async def list_wanted(
    connection: Connection,
    workspace_id: WorkspaceId,
    demands: Collection[Demand],
    *,
    are_all: bool,
    now: datetime,
    ageing_minutes: int | None,
    limit: int,
) -> list[WaitingFor]:
    """List the entries of these demands in their turn; `are_all`: nobody waits for anything else."""
    if not demands:
        return []
    wanted = list(dict.fromkeys(demands))
    columns = list(zip(*map(_row, wanted), strict=True))
    statement = ALL_WANTED if are_all else SOME_WANTED
    rows = await connection.fetch(statement, workspace_id, now, *columns, limit, ageing_minutes)
    numbered = dict(enumerate(wanted, 1))
    return [WaitingFor(row[0], row[1], numbered[row[2]], STRATEGIES[row[3]]) for row in rows]


async def list_due(
    connection: Connection, workspace_id: WorkspaceId, *, now: datetime, limit: int
) -> list[Waiting]:
    """List entries whose deadline has come, the longest over first."""
    return [Waiting(*row) for row in await connection.fetch(DUE, workspace_id, now, limit)]


async def list_agents(connection: Connection, workspace_id: WorkspaceId) -> list[Agent]:
    return AGENT.read_all(await connection.fetch(AGENTS, workspace_id))


async def count_in_hand(
    connection: Connection | Pool, workspace_id: WorkspaceId, *, reference: Reference
) -> dict[TeamId | None, int]:
    """Count what is open in somebody's hands, by team and under None all; only where something is capped."""
    caps = (reference.settings.max_in_hand, *(t.max_in_hand for t in reference.teams.values()))
    if all(cap is None for cap in caps):
        return {}
    rows = await connection.fetch(IN_HAND, workspace_id)
    counts: dict[TeamId | None, int] = {row[0]: row[1] for row in rows if row[0] is not None}
    return {**counts, None: sum(row[1] for row in rows)}


async def list_rotations(connection: Connection, workspace_id: WorkspaceId) -> list[Rotation]:
    return ROTATION.read_all(await connection.fetch(ROTATIONS, workspace_id))


async def lock_free_contacts(
    connection: Connection, workspace_id: WorkspaceId, contact_ids: Collection[ContactId]
) -> Sequence[Any]:
    """Lock, in id order, those that nobody else holds, and read their rows; the others are passed over, not
    waited for.
    """
    return await connection.fetch(LOCK_CONTACTS, workspace_id, id_arrays.encode(contact_ids))


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
    """Check, in the row itself, that each agent has room for the units decided (O19).

    Raises LostRace if one has not: the decision is taken again. Saving the desk counts the load.
    """
    claimed = await connection.fetch(
        CLAIM, workspace_id, list(gains.keys()), list(gains.values()), now
    )
    if len(claimed) != len(gains):
        raise LostRace
