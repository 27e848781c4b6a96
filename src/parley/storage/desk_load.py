"""Fills a desk: contacts are locked first, in id order, and everything else is read after that."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import astuple

from parley.domain.desk import Desk
from parley.domain.ids import ContactId, ConversationId, WorkspaceId
from parley.domain.needs import Needs
from parley.domain.queue import Line
from parley.storage import codec, codecs, id_arrays
from parley.storage.database import Connection, LostRace
from parley.storage.reads.places import count_given_out

# unnest + LATERAL: with `= ANY($1)` on composite or partial indexes a generic plan costs 55 ms a batch.
# LIMIT or OFFSET keeps the inner part a look-up per key: pulled up, it became a scan of all live runs.
IDENTITIES = """
SELECT i.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS k(kind, scope, scheme, value)
CROSS JOIN LATERAL (
    SELECT * FROM identity WHERE workspace_id = $1 AND channel_kind = k.kind AND scope = k.scope
    AND scheme = k.scheme AND value = k.value LIMIT 1
) AS i
"""
# Words travel as JSON: the client looks at each word of an array twice, which costs more than the look-up.
IDENTITIES_OF_ONE_SPACE = """
SELECT i.* FROM jsonb_array_elements_text($5::jsonb) AS k(value)
CROSS JOIN LATERAL (
    SELECT * FROM identity WHERE workspace_id = $1 AND channel_kind = $2 AND scope = $3
    AND scheme = $4 AND value = k.value LIMIT 1
) AS i
"""
CONTACT_OF_MESSAGE = """
SELECT m.contact_id FROM unnest($2::uuid[]) AS k(id)
CROSS JOIN LATERAL (SELECT contact_id FROM message WHERE workspace_id = $1 AND id = k.id LIMIT 1) AS m
"""
FIND_EXTERNAL = """
SELECT m.id, m.contact_id FROM unnest($2::uuid[], $3::text[]) AS k(channel_id, external_id)
CROSS JOIN LATERAL (
    SELECT id, contact_id FROM message
    WHERE workspace_id = $1 AND channel_id = k.channel_id AND external_id = k.external_id LIMIT 1
) AS m
"""
FIND_EXTERNAL_OF_ONE_CHANNEL = """
SELECT m.id, m.contact_id FROM jsonb_array_elements_text($3::jsonb) AS k(external_id)
CROSS JOIN LATERAL (
    SELECT id, contact_id FROM message
    WHERE workspace_id = $1 AND channel_id = $2 AND external_id = k.external_id LIMIT 1
) AS m
"""
CONTACT_OF_CONVERSATION = """
SELECT c.contact_id FROM unnest($2::uuid[]) AS k(id)
CROSS JOIN LATERAL (SELECT contact_id FROM conversation WHERE workspace_id = $1 AND id = k.id LIMIT 1) AS c
"""
LOCK_CONTACTS = """
SELECT c.* FROM unnest($2::ids) AS k(id)
CROSS JOIN LATERAL (
    SELECT * FROM contact WHERE workspace_id = $1 AND id = k.id LIMIT 1 FOR NO KEY UPDATE
) AS c
"""
ALIASES = """
SELECT a.id, a.contact_id FROM unnest($2::uuid[]) AS k(id)
CROSS JOIN LATERAL (SELECT * FROM contact_alias WHERE workspace_id = $1 AND id = k.id LIMIT 1) AS a
"""
OPEN_CONVERSATIONS = """
SELECT c.* FROM unnest($2::ids) AS k(id)
CROSS JOIN LATERAL (
    SELECT * FROM conversation WHERE workspace_id = $1 AND contact_id = k.id AND closed_at IS NULL LIMIT 1
) AS c
"""
# The table has one index alone, which no plan can miss.
CONTACT_CHANNELS = (
    "SELECT * FROM contact_channel WHERE workspace_id = $1 AND contact_id = ANY($2::ids)"
)
LIVE_RUNS = """
SELECT r.* FROM unnest($2::ids) AS k(id)
CROSS JOIN LATERAL (
    SELECT * FROM run WHERE workspace_id = $1 AND contact_id = k.id AND ended_at IS NULL OFFSET 0
) AS r
"""
# Of the open conversations alone: no other waits. The key is the queue's only index: where it was counted while it
# was empty, another looked as cheap, and each key went through all who wait.
QUEUE_ENTRIES = """
SELECT q.* FROM unnest($2::ids) AS k(id)
CROSS JOIN LATERAL (
    SELECT * FROM queue_entry WHERE workspace_id = $1 AND conversation_id = k.id LIMIT 1
) AS q
"""
MESSAGES = """
SELECT m.* FROM unnest($2::uuid[]) AS k(id)
CROSS JOIN LATERAL (SELECT * FROM message WHERE workspace_id = $1 AND id = k.id LIMIT 1) AS m
"""
CONVERSATIONS = """
SELECT c.* FROM unnest($2::uuid[]) AS k(id)
CROSS JOIN LATERAL (SELECT * FROM conversation WHERE workspace_id = $1 AND id = k.id LIMIT 1) AS c
"""
# The newest first: ids are ordered in time.
LAST_CYCLES = """
SELECT c.* FROM unnest($2::uuid[]) AS k(id)
CROSS JOIN LATERAL (
    SELECT * FROM conversation WHERE workspace_id = $1 AND contact_id = k.id
    AND closed_by IS DISTINCT FROM 'merge' ORDER BY id DESC LIMIT 1
) AS c
"""
ENROLMENTS = """
SELECT k.contact_id, k.workflow_id FROM unnest($2::uuid[], $3::uuid[]) AS k(contact_id, workflow_id)
WHERE EXISTS (
    SELECT 1 FROM run WHERE workspace_id = $1 AND contact_id = k.contact_id AND workflow_id = k.workflow_id
)
"""
# Ids are ordered in time: the newest run of each workflow.
LAST_RUNS = """
SELECT r.* FROM unnest($2::uuid[], $3::uuid[]) AS k(contact_id, workflow_id)
CROSS JOIN LATERAL (
    SELECT * FROM run WHERE workspace_id = $1 AND contact_id = k.contact_id AND workflow_id = k.workflow_id
    ORDER BY id DESC LIMIT 1
) AS r
"""
QUEUED_SENDS = """
SELECT o.* FROM unnest($2::uuid[]) AS k(id)
CROSS JOIN LATERAL (
    SELECT * FROM outbox WHERE workspace_id = $1 AND contact_id = k.id AND state = 'queued' FOR UPDATE
) AS o
"""
EARLY_RECEIPTS = """
SELECT r.* FROM unnest($2::uuid[], $3::text[]) AS k(channel_id, external_id)
CROSS JOIN LATERAL (
    SELECT * FROM receipt
    WHERE workspace_id = $1 AND channel_id = k.channel_id AND external_id = k.external_id OFFSET 0
) AS r
"""
LINE = "SELECT * FROM queue_entry WHERE workspace_id = $1 AND team_id IS NOT DISTINCT FROM $2"
SAME_PHONE = "SELECT id FROM contact WHERE workspace_id = $1 AND phone = $2 LIMIT 50"
SAME_EMAIL = "SELECT id FROM contact WHERE workspace_id = $1 AND email = $2 LIMIT 50"
LOCK_AGENTS = """
SELECT a.* FROM unnest($2::uuid[]) AS k(id)
CROSS JOIN LATERAL (
    SELECT * FROM agent WHERE workspace_id = $1 AND user_id = k.id LIMIT 1 FOR NO KEY UPDATE
) AS a
"""


async def load(
    connection: Connection, desk: Desk, needs: Needs, *, held: Sequence[Any] = ()
) -> None:
    """Brings what is needed and not on the desk yet. Within the caller's transaction; locks stay until it ends.
    `held` are rows of contacts that the caller has locked already, in id order.
    """
    wanted = needs - desk.known
    contacts = set(wanted.contacts)
    contacts |= await _load_identities(connection, desk, wanted)
    message_ids = await _find_messages(connection, desk, wanted, contacts)
    await _find_conversations(connection, desk, wanted, contacts)
    contacts -= desk.known.contacts
    if held or contacts:
        rows = [*held, *await _lock_contacts(connection, desk, sorted(contacts))]
        contacts.update(await _load_contacts(connection, desk, rows))
    await _load_rows(connection, desk, wanted, message_ids)
    await _load_on_demand(connection, desk, wanted)
    if wanted.agents:
        rows = await connection.fetch(LOCK_AGENTS, desk.workspace_id, sorted(wanted.agents))
        desk.agents.load_all((a.user_id, a) for a in codecs.AGENT.read_all(rows))
    found = Needs(contacts=frozenset(contacts), messages=frozenset(message_ids))
    desk.known = desk.known | wanted | found
    desk.reindex()


async def _load_identities(connection: Connection, desk: Desk, wanted: Needs) -> set[ContactId]:
    if not wanted.identities:
        return set()
    *spaces, values = zip(*sorted(map(astuple, wanted.identities)), strict=True)
    if all(len(set(column)) == 1 for column in spaces):
        given = (*(column[0] for column in spaces), codec.encode(values))
        rows = await connection.fetch(IDENTITIES_OF_ONE_SPACE, desk.workspace_id, *given)
    else:
        rows = await connection.fetch(IDENTITIES, desk.workspace_id, *spaces, values)
    found = codecs.IDENTITY.read_all(rows)
    desk.identities.load_all((identity.key, identity) for identity in found)
    return {identity.contact_id for identity in found}


async def _find_messages(
    connection: Connection, desk: Desk, wanted: Needs, contacts: set[ContactId]
) -> set[Any]:
    """The contacts of the messages, so that they can be locked before the messages are read."""
    ids: set[Any] = set(wanted.messages)
    if wanted.messages:
        rows = await connection.fetch(CONTACT_OF_MESSAGE, desk.workspace_id, list(wanted.messages))
        contacts.update(row[0] for row in rows)
    if wanted.external:
        channels, names = zip(*wanted.external, strict=True)
        if len(set(channels)) == 1:
            statement, given = FIND_EXTERNAL_OF_ONE_CHANNEL, (channels[0], codec.encode(names))
        else:
            statement, given = FIND_EXTERNAL, (channels, names)
        for row in await connection.fetch(statement, desk.workspace_id, *given):
            ids.add(row[0])
            contacts.add(row[1])
    return ids


async def _find_conversations(
    connection: Connection, desk: Desk, wanted: Needs, contacts: set[ContactId]
) -> None:
    if wanted.conversations:
        rows = await connection.fetch(
            CONTACT_OF_CONVERSATION, desk.workspace_id, list(wanted.conversations)
        )
        contacts.update(row[0] for row in rows)


async def _lock_contacts(
    connection: Connection, desk: Desk, ids: Sequence[ContactId]
) -> Sequence[Any]:
    """The rows of those that are there, and of the ones that others were merged into."""
    if not ids:
        return ()
    rows = await connection.fetch(LOCK_CONTACTS, desk.workspace_id, id_arrays.encode(ids))
    if len(rows) == len(ids):
        return rows
    there = {row["id"] for row in rows}
    return [*rows, *await _load_survivors(connection, desk, ids, there)]


async def _load_contacts(
    connection: Connection, desk: Desk, rows: Sequence[Any]
) -> Sequence[ContactId]:
    """Their ids."""
    workspace_id: WorkspaceId = desk.workspace_id
    contacts = codecs.CONTACT.read_all(rows)
    ids = [contact.id for contact in contacts]
    desk.contacts.load_all(zip(ids, contacts, strict=True))
    if not ids:
        return ids
    given = id_arrays.encode(ids)
    rows = await connection.fetch(OPEN_CONVERSATIONS, workspace_id, given)
    cycles = {c.id: c for c in codecs.CONVERSATION.read_all(rows)}
    desk.conversations.load_all(cycles.items())
    rows = await connection.fetch(CONTACT_CHANNELS, workspace_id, given)
    links = codecs.CONTACT_CHANNEL.read_all(rows)
    desk.contact_channels.load_all(((link.contact_id, link.channel_id), link) for link in links)
    rows = await connection.fetch(LIVE_RUNS, workspace_id, given)
    desk.runs.load_all((run.id, run) for run in codecs.RUN.read_all(rows))
    if cycles:
        await _load_queue(connection, desk, list(cycles))
    return ids


async def _load_queue(
    connection: Connection, desk: Desk, conversations: Sequence[ConversationId]
) -> None:
    given = id_arrays.encode(conversations)
    rows = await connection.fetch(QUEUE_ENTRIES, desk.workspace_id, given)
    desk.queue.load_all((e.conversation_id, e) for e in codecs.QUEUE_ENTRY.read_all(rows))


async def _load_survivors(
    connection: Connection, desk: Desk, ids: Sequence[ContactId], there: set[ContactId]
) -> Sequence[Any]:
    """The contacts that the missing ones were merged into. Raises LostRace where the merge came between the
    reading of an address and the lock: the address leads elsewhere by now.
    """
    missing = [contact_id for contact_id in ids if contact_id not in there]
    found = await connection.fetch(ALIASES, desk.workspace_id, missing)
    desk.aliases.update((row[0], row[1]) for row in found)
    if any(identity.contact_id in desk.aliases for identity in desk.identities):
        raise LostRace
    survivors = sorted({row[1] for row in found} - there - desk.known.contacts)
    rows = await connection.fetch(LOCK_CONTACTS, desk.workspace_id, id_arrays.encode(survivors))
    if len(rows) < len(survivors):
        raise LostRace
    return rows


async def _load_rows(
    connection: Connection, desk: Desk, wanted: Needs, message_ids: set[Any]
) -> None:
    if message_ids:
        await _load_messages(connection, desk, message_ids)
    if wanted.conversations:
        rows = await connection.fetch(CONVERSATIONS, desk.workspace_id, list(wanted.conversations))
        found = [codecs.CONVERSATION.read(row) for row in rows]
        desk.conversations.load_all((c.id, c) for c in found)
        # None of them should wait any more: what still does, the reconcile job puts right.
        over = [c.id for c in found if not c.is_open]
        if over:
            await _load_queue(connection, desk, over)


async def _load_messages(connection: Connection, desk: Desk, ids: set[Any]) -> None:
    for row in await connection.fetch(MESSAGES, desk.workspace_id, list(ids)):
        message = codecs.MESSAGE.read(row)
        desk.messages.load(message.id, message)
        if message.external_id is not None:
            desk.external[(message.channel_id, message.external_id)] = message.id


async def _load_on_demand(connection: Connection, desk: Desk, wanted: Needs) -> None:
    """What only some decisions ask for."""
    workspace_id = desk.workspace_id
    if wanted.enrolments:
        columns = _columns(wanted.enrolments, width=2)
        rows = await connection.fetch(ENROLMENTS, workspace_id, *columns)
        desk.enrolled.update((row[0], row[1]) for row in rows)
    if wanted.queued_sends:
        rows = await connection.fetch(QUEUED_SENDS, workspace_id, sorted(wanted.queued_sends))
        sends = [codecs.SEND.read(tuple(row)[:13]) for row in rows]
        desk.sends.load_all((send.id, send) for send in sends)
        # Whoever takes sends back changes their messages, too: all at once, not one a round.
        behind = {send.message_id for send in sends} - desk.known.messages
        if behind:
            await _load_messages(connection, desk, behind)
            desk.known = desk.known | Needs(messages=frozenset(behind))
    await _load_last(connection, desk, wanted)
    await _load_lines(connection, desk, wanted)
    if wanted.receipts:
        columns = _columns(wanted.receipts, width=2)
        _keep_receipts(desk, await connection.fetch(EARLY_RECEIPTS, workspace_id, *columns))
    for field, value in wanted.contact_values:
        statement = SAME_PHONE if field == "phone" else SAME_EMAIL
        rows = await connection.fetch(statement, workspace_id, value)
        desk.same_value[(field, value)] = tuple(row[0] for row in rows)


async def _load_last(connection: Connection, desk: Desk, wanted: Needs) -> None:
    """The newest of a kind, open or over."""
    workspace_id = desk.workspace_id
    if wanted.last_cycles:
        for row in await connection.fetch(LAST_CYCLES, workspace_id, sorted(wanted.last_cycles)):
            conversation = codecs.CONVERSATION.read(row)
            desk.conversations.load(conversation.id, conversation)
    if wanted.last_runs:
        columns = _columns(wanted.last_runs, width=2)
        for row in await connection.fetch(LAST_RUNS, workspace_id, *columns):
            run = codecs.RUN.read(row)
            desk.runs.load(run.id, run)


async def _load_lines(connection: Connection, desk: Desk, wanted: Needs) -> None:
    """Those who wait, for a step that asks at which place."""
    if not wanted.lines:
        return
    given = await count_given_out(connection, desk.workspace_id, now=desk.now)
    for team_id in wanted.lines:
        rows = await connection.fetch(LINE, desk.workspace_id, team_id)
        entries = tuple(codecs.QUEUE_ENTRY.read(row) for row in rows)
        desk.lines[team_id] = Line(entries, given.get(team_id, 0))


def _keep_receipts(desk: Desk, rows: Iterable[Sequence[Any]]) -> None:
    for receipt in map(codecs.RECEIPT.read, rows):
        key = (receipt.channel_id, receipt.external_id)
        desk.early_receipts[key] = (*desk.early_receipts.get(key, ()), receipt)


def _columns(rows: Iterable[Sequence[Any]], *, width: int) -> list[Sequence[Any]]:
    return list(zip(*rows, strict=True)) or [()] * width
