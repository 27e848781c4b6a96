"""Schedules and their ticks: when each is due, who is due, and how far it has come."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from parley.domain.desk import Desk
from parley.domain.ids import UUID, ContactId, WorkflowId, WorkspaceId
from parley.domain.needs import Needs
from parley.domain.schedule import FAILED, STARTED, Tick, TickReason, TickState
from parley.storage import codec, codecs, id_arrays
from parley.storage.database import Connection, LostRace, Pool
from parley.storage.desk_load import CONTACT_CHANNELS, OPEN_CONVERSATIONS

FIRST = UUID(int=0)
AT_ONCE = 100
SLICE = 5000

PUT = """
INSERT INTO schedule (workspace_id, workflow_id, after, next_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (workspace_id, workflow_id) DO UPDATE SET after = excluded.after, next_at = excluded.next_at
"""
DROP = "DELETE FROM schedule WHERE workspace_id = $1 AND workflow_id = $2"
# An hour that has come is due by the clocks that set it.
RECHECK = "UPDATE schedule SET after = $2, next_at = $2 WHERE workspace_id = $1 AND next_at > $2"
NEXT = """
SELECT least((SELECT next_at FROM schedule ORDER BY next_at LIMIT 1),
             (SELECT next_at FROM schedule_tick ORDER BY next_at LIMIT 1))
"""
LIST_DUE = (
    "SELECT workspace_id, workflow_id FROM schedule WHERE next_at <= $1 ORDER BY next_at LIMIT $2"
)
TAKE = """
SELECT after, next_at, EXISTS (SELECT FROM schedule_tick t WHERE t.workspace_id = $1 AND t.workflow_id = $2
                         AND t.next_at IS NOT NULL) AS is_busy
  FROM schedule WHERE workspace_id = $1 AND workflow_id = $2 AND next_at <= $3 FOR UPDATE SKIP LOCKED
"""
ADD_TICK = """
INSERT INTO schedule_tick (workspace_id, id, workflow_id, due_at, state, reason, cursor, due, started, skipped,
                           begun_at, next_at, ended_at)
VALUES ($1, $2, $3, $4, $5, $6, NULL, 0, 0, '{}', $7, $8, $9)
ON CONFLICT (workspace_id, workflow_id, due_at) DO NOTHING
"""
LIST_LIVE = (
    "SELECT workspace_id, id FROM schedule_tick WHERE next_at <= $1 ORDER BY next_at LIMIT $2"
)
TAKE_TICK = """
SELECT * FROM schedule_tick WHERE workspace_id = $1 AND id = $2 AND next_at <= $3 FOR UPDATE SKIP LOCKED
"""
SAVE_TICK = """
UPDATE schedule_tick SET state = $3, reason = $4, cursor = $5, due = $6, started = $7, skipped = $8, next_at = $9,
       ended_at = $10
 WHERE workspace_id = $1 AND id = $2
"""
END_ALL = """
UPDATE schedule_tick SET state = $3, reason = $4, next_at = NULL, ended_at = $5
 WHERE workspace_id = $1 AND workflow_id = $2 AND next_at IS NOT NULL
"""
LIST_TICKS = """
SELECT * FROM schedule_tick WHERE workspace_id = $1 AND workflow_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4
"""
CONTACTS = "SELECT * FROM contact WHERE workspace_id = $1 AND id > $2 ORDER BY id LIMIT $3"
NEXT_CONTACTS = "SELECT id FROM contact WHERE workspace_id = $1 AND id > $2 ORDER BY id LIMIT $3"
ADD_DUE = """
INSERT INTO schedule_due (workspace_id, tick_id, contact_id)
SELECT $1, $2, k.id FROM unnest($3::uuid[]) AS k(id)
"""
NEXT_DUE = """
SELECT contact_id FROM schedule_due
 WHERE workspace_id = $1 AND tick_id = $2 AND contact_id > $3 AND outcome IS NULL
 ORDER BY contact_id LIMIT $4
"""
SETTLE = """
UPDATE schedule_due SET outcome = u.outcome FROM unnest($3::uuid[], $4::text[]) AS u(contact_id, outcome)
 WHERE schedule_due.workspace_id = $1 AND schedule_due.tick_id = $2 AND schedule_due.contact_id = u.contact_id
   AND schedule_due.outcome IS NULL
"""
NOTE_FAILED = """
INSERT INTO schedule_due (workspace_id, tick_id, contact_id, outcome) VALUES ($1, $2, $3, $4)
ON CONFLICT (workspace_id, tick_id, contact_id) DO UPDATE SET outcome = excluded.outcome
"""
# A person may have come by another id, which was merged into this one since.
HAD_TURN = """
SELECT k.id FROM unnest($3::uuid[]) AS k(id)
 WHERE EXISTS (SELECT FROM schedule_due d WHERE d.workspace_id = $1 AND d.tick_id = $2 AND d.contact_id = k.id
                  AND d.outcome = $4)
    OR EXISTS (SELECT FROM contact_alias a
                 JOIN schedule_due d ON d.workspace_id = $1 AND d.tick_id = $2 AND d.contact_id = a.id
                WHERE a.workspace_id = $1 AND a.contact_id = k.id AND d.outcome = $4)
"""
TIDY_DUE = """
DELETE FROM schedule_due WHERE ctid = ANY(ARRAY(
    SELECT d.ctid FROM schedule_tick t JOIN schedule_due d ON d.workspace_id = t.workspace_id AND d.tick_id = t.id
     WHERE t.ended_at < $1 LIMIT $2
))
"""
TIDY_TICKS = "DELETE FROM schedule_tick WHERE ended_at < $1"


class Due(Struct, frozen=True):
    """A schedule whose hour has come: `hour`; `after` is the last that is settled."""

    workspace_id: WorkspaceId
    workflow_id: WorkflowId
    after: datetime
    hour: datetime
    is_busy: bool


# -- schedules ---------------------------------------------------------------------------------------------


async def put_schedule(
    connection: Connection,
    workspace_id: WorkspaceId,
    workflow_id: WorkflowId,
    *,
    after: datetime,
    next_at: datetime | None,
) -> None:
    """From `after` on; in place of the former."""
    await connection.execute(PUT, workspace_id, workflow_id, after, next_at)


async def drop_schedule(
    connection: Connection, workspace_id: WorkspaceId, workflow_id: WorkflowId, *, now: datetime
) -> None:
    """Nothing is due any more; a tick under way starts nobody else."""
    await connection.execute(DROP, workspace_id, workflow_id)
    await connection.execute(
        END_ALL,
        workspace_id,
        workflow_id,
        TickState.ENDED.value,
        TickReason.STOPPED.value,
        now,
    )


async def recheck(connection: Connection, workspace_id: WorkspaceId, *, now: datetime) -> None:
    """The workspace's clocks show another time from now on."""
    await connection.execute(RECHECK, workspace_id, now)


async def next_moment(pool: Pool) -> datetime | None:
    """When some schedule or tick is due next."""
    return await pool.fetchval(NEXT)


async def is_due(pool: Pool, *, now: datetime) -> bool:
    """True if some schedule or tick goes on now."""
    moment = await next_moment(pool)
    return moment is not None and moment <= now


async def due_now(pool: Pool, *, now: datetime) -> list[tuple[WorkspaceId, WorkflowId]]:
    return [tuple(row) for row in await pool.fetch(LIST_DUE, now, AT_ONCE)]


async def take_due(
    connection: Connection, workspace_id: WorkspaceId, workflow_id: WorkflowId, *, now: datetime
) -> Due | None:
    """Locks the schedule; None if somebody else has, or had, it."""
    row = await connection.fetchrow(TAKE, workspace_id, workflow_id, now)
    if row is None:
        return None
    return Due(workspace_id, workflow_id, row["after"], row["next_at"], row["is_busy"])


# -- ticks -------------------------------------------------------------------------------------------------


async def add_tick(
    connection: Connection,
    due: Due,
    tick_id: UUID,
    *,
    due_at: datetime,
    reason: TickReason | None,
    now: datetime,
) -> None:
    """With a reason it is only named. An hour that has its tick gets no second one."""
    state = TickState.SKIPPED if reason else TickState.GATHERING
    await connection.execute(
        ADD_TICK,
        due.workspace_id,
        tick_id,
        due.workflow_id,
        due_at,
        state.value,
        reason.value if reason else "",
        now,
        None if reason else now,
        now if reason else None,
    )


async def ticks_now(pool: Pool, *, now: datetime) -> list[tuple[WorkspaceId, UUID]]:
    """Ticks that go on now."""
    return [tuple(row) for row in await pool.fetch(LIST_LIVE, now, AT_ONCE)]


async def take_tick(
    connection: Connection, workspace_id: WorkspaceId, tick_id: UUID, *, now: datetime
) -> Tick | None:
    """Locks it; None if another worker has it, or it does not go on now."""
    row = await connection.fetchrow(TAKE_TICK, workspace_id, tick_id, now)
    return codecs.TICK.read(row) if row else None


async def save_tick(connection: Connection, tick: Tick) -> None:
    await connection.execute(
        SAVE_TICK,
        tick.workspace_id,
        tick.id,
        tick.state.value,
        tick.reason,
        tick.cursor,
        tick.due,
        tick.started,
        codec.encode(tick.skipped),
        tick.next_at,
        tick.ended_at,
    )


async def list_ticks(
    pool: Pool,
    workspace_id: WorkspaceId,
    workflow_id: WorkflowId,
    *,
    before: UUID | None,
    limit: int,
) -> list[Tick]:
    """Newest first."""
    last = before or UUID(int=2**128 - 1)
    rows = await pool.fetch(LIST_TICKS, workspace_id, workflow_id, last, limit)
    return [codecs.TICK.read(row) for row in rows]


# -- who is due --------------------------------------------------------------------------------------------


async def look_at_contacts(
    connection: Connection, desk: Desk, *, after: ContactId | None, limit: int
) -> list[ContactId]:
    """The next page of contacts, as a condition looks at them: nothing is locked, nothing may be saved."""
    workspace_id = desk.workspace_id
    rows = await connection.fetch(CONTACTS, workspace_id, after or FIRST, limit)
    desk.contacts.load_all((contact.id, contact) for contact in map(codecs.CONTACT.read, rows))
    ids = [ContactId(row["id"]) for row in rows]
    given = id_arrays.encode(ids)
    for row in await connection.fetch(OPEN_CONVERSATIONS, workspace_id, given):
        conversation = codecs.CONVERSATION.read(row)
        desk.conversations.load(conversation.id, conversation)
    for row in await connection.fetch(CONTACT_CHANNELS, workspace_id, given):
        link = codecs.CONTACT_CHANNEL.read(row)
        desk.contact_channels.load((link.contact_id, link.channel_id), link)
    desk.known = desk.known | Needs(contacts=frozenset(ids))
    desk.reindex()
    return ids


async def add_due(connection: Connection, tick: Tick, contacts: Sequence[ContactId]) -> None:
    if contacts:
        await connection.execute(ADD_DUE, tick.workspace_id, tick.id, contacts)


async def next_due(connection: Connection, tick: Tick, *, limit: int) -> list[ContactId]:
    """Whose turn is next."""
    after = tick.cursor or FIRST
    rows = await connection.fetch(NEXT_DUE, tick.workspace_id, tick.id, after, limit)
    return [ContactId(row[0]) for row in rows]


async def settle_due(connection: Connection, tick: Tick, outcomes: Mapping[ContactId, str]) -> None:
    """Raises LostRace if the turn of any of them has come already."""
    contacts, said = list(outcomes), list(outcomes.values())
    status = await connection.execute(SETTLE, tick.workspace_id, tick.id, contacts, said)
    if int(status.rsplit(" ", 1)[1]) != len(contacts):
        raise LostRace


async def next_contacts(connection: Connection, tick: Tick, *, limit: int) -> list[ContactId]:
    """Who is looked at next, by their ids alone."""
    after = tick.cursor or FIRST
    rows = await connection.fetch(NEXT_CONTACTS, tick.workspace_id, after, limit)
    return [ContactId(row[0]) for row in rows]


async def note_failed(connection: Connection, tick: Tick, contact_id: ContactId) -> None:
    await connection.execute(NOTE_FAILED, tick.workspace_id, tick.id, contact_id, FAILED)


async def had_turn(
    connection: Connection, tick: Tick, contacts: Sequence[ContactId]
) -> set[ContactId]:
    """Those of them who have started at this tick, under whichever of their ids."""
    rows = await connection.fetch(HAD_TURN, tick.workspace_id, tick.id, contacts, STARTED)
    return {ContactId(row[0]) for row in rows}


async def tidy(pool: Pool, *, now: datetime, due_days: int, tick_days: int) -> None:
    """Of ticks that are over long since, first who was due goes, then they themselves."""
    old = now - timedelta(days=due_days)
    while not (await pool.execute(TIDY_DUE, old, SLICE)).endswith(" 0"):
        continue
    await pool.execute(TIDY_TICKS, now - timedelta(days=tick_days))
