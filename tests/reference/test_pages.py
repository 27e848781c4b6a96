"""The reference pages are what the code says."""

import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from parley.storage.schema import METADATA

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import describe_core  # noqa: E402 - the scripts are no package
import describe_tables  # noqa: E402

# Postgres prints an expression in its own words, which Alembic takes for another one.
PRINTED_OTHERWISE = {"contact_by_name"}


def test_the_page_of_tables_is_the_schema() -> None:
    assert describe_tables.PAGE.read_text() == describe_tables.describe(), (
        "run scripts/describe_tables.py"
    )


def test_the_page_of_signatures_is_the_code() -> None:
    assert describe_core.PAGE.read_text() == describe_core.describe(), (
        "run scripts/describe_core.py"
    )


@pytest.mark.anyio
@pytest.mark.filterwarnings("ignore:Did not recognize type 'xid8'")
async def test_the_migrations_lead_to_the_schema(database_url: str) -> None:
    engine = create_async_engine("postgresql+asyncpg://" + database_url.split("://", 1)[1])

    def differences(connection: Connection) -> list[str]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, METADATA)
        return [
            str(change) for change in found if not any(n in str(change) for n in PRINTED_OTHERWISE)
        ]

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()
