"""The description against the server: generated requests never cause an accident."""

import asyncio
from typing import Any, cast
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from api.client import Reply
from api.world import HandClock, World, make_world
from parley.api.app import make_described_app
from parley.api.rates import Buckets
from parley.channels.custom.plugin import Custom
from parley.storage.database import Pool, open_pool

EXAMPLES = 5
DESCRIPTION = make_described_app().openapi()
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
OPERATIONS = [
    (method.upper(), path) for path, item in DESCRIPTION["paths"].items() for method in item
]
QUICK = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "tag",
    sorted({item["tags"][0] for path in DESCRIPTION["paths"].values() for item in path.values()}),
)
def test_generated_requests_are_answered_or_refused(database_url: str, tag: str) -> None:
    with asyncio.Runner() as runner:
        pool, world = runner.run(_open(database_url))
        for method, path in OPERATIONS:
            if DESCRIPTION["paths"][path][method.lower()]["tags"][0] != tag:
                continue

            @QUICK
            @given(case=cast(Any, SCHEMA[path][method]).as_strategy())
            def ask(case: Any) -> None:
                reply = runner.run(_send(world, case))
                told = (case.method, case.path, case.path_parameters, case.query, case.body)
                assert reply.status < 500, (told, reply.body)
                if reply.status >= 400:
                    assert reply.headers["content-type"] == "application/problem+json", told

            ask()
        runner.run(pool.close())
    assert OPERATIONS


@pytest.mark.parametrize(
    "text", ["' OR 1=1 --", "1; DROP TABLE contact", "%' UNION SELECT password_hash", "\\", "\x00"]
)
def test_sql_in_a_filter_is_only_text(database_url: str, text: str) -> None:
    with asyncio.Runner() as runner:
        pool, world = runner.run(_open(database_url))
        program = world.program("Olga")
        for path in (
            "contacts?q=",
            "conversations?sort=",
            "conversations?view=",
            "events?kind=",
            "tags?after=",
        ):
            reply = runner.run(program.get(f"/api/v1/{path}{quote(text)}"))

            assert reply.status in (200, 422), (path, reply.body)
            assert b"argon2" not in reply.body
        runner.run(pool.close())


async def _open(url: str) -> tuple[Pool, World]:
    pool = await open_pool(url, size=2)
    world = await make_world(pool, plugins={"custom": Custom(HandClock())})
    # Time stands still here, so no bucket would ever fill again.
    plenty = Buckets(rate=1, burst=1_000_000)
    world.app = world.with_deps(caller_buckets=plenty, address_buckets=plenty)
    return pool, world


async def _send(world: World, case: Any) -> Reply:
    asked: dict[str, Any] = case.query or {}
    given_ones = {name: value for name, value in asked.items() if value is not None}
    query = urlencode(given_ones, doseq=True, errors="replace")
    path = f"{case.formatted_path}?{query}" if query else str(case.formatted_path)
    body: object = case.body
    if not isinstance(body, dict | list | str | int | float):
        return await world.program("Olga").send(case.method, path)
    return await world.program("Olga").send(case.method, path, cast(object, body))
