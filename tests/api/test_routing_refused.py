"""What makes no sense of routing is refused with the field that is wrong, and changes nothing."""

from typing import Any

import pytest

from api.inbox_world import Inbox

pytestmark = pytest.mark.anyio
V1 = "/api/v1"
NOBODY = "00000000-0000-0000-0000-000000000001"


SETTINGS: list[dict[str, Any]] = [
    {"strategy": "by_height"},
    {"next_strategy": "sticky"},
    {"next_strategy": "contact_owner"},
    {"preferred_seconds": -1},
    {"preferred_seconds": 10**9},
    {"max_open": -1},
    {"max_open": 10_001},
    {"channel_weights": {"whatsapp": -1}},
    {"channel_weights": {"whatsapp": 101}},
    {"channel_weights": {"whatsapp": 1.5}},
    {"channel_weights": {"WhatsApp!": 1}},
    {"channel_weights": {f"kind_{n}": 1 for n in range(51)}},
    {"light_after_minutes": 0},
    {"light_weight": -1},
    {"light_weight": 101},
    {"ageing_minutes": 0},
    {"ageing_minutes": 10**9},
    {"when_absent": "burn"},
    {"when_absent_by_team": {"sales": "keep"}},
    {"when_absent_by_team": {NOBODY: "burn"}},
    {"silence_minutes": 0},
    {"queue_alarm_minutes": 0},
]
TEAMS: list[tuple[dict[str, Any], int]] = [
    ({"strategy": "by_height"}, 422),
    ({"preferred_seconds": -1}, 422),
    ({"preferred_seconds": 86_401}, 422),
    ({"max_open": -1}, 422),
    ({"calendar_id": NOBODY}, 404),
    ({"members": [NOBODY]}, 404),
    ({"colour": "red"}, 422),
]
HANDOVERS: list[tuple[dict[str, Any], int]] = [
    ({"user_id": NOBODY}, 404),
    ({"team_id": NOBODY}, 404),
    ({"user_id": "Otto"}, 422),
    ({"dry_run": "perhaps"}, 422),
    ({"everything": True}, 422),
]
STATES: list[dict[str, Any]] = [
    {"presence": "asleep"},
    {},
    {"presence": "online", "until": "2026-03-03T09:00:00Z"},
]


