"""Writes what differs on a desk: a constant number of statements, whatever the size of the batch."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar, cast

import asyncpg
from msgspec import Struct
from msgspec.structs import astuple

from parley.actions.retrying import StillUnderWay
from parley.domain.actor import Actor
from parley.domain.desk import Desk
from parley.domain.ids import UUID, ConversationId, RunId
from parley.domain.message import Reaction
from parley.domain.outbox import Send
from parley.domain.timer import Timer, TimerKind
from parley.storage import codec, codecs, id_arrays
from parley.storage.database import Connection, LostRace, fetch_afresh
from parley.storage.merging import move_early, move_rest
from parley.storage.rows import MANY_ROWS, RowCodec
from parley.storage.schema import conversations, flow, workflows
from parley.storage.statements import delete_many, insert_many, update_many, upsert_many

S = TypeVar("S", bound=Struct)
KEY = ("workspace_id", "id")
_OF_RUN = TimerKind.RUN
# Changes only by a merge, which moves all rows at once.
OWNER = ("contact_id",)

QUEUE_KEY = ("workspace_id", "conversation_id")
DROP_QUEUE_ENTRIES = delete_many(workflows.queue_entry, QUEUE_KEY)
DROP_SENDS = delete_many(flow.outbox, KEY)
TIMER_KEY = ("workspace_id", "kind", "subject_id")
PUT_TIMERS = upsert_many(flow.timer, TIMER_KEY, codecs.TIMER.columns)
DROP_TIMERS = delete_many(flow.timer, TIMER_KEY)
DROP_TIMERS_OF_ONE_KIND = """
DELETE FROM timer WHERE workspace_id = $1 AND kind = $2 AND subject_id = ANY($3::ids)
"""
# A batch's places in the queue mostly end at one instant: what they share travels once.
PUT_TIMERS_ALIKE = """
INSERT INTO timer (workspace_id, kind, subject_id, contact_id, due_at, fingerprint)
SELECT $1, $4, u.subject_id, u.contact_id, $5, $6 FROM unnest($2::ids, $3::ids) AS u(subject_id, contact_id)
ON CONFLICT (workspace_id, kind, subject_id) DO UPDATE SET
    contact_id = EXCLUDED.contact_id, due_at = EXCLUDED.due_at, fingerprint = EXCLUDED.fingerprint
"""
PUT_ROTATIONS = upsert_many(workflows.rotation, ("workspace_id", "scope"), codecs.ROTATION.columns)
LOCK_AGENTS = """
SELECT 1 FROM agent WHERE workspace_id = $1 AND user_id = ANY($2::uuid[]) ORDER BY user_id FOR NO KEY UPDATE
"""
AGENT_KEY = ("workspace_id", "user_id")
LOAD_COLUMNS = ("open_count", "load", "idle_since")
MOVE_LOAD = """
UPDATE agent SET open_count = open_count + u.delta, load = load + u.units,
    idle_since = CASE WHEN open_count + u.delta > 0 THEN NULL WHEN open_count > 0 THEN $5 ELSE idle_since END
FROM unnest($2::uuid[], $3::int[], $4::int[]) AS u(user_id, delta, units)
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
SETTLE_CALLS = """
UPDATE hook_delivery SET outcome = u.outcome, contact_id = u.contact_id, run_id = u.run_id
FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[]) AS u(id, outcome, contact_id, run_id)
WHERE hook_delivery.workspace_id = $1 AND hook_delivery.id = u.id
"""
BUMP_REFERENCE = """
UPDATE workspace SET reference_number = reference_number + 1 WHERE id = $1 RETURNING reference_number
"""
ADD_TAGS = """
INSERT INTO tag (workspace_id, id, name, colour, description, folded)
SELECT $1, t.id, t.name, t.colour, '', folded(t.name)
FROM unnest($2::uuid[], $3::text[], $4::text[]) AS t(id, name, colour)
"""

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
    """Within the caller's transaction. Raises LostRace when another transaction made the same identity, or
    changed the set-up that this one adds a tag to; StillUnderWay when a message is tried again too early.
    """
    if desk.new_tags:
        await _save_tags(connection, desk)
    await _save_contacts(connection, desk)
    await _save_conversations(connection, desk)
    await _save_messages(connection, desk)
    await _save_runs(connection, desk)
    await _save_timers(connection, desk)
    await _save_facts(connection, desk)
    await _save_agents(connection, desk)
    await _save_channel_health(connection, desk)
    await _save_hook_results(connection, desk)
    if desk.merges:
        await move_rest(connection, desk, desk.merges)


