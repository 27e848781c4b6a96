"""Shortcuts: an agent fills in a form and a workflow starts; a manager stops what runs."""

from typing import Any

import pytest

from api.inbox_world import Inbox

pytestmark = pytest.mark.anyio
WORKFLOWS, SHORTCUTS = "/api/v1/workflows", "/api/v1/shortcuts"
FORM = [
    {"name": "reason", "label": "Reason", "is_required": True},
    {"name": "level", "label": "Level", "type": "choice", "options": ["low", "high"]},
    {"name": "amount", "label": "Amount", "type": "number"},
    {"name": "until", "label": "Until", "type": "date"},
    {"name": "urgent", "label": "Urgent", "type": "checkbox"},
]
STEPS: dict[str, Any] = {
    "note": {
        "kind": "add_comment",
        "text": "{{trigger.user}}: {{trigger.reason}} {{trigger.level|-}} {{trigger.amount|-}}",
        "lanes": {"next": "wait"},
    },
    "wait": {"kind": "wait", "seconds": 3600},
}


async def publish(
    inbox: Inbox, name: str = "Escalate", *, agents_may_stop: bool = False, **trigger: Any
) -> str:
    draft = {
        "agents_may_stop": agents_may_stop,
        "trigger": {"kind": "shortcut", "icon": "flame", "fields": FORM, **trigger},
        "start": "note",
        "steps": STEPS,
        "description": "Tell the team lead",
    }
    olga = inbox.by("Olga")
    made = await olga.post(WORKFLOWS, {"name": name, "draft": draft})
    assert made.status == 201, made.body
    published = await olga.put(f"{WORKFLOWS}/{made.json()['id']}/publication")
    assert published.status == 200, published.body
    return made.json()["id"]


async def test_an_agent_runs_a_shortcut_with_its_form(inbox: Inbox) -> None:
    workflow, conversation = await publish(inbox), await inbox.writes("Kim")
    listed = (await inbox.by("Ana").get(SHORTCUTS)).json()["items"]
    assert [(one["name"], one["icon"], one["description"]) for one in listed] == [
        ("Escalate", "flame", "Tell the team lead")
    ]
    assert [field["name"] for field in listed[0]["fields"]] == [field["name"] for field in FORM]

    path = f"/api/v1/conversations/{conversation}/runs"
    answers = {
        "reason": "Lost parcel",
        "level": "high",
        "amount": 12,
        "until": "2026-04-01",
        "urgent": True,
    }
    started = await inbox.by("Ana").post(path, {"workflow_id": workflow, "answers": answers})

    assert started.status == 201, started.body
    run = (await inbox.by("Ana").get(f"/api/v1/runs/{started.json()['run_id']}")).json()
    assert run["variables"]["trigger.until"] == "2026-04-01"
    assert run["variables"]["trigger.urgent"] is True
    thread = (await inbox.by("Ana").get(f"/api/v1/conversations/{conversation}/thread")).json()
    assert "Ana: Lost parcel high 12" in str(thread)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({}, "body.answers.reason"),
        ({"reason": ""}, "body.answers.reason"),
        ({"reason": 7}, "body.answers.reason"),
        ({"reason": "x", "level": "middle"}, "body.answers.level"),
        ({"reason": "x", "amount": "12"}, "body.answers.amount"),
        ({"reason": "x", "amount": True}, "body.answers.amount"),
        ({"reason": "x", "amount": 10**31}, "body.answers.amount"),
        ({"reason": "x", "amount": float("inf")}, "body.answers.amount"),
        ({"reason": "x", "until": "2026-02-30"}, "body.answers.until"),
        ({"reason": "x", "until": "1.4.2026"}, "body.answers.until"),
        ({"reason": "x", "urgent": "yes"}, "body.answers.urgent"),
        ({"reason": "x", "colour": "red"}, "body.answers.colour"),
        ({"reason": "x" * 5000}, "body.answers.reason"),
    ],
)
async def test_an_answer_that_does_not_fit_its_field_is_named(
    inbox: Inbox, answers: dict[str, Any], field: str
) -> None:
    workflow, conversation = await publish(inbox), await inbox.writes("Kim")
    body = {"workflow_id": workflow, "answers": answers}

    reply = await inbox.by("Ana").post(f"/api/v1/conversations/{conversation}/runs", body)

    assert (reply.status, reply.code, reply.json()["field"]) == (422, "invalid", field)


async def test_who_may_not_run_a_shortcut_neither_sees_nor_runs_it(inbox: Inbox) -> None:
    managers = await publish(inbox, "For managers", roles=["owner", "manager"])
    sales = await publish(inbox, "For Sales", team_ids=[str(inbox.sales)])
    conversation = await inbox.writes("Kim")
    path = f"/api/v1/conversations/{conversation}/runs"
    shown = (await inbox.by("Ana").get(SHORTCUTS)).json()["items"]
    assert "For managers" not in [one["name"] for one in shown]
    for workflow in (managers, sales):
        if workflow in [one["workflow_id"] for one in shown]:
            continue
        body = {"workflow_id": workflow, "answers": {"reason": "x"}}
        refused = await inbox.by("Ana").post(path, body)
        assert (refused.status, refused.code) == (403, "forbidden")
    mias = (await inbox.by("Mia").get(SHORTCUTS)).json()["items"]
    assert "For managers" in [one["name"] for one in mias]


