"""Owners and managers set the workspace up; agents read what they need."""

import pytest

from api.world import World
from parley.domain.people import Role

pytestmark = pytest.mark.anyio
V1 = "/api/v1"


async def reference_number(world: World) -> int:
    return await world.pool.fetchval(
        "SELECT reference_number FROM workspace WHERE id = $1", world.workspace_id
    )


async def events_of(world: World, kind: str) -> list[str]:
    statement = "SELECT body FROM event WHERE kind = $1 ORDER BY id"
    return [row[0].decode() for row in await world.pool.fetch(statement, kind)]


async def test_a_change_of_the_set_up_raises_the_number_and_writes_an_event(world: World) -> None:
    olga = world.program("Olga")
    before = await reference_number(world)

    made = await olga.post(f"{V1}/tags", {"name": "VIP"})

    assert made.status == 201
    assert await reference_number(world) == before + 1
    told = await events_of(world, "WorkspaceChanged")
    assert len(told) == 1
    assert made.json()["id"] in told[0]


async def test_a_refused_change_leaves_no_trace(world: World) -> None:
    olga = world.program("Olga")
    await olga.post(f"{V1}/tags", {"name": "Münzen"})
    before = await reference_number(world)

    again = await olga.post(f"{V1}/tags", {"name": "MUNZEN"})

    assert (again.status, again.code) == (409, "already_exists")
    assert again.json()["field"] == "name"
    assert await reference_number(world) == before


async def test_a_user_is_added_and_signs_in(world: World) -> None:
    olga = world.program("Olga")
    body = {
        "name": "Ana",
        "email": "Ana@Acme.Example",
        "password": "a long enough one",
        "capacity": 3,
    }

    made = await olga.post(f"{V1}/users", body)

    assert made.status == 201, made.body
    assert made.json()["email"] == "ana@acme.example"
    assert made.json()["presence"] == "offline"
    assert (await world.browser().sign_in("ana@acme.example", "a long enough one")).status == 201


@pytest.mark.parametrize("password", ["short", "password123", "ana@acme.test", "aaaaaaaaaaaa"])
async def test_a_password_that_anybody_would_guess_is_refused(world: World, password: str) -> None:
    body = {"name": "Ana", "email": "ana@acme.test", "password": password}

    reply = await world.program("Olga").post(f"{V1}/users", body)

    assert (reply.status, reply.code) == (422, "invalid")


async def test_the_workspace_keeps_its_last_owner(world: World) -> None:
    olga = world.program("Olga")
    path = f"{V1}/users/{world.people['Olga'].id}"

    assert (await olga.delete(path)).status == 422
    assert (await olga.patch(path, {"role": "agent"})).status == 422


async def test_a_manager_may_not_touch_an_owner_nor_make_one(world: World) -> None:
    await world.hire("Mia", Role.MANAGER)
    mia = world.program("Mia")
    body = {
        "name": "Eve",
        "email": "eve@acme.test",
        "password": "a long enough one",
        "role": "owner",
    }

    assert (await mia.patch(f"{V1}/users/{world.people['Olga'].id}", {"name": "X"})).status == 403
    assert (await mia.post(f"{V1}/users", body)).status == 403
    assert (
        await mia.patch(f"{V1}/users/{world.people['Mia'].id}", {"role": "owner"})
    ).status == 403


async def test_a_deactivated_user_is_out_at_once(world: World) -> None:
    await world.hire("Ana")
    browser, program = await world.signed_in("Ana"), world.program("Ana")

    reply = await world.program("Olga").delete(f"{V1}/users/{world.people['Ana'].id}")

    assert reply.status == 200
    assert reply.json()["user"]["deactivated_at"] is not None
    assert reply.json()["open_conversation_ids"] == []
    assert (await browser.get(f"{V1}/session")).status == 401
    assert (await program.get(f"{V1}/session")).status == 401


