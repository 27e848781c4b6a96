"""Whether this process lives, is ready, and how it fares."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
import structlog
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from parley.domain.promises import Clock
from parley.storage.database import TROUBLE, Pool
from parley.storage.journal import TableJournal
from parley.storage.outbox import lag as outbox_lag

Scope = Mapping[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]

log = structlog.stdlib.get_logger(__name__)

JOURNAL_DEPTH = Gauge(
    "parley_journal_depth",
    "Entries that wait, by the distance of ids",
    multiprocess_mode="mostrecent",
)
JOURNAL_AGE = Gauge(
    "parley_journal_age_seconds", "Age of the oldest waiting entry", multiprocess_mode="mostrecent"
)
OUTBOX_DEPTH = Gauge(
    "parley_outbox_depth",
    "Messages that wait to be sent, up to 10,000",
    multiprocess_mode="mostrecent",
)
DEAD_LETTERS = Gauge(
    "parley_dead_letters_waiting",
    "Dead letters that nobody has replayed",
    multiprocess_mode="mostrecent",
)
QUEUE_DEPTH = Gauge(
    "parley_queue_depth", "Conversations that wait for an agent", multiprocess_mode="mostrecent"
)

COUNT_DEAD = "SELECT count(*) FROM dead_letter WHERE replayed_at IS NULL"
COUNT_QUEUE = "SELECT count(*) FROM queue_entry"
REVISION = "SELECT version_num FROM alembic_version"

PATHS = ("/healthz", "/readyz", "/metrics")


class Health:
    """A bare ASGI application beside the API: it must answer when the API cannot."""

    def __init__(
        self,
        pool: Pool,
        journal: TableJournal,
        clock: Clock,
        *,
        revision: str,
        registry: CollectorRegistry,
    ) -> None:
        self._pool = pool
        self._journal = journal
        self._clock = clock
        self._revision = revision
        self._registry = registry

    async def __call__(self, scope: Scope, _: object, send: Send) -> None:
        match scope["path"]:
            case "/healthz":
                await _answer(send, 200, {"status": "lives"})
            case "/readyz":
                await self._answer_ready(send)
            case _:
                await self._answer_metrics(send)

    async def _answer_ready(self, send: Send) -> None:
        try:
            found = await self._pool.fetchval(REVISION)
        except TROUBLE as error:
            log.warning("not_ready", error=str(error))
            await _answer(send, 503, {"status": "no database"})
            return
        if found != self._revision:
            detail = f"schema {found}, needed {self._revision}: run `parley migrate`"
            await _answer(send, 503, {"status": "another schema", "detail": detail})
            return
        await _answer(send, 200, {"status": "ready"})

    async def _answer_metrics(self, send: Send) -> None:
        try:
            lag = await self._journal.lag(now=self._clock.now())
            JOURNAL_DEPTH.set(lag.depth)
            JOURNAL_AGE.set(lag.oldest_seconds)
            OUTBOX_DEPTH.set((await outbox_lag(self._pool))[0])
            DEAD_LETTERS.set(await self._pool.fetchval(COUNT_DEAD))
            QUEUE_DEPTH.set(await self._pool.fetchval(COUNT_QUEUE))
        except TROUBLE as error:
            log.warning("no_metrics", error=str(error))
            await _answer(send, 503, {"status": "no database"})
            return
        await _send(send, 200, generate_latest(self._registry), CONTENT_TYPE_LATEST)


async def _answer(send: Send, status: int, body: dict[str, str]) -> None:
    await _send(send, status, msgspec.json.encode(body), "application/json")


async def _send(send: Send, status: int, body: bytes, kind: str) -> None:
    headers = [(b"content-type", kind.encode()), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
