"""The live socket ends with the right to it, however busy it is."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from api.inbox_world import Inbox
from api.socket import Closed, Socket
from api.world import PASSWORD
from parley.api import live
from parley.api.broadcast import Broadcaster
from parley.api.rates import Buckets

pytestmark = pytest.mark.anyio
SESSION = "/api/v1/session"


@pytest.fixture(autouse=True)
async def broadcaster(inbox: Inbox) -> AsyncIterator[Broadcaster]:
    made = Broadcaster(inbox.world.pool, poll_seconds=0.02)
    running = asyncio.create_task(made.run())
    inbox.world.app = inbox.world.with_deps(broadcaster=made)
    yield made
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def closing_code(socket: Socket) -> int:
    with pytest.raises(Closed) as closed:
        await socket.get_until_closed()
    return closed.value.code


async def test_a_busy_socket_ends_with_a_session_that_ended_elsewhere(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "PING_SECONDS", 0.3)
    browser = await inbox.person("Ana")

    enough = asyncio.Event()

    async def keep_writing() -> None:
        while not enough.is_set():
            await inbox.writes("Kim")

    async with Socket(inbox.world.app, cookies=dict(browser.cookies)) as socket:
        assert (await socket.get())["type"] == "hello"
        writing = asyncio.create_task(keep_writing())
        await inbox.world.pool.execute("DELETE FROM session")
        code = await closing_code(socket)
        # A request in hand is finished even if its caller leaves: it must not outlive the test.
        enough.set()
        await writing
    assert code == 4401


async def test_signing_out_closes_the_socket_at_once(inbox: Inbox) -> None:
    browser = await inbox.person("Ana")
    async with Socket(inbox.world.app, cookies=dict(browser.cookies)) as socket:
        assert (await socket.get())["type"] == "hello"
        assert (await browser.delete(SESSION)).status == 204
        assert await closing_code(socket) == 4401


async def test_a_new_password_closes_the_socket_at_once(inbox: Inbox) -> None:
    browser = await inbox.person("Ana")
    async with Socket(inbox.world.app, cookies=dict(browser.cookies)) as socket:
        assert (await socket.get())["type"] == "hello"
        body = {"current_password": PASSWORD, "password": "another good one"}
        assert (await browser.put(f"{SESSION}/password", body)).status == 204
        assert await closing_code(socket) == 4401


async def test_a_deleted_token_closes_the_socket_at_once(inbox: Inbox) -> None:
    ana = inbox.by("Ana")
    token_id = (await ana.get("/api/v1/tokens")).json()["items"][0]["id"]
    async with Socket(inbox.world.app, token=ana.token) as socket:
        assert (await socket.get())["type"] == "hello"
        assert (await ana.delete(f"/api/v1/tokens/{token_id}")).status == 204
        assert await closing_code(socket) == 4401


async def test_an_address_opens_a_limited_number_of_sockets_before_it_signs_in(
    inbox: Inbox, broadcaster: Broadcaster
) -> None:
    app = inbox.world.with_deps(
        broadcaster=broadcaster, address_buckets=Buckets(rate=0.001, burst=1)
    )
    async with Socket(app, token=inbox.world.tokens["Ana"]) as first:
        assert (await first.get())["type"] == "hello"
    async with Socket(app) as second:
        assert await closing_code(second) == 4429


async def test_a_caller_who_asks_too_often_is_told_to_wait_and_not_that_he_may_not(
    inbox: Inbox, broadcaster: Broadcaster
) -> None:
    app = inbox.world.with_deps(
        broadcaster=broadcaster, caller_buckets=Buckets(rate=0.001, burst=1)
    )
    for code in (None, 4429):
        async with Socket(app, token=inbox.world.tokens["Ana"]) as socket:
            if code is None:
                assert (await socket.get())["type"] == "hello"
            else:
                assert await closing_code(socket) == code


async def test_the_first_frame_is_short_and_comes_soon(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Socket(inbox.world.app) as talkative:
        await talkative.say(token="x" * live.FRAME_LENGTH)
        assert await closing_code(talkative) == 4400
    async with Socket(inbox.world.app) as binary:
        await binary.say_bytes(b"\x00")
        assert await closing_code(binary) == 4400
    monkeypatch.setattr(live, "FIRST_FRAME_SECONDS", 0.01)
    async with Socket(inbox.world.app) as silent:
        assert await closing_code(silent) == 4401
