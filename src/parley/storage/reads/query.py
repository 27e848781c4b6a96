"""A statement built of whitelisted columns becomes text and values for the driver."""

from typing import Any

from asyncpg import Record
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql import Executable

from parley.storage.database import Connection, Pool

_DIALECT = dialect()
Reader = Pool | Connection


def render(statement: Executable) -> tuple[str, list[Any]]:
    """The SQL text and its values in order; lists of an `IN` are written out."""
    compiled = statement.compile(  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
        dialect=_DIALECT, compile_kwargs={"render_postcompile": True}
    )
    names: list[str] = list(compiled.positiontup or ())  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    values: dict[str, Any] = compiled.params  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return str(compiled), [values[name] for name in names]  # pyright: ignore[reportUnknownArgumentType]


async def fetch(reader: Reader, statement: Executable) -> list[Record]:
    text, values = render(statement)
    return await reader.fetch(text, *values)


async def fetch_one(reader: Reader, statement: Executable) -> Record | None:
    rows = await fetch(reader, statement)
    return rows[0] if rows else None
