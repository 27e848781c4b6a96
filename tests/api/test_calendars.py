"""Calendars and lifecycle stages are set up over HTTP."""

import json
from typing import Any

import pytest

from api.inbox_world import Inbox
from api.world import World
from parley.api.limits import CALENDAR_EXCEPTIONS, STAGES_PER_WORKSPACE

pytestmark = pytest.mark.anyio
V1 = "/api/v1"
ADD_WORKFLOW = """
INSERT INTO workflow (workspace_id, id, name, description, state, draft, live_version_id, created_at, updated_at)
VALUES ($1, $2, 'Hours', '', 'published', '{}', $3, $4, $4)
"""
ADD_VERSION = """
INSERT INTO workflow_version (workspace_id, id, workflow_id, number, definition, hash, published_at)
VALUES ($1, $2, $3, 1, $4, '', $5)
"""
FILL_STAGES = """
INSERT INTO lifecycle_stage SELECT $1, gen_random_uuid(), n::text, n, false, ''
  FROM generate_series(1, $2::int) AS n
"""
OFFICE: dict[str, Any] = {
    "name": "Office",
    "timezone": "Europe/Berlin",
    "weekly": {
        "monday": [{"opens": "13:00", "closes": "18:00"}, {"opens": "09:00", "closes": "12:00"}],
        "friday": [{"opens": "22:00", "closes": "06:00"}],
    },
    "exceptions": [
        {"date": "2026-12-25", "name": "Christmas"},
        {"date": "2026-12-24", "hours": [{"opens": "09:00", "closes": "12:00"}]},
    ],
}


async def test_a_calendar_is_kept_as_it_was_written_and_in_order(world: World) -> None:
    olga = world.program("Olga")

    made = await olga.post(f"{V1}/calendars", OFFICE)

    assert made.status == 201, made.body
    shown = (await olga.get(f"{V1}/calendars/{made.json()['id']}")).json()
    assert shown["weekly"]["monday"][0] == {"opens": "09:00", "closes": "12:00"}
    assert shown["weekly"]["friday"] == [{"opens": "22:00", "closes": "06:00"}]
    assert shown["weekly"]["sunday"] == []
    assert [day["date"] for day in shown["exceptions"]] == ["2026-12-24", "2026-12-25"]
    reference = await world.deps.reference(world.workspace_id)
    assert [calendar.name for calendar in reference.calendars.values()] == ["Office"]


async def test_a_calendar_says_when_it_opens_and_closes(world: World) -> None:
    olga = world.program("Olga")
    made = (await olga.post(f"{V1}/calendars", OFFICE)).json()["id"]

    # Monday 2 March 2026, 10:00 in Berlin.
    now = (await olga.get(f"{V1}/calendars/{made}/state")).json()
    then = (await olga.get(f"{V1}/calendars/{made}/state?at=2026-03-02T11:30:00Z")).json()

    assert (now["is_open"], now["next_closing"]) == (True, "2026-03-02T11:00:00Z")
    assert (then["is_open"], then["next_opening"]) == (False, "2026-03-02T12:00:00Z")


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
async def test_an_hour_beyond_all_calendars_is_refused(world: World, at: str) -> None:
    olga = world.program("Olga")
    made = (await olga.post(f"{V1}/calendars", OFFICE)).json()["id"]

    reply = await olga.get(f"{V1}/calendars/{made}/state?at={at}")

    assert reply.status == 422
    error = reply.json()["errors"][0]
    assert error["field"] == "query.at"
    assert "between the years 2000 and 2999" in error["message"]


async def test_a_calendar_changes_part_by_part(world: World) -> None:
    olga = world.program("Olga")
    path = f"{V1}/calendars/{(await olga.post(f'{V1}/calendars', OFFICE)).json()['id']}"

    reply = await olga.patch(path, {"exceptions": [], "timezone": "Asia/Tokyo"})

    assert reply.status == 200
    assert (reply.json()["exceptions"], reply.json()["timezone"]) == ([], "Asia/Tokyo")
    assert reply.json()["weekly"]["friday"] == OFFICE["weekly"]["friday"]
    assert (await olga.delete(path)).status == 204
    assert (await olga.get(path)).status == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"timezone": "Mars/Base"}, "body.timezone"),
        ({"timezone": "../../etc/passwd"}, "body.timezone"),
        ({"weekly": {"monday": [{"opens": "9", "closes": "10:00"}]}}, "body.weekly.monday.0"),
        ({"weekly": {"monday": [{"opens": "08:00", "closes": "08:00"}]}}, "body.weekly.monday.0"),
        ({"weekly": {"someday": []}}, "body.weekly.someday"),
        (
            {
                "weekly": {
                    "monday": [
                        {"opens": "09:00", "closes": "12:00"},
                        {"opens": "11:00", "closes": "13:00"},
                    ]
                }
            },
            "body.weekly.monday",
        ),
        ({"exceptions": [{"date": "2026-02-30"}]}, "body.exceptions.0.date"),
        ({"exceptions": [{"date": "9999-12-31"}]}, "body.exceptions.0.date"),
        ({"exceptions": [{"date": "2026-12-25"}, {"date": "2026-12-25"}]}, "body.exceptions"),
        ({"name": ""}, "body.name"),
    ],
)
async def test_a_calendar_that_makes_no_sense_is_refused(
    world: World, change: dict[str, Any], field: str
) -> None:
    reply = await world.program("Olga").post(f"{V1}/calendars", {**OFFICE, **change})

    assert reply.status == 422
    assert [error["field"] for error in reply.json()["errors"]] == [field]


