"""The catalogue over the API: every template becomes a draft with its tests, and is published by them."""

from datetime import timedelta
from typing import Any

import pytest

from api.client import Client
from api.test_workflows import WORKFLOWS, add
from api.world import World
from parley.workflows.templates import TEMPLATES, Choice, ChoiceKind
from parley.workflows.templates.choices import WORDS
from parley.workflows.templates.suite import list_tests

pytestmark = pytest.mark.anyio
WEEK = [{"opens": "09:00", "closes": "17:00"}]
MADE: dict[ChoiceKind, tuple[str, dict[str, Any]]] = {
    ChoiceKind.TEAM: ("teams", {}),
    ChoiceKind.TAG: ("tags", {}),
    ChoiceKind.CATEGORY: ("closing-categories", {}),
    ChoiceKind.CALENDAR: ("calendars", {"timezone": "UTC", "weekly": {"monday": WEEK}}),
    ChoiceKind.STAGE: ("lifecycle-stages", {}),
}


async def chosen(olga: Client, choice: Choice, name: str) -> str:
    """Something of the workspace that was made for this choice alone."""
    if choice.kind is ChoiceKind.USER:
        users = (await olga.get("/api/v1/users")).json()["items"]
        return next(user["id"] for user in users if user["name"] == "Ana")
    if choice.kind in (ChoiceKind.CONTACT_FIELD, ChoiceKind.CONVERSATION_FIELD):
        scope = choice.kind.removesuffix("_field")
        body = {"scope": scope, "slug": name, "name": name}
        assert (await olga.post("/api/v1/fields", body)).status == 201
        return name
    if choice.kind in WORDS:
        return "https://example.com/page" if choice.kind is ChoiceKind.URL else "123456"
    if choice.kind is ChoiceKind.SEALED:
        body = {"slug": name, "value": "a secret of the shop"}
        assert (await olga.post("/api/v1/secrets", body)).status == 201
        return name
    path, more = MADE[choice.kind]
    made = await olga.post(f"/api/v1/{path}", {"name": name, **more})
    assert made.status == 201, made.body
    return str(made.json()["id"])


async def test_every_template_is_published_by_its_own_tests(world: World) -> None:
    await world.hire("Ana")
    olga = world.program("Olga")
    for template in TEMPLATES.values():
        world.clock.advance(timedelta(minutes=1))
        choices = {
            choice.key: await chosen(olga, choice, f"{template.key[:30]}_{choice.key}")
            for choice in template.choices
            if choice.proposal is None
        }
        body = {"template": template.key, "choices": choices, "tests_required": True}
        path = await add(world, body)

        published = await olga.put(f"{path}/publication")
        stored = (await olga.get(f"{path}/tests")).json()

        assert published.status == 200, (template.key, published.body)
        assert stored["required"]
        assert [test["name"] for test in stored["tests"]] == list_tests(template)


async def test_tests_of_a_template_are_required_only_if_that_is_wished(world: World) -> None:
    olga = world.program("Olga")
    path = await add(world, {"template": "welcome", "choices": {"greeting": "Xin chào!"}})

    stored = (await olga.get(f"{path}/tests")).json()

    assert not stored["required"]
    assert stored["tests"][0]["expect"]["hears"] == ["Xin chào!"]
    assert (await olga.post(f"{path}/test-runs", {})).json()["passed"]


async def test_a_template_that_was_spoilt_is_not_published_by_its_tests(world: World) -> None:
    olga = world.program("Olga")
    path = await add(world, {"template": "welcome", "tests_required": True})
    draft = (await olga.get(path)).json()["draft"]
    draft["steps"]["welcome"]["text"] = "Go away!"
    await olga.patch(path, {"draft": draft})

    refused = await olga.put(f"{path}/publication")

    assert refused.status == 422
    assert [failed["test"] for failed in refused.json()["failed_tests"]] == [
        "a contact who writes is greeted"
    ]


async def test_all_choices_that_are_missing_are_named_at_once(world: World) -> None:
    body = {"template": "teams_by_choice", "choices": {"first_team": "Sales", "colour": "red"}}

    refused = await world.program("Olga").post(WORKFLOWS, body)

    assert refused.status == 422
    assert [error["field"] for error in refused.json()["errors"]] == [
        f"body.choices.{key}" for key in ("colour", "first_team", "second_team", "topic")
    ]


async def test_tests_cannot_be_required_where_there_are_none(world: World) -> None:
    body = {"name": "W", "tests_required": True}

    refused = await world.program("Olga").post(WORKFLOWS, body)

    assert (refused.status, refused.json()["field"]) == (422, "body.tests_required")


async def test_the_catalogue_tells_category_choices_and_tests(world: World) -> None:
    listed = (await world.program("Olga").get("/api/v1/workflow-templates")).json()["items"]

    assert [found["key"] for found in listed] == list(TEMPLATES)
    for found in listed:
        assert found["description"]
        assert found["category"]
        assert found["tests"] == list_tests(TEMPLATES[found["key"]])
