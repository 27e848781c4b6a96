"""Tests stand beside a workflow, are played, and may be asked for before publishing; a simulation leaves no trace."""

from typing import Any

import pytest

from api.test_workflows import add, draft
from api.world import World

pytestmark = pytest.mark.anyio
BUYS: dict[str, Any] = {
    "name": "Linh buys",
    "turns": [
        {"says": "hello"},
        {"waits": 5},
        {"says": "Sales", "expect": {"fields": {"conversation.fields.topic": "Sales"}}},
    ],
    "expect": {"at": "email"},
}
SULKS = {**BUYS, "name": "Linh sulks", "expect": {"team": "Sales"}}


async def test_tests_are_kept_beside_the_workflow(world: World) -> None:
    olga = world.program("Olga")
    path = await add(world, {"draft": await draft(world)})
    assert (await olga.get(f"{path}/tests")).json() == {
        "workspace": {}, "tests": [], "required": False,
    }  # fmt: skip

    kept = await olga.put(f"{path}/tests", {"tests": [BUYS], "required": True})
    again = await olga.put(f"{path}/tests", {"tests": [BUYS], "workspace": {"users": ["Mai"]}})

    assert kept.status == 200, kept.body
    assert (kept.json()["required"], kept.json()["tests"][0]["name"]) == (True, "Linh buys")
    assert (again.json()["required"], again.json()["workspace"]) == (True, {"users": ["Mai"]})


async def test_tests_are_played_against_the_draft_or_what_is_given(world: World) -> None:
    olga = world.program("Olga")
    body = await draft(world)
    path = await add(world, {"draft": body})
    await olga.put(f"{path}/tests", {"tests": [BUYS]})

    played = (await olga.post(f"{path}/test-runs", {})).json()
    both = (await olga.post(f"{path}/test-runs", {"tests": [BUYS, SULKS]})).json()
    other = {**body, "steps": {**body["steps"], "email": {"kind": "wait", "seconds": 60}}}
    changed = (await olga.post(f"{path}/test-runs", {"definition": other})).json()
    broken = await olga.post(f"{path}/test-runs", {"definition": {"name": "x"}})

    assert played["passed"], played
    assert played["coverage"]["steps"] == 8
    assert [case["failure"] for case in both["cases"]] == [
        None, "at the end: expected the team 'Sales', but it is nothing",
    ]  # fmt: skip
    assert "but it ended 'completed'" not in str(played)
    assert changed["cases"][0]["failure"] is None
    assert changed["cases"][0]["visits"][-1] == ["topic", "success"]
    assert (broken.status, broken.code) == (422, "invalid")


async def test_publishing_may_ask_for_green_tests(world: World) -> None:
    olga = world.program("Olga")
    path = await add(world, {"draft": await draft(world)})

    await olga.put(f"{path}/tests", {"tests": [], "required": True})
    without = await olga.put(f"{path}/publication")
    await olga.put(f"{path}/tests", {"tests": [BUYS, SULKS]})
    red = await olga.put(f"{path}/publication")
    await olga.put(f"{path}/tests", {"tests": [BUYS]})
    green = await olga.put(f"{path}/publication")

    assert (without.status, "it has none" in without.json()["detail"]) == (422, True)
    assert red.status == 422
    assert "The test 'Linh sulks' failed: at the end: expected the team" in red.json()["detail"]
    assert [failed["test"] for failed in red.json()["failed_tests"]] == ["Linh sulks"]
    assert (green.status, green.json()["state"]) == (200, "published")


def one(**turn: object) -> dict[str, Any]:
    return {"tests": [{"name": "a", "turns": [turn]}]}


NO_TESTS: list[tuple[dict[str, Any], str]] = [
    ({"tests": [{**BUYS, "turns": []}]}, "turns"),
    ({"tests": [BUYS, BUYS]}, "two tests are called"),
    (one(says="x", waits=1), "one thing"),
    ({"tests": [{**BUYS, "sings": 1}]}, "sings"),
]


@pytest.mark.parametrize(("body", "said"), NO_TESTS)
async def test_tests_that_are_no_tests_are_refused(
    world: World, body: dict[str, Any], said: str
) -> None:
    path = await add(world, {"name": "Welcome"})
    reply = await world.program("Olga").put(f"{path}/tests", body)
    assert (reply.status, reply.code) == (422, "invalid")
    assert said in str(reply.json())


async def test_a_draft_is_walked_through_turn_by_turn(world: World) -> None:
    olga = world.program("Olga")
    path = await add(world, {"draft": await draft(world)})
    turns: list[dict[str, Any]] = [{"says": "hello"}, {"waits": 5}]

    first = (await olga.post(f"{path}/simulations", {"turns": turns})).json()
    turns += [{"says": "Sales"}, {"presses": "Never sent"}]
    then = (await olga.post(f"{path}/simulations", {"turns": turns})).json()

    said = [message["text"] for moment in first["moments"] for message in moment["sends"]]
    assert said == [
        "Hello Linh, welcome! I have two short questions.",
        "What can we help you with?\n1. Sales\n2. Support",
    ]
    question = first["moments"][1]["sends"][1]
    assert (question["buttons"], question["step_id"]) == ([], "topic")
    assert (first["at"], first["waits_for"], first["end"]) == ("topic", "answer", None)
    saved = [fact for fact in then["moments"][2]["saves"] if fact["kind"].endswith("FieldChanged")]
    assert saved[0]["values"]["new"] == "Sales"
    assert then["moments"][2]["visits"] == [["topic", "success"]]
    assert then["moments"][3]["refused"] == "Linh was sent no button called 'Never sent'."
    assert then["at"] == "email"


async def test_a_simulation_leaves_no_trace(world: World) -> None:
    olga = world.program("Olga")
    path = await add(world, {"draft": await draft(world)})
    await olga.put(f"{path}/tests", {"tests": [BUYS]})
    made = await olga.post("/api/v1/contacts", {"display_name": "Mai", "email": "mai@example.com"})
    assert made.status == 201, made.body
    body = {"contact_id": made.json()["id"], "turns": [{"says": "hello"}, {"waits": 5}]}
    before = await count_rows(world)

    walked = await olga.post(f"{path}/simulations", body)
    played = await olga.post(f"{path}/test-runs", {})

    assert walked.json()["moments"][1]["sends"][0]["text"].startswith("Hello Mai, welcome!")
    assert played.json()["passed"] is True
    assert await count_rows(world) == before


async def test_a_simulation_refuses_what_it_cannot_play(world: World) -> None:
    olga = world.program("Olga")
    path = await add(world, {"draft": await draft(world)})
    bodies: list[tuple[dict[str, Any], int]] = [
        ({"contact_id": str(world.ids.new_id())}, 404),
        ({"online": ["Nobody"]}, 422),
        ({"contact": {"name": "Mai", "tags": ["Unknown"]}}, 422),
        ({"turns": [{"says": "x", "expect": {"at": "topic"}}]}, 422),
        ({"turns": [{"says": "x"}] * 201}, 422),
        ({"definition": {"steps": 7}}, 422),
    ]
    for body, status in bodies:
        reply = await olga.post(f"{path}/simulations", body)
        assert reply.status == status, (body, reply.body)


async def count_rows(world: World) -> dict[str, int]:
    """Of every table but the one of remembered answers."""
    names = await world.deps.pool.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    found: dict[str, int] = {}
    for row in names:
        table = row["tablename"]
        if "idempotency" not in table:
            counting = f'SELECT count(*) FROM "{table}"'  # noqa: S608 - names of the catalogue
            found[table] = await world.deps.pool.fetchval(counting)
    return found
