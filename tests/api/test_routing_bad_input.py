"""What nobody wishes for, and what becomes of it: a clear refusal, or an outcome that the reference describes."""

from datetime import timedelta
from typing import Any

import pytest

from api.inbox_world import Inbox
from api.test_floor import dispatch, is_now, queue_up, shown
from parley.storage.desks import Desks
from parley.storage.signals import Signals
from parley.worker.attendance import AttendanceLoop
from parley.worker.timers import TimerLoop

pytestmark = pytest.mark.anyio
V1 = "/api/v1"


async def set_up(inbox: Inbox, **settings: Any) -> None:
    reply = await inbox.by("Olga").patch(f"{V1}/workspace", {"settings": settings})
    assert reply.status == 200, reply.body


async def change(inbox: Inbox, name: str, **body: Any) -> int:
    return (await inbox.by("Olga").patch(f"{V1}/users/{inbox.id_of(name)}", body)).status


async def holder_of(inbox: Inbox, conversation: str) -> str | None:
    return (await inbox.show(conversation))["assignee_id"]


async def ring_the_clocks(inbox: Inbox) -> None:
    """What is due by now goes off, as in a worker; nobody hears the signals."""
    world, signals = inbox.world, Signals("postgresql://nobody.invalid")
    await TimerLoop(world.pool, world.clock, signals, inbox.worker.journal).run_once()
    await inbox.work()


async def events(inbox: Inbox, kind: str) -> list[dict[str, Any]]:
    return (await inbox.by("Olga").get(f"{V1}/events?kind={kind}")).json()["items"]


async def test_a_team_without_members_keeps_its_line_says_why_and_is_alarmed_about(
    inbox: Inbox,
) -> None:
    await set_up(inbox, queue_alarm_minutes=10)
    await inbox.by("Olga").patch(f"{V1}/teams/{inbox.sales}", {"members": []})
    await is_now(inbox, "Ana", "online")
    (kim,) = await queue_up(inbox, "Kim", team=inbox.sales)

    await dispatch(inbox)
    inbox.clock.advance(timedelta(minutes=10))
    await ring_the_clocks(inbox)

    waiting = (await shown(inbox, kim))["waiting"]
    assert (waiting["position"], waiting["sentence"]) == (1, "There is nobody in this team")
    assert [event["conversation_id"] for event in await events(inbox, "QueueAlarmRaised")] == [kim]
    await inbox.by("Olga").patch(f"{V1}/teams/{inbox.sales}", {"members": [inbox.id_of("Ana")]})
    await dispatch(inbox)
    assert await holder_of(inbox, kim) == inbox.id_of("Ana")


async def test_everybody_offline_for_a_week_and_then_the_oldest_are_served_first(
    inbox: Inbox,
) -> None:
    await set_up(inbox, queue_alarm_minutes=60)
    waiting = await queue_up(inbox, "Kim", "Lee", "Max")
    for _ in range(7):
        inbox.clock.advance(timedelta(days=1))
        await dispatch(inbox)
        await ring_the_clocks(inbox)

    items = (await inbox.by("Olga").get(f"{V1}/queue")).json()["items"]
    assert [item["conversation_id"] for item in items] == waiting
    assert items[0]["waited_seconds"] > 7 * 86_400
    assert len(await events(inbox, "QueueAlarmRaised")) == 3, "told once an entry, not every hour"
    await change(inbox, "Tim", capacity=2)
    await is_now(inbox, "Tim", "online")
    await dispatch(inbox)
    tim = inbox.id_of("Tim")
    assert [await holder_of(inbox, each) for each in waiting] == [tim, tim, None]


async def test_capacity_nought_takes_no_automatic_work_but_what_a_manager_gives(
    inbox: Inbox,
) -> None:
    await change(inbox, "Tim", capacity=0)
    await is_now(inbox, "Tim", "online")
    (kim,) = await queue_up(inbox, "Kim", team=inbox.sales)
    await dispatch(inbox)
    assert (await shown(inbox, kim))["waiting"]["sentence"] == "Tim was at capacity"

    await inbox.assign(kim, "Tim")

    user = (await inbox.by("Olga").get(f"{V1}/users/{inbox.id_of('Tim')}")).json()
    assert (user["open_count"], user["over_by"]) == (1, 1), "over by one, and shown"


@pytest.mark.parametrize("capacity", [-1, 10_001, 2.5, "many"])
async def test_a_capacity_that_is_none_is_refused(inbox: Inbox, capacity: object) -> None:
    assert await change(inbox, "Tim", capacity=capacity) == 422


@pytest.mark.parametrize("weight", [-1, 101, 10**9, 0.5, "heavy", None])
async def test_a_weight_that_is_none_is_refused(inbox: Inbox, weight: object) -> None:
    for settings in ({"channel_weights": {"custom": weight}}, {"light_weight": weight}):
        reply = await inbox.by("Olga").patch(f"{V1}/workspace", {"settings": settings})
        assert (reply.status, reply.code) == (422, "invalid")


async def test_what_weighs_more_than_anybody_can_carry_waits_in_sight(inbox: Inbox) -> None:
    await set_up(inbox, channel_weights={"custom": 100})
    await change(inbox, "Tim", capacity=99)
    await is_now(inbox, "Tim", "online")
    heavy, after = await queue_up(inbox, "Kim", "Lee", team=inbox.sales)

    await dispatch(inbox)
    assert (await shown(inbox, heavy))["waiting"]["excluded"] == {"at_capacity": 1}
    await set_up(inbox, channel_weights={"custom": 99})
    await dispatch(inbox)

    assert await holder_of(inbox, heavy) == inbox.id_of("Tim")
    assert await holder_of(inbox, after) is None


