"""The live socket: who gets which event, in which order, and nothing lost."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from api.inbox_world import Inbox
from api.socket import Closed, Socket
from api.world import PASSWORD
from parley.api import broadcast, live
from parley.api.broadcast import Broadcaster
from parley.storage.database import open_pool

pytestmark = pytest.mark.anyio


@pytest.fixture
async def broadcaster(inbox: Inbox) -> AsyncIterator[Broadcaster]:
    """Reads the log of the inbox's workspace as a web process does, and as often as the test wants."""
    made = Broadcaster(inbox.world.pool, poll_seconds=0.02)
    running = asyncio.create_task(made.run())
    inbox.world.app = inbox.world.with_deps(broadcaster=made)
    yield made
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


def socket_of(inbox: Inbox, name: str) -> Socket:
    return Socket(inbox.world.app, token=inbox.world.tokens[name])


@pytest.mark.usefixtures("broadcaster")
async def test_a_message_reaches_the_open_screens(inbox: Inbox) -> None:
    async with socket_of(inbox, "Ana") as ana:
        hello = await ana.get()
        assert hello["type"] == "hello"
        conversation = await inbox.writes("Kim", "Hello there")
        events = await ana.get_events("MessageReceived")
        received = events[-1]
        assert received["conversation_id"] == conversation
        assert received["actor"]["kind"] == "contact"
        assert received["body"]["preview"] == "Hello there"
        kinds = [event["kind"] for event in events]
        assert kinds.index("ConversationOpened") < kinds.index("MessageReceived")


async def test_an_event_that_commits_late_is_not_lost(
    inbox: Inbox, broadcaster: Broadcaster, database_url: str
) -> None:
    """A transaction that began before another one and ends after it writes smaller ids."""
    other = await open_pool(database_url, size=1)
    try:
        async with socket_of(inbox, "Ana") as ana:
            await ana.get()
            async with other.acquire() as connection:
                transaction = connection.transaction()
                await transaction.start()
                await connection.execute(ADD_EVENT, *late_event(inbox, "late"))
                await inbox.world.pool.execute(ADD_EVENT, *late_event(inbox, "early"))
                broadcaster.wake()
                assert await broadcaster.read_new(), "the early one must wait for the late one"
                await transaction.commit()
            events = await ana.get_events("WorkspaceChanged")
            while len(events) < 2:
                events += (await ana.get())["events"]
            assert [event["body"]["id"] for event in events] == ["late", "early"]
    finally:
        await other.close()


ADD_EVENT = """
INSERT INTO event (workspace_id, id, at, kind, actor, body)
VALUES ($1, $2, $3, 'WorkspaceChanged', '{"kind":"system"}', $4)
"""


def late_event(inbox: Inbox, name: str) -> tuple[object, ...]:
    world = inbox.world
    body = f'{{"type":"WorkspaceChanged","noun":"tag","id":"{name}"}}'.encode()
    return world.workspace_id, world.ids.new_id(), world.clock.now(), body


@pytest.mark.usefixtures("broadcaster")
async def test_each_screen_gets_only_what_its_user_may_see(inbox: Inbox) -> None:
    async with (
        socket_of(inbox, "Ana") as ana,
        socket_of(inbox, "Tim") as tim,
        socket_of(inbox, "Otto") as otto,
        socket_of(inbox, "Fritz") as fritz,
    ):
        for socket in (ana, tim, otto, fritz):
            assert (await socket.get())["type"] == "hello"
        hidden = await inbox.writes("Ann")
        sales = await inbox.writes("Bea")
        await inbox.assign(sales, None, team=inbox.sales)
        own = await inbox.writes("Cat")
        await inbox.assign(own, "Otto")
        marker = await inbox.by("Olga").post("/api/v1/tags", {"name": "marker"})
        assert marker.status == 201
        seen = {
            name: {
                event["conversation_id"]
                for event in await socket.get_events("WorkspaceChanged")
                if event["conversation_id"]
            }
            for name, socket in (("Ana", ana), ("Tim", tim), ("Otto", otto))
        }
        assert seen == {"Ana": {hidden, sales, own}, "Tim": {sales}, "Otto": {own}}
        await inbox.by("Fritz").post("/api/v1/tags", {"name": "ours"})
        theirs = await fritz.get_events("WorkspaceChanged")
        assert len(theirs) == 1


