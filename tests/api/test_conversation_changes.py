"""Changing a conversation through the API, as people do at the same time."""

from datetime import timedelta

import pytest

from api.inbox_world import Inbox

pytestmark = pytest.mark.anyio


async def test_the_second_of_two_who_take_a_conversation_learns_who_has_it(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    path = f"/api/v1/conversations/{conversation}/assignment"
    won = await inbox.by("Ana").put(path, {"user_id": inbox.id_of("Ana"), "expected_user_id": None})
    assert won.status == 200
    assert won.json()["assignee_id"] == inbox.id_of("Ana")
    assert won.json()["handler"] == "agent"
    lost = await inbox.by("Mia").put(
        path, {"user_id": inbox.id_of("Mia"), "expected_user_id": None}
    )
    assert (lost.status, lost.code) == (409, "already_assigned")
    assert lost.json()["holder"] == inbox.id_of("Ana")
    by_force = await inbox.by("Mia").put(path, {"user_id": inbox.id_of("Mia")})
    assert by_force.json()["assignee_id"] == inbox.id_of("Mia")


async def test_a_reply_is_refused_when_somebody_else_was_faster(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    await inbox.assign(conversation, "Mia")
    reply = await inbox.by("Ana").post(
        f"/api/v1/conversations/{conversation}/messages",
        {"text": "I take this", "expected_user_id": None},
    )
    assert (reply.status, reply.code) == (409, "already_assigned")
    assert reply.json()["holder"] == inbox.id_of("Mia")


async def test_who_gives_a_conversation_away_sees_the_outcome_and_then_nothing(
    inbox: Inbox,
) -> None:
    conversation = await inbox.writes("Kim")
    await inbox.assign(conversation, "Otto")
    path = f"/api/v1/conversations/{conversation}"
    given = await inbox.by("Otto").put(f"{path}/assignment", {"user_id": inbox.id_of("Ana")})
    assert given.status == 200
    assert given.json()["assignee_id"] == inbox.id_of("Ana")
    assert (await inbox.by("Otto").get(path)).status == 404


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("PUT", "assignment", {"user_id": None}),
        ("PUT", "team", {"team_id": None}),
        ("PUT", "queue-entry", {}),
        ("DELETE", "queue-entry", None),
        ("PUT", "takeover", None),
        ("PUT", "closure", {}),
        ("DELETE", "closure", None),
        ("PUT", "snooze", {"until": "2026-03-03T00:00:00Z"}),
        ("DELETE", "snooze", None),
        ("PUT", "read-mark", None),
        ("POST", "messages", {"text": "Hi"}),
        ("POST", "comments", {"body": "Hi"}),
        ("PATCH", "", {"fields": {}}),
    ],
)
async def test_what_one_may_not_see_one_cannot_change(
    inbox: Inbox, verb: str, path: str, body: object
) -> None:
    conversation = await inbox.writes("Kim")
    address = f"/api/v1/conversations/{conversation}/{path}".rstrip("/")
    for name in ("Otto", "Tim", "Fritz"):
        reply = await inbox.by(name).send(verb, address, body)
        assert (reply.status, reply.code) == (404, "not_found"), name


