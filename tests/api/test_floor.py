"""A supervisor's day: the live view, the work of somebody absent, many closed at once, who holds what and why."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from api.inbox_world import Inbox
from parley.api import floor as floor_routes
from parley.worker.dispatcher import Dispatcher

pytestmark = pytest.mark.anyio
V1 = "/api/v1"


async def queue_up(inbox: Inbox, *senders: str, team: str | None = None) -> list[str]:
    """Each writes a minute after the one before, and waits for an agent."""
    waiting: list[str] = []
    for sender in senders:
        conversation = await inbox.writes(sender)
        body = {"team_id": team} if team else {}
        reply = await inbox.by("Olga").put(f"{V1}/conversations/{conversation}/queue-entry", body)
        assert reply.status == 200, reply.body
        waiting.append(conversation)
        inbox.clock.advance(timedelta(minutes=1))
    return waiting


async def dispatch(inbox: Inbox) -> None:
    world = inbox.world
    dispatcher = Dispatcher(
        world.pool, reference=world.deps.reference, clock=world.clock, ids=world.ids
    )
    await dispatcher.drain(world.workspace_id)


async def is_now(inbox: Inbox, name: str, presence: str) -> None:
    path = f"{V1}/users/{inbox.id_of(name)}/presence"
    assert (await inbox.by("Mia").put(path, {"presence": presence})).status == 200


async def hand_over(inbox: Inbox, name: str, **body: Any) -> dict[str, Any]:
    reply = await inbox.by("Mia").post(f"{V1}/users/{inbox.id_of(name)}/handover", body)
    assert reply.status == 200, reply.body
    return reply.json()


async def shown(inbox: Inbox, conversation: str) -> dict[str, Any]:
    return (await inbox.by("Olga").get(f"{V1}/conversations/{conversation}/assignment")).json()


async def test_the_floor_shows_lines_and_people_as_they_are(inbox: Inbox) -> None:
    served = await queue_up(inbox, "Kim", team=inbox.sales)
    await is_now(inbox, "Tim", "online")
    await dispatch(inbox)
    await is_now(inbox, "Tim", "break")
    await queue_up(inbox, "Lee", "Max", team=inbox.sales)
    await queue_up(inbox, "Noa")

    floor = (await inbox.by("Mia").get(f"{V1}/floor")).json()

    lines = {line["team_name"]: line for line in floor["lines"]}
    sales = lines["Sales"]
    assert (await inbox.show(served[0]))["assignee_id"] == inbox.id_of("Tim")
    assert (sales["waiting"], sales["assigned_last_hour"]) == (2, 1), "Kim came out of this line"
    assert sales["oldest_seconds"] == 180
    assert sales["expected_wait_seconds"] == 3 * 3600
    assert (sales["by_presence"], sales["load"], sales["capacity"]) == ({"break": 1}, 1, None)
    assert (lines[None]["waiting"], lines[None]["assigned_last_hour"]) == (1, 0)
    assert lines[None]["expected_wait_seconds"] is None, "nothing was given out here"
    assert lines["Support"]["waiting"] == 0
    assert floor["by_presence"]["break"] == 1
    tim = next(agent for agent in floor["agents"] if agent["name"] == "Tim")
    assert (tim["presence"], tim["open_count"], tim["team_ids"]) == ("break", 1, [inbox.sales])


async def test_the_floor_shows_load_in_units_and_work_that_changed_hands(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    await olga.patch(f"{V1}/workspace", {"settings": {"channel_weights": {"custom": 3}}})
    await olga.patch(f"{V1}/users/{inbox.id_of('Tim')}", {"capacity": 5})
    await is_now(inbox, "Tim", "online")
    for name in ("Kim", "Lee"):
        conversation = await inbox.writes(name)
        await inbox.assign(conversation, "Ana", team=inbox.sales)
        inbox.clock.advance(timedelta(minutes=1))
        await inbox.assign(conversation, "Tim")

    floor = (await inbox.by("Mia").get(f"{V1}/floor")).json()

    tim = next(agent for agent in floor["agents"] if agent["name"] == "Tim")
    assert [tim[name] for name in ("open_count", "load", "capacity", "over_by")] == [2, 6, 5, 1]
    sales = next(line for line in floor["lines"] if line["team_name"] == "Sales")
    assert (sales["load"], sales["capacity"], sales["reassigned_last_hour"]) == (6, 5, 2)


async def test_every_view_counts_places_as_the_matcher_serves(inbox: Inbox) -> None:
    """An hour of waiting is worth two classes: Kim, who came first, stands before Lee, but behind Max."""
    waiting = await queue_up(inbox, "Kim", "Lee", "Max", team=inbox.sales)
    for conversation, priority in zip(waiting, (0, 0, 1), strict=True):
        await inbox.world.pool.execute(
            "UPDATE queue_entry SET priority = $2 WHERE conversation_id = $1",
            conversation,
            priority,
        )
    olga = inbox.by("Olga")
    kim, lee, urgent = waiting

    async def order() -> list[str]:
        items = (await olga.get(f"{V1}/queue")).json()["items"]
        for item in items:
            place = (await shown(inbox, item["conversation_id"]))["waiting"]["position"]
            in_inbox = (await inbox.show(item["conversation_id"]))["waiting"]["position"]
            assert item["position"] == place == in_inbox
        assert [item["position"] for item in items] == [1, 2, 3]
        return [item["conversation_id"] for item in items]

    assert await order() == [urgent, kim, lee], "a class is worth 30 minutes of waiting"
    await olga.patch(f"{V1}/workspace", {"settings": {"ageing_minutes": 1}})
    assert await order() == [kim, lee, urgent], "a class is worth a minute"
    await olga.patch(f"{V1}/workspace", {"settings": {"ageing_minutes": None}})
    assert await order() == [urgent, kim, lee], "classes are strict"


async def test_the_queue_is_read_page_by_page_in_its_order(inbox: Inbox) -> None:
    waiting = await queue_up(inbox, "Kim", "Lee", "Max", "Noa", "Pia")
    await inbox.world.pool.execute(
        "UPDATE queue_entry SET priority = 2 WHERE conversation_id = $1", waiting[3]
    )
    olga, seen, following = inbox.by("Olga"), list[str](), ""
    while following is not None:
        query = f"&after={following}" if following else ""
        page = (await olga.get(f"{V1}/queue?limit=2{query}")).json()
        seen += [item["conversation_id"] for item in page["items"]]
        following = page["next"]

    assert seen == [waiting[3], *waiting[:3], waiting[4]]


async def test_the_queue_tells_how_long_to_expect(inbox: Inbox) -> None:
    await is_now(inbox, "Tim", "online")
    await queue_up(inbox, "Kim", "Lee", team=inbox.sales)
    await dispatch(inbox)
    await is_now(inbox, "Tim", "break")
    await queue_up(inbox, "Max", "Noa", team=inbox.sales)

    items = (await inbox.by("Olga").get(f"{V1}/queue")).json()["items"]

    assert [item["expected_wait_seconds"] for item in items] == [1800, 3600], "two an hour"


async def test_agents_do_not_run_the_floor(inbox: Inbox) -> None:
    path = f"{V1}/users/{inbox.id_of('Tim')}/handover"

    assert (await inbox.by("Ana").get(f"{V1}/floor")).status == 403
    assert (await inbox.by("Ana").post(path, {})).status == 403


async def test_all_work_of_somebody_absent_moves_in_one_action_after_a_preview(
    inbox: Inbox,
) -> None:
    theirs = [await inbox.writes(name) for name in ("Kim", "Lee", "Max")]
    for conversation in theirs:
        await inbox.assign(conversation, "Ana")
    await inbox.by("Olga").put(
        f"{V1}/conversations/{theirs[0]}/snooze", {"until": "2026-03-03T09:00:00Z"}
    )
    before = await hand_over(inbox, "Ana", user_id=inbox.id_of("Otto"), dry_run=True)
    assert {(await inbox.show(each))["assignee_id"] for each in theirs} == {inbox.id_of("Ana")}

    done = await hand_over(inbox, "Ana", user_id=inbox.id_of("Otto"))

    assert before == done, "the preview says what happens"
    assert (done["open"], done["moved"], done["skipped"], done["remaining"]) == (3, 3, 0, 0)
    assert {(await inbox.show(each))["assignee_id"] for each in theirs} == {inbox.id_of("Otto")}
    assert await hand_over(inbox, "Ana") | {"conversation_ids": []} == {
        "open": 0,
        "moved": 0,
        "skipped": 0,
        "remaining": 0,
        "conversation_ids": [],
    }


async def test_work_handed_to_a_teams_line_waits_there_with_its_age(inbox: Inbox) -> None:
    asked = inbox.clock.now()
    conversation = await inbox.writes("Kim")
    await inbox.assign(conversation, "Ana")
    inbox.clock.advance(timedelta(minutes=20))

    await hand_over(inbox, "Ana", team_id=inbox.sales)

    (entry,) = (await inbox.by("Olga").get(f"{V1}/queue")).json()["items"]
    assert (entry["team_id"], entry["waited_seconds"]) == (inbox.sales, 1200)
    assert (await inbox.show(conversation))["team_id"] == inbox.sales
    assert asked.isoformat().startswith(entry["since"][:16])


async def test_a_handover_of_many_goes_on_where_it_stopped(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floor_routes, "HANDOVER_BATCH", 2)
    monkeypatch.setattr(floor_routes, "HANDOVER_AT_ONCE", 4)
    for number in range(5):
        await inbox.assign(await inbox.writes(f"Kim{number}"), "Ana")

    first = await hand_over(inbox, "Ana", user_id=inbox.id_of("Otto"))
    second = await hand_over(inbox, "Ana", user_id=inbox.id_of("Otto"))

    assert (first["moved"], first["remaining"]) == (4, 1)
    assert (second["moved"], second["remaining"]) == (1, 0)


async def test_a_handover_needs_somebody_who_can_take_it(inbox: Inbox) -> None:
    await inbox.by("Olga").delete(f"{V1}/users/{inbox.id_of('Otto')}")
    path = f"{V1}/users/{inbox.id_of('Ana')}/handover"
    mia = inbox.by("Mia")

    to_herself = await mia.post(path, {"user_id": inbox.id_of("Ana")})
    to_the_gone = await mia.post(path, {"user_id": inbox.id_of("Otto")})
    both_ways = await mia.post(path, {"user_id": inbox.id_of("Tim"), "team_id": inbox.sales})

    assert (to_herself.status, to_the_gone.status, both_ways.status) == (422, 409, 422)
    assert to_the_gone.code == "user_not_active"


async def test_many_are_closed_with_one_category_and_each_has_its_outcome(inbox: Inbox) -> None:
    first, second, third = [await inbox.writes(name) for name in ("Kim", "Lee", "Max")]
    olga = inbox.by("Olga")
    await olga.put(f"{V1}/conversations/{third}/closure", {})
    made = await olga.post(f"{V1}/closing-categories", {"name": "Spam"})
    nobody = "00000000-0000-0000-0000-000000000001"
    body = {"conversation_ids": [first, second, third, nobody], "category_id": made.json()["id"]}

    reply = await olga.post(f"{V1}/conversations/closures", body)

    outcomes = {item["conversation_id"]: item["outcome"] for item in reply.json()["items"]}
    assert outcomes == {
        first: "closed",
        second: "closed",
        third: "already_closed",
        nobody: "not_found",
    }
    assert (await inbox.show(first))["category_id"] == made.json()["id"]


async def test_closing_by_filter_takes_what_the_caller_sees_and_the_filter_means(
    inbox: Inbox,
) -> None:
    ours, theirs, free = [await inbox.writes(name) for name in ("Kim", "Lee", "Max")]
    await inbox.assign(ours, None, team=inbox.sales)
    await inbox.assign(theirs, None, team=inbox.support)
    inbox.clock.advance(timedelta(hours=1))
    late = await inbox.writes("Noa")
    idle = (inbox.clock.now() - timedelta(minutes=30)).isoformat()

    by_tim = await inbox.by("Tim").post(
        f"{V1}/conversations/closures", {"filter": {"unassigned": True}}
    )
    by_olga = await inbox.by("Olga").post(
        f"{V1}/conversations/closures", {"filter": {"idle_since": idle}, "summary": "Over"}
    )

    assert [item["conversation_id"] for item in by_tim.json()["items"]] == [ours]
    assert {item["conversation_id"] for item in by_olga.json()["items"]} == {theirs, free}
    assert (await inbox.show(late))["status"] == "open"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"conversation_ids": [], "summary": "x"},
        {"conversation_ids": ["00000000-0000-0000-0000-000000000001"], "filter": {}},
        {"conversation_ids": ["00000000-0000-0000-0000-000000000001"] * 201},
    ],
)
async def test_a_closing_of_many_says_which_in_one_way(inbox: Inbox, body: dict[str, Any]) -> None:
    assert (await inbox.by("Olga").post(f"{V1}/conversations/closures", body)).status == 422


async def test_a_note_that_the_workspace_wants_is_wanted_of_many_as_well(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    olga = inbox.by("Olga")
    await olga.patch(f"{V1}/workspace", {"settings": {"closing_mode": "category_required"}})

    reply = await olga.post(f"{V1}/conversations/closures", {"conversation_ids": [conversation]})

    assert (reply.status, reply.code) == (422, "closing_note_required")
    assert (await inbox.show(conversation))["status"] == "open"


async def test_who_waits_knows_the_place_and_why_nobody_came(inbox: Inbox) -> None:
    await queue_up(inbox, "Kim", team=inbox.sales)
    (second,) = await queue_up(inbox, "Lee", team=inbox.sales)
    await is_now(inbox, "Tim", "finishing")

    waiting = (await shown(inbox, second))["waiting"]

    assert (waiting["position"], waiting["expected_wait_seconds"]) == (2, None)
    assert waiting["excluded"]["finishing"] == 1
    assert "Tim was finishing and taking nothing new" in waiting["sentence"]


async def test_hands_are_counted(inbox: Inbox) -> None:
    conversation = await inbox.writes("Kim")
    for name in ("Ana", "Tim", None, "Ana"):
        await inbox.assign(conversation, name)

    found = await shown(inbox, conversation)

    assert (found["assignments"], found["reassignments"]) == (3, 2)
    assert (found["assignee_id"], found["waiting"]) == (inbox.id_of("Ana"), None)


async def test_of_a_manager_and_the_queue_one_wins_and_the_other_hears_who_holds_it(
    inbox: Inbox,
) -> None:
    """Ten times over: a manager gives it to Ana in the moment in which the dispatcher gives it to Tim."""
    await is_now(inbox, "Tim", "online")
    for number in range(10):
        (conversation,) = await queue_up(inbox, f"Kim{number}", team=inbox.sales)
        by_hand, _ = await asyncio.gather(
            inbox.by("Mia").put(
                f"{V1}/conversations/{conversation}/assignment",
                {"user_id": inbox.id_of("Ana"), "expected_user_id": None},
            ),
            dispatch(inbox),
        )
        holder = (await inbox.show(conversation))["assignee_id"]
        if by_hand.status == 200:
            assert holder == inbox.id_of("Ana")
        else:
            assert (by_hand.status, by_hand.code) == (409, "already_assigned")
            assert by_hand.json()["holder"] == holder == inbox.id_of("Tim")
        assert (await shown(inbox, conversation))["assignments"] == 1


async def test_two_managers_at_once_give_it_to_one(inbox: Inbox) -> None:
    await inbox.world.hire("Max")
    conversation = await inbox.writes("Kim")
    path = f"{V1}/conversations/{conversation}/assignment"

    replies = await asyncio.gather(
        *(
            inbox.by(who).put(path, {"user_id": inbox.id_of(to), "expected_user_id": None})
            for who, to in (("Mia", "Ana"), ("Olga", "Tim"))
        )
    )

    won, lost = sorted(replies, key=lambda reply: reply.status)
    assert (won.status, lost.status, lost.code) == (200, 409, "already_assigned")
    assert lost.json()["holder"] == won.json()["assignee_id"]
