"""On a real database the last closing is looked up only where a thanks may open nothing."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from api.inbox_world import Inbox, make_inbox
from parley.storage.database import open_pool

pytestmark = pytest.mark.anyio
V1 = "/api/v1"


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[Inbox]:
    pool = await open_pool(database_url, size=6)
    try:
        yield await make_inbox(pool)
    finally:
        await pool.close()


async def test_a_thanks_soon_after_closing_opens_nothing_and_stands_in_the_thread(
    shop: Inbox,
) -> None:
    olga = shop.by("Olga")
    setting = {"settings": {"thanks_minutes": 60}}
    assert (await olga.patch(f"{V1}/workspace", setting)).status == 200
    first = await shop.writes("Bo")
    assert (await olga.put(f"{V1}/conversations/{first}/closure", {})).status == 200
    shop.clock.advance(timedelta(minutes=59))

    assert await shop.writes("Bo", "cảm ơn shop nhé") is None

    thread = (await olga.get(f"{V1}/conversations/{first}/thread")).json()["items"]
    assert "cảm ơn shop nhé" in str(thread)
    shop.clock.advance(timedelta(minutes=2))
    second = await shop.writes("Bo", "thanks")
    assert second not in (None, first)


async def test_only_so_many_minutes_may_be_set(shop: Inbox) -> None:
    olga = shop.by("Olga")

    for minutes, status in ((0, 200), (1440, 200), (1441, 422), (-1, 422)):
        setting = {"settings": {"thanks_minutes": minutes}}
        assert (await olga.patch(f"{V1}/workspace", setting)).status == status