async def test_who_loses_a_conversation_sees_it_go(inbox: Inbox, broadcaster: Broadcaster) -> None:
    conversation = await inbox.writes("Kim")
    await inbox.assign(conversation, "Otto")
    await broadcaster.read_new()
    async with socket_of(inbox, "Otto") as otto:
        await otto.get()
        await inbox.assign(conversation, "Ana")
        events = await otto.get_events("ConversationAssigned")
        assert events[-1]["body"]["former_user_id"] == inbox.id_of("Otto")


async def test_a_client_resumes_where_it_was(inbox: Inbox, broadcaster: Broadcaster) -> None:
    async with socket_of(inbox, "Ana") as ana:
        await ana.get()
        await inbox.writes("Ann")
        await ana.get_events("MessageReceived")
        await inbox.by("Olga").post("/api/v1/tags", {"name": "first"})
        cursor = (await ana.get())["cursor"]
    missed = await inbox.writes("Bea")
    await broadcaster.read_new()
    async with socket_of(inbox, "Ana") as ana:
        await ana.get()
        await ana.say(resume=cursor)
        events = await ana.get_events("MessageReceived")
        assert {event["conversation_id"] for event in events} - {None} == {missed}
        following = await inbox.writes("Cat")
        later = await ana.get_events("MessageReceived")
        assert later[-1]["conversation_id"] == following


@pytest.mark.parametrize(
    "cursor",
    [
        "1.00000000-0000-0000-0000-000000000000",
        "18446744073709551615.ffffffff-ffff-ffff-ffff-ffffffffffff",
    ],
)
@pytest.mark.usefixtures("broadcaster")
async def test_a_gap_that_is_not_kept_means_to_fetch_anew(inbox: Inbox, cursor: str) -> None:
    async with socket_of(inbox, "Ana") as ana:
        hello = await ana.get()
        await ana.say(resume=cursor)
        assert await ana.get() == {"type": "refetch", "cursor": hello["cursor"]}


async def test_more_than_is_kept_means_to_fetch_anew(
    inbox: Inbox, broadcaster: Broadcaster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "KEPT_PER_WORKSPACE", 3)
    async with socket_of(inbox, "Ana") as ana:
        cursor = (await ana.get())["cursor"]
    for name in "abcd":
        await inbox.by("Olga").post("/api/v1/tags", {"name": name})
    await broadcaster.read_new()
    async with socket_of(inbox, "Ana") as ana:
        await ana.get()
        await ana.say(resume=cursor)
        assert (await ana.get())["type"] == "refetch"


async def test_a_client_that_does_not_read_is_told_to_fetch_anew(
    inbox: Inbox, broadcaster: Broadcaster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "PENDING_PER_SOCKET", 3)
    async with socket_of(inbox, "Ana") as ana:
        await ana.get()
        ana.may_send.clear()
        await inbox.by("Olga").post("/api/v1/tags", {"name": "first"})
        await broadcaster.read_new()
        for name in "abcdef":
            await inbox.by("Olga").post("/api/v1/tags", {"name": name})
        await broadcaster.read_new()
        ana.may_send.set()
        frames = [await ana.get()]
        while frames[-1]["type"] != "refetch":
            frames.append(await ana.get())
        assert sum(len(frame.get("events", ())) for frame in frames) < 7


@pytest.mark.usefixtures("broadcaster")
async def test_a_program_says_its_token_first(inbox: Inbox) -> None:
    async with Socket(inbox.world.app) as socket:
        await socket.say(token=inbox.world.tokens["Ana"])
        assert (await socket.get())["type"] == "hello"


@pytest.mark.parametrize(
    ("said", "code"), [({"token": "parley_wrong"}, 4401), ({"resume": "1.x"}, 4401)]
)
@pytest.mark.usefixtures("broadcaster")
async def test_who_is_not_known_is_turned_away(
    inbox: Inbox, said: dict[str, str], code: int
) -> None:
    async with Socket(inbox.world.app) as socket:
        await socket.say(**said)
        with pytest.raises(Closed) as closed:
            await socket.get()
        assert closed.value.code == code


