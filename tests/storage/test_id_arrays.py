"""Arrays of ids, written by ourselves: Postgres reads what was given."""

from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from parley.storage import id_arrays
from parley.storage.database import Pool, open_pool, prepare

pytestmark = pytest.mark.anyio

ONE, OTHER = UUID(int=1), UUID(int=2**128 - 1)


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    pool = await open_pool(database_url, size=1)
    yield pool
    await pool.close()


@pytest.mark.parametrize(
    "ids", [[], [ONE], [ONE, OTHER] * 500, [None], [None, ONE, None, OTHER], (ONE,), {ONE: 1}]
)
async def test_postgres_reads_the_ids_that_were_given(
    pool: Pool, ids: list[UUID | None] | tuple[UUID] | dict[UUID, int]
) -> None:
    found = await pool.fetchval("SELECT $1::ids::uuid[]", id_arrays.encode(ids))
    assert found == list(ids)


async def test_what_several_lists_hold_stays_side_by_side(pool: Pool) -> None:
    given = [id_arrays.encode([ONE, None]), id_arrays.encode([OTHER, ONE])]
    rows = await pool.fetch("SELECT * FROM unnest($1::ids, $2::ids) AS u(a, b)", *given)
    assert [tuple(row) for row in rows] == [(ONE, OTHER), (None, ONE)]


async def test_a_database_of_an_older_schema_is_refused_in_words(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    undone = connection.transaction()
    await undone.start()
    await connection.execute("DROP DOMAIN ids")
    with pytest.raises(asyncpg.UndefinedObjectError, match="parley migrate"):
        await prepare(connection)
    await undone.rollback()
    await connection.close()
