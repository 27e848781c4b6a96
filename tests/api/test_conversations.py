"""Conversations through the API: views, counts, one conversation, its thread."""

from datetime import timedelta

import pytest

from api.inbox_world import Inbox

pytestmark = pytest.mark.anyio


async def test_a_message_makes_a_conversation_that_everybody_who_sees_all_finds(
    inbox: Inbox,
) -> None:
    conversation = await inbox.writes("Kim", "Do you have blue shoes?")
    assert await inbox.listed("Ana") == [conversation]
    assert await inbox.listed("Ana", "view=unassigned") == [conversation]
    assert await inbox.listed("Ana", "view=mine") == []
    shown = await inbox.show(conversation, by="Ana")
    assert shown["preview"] == "Do you have blue shoes?"
    assert shown["status"] == "open"
    assert shown["opened_by"] == "contact"
    assert shown["unread_count"] == 1
    assert shown["reply_window"]["is_open"] is True
    assert shown["run"] is None
