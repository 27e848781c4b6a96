"""Every invariant is broken on purpose, once, and named."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from parley.demo.seed import seed
from parley.kit.clock import SystemClock
from parley.main import open_parts
from parley.settings import read_settings
from parley.storage.doctor import Broken, examine, read_invariants

pytestmark = pytest.mark.anyio

HERE = Path(__file__).parent
STORY = (HERE / "story.sql").read_text()
_PARTS = re.split(r"^-- (\w+)$", (HERE / "sabotage.sql").read_text(), flags=re.MULTILINE)[1:]
SABOTAGE = dict(zip(_PARTS[::2], _PARTS[1::2], strict=True))


@pytest.fixture
async def connection(
    fresh_database_url: str, tmp_path: Path
) -> AsyncIterator["asyncpg.Connection[Any]"]:
    """The demo workspace with three contacts, in a transaction that is taken back."""
    environment = {"PARLEY_DATABASE_URL": fresh_database_url, "PARLEY_DATA_DIR": str(tmp_path)}
    async with open_parts(read_settings(environment), application="test") as parts:
        assert await seed(parts, password="seven lanterns")
        assert not await seed(parts, password="another one")
    connection = await asyncpg.connect(fresh_database_url)
    await connection.execute(STORY)
    yield connection
    await connection.close()


async def test_a_sound_workspace_has_nothing_to_say(connection: "asyncpg.Connection[Any]") -> None:
    examination = await examine(connection, now=SystemClock().now())
    assert examination.broken == []
    assert examination.checked == len(SABOTAGE)


async def test_each_invariant_is_named_when_it_is_broken(
    connection: "asyncpg.Connection[Any]",
) -> None:
    missed = [
        name for name, done in SABOTAGE.items() if name not in await _named_after(connection, done)
    ]
    assert missed == []


async def test_a_place_in_the_queue_of_no_conversation_is_named(
    connection: "asyncpg.Connection[Any]",
) -> None:
    """No foreign key says it: a key cost as much as all else of the row."""
    done = "UPDATE queue_entry SET conversation_id = gen_random_uuid()"
    assert "queue_waits_for_an_agent" in await _named_after(connection, done)


def test_each_invariant_has_a_sabotage() -> None:
    assert [one.name for one in read_invariants()] == list(SABOTAGE)


async def test_rows_are_listed_up_to_a_hundred_and_counted_beyond(
    connection: "asyncpg.Connection[Any]",
) -> None:
    await connection.execute("DELETE FROM event")
    await connection.execute(
        """INSERT INTO event (workspace_id, id, at, contact_id, kind, actor, body)
           SELECT ws, gen_random_uuid(), now(), gen_random_uuid(), 'X', '{}', '{}' FROM w, generate_series(1, 150)"""
    )
    broken = {one.name: one for one in (await examine(connection, now=SystemClock().now())).broken}
    found = broken["event_refers_to_what_exists"]
    assert (found.count, len(found.findings), found.is_error) == (150, 100, True)


async def _named_after(connection: "asyncpg.Connection[Any]", sabotage: str) -> list[str]:
    """What the doctor names after this sabotage, which is taken back."""
    transaction = connection.transaction(isolation="repeatable_read")
    await transaction.start()
    try:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(sabotage)
        broken: list[Broken] = (await examine(connection, now=SystemClock().now())).broken
        return [one.name for one in broken]
    finally:
        await transaction.rollback()
