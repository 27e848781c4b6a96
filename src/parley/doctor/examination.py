"""Runs the file of invariants in one snapshot and names every row that breaks one."""

import re
from collections.abc import Iterator
from datetime import datetime
from importlib import resources
from typing import Any

import asyncpg
from msgspec import Struct

LISTED = 100
HEADER = re.compile(r"^-- (error|warning) (\w+): (.+)$", re.MULTILINE)


class Invariant(Struct, frozen=True):
    """`is_error` False: worth a look, but nothing is broken."""

    name: str
    sentence: str
    is_error: bool
    sql: str


class Finding(Struct, frozen=True):
    """One row that breaks an invariant."""

    workspace_id: str
    subject: str
    detail: str


class Broken(Struct, frozen=True):
    """`count` is of all who break it; `findings` are the first LISTED."""

    name: str
    sentence: str
    is_error: bool
    count: int
    findings: list[Finding]


class Examination(Struct, frozen=True):
    """How many invariants were checked, and those that do not hold."""

    checked: int
    broken: list[Broken]

    @property
    def is_sound(self) -> bool:
        return not any(one.is_error for one in self.broken)


async def examine(connection: "asyncpg.Connection[Any]", *, now: datetime) -> Examination:
    """Reads only, and blocks nobody."""
    invariants = list(read_invariants())
    found: list[Broken] = []
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        for invariant in invariants:
            rows = await connection.fetch(
                f"SELECT *, count(*) OVER () FROM ({invariant.sql}) AS broken LIMIT {LISTED}",  # noqa: S608 - our file
                *([now] if "$1" in invariant.sql else []),
            )
            if rows:
                findings = [Finding(str(row[0]), row[1], row[2]) for row in rows]
                found.append(
                    Broken(
                        invariant.name,
                        invariant.sentence,
                        invariant.is_error,
                        rows[0][3],
                        findings,
                    )
                )
    return Examination(len(invariants), found)


def read_invariants() -> Iterator[Invariant]:
    """In the file's order."""
    text = (resources.files("parley.doctor") / "invariants.sql").read_text()
    parts = HEADER.split(text)[1:]
    for level, name, sentence, sql in zip(*(iter(parts),) * 4, strict=True):
        yield Invariant(name, sentence, level == "error", sql.strip())
