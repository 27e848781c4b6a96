"""Matches conversations that wait with agents, whenever something has changed."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta

import structlog
from msgspec import Struct

from parley.actions.dispatch import apply_decisions, expire_entry
from parley.actions.reactions import react
from parley.domain.desk import Desk
from parley.domain.ids import ContactId, ConversationId, UserId, WorkspaceId
from parley.domain.needs import Needs, NotOnDesk
from parley.domain.people import Agent
from parley.domain.promises import Clock, IdSource
from parley.domain.queue import QueueEntry
from parley.domain.workspace import Reference
from parley.routing.hours import find_next_change
from parley.routing.matching import Floor, is_stranded, match, sketch
from parley.routing.queue import Demand, MatchResult, Waiting, WaitingFor
from parley.storage import queue_store as store
from parley.storage.database import (
    TROUBLE,
    Connection,
    LostRace,
    Pool,
    again_if_lost,
    transaction,
)
from parley.storage.desk_load import load
from parley.storage.desk_save import save
from parley.worker import metrics

LOG = structlog.get_logger(__name__)

PASS_LIMIT = 500  # entries looked at in one transaction
WORKSPACES_AT_ONCE = 2  # each holds a connection while it waits for its workspace's lock
PASSES_IN_A_ROW = 20  # then other workspaces have their turn
MAX_ROUNDS = 4  # of loading what the actions turn out to need
SWEEP_SECONDS = 30.0
SET_ASIDE = timedelta(minutes=5)
NAP_SECONDS = 0.1  # before looking again at contacts that somebody else held


class Pass(Struct, frozen=True):
    """What one transaction did.

    `gone` counts entries that left, or were set aside, between the plan and the decision: what they would
    have taken is free for others. `held_back` counts those whose contact somebody else had locked.
    """

    assigned: int = 0
    expired: int = 0
    gone: int = 0
    held_back: int = 0

    @property
    def has_moved(self) -> bool:
        return self.assigned + self.expired + self.gone > 0

    def __add__(self, other: "Pass") -> "Pass":
        """Sum what was done; how much is held back now, only the later one knows."""
        return Pass(
            self.assigned + other.assigned,
            self.expired + other.expired,
            self.gone + other.gone,
            other.held_back,
        )


class Plan(Struct, frozen=True):
    """What looks worth locking: entries that somebody could take, what is over, and the takers. `changes_at`:
    when a ring ends, a wait for one user does, or somebody's hours begin or end.
    """

    wanted: list[Waiting]
    over: list[Waiting]
    takers: frozenset[UserId]
    changes_at: datetime | None = None

    @property
    def contacts(self) -> dict[ConversationId, ContactId]:
        return {each.conversation_id: each.contact_id for each in (*self.wanted, *self.over)}


class Dispatcher:
    """One per process. Any number of processes may run one: a workspace's passes take turns."""

    def __init__(
        self,
        pool: Pool,
        *,
        reference: Callable[[WorkspaceId], Awaitable[Reference]],
        clock: Clock,
        ids: IdSource,
        read_clock: Callable[[], Awaitable[object]] | None = None,
        committed: Callable[[Desk], None] = lambda _: None,
    ) -> None:
        """`read_clock` makes a clock that others move tell the hour as it is now. `committed` is called after
        each pass that changed something: screens, sends and timers must hear of it.
        """
        self._pool = pool
        self._reference = reference
        self._clock = clock
        self._ids = ids
        self._read_clock = read_clock
        self._committed = committed
        self._woken: set[WorkspaceId] = set()
        self._bell = asyncio.Event()
        self._room = asyncio.Semaphore(WORKSPACES_AT_ONCE)
        self._aside: dict[ConversationId, datetime] = {}
        self._sweep_at = 0.0
        self._looks: dict[WorkspaceId, datetime] = {}

    # -- signals ---------------------------------------------------------------------------------

    def wake(self, workspace_id: WorkspaceId) -> None:
        """Something changed there. Many calls before the next look make one look."""
        self._woken.add(workspace_id)
        self._bell.set()

    def sweep_soon(self) -> None:
        """Signals may have been lost: look at all who have a queue."""
        self._sweep_at = 0.0
        self._bell.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Serve whoever is woken until `stopping`; end after the pass in hand.

        Every 30 s all who have a queue are looked at, should a signal have been lost.
        """
        stop = asyncio.create_task(stopping.wait())
        stop.add_done_callback(lambda _: self._bell.set())
        try:
            await self._sweep()
            while not stopping.is_set():
                await self._wait()
                await self._serve_woken()
        finally:
            stop.cancel()

    async def _wait(self) -> None:
        left = min(self._sweep_at - asyncio.get_running_loop().time(), self._seconds_to_look())
        if left > 0:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._bell.wait()
        if asyncio.get_running_loop().time() >= self._sweep_at:
            await self._sweep()
        self._bell.clear()
        self._wake_at_their_hour()

    def _seconds_to_look(self) -> float:
        soonest = min(self._looks.values(), default=None)
        return (soonest - self._clock.now()).total_seconds() if soonest else SWEEP_SECONDS

    def _wake_at_their_hour(self) -> None:
        now = self._clock.now()
        for workspace_id in [each for each, at in self._looks.items() if at <= now]:
            del self._looks[workspace_id]
            self.wake(workspace_id)

    async def _sweep(self) -> None:
        """However busy some workspaces are: it finds those whose signal was lost."""
        self._sweep_at = asyncio.get_running_loop().time() + SWEEP_SECONDS
        try:
            async with self._pool.acquire() as connection:
                for workspace_id in await store.list_waiting_workspaces(connection):
                    self.wake(workspace_id)
        except Exception:  # the database may be starting again: the next sweep finds it
            LOG.exception("the sweep of the queues failed")

    async def _serve_woken(self) -> None:
        woken, self._woken = self._woken, set()
        await asyncio.gather(*map(self._serve, woken))

    async def _serve(self, workspace_id: WorkspaceId) -> None:
        try:
            async with self._room:
                done = await self.drain(workspace_id)
        except Exception:  # one workspace's trouble is not the others'; the sweep comes back to it
            LOG.exception("the dispatch failed", workspace_id=str(workspace_id))
            return
        if done.held_back:
            asyncio.get_running_loop().call_later(NAP_SECONDS, self.wake, workspace_id)

    # -- passes ----------------------------------------------------------------------------------

    async def drain(self, workspace_id: WorkspaceId) -> Pass:
        """Pass until nothing moves, or until others must have their turn; then it wakes itself."""
        total = Pass()
        for _ in range(PASSES_IN_A_ROW):
            done = await self.run_once(workspace_id)
            total += done
            if not done.has_moved:
                return total
        self.wake(workspace_id)
        return total

    async def run_once(self, workspace_id: WorkspaceId) -> Pass:
        """Match what waits now, in one transaction; a lost race or a deadlock starts it again."""
        return await again_if_lost(lambda: self._pass(workspace_id))

    async def _pass(self, workspace_id: WorkspaceId) -> Pass:
        reference = await self._reference(workspace_id)
        async with transaction(self._pool) as connection:
            await store.lock_dispatch(connection, workspace_id)
            # The hour is read under the lock: who waited for it may have waited long.
            if self._read_clock is not None:
                await self._read_clock()
            desk = Desk(reference, now=self._clock.now(), ids=self._ids)
            plan = await make_plan(
                connection, reference, now=desk.now, aside=self._still_aside(desk.now)
            )
            self._look_again(workspace_id, plan.changes_at)
            contacts = plan.contacts
            planned = frozenset(contacts.values())
            if not planned:
                return Pass()
            rows = await store.lock_free_contacts(connection, workspace_id, planned)
            held_back = len(planned) - len(rows)
            if not rows:
                return Pass(held_back=held_back)
            await load(connection, desk, Needs(agents=plan.takers), held=rows)
            free = desk.known.contacts
            desk.now = self._clock.now()
            agents = await store.list_agents(connection, workspace_id)
            desk.in_hand = await store.count_in_hand(connection, workspace_id, reference=reference)
            for rotation in await store.list_rotations(connection, workspace_id):
                desk.rotations.load(rotation.scope, rotation)
            entries = list(desk.queue)
            assigned, expired = await self._decide(connection, desk, agents, entries)
            await save(connection, desk)
        for decision in desk.decisions:
            metrics.QUEUE_SECONDS.observe(decision.waited_seconds)
        self._committed(desk)
        if desk.wakes_dispatcher:
            self.wake(workspace_id)
        undecided = set(contacts) - {entry.conversation_id for entry in entries}
        gone = sum(contacts[conversation_id] in free for conversation_id in undecided)
        return Pass(assigned, expired, gone, held_back)

    def _look_again(self, workspace_id: WorkspaceId, at: datetime | None) -> None:
        """An hour may let somebody be served: no sweep is waited for."""
        self._looks.pop(workspace_id, None)
        if at is not None:
            self._looks[workspace_id] = at
            self._bell.set()

    async def _decide(
        self,
        connection: Connection,
        desk: Desk,
        agents: Collection[Agent],
        entries: list[QueueEntry],
    ) -> tuple[int, int]:
        """Decide as many of the entries as can be; one that breaks the code is set aside, and said aloud.

        What is cut away meanwhile is decided by the next pass.
        """
        while entries:
            try:
                return await _decide_all(connection, desk, agents, entries)
            except (LostRace, *TROUBLE):
                raise  # the transaction is lost, no entry is to blame
            except Exception:  # a fault in one run's workflow must not stop everybody's queue
                desk.rewind()
                if len(entries) == 1:
                    LOG.exception(
                        "an entry was set aside", conversation_id=str(entries[0].conversation_id)
                    )
                    self._aside[entries[0].conversation_id] = desk.now + SET_ASIDE
                del entries[len(entries) // 2 :]
        return 0, 0

    def _still_aside(self, now: datetime) -> frozenset[ConversationId]:
        self._aside = {each: until for each, until in self._aside.items() if until > now}
        return frozenset(self._aside)


async def make_plan(
    connection: Connection,
    reference: Reference,
    *,
    now: datetime,
    aside: Collection[ConversationId] = (),
) -> Plan:
    """Look without locking. With nobody free it costs a sum over the queue and the agents' rows."""
    workspace_id = reference.workspace_id
    settings = reference.settings
    groups = await store.list_groups(connection, workspace_id, now=now)
    if not groups:
        return Plan([], [], frozenset())
    agents = await store.list_agents(connection, workspace_id)
    in_hand = await store.count_in_hand(connection, workspace_id, reference=reference)
    floor = Floor(agents, reference=reference, now=now, in_hand=in_hand)
    demands = [group.demand for group in groups]
    servable = [each for each in demands if floor.can_serve(each)]
    limit = PASS_LIMIT + len(aside)

    async def list_wanted(wanted: list[Demand]) -> list[WaitingFor]:
        found = await store.list_wanted(
            connection,
            workspace_id,
            wanted,
            are_all=len(wanted) == len(demands),
            now=now,
            ageing_minutes=settings.ageing_minutes,
            limit=limit,
        )
        return [each for each in found if each.conversation_id not in aside] if aside else found

    waiting = await list_wanted(servable)
    rotations = await store.list_rotations(connection, workspace_id) if waiting else []
    given = sketch(
        waiting, agents, reference=reference, rotations=rotations, now=now, in_hand=in_hand
    )
    over: list[Waiting] = [
        *await list_wanted([each for each in demands if is_stranded(each, reference)])
    ]
    if any(group.deadline_at is not None and group.deadline_at <= now for group in groups):
        due = await store.list_due(connection, workspace_id, now=now, limit=limit)
        over += [each for each in due if each.conversation_id not in aside]
    return Plan(
        [each for each, _ in given],
        over,
        frozenset(user_id for _, user_id in given),
        find_next_change([group.changes_at for group in groups], reference, now=now),
    )


