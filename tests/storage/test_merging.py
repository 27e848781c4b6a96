"""Merging on a real database: all rows follow, the doctor finds nothing, and nobody who comes in between is lost."""

import asyncio
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import asyncpg
import pytest

from api.inbox_world import Inbox, make_inbox, told
from parley.actions.merging import merge_contacts
from parley.domain.actor import SYSTEM
from parley.domain.contact import Identity
from parley.domain.desk import Desk
from parley.domain.ids import ContactId
from parley.domain.needs import Needs
from parley.domain.run import EndReason
from parley.storage import codecs, timers
from parley.storage.database import Connection, LostRace, Pool, open_pool, transaction
from parley.storage.desk_load import load
from parley.storage.doctor import examine
from parley.workflows.definition import Definition
from parley.workflows.steps import AddComment, Wait
from parley.workflows.triggers import ConversationClosedTrigger, ShortcutTrigger
from workflows_by_hand import flow, say

pytestmark = pytest.mark.anyio
V1 = "/api/v1"
NAMING = """
SELECT table_name FROM information_schema.columns
 WHERE table_schema = 'public' AND column_name = 'contact_id' ORDER BY table_name
"""
COUNT_BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@pytest.fixture
async def shop(database_url: str) -> Any:
    pool = await open_pool(database_url, size=8)
    try:
        yield await make_inbox(pool)
    finally:
        await pool.close()


async def two(shop: Inbox) -> tuple[str, str]:
    first = await shop.contact_of(await shop.writes("Bo"))
    shop.clock.advance(timedelta(seconds=5))
    return first, await shop.contact_of(await shop.writes("Binh"))


async def merge(shop: Inbox, into: str, other: str) -> Any:
    return await shop.by("Olga").post(f"{V1}/contacts/{into}/merges", {"contact_id": other})


async def check(shop: Inbox) -> None:
    """What the doctor says, and whether any row still names a contact that went."""
    pool = shop.world.pool
    async with pool.acquire() as held:
        found = await examine(cast("asyncpg.Connection[Any]", held), now=shop.clock.now())
    assert [one for one in found.broken if one.is_error] == []
    gone = [row[0] for row in await pool.fetch("SELECT id FROM contact_alias")]
    for row in await pool.fetch(NAMING):
        left = await pool.fetchval(
            f"SELECT count(*) FROM {row[0]} WHERE contact_id = ANY($1::uuid[])",  # noqa: S608 - a name of the schema
            gone,
        )
        assert left == 0, row[0]


async def publish(shop: Inbox, definition: Definition) -> None:
    olga = shop.by("Olga")
    draft = definition.model_dump(mode="json")
    workflow = (await olga.post(f"{V1}/workflows", {"draft": draft})).json()["id"]
    reply = await olga.put(f"{V1}/workflows/{workflow}/publication")
    assert reply.status == 200, reply.body


async def until_blocked(pool: Pool) -> None:
    async with asyncio.timeout(10):
        while not await pool.fetchval(COUNT_BLOCKED):
            pass


async def test_5b_21_a_merge_leaves_one_conversation_open_and_all_history_in_one_place(
    shop: Inbox,
) -> None:
    bo, binh = await two(shop)
    for who in (bo, binh):
        conversation = (await shop.by("Olga").get(f"{V1}/contacts/{who}")).json()
        path = f"{V1}/conversations/{conversation['open_conversation_id']}"
        await shop.by("Olga").post(f"{path}/comments", {"body": f"about {who}"})
        await shop.by("Olga").post(f"{path}/messages", {"text": "We are here"})
    first = (await shop.by("Olga").get(f"{V1}/contacts/{bo}")).json()["open_conversation_id"]

    reply = await merge(shop, bo, binh)

    assert reply.status == 200, reply.body
    assert reply.json()["open_conversation_id"] == first
    cycles = (await shop.by("Olga").get(f"{V1}/contacts/{bo}/conversations")).json()["items"]
    assert sorted(item["status"] for item in cycles) == ["closed", "open"]
    thread = (await shop.by("Olga").get(f"{V1}/conversations/{first}/thread?limit=100")).json()
    kinds = [item["type"] for item in thread["items"]]
    assert (kinds.count("message"), kinds.count("comment")) == (4, 2)
    assert "Olga (API) merged the contact Binh into this one" in str(thread)
    await check(shop)


async def test_the_id_that_went_leads_on_in_the_api(shop: Inbox) -> None:
    bo, binh = await two(shop)
    await merge(shop, bo, binh)
    olga = shop.by("Olga")

    shown = await olga.get(f"{V1}/contacts/{binh}")
    changed = await olga.patch(f"{V1}/contacts/{binh}", {"given_name": "Bo"})
    again = await merge(shop, bo, binh)
    found = (await olga.get(f"{V1}/contacts")).json()["items"]

    assert (shown.status, shown.json()["id"]) == (200, bo)
    assert (changed.status, changed.json()["id"], changed.json()["given_name"]) == (200, bo, "Bo")
    assert again.status == 200
    assert [item["id"] for item in found] == [bo]
    for path in ("conversations", "runs"):
        assert (await olga.get(f"{V1}/contacts/{binh}/{path}")).status == 200
    await check(shop)


