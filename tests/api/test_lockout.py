"""Who guesses passwords is held off by account and address; nobody else is."""

import pytest

from api.client import Client, Reply
from api.world import PASSWORD, World
from parley.kit.forwarded import read_networks

pytestmark = pytest.mark.anyio
PROXY = "10.0.0.1"


async def try_as(client: Client, email: str, password: str, *, told: str = "") -> Reply:
    body = {"email": email, "password": password}
    return await client.post("/api/v1/session", body, headers={"x-forwarded-for": told})


async def guess_widely(client: Client, *, told: str = "") -> list[int]:
    """One guess for each of 51 accounts."""
    return [
        (await try_as(client, f"nobody{number}@acme.test", "wrong", told=told)).status
        for number in range(51)
    ]


async def test_behind_a_trusted_proxy_one_guesser_holds_off_nobody_else(world: World) -> None:
    app = world.with_deps(trusted_proxies=read_networks(PROXY))
    proxy = Client(app, address=PROXY)

    guesses = await guess_widely(proxy, told="1.1.1.1")
    same = await try_as(proxy, "olga@acme.test", PASSWORD, told="6.6.6.6, 1.1.1.1")
    other = await try_as(proxy, "olga@acme.test", PASSWORD, told="2.2.2.2")

    assert guesses == [401] * 50 + [429]
    assert (same.status, other.status) == (429, 201)


async def test_without_the_setting_nobody_gets_a_new_address_by_a_header(world: World) -> None:
    guesser = Client(world.app, address="8.8.8.8")

    for number in range(5):
        told = f"1.1.1.{number}"
        assert (await try_as(guesser, "olga@acme.test", "wrong", told=told)).status == 401

    assert (await try_as(guesser, "olga@acme.test", PASSWORD, told="1.1.1.9")).status == 429


async def test_a_success_does_not_forget_the_addresss_failures_with_others(world: World) -> None:
    guesser = Client(world.app, address="8.8.8.8")

    for number in range(50):
        assert (await try_as(guesser, f"nobody{number}@acme.test", "wrong")).status == 401
        if number % 10 == 0:
            assert (await try_as(guesser, "olga@acme.test", PASSWORD)).status == 201

    assert (await try_as(guesser, "nobody@acme.test", "wrong")).status == 429


async def test_many_may_sign_in_from_one_address(world: World) -> None:
    office = Client(world.app, address="8.8.8.8")

    replies = [await try_as(office, "olga@acme.test", PASSWORD) for _ in range(52)]

    assert {reply.status for reply in replies} == {201}
