"""Writing to a contact through the API, and what is refused."""

import json
from datetime import timedelta

import pytest

from api.inbox_world import WINDOW, Inbox

WEB = "https://files.example.com"
pytestmark = pytest.mark.anyio


async def test_a_reply_goes_into_the_outbox_and_claims_the_conversation(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    ana = await inbox.person("Ana")
    reply = await ana.post(f"/api/v1/conversations/{conversation}/messages", {"text": "Hello Kim"})
    assert reply.status == 201
    message = reply.json()
    assert (message["status"], message["author"], message["author_name"]) == (
        "queued",
        "user",
        "Ana",
    )
    assert message["content"] == {"type": "text", "body": "Hello Kim"}
    shown = await inbox.show(conversation)
    assert shown["assignee_id"] == inbox.id_of("Ana")
    assert (shown["preview"], shown["preview_outgoing"]) == ("Hello Kim", True)
    assert shown["unanswered_since"] is None
    outbox = (await ana.get("/api/v1/outbox")).json()["items"]
    assert [(row["message_id"], row["state"]) for row in outbox] == [(message["id"], "queued")]


async def test_a_file_is_sent_by_its_address_with_the_text_beside_it(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    file = {"media": "file", "url": f"{WEB}/menu.pdf", "filename": "menu.pdf"}
    reply = await inbox.by("Ana").post(
        f"/api/v1/conversations/{conversation}/messages", {"text": "Our menu", "attachment": file}
    )
    assert reply.status == 201, reply.body
    message = reply.json()
    assert message["text"] == "Our menu"
    assert message["content"] == {
        "type": "media",
        "kind": "file",
        "url": f"{WEB}/menu.pdf",
        "filename": "menu.pdf",
        "caption": "Our menu",
    }
    assert (await inbox.show(conversation))["preview"] == "Our menu"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body"),
        ({"text": ""}, "body"),
        ({"attachment": {"media": "image", "url": ""}}, "body.attachment.url"),
        ({"attachment": {"media": "poem", "url": f"{WEB}/a"}}, "body.attachment.media"),
        ({"attachment": {"media": "image", "url": f"{WEB}/{'a' * 2048}"}}, "body.attachment.url"),
        ({"attachment": {"media": "image", "url": "http://files.example.com/a"}}, "attachment.url"),
        ({"attachment": {"media": "image", "url": "https://10.0.0.8/a.png"}}, "attachment.url"),
        ({"attachment": {"media": "image", "url": "https://localhost/a.png"}}, "attachment.url"),
        ({"text": "x" * 4097, "attachment": {"media": "image", "url": f"{WEB}/a.png"}}, "text"),
    ],
)
async def test_a_file_that_cannot_be_sent_is_refused_and_named(
    inbox: Inbox, body: dict[str, object], field: str
) -> None:
    conversation = await inbox.writes("Kim")
    refused = await inbox.by("Ana").post(f"/api/v1/conversations/{conversation}/messages", body)
    assert refused.status == 422
    assert field in refused.body.decode()
    assert (await inbox.by("Ana").get("/api/v1/outbox")).json()["items"] == []


