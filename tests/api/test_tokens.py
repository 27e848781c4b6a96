"""Personal tokens: for programs, shown once."""

from datetime import timedelta

import pytest

from api.client import Client
from api.world import World

pytestmark = pytest.mark.anyio
TOKENS = "/api/v1/tokens"


async def test_a_token_is_shown_once_and_kept_as_a_hash(world: World) -> None:
    browser = await world.signed_in("Olga")

    made = await browser.post(TOKENS, {"name": "Nightly job"})

    token = made.json()["token"]
    assert made.status == 201
    assert token.startswith("parley_")
    assert (await Client(world.app, token=token).get("/api/v1/session")).status == 200
    listed = await browser.get(TOKENS)
    assert token not in listed.body.decode()
    assert made.json()["prefix"] == token[:12]
    kept = await world.pool.fetch("SELECT api_token::text FROM api_token")
    assert all(token not in row[0] for row in kept)


async def test_a_token_expires(world: World) -> None:
    browser = await world.signed_in("Olga")
    made = await browser.post(TOKENS, {"name": "Short", "expires_in_days": 1})
    program = Client(world.app, token=made.json()["token"])

    world.clock.advance(timedelta(hours=23))
    assert (await program.get("/api/v1/session")).status == 200
    world.clock.advance(timedelta(hours=2))
    assert (await program.get("/api/v1/session")).status == 401


async def test_a_deleted_token_is_worthless_and_others_tokens_are_out_of_reach(
    world: World,
) -> None:
    await world.hire("Ana")
    olga = world.program("Olga")
    token_id = (await olga.get(TOKENS)).json()["items"][0]["id"]

    assert (await world.program("Ana").delete(f"{TOKENS}/{token_id}")).status == 404
    assert (await olga.delete(f"{TOKENS}/{token_id}")).status == 204
    assert (await olga.get(TOKENS)).status == 401


async def test_a_made_up_token_is_refused_even_beside_a_good_cookie(world: World) -> None:
    browser = await world.signed_in("Olga")

    for header in ("Bearer parley_made_up", "Bearer other", "Basic b2xnYQ==", "Bearer"):
        reply = await browser.get("/api/v1/session", headers={"authorization": header})
        assert reply.status == 401
        assert reply.headers["www-authenticate"].startswith("Bearer")


async def test_a_program_needs_no_csrf_token_and_acts_as_the_api(world: World) -> None:
    reply = await world.program("Olga").post("/api/v1/tags", {"name": "VIP"})

    actor = await world.pool.fetchval("SELECT actor FROM event ORDER BY id DESC LIMIT 1")
    assert reply.status == 201
    assert b'"api"' in actor


async def test_a_user_has_a_limited_number_of_tokens(world: World) -> None:
    olga = await world.signed_in("Olga")
    for number in range(49):
        assert (await olga.post(TOKENS, {"name": f"Job {number}"})).status == 201

    reply = await olga.post(TOKENS, {"name": "One too many"})

    assert (reply.status, reply.code, reply.json()["limit"]) == (422, "limit_exceeded", 50)


async def test_the_answer_with_the_token_is_never_kept(world: World) -> None:
    headers = {"idempotency-key": "abc"}

    browser = await world.signed_in("Olga")
    made = await browser.post(TOKENS, {"name": "Job"}, headers=headers)

    assert made.status == 201
    assert await world.pool.fetchval("SELECT count(*) FROM idempotency_key") == 0


async def test_a_token_makes_no_tokens(world: World) -> None:
    reply = await world.program("Olga").post(TOKENS, {"name": "A second life"})

    assert (reply.status, reply.code) == (403, "forbidden")
    assert len((await world.program("Olga").get(TOKENS)).json()["items"]) == 1


async def test_a_token_does_not_set_its_own_users_password(world: World) -> None:
    await world.hire("Ana")
    olga, password = world.program("Olga"), {"password": "another good one"}

    own = await olga.patch(f"/api/v1/users/{world.people['Olga'].id}", password)
    others = await olga.patch(f"/api/v1/users/{world.people['Ana'].id}", password)

    assert (own.status, own.code) == (403, "forbidden")
    assert others.status == 200
    assert (await world.browser().sign_in("olga@acme.test", "another good one")).status == 401