async def test_weightless_work_needs_no_room(inbox: Inbox) -> None:
    await set_up(inbox, channel_weights={"custom": 0})
    await change(inbox, "Tim", capacity=1)
    await is_now(inbox, "Tim", "online")
    waiting = await queue_up(inbox, "Kim", "Lee", "Max", team=inbox.sales)

    await dispatch(inbox)

    assert {await holder_of(inbox, each) for each in waiting} == {inbox.id_of("Tim")}


async def test_a_skill_that_is_deleted_opens_the_ring_that_asked_for_it(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    for slug in ("klingon", "elvish"):
        await olga.post(f"{V1}/skills", {"slug": slug, "name": slug.title()})
    await change(inbox, "Ana", skills={"klingon": 5})
    await is_now(inbox, "Tim", "online")
    await is_now(inbox, "Ana", "break")
    (kim,) = await queue_up(inbox, "Kim")
    pool = inbox.world.pool
    ring = '[{"skills": {"klingon": 3}, "until": null, "any_of": []}]'
    await pool.execute("UPDATE queue_entry SET rings = $1", ring.encode())
    await dispatch(inbox)
    assert await holder_of(inbox, kim) is None, "Ana, who speaks it, is back soon"
    (entry,) = (await olga.get(f"{V1}/queue")).json()["items"]
    assert entry["rings"] == [{"skills": {"klingon": 3}, "any_of": [], "until": None}]
    assert (entry["skills"], entry["any_of"], entry["preferred_until"]) == ({}, [], None)

    await olga.delete(f"{V1}/skills/klingon")
    await dispatch(inbox)

    assert await holder_of(inbox, kim) == inbox.id_of("Tim")


async def test_one_agent_in_fifty_teams_is_filled_once_by_the_oldest_of_all(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    await change(inbox, "Tim", capacity=3)
    teams = [
        (await olga.post(f"{V1}/teams", {"name": f"T{n}", "members": [inbox.id_of("Tim")]})).json()
        for n in range(50)
    ]
    waiting = [
        conversation
        for number, team in enumerate(teams[:6])
        for conversation in await queue_up(inbox, f"Kim{number}", team=team["id"])
    ]
    await is_now(inbox, "Tim", "online")

    await dispatch(inbox)

    tim = inbox.id_of("Tim")
    assert [await holder_of(inbox, each) for each in waiting] == [tim] * 3 + [None] * 3
    floor = (await inbox.by("Mia").get(f"{V1}/floor")).json()
    agent = next(each for each in floor["agents"] if each["user_id"] == tim)
    assert (len(agent["team_ids"]), agent["load"], agent["capacity"]) == (51, 3, 3)
    assert len(floor["lines"]) == 53, "each team's, Support's, and everybody's"


@pytest.mark.parametrize("policy", ["keep", "requeue"])
async def test_presence_that_flaps_every_second_doubles_and_loses_nothing(
    inbox: Inbox, policy: str
) -> None:
    await set_up(inbox, when_absent=policy)
    world = inbox.world
    desks = Desks(world.pool, reference=world.deps.reference, clock=world.clock, ids=world.ids)
    loop = AttendanceLoop(world.pool, desks, world.clock, world.clock, lambda _: None)
    (kim,) = await queue_up(inbox, "Kim", team=inbox.sales)
    asked = inbox.clock.now() - timedelta(minutes=1)

    for second in range(20):
        await is_now(inbox, "Tim", "offline" if second % 2 else "online")
        inbox.clock.advance(timedelta(seconds=1))
        await dispatch(inbox)
        await loop.run_once()
        is_here = second % 2 == 0 or policy == "keep"
        assert await holder_of(inbox, kim) == (inbox.id_of("Tim") if is_here else None)

    told = await events(inbox, "ConversationAssigned")
    given = [event for event in told if event["body"].get("user_id")]
    assert len(given) == (1 if policy == "keep" else 10)
    user = (await inbox.by("Olga").get(f"{V1}/users/{inbox.id_of('Tim')}")).json()
    assert user["open_count"] == (1 if policy == "keep" else 0)
    if policy == "requeue":
        (entry,) = (await inbox.by("Olga").get(f"{V1}/queue")).json()["items"]
        assert entry["since"][:19] == asked.isoformat()[:19], "its age is that of the first wait"


async def test_a_clock_that_is_moved_back_keeps_order_and_makes_no_negative_wait(
    inbox: Inbox,
) -> None:
    await set_up(inbox, queue_alarm_minutes=10, when_absent="requeue")
    first, second = await queue_up(inbox, "Kim", "Lee", team=inbox.sales)
    inbox.clock.advance(-timedelta(hours=3))

    items = (await inbox.by("Olga").get(f"{V1}/queue")).json()["items"]
    assert [(item["conversation_id"], item["waited_seconds"]) for item in items] == [
        (first, 0),
        (second, 0),
    ]
    floor = (await inbox.by("Mia").get(f"{V1}/floor")).json()
    assert min(line["oldest_seconds"] for line in floor["lines"]) == 0
    await change(inbox, "Tim", capacity=1)
    await is_now(inbox, "Tim", "online")
    await dispatch(inbox)
    await ring_the_clocks(inbox)

    assert await holder_of(inbox, first) == inbox.id_of("Tim")
    (decision,) = (await inbox.by("Olga").get(f"{V1}/conversations/{first}/decisions")).json()[
        "items"
    ]
    assert decision["waited_seconds"] == 0
