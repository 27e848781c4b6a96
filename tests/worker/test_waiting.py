"""Waiting over a real database: the timer, its fingerprint, and what has had its turn."""

import asyncio

import asyncpg
import pytest

from parley.actions.messages import write_reply
from parley.domain.actor import user_actor
from parley.domain.content import Text
from parley.domain.ids import ConversationId
from parley.storage import timers
from parley.storage.doctor import examine
from parley.worker.timers import TimerLoop
from parley.workflows.triggers import ContactSilentTrigger, ConversationWaitingTrigger
from worker.publishing import publish
from worker.works import Works
from workflows_by_hand import flow, say, set_city

pytestmark = pytest.mark.anyio

SORRY = flow(trigger=ConversationWaitingTrigger(seconds=300), say=say("Sorry!"))
THERE = flow(trigger=ContactSilentTrigger(seconds=600), say=say("Are you there?"))


async def passes(works: Works, seconds: float) -> None:
    works.clock.advance(seconds)
    parts = works.parts
    loop = TimerLoop(parts.pool, works.clock, parts.signals, parts.journal)
    while await loop.run_once():
        await works.drain()


async def answers(works: Works, text: str) -> None:
    conversation_id = ConversationId(
        await works.value("SELECT id FROM conversation WHERE closed_at IS NULL")
    )
    async with works.desk(conversations=frozenset({conversation_id})) as desk:
        write_reply(desk, conversation_id, Text(text), actor=user_actor(works.agents[0]))


async def said(works: Works) -> list[str]:
    return await works.column(
        "SELECT content->>'body' FROM message WHERE direction = 'out' ORDER BY id"
    )


async def is_sound(works: Works, database_url: str) -> bool:
    """This shop has no owner; beside that all must hold."""
    connection = await asyncpg.connect(database_url)
    try:
        found = await examine(connection, now=works.clock.now())
    finally:
        await connection.close()
    return {one.name for one in found.broken if one.is_error} <= {"workspace_has_owner"}


async def test_who_waits_is_told_once_and_after_an_answer_again(
    works: Works, database_url: str
) -> None:
    await publish(works, SORRY)
    await works.hears("hi")
    await passes(works, 299)
    assert await said(works) == []
    assert await is_sound(works, database_url)
    await passes(works, 1)
    assert await said(works) == ["Sorry!"]
    await works.hears("hello?")
    await passes(works, 3600)
    assert await said(works) == ["Sorry!"]
    await answers(works, "Here I am")
    await works.hears("at last")
    await passes(works, 300)
    assert await said(works) == ["Sorry!", "Here I am", "Sorry!"]
    assert await is_sound(works, database_url)


async def test_a_silent_contact_is_asked_once_although_our_own_question_is_silent_too(
    works: Works, database_url: str
) -> None:
    await publish(works, THERE)
    await works.hears("hi")
    await answers(works, "Which size?")
    await passes(works, 600)
    await passes(works, 600)
    await passes(works, 6000)
    assert await said(works) == ["Which size?", "Are you there?"]
    assert await is_sound(works, database_url)


async def test_an_answer_on_the_way_beats_a_timer_that_was_due_already(works: Works) -> None:
    """It had left for the journal, and knows what it was set for."""
    await publish(works, SORRY)
    await works.hears("hi")
    works.clock.advance(300)
    assert await timers.move_due(works.parts.pool, now=works.clock.now(), limit=10) == 1
    await answers(works, "Hello!")
    await works.hears("thank you, one more thing")
    await works.drain()
    assert await said(works) == ["Hello!"]


async def test_two_workers_start_what_is_due_once(works: Works) -> None:
    workflow_id = await publish(works, SORRY)
    for number in range(20):
        await works.hears("hi", by=f"4915100{number:04}")
    works.clock.advance(300)
    moved = [timers.move_due(works.parts.pool, now=works.clock.now(), limit=7) for _ in range(4)]
    assert sum(await asyncio.gather(*moved)) == 20
    await asyncio.gather(*(works.drain() for _ in range(3)))
    runs = "SELECT count(*) FROM run WHERE workflow_id = $1"
    assert await works.value(runs, workflow_id) == 20
    assert await works.value("SELECT count(DISTINCT contact_id) FROM run") == 20


async def test_without_such_a_workflow_no_timer_is_written(works: Works) -> None:
    await publish(works, flow(city=set_city("Hue")))
    await works.hears("hi")
    await answers(works, "Hello")
    assert await works.count("timer WHERE kind IN ('waits_for_answer', 'waits_for_agent')") == 0
    assert await works.count("timer WHERE kind = 'contact_silent'") == 0
