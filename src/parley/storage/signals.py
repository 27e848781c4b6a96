"""Wake-ups between processes: hints only, everybody also looks by himself now and then."""

import asyncio
import contextlib
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import asyncpg
import structlog

from parley.storage.database import TROUBLE

log = structlog.stdlib.get_logger(__name__)

FLUSH_SECONDS = 0.02  # 50 a second at most: NOTIFY beside every commit cost 60 % of the commits
RECONNECT_SECONDS = 1.0


class Topic(StrEnum):
    """What there is news of. Events and dispatch name their workspace, the others nothing."""

    JOURNAL = "parley_journal"
    EVENTS = "parley_events"
    DISPATCH = "parley_dispatch"
    OUTBOX = "parley_outbox"
    TIMERS = "parley_timers"


Listener = Callable[[str], None]


class Signals:
    """One connection per process that sends and hears. A lost connection is made again; meanwhile hints
    are lost, which costs time but nothing else: after each reconnect every listener is called once.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._listeners: dict[Topic, list[Listener]] = {}
        self._pending: dict[tuple[Topic, str], None] = {}
        self._due = asyncio.Event()

    def on(self, topic: Topic, listener: Listener) -> None:
        """To be called before `run`."""
        self._listeners.setdefault(topic, []).append(listener)

    def send(self, topic: Topic, payload: str = "") -> None:
        """Returns at once; the same hint within a flush goes out once."""
        self._pending[(topic, payload)] = None
        self._due.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._serve()
            except TROUBLE as error:
                log.warning("signals_lost", error=str(error))
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _serve(self) -> None:
        connection = await asyncpg.connect(
            self._url, server_settings={"application_name": "parley signals"}
        )
        try:
            for topic in self._listeners:
                await connection.add_listener(topic.value, self._hear)
            for listeners in self._listeners.values():
                for listener in listeners:
                    listener("")
            while not connection.is_closed():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(5):
                        await self._due.wait()
                await self._flush(connection)
                await asyncio.sleep(FLUSH_SECONDS)
        finally:
            connection.terminate()

    async def _flush(self, connection: "asyncpg.Connection[Any]") -> None:
        self._due.clear()
        pending, self._pending = self._pending, {}
        if pending:
            topics = [topic.value for topic, _ in pending]
            payloads = [payload for _, payload in pending]
            await connection.execute(
                "SELECT pg_notify(t, p) FROM unnest($1::text[], $2::text[]) AS n(t, p)",
                topics,
                payloads,
            )

    def _hear(self, _: object, __: int, channel: str, payload: object) -> None:
        for listener in self._listeners.get(Topic(channel), ()):
            listener(str(payload))
