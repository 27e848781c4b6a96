"""Every route, by every role, with everything that belongs to somebody else."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, NamedTuple

import pytest
from fastapi.routing import APIRoute

from api.neighbours import furnish
from api.world import HandClock, World, make_world
from parley.api.app import make_described_app
from parley.api.auth import guard_of
from parley.api.routes import all_routers
from parley.api.scope import MATRIX, Reach, Resource, Verb, may, reach
from parley.channels.custom.plugin import Custom
from parley.domain.people import Role
from parley.storage.database import open_pool

pytestmark = pytest.mark.anyio
ROLES = {"Olga": Role.OWNER, "Mia": Role.MANAGER, "Ana": Role.AGENT}
OPEN_TO_ALL = {("POST", "/api/v1/session")}
# These name no object of a workspace: they only say what the caller believes.
BELIEFS = {"expected_user_id"}

LISTS = {"members", "conversation_ids", "mentions"}

# A body that is right but for the ids in it; routes without one here take none.
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("PATCH", "/users/{user_id}"): {"name": "X"},
    ("PUT", "/users/{user_id}/presence"): {"presence": "online"},
    ("POST", "/teams"): {"name": "X", "members": []},
    ("PATCH", "/teams/{team_id}"): {"name": "X"},
    ("POST", "/channels"): {
        "kind": "custom",
        "name": "X",
        "config": {"channel_id": "x", "api_base_url": "https://x.example", "api_token": "token"},
    },
    ("PATCH", "/channels/{channel_id}"): {"name": "X"},
    ("PUT", "/channels/{channel_id}/pause"): {},
    ("PATCH", "/fields/{field_scope}/{slug}"): {"name": "X"},
    ("PATCH", "/skills/{slug}"): {"name": "X"},
    ("PATCH", "/secrets/{slug}"): {"value": "another secret"},
    ("PATCH", "/tags/{tag_id}"): {"name": "X"},
    ("PATCH", "/closing-categories/{category_id}"): {"name": "X"},
    ("POST", "/calendars"): {"name": "X", "timezone": "UTC"},
    ("PATCH", "/calendars/{calendar_id}"): {"name": "X"},
    ("POST", "/lifecycle-stages"): {"name": "X"},
    ("PATCH", "/lifecycle-stages/{stage_id}"): {"name": "X"},
    ("PATCH", "/workflows/{workflow_id}"): {"name": "X"},
    ("PUT", "/workflows/{workflow_id}/webhook"): {},
    ("PATCH", "/conversations/{conversation_id}"): {"fields": {}},
    ("POST", "/conversations/closures"): {
        "conversation_ids": ["0" * 8 + "-0000-0000-0000-" + "0" * 12]
    },
    ("PUT", "/conversations/{conversation_id}/assignment"): {"user_id": None},
    ("PUT", "/conversations/{conversation_id}/team"): {"team_id": None},
    ("PUT", "/conversations/{conversation_id}/queue-entry"): {},
    ("PUT", "/conversations/{conversation_id}/closure"): {},
    ("PUT", "/conversations/{conversation_id}/snooze"): {"until": "2027-01-01T00:00:00Z"},
    ("POST", "/conversations/{conversation_id}/messages"): {"text": "X"},
    ("POST", "/conversations/{conversation_id}/comments"): {"body": "X"},
    ("PATCH", "/contacts/{contact_id}"): {"given_name": "X"},
    ("POST", "/contacts/{contact_id}/merges"): {
        "contact_id": "00000000-0000-0000-0000-000000000000"
    },
    ("POST", "/contacts/{contact_id}/runs"): {
        "workflow_id": "00000000-0000-0000-0000-000000000000"
    },
    ("POST", "/runs/{run_id}/replays"): {"definition": {}},
    ("POST", "/conversations/{conversation_id}/runs"): {
        "workflow_id": "00000000-0000-0000-0000-000000000000"
    },
    ("POST", "/channels/{channel_id}/messages"): {
        "messages": [
            {
                "type": "message",
                "external_id": "1",
                "provider_at": "2026-03-02T09:00:00Z",
                "senders": [{"scheme": "custom_id", "value": "bo"}],
                "content": {"type": "text", "body": "X"},
            }
        ]
    },
}


class Route(NamedTuple):
    method: str
    template: str
    guard: tuple[Verb, Resource] | None

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.template)

    @property
    def body(self) -> dict[str, Any] | None:
        body = BODIES.get((self.method, self.template.removeprefix("/api/v1")))
        return {} if body is None and self.method in ("POST", "PUT", "PATCH") else body


def all_routes() -> Iterator[Route]:
    for router in all_routers():
        for route in router.routes:
            if isinstance(route, APIRoute):
                guards = [guard_of(one.call) for one in route.dependant.dependencies]
                found = next((guard for guard in guards if guard is not None), None)
                for method in sorted(route.methods or ()):
                    yield Route(method, route.path, found)


def ids_in_bodies() -> Iterator[tuple[str, str, str]]:
    """(method, template, name) of every id that a request body may hold, from the description."""
    for template, item in DESCRIPTION["paths"].items():
        for method, operation in item.items():
            content = operation.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema", {})
            for name in _uuid_names(schema, DESCRIPTION["components"]["schemas"]):
                yield method.upper(), template, name


def _uuid_names(schema: dict[str, Any], known: dict[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        schema = known[schema["$ref"].rsplit("/", 1)[1]]
    for name, part in schema.get("properties", {}).items():
        if "'uuid'" in str(part):
            yield name


DESCRIPTION = make_described_app().openapi()
ROUTES = list(all_routes())
# Words of a path that are no ids: they mean something in every workspace.
EVERYWHERE = frozenset({"field_scope", "number"})
GUARDED = [route for route in ROUTES if (route.method, route.template) not in OPEN_TO_ALL]


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    pool = await open_pool(database_url, size=4)
    try:
        made = await make_world(pool, plugins={"custom": Custom(HandClock())})
        await made.hire("Mia", Role.MANAGER)
        await made.hire("Ana")
        yield made
    finally:
        await pool.close()


def test_every_route_asks_for_a_permission() -> None:
    assert [route for route in GUARDED if route.guard is None] == []
    assert {route.guard[1] for route in GUARDED if route.guard} >= set(MATRIX)


# Agents may stop a run where its workflow says so; else the route itself asks to write.
ASKS_WITHIN = ("DELETE", "/api/v1/runs/{run_id}")


def test_a_route_that_changes_something_asks_to_write() -> None:
    for route in GUARDED:
        assert route.guard is not None
        is_read = route.guard[0] is Verb.READ
        is_told = (route.method, route.template) == ASKS_WITHIN
        assert is_read == (route.method == "GET" or is_told), route


async def test_nobody_gets_in_without_signing_in(world: World) -> None:
    for route in GUARDED:
        path = re.sub(r"{\w+}", str(world.ids.new_id()), route.template)

        reply = await world.browser().send(route.method, path, route.body)

        assert reply.status == 401, (route, reply.body)


async def test_no_role_reaches_into_another_workspace_by_a_path(world: World) -> None:
    theirs = await furnish(world, world.foreign_id, "Fritz")
    ours = await furnish(world, world.workspace_id, "Olga")
    tried = 0
    for route in ROUTES:
        for foreign in route.parameters:
            if foreign in EVERYWHERE:
                continue
            named = {**ours, foreign: theirs[foreign]}
            path = route.template.format(**named)
            for name in ROLES:
                reply = await world.program(name).send(
                    route.method, path, route.body, headers={"idempotency-key": f"{tried}"}
                )
                tried += 1
                assert reply.status in (403, 404), (name, route, foreign, reply.status, reply.body)
    assert tried > 100


async def test_no_role_reaches_into_another_workspace_by_a_body(world: World) -> None:
    theirs = await furnish(world, world.foreign_id, "Fritz")
    ours = await furnish(world, world.workspace_id, "Olga")
    kinds = {
        "members": "user_id",
        "mentions": "user_id",
        "conversation_ids": "conversation_id",
        "owner_id": "user_id",
        "shares_webhook_with": "channel_id",
        "reply_to": "message_id",
        "lifecycle_stage_id": "stage_id",
    }
    tried = 0
    for method, template, name in ids_in_bodies():
        if name in BELIEFS:
            continue
        foreign = theirs[kinds.get(name, name)]
        route = Route(method, template, None)
        body = {**(route.body or {}), name: [foreign] if name in LISTS else foreign}
        for person in ROLES:
            reply = await world.program(person).send(method, template.format(**ours), body)
            tried += 1
            # A channel that the contact has never used is 409, whether it exists elsewhere or nowhere.
            is_unused = reply.status == 409 and reply.code == "no_channel" and name == "channel_id"
            told = (person, method, template, name, reply.body)
            # Where each item has an outcome of its own, a foreign one is not found.
            is_told = reply.status == 200 and b'"outcome":"not_found"' in reply.body
            assert reply.status in (403, 404) or is_unused or is_told, told
    assert tried >= 3 * 8


async def test_no_list_and_no_filter_shows_another_workspace(world: World) -> None:
    theirs = await furnish(world, world.foreign_id, "Fritz")
    for route in ROUTES:
        if route.method != "GET" or route.parameters:
            continue
        queries = [f"?{name}={theirs[name]}" for name in _id_filters(route) if name in theirs]
        for query in ["", *queries]:
            for name in ROLES:
                reply = await world.program(name).get(route.template + query)

                assert reply.status < 500, (route, query, reply.body)
                assert "anary" not in reply.body.decode(), (route, query, reply.body)


def _id_filters(route: Route) -> list[str]:
    item: dict[str, Any] = DESCRIPTION["paths"].get(route.template, {})
    asked: list[dict[str, Any]] = item.get("get", {}).get("parameters", [])
    return [str(one["name"]) for one in asked if "'uuid'" in str(one)]


async def test_a_role_that_may_not_is_told_so(world: World) -> None:
    ours = await furnish(world, world.workspace_id, "Olga")
    refused = 0
    for route in GUARDED:
        assert route.guard is not None
        for name, role in ROLES.items():
            if may(role, *route.guard):
                continue
            path = route.template.format(**ours)
            reply = await world.program(name).send(route.method, path, route.body)
            refused += 1
            assert (reply.status, reply.code) == (403, "forbidden"), (name, route, reply.body)
    assert refused > 20


def test_the_matrix_gives_no_lower_role_more_than_a_higher_one() -> None:
    order = [Reach.NONE, Reach.OWN, Reach.SEEN, Reach.ALL]
    for resource in MATRIX:
        for verb in Verb:
            owner, manager, agent = (
                order.index(reach(role, verb, resource)) for role in ROLES.values()
            )
            assert owner >= manager >= agent