async def test_a_shortcut_that_runs_already_says_so(inbox: Inbox) -> None:
    workflow, conversation = await publish(inbox), await inbox.writes("Kim")
    path, body = (
        f"/api/v1/conversations/{conversation}/runs",
        {"workflow_id": workflow, "answers": {"reason": "x"}},
    )
    await inbox.by("Ana").post(path, body)

    again = await inbox.by("Ana").post(path, body)

    assert (again.status, again.code, again.json()["reason"]) == (
        409,
        "run_not_started",
        "already_running",
    )


async def test_only_a_published_shortcut_can_be_run(inbox: Inbox) -> None:
    workflow, conversation = await publish(inbox), await inbox.writes("Kim")
    await inbox.by("Olga").delete(f"{WORKFLOWS}/{workflow}/publication")

    body = {"workflow_id": workflow, "answers": {"reason": "x"}}
    reply = await inbox.by("Ana").post(f"/api/v1/conversations/{conversation}/runs", body)

    assert (reply.status, reply.code) == (404, "not_found")


async def test_a_manager_stops_all_that_runs_for_a_contact(inbox: Inbox) -> None:
    first, second = await publish(inbox, "A"), await publish(inbox, "B")
    conversation = await inbox.writes("Kim")
    contact = (await inbox.by("Ana").get(f"/api/v1/conversations/{conversation}")).json()[
        "contact"
    ]["id"]
    for workflow in (first, second):
        body = {"workflow_id": workflow, "answers": {"reason": "x"}}
        assert (await inbox.by("Ana").post(f"/api/v1/contacts/{contact}/runs", body)).status == 201
    path = f"/api/v1/contacts/{contact}/runs"

    assert (await inbox.by("Ana").delete(path)).status == 403
    assert (await inbox.by("Mia").delete(path)).status == 204

    ended = (await inbox.by("Mia").get(path)).json()["items"]
    assert [run["end_reason"] for run in ended] == ["stopped", "stopped"]


async def test_an_agent_stops_a_run_only_where_its_workflow_says_so(inbox: Inbox) -> None:
    strict, open_one = await publish(inbox, "A"), await publish(inbox, "B", agents_may_stop=True)
    conversation = await inbox.writes("Kim")
    await inbox.assign(conversation, "Ana")
    runs: list[str] = []
    for workflow in (strict, open_one):
        body = {"workflow_id": workflow, "answers": {"reason": "x"}}
        started = await inbox.by("Ana").post(f"/api/v1/conversations/{conversation}/runs", body)
        runs.append(started.json()["run_id"])

    refused = await inbox.by("Ana").delete(f"/api/v1/runs/{runs[0]}")
    hidden = await inbox.by("Otto").delete(f"/api/v1/runs/{runs[1]}")
    stopped = await inbox.by("Ana").delete(f"/api/v1/runs/{runs[1]}")
    by_manager = await inbox.by("Mia").delete(f"/api/v1/runs/{runs[0]}")

    assert (refused.status, hidden.status) == (403, 404)
    assert (stopped.status, stopped.json()["end_reason"]) == (200, "stopped")
    assert (by_manager.status, by_manager.json()["end_reason"]) == (200, "stopped")


async def test_a_stopped_workflow_ends_what_runs_for_every_contact(inbox: Inbox) -> None:
    workflow, other = await publish(inbox, "A"), await publish(inbox, "B")
    for name in ("Kim", "Lee"):
        conversation = await inbox.writes(name)
        for one in (workflow, other):
            body = {"workflow_id": one, "answers": {"reason": "x"}}
            path = f"/api/v1/conversations/{conversation}/runs"
            assert (await inbox.by("Ana").post(path, body)).status == 201

    assert (await inbox.by("Olga").delete(f"{WORKFLOWS}/{workflow}/publication")).status == 200

    live = (await inbox.by("Olga").get("/api/v1/runs?state=live")).json()["items"]
    ended = (await inbox.by("Olga").get("/api/v1/runs?state=ended")).json()["items"]
    assert {run["workflow_id"] for run in live} == {other}
    assert [run["end_reason"] for run in ended] == ["stopped", "stopped"]


@pytest.mark.parametrize(
    "fields",
    [
        [{"name": "a", "label": "A"}, {"name": "a", "label": "B"}],
        [{"name": "user", "label": "A"}],
        [{"name": "a", "label": "A", "type": "choice"}],
        [{"name": "a", "label": "A", "options": ["x"]}],
    ],
)
async def test_a_form_that_makes_no_sense_is_found_before_publishing(
    inbox: Inbox, fields: list[dict[str, Any]]
) -> None:
    draft = {
        "trigger": {"kind": "shortcut", "fields": fields},
        "start": "wait",
        "steps": {"wait": STEPS["wait"]},
    }
    made = await inbox.by("Olga").post(WORKFLOWS, {"name": "W", "draft": draft})

    reply = await inbox.by("Olga").put(f"{WORKFLOWS}/{made.json()['id']}/publication")

    assert (reply.status, reply.code) == (422, "invalid")
