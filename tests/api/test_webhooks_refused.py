"""What a provider hears when a webhook cannot be stored: to come again, and never that all is well."""

from collections.abc import Mapping
from typing import Any

import asyncpg
import pytest

from api.world import HandClock
from parley.api.group_commit import GroupCommit
from parley.api.webhooks import Webhooks
from parley.domain.channel import Endpoint
from parley.storage.database import open_pool
from parley.storage.journal import TableJournal

pytestmark = pytest.mark.anyio


async def post_while(error: Exception, database_url: str) -> Mapping[str, Any]:
    async def fail(_handle: str) -> Endpoint | None:
        raise error

    pool = await open_pool(database_url)
    try:
        clock = HandClock()
        webhooks = Webhooks(
            find_endpoint=fail,
            plugins={},
            commits=GroupCommit(TableJournal(pool), clock),
            clock=clock,
            appended=lambda: None,
        )
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"{}"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope: dict[str, Any] = {
            "type": "http",
            "method": "POST",
            "path": "/webhooks/x",
            "headers": [],
        }
        await webhooks(scope, receive, send)
        return sent[0]
    finally:
        await pool.close()


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.CannotConnectNowError("the server is starting up"),
        asyncpg.InterfaceError("the connection is closed"),
        asyncpg.InternalClientError("another operation is in progress"),
        ConnectionRefusedError(),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_database_that_is_away_asks_the_provider_to_come_again(
    error: Exception, database_url: str
) -> None:
    start = await post_while(error, database_url)
    assert start["status"] == 503
    assert (b"retry-after", b"5") in start["headers"]


async def test_what_nobody_expected_is_no_success_either(database_url: str) -> None:
    start = await post_while(ZeroDivisionError(), database_url)
    assert start["status"] == 500
