"""Many rows from one that the program itself has written, made by the database: life-like and quick."""

from collections.abc import Mapping

from parley.storage.database import Connection
from parley.storage.schema.metadata import METADATA

IDS = """
CREATE TEMP TABLE clone AS SELECT n, gen_random_uuid() AS contact_id, gen_random_uuid() AS conversation_id,
    gen_random_uuid() AS run_id FROM generate_series(1, $1::int) AS n
"""
# What differs from clone to clone, by column; `k` is the row of new ids.
NEW_IDS: Mapping[str, Mapping[str, str]] = {
    "contact": {"id": "k.contact_id"},
    "contact_channel": {"contact_id": "k.contact_id", "address": "'1666' || k.n"},
    "conversation": {"id": "k.conversation_id", "contact_id": "k.contact_id"},
    "run": {
        "id": "k.run_id",
        "contact_id": "k.contact_id",
        "conversation_id": "k.conversation_id",
    },
    "timer": {"subject_id": "k.run_id", "contact_id": "k.contact_id"},
}

# Where a table holds several rows of the one contact: which of them is copied.
MODELS: Mapping[str, str] = {"timer": "timer WHERE kind = 'run'"}


async def make_clones(
    connection: Connection, number: int, changes: Mapping[str, Mapping[str, str]]
) -> None:
    """Of the only contact there is, with all that hangs on it. `changes`: table -> column -> SQL over `k`, `t`."""
    await connection.execute("DROP TABLE IF EXISTS clone")
    await connection.execute(IDS, number)
    for table, own in changes.items():
        values = {**NEW_IDS[table], **own}
        columns = [column.name for column in METADATA.tables[table].columns]
        chosen = ", ".join(values.get(name, f"t.{name}") for name in columns)
        model = MODELS.get(table, table)
        source = f"clone AS k, (SELECT * FROM {model} LIMIT 1) AS t"
        await connection.execute(
            " ".join(
                ["INSERT INTO", table, "(", ", ".join(columns), ") SELECT", chosen, "FROM", source]
            )
        )
        await connection.execute(f"ANALYZE {table}")
