"""Runs, queue, events, outbox and dead letters through the API."""

from datetime import timedelta
from typing import Any

import pytest

from api.inbox_world import Inbox, told

pytestmark = pytest.mark.anyio


async def test_the_log_is_read_by_its_cursor(inbox: Inbox) -> None:
    await inbox.writes("Kim")
    path = "/api/v1/events?limit=3"
    events: list[dict[str, Any]] = []
    after = ""
    while True:
        page = (await inbox.by("Ana").get(path + after)).json()
        if not page["items"]:
            break
        events += page["items"]
        after = f"&after={page['next']}"
    kinds = [event["kind"] for event in events]
    assert kinds.count("MessageReceived") == 1
    assert len({event["id"] for event in events}) == len(events)
    await inbox.writes("Kim", "More")
    later = (await inbox.by("Ana").get(path + after)).json()["items"]
    assert [event["kind"] for event in later] == ["MessageReceived"]
    assert (await inbox.by("Ana").get("/api/v1/events?after=nonsense")).status == 422


async def test_events_are_told_to_who_may_see_them(inbox: Inbox) -> None:
    hidden = await inbox.writes("Ann")
    seen = await inbox.writes("Bea")
    await inbox.assign(seen, None, team=inbox.sales)
    for name, expected in (("Ana", {hidden, seen}), ("Tim", {seen}), ("Otto", set[str]())):
        page = (await inbox.by(name).get("/api/v1/events?limit=100")).json()
        about = {event["conversation_id"] for event in page["items"]} - {None}
        assert about == expected, name
    of_one = (await inbox.by("Ana").get(f"/api/v1/events?conversation_id={seen}")).json()["items"]
    assert {event["conversation_id"] for event in of_one} == {seen}


async def test_what_cannot_be_handled_is_shown_to_managers_and_replayed_once(
    inbox: Inbox,
) -> None:
    await inbox.world.pool.execute(
        """INSERT INTO dead_letter (workspace_id, id, journal_id, lane, source_id, kind, body, received_at,
                                    error, failed_at)
           VALUES ($1, $2, 1, 1, $3, 'inbound', $4, $5, 'it was broken', $5)""",
        inbox.world.workspace_id,
        inbox.world.ids.new_id(),
        inbox.channel_id,
        b"[]",
        inbox.clock.now(),
    )
    letters = (await inbox.by("Mia").get("/api/v1/dead-letters")).json()["items"]
    assert [(letter["error"], letter["size"]) for letter in letters] == [("it was broken", 2)]
    path = f"/api/v1/dead-letters/{letters[0]['id']}"
    assert (await inbox.by("Mia").get(path)).json()["body"] == "[]"
    assert (await inbox.by("Ana").get(path)).status == 403
    assert (await inbox.by("Fritz").get(path)).status == 404
    replayed = await inbox.by("Mia").put(f"{path}/replay")
    assert replayed.status == 202
    assert replayed.json()["replayed_at"] is not None
    assert await inbox.worker.run_once() == 1
    assert (await inbox.by("Mia").put(f"{path}/replay")).status == 404


async def test_a_batch_of_messages_is_kept_whole_or_not_at_all(inbox: Inbox) -> None:
    now = inbox.clock.now()
    batch = [told("Ann", "One", now), told("Bea", "Two", now)]
    assert (await inbox.bring(batch)).json() == {"accepted": 2}
    assert len(await inbox.listed("Ana")) == 2
    await inbox.bring(batch)
    counts = (await inbox.by("Ana").get("/api/v1/conversation-counts")).json()
    assert counts["views"]["all"] == 2
    broken = {**told("Cat", "Three", now), "content": {"type": "smell"}}
    refused = await inbox.bring([told("Dot", "Four", now), broken])
    assert refused.status == 422
    assert refused.json()["field"] == "body.messages.1"
    assert len(await inbox.listed("Ana")) == 2


async def test_the_inbound_api_wants_a_key_a_channel_and_a_bounded_batch(inbox: Inbox) -> None:
    path = f"/api/v1/channels/{inbox.channel_id}/messages"
    one = told("Ann", "Hi", inbox.clock.now())
    key = {"idempotency-key": "k"}
    olga = inbox.by("Olga")
    assert (await olga.post(path, {"messages": [one]})).status == 422
    assert (await olga.post(path, {"messages": []}, headers=key)).status == 422
    assert (await olga.post(path, {"messages": [one] * 101}, headers=key)).status == 422
    assert (await inbox.by("Ana").post(path, {"messages": [one]}, headers=key)).status == 403
    assert (await inbox.by("Fritz").post(path, {"messages": [one]}, headers=key)).status == 404


@pytest.mark.parametrize(
    "change",
    [
        {"senders": []},
        {"provider_at": "2026-03-02T09:00:00"},
        {"provider_at": "yesterday"},
        {"type": "account_update"},
        {"external_id": None},
    ],
)
async def test_a_message_that_is_not_complete_is_refused(
    inbox: Inbox, change: dict[str, object]
) -> None:
    reply = await inbox.bring([{**told("Ann", "Hi", inbox.clock.now()), **change}])
    assert reply.status == 422, reply.body
    assert await inbox.listed("Ana") == []


async def test_strange_text_is_cleaned_not_refused(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim", "a\u0000b\ud800c")
    assert (await inbox.show(conversation))["preview"] == "ab\ufffdc"


async def test_absurd_times_become_the_time_of_arrival(inbox: Inbox) -> None:
    far = inbox.clock.now() + timedelta(days=4000)
    conversation = await inbox.writes("Kim", "From the future", at=far)
    thread = (await inbox.by("Ana").get(f"/api/v1/conversations/{conversation}/thread")).json()
    message = next(item for item in thread["items"] if item["type"] == "message")
    assert message["at"] == inbox.clock.now().isoformat().replace("+00:00", "Z")


async def test_runs_are_listed_by_workflow_and_state(inbox: Inbox) -> None:
    for query in ("", "?state=live", "?state=ended", f"?workflow_id={inbox.channel_id}"):
        assert (await inbox.by("Ana").get(f"/api/v1/runs{query}")).json()["items"] == []
    assert (await inbox.by("Ana").get("/api/v1/runs?state=both")).status == 422
    missing = await inbox.by("Mia").delete(f"/api/v1/runs/{inbox.channel_id}")
    assert missing.status == 404
    assert (await inbox.by("Ana").delete(f"/api/v1/runs/{inbox.channel_id}")).status == 404
