"""Places in line that workflows tell: those of the API, and looked up for nobody else."""

import pytest

from parley.storage.reads.floor import find_entry, find_place
from parley.workflows.steps import AddComment, AssignTo, SendMessage
from parley.workflows.steps.assign_to import ToWorkspace
from worker.test_calls import publish, said
from worker.works import Works
from workflows_by_hand import flow

pytestmark = pytest.mark.anyio


async def sends_home(works: Works) -> None:
    await works.parts.pool.execute("UPDATE agent SET presence = 'offline'")


async def places(works: Works) -> dict[str, int]:
    """As the API shows them, by who waits."""
    found: dict[str, int] = {}
    rows = await works.parts.pool.fetch(
        "SELECT q.conversation_id, c.display_name FROM queue_entry q JOIN contact c ON c.id = q.contact_id"
    )
    for conversation_id, name in rows:
        entry = await find_entry(works.parts.pool, works.workspace_id, conversation_id)
        assert entry is not None
        place = await find_place(works.parts.pool, works.workspace_id, entry, now=works.clock.now())
        assert place is not None
        found[name] = place[0]
    return found


async def test_what_a_contact_is_told_is_the_place_that_the_api_shows(works: Works) -> None:
    tell = SendMessage(text="{{contact.name}} {{queue.position}}", lanes={"next": "assign"})
    await publish(works, flow(tell=tell, assign=AssignTo(target=ToWorkspace())))
    await sends_home(works)
    # Two in one batch: the second stands behind the first, who is not saved yet.
    await works.journal(*(works.said("hi", by=f"49151200000{n:02}") for n in range(2)))
    await works.drain(works.lane_worker(limit=50))
    works.clock.advance(30)
    await works.hears("hi", by="4915120000002")
    told = dict(text.rsplit(" ", 1) for text in await said(works))
    assert {name: int(place) for name, place in told.items()} == await places(works)
    assert sorted(told.values()) == ["1", "2", "3"]


async def test_no_line_is_looked_up_for_a_workflow_that_does_not_ask(works: Works) -> None:
    await publish(works, flow(note=AddComment(text="{{contact.name}}")))
    await works.hears("hi")
    assert all(not desk.lines and not desk.known.lines for desk in works.desks_seen)
