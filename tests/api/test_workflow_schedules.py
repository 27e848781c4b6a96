"""A schedule is published, seen, moved, replaced and stopped over the API, and its ticks are watched."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from api.inbox_world import Inbox
from parley.worker.schedules import ScheduleLoop

pytestmark = pytest.mark.anyio
WORKFLOWS = "/api/v1/workflows"
STEPS = {"wait": {"kind": "wait", "seconds": 3600}}
DAILY = {"kind": "schedule", "cron": "0 9 * * *", "zone": "Europe/Berlin"}


def draft(**trigger: Any) -> dict[str, Any]:
    return {"trigger": {**DAILY, **trigger}, "start": "wait", "steps": STEPS}


async def publish(inbox: Inbox, given: dict[str, Any], *, workflow: str = "") -> dict[str, Any]:
    olga = inbox.by("Olga")
    if workflow:
        assert (await olga.patch(f"{WORKFLOWS}/{workflow}", {"draft": given})).status == 200
    else:
        workflow = (await olga.post(WORKFLOWS, {"name": "Morning", "draft": given})).json()["id"]
    published = await olga.put(f"{WORKFLOWS}/{workflow}/publication")
    assert published.status == 200, published.body
    return published.json()


async def work(inbox: Inbox) -> None:
    references = inbox.worker.references
    loop = ScheduleLoop(inbox.world.pool, references, inbox.clock, inbox.world.ids, lambda _: None)
    while await loop.run_once():
        pass


async def ticks(inbox: Inbox, workflow: str, *, by: str = "Mia") -> list[dict[str, Any]]:
    reply = await inbox.by(by).get(f"{WORKFLOWS}/{workflow}/ticks")
    assert reply.status == 200, reply.body
    return reply.json()["items"]


def due(view: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(view["next_start_at"])


async def test_the_next_hour_of_a_published_schedule_is_shown_until_it_is_stopped(
    inbox: Inbox,
) -> None:
    olga = inbox.by("Olga")
    made = await olga.post(WORKFLOWS, {"name": "Morning", "draft": draft()})
    assert made.json()["next_start_at"] is None
    published = await publish(inbox, draft())
    assert due(published).hour in (7, 8)
    assert timedelta() < due(published) - inbox.clock.now() <= timedelta(days=1)
    listed = (await olga.get(WORKFLOWS)).json()["items"]
    assert published["next_start_at"] in [workflow["next_start_at"] for workflow in listed]
    stopped = await olga.delete(f"{WORKFLOWS}/{published['id']}/publication")
    assert stopped.json()["next_start_at"] is None


async def test_a_republished_schedule_takes_the_place_of_the_former(inbox: Inbox) -> None:
    first = await publish(inbox, draft())
    moved = await publish(inbox, draft(cron="30 10 * * *"), workflow=first["id"])
    assert due(moved).minute == 30
    by_hand = {**draft(), "trigger": {"kind": "manual"}}
    assert (await publish(inbox, by_hand, workflow=first["id"]))["next_start_at"] is None


async def test_a_workspace_that_moves_to_another_zone_takes_its_schedules_along(
    inbox: Inbox,
) -> None:
    published = await publish(inbox, draft(zone=""))
    olga = inbox.by("Olga")
    assert due(published).hour == 9
    changed = await olga.patch("/api/v1/workspace", {"settings": {"timezone": "Asia/Tokyo"}})
    assert changed.status == 200, changed.body
    await work(inbox)
    shown = await olga.get(f"{WORKFLOWS}/{published['id']}")
    assert due(shown.json()).hour == 0
    assert await ticks(inbox, published["id"]) == []


async def test_an_hour_that_has_come_is_not_lost_when_the_workspace_moves(inbox: Inbox) -> None:
    published = await publish(inbox, draft(zone=""))
    inbox.clock.hour = hour = due(published)
    settings = {"settings": {"timezone": "Asia/Tokyo"}}
    await inbox.by("Olga").patch("/api/v1/workspace", settings)
    await work(inbox)
    (tick,) = await ticks(inbox, published["id"])
    assert (datetime.fromisoformat(tick["due_at"]), tick["reason"]) == (hour, "")
    shown = await inbox.by("Olga").get(f"{WORKFLOWS}/{published['id']}")
    assert due(shown.json()).hour == 0


async def test_a_tick_is_watched_from_its_begin_to_its_end(inbox: Inbox) -> None:
    published = await publish(inbox, draft(per_minute=12))
    for name in ("Kim", "Lee", "Mo"):
        await inbox.writes(name)
    inbox.clock.hour = due(published)
    await work(inbox)
    (begun,) = await ticks(inbox, published["id"])
    assert (begun["state"], begun["due"], begun["started"]) == ("starting", 3, 1)
    assert datetime.fromisoformat(begun["due_at"]) == due(published)
    for _ in range(3):
        inbox.clock.hour += timedelta(seconds=5)
        await work(inbox)
    (done,) = await ticks(inbox, published["id"])
    assert (done["state"], done["started"], done["skipped"], done["reason"]) == ("done", 3, {}, "")
    assert done["ended_at"] is not None


async def test_ticks_come_page_by_page_the_newest_first(inbox: Inbox) -> None:
    published = await publish(inbox, draft())
    inbox.clock.hour = due(published) + timedelta(days=4, hours=1)
    await work(inbox)
    path = f"{WORKFLOWS}/{published['id']}/ticks?limit=2"
    seen: list[dict[str, Any]] = []
    after = ""
    while True:
        page = (await inbox.by("Mia").get(path + after)).json()
        seen += page["items"]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert [tick["state"] for tick in seen] == ["done", *["skipped"] * 4]
    assert sorted((tick["due_at"] for tick in seen), reverse=True) == [t["due_at"] for t in seen]


async def test_in_mid_tick_a_mended_text_reaches_those_who_still_wait_for_their_turn(
    inbox: Inbox,
) -> None:
    published = await publish(inbox, draft(per_minute=12))
    for name in ("Kim", "Lee", "Mo"):
        await inbox.writes(name)
    inbox.clock.hour = due(published)
    await work(inbox)
    mended = {**draft(per_minute=600), "steps": {"wait": {"kind": "wait", "seconds": 60}}}
    await publish(inbox, mended, workflow=published["id"])
    for _ in range(3):
        inbox.clock.hour += timedelta(seconds=5)
        await work(inbox)
    (done,) = await ticks(inbox, published["id"])
    assert (done["state"], done["started"]) == ("done", 3)
    versions = await inbox.world.pool.fetch("SELECT count(*) FROM run GROUP BY version_id")
    assert sorted(row[0] for row in versions) == [1, 2]


async def test_a_stopped_workflow_ends_the_tick_that_is_under_way(inbox: Inbox) -> None:
    published = await publish(inbox, draft(per_minute=12))
    for name in ("Kim", "Lee", "Mo"):
        await inbox.writes(name)
    inbox.clock.hour = due(published)
    await work(inbox)
    await inbox.by("Olga").delete(f"{WORKFLOWS}/{published['id']}/publication")
    inbox.clock.hour += timedelta(hours=1)
    await work(inbox)
    (ended,) = await ticks(inbox, published["id"])
    assert (ended["state"], ended["reason"], ended["started"]) == ("ended", "stopped", 1)


@pytest.mark.parametrize(
    ("trigger", "said"),
    [
        ({"cron": "* * * * *"}, "at most every 5 minutes"),
        ({"cron": "soon"}, "five fields"),
        ({"cron": None, "at": "2020-01-01T09:00"}, "lies in the past"),
        ({"zone": "Mars/Olympus"}, "time zone is not known"),
        (
            {
                "condition": {
                    "kind": "comparison",
                    "field": "contact.fields.no",
                    "operator": "exists",
                }
            },
            "does not exist",
        ),
    ],
)
async def test_a_schedule_that_cannot_be_meant_is_not_published(
    inbox: Inbox, trigger: dict[str, Any], said: str
) -> None:
    olga = inbox.by("Olga")
    made = await olga.post(WORKFLOWS, {"name": "Morning", "draft": draft(**trigger)})
    refused = await olga.put(f"{WORKFLOWS}/{made.json()['id']}/publication")
    assert refused.status == 422
    assert said in str(refused.json()["findings"])
    assert (await olga.get(f"{WORKFLOWS}/{made.json()['id']}")).json()["next_start_at"] is None


async def test_ticks_of_a_workflow_that_is_not_there_are_not_found(inbox: Inbox) -> None:
    reply = await inbox.by("Mia").get(f"{WORKFLOWS}/00000000-0000-0000-0000-000000000404/ticks")
    assert reply.status == 404
