"""Workflows are drawn, published and stopped."""

from typing import Any

import pytest

from api.world import World
from parley.domain.ids import TeamId
from parley.workflows.samples import demo_inbound

pytestmark = pytest.mark.anyio
WORKFLOWS = "/api/v1/workflows"


async def make_team(world: World, name: str) -> TeamId:
    reply = await world.program("Olga").post("/api/v1/teams", {"name": name})
    return TeamId(world.ids.new_id().__class__(reply.json()["id"]))


async def draft(world: World) -> dict[str, Any]:
    sales, support = await make_team(world, "Sales"), await make_team(world, "Support")
    for scope, slug in (("conversation", "topic"),):
        body = {"scope": scope, "slug": slug, "name": slug.title()}
        assert (await world.program("Olga").post("/api/v1/fields", body)).status == 201
    return demo_inbound(sales=sales, support=support).model_dump(mode="json")


async def add(world: World, body: dict[str, Any]) -> str:
    reply = await world.program("Olga").post(WORKFLOWS, body)
    assert reply.status == 201, reply.body
    return f"{WORKFLOWS}/{reply.json()['id']}"


async def test_a_draft_may_be_unfinished_and_says_what_is_missing(world: World) -> None:
    path = await add(world, {"name": "Welcome", "draft": {"steps": {}}})
    olga = world.program("Olga")

    shown = await olga.get(path)
    findings = await olga.get(f"{path}/findings")
    published = await olga.put(f"{path}/publication")

    assert (shown.json()["state"], shown.json()["draft"]) == ("draft", {"steps": {}})
    assert findings.json()["items"][0]["severity"] == "error"
    assert (published.status, published.code) == (422, "invalid")
    assert published.json()["findings"] == findings.json()["items"]


async def test_a_workflow_is_published_and_listed_with_its_version(world: World) -> None:
    path = await add(world, {"draft": await draft(world)})
    olga = world.program("Olga")

    published = await olga.put(f"{path}/publication")

    assert published.status == 200, published.body
    assert (published.json()["state"], published.json()["published_version"]) == ("published", 1)
    versions = (await olga.get(f"{path}/versions")).json()["items"]
    assert [version["number"] for version in versions] == [1]
    assert versions[0]["published_by"] == str(world.people["Olga"].id)
    reference = await world.deps.reference(world.workspace_id)
    assert [version.live for version in reference.versions.values()] == [True]


async def test_publishing_the_same_again_makes_no_new_version(world: World) -> None:
    path = await add(world, {"draft": await draft(world)})
    olga = world.program("Olga")
    await olga.put(f"{path}/publication")

    await olga.put(f"{path}/publication")
    changed = (await olga.get(path)).json()["draft"] | {"quiet_seconds": 7}
    await olga.patch(path, {"draft": changed})
    anew = await olga.put(f"{path}/publication")

    assert anew.json()["published_version"] == 2
    numbers = [v["number"] for v in (await olga.get(f"{path}/versions")).json()["items"]]
    assert numbers == [2, 1]


async def test_a_stopped_workflow_starts_nothing_and_can_be_deleted(world: World) -> None:
    path = await add(world, {"draft": await draft(world)})
    olga = world.program("Olga")
    await olga.put(f"{path}/publication")

    early = await olga.delete(path)
    stopped = await olga.delete(f"{path}/publication")
    reference = await world.deps.reference(world.workspace_id)
    late = await olga.delete(path)

    assert (early.status, early.code) == (409, "still_in_use")
    assert stopped.json()["state"] == "stopped"
    assert [version.live for version in reference.versions.values()] == [False]
    assert late.status == 204
    assert (await olga.get(path)).status == 404


async def test_a_name_changes_without_a_new_version(world: World) -> None:
    path = await add(world, {"draft": await draft(world)})
    olga = world.program("Olga")
    await olga.put(f"{path}/publication")

    renamed = await olga.patch(path, {"name": "Hello", "description": "Greets"})

    assert (renamed.json()["name"], renamed.json()["description"]) == ("Hello", "Greets")
    assert (await olga.put(f"{path}/publication")).json()["published_version"] == 1


