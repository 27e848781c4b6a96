"""A world behind the API for every test."""

from collections.abc import AsyncIterator

import pytest

from api.inbox_world import Inbox, make_inbox
from api.world import World, make_world
from parley.storage.database import open_pool


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    pool = await open_pool(database_url, size=4)
    try:
        yield await make_world(pool)
    finally:
        await pool.close()


@pytest.fixture
async def inbox(database_url: str) -> AsyncIterator[Inbox]:
    pool = await open_pool(database_url, size=6)
    try:
        yield await make_inbox(pool)
    finally:
        await pool.close()