async def test_closing_can_be_undone_for_some_seconds(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    path = f"/api/v1/conversations/{conversation}/closure"
    ana = await inbox.person("Ana")
    closed = (await ana.put(path, {"summary": "All said"})).json()
    assert closed["status"] == "closed"
    assert closed["closed_by"] == "user"
    assert closed["summary"] == "All said"
    assert closed["undo_until"] is not None
    assert await inbox.listed("Ana", "view=closed") == [conversation]
    reopened = (await ana.delete(path)).json()
    assert reopened["status"] == "open"
    await ana.put(path, {})
    inbox.clock.advance(timedelta(seconds=9))
    late = await ana.delete(path)
    assert (late.status, late.code) == (409, "undo_too_late")
    again = await ana.put(path, {})
    assert (again.status, again.code) == (409, "already_closed")


async def test_an_undo_is_refused_once_a_new_conversation_has_opened(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    path = f"/api/v1/conversations/{conversation}/closure"
    await inbox.by("Ana").put(path, {})
    following = await inbox.writes("Kim", "One more thing")
    assert following != conversation
    refused = await inbox.by("Ana").delete(path)
    assert (refused.status, refused.code) == (409, "undo_too_late")


async def test_a_workspace_that_wants_a_category_gets_one(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    await olga.patch("/api/v1/workspace", {"settings": {"closing_mode": "category_required"}})
    category = (await olga.post("/api/v1/closing-categories", {"name": "Sold"})).json()["id"]
    conversation = await inbox.writes("Kim")
    path = f"/api/v1/conversations/{conversation}/closure"
    without = await inbox.by("Ana").put(path, {"summary": "Bought shoes"})
    assert (without.status, without.code) == (422, "closing_note_required")
    closed = await inbox.by("Ana").put(path, {"category_id": category})
    assert closed.json()["category_id"] == category


async def test_a_snoozed_conversation_leaves_the_open_view_until_it_wakes(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    path = f"/api/v1/conversations/{conversation}/snooze"
    until = (inbox.clock.now() + timedelta(hours=2)).isoformat()
    snoozed = (await inbox.by("Ana").put(path, {"until": until})).json()
    assert snoozed["status"] == "snoozed"
    assert await inbox.listed("Ana") == []
    assert await inbox.listed("Ana", "view=snoozed") == [conversation]
    assert (await inbox.by("Ana").delete(path)).json()["status"] == "open"
    past = await inbox.by("Ana").put(path, {"until": inbox.clock.now().isoformat()})
    assert past.status == 422


async def test_the_queue_shows_who_waits_and_in_which_place(inbox: Inbox) -> None:
    first = await inbox.writes("Ann")
    inbox.clock.advance(timedelta(minutes=1))
    second = await inbox.writes("Bea")
    for conversation in (first, second):
        await inbox.by("Ana").delete(f"/api/v1/conversations/{conversation}/queue-entry")
    for conversation in (first, second):
        asked = await inbox.by("Ana").put(
            f"/api/v1/conversations/{conversation}/queue-entry", {"team_id": inbox.sales}
        )
        assert asked.status == 200, asked.body
        inbox.clock.advance(timedelta(minutes=1))
    shown = await inbox.show(second)
    assert shown["waiting"]["position"] == 2
    assert shown["waiting"]["team_id"] == inbox.sales
    queue = (await inbox.by("Ana").get("/api/v1/queue")).json()["items"]
    assert [(e["conversation_id"], e["position"]) for e in queue] == [(first, 1), (second, 2)]
    assert queue[0]["waited_seconds"] == 120
    left = await inbox.by("Ana").delete(f"/api/v1/conversations/{first}/queue-entry")
    assert left.json()["waiting"] is None
    assert (await inbox.show(second))["waiting"]["position"] == 1


async def test_whoever_asks_the_queue_gives_it_back_and_the_team_asked_becomes_responsible(
    inbox: Inbox,
) -> None:
    conversation = await inbox.writes("Kim")
    await inbox.assign(conversation, "Ana")
    path = f"/api/v1/conversations/{conversation}/queue-entry"

    asked = (await inbox.by("Ana").put(path, {"team_id": inbox.sales})).json()

    assert (asked["assignee_id"], asked["handler"]) == (None, "nobody"), "nobody has what waits"
    assert (asked["team_id"], asked["waiting"]["team_id"]) == (inbox.sales, inbox.sales)
    assert conversation in await inbox.listed("Tim"), "Sales sees what waits for it"

    again = (await inbox.by("Ana").put(path, {"team_id": inbox.support})).json()

    assert again["waiting"]["team_id"] == inbox.support
    assert again["team_id"] == inbox.sales, "a team that is responsible stays so"


async def test_taking_over_assigns_to_the_caller(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    ana = await inbox.person("Ana")
    taken = (await ana.put(f"/api/v1/conversations/{conversation}/takeover")).json()
    assert taken["assignee_id"] == inbox.id_of("Ana")
    assert taken["handler"] == "agent"
    assert taken["waiting"] is None


async def test_conversation_fields_are_checked_by_their_type(inbox: Inbox) -> None:
    await inbox.by("Olga").post(
        "/api/v1/fields",
        {"scope": "conversation", "slug": "order", "name": "Order", "type": "number"},
    )
    conversation = await inbox.writes("Kim")
    path = f"/api/v1/conversations/{conversation}"
    changed = await inbox.by("Ana").patch(path, {"fields": {"order": 4711}})
    assert changed.json()["fields"] == {"order": 4711}
    refused = await inbox.by("Ana").patch(path, {"fields": {"order": "many"}})
    assert refused.status == 422
    unknown = await inbox.by("Ana").patch(path, {"fields": {"colour": "blue"}})
    assert unknown.status in (404, 422)


async def test_related_ids_of_another_workspace_are_refused(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    theirs = await inbox.by("Fritz").post("/api/v1/teams", {"name": "Theirs", "members": []})
    team = theirs.json()["id"]
    path = f"/api/v1/conversations/{conversation}"
    foreign_team = await inbox.by("Ana").put(f"{path}/team", {"team_id": team})
    assert foreign_team.status == 404
    foreign_user = await inbox.by("Ana").put(
        f"{path}/assignment", {"user_id": inbox.id_of("Fritz")}
    )
    assert foreign_user.status == 404
    foreign_queue = await inbox.by("Ana").put(f"{path}/queue-entry", {"team_id": team})
    assert foreign_queue.status == 404
