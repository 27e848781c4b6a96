"""Runs the file of invariants in one snapshot and names every row that breaks one."""

import re
from collections.abc import Iterator
from datetime import datetime
from importlib import resources

from msgspec import Struct

from parley.storage.database import Connection

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


async def examine(
    connection: Connection, *, now: datetime, only: frozenset[str] | None = None
) -> Examination:
    """Reads only, and blocks nobody. `only` these invariants, by name; None: all."""
    invariants = [one for one in read_invariants() if only is None or one.name in only]
    found: list[Broken] = []
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        for invariant in invariants:
            count, findings = await _check(connection, invariant, now)
            if count:
                found.append(
                    Broken(invariant.name, invariant.sentence, invariant.is_error, count, findings)
                )
    return Examination(len(invariants), found)


def read_invariants() -> Iterator[Invariant]:
    """In the file's order."""
    text = (resources.files("parley.storage") / "invariants.sql").read_text()
    parts = HEADER.split(text)[1:]
    for level, name, sentence, sql in zip(*(iter(parts),) * 4, strict=True):
        yield Invariant(name, sentence, level == "error", sql.strip())


async def _check(
    connection: Connection, invariant: Invariant, now: datetime
) -> tuple[int, list[Finding]]:
    """All are counted, the first are kept: a million rows may break a rule."""
    count, findings = 0, list[Finding]()
    given = [now] if "$1" in invariant.sql else []
    async for row in connection.cursor(invariant.sql, *given, prefetch=1000):
        count += 1
        if count <= LISTED:
            findings.append(Finding(str(row[0]), row[1], row[2]))
    return count, findings
