"""Set-based statements made from the schema, once, at import.

`$1` is the workspace, which all rows share; one array per other column follows.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from parley.storage import id_arrays

DIALECT = postgresql.dialect()
WORKSPACE = "workspace_id"


@cache
def update_many(
    table: Table, keys: tuple[str, ...], varied: tuple[str, ...], shared: tuple[str, ...]
) -> str:
    """UPDATE by arrays: those of `keys` find the row, those of `varied` follow, then one value for each of `shared`."""
    carried = [name for name in (*keys, *varied) if name != WORKSPACE]
    settings = [" = ".join([name, _value(table.columns[name])]) for name in varied]
    for number, name in enumerate(shared, 2 + len(carried)):
        settings.append(f"{name} = {_given(table.columns[name], number)}")
    return " ".join(
        [
            "UPDATE",
            table.name,
            "AS t SET",
            ", ".join(settings),
            "FROM",
            _unnest(table, (*keys, *varied)),
            "WHERE",
            _same(keys),
        ]
    )


def insert_many(table: Table, columns: Sequence[str], *, on_conflict: str = "") -> str:
    """INSERT by arrays. `on_conflict` is the clause as it stands in SQL."""
    return " ".join(
        [
            "INSERT INTO",
            table.name,
            "(",
            ", ".join(columns),
            ") SELECT",
            ", ".join(_value(table.columns[name]) for name in columns),
            "FROM",
            _unnest(table, columns),
            on_conflict,
        ]
    )


def upsert_many(table: Table, keys: Sequence[str], columns: Sequence[str]) -> str:
    changed = [name for name in columns if name not in keys]
    clause = " ".join(
        [
            "ON CONFLICT (",
            ", ".join(keys),
            ") DO UPDATE SET",
            ", ".join(f"{name} = EXCLUDED.{name}" for name in changed),
        ]
    )
    return insert_many(table, columns, on_conflict=clause)


def delete_many(table: Table, keys: Sequence[str]) -> str:
    """DELETE by arrays, one per key."""
    return " ".join(
        ["DELETE FROM", table.name, "AS t USING", _unnest(table, keys), "WHERE", _same(keys)]
    )


def _same(keys: Sequence[str]) -> str:
    return " AND ".join(
        "t.workspace_id = $1::uuid" if key == WORKSPACE else f"t.{key} = u.{key}" for key in keys
    )


def _unnest(table: Table, columns: Sequence[str]) -> str:
    names = [name for name in columns if name != WORKSPACE]
    arrays = ", ".join(
        "".join(["$", str(number), "::", _carriers(table.columns[name])])
        for number, name in enumerate(names, 2)
    )
    return "".join(["unnest(", arrays, ") AS u(", ", ".join(names), ")"])


def _carriers(column: Column[Any]) -> str:
    return id_arrays.TYPE if isinstance(column.type, UUID) else _carrier(column) + "[]"


def _carrier(column: Column[Any]) -> str:
    """An array inside an array travels as text: Postgres has no arrays of arrays of different lengths."""
    return "text" if isinstance(column.type, ARRAY) else _type(column)


def _value(column: Column[Any]) -> str:
    if column.name == WORKSPACE:
        return "$1::uuid"
    if isinstance(column.type, ARRAY):
        return "".join(["u.", column.name, "::", _type(column)])
    return f"u.{column.name}"


def _given(column: Column[Any], number: int) -> str:
    given = "".join(["$", str(number), "::", _carrier(column)])
    return "".join([given, "::", _type(column)]) if isinstance(column.type, ARRAY) else given


def _type(column: Column[Any]) -> str:
    return column.type.compile(DIALECT)
