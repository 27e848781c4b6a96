"""What templates send to other systems: no name where a click is enough, and no secret at all."""

import json
from typing import Any, cast

import pytest

from parley.domain.calls import Call
from parley.rehearsal.playing import Player, player_for
from parley.rehearsal.script import parse_suite
from parley.rehearsal.workspace import add_named, set_up
from parley.workflows.templates import TEMPLATES, instantiate
from parley.workflows.templates.suite import suite_of
from workflows.templates.drawing import a_workspace_for

REPORTS = [
    key
    for key, template in TEMPLATES.items()
    if any(step["kind"] == "http_request" for step in cast("Any", template.body)["steps"].values())
]


def first_call(key: str) -> tuple[Call, Player]:
    """Of the first of the template's tests."""
    template = TEMPLATES[key]
    reference, choices = a_workspace_for(template)
    definition = instantiate(template, choices, reference)
    suite = parse_suite(suite_of(template, choices, reference))
    case = suite.tests[0]
    known = add_named(reference, definition)
    player = player_for(definition, set_up(known, definition, suite.workspace, case.channel), case)
    for turn in case.turns:
        player.play(turn)
    return player.stage.desk.calls[0], player


def body_of(call: Call) -> Any:
    return json.loads(call.body or "")


@pytest.mark.parametrize("key", REPORTS)
def test_a_report_goes_to_the_address_chosen_and_holds_no_secret(key: str) -> None:
    call, _ = first_call(key)
    secrets = [choice.key for choice in TEMPLATES[key].choices if choice.kind == "secret"]
    assert call.url.startswith("https://")
    assert "secret" not in call.url
    places = [value for value in call.headers.values() if "{{secret." in value]
    assert len(places) == len(secrets)
    assert body_of(call)


def test_meta_is_told_the_click_and_nothing_about_the_person() -> None:
    call, player = first_call("meta_conversion")
    (event,) = body_of(call)["data"]
    assert event == {
        "event_name": "LeadSubmitted",
        "event_time": 1772452800,
        "event_id": f"{player.stage.contact('Linh').id}-LeadSubmitted",
        "action_source": "business_messaging",
        "messaging_channel": "whatsapp",
        "user_data": {"whatsapp_business_account_id": "123456", "ctwa_clid": "abc"},
    }


@pytest.mark.parametrize(
    ("key", "event"),
    [
        ("tiktok_lead", "Lead"),
        ("tiktok_conversion", "Converted"),
        ("tiktok_qualification", "Qualified lead"),
    ],
)
def test_tiktok_is_told_the_click_and_nothing_about_the_person(key: str, event: str) -> None:
    call, player = first_call(key)
    told = body_of(call)
    assert (told["event_source"], told["event_source_id"]) == ("crm", "123456")
    assert told["data"] == [
        {
            "event": event,
            "event_time": 1772452800,
            "event_id": f"{player.stage.contact('Linh').id}-1772452800",
            "user": {"ttclid": "abc"},
            "lead": {"lead_id": "abc", "lead_event_source": "Parley"},
        }
    ]


def test_a_rating_is_told_with_who_gave_it_and_who_helped() -> None:
    call, player = first_call("rating_to_warehouse")
    told = body_of(call)
    assert (told["rating"], told["name"], told["agent"]) == (4, "Linh", "Mai")
    assert told["contact_id"] == str(player.stage.contact("Linh").id)
    assert told["closed_at"].startswith("2026-03-02")


def test_a_call_is_told_by_its_seconds() -> None:
    told = body_of(first_call("call_report")[0])
    assert (told["seconds"], told["direction"], told["name"]) == (40, "in", "Linh")


def test_a_booking_says_when_and_for_whom() -> None:
    told = body_of(first_call("book_by_service")[0])
    assert told == {
        "start": "2026-03-12T11:00:00+00:00",
        "eventTypeId": 123456,
        "attendee": {"name": "Linh", "email": "linh@example.com", "timeZone": "UTC"},
    }