async def test_what_cannot_be_merged_is_refused(shop: Inbox) -> None:
    bo, binh = await two(shop)
    chi = await shop.contact_of(await shop.writes("Chi"))
    foreign = await shop.by("Fritz").post(f"{V1}/contacts", {"display_name": "Theirs"})

    assert (await merge(shop, bo, bo)).status == 422
    assert (await merge(shop, bo, foreign.json()["id"])).status == 404
    assert (await merge(shop, bo, str(shop.world.ids.new_id()))).status == 404
    await shop.by("Olga").put(f"{V1}/contacts/{chi}/block")
    assert (await merge(shop, bo, chi)).code == "contact_blocked"
    await merge(shop, bo, binh)
    third = (await shop.by("Olga").post(f"{V1}/contacts", {"display_name": "Dung"})).json()["id"]
    refused = await merge(shop, third, binh)
    assert (refused.code, refused.json()["contact_id"]) == ("contact_merged", bo)
    unseen = await shop.by("Otto").post(f"{V1}/contacts/{bo}/merges", {"contact_id": third})
    assert unseen.status == 404
    await check(shop)


async def test_the_load_of_agents_is_exact(shop: Inbox) -> None:
    bo, binh = await two(shop)
    for who, agent in ((bo, "Ana"), (binh, "Tim")):
        shown = (await shop.by("Olga").get(f"{V1}/contacts/{who}")).json()
        await shop.assign(shown["open_conversation_id"], agent)

    assert (await merge(shop, binh, bo)).status == 200

    users = (await shop.by("Olga").get(f"{V1}/users")).json()["items"]
    loads = {user["name"]: user["open_count"] for user in users}
    assert (loads["Ana"], loads["Tim"]) == (1, 0)
    await check(shop)


async def test_a_timer_of_the_contact_that_went_wakes_its_run(shop: Inbox) -> None:
    await publish(shop, flow(w=Wait(seconds=60, lanes={"next": "hi"}), hi=say("Still there?")))
    bo, binh = await two(shop)
    pool = shop.world.pool
    # Due already, and in the journal under the old id, when the merge comes.
    shop.clock.advance(timedelta(seconds=120))
    await timers.move_due(pool, now=shop.clock.now(), limit=100)

    assert (await merge(shop, binh, bo)).status == 200
    await shop.work()

    rows = await pool.fetch("SELECT end_reason, contact_id FROM run ORDER BY id")
    assert [(row[0], str(row[1])) for row in rows] == [
        (EndReason.COMPLETED.value, binh),
        (EndReason.CONTACT_MERGED.value, binh),
    ]
    sent = await pool.fetch("SELECT contact_id, content FROM message WHERE direction = 'out'")
    assert [str(row[0]) for row in sent] == [binh]
    await check(shop)


async def test_timers_that_are_not_due_yet_follow(shop: Inbox) -> None:
    await publish(shop, flow(w=Wait(seconds=3600)))
    bo, binh = await two(shop)

    assert (await merge(shop, binh, bo)).status == 200

    left = await shop.world.pool.fetch("SELECT DISTINCT contact_id FROM timer WHERE kind = 'run'")
    assert [str(row[0]) for row in left] == [binh]
    await check(shop)


async def test_what_follows_a_close_follows_the_contact_that_stays(shop: Inbox) -> None:
    await publish(shop, flow(trigger=ConversationClosedTrigger(), bye=say("Goodbye")))
    bo, binh = await two(shop)
    for who in (bo, binh):
        shown = (await shop.by("Olga").get(f"{V1}/contacts/{who}")).json()
        path = f"{V1}/conversations/{shown['open_conversation_id']}/closure"
        assert (await shop.by("Olga").put(path, {})).status == 200

    assert (await merge(shop, bo, binh)).status == 200

    await check(shop)
    shop.clock.advance(timedelta(seconds=9))
    await timers.move_due(shop.world.pool, now=shop.clock.now(), limit=100)
    await shop.work()
    sent = await shop.world.pool.fetch("SELECT contact_id FROM message WHERE direction = 'out'")
    assert [str(row[0]) for row in sent] == [bo, bo]
    await check(shop)


async def test_every_list_by_contact_follows_the_id_that_went(shop: Inbox) -> None:
    await publish(shop, flow(hi=say("Welcome")))
    shortcut = flow(trigger=ShortcutTrigger(), a=AddComment(text="noted"))
    await publish(shop, shortcut)
    bo, binh = await two(shop)
    assert (await merge(shop, bo, binh)).status == 200
    olga = shop.by("Olga")

    for path in ("contacts/{}/runs", "contacts/{}/conversations", "events?limit=100&contact_id={}"):
        of_gone = (await olga.get(f"{V1}/{path.format(binh)}")).json()["items"]
        of_kept = (await olga.get(f"{V1}/{path.format(bo)}")).json()["items"]
        assert [item["id"] for item in of_gone] == [item["id"] for item in of_kept] != [], path
    offered = (await olga.get(f"{V1}/shortcuts")).json()["items"]
    started = await olga.post(
        f"{V1}/contacts/{binh}/runs", {"workflow_id": offered[0]["workflow_id"]}
    )
    assert (started.status, started.json().get("contact_id")) == (201, bo), started.body
    assert (await olga.delete(f"{V1}/contacts/{binh}/runs")).status == 204
    await check(shop)