async def _decide_all(
    connection: Connection, desk: Desk, agents: Collection[Agent], entries: Collection[QueueEntry]
) -> tuple[int, int]:
    """Match the entries, whose contacts are locked, and let what is over expire; load what turns out missing."""
    result = await _match_locked(connection, desk, agents, entries)
    for _ in range(MAX_ROUNDS):
        try:
            outcome = _decide_once(desk, result)
        except NotOnDesk as missing:
            desk.rewind()
            await load(connection, desk, missing.needs)
        else:
            break
    else:
        outcome = _decide_once(desk, result)
    assigned, expired, gains = outcome
    if desk.decisions:
        await store.claim(connection, desk.workspace_id, gains, now=desk.now)
    return assigned, expired


async def _match_locked(
    connection: Connection, desk: Desk, agents: Collection[Agent], entries: Collection[QueueEntry]
) -> MatchResult:
    """Match with takers whose rows are locked: one whom the sketch did not foresee may have left or filled up
    since the agents were read, so that they are read again.
    """
    for _ in range(MAX_ROUNDS):
        result = match(
            entries,
            agents,
            reference=desk.reference,
            rotations=desk.rotations,
            now=desk.now,
            in_hand=desk.in_hand,
        )
        takers = frozenset(choice.user_id for choice in result.decisions)
        unforeseen = takers - desk.known.agents
        if not unforeseen:
            return result
        await load(connection, desk, Needs(agents=unforeseen))
        agents = await store.list_agents(connection, desk.workspace_id)
    raise LostRace


def _decide_once(desk: Desk, result: MatchResult) -> tuple[int, int, Counter[UserId]]:
    """Tell how many were assigned, how many expired, and the units that each user gained."""
    assigned = apply_decisions(desk, result)
    # Matched first: who is free in the last moment is better than a time-out.
    expired = sum(expire_entry(desk, conversation_id) for conversation_id in result.waiting)
    gains = Counter(decision.user_id for decision in desk.decisions)
    units = {c.entry.conversation_id: c.units for c in result.decisions if c.units != 1}
    for decision in desk.decisions if units else ():
        gains[decision.user_id] += units.get(decision.conversation_id, 1) - 1
    react(desk)
    return assigned, expired, gains
