"""What wraps every request: headers, sizes, rates, problems, and the web app."""

import json
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from structlog.testing import capture_logs

from api.client import Client
from api.world import START, World
from parley.api.limits import BODY_BYTES
from parley.api.problem import refusal_of
from parley.api.rates import Buckets
from parley.api.refusals import TooManyRequests
from parley.storage.database import transaction

pytestmark = pytest.mark.anyio


async def test_every_answer_carries_the_security_headers(world: World) -> None:
    for path in ("/", "/inbox/mine", "/api/v1/session", "/api/v1/nowhere", "/api/v1/docs"):
        headers = (await world.browser().get(path)).headers

        assert "script-src 'self'" in headers["content-security-policy"]
        assert "require-trusted-types-for 'script'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


async def test_answers_of_the_api_are_not_kept_by_caches(world: World) -> None:
    reply = await world.program("Olga").get("/api/v1/session")

    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/api/v1/nowhere", "/api/v2/session", "/webhooks/unknown"])
async def test_what_is_not_there_is_a_problem_and_not_the_web_app(world: World, path: str) -> None:
    reply = await world.program("Olga").get(path)

    assert reply.status == 404
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["type"] == "/problems/not_found"


async def test_a_method_that_a_path_does_not_take_is_a_problem(world: World) -> None:
    reply = await world.program("Olga").patch("/api/v1/session", {})

    assert (reply.status, reply.code) == (405, "method_not_allowed")
    assert reply.headers["allow"]


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"{not json", 400, "not_json"),
        (b'"text"', 422, "invalid"),
        (b'{"name": 7}', 422, "invalid"),
        (b'{"name": "x", "surprise": 1}', 422, "invalid"),
        (b'{"name": "a\\u0000b"}', 422, "invalid"),
        (b'{"name": "\\ud800"}', 422, "invalid"),
        (b'{"name": "\xff"}', 400, "not_json"),
        (b"[" * 100_000, 400, "not_json"),
    ],
)
async def test_a_body_that_does_not_fit_is_a_problem(
    world: World, raw: bytes, status: int, code: str
) -> None:
    reply = await world.program("Olga").send("POST", "/api/v1/tags", raw=raw)

    assert (reply.status, reply.code) == (status, code)


async def test_a_validation_problem_names_the_field_and_repeats_no_value(world: World) -> None:
    body = {"email": "olga@acme.test", "password": "hunter2" * 100}

    reply = await world.browser().post("/api/v1/session", body)

    assert reply.status == 422
    assert reply.json()["errors"][0]["field"] == "body.password"
    assert "hunter2" not in reply.body.decode()


async def test_a_body_beyond_a_megabyte_is_refused_by_its_length(world: World) -> None:
    reply = await world.program("Olga").send("POST", "/api/v1/tags", raw=b" " * (BODY_BYTES + 1))

    assert (reply.status, reply.code, reply.json()["limit"]) == (413, "body_too_large", BODY_BYTES)


async def test_a_body_that_hides_its_length_is_counted(world: World) -> None:
    reply = await world.program("Olga").send(
        "POST", "/api/v1/tags", raw=b" " * (BODY_BYTES + 1), headers={"content-length": "0"}
    )

    assert (reply.status, reply.code) == (413, "body_too_large")


async def test_an_address_that_asks_too_often_waits(world: World) -> None:
    app = world.with_deps(address_buckets=Buckets(rate=1, burst=3))
    client = Client(app)

    statuses = [(await client.get("/api/v1/docs")).status for _ in range(4)]
    last = await client.get("/api/v1/docs")

    assert statuses == [200, 200, 200, 429]
    assert (last.code, last.headers["retry-after"]) == ("too_many_requests", "1")
    assert (await Client(app, address="10.0.0.9").get("/api/v1/docs")).status == 200
    world.clock.advance(timedelta(seconds=2))
    assert (await client.get("/api/v1/docs")).status == 200


async def test_a_token_that_asks_too_often_waits(world: World) -> None:
    app = world.with_deps(caller_buckets=Buckets(rate=1, burst=2))
    program = Client(app, token=world.tokens["Olga"])

    statuses = [(await program.get("/api/v1/session")).status for _ in range(3)]

    assert statuses == [200, 200, 429]
    assert (await Client(app, token=world.tokens["Fritz"]).get("/api/v1/session")).status == 200


