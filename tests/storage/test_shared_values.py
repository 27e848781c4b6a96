"""A column that is the same in all rows of a large batch travels once; the rows are the same as ever."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from desks import LEAD, NOON, VIP, WORKSPACE
from parley.domain.contact import Contact
from parley.domain.conversation import Conversation
from parley.domain.desk import Desk
from parley.domain.ids import ContactId
from parley.domain.needs import Needs
from parley.domain.timer import Timer, TimerKind
from parley.storage.codecs import CONTACT, CONVERSATION, TIMER
from parley.storage.database import Pool, open_pool, transaction
from parley.storage.desk_load import load
from parley.storage.desk_save import save
from parley.storage.rows import MANY_ROWS
from storage.queues import Waiting

LATER = NOON + timedelta(hours=1)


VALUED = (VIP, LEAD)
BO = Contact(WORKSPACE, ContactId(WORKSPACE), "Bo", created_at=NOON)


@pytest.mark.parametrize(("count", "shared"), [(MANY_ROWS - 1, []), (MANY_ROWS, ["language"])])
def test_only_many_rows_share_a_value(count: int, shared: list[str]) -> None:
    found = CONTACT.changes([(BO, replace(BO, language="de"))] * count, ("id",), without=())
    assert found.shared == shared
    assert [*found.varied, *found.shared] == ["language"]


def test_what_is_another_object_and_equal_has_not_changed() -> None:
    again = replace(BO, created_at=NOON + timedelta())
    found = CONTACT.changes([(BO, again)], ("id",), without=())
    assert (found.varied, found.shared) == ([], [])


def test_a_number_that_becomes_a_yes_has_changed() -> None:
    before, now = replace(BO, fields={"x": 1}), replace(BO, fields={"x": True})
    found = CONTACT.changes([(before, now)], ("id",), without=())
    assert found.varied == ["fields"]


@pytest.mark.anyio
@pytest.mark.parametrize("count", [MANY_ROWS - 1, MANY_ROWS + 1])
async def test_shared_and_varied_values_are_saved_side_by_side(
    database_url: str, count: int
) -> None:
    pool = await open_pool(database_url)
    try:
        world = Waiting(pool)
        await world.set_up(1)
        await world.enqueue(count)
        contacts, cycles = await contacts_of(pool), await conversations_of(pool)
        contacts = [replace(one, tags=VALUED, language="de") for one in contacts]
        cycles = [
            replace(one, activity_at=LATER, fields={"number": number}, preview=f"No. {number}")
            for number, one in enumerate(cycles)
        ]
        async with transaction(pool) as connection:
            desk = Desk(world.reference, now=LATER, ids=world.ids)
            await load(connection, desk, Needs(contacts=frozenset(one.id for one in contacts)))
            for contact, conversation in zip(contacts, cycles, strict=True):
                desk.put_contact(contact)
                desk.put_conversation(conversation)
            await save(connection, desk)
        assert await contacts_of(pool) == contacts
        assert await conversations_of(pool) == cycles
    finally:
        await pool.close()


@pytest.mark.anyio
@pytest.mark.parametrize("odd", [None, TimerKind.UNSNOOZE], ids=["all alike", "one other"])
async def test_timers_that_end_together_are_put_and_moved(
    database_url: str, odd: TimerKind | None
) -> None:
    pool = await open_pool(database_url)
    try:
        world = Waiting(pool)
        await world.set_up(1)
        await world.enqueue(MANY_ROWS + 1)
        cycles = await conversations_of(pool)
        for due in (NOON, LATER):
            wanted = [
                Timer(WORKSPACE, TimerKind.QUEUE_DEADLINE, one.id, one.contact_id, due, str(due))
                for one in cycles
            ]
            if odd is not None:
                wanted[3] = replace(wanted[3], kind=odd)
            async with transaction(pool) as connection:
                desk = Desk(world.reference, now=LATER, ids=world.ids)
                needs = Needs(contacts=frozenset(one.contact_id for one in cycles))
                await load(connection, desk, needs)
                for timer in wanted:
                    desk.set_timer(timer)
                await save(connection, desk)
            assert await timers_of(pool) == wanted
    finally:
        await pool.close()


async def timers_of(pool: Pool) -> list[Timer]:
    return TIMER.read_all(
        await pool.fetch("SELECT * FROM timer WHERE fingerprint <> '' ORDER BY subject_id")
    )


async def contacts_of(pool: Pool) -> list[Contact]:
    return CONTACT.read_all(await pool.fetch("SELECT * FROM contact ORDER BY id"))


async def conversations_of(pool: Pool) -> list[Conversation]:
    return CONVERSATION.read_all(await pool.fetch("SELECT * FROM conversation ORDER BY id"))