async def _save_tags(connection: Connection, desk: Desk) -> None:
    """The workspace's row is locked: nobody has made the same tag, or the last one that there is room for."""
    number = await connection.fetchval(BUMP_REFERENCE, desk.workspace_id)
    if number != desk.reference.number + 1:
        raise LostRace
    made = [(tag.id, tag.name, tag.colour) for tag in desk.new_tags]
    await connection.execute(ADD_TAGS, desk.workspace_id, *zip(*made, strict=True))


async def _save_hook_results(connection: Connection, desk: Desk) -> None:
    if desk.hook_results:
        # Of one that was kept and taken in the same batch, the last word.
        last = {r.delivery_id: r for r in desk.hook_results}.values()
        rows = [(r.delivery_id, r.outcome, r.contact_id, r.run_id) for r in last]
        columns = list(zip(*rows, strict=True))
        await connection.execute(SETTLE_CALLS, desk.workspace_id, *columns)


async def _save_contacts(connection: Connection, desk: Desk) -> None:
    contacts, links = desk.contacts.difference(), desk.contact_channels.difference()
    await _copy(connection, codecs.CONTACT, contacts.added)
    try:
        await _copy(connection, codecs.IDENTITY, desk.identities.difference().added)
    except asyncpg.UniqueViolationError as error:
        raise LostRace from error
    await _update(connection, codecs.CONTACT, contacts.changed)
    await _copy(connection, codecs.CONTACT_CHANNEL, links.added)
    keys = ("workspace_id", "contact_id", "channel_id")
    await _update(connection, codecs.CONTACT_CHANNEL, links.changed, keys)


async def _save_conversations(connection: Connection, desk: Desk) -> None:
    """Closed ones first: a contact's next conversation opens beside none."""
    queue, cycles = desk.queue.difference(), desk.conversations.difference()
    if queue.dropped:
        dropped = id_arrays.encode([entry.conversation_id for entry in queue.dropped])
        await fetch_afresh(connection, DROP_QUEUE_ENTRIES, desk.workspace_id, dropped)
    await _update(connection, codecs.CONVERSATION, cycles.changed, without=OWNER)
    if desk.merges:
        await move_early(connection, desk.workspace_id, desk.merges, "conversation")
    await _copy(connection, codecs.CONVERSATION, cycles.added)
    await _copy(connection, codecs.QUEUE_ENTRY, queue.added)
    await _update(connection, codecs.QUEUE_ENTRY, queue.changed, QUEUE_KEY, without=OWNER)


async def _save_messages(connection: Connection, desk: Desk) -> None:
    messages, sends = desk.messages.difference(), desk.sends.difference()
    await _copy(connection, codecs.MESSAGE, messages.added)
    await _update(connection, codecs.MESSAGE, messages.changed, without=OWNER)
    await _execute(connection, DROP_SENDS, codecs.SEND, sends.dropped, KEY)
    if sends.added:
        await _copy_sends(connection, sends.added)
    await _execute(connection, PUT_RECEIPTS, codecs.RECEIPT, desk.receipts)
    if desk.joined_receipts:
        channels, names = zip(*desk.joined_receipts, strict=True)
        await connection.execute(
            DROP_RECEIPTS, desk.workspace_id, id_arrays.encode(channels), names
        )
    await _save_reactions(connection, desk.reactions)
    await _execute(connection, PUT_ATTEMPTS, codecs.SEND_ATTEMPT, desk.send_attempts)


async def _copy_sends(connection: Connection, added: Sequence[Send]) -> None:
    """A message has one send at most: who tries it again may be faster than the attempt that is under way."""
    rows = [(*row, "queued", 0, "") for row in codecs.SEND.rows(added)]
    try:
        await connection.copy_records_to_table(
            flow.outbox.name, records=rows, columns=OUTBOX_COLUMNS
        )
    except asyncpg.UniqueViolationError as error:
        raise StillUnderWay from error


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
    runs = desk.runs.difference()
    await _update(connection, codecs.RUN, runs.changed, without=OWNER)
    if desk.merges:
        await move_early(connection, desk.workspace_id, desk.merges, "run")
    await _copy(connection, codecs.RUN, runs.added)
    await _copy(connection, codecs.VISIT, desk.visits)
    if desk.calls:
        rows = [(*row, "queued", 0) for row in codecs.CALL.rows(desk.calls)]
        await connection.copy_records_to_table(
            flow.http_call.name, records=rows, columns=[*codecs.CALL.columns, "state", "tries"]
        )


