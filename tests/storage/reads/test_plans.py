"""No screen's query scans a big table: on an empty, a quiet and a full database, planned once for all values."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from asyncpg import Record

from parley.domain.conversation import Status
from parley.domain.ids import RunId
from parley.domain.people import Visibility
from parley.storage.database import Pool
from parley.storage.reads import (
    contacts,
    conversation,
    delivery,
    inbox,
    log,
    mentions,
    runs,
    thread,
)
from parley.storage.setup.sight import Sight
from storage.reads import seed

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

BIG = {"conversation", "message", "contact", "event", "comment", "run"}
MOST_ROWS_READ = 12_000
FULL = 20_000


class Watched:
    """Stands where the pool stands and explains every statement as a generic plan and with its values."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.plans: list[tuple[str, Any]] = []

    async def fetch(self, text: str, *values: Any) -> list[Record]:
        async with self._pool.acquire() as connection:
            for mode in ("force_generic_plan", "force_custom_plan"):
                await connection.execute(f"SET plan_cache_mode = {mode}")
                rows = await connection.fetch(
                    f"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) {text}", *values
                )
                self.plans.append((text, json.loads(rows[0][0])[0]["Plan"]))
            await connection.execute("SET plan_cache_mode = auto")
            return await connection.fetch(text, *values)

    async def fetchrow(self, text: str, *values: Any) -> Record | None:
        rows = await self.fetch(text, *values)
        return rows[0] if rows else None

    async def fetchval(self, text: str, *values: Any) -> Any:
        row = await self.fetchrow(text, *values)
        return row[0] if row else None


def steps_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from steps_of(below)


def expect_no_scan(watched: Watched) -> None:
    assert watched.plans
    for text, plan in watched.plans:
        for step in steps_of(plan):
            if step["Node Type"] == "Seq Scan":
                assert step["Relation Name"] not in BIG, (text, step)


def expect_few_rows(watched: Watched) -> None:
    for text, plan in watched.plans:
        for step in steps_of(plan):
            read = step["Actual Rows"] + step.get("Rows Removed by Filter", 0)
            assert read * step["Actual Loops"] <= MOST_ROWS_READ, (text, step)


VIEWS = [
    inbox.InboxView(assignee_id=seed.ANA),
    inbox.InboxView(unassigned=True),
    inbox.InboxView(),
    inbox.InboxView(status=Status.SNOOZED),
    inbox.InboxView(status=Status.CLOSED),
    inbox.InboxView(team_id=seed.SALES),
    inbox.InboxView(team_id=seed.SALES, unassigned=True),
]
SIGHTS = [
    seed.sight(Visibility.ALL),
    seed.sight(Visibility.TEAM, seed.SALES, seed.SUPPORT),
    seed.sight(Visibility.OWN),
]
MIDDLE = inbox.ActivityKey(seed.NOW, seed.conversation_id(1))


async def ask_everything(reader: Any, sight: Sight) -> None:
    for view in VIEWS:
        for after, oldest_first in ((None, False), (MIDDLE, False), (MIDDLE, True)):
            await inbox.list_conversations(
                reader, sight, view, after=after, limit=51, oldest_first=oldest_first
            )
    await inbox.count_views(reader, sight, [seed.SALES, seed.SUPPORT])
    found = await conversation.find_conversation(reader, sight, seed.conversation_id(20))
    if found is not None:
        await conversation.find_live_run(reader, seed.WORKSPACE, found)
    await conversation.list_of_contact(reader, sight, seed.contact_id(20), after=None, limit=51)
    await conversation.list_channels_of(reader, seed.WORKSPACE, seed.contact_id(20))
    await mentions.list_mentions(reader, seed.WORKSPACE, seed.ANA, after=None, limit=51)
    await conversation.list_decisions(reader, seed.WORKSPACE, seed.conversation_id(20), limit=50)
    await ask_about_contacts(reader, sight)
    await ask_about_the_log(reader, sight)


async def ask_about_contacts(reader: Any, sight: Sight) -> None:
    after = contacts.NameKey("anh", seed.contact_id(1))
    for q in ("", "duc", "zoe 1", "+8490", "c12@"):
        for key in (None, after):
            await contacts.list_contacts(reader, sight, q=q, after=key, limit=51)
    tag = seed.known("5", 1)
    await contacts.list_contacts(reader, sight, tag_id=tag, after=None, limit=51)  # pyright: ignore[reportArgumentType]
    await contacts.find_contact(reader, sight, seed.contact_id(20))
    await contacts.look_up(reader, sight, phone="+84900000020")
    await contacts.look_up(reader, sight, email="c20@mail.example")


async def ask_about_the_log(reader: Any, sight: Sight) -> None:
    start = log.Cursor(0, log.NIL)
    await log.list_events(reader, sight, log.EventFilter(), after=start, limit=51)
    of_contact = log.EventFilter(contact_id=seed.contact_id(20))
    await log.list_events(reader, sight, of_contact, after=start, limit=51)
    events = await log.list_new(reader, start)
    await log.holders_of(reader, events)
    await log.has_held_back(reader)
    place = thread.ThreadKey(seed.NOW, seed.known("f", 1))
    await thread.list_thread(reader, seed.WORKSPACE, seed.contact_id(20), before=place, limit=51)
    message = await thread.find_message(reader, seed.WORKSPACE, seed.known("b", 19))  # pyright: ignore[reportArgumentType]
    if message is not None:
        await delivery.list_statuses(reader, seed.WORKSPACE, message)
    await delivery.list_outbox(reader, sight, after=None, limit=51)
    await runs.list_runs(reader, sight, runs.RunFilter(), after=None, limit=51)
    for row in await runs.list_runs(reader, sight, runs.RunFilter(), after=None, limit=1):
        await delivery.list_undelivered(reader, seed.WORKSPACE, row)
    live = runs.RunFilter(is_live=True)
    await runs.list_runs(reader, sight, live, after=RunId(seed.known("4", 900)), limit=51)
    await runs.list_visits(reader, seed.WORKSPACE, RunId(seed.known("4", 10)))
    await runs.list_queue(reader, sight, after=None, limit=51)


async def test_on_an_empty_database_every_query_is_answered(pool: Pool) -> None:
    await seed.set_up(pool)
    await seed.analyze(pool)
    watched = Watched(pool)
    for sight in SIGHTS:
        await ask_everything(watched, sight)
    expect_few_rows(watched)


@pytest.mark.parametrize("some_open", [False, True], ids=["quiet", "full"])
async def test_nothing_big_is_scanned(pool: Pool, *, some_open: bool) -> None:
    await seed.set_up(pool)
    await seed.fill(pool, conversations=FULL, some_open=some_open)
    watched = Watched(pool)
    for sight in SIGHTS:
        await ask_everything(watched, sight)
    expect_no_scan(watched)
    expect_few_rows(watched)


async def test_a_database_that_filled_since_it_was_analysed_still_uses_its_indexes(
    pool: Pool,
) -> None:
    await seed.set_up(pool)
    await seed.analyze(pool)
    await seed.fill(pool, conversations=FULL, analysed=False)
    watched = Watched(pool)
    await ask_everything(watched, seed.sight(Visibility.TEAM, seed.SALES, seed.SUPPORT))
    expect_no_scan(watched)
