"""The dispatcher on a real database: fair, within limits, and never in anybody's way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from desks import NOON, WORKSPACE
from parley.actions import dispatch
from parley.domain.desk import Desk
from parley.domain.events import ConversationAssigned
from parley.domain.ids import UUID, WorkspaceId
from parley.domain.people import Skill
from parley.domain.queue import QueueEntry, Ring, Strategy
from parley.domain.workspace import Settings
from parley.storage.database import LostRace, Pool, open_pool, transaction
from parley.storage.queue_store import claim
from parley.worker import dispatcher as dispatcher_module
from parley.worker.dispatcher import Dispatcher, Pass, make_plan
from storage.queues import Waiting

pytestmark = pytest.mark.anyio

OTHER = UUID(int=7)
NO_CHANNEL = ""  # the kind of a conversation without one

HOLD_CONTACT = """
SELECT 1 FROM contact WHERE id = (SELECT contact_id FROM conversation WHERE id = $1) FOR NO KEY UPDATE
"""


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    pool = await open_pool(database_url, size=4)
    yield pool
    await pool.close()


@pytest.fixture
def waiting(pool: Pool) -> Waiting:
    return Waiting(pool)


async def test_a_queue_is_drained_in_its_order_by_round_robin(waiting: Waiting) -> None:
    await waiting.set_up(3)
    came = await waiting.enqueue(6)
    done = await waiting.dispatcher().drain(WORKSPACE)
    assert (done.assigned, await waiting.count_waiting()) == (6, 0)
    first, second, third = waiting.users
    assert [taker for _, taker in await waiting.assignees()] == [first, second, third] * 2
    decided = await waiting.decided()
    assert [row["conversation_id"] for row in decided] == came
    assert [row["waited_seconds"] for row in decided[:2]] == [7200.0, 7199.0]
    assert msgspec.json.decode(decided[0]["reason"])["sentence"] == (
        "User 0: online, 0 open, next in turn"
    )


async def test_the_circle_goes_on_in_the_next_pass(waiting: Waiting) -> None:
    await waiting.set_up(3)
    for _ in range(7):
        await waiting.enqueue(1)
        await waiting.dispatcher().drain(WORKSPACE)
    assert await waiting.shares() == [3, 2, 2]


async def test_more_than_one_pass_is_taken_where_many_wait(waiting: Waiting) -> None:
    await waiting.set_up(4)
    await waiting.enqueue(1100)
    dispatcher = waiting.dispatcher()
    assert (await dispatcher.run_once(WORKSPACE)).assigned == 500
    await dispatcher.drain(WORKSPACE)
    assert await waiting.shares() == [275] * 4
    assert await waiting.loads() == [275] * 4


async def test_nobody_online_then_one(waiting: Waiting) -> None:
    await waiting.set_up(1, capacity=2)
    await waiting.set_agent(waiting.users[0], presence="offline")
    came = await waiting.enqueue(3)
    assert await waiting.dispatcher().drain(WORKSPACE) == Pass()
    await waiting.set_agent(waiting.users[0], presence="online")
    await waiting.dispatcher().drain(WORKSPACE)
    assert [conversation for conversation, _ in await waiting.assignees()] == came[:2]
    assert await waiting.loads() == [2]


async def test_capacity_counts_what_was_open_before(waiting: Waiting) -> None:
    await waiting.set_up(2, capacity=3)
    await waiting.set_agent(waiting.users[0], open_count=2)
    await waiting.set_agent(waiting.users[1], open_count=5)
    await waiting.enqueue(4, strategy=Strategy.LEAST_OPEN)
    await waiting.dispatcher().drain(WORKSPACE)
    assert await waiting.loads() == [3, 5]
    assert await waiting.count_waiting() == 3


async def test_a_long_queue_that_nobody_serves_does_not_hide_another(waiting: Waiting) -> None:
    await waiting.set_up(1)
    empty = await waiting.add_team([])
    await waiting.enqueue(600, team_id=empty)
    (served,) = await waiting.enqueue(1, since=NOON)
    await waiting.dispatcher().drain(WORKSPACE)
    assert [conversation for conversation, _ in await waiting.assignees()] == [served]


async def test_a_look_at_a_queue_without_anybody_reads_no_entry(waiting: Waiting) -> None:
    await waiting.set_up(2)
    for user_id in waiting.users:
        await waiting.set_agent(user_id, presence="offline")
    await waiting.enqueue(300)
    asked: list[str] = []
    async with waiting.pool.acquire() as connection:
        with connection.query_logger(lambda told: asked.append(told.query)):
            plan = await make_plan(connection, waiting.reference, now=NOON)
    assert (plan.wanted, plan.over) == ([], [])
    assert len(asked) == 2


async def test_a_contact_that_somebody_holds_is_passed_over_and_served_later(
    waiting: Waiting,
) -> None:
    await waiting.set_up(1)
    held, free = await waiting.enqueue(2)
    async with transaction(waiting.pool) as holder:
        await holder.execute(HOLD_CONTACT, held)
        done = await waiting.dispatcher().drain(WORKSPACE)
        assert (done.assigned, done.held_back) == (1, 1)
    assert [conversation for conversation, _ in await waiting.assignees()] == [free]
    await waiting.dispatcher().drain(WORKSPACE)
    assert await waiting.count_waiting() == 0


async def test_a_wait_that_is_over_ends_unless_somebody_is_free_in_the_last_moment(
    waiting: Waiting,
) -> None:
    await waiting.set_up(1, capacity=1)
    await waiting.enqueue(2, deadline_at=NOON + timedelta(minutes=5))
    waiting.clock.moment = NOON + timedelta(minutes=6)
    done = await waiting.dispatcher().drain(WORKSPACE)
    assert (done.assigned, done.expired, await waiting.count_waiting()) == (1, 1, 0)
    assert (
        await waiting.pool.fetchval("SELECT count(*) FROM timer WHERE kind = 'queue_deadline'") == 0
    )


async def test_waiting_runs_go_on_with_the_assignment_or_in_their_time_out_lane(
    waiting: Waiting,
) -> None:
    await waiting.set_up(1, capacity=2)
    await waiting.start_runs(3)
    await waiting.dispatcher().drain(WORKSPACE)
    assert await waiting.comments() == ["somebody came"] * 2
    assert (await waiting.count_live_runs(), await waiting.count_waiting()) == (1, 1)
    waiting.clock.moment = NOON + timedelta(minutes=30)
    await waiting.dispatcher().drain(WORKSPACE)
    assert await waiting.comments() == ["somebody came", "somebody came", "nobody came"]
    assert (await waiting.count_live_runs(), await waiting.count_waiting()) == (0, 0)


async def test_what_a_pass_has_done_is_told_at_once_and_one_without_effect_tells_nothing(
    waiting: Waiting,
) -> None:
    """Else the screens would hear of an assignment only when they look by themselves, seconds later."""
    await waiting.set_up(1, capacity=1)
    await waiting.start_runs(2)
    told: list[Desk] = []
    dispatcher = waiting.dispatcher(committed=told.append)
    await dispatcher.drain(WORKSPACE)
    (desk,) = told
    assert any(isinstance(event.body, ConversationAssigned) for event in desk.events)
    assert len(desk.decisions) == 1


async def test_who_waits_for_a_team_that_is_gone_is_left_unassigned_at_once(
    waiting: Waiting,
) -> None:
    await waiting.set_up(1)
    team_id = await waiting.add_team(waiting.users)
    await waiting.enqueue(2, team_id=team_id)
    waiting.reference = msgspec.structs.replace(waiting.reference, teams={})
    done = await waiting.dispatcher().drain(WORKSPACE)
    assert (done.expired, await waiting.count_waiting()) == (2, 0)
    assert await waiting.assignees() == []


async def test_a_claim_beyond_capacity_is_a_lost_race(waiting: Waiting) -> None:
    await waiting.set_up(1, capacity=2)
    async with transaction(waiting.pool) as connection:
        await claim(connection, WORKSPACE, {waiting.users[0]: 2}, now=NOON)
        with pytest.raises(LostRace):
            await claim(connection, WORKSPACE, {waiting.users[0]: 3}, now=NOON)


async def test_an_entry_that_breaks_the_code_holds_up_nobody(
    waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    await waiting.set_up(2)
    came = await waiting.enqueue(9)
    poison = came[4]
    real = dispatch.resume_assigned

    def break_on_one(desk: Desk, entry: QueueEntry, **given: Any) -> None:
        if entry.conversation_id == poison:
            message = "a fault in a workflow"
            raise ValueError(message)
        real(desk, entry, **given)

    monkeypatch.setattr(dispatch, "resume_assigned", break_on_one)
    dispatcher = waiting.dispatcher()
    await dispatcher.drain(WORKSPACE)
    assert await waiting.count_waiting() == 1
    monkeypatch.undo()
    waiting.clock.moment = NOON + timedelta(minutes=6)
    await dispatcher.drain(WORKSPACE)
    assert await waiting.count_waiting() == 0


async def test_the_loop_serves_what_it_finds_at_its_start_and_ends_when_told(
    waiting: Waiting,
) -> None:
    await waiting.set_up(2)
    await waiting.enqueue(4)
    stopping = asyncio.Event()
    waiting.looked = stopping.set
    await waiting.dispatcher().run(stopping)
    assert await waiting.shares() == [2, 2]


async def test_a_lost_signal_is_made_up_for_however_busy_others_are(
    waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher_module, "SWEEP_SECONDS", 0.0)
    await waiting.set_up(1)
    dispatcher = waiting.dispatcher()
    stopping = asyncio.Event()
    loop = asyncio.create_task(dispatcher.run(stopping))
    await waiting.enqueue(1)  # nobody says so
    async with asyncio.timeout(60):
        while await waiting.count_waiting():
            dispatcher.wake(WorkspaceId(OTHER))
            await asyncio.sleep(0)
    stopping.set()
    await loop
    assert await waiting.shares() == [1]


async def test_many_wake_ups_make_one_look(waiting: Waiting) -> None:
    await waiting.set_up(2)
    await waiting.enqueue(4)
    stopping, looks = asyncio.Event(), list[int]()

    def look() -> None:
        looks.append(1)
        stopping.set()

    waiting.looked = look
    dispatcher = waiting.dispatcher()
    for _ in range(50):
        dispatcher.wake(WORKSPACE)
    await dispatcher.run(stopping)
    assert len(looks) == 2  # one that drains, one that finds nothing left
    assert await waiting.count_waiting() == 0


async def race(
    waiting: Waiting, url: str, *, dispatchers: int, conversations: int, agents: int
) -> None:
    """Let several processes' dispatchers work on one queue that still grows."""
    capacity = conversations // agents
    await waiting.set_up(agents, capacity=capacity)
    came = await waiting.enqueue(conversations // 2)
    async with AsyncExitStack() as stack:
        pools = [await open_pool(url, size=2) for _ in range(dispatchers)]
        for pool in pools:
            stack.push_async_callback(pool.close)
        crowd = [waiting.dispatcher(pool) for pool in pools]

        async def work(dispatcher: Dispatcher) -> None:
            while await waiting.count_waiting() or len(came) < conversations:
                await dispatcher.drain(WORKSPACE)

        async with asyncio.TaskGroup() as group:
            for dispatcher in crowd:
                group.create_task(work(dispatcher))
            while len(came) < conversations:
                came += await waiting.enqueue(min(50, conversations - len(came)), since=NOON)
    assert await waiting.shares() == [capacity] * agents
    assert await waiting.loads() == [capacity] * agents
    decided = [row["conversation_id"] for row in await waiting.decided()]
    assert sorted(decided) == sorted(came)
    early = set(came[: conversations // 2])
    assert [each for each in decided if each in early] == came[: conversations // 2]


async def test_dispatchers_of_many_processes_share_one_queue_exactly(
    waiting: Waiting, database_url: str
) -> None:
    await race(waiting, database_url, dispatchers=4, conversations=400, agents=20)


@pytest.mark.deep
async def test_eight_dispatchers_share_two_thousand_conversations_exactly(
    waiting: Waiting, database_url: str
) -> None:
    await race(waiting, database_url, dispatchers=8, conversations=2000, agents=20)


async def test_units_of_load_are_claimed_and_never_exceeded(waiting: Waiting) -> None:
    await waiting.set_up(1, capacity=5)
    waiting.reference = msgspec.structs.replace(
        waiting.reference, settings=Settings(channel_weights={NO_CHANNEL: 2})
    )
    await waiting.enqueue(3)
    assert (await waiting.dispatcher().drain(WORKSPACE)).assigned == 2
    async with waiting.pool.acquire() as connection:
        with pytest.raises(LostRace):
            await claim(connection, WORKSPACE, {waiting.users[0]: 6}, now=NOON)


async def test_who_waits_behind_a_ring_is_served_when_the_ring_ends_without_a_sweep(
    waiting: Waiting,
) -> None:
    await waiting.set_up(2)
    expert, other = waiting.users
    users = {**waiting.reference.users}
    users[expert] = msgspec.structs.replace(users[expert], skills={"vietnamese": 4})
    skills = {"vietnamese": Skill(WORKSPACE, "vietnamese", "Vietnamese")}
    waiting.reference = msgspec.structs.replace(waiting.reference, users=users, skills=skills)
    await waiting.set_agent(expert, capacity=0)
    end = NOON + timedelta(seconds=0.2)
    await waiting.enqueue(3, rings=(Ring({"vietnamese": 3}, end),))
    dispatcher = waiting.dispatcher()
    looks = asyncio.Event()
    async with waiting.pool.acquire() as connection:
        plan = await make_plan(connection, waiting.reference, now=NOON)
    assert (plan.wanted, plan.changes_at) == ([], end)
    assert (await dispatcher.drain(WORKSPACE)).assigned == 0
    waiting.clock.moment = end
    waiting.looked = looks.set
    stopping = asyncio.Event()
    running = asyncio.create_task(dispatcher.run(stopping))
    try:
        async with asyncio.timeout(10):
            await looks.wait()
    finally:
        stopping.set()
        await running
    assert await waiting.shares() == [0, 3]
    assert other in dict(await waiting.assignees()).values()


async def test_what_waits_for_one_user_or_by_hand_costs_no_locks(waiting: Waiting) -> None:
    await waiting.set_up(2, capacity=1)
    await waiting.set_agent(waiting.users[0], open_count=1)
    until = NOON + timedelta(minutes=2)
    await waiting.enqueue(1, strategy=Strategy.MANUAL)
    (sticky,) = await waiting.enqueue(
        1, strategy=Strategy.STICKY, preferred_user_id=waiting.users[0], preferred_until=until
    )
    async with waiting.pool.acquire() as connection:
        plan = await make_plan(connection, waiting.reference, now=NOON)
        later = await make_plan(connection, waiting.reference, now=until)
    assert (plan.wanted, plan.changes_at) == ([], until)
    assert [entry.conversation_id for entry in later.wanted] == [sticky]


async def test_the_queue_is_read_by_class_and_age_as_the_matcher_serves_it(
    waiting: Waiting,
) -> None:
    await waiting.set_up(1, capacity=1)
    old, *_ = await waiting.enqueue(1, since=NOON - timedelta(minutes=40))
    urgent, *_ = await waiting.enqueue(1, since=NOON, priority=1)
    settings = (Settings(ageing_minutes=30), Settings(ageing_minutes=None))
    for setting, first in zip(settings, (old, urgent), strict=True):
        known = msgspec.structs.replace(waiting.reference, settings=setting)
        async with waiting.pool.acquire() as connection:
            plan = await make_plan(connection, known, now=NOON)
        assert [entry.conversation_id for entry in plan.wanted] == [first]
