"""The event log by its cursor."""

import pytest

from parley.storage.database import Pool
from parley.storage.reads import log
from storage.reads import seed

pytestmark = pytest.mark.anyio

EVENT = """
INSERT INTO event (workspace_id, id, at, kind, actor, body, xid)
SELECT uid('1', 1), uid('e', 1000 - n), $1, 'WorkspaceChanged', '{"kind":"system"}',
       '{"type":"WorkspaceChanged"}', n::text::xid8
  FROM generate_series(8, 11) AS n
"""


async def test_transactions_are_read_by_number_whatever_the_ids_say(pool: Pool) -> None:
    await seed.set_up(pool)
    await pool.execute(EVENT, seed.NOW)
    found = await log.list_new(pool, log.Cursor(0, log.NIL))
    assert [event.cursor.xid for event in found] == [8, 9, 10, 11]
    after = await log.list_new(pool, found[1].cursor)
    assert [event.cursor.xid for event in after] == [10, 11]
    sight = seed.EVERY_SIGHT[0]
    listed = await log.list_events(pool, sight, log.EventFilter(), after=None, limit=10)
    assert [event.cursor.xid for event in listed] == [8, 9, 10, 11]


async def test_the_end_of_the_log_is_after_all_that_may_be_read(pool: Pool) -> None:
    await seed.set_up(pool)
    await seed.fill(pool, conversations=10)
    end = await log.end_of_log(pool)
    assert await log.list_new(pool, end) == []
    assert await log.has_held_back(pool) is False


@pytest.mark.parametrize(
    "text", ["", "1", "x.1", "-1.00000000-0000-0000-0000-000000000000", "1.2.3"]
)
def test_a_cursor_is_a_number_and_an_id(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        log.Cursor.parse(text)


def test_a_cursor_survives_its_text() -> None:
    cursor = log.Cursor(2**64 - 1, seed.known("e", 7))
    assert log.Cursor.parse(str(cursor)) == cursor
