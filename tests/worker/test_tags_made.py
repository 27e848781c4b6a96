"""Tags that runs make: once under a race, and never more than a workspace may have."""

import asyncio

import pytest

from parley.domain.contact import TAGS_PER_WORKSPACE, folded_name
from parley.workflows.steps import UpdateTag
from worker.test_calls import publish
from worker.works import Works
from workflows_by_hand import flow

pytestmark = pytest.mark.anyio
ADD_MANY = """
INSERT INTO tag (workspace_id, id, name, colour, description, folded)
SELECT $1, gen_random_uuid(), 'Tag ' || n, 'grey', '', folded('Tag ' || n) FROM generate_series(1, $2::int) AS n
"""


async def write_all_at_once(works: Works, *texts: str) -> None:
    """Each by a contact of its own, handled by four workers."""
    for number, text in enumerate(texts):
        await works.journal(works.said(text, by=f"4915120000{number:03}"))
    workers = [works.lane_worker(limit=1, offset=number) for number in range(4)]
    await asyncio.gather(*(works.drain(worker) for worker in workers))


async def tags_by_contact(works: Works) -> list[list[str]]:
    return await works.column(
        "SELECT ARRAY(SELECT t.name FROM tag t WHERE t.id = ANY(c.tags)) FROM contact c ORDER BY id"
    )


async def test_a_tag_that_many_runs_come_to_is_made_once(works: Works) -> None:
    await publish(works, flow(tag=UpdateTag(tag_names=["Gold"], creates_missing=True)))
    await write_all_at_once(works, *(f"hello {number}" for number in range(12)))
    assert await works.column("SELECT name FROM tag") == ["Gold"]
    assert await tags_by_contact(works) == [["Gold"]] * 12
    told = await works.column("SELECT body->>'noun' FROM event WHERE kind = 'WorkspaceChanged'")
    assert told == ["tag"]


async def test_the_last_tag_that_there_is_room_for_goes_to_one_of_two(works: Works) -> None:
    name = UpdateTag(tag_names=["Of {{message.text}}"], creates_missing=True)
    await publish(works, flow(tag=name))
    await works.parts.pool.execute(ADD_MANY, works.workspace_id, TAGS_PER_WORKSPACE - 1)
    await works.parts.pool.execute("UPDATE workspace SET reference_number = reference_number + 1")
    await write_all_at_once(works, "one", "two", "three")
    assert await works.count("tag") == TAGS_PER_WORKSPACE
    errors = await works.column("SELECT error FROM visit WHERE error IS NOT NULL")
    assert len(errors) == 2
    assert all(error.startswith("limit_exceeded") for error in errors)


async def test_names_are_folded_as_the_database_folds_them(works: Works) -> None:
    names = [
        *("VIP", "Đặng Thị Huệ", "Größe", "ŁÓDŹ", "ØRESUND", "İstanbul", "ISTANBULI ıI", "ΣΊΣΥΦΟΣ"),
        *(
            "ﬁne",
            "Ⅷ",
            "１２",
            "Ünï",
            "Привет ЁЖ",
            "日本語",
            "עברית",
            "🙂 A",
            "É\u0301",
            "ǅ",
            "ẞ",
            "K",
        ),
    ]
    folded = await works.column("SELECT folded(n) FROM unnest($1::text[]) AS n", names)
    assert [folded_name(name) for name in names] == folded
