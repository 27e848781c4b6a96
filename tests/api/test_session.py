"""Signing in and out, as a browser does."""

import pytest

from api.world import World

pytestmark = pytest.mark.anyio


async def test_a_person_signs_in_and_sees_who_she_is(world: World) -> None:
    browser = await world.signed_in("Olga")

    reply = await browser.get("/api/v1/session")

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
