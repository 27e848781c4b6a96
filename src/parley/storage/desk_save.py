"""Writes what differs on a desk: a constant number of statements, whatever the size of the batch."""

from collections.abc import Sequence
from typing import Any, TypeVar

from msgspec import Struct

from parley.domain.desk import Desk
from parley.domain.message import Reaction
from parley.domain.outbox import Send
from parley.storage import codec, codecs
from parley.storage.database import Connection, LostRace
from parley.storage.rows import RowCodec
from parley.storage.schema import conversations, flow, people, setup, workflows
from parley.storage.statements import delete_many, insert_many, update_many, upsert_many

S = TypeVar("S", bound=Struct)
KEY = ("workspace_id", "id")

ADD_IDENTITIES = insert_many(
    people.identity, codecs.IDENTITY.columns, on_conflict="ON CONFLICT DO NOTHING RETURNING 1"
)
UPDATE_CONTACTS = update_many(people.contact, KEY, codecs.CONTACT.columns)
PUT_CONTACT_CHANNELS = upsert_many(
    people.contact_channel,
    ("workspace_id", "contact_id", "channel_id"),
    codecs.CONTACT_CHANNEL.columns,
)
CONVERSATION_MOVES = [
    name
    for name in codecs.CONVERSATION.columns
    if name not in ("contact_id", "opened_at", "opened_by")
]
UPDATE_CONVERSATIONS = update_many(conversations.conversation, KEY, CONVERSATION_MOVES)
MESSAGE_MOVES = ["workspace_id", "id", "content", "external_id", "status", "status_at", "failure"]
UPDATE_MESSAGES = update_many(conversations.message, KEY, MESSAGE_MOVES)
RUN_MOVES = [
    name
    for name in codecs.RUN.columns
    if name not in ("workflow_id", "version_id", "contact_id", "chain", "started_at")
]
UPDATE_RUNS = update_many(workflows.run, KEY, RUN_MOVES)
PUT_QUEUE_ENTRIES = upsert_many(
    workflows.queue_entry, ("workspace_id", "conversation_id"), codecs.QUEUE_ENTRY.columns
)
DROP_QUEUE_ENTRIES = delete_many(workflows.queue_entry, ("workspace_id", "conversation_id"))
DROP_SENDS = delete_many(flow.outbox, KEY)
PUT_TIMERS = upsert_many(flow.timer, ("workspace_id", "kind", "subject_id"), codecs.TIMER.columns)
DROP_TIMERS = delete_many(flow.timer, ("workspace_id", "kind", "subject_id"))
PUT_ROTATIONS = upsert_many(workflows.rotation, ("workspace_id", "scope"), codecs.ROTATION.columns)
AGENT_MOVES = [name for name in codecs.AGENT.columns if name != "open_count"]
UPDATE_AGENTS = update_many(setup.agent, ("workspace_id", "user_id"), AGENT_MOVES)
LOCK_AGENTS = """
SELECT 1 FROM agent WHERE workspace_id = $1 AND user_id = ANY($2::uuid[]) ORDER BY user_id FOR NO KEY UPDATE
"""
MOVE_LOAD = """
UPDATE agent SET open_count = open_count + u.delta FROM unnest($2::uuid[], $3::int[]) AS u(user_id, delta)
WHERE agent.workspace_id = $1 AND agent.user_id = u.user_id
"""
PUT_RECEIPTS = insert_many(
    conversations.receipt, codecs.RECEIPT.columns, on_conflict="ON CONFLICT DO NOTHING"
)
DROP_RECEIPTS = delete_many(conversations.receipt, ("workspace_id", "channel_id", "external_id"))
PUT_REACTIONS = upsert_many(
    conversations.reaction, ("workspace_id", "message_id", "author"), codecs.REACTION.columns
)
DROP_REACTIONS = delete_many(conversations.reaction, ("workspace_id", "message_id", "author"))
PUT_ATTEMPTS = upsert_many(
    flow.send_attempt, ("workspace_id", "message_id", "at"), codecs.SEND_ATTEMPT.columns
)
SET_CHANNEL_HEALTH = """
UPDATE channel SET last_error = u.error, last_error_at = $5,
    paused_at = CASE WHEN u.paused THEN coalesce(paused_at, $5) ELSE paused_at END,
    pause_reason = CASE WHEN u.paused THEN u.error ELSE pause_reason END
FROM unnest($2::uuid[], $3::text[], $4::bool[]) AS u(id, error, paused)
WHERE channel.workspace_id = $1 AND channel.id = u.id
"""
BUMP_REFERENCE = "UPDATE workspace SET reference_number = reference_number + 1 WHERE id = $1"

