"""The floor: rows as processing wrote them, by bare COPY into lean tables, as the driver does it by itself."""

from collections.abc import Iterator, Sequence
from typing import Any

import asyncpg
from sqlalchemy.dialects.postgresql import JSONB

from parley.bench.meter import Meter
from parley.storage.database import Connection
from parley.storage.schema.metadata import METADATA

REPEATS = 5  # a floor is short: one writing of it would be lost in the clock's grain

# What processing writes, in the order of writing.
TABLES = (
    "journal",
    "journal_archive",
    "contact",
    "identity",
    "contact_channel",
    "conversation",
    "message",
    "event",
    "run",
    "visit",
    "timer",
    "outbox",
    "queue_entry",
    "assignment_decision",
)
# Five indexes in all, each on a single key; no foreign key, no check.
KEYS = ("contact", "conversation", "message", "event", "run")
LEFT_OUT = "xid"  # the server fills it in, here as there

Rows = list[tuple[Any, ...]]
RowsOf = dict[str, Rows]


async def write_bare(url: str, rows: RowsOf, *, postmaster: int | None, pieces: int) -> Meter:
    """Over a connection as the driver comes, so that the yardstick stays as long when our own encoding of
    values gets cheaper. JSON is text then.
    """
    connection = await asyncpg.connect(url)
    try:
        return await write_lean(
            connection, _with_text(rows), schema="bare", postmaster=postmaster, pieces=pieces
        )
    finally:
        await connection.close()


async def write_lean(
    connection: Connection, rows: RowsOf, *, schema: str, postmaster: int | None, pieces: int
) -> Meter:
    """In `pieces` transactions. The cheapest of several writings: what else the machine does can only add."""
    meters = [Meter(postmaster) for _ in range(REPEATS)]
    for number, meter in enumerate(meters):
        place = f"{schema}_{number}"
        async with connection.transaction():
            await _make_lean(connection, place)
        with meter:
            for piece in _split(rows, pieces):
                async with connection.transaction():
                    await _copy(connection, place, piece)
    return min(meters, key=lambda meter: meter.cpu_seconds)


def columns_of(name: str) -> list[str]:
    return [column.name for column in METADATA.tables[name].columns if column.name != LEFT_OUT]


async def _make_lean(connection: Connection, schema: str) -> None:
    await connection.execute(f"CREATE SCHEMA {schema}")
    for name in TABLES:
        await connection.execute(
            f"CREATE TABLE {schema}.{name} (LIKE public.{name} INCLUDING DEFAULTS)"
        )
    for name in KEYS:
        await connection.execute(f"ALTER TABLE {schema}.{name} ADD PRIMARY KEY (id)")


async def _copy(connection: Connection, schema: str, piece: RowsOf) -> None:
    for name, rows in piece.items():
        if rows:
            await connection.copy_records_to_table(
                name, schema_name=schema, columns=columns_of(name), records=rows
            )


def _with_text(rows: RowsOf) -> RowsOf:
    return {name: _rows_with_text(found, _json_places(name)) for name, found in rows.items()}


def _rows_with_text(rows: Rows, places: set[int]) -> Rows:
    return [
        tuple(
            value.decode() if place in places and value is not None else value
            for place, value in enumerate(row)
        )
        for row in rows
    ]


def _json_places(name: str) -> set[int]:
    columns = METADATA.tables[name].columns
    return {
        place
        for place, column in enumerate(columns_of(name))
        if isinstance(columns[column].type, JSONB)
    }


def _split(rows: RowsOf, pieces: int) -> Iterator[RowsOf]:
    for piece in range(pieces):
        yield {name: list(_piece(found, piece, pieces)) for name, found in rows.items()}


def _piece(rows: Rows, piece: int, pieces: int) -> Sequence[tuple[Any, ...]]:
    return rows[len(rows) * piece // pieces : len(rows) * (piece + 1) // pieces]
