"""The test clock refuses what is no hour to come."""

from datetime import UTC, datetime

import pytest

from api.client import Client
from api.world import HandClock, World
from parley.api.app import make_app
from parley.api.lines import Lines
from parley.api.test_clock import Town, make_router
from parley.storage.clock import TestClock
from parley.storage.journal import TableJournal
from parley.storage.signals import Signals

pytestmark = pytest.mark.anyio
CLOCK = "/api/v1/test/clock"


@pytest.fixture
async def browser(world: World, database_url: str) -> Client:
    """Nobody has signed in."""
    clock = TestClock(world.pool, wall=HandClock())
    await clock.start()
    lines = Lines(world.pool, world.deps.reference)
    town = Town(clock, world.pool, TableJournal(world.pool), Signals(database_url), lines)
    router = make_router(town)
    return Client(make_app(world.deps, more_routers=[router]))


async def test_an_hour_without_a_zone_is_refused(browser: Client) -> None:
    reply = await browser.post(CLOCK, {"set": "2026-03-02T10:00:00"})

    assert (reply.status, reply.json()["errors"][0]["field"]) == (422, "body.set")


async def test_an_hour_that_has_passed_is_refused_with_the_rule(browser: Client) -> None:
    before = (await browser.get(CLOCK)).json()["now"]

    reply = await browser.post(CLOCK, {"set": "2026-03-02T08:59:59Z"})

    assert (reply.status, reply.code, reply.json()["field"]) == (422, "invalid", "body.set")
    assert reply.json()["detail"].startswith("The clock never goes back")
    assert (await browser.get(CLOCK)).json()["now"] == before


async def test_an_hour_to_come_is_reached_without_sign_in(browser: Client) -> None:
    reply = await browser.post(CLOCK, {"set": "2026-03-02T11:00:00+01:00"})

    assert reply.status == 200
    now = datetime.fromisoformat(reply.json()["now"])
    assert now == datetime(2026, 3, 2, 10, tzinfo=UTC)