EVENT_COLUMNS = [
    "workspace_id",
    "id",
    "at",
    "contact_id",
    "conversation_id",
    "kind",
    "actor",
    "body",
]
OUTBOX_COLUMNS = [*codecs.SEND.columns, "state", "tries", "last_error"]


async def save(connection: Connection, desk: Desk) -> None:
    """Within the caller's transaction. Raises LostRace when another transaction made the same identity."""
    await _save_contacts(connection, desk)
    await _save_conversations(connection, desk)
    await _save_messages(connection, desk)
    await _save_runs(connection, desk)
    await _save_timers(connection, desk)
    await _save_facts(connection, desk)
    await _save_agents(connection, desk)
    await _save_channel_health(connection, desk)


async def _save_contacts(connection: Connection, desk: Desk) -> None:
    await _copy(connection, codecs.CONTACT, desk.contacts.added())
    identities = desk.identities.added()
    if identities:
        made = await connection.fetch(ADD_IDENTITIES, *codecs.IDENTITY.arrays(identities))
        if len(made) != len(identities):
            raise LostRace
    changed = [now for _, now in desk.contacts.changed()]
    await _execute(connection, UPDATE_CONTACTS, codecs.CONTACT, changed)
    links = [*desk.contact_channels.added(), *(now for _, now in desk.contact_channels.changed())]
    await _execute(connection, PUT_CONTACT_CHANNELS, codecs.CONTACT_CHANNEL, links)


async def _save_conversations(connection: Connection, desk: Desk) -> None:
    """Closed ones first: a contact's next conversation opens beside none."""
    dropped = desk.queue.dropped()
    await _execute(
        connection,
        DROP_QUEUE_ENTRIES,
        codecs.QUEUE_ENTRY,
        dropped,
        ("workspace_id", "conversation_id"),
    )
    changed = [now for _, now in desk.conversations.changed()]
    await _execute(
        connection, UPDATE_CONVERSATIONS, codecs.CONVERSATION, changed, CONVERSATION_MOVES
    )
    await _copy(connection, codecs.CONVERSATION, desk.conversations.added())
    entries = [*desk.queue.added(), *(now for _, now in desk.queue.changed())]
    await _execute(connection, PUT_QUEUE_ENTRIES, codecs.QUEUE_ENTRY, entries)


async def _save_messages(connection: Connection, desk: Desk) -> None:
    await _copy(connection, codecs.MESSAGE, desk.messages.added())
    changed = [now for _, now in desk.messages.changed()]
    await _execute(connection, UPDATE_MESSAGES, codecs.MESSAGE, changed, MESSAGE_MOVES)
    await _execute(connection, DROP_SENDS, codecs.SEND, desk.sends.dropped(), KEY)
    sends = desk.sends.added()
    if sends:
        await connection.copy_records_to_table(
            flow.outbox.name, records=map(_outbox_row, sends), columns=OUTBOX_COLUMNS
        )
    await _execute(connection, PUT_RECEIPTS, codecs.RECEIPT, desk.receipts)
    if desk.joined_receipts:
        channels, names = zip(*desk.joined_receipts, strict=True)
        workspaces = [desk.workspace_id] * len(channels)
        await connection.execute(DROP_RECEIPTS, workspaces, channels, names)
    await _save_reactions(connection, desk.reactions)
    await _execute(connection, PUT_ATTEMPTS, codecs.SEND_ATTEMPT, desk.send_attempts)


