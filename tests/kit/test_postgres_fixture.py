"""The databases that tests get."""

import asyncpg
import pytest

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("turn", [1, 2])
async def test_a_test_finds_no_table_that_another_one_left(database_url: str, turn: int) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute("CREATE TABLE leftover (turn int)")
        await connection.execute("INSERT INTO leftover VALUES ($1)", turn)
        assert await connection.fetchval("SELECT count(*) FROM leftover") == 1
    finally:
        await connection.close()


@pytest.mark.parametrize("turn", [1, 2])
async def test_a_fresh_database_belongs_to_one_test(fresh_database_url: str, turn: int) -> None:
    connection = await asyncpg.connect(fresh_database_url)
    try:
        await connection.execute("CREATE TABLE leftover (turn int)")
        await connection.execute("INSERT INTO leftover VALUES ($1)", turn)
        assert await connection.fetchval("SELECT count(*) FROM leftover") == 1
    finally:
        await connection.close()


async def test_databases_speak_utf8_with_unicode_rules(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        assert await connection.fetchval("SHOW server_encoding") == "UTF8"
        assert await connection.fetchval("SELECT lower('ÄÖÜ ЖΣ')") == "äöü жσ"
    finally:
        await connection.close()