async def test_a_calendar_holds_so_many_dates_and_no_more(world: World) -> None:
    days = [
        {"date": f"{2000 + n // 300}-{n % 300 // 28 + 1:02d}-{n % 28 + 1:02d}"} for n in range(300)
    ]
    more = [
        {"date": f"2100-{n // 28 + 1:02d}-{n % 28 + 1:02d}"}
        for n in range(CALENDAR_EXCEPTIONS - 300)
    ]
    olga = world.program("Olga")

    full = await olga.post(f"{V1}/calendars", {**OFFICE, "exceptions": days + more})
    over = {**OFFICE, "name": "B", "exceptions": [*days, *more, {"date": "2199-01-01"}]}

    assert full.status == 201, full.body
    assert (await olga.post(f"{V1}/calendars", over)).status == 422


async def test_two_calendars_have_two_names(world: World) -> None:
    olga = world.program("Olga")
    await olga.post(f"{V1}/calendars", OFFICE)

    again = await olga.post(f"{V1}/calendars", OFFICE)

    assert (again.status, again.code, again.json()["field"]) == (409, "already_exists", "name")


async def test_a_calendar_that_a_published_workflow_names_is_not_deleted(world: World) -> None:
    olga = world.program("Olga")
    made = (await olga.post(f"{V1}/calendars", OFFICE)).json()["id"]
    workflow, version = world.ids.new_id(), world.ids.new_id()
    named = json.dumps({"steps": {"a": {"calendar_id": made}}}).encode()
    await world.pool.execute(
        ADD_WORKFLOW,
        world.workspace_id,
        workflow,
        version,
        world.clock.now(),
    )
    await world.pool.execute(
        ADD_VERSION,
        world.workspace_id,
        version,
        workflow,
        named,
        world.clock.now(),
    )

    refused = await olga.delete(f"{V1}/calendars/{made}")

    assert (refused.status, refused.code) == (409, "still_in_use")
    assert refused.json()["used_by"] == [{"noun": "workflow", "id": str(workflow), "name": "Hours"}]
    await world.pool.execute("UPDATE workflow SET state = 'stopped'")
    assert (await olga.delete(f"{V1}/calendars/{made}")).status == 204


async def test_stages_stand_in_the_order_of_the_journey(world: World) -> None:
    olga = world.program("Olga")
    made = {}
    for name in ("New", "Hot", "Paying"):
        made[name] = (await olga.post(f"{V1}/lifecycle-stages", {"name": name})).json()["id"]
    lost = await olga.post(
        f"{V1}/lifecycle-stages", {"name": "Cold", "is_lost": True, "position": 2}
    )
    assert (lost.status, lost.json()["position"]) == (201, 2)

    moved = await olga.patch(f"{V1}/lifecycle-stages/{made['Paying']}", {"position": 1})

    assert moved.json()["position"] == 1
    page = (await olga.get(f"{V1}/lifecycle-stages?limit=3")).json()
    rest = (await olga.get(f"{V1}/lifecycle-stages?after={page['next']}")).json()
    names = [(stage["position"], stage["name"]) for stage in page["items"] + rest["items"]]
    assert names == [(1, "Paying"), (2, "New"), (3, "Cold"), (4, "Hot")]
    assert (await olga.delete(f"{V1}/lifecycle-stages/{made['New']}")).status == 204
    left = (await olga.get(f"{V1}/lifecycle-stages")).json()["items"]
    assert [stage["position"] for stage in left] == [1, 2, 3]
    again = await olga.post(f"{V1}/lifecycle-stages", {"name": "Hot"})
    assert (again.status, again.code) == (409, "already_exists")


async def test_a_workspace_has_so_many_stages_and_no_more(world: World) -> None:
    await world.pool.execute(
        FILL_STAGES,
        world.workspace_id,
        STAGES_PER_WORKSPACE,
    )

    reply = await world.program("Olga").post(f"{V1}/lifecycle-stages", {"name": "One more"})

    assert (reply.status, reply.code) == (422, "limit_exceeded")


async def test_a_contact_has_one_stage_or_none(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    contact = await inbox.contact_of(await inbox.writes("Bo"))
    hot = (await olga.post(f"{V1}/lifecycle-stages", {"name": "Hot"})).json()["id"]
    path = f"{V1}/contacts/{contact}"

    assert (await olga.get(path)).json()["lifecycle_stage_id"] is None
    assert (await olga.patch(path, {"lifecycle_stage_id": hot})).json()["lifecycle_stage_id"] == hot
    again = await olga.patch(path, {"lifecycle_stage_id": hot})
    unknown = await olga.patch(path, {"lifecycle_stage_id": str(inbox.world.ids.new_id())})

    assert (again.status, unknown.status) == (200, 404)
    count = "SELECT count(*) FROM event WHERE kind = 'ContactLifecycleChanged'"
    assert await inbox.world.pool.fetchval(count) == 1
    assert (await olga.delete(f"{V1}/lifecycle-stages/{hot}")).status == 204
    assert (await olga.get(path)).json()["lifecycle_stage_id"] is None
