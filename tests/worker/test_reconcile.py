"""The reconcile job: rows are damaged on purpose, and it finds them, tells, and puts them right by rule."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import msgspec
import pytest
import structlog
from prometheus_client import REGISTRY

from desks import NOON, WORKSPACE
from parley.actions.mending import OF_CONVERSATIONS
from parley.domain.ids import ConversationId, UserId, WorkspaceId
from parley.domain.queue import Strategy
from parley.main import make_worker
from parley.storage.database import Pool, open_pool
from parley.storage.desks import Desks
from parley.storage.doctor import examine, read_invariants
from parley.storage.reconciling import OF_AGENTS
from parley.worker.http import open_clients
from parley.worker.reconcile import Reconciler
from storage.queues import Waiting
from worker.works import Works

pytestmark = pytest.mark.anyio


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    pool = await open_pool(database_url, size=4)
    yield pool
    await pool.close()


@dataclass
class Shop:
    """Two agents, and a job that looks after them; `woken` tells for whom the dispatcher was called."""

    waiting: Waiting
    woken: list[WorkspaceId] = field(default_factory=list)

    @property
    def pool(self) -> Pool:
        return self.waiting.pool

    @property
    def job(self) -> Reconciler:
        waiting = self.waiting
        desks = Desks(
            self.pool, reference=waiting.find_reference, clock=waiting.clock, ids=waiting.ids
        )
        return Reconciler(
            self.pool,
            desks,
            waiting.clock,
            waiting.ids,
            lambda desk: self.woken.append(desk.workspace_id) if desk.wakes_dispatcher else None,
            self.woken.append,
        )

    async def give_all(self, count: int) -> list[ConversationId]:
        made = await self.waiting.enqueue(count)
        await self.waiting.dispatcher().drain(WORKSPACE)
        return made

    async def mended(self) -> list[str]:
        rows = await self.pool.fetch(
            "SELECT body ->> 'invariant' FROM event WHERE kind = 'RoutingMended' ORDER BY id"
        )
        return [row[0] for row in rows]

    async def broken(self) -> list[str]:
        """What the doctor calls broken of routing."""
        async with self.pool.acquire() as connection:
            found = await examine(connection, now=NOON, only=OF_AGENTS | OF_CONVERSATIONS)
        return [one.name for one in found.broken]

    async def agent(self, user_id: UserId) -> dict[str, Any]:
        row = await self.pool.fetchrow("SELECT * FROM agent WHERE user_id = $1", user_id)
        assert row is not None
        return dict(row)


@pytest.fixture
async def shop(pool: Pool) -> Shop:
    waiting = Waiting(pool)
    await waiting.set_up(2)
    return Shop(waiting)


def found_so_far(invariant: str, outcome: str = "mended") -> float:
    labels = {"invariant": invariant, "outcome": outcome}
    return REGISTRY.get_sample_value("parley_reconcile_findings_total", labels) or 0.0


async def test_in_normal_life_there_is_nothing_to_mend(shop: Shop) -> None:
    await shop.give_all(5)
    await shop.waiting.start_runs(3)
    await shop.waiting.enqueue(2, strategy=Strategy.MANUAL)
    await shop.waiting.dispatcher().drain(WORKSPACE)

    assert await shop.job.run_once() == 0
    assert await shop.mended() == []


async def test_what_the_job_looks_at_are_invariants_of_the_doctor() -> None:
    assert {one.name for one in read_invariants()} >= OF_AGENTS | OF_CONVERSATIONS


async def test_a_load_that_is_too_high_is_counted_again_and_the_dispatcher_woken(
    shop: Shop,
) -> None:
    await shop.give_all(4)
    ana = shop.waiting.users[0]
    await shop.pool.execute("UPDATE agent SET open_count = 9, load = 11 WHERE user_id = $1", ana)
    before = found_so_far("load_is_exact")

    with structlog.testing.capture_logs() as logs:
        assert await shop.job.run_once() == 1

    assert (await shop.agent(ana))["open_count"] == (await shop.agent(ana))["load"] == 2
    assert await shop.mended() == ["load_is_exact"]
    assert found_so_far("load_is_exact") == before + 1
    assert shop.woken == [WORKSPACE]
    (told,) = [line for line in logs if line["event"] == "reconciled"]
    assert (told["subject"], told["detail"]) == (str(ana), "load 9 of 11 units, counted 2 of 2")
    assert await shop.job.run_once() == 0


async def test_a_load_that_is_too_low_is_counted_again_and_ends_the_idleness(shop: Shop) -> None:
    await shop.give_all(4)
    ana = shop.waiting.users[0]
    await shop.pool.execute(
        "UPDATE agent SET open_count = 0, load = 0, idle_since = $2 WHERE user_id = $1", ana, NOON
    )

    await shop.job.run_once()

    agent = await shop.agent(ana)
    assert (agent["open_count"], agent["load"], agent["idle_since"]) == (2, 2, None)
    assert await shop.broken() == []


async def test_what_is_saved_meanwhile_is_counted_once(shop: Shop) -> None:
    """A conversation is being closed in a transaction of its own while the load is counted again."""
    (conversation, *_) = await shop.give_all(4)
    holder = dict(await shop.waiting.assignees())[conversation]
    await shop.pool.execute("UPDATE agent SET open_count = 7 WHERE user_id = $1", holder)
    async with shop.pool.acquire() as other:
        closing = other.transaction()
        await closing.start()
        await other.execute(
            """UPDATE conversation SET status = 'closed', closed_at = $2, closed_by = 'user', weight = 0,
               handler = 'nobody' WHERE id = $1""",
            conversation,
            NOON,
        )
        await shop.job.run_once()
        assert (await shop.agent(holder))["open_count"] == 2, "as far as anybody can see"
        await other.execute(
            "UPDATE agent SET open_count = open_count - 1, load = load - 1 WHERE user_id = $1",
            holder,
        )
        await closing.commit()

    assert await shop.broken() == []
    assert await shop.job.run_once() == 0


async def test_an_agent_who_is_idle_with_work_is_not(shop: Shop) -> None:
    await shop.give_all(2)
    await shop.pool.execute("UPDATE agent SET idle_since = $1", NOON)

    assert await shop.job.run_once() == 2
    assert await shop.mended() == ["idle_has_nothing"] * 2


async def test_a_user_without_a_row_of_load_gets_one(shop: Shop) -> None:
    await shop.give_all(2)
    ana = shop.waiting.users[0]
    await shop.pool.execute("DELETE FROM agent WHERE user_id = $1", ana)

    await shop.job.run_once()

    agent = await shop.agent(ana)
    assert (agent["presence"], agent["open_count"], agent["load"]) == ("offline", 1, 1)
    assert await shop.broken() == []


async def test_who_has_an_agent_or_is_closed_leaves_the_queue(shop: Shop) -> None:
    held, closed, waits = await shop.waiting.enqueue(3, strategy=Strategy.MANUAL)
    await shop.pool.execute(
        "UPDATE conversation SET assignee_id = $2, assigned_at = $3, handler = 'agent' WHERE id = $1",
        held,
        shop.waiting.users[0],
        NOON,
    )
    await shop.pool.execute(
        """UPDATE conversation SET status = 'closed', closed_at = $2, closed_by = 'user', handler = 'nobody'
           WHERE id = $1""",
        closed,
        NOON,
    )

    await shop.job.run_once()

    left = await shop.pool.fetch("SELECT conversation_id FROM queue_entry")
    assert [row[0] for row in left] == [waits]
    reasons = await shop.pool.fetch(
        "SELECT body ->> 'reason' FROM event WHERE kind = 'ConversationLeftQueue'"
    )
    assert [row[0] for row in reasons] == ["mended", "mended"]
    assert (await shop.agent(shop.waiting.users[0]))["open_count"] == 1, "held, but not counted"
    assert await shop.broken() == []


async def test_an_entry_of_another_contact_becomes_its_conversations(shop: Shop) -> None:
    one, other = await shop.waiting.enqueue(2, strategy=Strategy.MANUAL)
    await shop.pool.execute(
        """UPDATE queue_entry SET contact_id = (SELECT contact_id FROM conversation WHERE id = $2)
           WHERE conversation_id = $1""",
        one,
        other,
    )

    assert await shop.job.run_once() == 1
    assert await shop.mended() == ["queue_waits_for_an_agent"]
    assert await shop.waiting.count_waiting() == 2
    assert await shop.broken() == []


async def test_who_waits_for_a_team_that_is_gone_waits_for_anybody(shop: Shop) -> None:
    gone = await shop.waiting.add_team(shop.waiting.users)
    (conversation,) = await shop.waiting.enqueue(1, team_id=gone, strategy=Strategy.MANUAL)
    shop.waiting.reference = msgspec.structs.replace(shop.waiting.reference, teams={})

    assert await shop.job.run_once() == 1

    (row,) = await shop.pool.fetch("SELECT conversation_id, team_id FROM queue_entry")
    assert tuple(row) == (conversation, None)
    assert shop.woken == [WORKSPACE]


async def test_a_deadline_without_a_timer_gets_it_back(shop: Shop) -> None:
    await shop.waiting.enqueue(1, strategy=Strategy.MANUAL, deadline_at=NOON)
    await shop.pool.execute("DELETE FROM timer")

    assert await shop.job.run_once() == 1

    (due,) = await shop.pool.fetch("SELECT due_at FROM timer WHERE kind = 'queue_deadline'")
    assert due[0] == NOON
    assert await shop.broken() == []


async def test_a_run_that_waits_for_an_agent_in_no_queue_goes_on(shop: Shop) -> None:
    for user_id in shop.waiting.users:
        await shop.waiting.set_agent(user_id, presence="offline")
    await shop.waiting.start_runs(1)
    await shop.pool.execute("DELETE FROM queue_entry")

    await shop.job.run_once()

    assert await shop.waiting.comments() == ["nobody came"]
    assert await shop.waiting.count_live_runs() == 0
    assert "assignment_is_queued" in await shop.mended()
    assert await shop.broken() == []


async def test_an_entry_of_a_run_that_has_ended_waits_for_no_run(shop: Shop) -> None:
    for user_id in shop.waiting.users:
        await shop.waiting.set_agent(user_id, presence="offline")
    await shop.waiting.start_runs(1)
    await shop.pool.execute(
        "UPDATE run SET ended_at = $1, end_reason = 'stopped', waiting = NULL", NOON
    )
    await shop.pool.execute("UPDATE conversation SET handler = 'nobody'")

    await shop.job.run_once()

    (row,) = await shop.pool.fetch("SELECT run_id, visit FROM queue_entry")
    assert tuple(row) == (None, None)
    assert await shop.broken() == []


async def test_more_than_a_hundred_are_all_mended(shop: Shop) -> None:
    await shop.waiting.enqueue(130, strategy=Strategy.MANUAL, deadline_at=NOON)
    await shop.pool.execute("DELETE FROM timer")

    assert await shop.job.run_once() == 130
    assert await shop.broken() == []


async def test_one_process_at_a_time_looks(shop: Shop, database_url: str) -> None:
    await shop.give_all(1)
    await shop.pool.execute("UPDATE agent SET open_count = 9")
    other = await asyncpg.connect(database_url)
    try:
        await other.execute("SELECT pg_advisory_lock(3, 0)")
        assert await shop.job.run_once() == 0
    finally:
        await other.close()
    assert await shop.job.run_once() == 2


async def test_a_worker_looks_at_its_start(works: Works) -> None:
    ana = works.agents[0]
    await works.parts.pool.execute("UPDATE agent SET open_count = 9 WHERE user_id = $1", ana)
    mended, stopping = asyncio.Event(), asyncio.Event()
    async with open_clients() as clients:
        worker = make_worker(works.parts, clients=clients, jitter=lambda: 1.0)
        worker.reconciler.wake_dispatcher = lambda _: mended.set()
        running = asyncio.create_task(worker.run(stopping))
        async with asyncio.timeout(20):
            await mended.wait()
        stopping.set()
        await running

    agent = await works.value("SELECT open_count FROM agent WHERE user_id = $1", ana)
    assert agent == 0
