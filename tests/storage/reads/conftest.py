"""A database that the reads are asked on."""

from collections.abc import AsyncIterator

import pytest

from parley.storage.database import Pool, open_pool


@pytest.fixture
async def pool(fresh_database_url: str) -> AsyncIterator[Pool]:
    opened = await open_pool(fresh_database_url, size=2)
    yield opened
    await opened.close()
