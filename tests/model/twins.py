"""One desk in memory and one that is loaded and saved for each step: whatever is done to both, rows agree."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from datetime import datetime
from typing import Any, cast

from msgspec import Struct

from desks import NOON, WORKSPACE, CountingIds, make_desk
from parley.actions.reactions import react
from parley.domain.desk import Desk
from parley.domain.errors import Refusal
from parley.domain.events import MergeSuggested
from parley.domain.ids import ChannelId, OutboxId
from parley.domain.message import Reaction, Receipt
from parley.domain.needs import Needs, NotOnDesk
from parley.domain.run import Visit
from parley.domain.shelf import Shelf
from parley.domain.timer import Timer
from parley.domain.workspace import Reference
from parley.storage import codec, codecs
from parley.storage.database import Connection, Pool, transaction
from parley.storage.desk_load import load
from parley.storage.desk_save import save
from parley.storage.rows import RowCodec

Action = Callable[[Desk], object]
ROUNDS = 8

OF_DESKS: list[RowCodec[Any]] = [of for of in vars(codecs).values() if isinstance(of, RowCodec)]
EMPTY = "TRUNCATE workspace, user_account, event, {} CASCADE".format(
    ", ".join(of.table.name for of in OF_DESKS)
)
ADD_USER = """
INSERT INTO user_account (workspace_id, id, name, email, role, visibility, capacity, position, created_at)
VALUES ($1, $2, $3, $4, 'agent', 'all', NULL, $5, $6)
"""
EVENTS = "SELECT id, at, contact_id, conversation_id, kind, actor, body FROM event ORDER BY id"


class Twins:
    """`do` applies an action to both and compares what came of it."""

    def __init__(self, runner: asyncio.Runner, pool: Pool, reference: Reference) -> None:
        self._runner = runner
        self._pool = pool
        self._next_id = 1
        self.reference = reference
        self.memory = make_desk(reference)
        runner.run(self._set_up())

    @property
    def now(self) -> datetime:
        return self.memory.now

    def do(self, action: Action, needs: Needs | None = None) -> None:
        """The same refusal, or the same rows. `needs` is what the caller foresees."""
        before = _snapshot(self.memory)
        self._know_values()
        ids = CountingIds(self._next_id)
        self.memory._ids = ids
        refused = _apply(self.memory, action)
        if refused:
            vars(self.memory).update(before)
            self.memory.reindex()
        stored_refused, stored_next = self._runner.run(self._do_stored(action, needs or Needs()))
        assert stored_refused == refused, (stored_refused, refused)
        if not refused:
            if stored_next != ids.new_id().int:
                self._runner.run(self._compare())
                raise AssertionError("ids were spent differently, but the rows are equal")
            self._next_id = stored_next
        self._runner.run(self._compare())

    def take_timer(self, timer: Timer) -> None:
        """It has left for the journal."""
        del self.memory.timers[(timer.kind, timer.subject_id)]
        self._runner.run(
            self._pool.execute(
                "DELETE FROM timer WHERE kind = $1 AND subject_id = $2",
                timer.kind.value,
                timer.subject_id,
            )
        )

    def take_send(self, send_id: OutboxId) -> None:
        """The provider has answered: settled, as the outbox does it."""
        self.memory.sends.drop(send_id)
        self._runner.run(self._pool.execute("DELETE FROM outbox WHERE id = $1", send_id))

    async def _set_up(self) -> None:
        async with transaction(self._pool) as connection:
            await connection.execute(EMPTY)
            await connection.execute(
                """
                INSERT INTO workspace (id, name, settings, reference_number, created_at)
                VALUES ($1, 'Shop', '{}', 1, $2)
                """,
                WORKSPACE,
                NOON,
            )
            for user in self.reference.users.values():
                row = (WORKSPACE, user.id, user.name, user.email, user.position, NOON)
                await connection.execute(ADD_USER, *row)
            await connection.copy_records_to_table(
                "agent",
                records=[codecs.AGENT.write(agent) for agent in self.memory.agents],
                columns=codecs.AGENT.columns,
            )

    def _know_values(self) -> None:
        self.memory.same_value = {}
        for contact in self.memory.contacts:
            for key in (("phone", contact.phone), ("email", contact.email)):
                if key[1] is not None:
                    known = self.memory.same_value.get((key[0], key[1]), ())
                    self.memory.same_value[(key[0], key[1])] = (*known, contact.id)

    async def _do_stored(self, action: Action, needs: Needs) -> tuple[str, int]:
        try:
            return await self._decide_and_save(action, needs)
        except Refusal as refusal:  # by the database itself
            return type(refusal).__name__, 0

    async def _decide_and_save(self, action: Action, needs: Needs) -> tuple[str, int]:
        async with transaction(self._pool) as connection:
            desk = Desk(self.reference, now=self.now, ids=CountingIds())
            await load(connection, desk, needs)
            for _ in range(ROUNDS):
                ids = CountingIds(self._next_id)
                desk._ids = ids
                try:
                    refused = _apply(desk, action)
                except NotOnDesk as missing:
                    desk.rewind()
                    await load(connection, desk, missing.needs)
                    continue
                if not refused:
                    await save(connection, desk)
                return refused, ids.new_id().int
        raise AssertionError("the action kept asking for more")

    async def _compare(self) -> None:
        async with self._pool.acquire() as connection:
            for of, values, key in self._kept():
                stored = await _rows(connection, of)
                differences = _differences(_by(stored, key), _by(values, key))
                assert differences == [], (
                    f"{of.table.name} (field, stored, in memory): {differences}"
                )
            stored_events = [tuple(row) for row in await connection.fetch(EVENTS)]
        told = [
            (e.id, e.at, e.contact_id, e.conversation_id, type(e.body).__name__, e.actor, e.body)
            for e in self.memory.events
        ]
        assert [(row[0].int, row[4]) for row in stored_events] == [
            (row[0].int, row[4]) for row in told
        ]
        assert [row[:5] for row in stored_events] == [row[:5] for row in told]
        for stored, event in zip(stored_events, told, strict=True):
            # Which of several equal contacts is named first is nobody's promise.
            if not isinstance(event[6], MergeSuggested):
                for kept, value in zip(stored[5:], event[5:], strict=True):
                    assert json.loads(bytes(kept)) == json.loads(codec.encode(value))

    def _kept(self) -> list[tuple[RowCodec[Any], Iterable[Any], Sequence[str]]]:
        memory = self.memory
        for agent in list(memory.agents):
            memory.agents.put(agent.user_id, memory.agent_now(agent.user_id))
        # Settled, as each save does it.
        memory.load_delta.clear()
        memory.units_delta.clear()
        timers = [timer for timer in memory.timers.values() if timer is not None]
        return [
            (codecs.CONTACT, memory.contacts, ["id"]),
            (codecs.IDENTITY, memory.identities, ["channel_kind", "scope", "scheme", "value"]),
            (codecs.CONTACT_CHANNEL, memory.contact_channels, ["contact_id", "channel_id"]),
            (codecs.CONVERSATION, memory.conversations, ["id"]),
            (codecs.MESSAGE, memory.messages, ["id"]),
            (codecs.RUN, memory.runs, ["id"]),
            (codecs.VISIT, map(_as_stored, memory.visits), ["run_id", "number"]),
            (codecs.QUEUE_ENTRY, memory.queue, ["conversation_id"]),
            (codecs.SEND, memory.sends, ["id"]),
            (codecs.SEND_ATTEMPT, memory.send_attempts, ["message_id", "at"]),
            (codecs.COMMENT, memory.comments, ["id"]),
            (
                codecs.RECEIPT,
                _first_receipts(memory.receipts),
                ["channel_id", "external_id", "status"],
            ),
            (codecs.REACTION, _last_reactions(memory.reactions), ["message_id", "author"]),
            (codecs.AGENT, memory.agents, ["user_id"]),
            (codecs.TIMER, timers, ["kind", "subject_id"]),
        ]


def _snapshot(desk: Desk) -> dict[str, Any]:
    """All that a refused action may have begun to change: values are frozen, their containers are not."""
    kept: dict[str, Any] = {}
    for name, value in vars(desk).items():
        if isinstance(value, Shelf):
            shelf = cast("Shelf[Any, Any]", value)
            kept[name] = again = Shelf[Any, Any]()
            again._loaded.update(shelf._loaded)
            again._now.update(shelf._now)
        elif isinstance(value, dict | list | set | deque):
            kept[name] = copy(cast("object", value))
    return kept


def _apply(desk: Desk, action: Action) -> str:
    """What refused it, or nothing."""
    try:
        action(desk)
        react(desk)
    except Refusal as refusal:
        return type(refusal).__name__
    return ""


async def _rows(connection: Connection, of: RowCodec[Any]) -> list[Any]:
    width = len(of.struct.__struct_fields__)
    rows = await connection.fetch(f"SELECT * FROM {of.table.name}")  # noqa: S608 - our own tables
    return [of.read(tuple(row)[:width]) for row in rows]


def _by(values: Iterable[Struct], key: Sequence[str]) -> dict[tuple[str, ...], Struct]:
    return {tuple(str(getattr(value, name)) for name in key): value for value in values}


def _as_stored(visit: Visit) -> Visit:
    """What a visit has seen is values in memory and their JSON in the table."""
    return codecs.VISIT.read(codecs.VISIT.write(visit))


def _first_receipts(receipts: Iterable[Receipt]) -> list[Receipt]:
    found: dict[tuple[ChannelId, str, str], Receipt] = {}
    for receipt in receipts:
        found.setdefault((receipt.channel_id, receipt.external_id, receipt.status.value), receipt)
    return list(found.values())


def _last_reactions(reactions: Iterable[Reaction]) -> list[Reaction]:
    last = {(reaction.message_id, reaction.author): reaction for reaction in reactions}
    return [reaction for reaction in last.values() if reaction.emoji]


def _differences(
    stored: dict[tuple[str, ...], Any], told: dict[tuple[str, ...], Any]
) -> list[tuple[str, object, object]]:
    found: list[tuple[str, object, object]] = []
    for key in {**stored, **told}:
        one, other = stored.get(key), told.get(key)
        if one is None or other is None:
            found.append(("whole row", one, other))
            continue
        for name in one.__struct_fields__:
            pair = (getattr(one, name), getattr(other, name))
            if pair[0] != pair[1]:
                found.append((name, *pair))
    return found
