"""The business that the tests of ingest post to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from worker.works import Works, open_works


@pytest.fixture
async def works(database_url: str, tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(database_url, tmp_path) as opened:
        yield opened
