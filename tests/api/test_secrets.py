"""Secrets of a workspace are written, changed and dropped; nobody reads them again."""

from typing import Any

import pytest

from api.world import World
from parley.domain.people import Role
from parley.kit.crypto import CannotUnseal
from parley.storage.setup.kept_secrets import open_secrets
from parley.workflows.steps import HttpRequest
from parley.workflows.steps.http_request import Header
from workflows_by_hand import flow

pytestmark = pytest.mark.anyio
SECRETS = "/api/v1/secrets"
CANARY = "canary-of-the-crm"


async def opened(world: World, slug: str = "crm") -> dict[str, str]:
    return await open_secrets(world.pool, world.deps.keyring, world.workspace_id, [slug])


async def test_a_secret_is_kept_sealed_and_shown_to_nobody(world: World) -> None:
    olga = world.program("Olga")
    made = await olga.post(SECRETS, {"slug": "crm", "value": CANARY})
    assert made.status == 201, made.body
    shown = await olga.get(f"{SECRETS}/crm")
    listed = await olga.get(SECRETS)
    assert set(shown.json()) == {"slug", "changed_at"}
    assert [secret["slug"] for secret in listed.json()["items"]] == ["crm"]
    stored = await world.pool.fetchval("SELECT sealed FROM secret")
    told = await world.pool.fetch("SELECT body::text, actor::text FROM event")
    answers = [made.body, shown.body, listed.body, stored, str(told).encode()]
    assert all(CANARY.encode() not in answer for answer in answers)
    assert await opened(world) == {"crm": CANARY}
    assert (await world.deps.reference(world.workspace_id)).secrets == {"crm"}


async def test_a_secret_is_changed_and_dropped_and_a_name_is_taken_once(world: World) -> None:
    olga = world.program("Olga")
    await olga.post(SECRETS, {"slug": "crm", "value": CANARY})
    again = await olga.post(SECRETS, {"slug": "crm", "value": "another one"})
    changed = await olga.patch(f"{SECRETS}/crm", {"value": "the next one"})
    assert (again.status, again.code, changed.status) == (409, "already_exists", 200)
    assert await opened(world) == {"crm": "the next one"}
    assert (await olga.delete(f"{SECRETS}/crm")).status == 204
    assert (await olga.get(f"{SECRETS}/crm")).status == 404
    assert (await olga.patch(f"{SECRETS}/crm", {"value": CANARY})).status == 404
    assert await opened(world) == {}


@pytest.mark.parametrize(
    "body",
    [
        {"slug": "crm", "value": "short"},
        {"slug": "crm", "value": CANARY + "x" * 1500},
        {"slug": "crm", "value": CANARY + "\nX-Other: 1"},
        {"slug": "crm", "value": CANARY + " "},
        {"slug": "Crm!", "value": CANARY},
        {"slug": "crm", "value": {"is": CANARY}},
        {"slug": "crm", "value": CANARY, "more": 1},
        {"slug": "crm"},
    ],
)
async def test_what_is_no_secret_is_refused_without_repeating_it(
    world: World, body: dict[str, Any]
) -> None:
    reply = await world.program("Olga").post(SECRETS, body)
    assert (reply.status, reply.code) == (422, "invalid")
    assert CANARY not in reply.body.decode()


async def test_a_sealed_secret_opens_only_under_its_own_name(world: World) -> None:
    await world.program("Olga").post(SECRETS, {"slug": "crm", "value": CANARY})
    await world.pool.execute("UPDATE secret SET slug = 'shop'")
    with pytest.raises(CannotUnseal):
        await opened(world, "shop")


async def test_what_a_definition_holds_in_the_open_is_not_shown_to_agents(world: World) -> None:
    await world.hire("Ana", Role.AGENT)
    olga, agent = world.program("Olga"), world.program("Ana")
    headers = [
        {"name": "X-Shop", "value": CANARY, "secret": True},
        {"name": "Authorization", "value": f"Bearer {CANARY}"},
        {"name": "X-Api-Key", "value": "{{secret.crm}}"},
        {"name": "X-Plain", "value": "plain"},
    ]
    body = {"type": "json", "value": {"login": {"password": CANARY, "user": "shop"}}}
    asks = {"kind": "http_request", "url": "https://crm.example", "headers": headers, "body": body}
    draft = {"name": "Asks", "steps": {"asks": asks}}
    made = (await olga.post("/api/v1/workflows", {"name": "Asks", "draft": draft})).json()

    path = f"/api/v1/workflows/{made['id']}"
    shown, listed = await agent.get(path), await agent.get("/api/v1/workflows")

    assert (shown.status, listed.status) == (200, 200)
    assert CANARY.encode() not in shown.body + listed.body
    seen = shown.json()["draft"]["steps"]["asks"]
    assert [header["value"] for header in seen["headers"]] == [
        "***",
        "***",
        "{{secret.crm}}",
        "plain",
    ]
    assert seen["body"]["value"] == {"login": {"password": "***", "user": "shop"}}
    assert (await olga.get(path)).json()["draft"] == draft


async def test_a_published_version_shows_agents_no_secret_of_an_older_definition(
    world: World,
) -> None:
    await world.hire("Ana", Role.AGENT)
    olga, agent = world.program("Olga"), world.program("Ana")
    asks = HttpRequest(
        url="https://crm.example",
        headers=[Header(name="X-Shop", value=CANARY, secret=True)],
        lanes={"success": None, "failure": None},
    )
    draft = flow(asks=asks).model_dump(mode="json")
    made = (await olga.post("/api/v1/workflows", {"name": "Asks", "draft": draft})).json()
    path = f"/api/v1/workflows/{made['id']}"
    published = await olga.put(f"{path}/publication")
    assert published.status == 200, published.body

    shown = await agent.get(f"{path}/versions/1")

    assert shown.status == 200
    assert CANARY.encode() not in shown.body
    assert CANARY.encode() in (await olga.get(f"{path}/versions/1")).body