async def test_two_merges_at_once_leave_one_contact(shop: Inbox) -> None:
    bo, binh = await two(shop)

    replies = await asyncio.gather(
        merge(shop, bo, binh), merge(shop, binh, bo), merge(shop, bo, binh), merge(shop, binh, bo)
    )

    assert {reply.status for reply in replies} <= {200, 404, 409, 422, 503}
    assert 200 in {reply.status for reply in replies}
    assert (
        await shop.world.pool.fetchval(
            "SELECT count(*) FROM contact WHERE id = ANY($1::uuid[])", [bo, binh]
        )
        == 1
    )
    assert await shop.world.pool.fetchval("SELECT count(*) FROM contact_alias") == 1
    await check(shop)


async def test_one_contact_is_not_merged_into_two(shop: Inbox) -> None:
    bo, binh = await two(shop)
    chi = await shop.contact_of(await shop.writes("Chi"))

    replies = await asyncio.gather(merge(shop, bo, binh), merge(shop, chi, binh))

    assert sorted(reply.status for reply in replies) == [200, 409]
    assert await shop.world.pool.fetchval("SELECT count(*) FROM contact") == 2
    await check(shop)


async def test_a_message_that_arrives_in_the_middle_reaches_the_contact_that_stays(
    shop: Inbox,
) -> None:
    bo, binh = await two(shop)
    pool, world = shop.world.pool, shop.world
    into, other = ContactId(UUID(bo)), ContactId(UUID(binh))
    both = Needs(contacts=frozenset({into, other}), queued_sends=frozenset({into, other}))

    # The merge holds both contacts; the message has read whose address it is, and waits for the lock.
    async with world.deps.desk_for(world.workspace_id, both) as desk:
        writing = asyncio.create_task(shop.bring([told("Binh", "and this?", shop.clock.now())]))
        await until_blocked(pool)
        merge_contacts(desk, into, other, actor=SYSTEM)
    assert (await writing).status < 300
    async with asyncio.timeout(10):
        while await pool.fetchval("SELECT count(*) FROM journal"):
            await shop.work()

    rows = await pool.fetch("SELECT contact_id, conversation_id FROM message ORDER BY id")
    assert {str(row[0]) for row in rows} == {bo}
    assert len(rows) == 3
    shown = (await shop.by("Olga").get(f"{V1}/contacts/{bo}")).json()
    assert str(rows[-1][1]) == shown["open_conversation_id"]
    assert await pool.fetchval("SELECT count(*) FROM dead_letter") == 0
    await check(shop)


async def test_an_address_read_before_the_merge_is_read_again(shop: Inbox) -> None:
    bo, binh = await two(shop)
    pool, world = shop.world.pool, shop.world
    await merge(shop, bo, binh)
    desk = Desk(await world.deps.reference(world.workspace_id), now=shop.clock.now(), ids=world.ids)

    async with transaction(pool) as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(
            "UPDATE identity SET contact_id = $1 WHERE value = 'binh'", UUID(binh)
        )
        needs = Needs(contacts=frozenset({ContactId(UUID(binh))}))
        await load(connection, desk, needs)
        assert desk.get_contact(ContactId(UUID(binh))).id == UUID(bo)
        address = Needs(identities=frozenset({(await _identity(connection)).key}))
        stale = Desk(desk.reference, now=desk.now, ids=world.ids)
        with pytest.raises(LostRace):
            await load(connection, stale, address)
        await connection.execute(
            "UPDATE identity SET contact_id = $1 WHERE value = 'binh'", UUID(bo)
        )


async def _identity(connection: Connection) -> Identity:
    row = await connection.fetchrow("SELECT * FROM identity WHERE value = 'binh'")
    assert row is not None
    return codecs.IDENTITY.read(row)


async def test_while_a_message_is_under_way_to_each_the_merge_is_to_be_repeated(
    shop: Inbox,
) -> None:
    bo, binh = await two(shop)
    for who in (bo, binh):
        shown = (await shop.by("Olga").get(f"{V1}/contacts/{who}")).json()
        path = f"{V1}/conversations/{shown['open_conversation_id']}/messages"
        await shop.by("Olga").post(path, {"text": "We are here"})
    pool = shop.world.pool
    await pool.execute("UPDATE outbox SET state = 'sending', lease_until = now()")

    busy = await merge(shop, bo, binh)
    await pool.execute(
        "UPDATE outbox SET state = 'queued', lease_until = NULL WHERE contact_id = $1", UUID(bo)
    )
    done = await merge(shop, bo, binh)

    assert (busy.status, busy.code) == (503, "busy")
    assert done.status == 200, done.body
    await check(shop)
