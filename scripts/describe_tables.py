"""Writes docs/reference/tables.md from the schema: columns, keys, indexes, checks."""

import sys
from pathlib import Path
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql

from parley.storage.schema import (
    METADATA,
    conversations,
    flow,
    people,
    schedules,
    setup,
    workflows,
)

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "tables.md"
DIALECT = postgresql.dialect()
HEAD = """# Tables

Made from the schema by `scripts/describe_tables.py`; a test keeps it true. Every table of a workspace's data begins
`workspace_id`, and unique keys begin with it. SQL never asks for the time: every hour is an argument.
"""
GROUPS = {
    "Set-up and people": setup,
    "Contacts": people,
    "Conversations": conversations,
    "Workflows and routing": workflows,
    "Schedules": schedules,
    "On its way": flow,
}


def describe() -> str:
    parts = [HEAD]
    for title, module in GROUPS.items():
        tables: list[Table[Any]] = [
            value for value in vars(module).values() if isinstance(value, Table)
        ]
        parts.append(f"## {title}\n")
        parts.extend(_describe(table) for table in tables)
    listed = sum(
        isinstance(value, Table) for module in GROUPS.values() for value in vars(module).values()
    )
    if listed != len(METADATA.tables):
        raise SystemExit("a table stands in no group")
    return "\n".join(parts)


def _describe(table: "Table[Any]") -> str:
    columns = ", ".join(
        f"{column.name} {column.type.compile(DIALECT).lower()}{'?' if column.nullable else ''}"
        for column in table.columns
    )
    keys = ", ".join(column.name for column in table.primary_key.columns)
    lines = [f"### {table.name}\n"]
    if table.comment:
        lines.append(f"{table.comment}\n")
    lines.append(f"{columns}\n")
    if keys:
        lines.append(f"- key: {keys}")
    lines.extend(sorted(_constraints(table)))
    lines.extend(sorted(_indexes(table)))
    return "\n".join(lines) + "\n"


def _constraints(table: "Table[Any]") -> list[str]:
    lines: list[str] = []
    for constraint in table.constraints:
        match constraint:
            case UniqueConstraint():
                lines.append("- unique: " + ", ".join(c.name for c in constraint.columns))
            case ForeignKeyConstraint():
                here = ", ".join(constraint.column_keys)
                lines.append(f"- foreign key: ({here}) to {constraint.referred_table.name}")
            case CheckConstraint():
                lines.append(f"- check {constraint.name}: `{constraint.sqltext}`")
            case _:
                continue
    return lines


def _indexes(table: "Table[Any]") -> list[str]:
    lines: list[str] = []
    for index in table.indexes:
        what = ", ".join(
            expression if isinstance(expression, str) else str(expression.compile(dialect=DIALECT))
            for expression in index.expressions
        )
        where = index.dialect_options["postgresql"]["where"]
        tail = f" where {where}" if where is not None else ""
        lines.append(f"- {'unique index' if index.unique else 'index'} {index.name}: {what}{tail}")
    return lines


if __name__ == "__main__":
    PAGE.write_text(describe())
    sys.stdout.write(f"wrote {PAGE.name}\n")