async def test_a_teams_members_stand_in_the_order_of_the_circle(world: World) -> None:
    ana, bo = await world.hire("Ana"), await world.hire("Bo")
    olga = world.program("Olga")

    made = await olga.post(f"{V1}/teams", {"name": "Sales", "members": [str(bo.id), str(ana.id)]})

    assert made.json()["members"] == [str(bo.id), str(ana.id)]
    path = f"{V1}/teams/{made.json()['id']}"
    turned = await olga.patch(path, {"members": [str(ana.id), str(bo.id)]})
    assert turned.json()["members"] == [str(ana.id), str(bo.id)]
    assert (await olga.delete(path)).status == 204
    assert (await olga.get(path)).status == 404


async def test_a_team_takes_no_stranger(world: World) -> None:
    stranger = world.people["Fritz"].id

    reply = await world.program("Olga").post(
        f"{V1}/teams", {"name": "Sales", "members": [str(stranger)]}
    )

    assert reply.status == 404
    assert reply.json()["missing"] == [str(stranger)]


async def test_fields_are_typed_and_listed_page_by_page(world: World) -> None:
    olga = world.program("Olga")
    for slug in ("colour", "size", "topic"):
        body = {"slug": slug, "name": slug.title(), "type": "list", "options": ["A", "B"]}
        assert (await olga.post(f"{V1}/fields", body)).status == 201

    first = (await olga.get(f"{V1}/fields?limit=2")).json()
    rest = (await olga.get(f"{V1}/fields?limit=2&after={first['next']}")).json()

    assert [field["slug"] for field in first["items"] + rest["items"]] == [
        "colour",
        "size",
        "topic",
    ]
    assert rest["next"] is None
    assert (await olga.post(f"{V1}/fields", {"slug": "phone", "name": "Phone"})).status == 422
    assert (await olga.get(f"{V1}/fields?after=made-up")).status == 422


async def test_closing_categories_have_one_name_each(world: World) -> None:
    olga = world.program("Olga")
    made = await olga.post(f"{V1}/closing-categories", {"name": "Sold"})

    again = await olga.post(f"{V1}/closing-categories", {"name": "sold"})
    await olga.delete(f"{V1}/closing-categories/{made.json()['id']}")
    anew = await olga.post(f"{V1}/closing-categories", {"name": "sold"})

    assert (made.status, again.status, anew.status) == (201, 409, 201)


async def test_settings_change_one_by_one(world: World) -> None:
    olga = world.program("Olga")

    reply = await olga.patch(f"{V1}/workspace", {"settings": {"timezone": "Asia/Bangkok"}})
    again = await olga.patch(
        f"{V1}/workspace", {"name": "Acme 2", "settings": {"sticky_minutes": 7}}
    )

    assert reply.status == 200
    settings = again.json()["settings"]
    assert (settings["timezone"], settings["sticky_minutes"]) == ("Asia/Bangkok", 7)
    assert again.json()["name"] == "Acme 2"
    refused = await olga.patch(f"{V1}/workspace", {"settings": {"timezone": "Mars/Base"}})
    assert refused.json()["errors"][0]["field"] == "body.settings.timezone"


async def test_somebody_comes_online_by_own_hand_or_a_managers(world: World) -> None:
    ana, bo = await world.hire("Ana"), await world.hire("Bo")
    path = f"{V1}/users/{ana.id}/presence"

    own = await world.program("Ana").put(path, {"presence": "online"})
    others = await world.program("Ana").put(f"{V1}/users/{bo.id}/presence", {"presence": "online"})
    owners = await world.program("Olga").put(path, {"presence": "break", "reason": "Lunch"})

    assert (own.status, own.json()["presence"]) == (200, "online")
    assert others.status == 403
    assert (owners.json()["presence"], owners.json()["presence_reason"]) == ("break", "Lunch")
    assert len(await events_of(world, "PresenceChanged")) == 2