async def test_a_program_that_replies_claims_nothing(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    reply = await inbox.by("Ana").post(
        f"/api/v1/conversations/{conversation}/messages", {"text": "Automatic"}
    )
    assert reply.json()["author"] == "api"
    assert (await inbox.show(conversation))["assignee_id"] is None


async def test_after_the_window_a_reply_is_refused_before_it_is_sent(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    opened = (await inbox.show(conversation))["reply_window"]
    assert opened["open_until"] is not None
    inbox.clock.advance(WINDOW + timedelta(seconds=1))
    refused = await inbox.by("Ana").post(
        f"/api/v1/conversations/{conversation}/messages", {"text": "Still there?"}
    )
    assert (refused.status, refused.code) == (409, "reply_window_closed")
    closed = (await inbox.show(conversation))["reply_window"]
    assert (closed["is_open"], closed["open_until"]) == (False, "2026-03-03T09:00:00Z")
    assert (await inbox.by("Ana").get("/api/v1/outbox")).json()["items"] == []


async def test_the_same_key_writes_a_message_once(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    path = f"/api/v1/conversations/{conversation}/messages"
    key = {"idempotency-key": "once"}
    first = await inbox.by("Ana").post(path, {"text": "Hi"}, headers=key)
    again = await inbox.by("Ana").post(path, {"text": "Hi"}, headers=key)
    assert again.json()["id"] == first.json()["id"]
    assert len((await inbox.by("Ana").get("/api/v1/outbox")).json()["items"]) == 1


async def test_an_answer_names_the_message_that_it_answers(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim", "Which size?")
    path = f"/api/v1/conversations/{conversation}"
    thread = (await inbox.by("Ana").get(f"{path}/thread")).json()["items"]
    question = next(item for item in thread if item["type"] == "message")
    answer = await inbox.by("Ana").post(
        f"{path}/messages", {"text": "42", "reply_to": question["id"]}
    )
    assert answer.json()["reply_to"] == question["id"]
    other = await inbox.writes("Lee")
    wrong = await inbox.by("Ana").post(
        f"/api/v1/conversations/{other}/messages", {"text": "42", "reply_to": question["id"]}
    )
    assert wrong.status == 404


@pytest.mark.parametrize("text", ["", "   ", "x" * 5000, "a\u0000b"])
async def test_a_text_must_fit(inbox: Inbox, text: str) -> None:
    conversation = await inbox.writes("Kim")
    refused = await inbox.by("Ana").post(
        f"/api/v1/conversations/{conversation}/messages", {"text": text}
    )
    assert refused.status == 422


async def test_a_failed_message_is_tried_again_once_more(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    path = f"/api/v1/conversations/{conversation}/messages"
    message = (await inbox.by("Ana").post(path, {"text": "Hi"})).json()["id"]
    early = await inbox.by("Ana").post(f"/api/v1/messages/{message}/attempts")
    assert (early.status, early.code) == (409, "nothing_to_retry")
    pool = inbox.world.pool
    await pool.execute("DELETE FROM outbox")
    await pool.execute("UPDATE message SET status = 'failed' WHERE id = $1", message)
    again = await inbox.by("Ana").post(f"/api/v1/messages/{message}/attempts")
    assert (again.status, again.json()["status"]) == (201, "queued")
    shown = (await inbox.by("Ana").get(f"/api/v1/messages/{message}")).json()
    assert [status["status"] for status in shown["statuses"]] == ["queued"]
    assert shown["attempts"] == []
    assert len((await inbox.by("Ana").get("/api/v1/outbox")).json()["items"]) == 1


async def test_a_message_whose_attempt_is_under_way_is_not_tried_again_beside_it(
    inbox: Inbox,
) -> None:
    """The provider's word that it failed may come before the answer to the call that sent it."""
    conversation = await inbox.writes("Kim")
    path = f"/api/v1/conversations/{conversation}/messages"
    message = (await inbox.by("Ana").post(path, {"text": "Hi"})).json()["id"]
    pool = inbox.world.pool
    await pool.execute("UPDATE outbox SET state = 'sending', lease_until = now()")
    await pool.execute("UPDATE message SET status = 'failed' WHERE id = $1", message)
    early = await inbox.by("Ana").post(f"/api/v1/messages/{message}/attempts")
    assert (early.status, early.code) == (409, "nothing_to_retry")
    assert "still under way" in early.json()["detail"]
    assert (await inbox.by("Ana").get(f"/api/v1/messages/{message}")).json()["status"] == "failed"
    assert await pool.fetchval("SELECT count(*) FROM outbox") == 1
    await pool.execute("DELETE FROM outbox")
    again = await inbox.by("Ana").post(f"/api/v1/messages/{message}/attempts")
    assert (again.status, again.json()["status"]) == (201, "queued")


async def test_a_message_is_shown_to_who_sees_its_conversation(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    await inbox.assign(conversation, None, team=inbox.sales)
    path = f"/api/v1/conversations/{conversation}/messages"
    message = (await inbox.by("Ana").post(path, {"text": "Hi"})).json()["id"]
    for name, status in (("Ana", 200), ("Tim", 200), ("Sue", 404), ("Otto", 404), ("Fritz", 404)):
        reply = await inbox.by(name).get(f"/api/v1/messages/{message}")
        assert reply.status == status, name
        retry = await inbox.by(name).post(f"/api/v1/messages/{message}/attempts")
        assert retry.status == (409 if status == 200 else 404), name


async def test_a_comment_is_noted_and_moves_nothing(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    ana = await inbox.person("Ana")
    path = f"/api/v1/conversations/{conversation}/comments"
    added = await ana.post(path, {"body": "Pays late"})
    assert (added.status, added.json()["author_name"]) == (201, "Ana")
    assert (await inbox.show(conversation))["assignee_id"] is None
    too_long = await ana.post(path, {"body": "x" * 1001})
    assert (too_long.status, too_long.code) == (422, "limit_exceeded")
    assert too_long.json()["limit"] == 1000


@pytest.mark.parametrize("text", ["half a pair \ud800", "nul \x00"])
async def test_text_that_no_table_takes_is_refused_wherever_it_is_written(
    inbox: Inbox, text: str
) -> None:
    conversation = await inbox.writes("Kim")
    ana = inbox.by("Ana")
    raw = {name: json.dumps({name: text}).encode() for name in ("body", "text", "summary")}
    for method, path, name in (
        ("POST", "comments", "body"),
        ("POST", "messages", "text"),
        ("PUT", "closure", "summary"),
    ):
        reply = await ana.send(
            method, f"/api/v1/conversations/{conversation}/{path}", raw=raw[name]
        )
        assert (reply.status, reply.code) == (422, "invalid"), path
        assert reply.json()["errors"][0]["field"] == f"body.{name}"
    thread = await ana.get(f"/api/v1/conversations/{conversation}/thread")
    assert [item["type"] for item in thread.json()["items"]].count("comment") == 0