@pytest.mark.usefixtures("broadcaster")
async def test_a_token_in_the_address_is_refused(inbox: Inbox) -> None:
    async with Socket(inbox.world.app, query=f"token={inbox.world.tokens['Ana']}") as socket:
        with pytest.raises(Closed) as closed:
            await socket.get()
        assert closed.value.code == 4400


@pytest.mark.usefixtures("broadcaster")
async def test_a_cookie_counts_only_from_our_own_pages(inbox: Inbox) -> None:
    browser = await inbox.person("Ana")
    own = Socket(inbox.world.app, cookies=browser.cookies, origin="http://127.0.0.1:8000")
    async with own as socket:
        assert (await socket.get())["type"] == "hello"
    evil = Socket(inbox.world.app, cookies=browser.cookies, origin="https://evil.example")
    async with evil as socket:
        with pytest.raises(Closed) as closed:
            await socket.get()
        assert closed.value.code == 4403


@pytest.mark.usefixtures("broadcaster")
async def test_a_deactivated_user_is_cut_off_at_once(inbox: Inbox) -> None:
    async with socket_of(inbox, "Ana") as ana:
        await ana.get()
        reply = await inbox.by("Olga").delete(f"/api/v1/users/{inbox.id_of('Ana')}")
        assert reply.status == 200
        with pytest.raises(Closed) as closed:
            await ana.get_until_closed()
        assert closed.value.code == 4401


@pytest.mark.usefixtures("broadcaster")
async def test_a_socket_ends_with_its_session(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "PING_SECONDS", 0.02)
    browser = await inbox.person("Ana")
    assert PASSWORD
    async with Socket(inbox.world.app, cookies=dict(browser.cookies)) as socket:
        assert (await socket.get())["type"] == "hello"
        assert (await socket.get())["type"] == "ping"
        await browser.delete("/api/v1/session")
        with pytest.raises(Closed) as closed:
            await socket.get_until_closed()
        assert closed.value.code == 4401


@pytest.mark.usefixtures("broadcaster")
async def test_a_new_sight_holds_for_the_next_event(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    async with socket_of(inbox, "Otto") as otto:
        await otto.get()
        changed = await inbox.by("Olga").patch(
            f"/api/v1/users/{inbox.id_of('Otto')}", {"visibility": "all"}
        )
        assert changed.status == 200
        await otto.get_events("WorkspaceChanged")
        await inbox.writes("Kim", "Again")
        events = await otto.get_events("MessageReceived")
        assert events[-1]["conversation_id"] == conversation


@pytest.mark.usefixtures("broadcaster")
async def test_a_user_has_a_bounded_number_of_sockets(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "SOCKETS_PER_USER", 1)
    async with socket_of(inbox, "Ana") as first:
        assert (await first.get())["type"] == "hello"
        async with socket_of(inbox, "Ana") as second:
            with pytest.raises(Closed) as closed:
                await second.get()
            assert closed.value.code == 4429
        async with socket_of(inbox, "Mia") as third:
            assert (await third.get())["type"] == "hello"


@pytest.mark.usefixtures("broadcaster")
async def test_what_a_client_says_must_be_understood(inbox: Inbox) -> None:
    async with socket_of(inbox, "Ana") as ana:
        await ana.get()
        await ana.say(resume="nonsense")
        with pytest.raises(Closed) as closed:
            await ana.get()
        assert closed.value.code == 4400


async def test_comings_and_goings_are_told_to_who_wants_to_know(inbox: Inbox) -> None:
    told: list[tuple[str, object]] = []
    made = Broadcaster(
        inbox.world.pool,
        joined=lambda _, user: told.append(("joined", user)),
        left=lambda _, user: told.append(("left", user)),
    )
    await made.read_new()
    inbox.world.app = inbox.world.with_deps(broadcaster=made)
    async with socket_of(inbox, "Ana") as ana:
        await ana.get()
    ana_id = inbox.world.people["Ana"].id
    assert told == [("joined", ana_id), ("left", ana_id)]