def test_the_oldest_bucket_makes_room() -> None:
    buckets = Buckets(rate=1, burst=1, kept=2)
    for subject in ("a", "b", "c", "a"):
        buckets.take(subject, now=START)

    with pytest.raises(TooManyRequests):
        buckets.take("c", now=START)


async def test_somebody_elses_change_makes_a_caller_come_back(world: World) -> None:
    app = world.with_deps(lock_timeout_ms=50)
    async with transaction(world.pool) as connection:
        await connection.execute("SELECT FROM workspace FOR UPDATE")
        reply = await Client(app, token=world.tokens["Olga"]).post("/api/v1/tags", {"name": "VIP"})

    assert (reply.status, reply.code, reply.headers["retry-after"]) == (503, "busy", "1")


async def test_an_accident_tells_nothing_but_that_it_happened(world: World) -> None:
    async def broken(_: object) -> None:
        raise ZeroDivisionError("the secret inside")

    app = world.with_deps(reference=broken)
    program = Client(app, token=world.tokens["Olga"])
    made = await program.post("/api/v1/workflows", {"name": "W"})

    reply = await program.get("/api/v1/workflows/" + made.json()["id"] + "/findings")
    with capture_logs() as logs:
        publishing = await program.put("/api/v1/workflows/" + made.json()["id"] + "/publication")

    assert reply.status == 200  # an unfinished draft is judged without the reference
    assert (publishing.status, publishing.code) == (500, "internal_error")
    assert "secret" not in publishing.body.decode()
    assert [entry["event"] for entry in logs] == ["request_failed"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (asyncpg.LockNotAvailableError(), "busy"),
        (asyncpg.DeadlockDetectedError(), "busy"),
        (asyncpg.UniqueViolationError(), "already_exists"),
        (asyncpg.ForeignKeyViolationError(), "still_in_use"),
        (asyncpg.NumericValueOutOfRangeError(), "invalid"),
        (asyncpg.UntranslatableCharacterError(), "invalid"),
        (asyncpg.UndefinedTableError(), "internal_error"),
        (ConnectionRefusedError(), "unavailable"),
        (asyncpg.CannotConnectNowError(), "unavailable"),
        (asyncpg.InterfaceError("connection is closed"), "unavailable"),
    ],
)
def test_what_the_database_says_has_one_meaning(error: Exception, code: str) -> None:
    assert refusal_of(error).code == code


async def test_without_a_built_web_app_a_page_says_how_to_build_it(world: World) -> None:
    reply = await world.browser().get("/inbox/mine")

    assert reply.status == 200
    assert "make setup" in reply.body.decode()


async def test_the_web_app_is_served_with_its_one_page_for_its_own_paths(
    world: World, tmp_path: Path
) -> None:
    root = tmp_path / "ui"
    (root / "assets").mkdir(parents=True)
    (root / "index.html").write_text("<!doctype html>the app")
    (root / "assets" / "app-1a2b.js").write_text("run()")
    (tmp_path / "secret.txt").write_text("canary-file")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    client = Client(world.with_deps(ui_directory=root))

    page, deep, script = [
        await client.get(path) for path in ("/", "/inbox/mine", "/assets/app-1a2b.js")
    ]

    assert page.body == deep.body == b"<!doctype html>the app"
    assert page.headers["cache-control"] == "no-cache"
    assert script.headers["cache-control"].endswith("immutable")
    assert "javascript" in script.headers["content-type"]
    assert (await client.get("/assets/gone.js")).status == 404
    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/link.txt", "/assets/../../secret.txt"):
        assert b"canary-file" not in (await client.get(path)).body


async def test_the_documentation_names_every_route_without_a_script(world: World) -> None:
    page = (await world.browser().get("/api/v1/docs")).body.decode()
    description = json.loads((await world.browser().get("/api/v1/openapi.json")).body)

    assert "<script" not in page
    assert "<style" not in page
    assert all(path in page for path in description["paths"])
    assert description["openapi"].startswith("3.1")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
async def test_an_unknown_address_of_the_api_is_not_found_by_any_method(
    world: World, method: str
) -> None:
    reply = await world.program("Olga").send(method, "/api/v1/no-such-thing")

    assert (reply.status, reply.code) == (404, "not_found")
    assert reply.headers["content-type"] == "application/problem+json"