@pytest.mark.parametrize("value", ["\ud800", "a\x00b", float("nan"), float("inf")])
async def test_a_draft_holds_only_what_can_be_stored(world: World, value: object) -> None:
    reply = await world.program("Olga").post(WORKFLOWS, {"name": "W", "draft": {"x": value}})

    assert (reply.status, reply.code) == (422, "invalid")


async def test_a_workflow_needs_a_name(world: World) -> None:
    reply = await world.program("Olga").post(WORKFLOWS, {"draft": {}})

    assert (reply.status, reply.json()["field"]) == (422, "body.name")


async def test_the_builder_reads_the_schema_of_definitions(world: World) -> None:
    reply = await world.program("Olga").get("/api/v1/workflow-schema")

    assert "steps" in reply.json()["properties"]


async def test_a_workflow_is_drawn_from_a_template_by_the_choices_made(world: World) -> None:
    olga, team = world.program("Olga"), str(await make_team(world, "Sales"))
    templates = (await olga.get("/api/v1/workflow-templates")).json()["items"]
    template = next(found for found in templates if found["key"] == "round_robin")
    assert [(choice["key"], choice["kind"]) for choice in template["choices"]] == [
        ("greeting", "text"),
        ("team", "team"),
    ]

    choices = {"team": team, "greeting": "Xin chào!"}
    path = await add(world, {"name": "Ours", "template": "round_robin", "choices": choices})
    published = await olga.put(f"{path}/publication")

    assert (published.status, published.json()["name"]) == (200, "Ours")
    steps = published.json()["draft"]["steps"]
    assert steps["welcome"]["text"] == "Xin chào!"
    assert steps["assign"]["target"]["team_id"] == team


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"template": "welcome_ask_email"}, "body.choices.team"),
        ({"template": "welcome_ask_email", "choices": {"team": "Sales"}}, "body.choices.team"),
        ({"template": "welcome", "choices": {"colour": "red"}}, "body.choices.colour"),
        ({"template": "welcome", "draft": {"start": "a"}}, "body.template"),
        ({"name": "W", "choices": {"team": "x"}}, "body.choices"),
    ],
)
async def test_a_choice_that_is_missing_or_wrong_is_named(
    world: World, body: dict[str, Any], field: str
) -> None:
    reply = await world.program("Olga").post(WORKFLOWS, body)

    assert (reply.status, reply.code, reply.json()["field"]) == (422, "invalid", field)


async def test_a_team_of_another_workspace_is_no_choice(world: World) -> None:
    foreign = await world.program("Fritz").post("/api/v1/teams", {"name": "Theirs"})
    body = {"template": "away", "choices": {"team": foreign.json()["id"]}}

    reply = await world.program("Olga").post(WORKFLOWS, body)

    assert (reply.status, reply.json()["choice"]) == (422, "team")


async def test_a_template_that_does_not_exist_draws_nothing(world: World) -> None:
    reply = await world.program("Olga").post(WORKFLOWS, {"template": "nonsense"})

    assert (reply.status, reply.code) == (404, "not_found")


async def test_the_figures_of_a_version_are_for_the_builders_overlay(world: World) -> None:
    path = await add(world, {"draft": await draft(world)})
    olga = world.program("Olga")
    await olga.put(f"{path}/publication")

    figures = await olga.get(f"{path}/versions/1/figures")

    assert figures.json() == {"runs": 0, "waiting": 0, "is_complete": True, "steps": []}
    assert (await olga.get(f"{path}/versions/2/figures")).status == 404
    assert (await world.program("Fritz").get(f"{path}/versions/1/figures")).status == 404
    assert (await olga.get(f"{path}/versions/{2**31}/figures")).status == 422


async def make_tag(world: World, name: str) -> str:
    reply = await world.program("Olga").post("/api/v1/tags", {"name": name})
    return str(reply.json()["id"])


def on_tag(name: str, heard: str, added: str, *, says: str = "") -> dict[str, Any]:
    """Hears a tag, takes the other one away and adds it anew."""
    steps: dict[str, Any] = {
        "off": {
            "kind": "update_tag",
            "operation": "remove",
            "tag_ids": [added],
            "lanes": {"next": "on"},
        },
        "on": {"kind": "update_tag", "tag_ids": [added], "lanes": {"next": "say"} if says else {}},
    }
    if says:
        steps["say"] = {"kind": "send_message", "text": says}
    trigger = {"kind": "contact_tag_updated", "tag_ids": [heard]}
    return {"name": name, "trigger": trigger, "start": "off", "steps": steps}