async def _save_timers(connection: Connection, desk: Desk) -> None:
    """What hangs on something that exists only since now is surely not there yet."""
    fresh: list[Timer] = []
    kept: list[Timer] = []
    gone: list[tuple[TimerKind, UUID]] = []
    for key, timer in desk.timers.items():
        is_new = _is_new(desk, *key)
        if timer is not None:
            (fresh if is_new else kept).append(timer)
        elif not is_new:
            gone.append(key)
    await _copy(connection, codecs.TIMER, fresh)
    await _put_timers(connection, desk, kept)
    if gone:
        kinds, subjects = zip(*gone, strict=True)
        if len(set(kinds)) == 1:
            statement, kinds = DROP_TIMERS_OF_ONE_KIND, kinds[0]
        else:
            statement = DROP_TIMERS
        await connection.execute(statement, desk.workspace_id, kinds, id_arrays.encode(subjects))


async def _put_timers(connection: Connection, desk: Desk, kept: Sequence[Timer]) -> None:
    alike = {(timer.kind, timer.due_at, timer.fingerprint) for timer in kept}
    if len(kept) < MANY_ROWS or len(alike) > 1:
        await _execute(connection, PUT_TIMERS, codecs.TIMER, kept)
        return
    subjects = id_arrays.encode([timer.subject_id for timer in kept])
    contacts = id_arrays.encode([timer.contact_id for timer in kept])
    shared = alike.pop()
    await connection.execute(PUT_TIMERS_ALIKE, desk.workspace_id, subjects, contacts, *shared)


def _is_new(desk: Desk, kind: TimerKind, subject_id: UUID) -> bool:
    """Of a run's timers the subject is the run, of all others a conversation."""
    if kind is _OF_RUN:
        run_id = cast(RunId, subject_id)
        return desk.runs.loaded(run_id) is None and desk.runs.get(run_id) is not None
    conversation_id = cast(ConversationId, subject_id)
    if desk.conversations.loaded(conversation_id) is not None:
        return False
    return desk.conversations.get(conversation_id) is not None


async def _save_facts(connection: Connection, desk: Desk) -> None:
    if desk.events:
        *facts, actors, bodies = zip(*map(astuple, desk.events), strict=True)
        kinds = [type(body).__name__ for body in bodies]
        rows = zip(*facts, kinds, _encode_actors(actors), map(codec.encode, bodies), strict=True)
        await connection.copy_records_to_table(
            conversations.event.name, records=rows, columns=EVENT_COLUMNS
        )
    await _copy(connection, codecs.COMMENT, desk.comments)
    await _copy(connection, codecs.DECISION, desk.decisions)


def _encode_actors(actors: Iterable[Actor]) -> Iterator[bytes]:
    """Most events were caused by whoever caused the one before."""
    last, written = None, b""
    for actor in actors:
        if actor != last:
            last, written = actor, codec.encode(actor)
        yield written


async def _save_agents(connection: Connection, desk: Desk) -> None:
    """Load moves by what was added and taken, so that no reading of it can be stale."""
    changed = desk.agents.difference().changed
    units = desk.units_delta
    deltas = sorted(
        (user_id, by, units[user_id])
        for user_id, by in desk.load_delta.items()
        if by or units[user_id]
    )
    touched = {user_id for user_id, *_ in deltas} | {now.user_id for _, now in changed}
    if len(touched) > 1:
        await connection.execute(LOCK_AGENTS, desk.workspace_id, sorted(touched))
    await _update(connection, codecs.AGENT, changed, AGENT_KEY, without=LOAD_COLUMNS)
    if deltas:
        users, moves, weights = zip(*deltas, strict=True)
        await connection.execute(MOVE_LOAD, desk.workspace_id, users, moves, weights, desk.now)
    rotations = desk.rotations.difference()
    put = [*rotations.added, *(now for _, now in rotations.changed)]
    await _execute(connection, PUT_ROTATIONS, codecs.ROTATION, put)


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
            of.table.name, records=of.rows(values), columns=of.columns
        )


async def _update(
    connection: Connection,
    of: RowCodec[S],
    changed: Sequence[tuple[S, S]],
    keys: tuple[str, ...] = KEY,
    *,
    without: Sequence[str] = (),
) -> None:
    """Only the columns that differ in some row: a column costs as much as a row does."""
    if not changed:
        return
    found = of.changes(changed, keys, without=without)
    if found.varied or found.shared:
        statement = update_many(of.table, keys, tuple(found.varied), tuple(found.shared))
        workspaces, *arguments = found.arguments
        await connection.execute(statement, workspaces[0], *arguments)


async def _execute(
    connection: Connection,
    statement: str,
    of: RowCodec[S],
    values: Sequence[S],
    names: Sequence[str] | None = None,
) -> None:
    if values:
        workspaces, *arrays = of.arrays(values, names or of.columns)
        await connection.execute(statement, workspaces[0], *arrays)
