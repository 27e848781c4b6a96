"""Conversations through the API: views, counts, one conversation, its thread."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from api.inbox_world import Inbox
from parley.api.paging import encode_cursor

pytestmark = pytest.mark.anyio


async def test_a_message_makes_a_conversation_that_everybody_who_sees_all_finds(
    inbox: Inbox,
) -> None:
    conversation = await inbox.writes("Kim", "Do you have blue shoes?")
    assert await inbox.listed("Ana") == [conversation]
    assert await inbox.listed("Ana", "view=unassigned") == [conversation]
    assert await inbox.listed("Ana", "view=mine") == []
    shown = await inbox.show(conversation, by="Ana")
    assert shown["preview"] == "Do you have blue shoes?"
    assert shown["status"] == "open"
    assert shown["opened_by"] == "contact"
    assert shown["unread_count"] == 1
    assert shown["reply_window"]["is_open"] is True
    assert shown["run"] is None


async def test_pages_stay_stable_while_new_messages_come_in(inbox: Inbox) -> None:
    conversations: list[str] = []
    for name in ("Ann", "Bea", "Cat", "Dot", "Eve"):
        conversations.append(await inbox.writes(name))
        inbox.clock.advance(timedelta(minutes=1))
    first = (await inbox.by("Ana").get("/api/v1/conversations?limit=2")).json()
    assert [item["id"] for item in first["items"]] == [conversations[4], conversations[3]]
    await inbox.writes("Flo")
    await inbox.writes("Eve", "Me again")
    second = (
        await inbox.by("Ana").get(f"/api/v1/conversations?limit=2&after={first['next']}")
    ).json()
    assert [item["id"] for item in second["items"]] == [conversations[2], conversations[1]]
    last = (
        await inbox.by("Ana").get(f"/api/v1/conversations?limit=2&after={second['next']}")
    ).json()
    assert [item["id"] for item in last["items"]] == [conversations[0]]
    assert last["next"] is None


async def test_the_oldest_comes_first_if_asked(inbox: Inbox) -> None:
    first = await inbox.writes("Ann")
    inbox.clock.advance(timedelta(minutes=1))
    second = await inbox.writes("Bea")
    assert await inbox.listed("Ana", "sort=oldest") == [first, second]
    assert await inbox.listed("Ana", "sort=newest") == [second, first]


async def test_everybody_sees_what_is_theirs_on_list_counts_thread_and_one(inbox: Inbox) -> None:
    to_nobody = await inbox.writes("Ann")
    to_sales = await inbox.writes("Bea")
    to_otto = await inbox.writes("Cat")
    await inbox.assign(to_sales, None, team=inbox.sales)
    await inbox.assign(to_otto, "Otto", team=inbox.support)
    expected = {
        "Ana": {to_nobody, to_sales, to_otto},
        "Mia": {to_nobody, to_sales, to_otto},
        "Tim": {to_sales},
        "Sue": {to_otto},
        "Otto": {to_otto},
    }
    for name, seen in expected.items():
        assert set(await inbox.listed(name)) == seen, name
        counts = (await inbox.by(name).get("/api/v1/conversation-counts")).json()
        assert counts["views"]["all"] == len(seen), name
        for conversation in (to_nobody, to_sales, to_otto):
            status = 200 if conversation in seen else 404
            for path in ("", "/thread", "/decisions"):
                reply = await inbox.by(name).get(f"/api/v1/conversations/{conversation}{path}")
                assert reply.status == status, (name, path)


async def test_each_view_counts_what_it_lists(inbox: Inbox) -> None:
    conversations = [await inbox.writes(name) for name in ("Ann", "Bea", "Cat", "Dot")]
    await inbox.assign(conversations[0], "Tim", team=inbox.sales)
    await inbox.assign(conversations[1], "Otto", team=inbox.sales)
    await inbox.assign(conversations[2], None, team=inbox.support)
    await inbox.by("Olga").put(f"/api/v1/conversations/{conversations[3]}/closure", {})
    for name in ("Ana", "Tim", "Sue", "Otto"):
        counts = (await inbox.by(name).get("/api/v1/conversation-counts")).json()
        assert counts["cap"] == 999
        for view, number in counts["views"].items():
            assert len(await inbox.listed(name, f"view={view}")) == number, (name, view)
    ana = (await inbox.by("Ana").get("/api/v1/conversation-counts")).json()["views"]
    assert ana[f"team:{inbox.sales}"] == 2
    tim = (await inbox.by("Tim").get("/api/v1/conversation-counts")).json()
    assert tim["views"]["mine"] == 1
    assert tim["unanswered_mine"] == 1
    assert f"team:{inbox.support}" not in tim["views"]


async def test_a_thread_tells_messages_comments_and_events_in_order(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim", "Hello")
    inbox.clock.advance(timedelta(minutes=1))
    ana = await inbox.person("Ana")
    await ana.post(f"/api/v1/conversations/{conversation}/comments", {"body": "A regular"})
    inbox.clock.advance(timedelta(minutes=1))
    await ana.post(f"/api/v1/conversations/{conversation}/messages", {"text": "Hello Kim"})
    thread = (await ana.get(f"/api/v1/conversations/{conversation}/thread")).json()
    items = list(reversed(thread["items"]))
    assert [item.get("text") or item.get("body") for item in items if item["type"] != "event"] == [
        "Hello",
        "A regular",
        "Hello Kim",
    ]
    messages = [item for item in items if item["type"] == "message"]
    assert [(m["direction"], m["author"], m["author_name"]) for m in messages] == [
        ("in", "contact", "Kim"),
        ("out", "user", "Ana"),
    ]
    events = {item["kind"]: item["text"] for item in items if item["type"] == "event"}
    assert events["ConversationOpened"] == "Kim opened the conversation"
    assert events["ConversationAssigned"] == "Ana assigned the conversation to Ana"


async def test_a_thread_is_read_backwards_page_by_page(inbox: Inbox) -> None:
    conversation = ""
    for number in range(7):
        conversation = await inbox.writes("Kim", f"Message {number}")
        inbox.clock.advance(timedelta(seconds=10))
    path = f"/api/v1/conversations/{conversation}/thread?limit=3"
    items, before = [], ""
    while True:
        page = (await inbox.by("Ana").get(path + before)).json()
        items += page["items"]
        if page["next"] is None:
            break
        before = f"&before={page['next']}"
    texts = [item["text"] for item in items if item["type"] == "message"]
    assert texts == [f"Message {number}" for number in range(6, -1, -1)]
    assert len({item["id"] for item in items}) == len(items)


async def test_reading_sets_the_unread_count_back(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    await inbox.writes("Kim", "Anybody?")
    assert (await inbox.show(conversation, by="Ana"))["unread_count"] == 2
    reply = await inbox.by("Ana").put(f"/api/v1/conversations/{conversation}/read-mark")
    assert reply.status == 204
    assert (await inbox.show(conversation, by="Ana"))["unread_count"] == 0
    assert (await inbox.show(conversation, by="Mia"))["unread_count"] == 2
    await inbox.writes("Kim", "Hello?")
    assert (await inbox.show(conversation, by="Ana"))["unread_count"] == 1


# A cursor of the right shape, made by somebody who forgot the zone.
NO_ZONE = encode_cursor(datetime(2026, 3, 1, 12), UUID(int=1))  # noqa: DTZ001 - the point


@pytest.mark.parametrize(
    "query",
    ["view=sideways", "view=team:nobody", "after=made-up", f"after={NO_ZONE}", "limit=0"],
)
async def test_a_list_refuses_what_it_does_not_know(inbox: Inbox, query: str) -> None:
    reply = await inbox.by("Ana").get(f"/api/v1/conversations?{query}")
    assert reply.status == 422
    assert reply.code == "invalid"


async def test_a_cursor_whose_instant_has_no_zone_is_named(inbox: Inbox) -> None:
    reply = await inbox.by("Ana").get(f"/api/v1/conversations?after={NO_ZONE}")
    assert (reply.status, reply.json()["detail"]) == (422, "The cursor is not one of this list's.")


async def test_a_foreign_workspace_sees_nothing_of_it(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    assert await inbox.listed("Fritz") == []
    for path in ("", "/thread", "/decisions"):
        reply = await inbox.by("Fritz").get(f"/api/v1/conversations/{conversation}{path}")
        assert reply.status == 404