async def test_settings_of_routing_have_limits(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    before = (await olga.get(f"{V1}/workspace")).json()["settings"]

    for settings in SETTINGS:
        reply = await olga.patch(f"{V1}/workspace", {"settings": settings})

        assert (reply.status, reply.code) == (422, "invalid"), settings
        wrong = {error["field"].split(".")[2] for error in reply.json()["errors"]}
        assert wrong == set(settings)
    assert (await olga.get(f"{V1}/workspace")).json()["settings"] == before


async def test_a_team_is_given_no_nonsense(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    before = (await olga.get(f"{V1}/teams/{inbox.sales}")).json()

    for body, status in TEAMS:
        reply = await olga.patch(f"{V1}/teams/{inbox.sales}", body)
        assert reply.status == status, body
    assert (await olga.get(f"{V1}/teams/{inbox.sales}")).json() == before


async def test_a_capacity_is_a_number_of_units(inbox: Inbox) -> None:
    path = f"{V1}/users/{inbox.id_of('Ana')}"

    for capacity in (-1, 10_001, 2.5, "many"):
        assert (await inbox.by("Olga").patch(path, {"capacity": capacity})).status == 422


async def test_a_capacity_of_nothing_is_allowed_and_keeps_automatic_work_away(inbox: Inbox) -> None:
    path = f"{V1}/users/{inbox.id_of('Ana')}"
    conversation = await inbox.writes("Kim")

    assert (await inbox.by("Olga").patch(path, {"capacity": 0})).status == 200
    await inbox.assign(conversation, "Ana")
    shown = (await inbox.by("Olga").get(path)).json()
    assert (shown["open_count"], shown["over_by"]) == (1, 1)


async def test_a_handover_goes_to_somebody_who_exists_and_else_moves_nothing(inbox: Inbox) -> None:
    mia, conversation = inbox.by("Mia"), await inbox.writes("Kim")
    await inbox.assign(conversation, "Ana")

    for body, status in HANDOVERS:
        reply = await mia.post(f"{V1}/users/{inbox.id_of('Ana')}/handover", body)
        assert reply.status == status, body
    assert (await mia.post(f"{V1}/users/{NOBODY}/handover", {})).status == 404
    assert (await inbox.show(conversation))["assignee_id"] == inbox.id_of("Ana")


async def test_a_closing_of_many_with_a_category_that_is_gone_closes_none(inbox: Inbox) -> None:
    olga = inbox.by("Olga")
    conversations = [await inbox.writes("Kim"), await inbox.writes("Lee")]
    made = (await olga.post(f"{V1}/closing-categories", {"name": "Spam"})).json()["id"]
    await olga.delete(f"{V1}/closing-categories/{made}")

    for category in (made, NOBODY):
        body = {"conversation_ids": conversations, "category_id": category}
        assert (await olga.post(f"{V1}/conversations/closures", body)).status == 404
    assert [(await inbox.show(each))["status"] for each in conversations] == ["open", "open"]


async def test_a_manager_sets_only_a_state_that_exists(inbox: Inbox) -> None:
    mia = inbox.by("Mia")

    for body in STATES:
        reply = await mia.put(f"{V1}/users/{inbox.id_of('Tim')}/presence", body)
        assert reply.status == 422, body
    of_nobody = await mia.put(f"{V1}/users/{NOBODY}/presence", {"presence": "online"})

    assert of_nobody.status == 404
    shown = (await mia.get(f"{V1}/users/{inbox.id_of('Tim')}")).json()
    assert shown["presence"] == "offline"


async def test_a_conversation_is_reassigned_only_to_who_is_here_to_take_it(inbox: Inbox) -> None:
    olga, conversation = inbox.by("Olga"), await inbox.writes("Kim")
    await inbox.assign(conversation, "Ana")
    await olga.delete(f"{V1}/users/{inbox.id_of('Otto')}")
    path = f"{V1}/conversations/{conversation}/assignment"

    to_the_gone = await olga.put(path, {"user_id": inbox.id_of("Otto")})
    to_nobody_known = await olga.put(path, {"user_id": NOBODY})
    from_another = await olga.put(
        path, {"user_id": inbox.id_of("Tim"), "expected_user_id": inbox.id_of("Mia")}
    )

    assert (to_the_gone.status, to_the_gone.code) == (409, "user_not_active")
    assert to_nobody_known.status == 404
    assert (from_another.status, from_another.code) == (409, "already_assigned")
    assert from_another.json()["holder"] == inbox.id_of("Ana")


async def test_a_skill_that_goes_is_asked_of_nobody_who_waits(inbox: Inbox) -> None:
    """A published workflow may still name it; the check of its next draft says so."""
    olga = inbox.by("Olga")
    await olga.post(f"{V1}/skills", {"slug": "vietnamese", "name": "Vietnamese"})
    step = {
        "kind": "assign_to",
        "target": {"to": "team", "team_id": inbox.sales},
        "skills": {"vietnamese": 2},
        "rings": [{"skills": {"vietnamese": 4}, "seconds": 60}],
    }
    draft = {
        "name": "Ask",
        "trigger": {"kind": "conversation_opened"},
        "start": "assign",
        "steps": {"assign": step},
    }
    made = (await olga.post(f"{V1}/workflows", {"name": "Ask", "draft": draft})).json()
    first = (await olga.get(f"{V1}/workflows/{made['id']}/findings")).json()

    await olga.delete(f"{V1}/skills/vietnamese")
    found = (await olga.get(f"{V1}/workflows/{made['id']}/findings")).json()
    refused = await olga.put(f"{V1}/workflows/{made['id']}/publication", {})

    assert "unknown_skill" not in str(first)
    assert [item["step_id"] for item in found["items"] if item["code"] == "unknown_skill"] == [
        "assign"
    ]
    assert refused.status == 422
    assert "unknown_skill" in str(refused.json())
