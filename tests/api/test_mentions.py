"""Who is mentioned in a comment is told of it, whoever holds the conversation."""

import asyncio
import contextlib
from typing import Any

import pytest

from api.inbox_world import Inbox
from api.socket import Socket
from parley.api.broadcast import Broadcaster

pytestmark = pytest.mark.anyio
NOBODY = "00000000-0000-0000-0000-000000000404"


async def notes(inbox: Inbox, conversation: str, name: str, body: str, *who: str) -> Any:
    ids = [inbox.id_of(one) for one in who]
    path = f"/api/v1/conversations/{conversation}/comments"
    return await inbox.by(name).post(path, {"body": body, "mentions": ids})


async def mentions(inbox: Inbox, name: str, query: str = "") -> dict[str, Any]:
    reply = await inbox.by(name).get(f"/api/v1/mentions{query}")
    assert reply.status == 200, reply.body
    return reply.json()


async def test_a_mention_is_kept_with_the_comment_and_listed_for_the_one_it_names(
    inbox: Inbox,
) -> None:
    conversation = await inbox.writes("Kim", "Hello")
    made = await notes(inbox, conversation, "Olga", "Otto, please look", "Otto", "Otto")
    await notes(inbox, conversation, "Olga", "Nobody in particular")
    assert made.status == 201, made.body
    assert made.json()["mentions"] == [inbox.id_of("Otto")]
    listed = await mentions(inbox, "Otto")
    assert [item["comment"]["body"] for item in listed["items"]] == ["Otto, please look"]
    assert listed["items"][0]["comment"]["author"] == "api"
    assert listed["items"][0]["contact_id"] == await inbox.contact_of(conversation)
    assert (await mentions(inbox, "Ana"))["items"] == []
    # The conversation itself is as visible as ever (O28).
    assert (await inbox.by("Otto").get(f"/api/v1/conversations/{conversation}")).status == 404
    thread = await inbox.by("Ana").get(f"/api/v1/conversations/{conversation}/thread")
    shown = [item for item in thread.json()["items"] if item["type"] == "comment"]
    assert [item["mentions"] for item in shown] == [[], [inbox.id_of("Otto")]]


async def test_mentions_are_paged_newest_first(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim", "Hello")
    for number in range(3):
        await notes(inbox, conversation, "Olga", f"note {number}", "Ana")
    first = await mentions(inbox, "Ana", "?limit=2")
    second = await mentions(inbox, "Ana", f"?limit=2&after={first['next']}")
    bodies = [item["comment"]["body"] for item in (*first["items"], *second["items"])]
    assert bodies == ["note 2", "note 1", "note 0"]
    assert second["next"] is None


async def test_only_active_users_are_mentioned_and_not_all_of_them_at_once(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim", "Hello")
    path = f"/api/v1/conversations/{conversation}/comments"
    await inbox.by("Olga").delete(f"/api/v1/users/{inbox.id_of('Sue')}")
    for body, status in (
        ({"body": "x", "mentions": [NOBODY]}, 404),
        ({"body": "x", "mentions": [inbox.id_of("Sue")]}, 404),
        ({"body": "x", "mentions": ["Ana"]}, 422),
        ({"body": "x", "mentions": [inbox.id_of("Ana")] * 21}, 422),
    ):
        assert (await inbox.by("Olga").post(path, body)).status == status, body


async def test_the_screen_of_the_one_who_is_mentioned_hears_of_the_comment(inbox: Inbox) -> None:
    broadcaster = Broadcaster(inbox.world.pool, poll_seconds=0.02)
    running = asyncio.create_task(broadcaster.run())
    inbox.world.app = inbox.world.with_deps(broadcaster=broadcaster)
    conversation = await inbox.writes("Kim", "Hello")
    async with Socket(inbox.world.app, token=inbox.world.tokens["Otto"]) as otto:
        await otto.get()
        await notes(inbox, conversation, "Olga", "not for you", "Ana")
        await notes(inbox, conversation, "Olga", "for you", "Otto")
        heard = await otto.get_events("CommentAdded")
    assert [event["body"]["preview"] for event in heard] == ["for you"]
    assert heard[0]["body"]["mentions"] == [inbox.id_of("Otto")]
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def test_a_workflow_mentions_by_id_and_by_e_mail(inbox: Inbox) -> None:
    text = f"Please look, @[ANA@acme.test] and @[{inbox.id_of('Otto')}], says {{{{contact.name}}}}"
    draft = {
        "trigger": {"kind": "conversation_opened"},
        "start": "note",
        "steps": {"note": {"kind": "add_comment", "text": text}},
    }
    olga = inbox.by("Olga")
    made = await olga.post("/api/v1/workflows", {"name": "Tell them", "draft": draft})
    published = await olga.put(f"/api/v1/workflows/{made.json()['id']}/publication")
    assert published.status == 200, published.body
    await inbox.writes("Kim", "Hello")
    for name in ("Ana", "Otto"):
        [item] = (await mentions(inbox, name))["items"]
        assert item["comment"]["body"] == "Please look, @Ana and @Otto, says Kim"
        assert item["comment"]["author"] == "workflow"
