"""A batch that is interrupted, by the database or by others, is done again and never held against its entries."""

import contextlib
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from pathlib import Path

import asyncpg
import pytest

from parley.bench.world import APP_SECRET, NUMBER_ID, make_world
from parley.main import Parts, make_worker, open_parts
from parley.settings import read_settings
from parley.simulator.load import build_webhooks
from parley.simulator.webhooks import Sender
from parley.storage import lane_attempts
from parley.storage.database import Connection, LostRace
from parley.storage.journal import Entry, EntryKind, NewEntry, TableJournal, lane_of_sender
from parley.worker.http import open_clients
from parley.worker.lanes import LaneWorker

pytestmark = pytest.mark.anyio

SENDER = Sender("1", NUMBER_ID, "15550100001")


class Interrupted(TableJournal):
    """A journal whose batches end in one and the same error, as long as there are `errors`."""

    errors: list[Exception]

    async def consume(self, connection: Connection, entries: Sequence[Entry]) -> None:
        if self.errors:
            raise self.errors.pop()
        await super().consume(connection, entries)


@contextlib.asynccontextmanager
async def lane_with(parts: Parts, errors: Sequence[Exception]) -> AsyncGenerator[LaneWorker]:
    """A worker's lane on a workspace where one contact has said one thing."""
    world = await make_world(parts, agents=2)
    [webhook] = build_webhooks(SENDER, APP_SECRET, count=1, contacts=1, started_at=time.time() - 60)
    [event] = parts.plugins["whatsapp"].split(webhook.body)
    lane = lane_of_sender(world.endpoint_id, event.sender)
    now = parts.clock.now()
    entry = NewEntry(lane, world.workspace_id, world.endpoint_id, EntryKind.EVENT, event.body, now)
    await parts.journal.append([entry])
    journal = Interrupted(parts.pool)
    journal.errors = list(errors)
    async with open_clients() as clients:
        lane_worker = make_worker(parts, clients=clients, jitter=lambda: 1.0).lanes[0]
        lane_worker.journal = journal
        yield lane_worker


async def count(parts: Parts, table: str) -> int:
    found = await parts.pool.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own words
    return int(found)


@pytest.fixture
async def parts(database_url: str, tmp_path: Path) -> AsyncIterator[Parts]:
    environment = {"PARLEY_DATABASE_URL": database_url, "PARLEY_DATA_DIR": str(tmp_path)}
    async with open_parts(read_settings(environment), application="test") as opened:
        yield opened


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.CrashShutdownError("another process of the server crashed"),
        asyncpg.AdminShutdownError("the server is told to stop"),
        asyncpg.CannotConnectNowError("the server is starting up"),
        asyncpg.TooManyConnectionsError("no room"),
        asyncpg.DiskFullError("no room"),
        asyncpg.ConnectionDoesNotExistError("the connection was lost"),
        asyncpg.InterfaceError("the connection is closed"),
        asyncpg.InternalClientError("another operation is in progress"),
        ConnectionRefusedError(),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_database_that_goes_away_makes_no_dead_letter(
    parts: Parts, error: Exception
) -> None:
    async with lane_with(parts, [error] * 10) as lane:
        with pytest.raises(type(error)):
            await lane.run_once()
    assert await count(parts, "dead_letter") == 0
    assert await count(parts, "journal") == 1


async def test_an_entry_that_lost_many_races_is_handled_in_the_end(parts: Parts) -> None:
    races = lane_attempts.BURY_AFTER * 2
    async with lane_with(parts, [LostRace()] * races) as lane:
        handled = [await lane.run_once() for _ in range(races + 1)]
    assert handled == [0] * races + [1]
    assert await count(parts, "dead_letter") == 0
    assert await count(parts, "message WHERE direction = 'in'") == 1
    assert await count(parts, "lane_attempt") == 0


async def test_an_entry_that_breaks_the_code_becomes_a_dead_letter_and_stays_visible(
    parts: Parts,
) -> None:
    async with lane_with(parts, [ZeroDivisionError()] * 10) as lane:
        assert await lane.run_once() == 1
    assert await count(parts, "dead_letter") == 1
    assert await count(parts, "message WHERE direction = 'in'") == 1
