"""Signing in and out, as a browser does."""

from datetime import timedelta

import anyio
import pytest

from api.client import Client
from api.world import PASSWORD, World
from parley.domain.people import Role

pytestmark = pytest.mark.anyio
SESSION = "/api/v1/session"


async def test_a_person_signs_in_and_sees_who_she_is(world: World) -> None:
    browser = await world.signed_in("Olga")

    reply = await browser.get(SESSION)

    assert reply.status == 200
    assert reply.json()["user"]["email"] == "olga@acme.test"
    assert reply.json()["workspace"]["name"] == "Acme"
    assert reply.json()["csrf"] == browser.csrf


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(world: World) -> None:
    wrong = await world.browser().sign_in("olga@acme.test", "not her password")
    unknown = await world.browser().sign_in("nobody@acme.test", "not her password")

    assert wrong.status == unknown.status == 401
    assert wrong.body == unknown.body
    assert wrong.code == "sign_in_failed"


async def test_the_cookie_on_this_machine_is_closed_to_scripts(world: World) -> None:
    reply = await world.browser().sign_in("olga@acme.test", PASSWORD)

    cookie = reply.cookies[0].lower()
    assert cookie.startswith("parley=session_")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "secure" not in cookie


async def test_the_cookie_over_https_is_bound_to_the_host(world: World) -> None:
    app = world.with_deps(public_url="https://parley.example")
    browser = Client(app, host="parley.example")

    reply = await browser.sign_in("olga@acme.test", PASSWORD)

    cookie = reply.cookies[0].lower()
    assert cookie.startswith("__host-parley=")
    assert "secure" in cookie
    assert "domain" not in cookie
    assert reply.headers["strict-transport-security"].startswith("max-age=")
    assert (await browser.get(SESSION)).status == 200


async def test_a_password_does_not_cross_a_network_in_the_clear(world: World) -> None:
    browser = Client(world.app, host="192.168.1.7:8000")

    reply = await browser.sign_in("olga@acme.test", PASSWORD)

    assert (reply.status, reply.code) == (403, "https_required")


async def test_the_database_holds_no_session_that_could_be_used(world: World) -> None:
    browser = await world.signed_in("Olga")

    kept = await world.pool.fetchval("SELECT token_hash FROM session")

    assert browser.cookies["parley"].encode() not in kept


async def test_signing_in_again_gives_a_new_session_and_ends_the_former(world: World) -> None:
    browser = await world.signed_in("Olga")
    thief = world.browser()
    thief.cookies = dict(browser.cookies)

    await browser.sign_in("olga@acme.test", PASSWORD)

    assert browser.cookies != thief.cookies
    assert (await thief.get(SESSION)).status == 401
    assert (await browser.get(SESSION)).status == 200


async def test_signing_out_ends_the_session_on_the_server(world: World) -> None:
    browser = await world.signed_in("Olga")
    kept = dict(browser.cookies)

    reply = await browser.delete(SESSION)
    browser.cookies = kept

    assert reply.status == 204
    assert (await browser.get(SESSION)).status == 401


async def test_an_idle_session_ends_after_twelve_hours(world: World) -> None:
    browser = await world.signed_in("Olga")

    world.clock.advance(timedelta(hours=11))
    assert (await browser.get(SESSION)).status == 200
    world.clock.advance(timedelta(hours=11))
    assert (await browser.get(SESSION)).status == 200
    world.clock.advance(timedelta(hours=12, minutes=1))
    assert (await browser.get(SESSION)).status == 401