async def test_5b_17_a_circle_with_published_workflows_is_not_published(world: World) -> None:
    olga = world.program("Olga")
    vip, lead = await make_tag(world, "VIP"), await make_tag(world, "Lead")
    alpha = await add(world, {"draft": on_tag("Alpha", vip, lead)})
    bravo = await add(world, {"draft": on_tag("Bravo", lead, vip)})
    assert (await olga.get(f"{alpha}/findings")).json()["items"] == []
    assert (await olga.put(f"{bravo}/publication")).status == 200

    refused = await olga.put(f"{alpha}/publication")

    [finding] = refused.json()["findings"]
    assert (refused.status, finding["code"], finding["step_id"]) == (422, "trigger_cycle", "on")
    assert "Alpha > Bravo > Alpha" in finding["sentence"]
    await olga.delete(f"{bravo}/publication")
    assert (await olga.put(f"{alpha}/publication")).status == 200


async def test_another_workspace_is_no_neighbour(world: World) -> None:
    fritz = world.program("Fritz")
    vip, lead = await make_tag(world, "VIP"), await make_tag(world, "Lead")
    alpha = await add(world, {"draft": on_tag("Alpha", vip, lead, says="Hello")})
    assert (await world.program("Olga").put(f"{alpha}/publication")).status == 200

    tag = (await fritz.post("/api/v1/tags", {"name": "VIP"})).json()["id"]
    theirs = await fritz.post(WORKFLOWS, {"draft": on_tag("Bravo", tag, tag, says="Hi")})
    found = await fritz.get(f"{WORKFLOWS}/{theirs.json()['id']}/findings")

    [finding] = found.json()["items"]
    assert "Alpha" not in finding["sentence"]


async def test_o16_a_second_workflow_that_speaks_on_the_event_is_pointed_out(world: World) -> None:
    olga = world.program("Olga")
    vip, lead = await make_tag(world, "VIP"), await make_tag(world, "Lead")
    alpha = await add(world, {"draft": on_tag("Alpha", vip, lead, says="Hello")})
    bravo = await add(world, {"draft": on_tag("Bravo", vip, lead, says="Hi")})
    assert (await olga.put(f"{alpha}/publication")).status == 200

    [finding] = (await olga.get(f"{bravo}/findings")).json()["items"]

    assert (finding["code"], finding["severity"]) == ("two_speak_on_one_event", "warning")
    assert "'Alpha'" in finding["sentence"]


async def test_a_published_version_is_shown_as_it_was_although_the_draft_went_on(
    world: World,
) -> None:
    path = await add(world, {"draft": await draft(world)})
    olga = world.program("Olga")
    await olga.put(f"{path}/publication")
    await olga.patch(path, {"draft": {}})

    shown = await olga.get(f"{path}/versions/1")

    assert shown.json()["number"] == 1
    assert shown.json()["definition"]["start"] == "welcome"
    assert (await olga.get(f"{path}/versions/2")).status == 404
    assert (await world.program("Fritz").get(f"{path}/versions/1")).status == 404


async def test_what_an_unfinished_draft_lacks_is_told_with_its_step_and_in_words(
    world: World,
) -> None:
    olga = world.program("Olga")
    ask = {"kind": "add_comment", "text": "Who?", "lanes": {"success": None}}
    draft = {"name": "x", "trigger": {"kind": "shortcut"}, "start": "ask", "steps": {"ask": ask}}
    made = (await olga.post("/api/v1/workflows", {"name": "x", "draft": draft})).json()

    refused = await olga.put(f"/api/v1/workflows/{made['id']}/publication")

    (finding,) = refused.json()["findings"]
    assert (refused.status, finding["code"], finding["step_id"]) == (422, "incomplete", "ask")
    assert finding["sentence"].startswith("steps.ask.add_comment: unknown lane 'success'")
