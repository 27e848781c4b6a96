"""Moves what hangs on a contact to the one that it was merged into: one statement a table, whatever the history."""

from collections.abc import Sequence

from sqlalchemy import Table

from parley.domain.desk import Desk
from parley.domain.ids import WorkspaceId
from parley.domain.merge import Merge
from parley.domain.timer import TimerKind
from parley.storage.database import Connection, LostRace
from parley.storage.schema import METADATA

# These two have constraints that hold only after the others were closed and ended: they go at their own time.
EARLY = ("conversation", "run")
# One row a contact and channel; no index by contact; or the alias itself.
APART = (
    "contact_channel",
    "timer",
    "queue_entry",
    "assignment_decision",
    "contact_alias",
    "schedule_due",
)


_CHANGE = ("SET contact_id = $2", "WHERE workspace_id = $1 AND contact_id = $3")


def _move(table: str) -> str:
    return " ".join(["UPDATE", table, *_CHANGE])


def _tables() -> Sequence[Table]:
    """Every table that names a contact, those that are added some day included."""
    return [table for table in METADATA.sorted_tables if "contact_id" in table.columns]


MOVE_EARLY = {name: _move(name) for name in EARLY}
MOVE = [_move(table.name) for table in _tables() if table.name not in (*EARLY, *APART)]
HOLD_OUTBOX = """
SELECT state FROM outbox WHERE workspace_id = $1 AND contact_id = ANY($2::uuid[]) ORDER BY id FOR UPDATE
"""
DROP_LINKS = "DELETE FROM contact_channel WHERE workspace_id = $1 AND contact_id = $2"
MOVE_TIMERS = """
UPDATE timer SET contact_id = $2 WHERE workspace_id = $1 AND kind = ANY($3::text[]) AND subject_id = ANY($4::uuid[])
"""
# A close that may still be undone: what it starts, it starts for the contact that stays.
MOVE_SETTLING = """
UPDATE timer AS t SET contact_id = $2 FROM conversation AS c
 WHERE c.workspace_id = $1 AND c.contact_id = $2 AND c.closed_at IS NOT NULL
   AND t.workspace_id = $1 AND t.kind = $3 AND t.subject_id = c.id AND t.contact_id <> $2
"""
MOVE_QUEUE_ENTRIES = """
UPDATE queue_entry AS q SET contact_id = $2 FROM conversation AS c
 WHERE c.workspace_id = $1 AND c.contact_id = $2
   AND q.workspace_id = $1 AND q.conversation_id = c.id AND q.contact_id <> $2
"""
MOVE_DECISIONS = """
UPDATE assignment_decision AS d SET contact_id = $2 FROM conversation AS c
 WHERE c.workspace_id = $1 AND c.contact_id = $2
   AND d.workspace_id = $1 AND d.conversation_id = c.id AND d.contact_id <> $2
"""
MOVE_REACTIONS = """
UPDATE reaction AS r SET author = $2::uuid::text FROM message AS m
 WHERE m.workspace_id = $1 AND m.contact_id = $2
   AND r.workspace_id = $1 AND r.message_id = m.id AND r.author = $3::uuid::text
"""
REDIRECT = "UPDATE contact_alias SET contact_id = $2 WHERE workspace_id = $1 AND contact_id = $3"
ADD_ALIAS = """
INSERT INTO contact_alias (workspace_id, id, contact_id, merged_at) VALUES ($1, $3, $2, $4)
"""
DROP_CONTACT = "DELETE FROM contact WHERE workspace_id = $1 AND id = $2"


async def move_early(
    connection: Connection, workspace_id: WorkspaceId, merges: Sequence[Merge], table: str
) -> None:
    """Conversations once one of the two is closed, runs once those that end have ended."""
    for merge in merges:
        await connection.execute(MOVE_EARLY[table], workspace_id, merge.into, merge.other)


async def move_rest(connection: Connection, desk: Desk, merges: Sequence[Merge]) -> None:
    """Last of a save. Raises LostRace while a message is under way to each of the two: one at a time may be."""
    workspace_id = desk.workspace_id
    for merge in merges:
        both = [merge.into, merge.other]
        states = [row[0] for row in await connection.fetch(HOLD_OUTBOX, workspace_id, both)]
        if states.count("sending") > 1:
            raise LostRace
        for statement in MOVE:
            await connection.execute(statement, workspace_id, merge.into, merge.other)
        kinds = [kind.value for kind in TimerKind]
        await connection.execute(MOVE_TIMERS, workspace_id, merge.into, kinds, list(merge.subjects))
        settling = TimerKind.CLOSE_SETTLED.value
        await connection.execute(MOVE_SETTLING, workspace_id, merge.into, settling)
        await connection.execute(MOVE_QUEUE_ENTRIES, workspace_id, merge.into)
        await connection.execute(MOVE_DECISIONS, workspace_id, merge.into)
        await connection.execute(MOVE_REACTIONS, workspace_id, merge.into, merge.other)
        await connection.execute(DROP_LINKS, workspace_id, merge.other)
        await connection.execute(REDIRECT, workspace_id, merge.into, merge.other)
        await connection.execute(ADD_ALIAS, workspace_id, merge.into, merge.other, desk.now)
        await connection.execute(DROP_CONTACT, workspace_id, merge.other)