def _outbox_row(send: Send) -> tuple[Any, ...]:
    return (*codecs.SEND.write(send), "queued", 0, "")


async def _save_reactions(connection: Connection, reactions: Sequence[Reaction]) -> None:
    """The last word of each person on each message."""
    last = {(r.message_id, r.author): r for r in reactions}.values()
    given = [r for r in last if r.emoji]
    taken = [r for r in last if not r.emoji]
    await _execute(connection, PUT_REACTIONS, codecs.REACTION, given)
    await _execute(
        connection,
        DROP_REACTIONS,
        codecs.REACTION,
        taken,
        ("workspace_id", "message_id", "author"),
    )


async def _save_runs(connection: Connection, desk: Desk) -> None:
    """Ended ones first: a workflow may begin again for the same contact."""
    changed = [now for _, now in desk.runs.changed()]
    await _execute(connection, UPDATE_RUNS, codecs.RUN, changed, RUN_MOVES)
    await _copy(connection, codecs.RUN, desk.runs.added())
    await _copy(connection, codecs.VISIT, desk.visits)


async def _save_timers(connection: Connection, desk: Desk) -> None:
    kept = [timer for timer in desk.timers.values() if timer is not None]
    await _execute(connection, PUT_TIMERS, codecs.TIMER, kept)
    gone = [key for key, timer in desk.timers.items() if timer is None]
    if gone:
        kinds, subjects = zip(*gone, strict=True)
        workspaces = [desk.workspace_id] * len(gone)
        await connection.execute(DROP_TIMERS, workspaces, kinds, subjects)


async def _save_facts(connection: Connection, desk: Desk) -> None:
    if desk.events:
        encode = codec.encode
        rows = [
            (
                e.workspace_id,
                e.id,
                e.at,
                e.contact_id,
                e.conversation_id,
                type(e.body).__name__,
                encode(e.actor),
                encode(e.body),
            )
            for e in desk.events
        ]
        await connection.copy_records_to_table(
            conversations.event.name, records=rows, columns=EVENT_COLUMNS
        )
    await _copy(connection, codecs.COMMENT, desk.comments)
    await _copy(connection, codecs.DECISION, desk.decisions)


async def _save_agents(connection: Connection, desk: Desk) -> None:
    """Load moves by what was added and taken, so that no reading of it can be stale."""
    changed = [now for _, now in desk.agents.changed()]
    deltas = sorted((user_id, by) for user_id, by in desk.load_delta.items() if by)
    touched = {user_id for user_id, _ in deltas} | {agent.user_id for agent in changed}
    if len(touched) > 1:
        await connection.execute(LOCK_AGENTS, desk.workspace_id, sorted(touched))
    await _execute(connection, UPDATE_AGENTS, codecs.AGENT, changed, AGENT_MOVES)
    if deltas:
        users, moves = zip(*deltas, strict=True)
        await connection.execute(MOVE_LOAD, desk.workspace_id, users, moves)
    rotations = [*desk.rotations.added(), *(now for _, now in desk.rotations.changed())]
    await _execute(connection, PUT_ROTATIONS, codecs.ROTATION, rotations)


async def _save_channel_health(connection: Connection, desk: Desk) -> None:
    if not desk.channel_health:
        return
    news = list(desk.channel_health.values())
    await connection.execute(
        SET_CHANNEL_HEALTH,
        desk.workspace_id,
        [n.channel_id for n in news],
        [n.error for n in news],
        [n.paused for n in news],
        desk.now,
    )
    if any(n.paused for n in news):
        await connection.execute(BUMP_REFERENCE, desk.workspace_id)


async def _copy(connection: Connection, of: RowCodec[S], values: Sequence[S]) -> None:
    if values:
        await connection.copy_records_to_table(
            of.table.name, records=map(of.write, values), columns=of.columns
        )


async def _execute(
    connection: Connection,
    statement: str,
    of: RowCodec[S],
    values: Sequence[S],
    names: Sequence[str] | None = None,
) -> None:
    if values:
        await connection.execute(statement, *of.arrays(values, names))
