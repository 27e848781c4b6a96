"""An instant is stored as it was meant, whatever zone it was said in, and read in UTC."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from parley.storage.database import Pool, open_pool

pytestmark = pytest.mark.anyio
BERLIN = ZoneInfo("Europe/Berlin")
AS_TEXT = "SELECT $1::timestamptz, $1::timestamptz::text, $2::timestamptz[]"


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    pool = await open_pool(database_url, size=1)
    yield pool
    await pool.close()


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 7, 1, 12, 30, 15, 123456, UTC), "2026-07-01 12:30:15.123456+00"),
        (datetime(2026, 7, 1, 12, 30, tzinfo=BERLIN), "2026-07-01 10:30:00+00"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN), "2026-10-25 00:30:00+00"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1), "2026-10-25 01:30:00+00"),
        (datetime(1999, 12, 31, 23, 59, 59, 999999, UTC), "1999-12-31 23:59:59.999999+00"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01 00:00:00+00"),
        (datetime(9999, 12, 31, 23, 59, 59, 999999, UTC), "9999-12-31 23:59:59.999999+00"),
        (datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=-3.5))), "2026-01-01 03:30:00+00"),
    ],
)
async def test_an_instant_is_stored_and_read(pool: Pool, at: datetime, told: str) -> None:
    later = datetime(2026, 7, 1, 12, 30, 15, 999999, UTC)
    (row,) = await pool.fetch(AS_TEXT, at, [at, later, None, at])
    read, text, several = row
    assert text == told
    assert (read, read.tzinfo) == (at.astimezone(UTC), UTC)
    assert several == [read, later, None, read]


async def test_one_hour_said_twice_in_the_night_of_the_change_is_two_instants(pool: Pool) -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    again = first.replace(fold=1)
    assert first == again
    (row,) = await pool.fetch(AS_TEXT, None, [first, again])
    assert row[2][1] - row[2][0] == timedelta(hours=1)


async def test_an_instant_without_a_zone_is_refused(pool: Pool) -> None:
    with pytest.raises(asyncpg.DataError):
        await pool.fetchval("SELECT $1::timestamptz", datetime(2026, 7, 1, 12))  # noqa: DTZ001 - the point
