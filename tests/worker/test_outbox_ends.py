"""What must not leave, and what must not be stuck, when the world changes while a message waits."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from parley.domain.message import MessageStatus
from parley.storage import receipts
from worker.sending import Post, open_post

pytestmark = pytest.mark.anyio

ADD_RUN = """
INSERT INTO run (workspace_id, id, workflow_id, version_id, contact_id, visit, variables, jumps, chain, speaks,
    started_at, visit_started_at, ended_at, end_reason)
SELECT workspace_id, id, id, id, contact_id, 1, '{}', '{}', '{}', true, $2, $2, $2, $3 FROM message WHERE id = $1
"""


@pytest.fixture
async def post(database_url: str, open_tmp_path: Path) -> AsyncIterator[Post]:
    async with open_post(database_url, open_tmp_path) as post:
        yield post


async def test_a_bot_message_that_came_back_unsent_stays_home_once_a_person_has_taken_over(
    post: Post,
) -> None:
    message = await post.replies(await post.meets(), "said by the bot")
    pool, now = post.works.parts.pool, post.works.clock.now()
    await pool.execute("UPDATE outbox SET run_id = message_id")
    post.number.faults.fail_next(131000, status=500)
    await post.goes_out()
    await pool.execute(ADD_RUN, message, now, "person_replied")
    post.works.clock.advance(3600)
    await post.goes_out()
    assert post.received() == []
    assert (await post.status(message), await post.failure(message)) == ("failed", "cancelled")
    assert await post.works.count("outbox") == 0


async def test_a_run_that_ended_by_itself_still_has_its_last_word(post: Post) -> None:
    message = await post.replies(await post.meets(), "good-bye")
    pool, now = post.works.parts.pool, post.works.clock.now()
    await pool.execute("UPDATE outbox SET run_id = message_id")
    post.number.faults.fail_next(131000, status=500)
    await post.goes_out()
    await pool.execute(ADD_RUN, message, now, "completed")
    post.works.clock.advance(3600)
    await post.goes_out()
    assert post.received() == ["good-bye"]


async def test_what_waits_for_a_paused_channel_fails_when_the_channel_is_disconnected(
    post: Post,
) -> None:
    message = await post.replies(await post.meets(), "too late")
    pool, now = post.works.parts.pool, post.works.clock.now()
    await pool.execute("UPDATE channel SET paused_at = $1", now)
    assert await post.goes_out() == 0
    await pool.execute("UPDATE channel SET deleted_at = $1", now)
    await pool.execute("UPDATE workspace SET reference_number = reference_number + 1")
    await post.goes_out()
    assert await post.status(message) == "failed"
    assert await post.works.count("outbox") == 0


async def test_a_receipt_that_missed_its_message_is_handed_in_again(post: Post) -> None:
    message = await post.replies(await post.meets(), "hello")
    await post.goes_out()
    pool, now = post.works.parts.pool, post.works.clock.now()
    await pool.execute(
        """
        INSERT INTO receipt (workspace_id, channel_id, external_id, status, at, received_at)
        SELECT workspace_id, channel_id, external_id, $2, $3, $3 FROM message WHERE id = $1
        """,
        message,
        MessageStatus.DELIVERED.value,
        now,
    )
    assert await receipts.hand_in_again(pool, now=now) == 0, "it may still be on its usual way"
    assert await receipts.hand_in_again(pool, now=now + timedelta(seconds=6)) == 1
    await post.works.drain()
    assert await post.status(message) == "delivered"
    assert await post.works.count("receipt") == 0
