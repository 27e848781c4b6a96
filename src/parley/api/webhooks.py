"""Where providers post to: checked, split, stored, answered. Nothing else happens here."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import structlog
from prometheus_client import Counter

from parley.api.group_commit import GroupCommit, JournalFull
from parley.domain.channel import ChannelPlugin, Endpoint, NotThisProvider, RawEvent
from parley.domain.promises import Clock
from parley.storage.database import TROUBLE
from parley.storage.journal import EntryKind, NewEntry, lane_of_sender

log = structlog.stdlib.get_logger(__name__)

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

BODY_LIMIT = 4 * 1024 * 1024
PREFIX = "/webhooks/"
HANDLE = re.compile(r"[A-Za-z0-9_-]{1,64}")
RETRY_AFTER_SECONDS = 5
PLAIN = ((b"content-type", b"text/plain; charset=utf-8"),)
Headers = Sequence[tuple[bytes, bytes]]

RECEIVED = Counter("parley_webhooks_total", "Webhook requests by answer", ["status"])


class BodyTooLarge(Exception):
    """Refused before it is read to the end."""


class Webhooks:
    """A bare ASGI application: it stands in front of the API, whose middleware would cost more than the work."""

    def __init__(
        self,
        *,
        find_endpoint: Callable[[str], Awaitable[Endpoint | None]],
        plugins: Mapping[str, ChannelPlugin],
        commits: GroupCommit,
        clock: Clock,
        appended: Callable[[], None],
    ) -> None:
        self._find_endpoint = find_endpoint
        self._plugins = plugins
        self._commits = commits
        self._clock = clock
        self._appended = appended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            status, body, headers = await self._answer(scope, receive)
        except (JournalFull, *TROUBLE) as error:
            # The database is away or too far behind: providers keep what they have and come again.
            log.warning("webhook_put_off", error=repr(error))
            later = (b"retry-after", str(RETRY_AFTER_SECONDS).encode())
            status, body, headers = 503, b"come again later", [*PLAIN, later]
        except Exception:
            # The server below is mute about what it did not expect; providers come again after a 500.
            log.exception("webhook_failed")
            status, body, headers = 500, b"this failed", PLAIN
        RECEIVED.labels(str(status)).inc()
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, bytes, Headers]:
        handle = scope["path"].removeprefix(PREFIX)
        endpoint = await self._find_endpoint(handle) if HANDLE.fullmatch(handle) else None
        if endpoint is None:
            return 404, b"no such endpoint", PLAIN
        plugin = self._plugins[endpoint.kind]
        if scope["method"] == "GET":
            query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
            challenge = plugin.answer_handshake(query, endpoint=endpoint)
            return (403, b"refused", PLAIN) if challenge is None else (200, challenge, PLAIN)
        if scope["method"] == "POST":
            return await self._take(endpoint, plugin, scope, receive)
        return 405, b"post here", PLAIN

    async def _take(
        self, endpoint: Endpoint, plugin: ChannelPlugin, scope: Scope, receive: Receive
    ) -> tuple[int, bytes, Headers]:
        try:
            body = await read_body(scope, receive, limit=BODY_LIMIT)
        except BodyTooLarge:
            return 413, b"a webhook takes at most 4 MB", PLAIN
        if not plugin.verify(headers_of(scope), body, endpoint=endpoint):
            return 401, b"the signature does not fit", PLAIN
        await self._commits.append(self._split(endpoint, plugin, body))
        self._appended()
        return 200, b"", PLAIN

    def _split(self, endpoint: Endpoint, plugin: ChannelPlugin, body: bytes) -> list[NewEntry]:
        """What cannot be split is one row: it ends among the dead letters, where a person finds it."""
        try:
            events = plugin.split(body)
        except NotThisProvider:
            events = [RawEvent("", body)]
        now = self._clock.now()
        return [
            NewEntry(
                lane_of_sender(endpoint.id, event.sender),
                endpoint.workspace_id,
                endpoint.id,
                EntryKind.EVENT,
                event.body,
                now,
            )
            for event in events
        ]


async def read_body(scope: Scope, receive: Receive, *, limit: int) -> bytes:
    """Raises BodyTooLarge as soon as that is sure."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value) > limit:
            raise BodyTooLarge
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise asyncio.CancelledError
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise BodyTooLarge
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


def headers_of(scope: Scope) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
    }