async def test_a_busy_session_ends_after_fourteen_days(world: World) -> None:
    browser = await world.signed_in("Olga")

    for _ in range(14 * 24 // 11):
        world.clock.advance(timedelta(hours=11))
        assert (await browser.get(SESSION)).status == 200
    world.clock.advance(timedelta(hours=11))

    assert (await browser.get(SESSION)).status == 401


async def test_the_sixth_wrong_password_makes_the_address_wait(world: World) -> None:
    for _ in range(5):
        assert (await world.browser().sign_in("olga@acme.test", "wrong")).status == 401

    sixth = await world.browser().sign_in("olga@acme.test", PASSWORD)
    elsewhere = await world.browser(address="10.0.0.9").sign_in("olga@acme.test", PASSWORD)

    assert (sixth.status, sixth.code) == (429, "too_many_requests")
    assert int(sixth.headers["retry-after"]) == 60
    assert elsewhere.status == 201


async def test_the_pause_ends_and_doubles_with_the_next_failure(world: World) -> None:
    for _ in range(6):
        await world.browser().sign_in("olga@acme.test", "wrong")
    world.clock.advance(timedelta(seconds=61))

    again = await world.browser().sign_in("olga@acme.test", "wrong")

    assert (again.status, again.headers["retry-after"]) == (429, "120")
    world.clock.advance(timedelta(hours=1, minutes=1))
    assert (await world.browser().sign_in("olga@acme.test", PASSWORD)).status == 201


async def test_an_unknown_address_is_held_off_in_the_same_way(world: World) -> None:
    replies = [await world.browser().sign_in("nobody@acme.test", "wrong") for _ in range(6)]

    assert [reply.status for reply in replies] == [401, 401, 401, 401, 401, 429]


async def test_guesses_in_parallel_gain_nothing(world: World) -> None:
    statuses: list[int] = []

    async def guess() -> None:
        statuses.append((await world.browser().sign_in("olga@acme.test", "wrong")).status)

    async with anyio.create_task_group() as group:
        for _ in range(20):
            group.start_soon(guess)

    assert statuses.count(401) <= 5
    assert set(statuses) == {401, 429}


async def test_a_success_forgets_the_failures_before_it(world: World) -> None:
    for _ in range(4):
        await world.browser().sign_in("olga@acme.test", "wrong")
    await world.signed_in("Olga")
    for _ in range(4):
        await world.browser().sign_in("olga@acme.test", "wrong")

    assert (await world.browser().sign_in("olga@acme.test", PASSWORD)).status == 201


async def test_a_write_by_cookie_needs_the_csrf_token(world: World) -> None:
    browser = await world.signed_in("Olga")
    right, browser.csrf = browser.csrf, None

    without = await browser.post("/api/v1/tags", {"name": "VIP"})
    browser.csrf = "made up"
    wrong = await browser.post("/api/v1/tags", {"name": "VIP"})
    browser.csrf = right

    assert (without.status, without.code) == (403, "csrf_refused")
    assert wrong.status == 403
    assert (await browser.post("/api/v1/tags", {"name": "VIP"})).status == 201


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://127.0.0.1:8000"}, 201),
        ({"sec-fetch-site": "same-origin"}, 201),
    ],
)
async def test_a_write_by_cookie_comes_from_our_own_pages(
    world: World, headers: dict[str, str], status: int
) -> None:
    browser = await world.signed_in("Olga")

    assert (await browser.post("/api/v1/tags", {"name": "VIP"}, headers=headers)).status == status


async def test_no_other_page_signs_a_person_in(world: World) -> None:
    body = {"email": "olga@acme.test", "password": PASSWORD}

    reply = await world.browser().post(SESSION, body, headers={"origin": "https://evil.example"})

    assert (reply.status, reply.code) == (403, "csrf_refused")


async def test_a_person_changes_her_own_password_and_is_signed_out(world: World) -> None:
    await world.hire("Ana")
    browser = await world.signed_in("Ana")
    body = {"current_password": PASSWORD, "password": "another good one"}

    wrong = await browser.put(f"{SESSION}/password", body | {"current_password": "wrong"})
    reply = await browser.put(f"{SESSION}/password", body)

    assert (wrong.status, reply.status) == (401, 204)
    assert (await browser.get(SESSION)).status == 401
    assert (await world.browser().sign_in("ana@acme.test", "another good one")).status == 201


async def test_a_new_role_ends_the_sessions_of_the_old_one(world: World) -> None:
    await world.hire("Mia", Role.MANAGER)
    browser = await world.signed_in("Mia")

    await world.program("Olga").patch(f"/api/v1/users/{world.people['Mia'].id}", {"role": "agent"})

    assert (await browser.get(SESSION)).status == 401
