"""Floods a callback with signed webhooks: built and signed beforehand, posted over bare sockets."""

import asyncio
import itertools
import math
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from msgspec import Struct

from parley.simulator.contents import text
from parley.simulator.ids import IdMaker
from parley.simulator.webhooks import Sender, WebhookEvent, encode, payload_of, signature_of

MAX_ANSWER_BYTES = 64 * 1024


class SignedWebhook(Struct, frozen=True):
    body: bytes
    signature: str
    contact: str
    wamids: tuple[str, ...]


class Blast(Struct, frozen=True):
    """What came of it; latencies are per POST, in seconds, `None` stands for no answer."""

    posts: int
    messages: int
    seconds: float
    answers: dict[int | None, int]
    p50_seconds: float
    p99_seconds: float

    @property
    def posts_per_second(self) -> float:
        return self.posts / self.seconds


def build_webhooks(
    sender: Sender,
    app_secret: str,
    *,
    count: int,
    contacts: int,
    texts: Sequence[str] = ("Hello",),
    per_webhook: int = 1,
    started_at: float | None = None,
    ids: IdMaker | None = None,
) -> Iterator[SignedWebhook]:
    """`count` messages of that many contacts in turn; a contact's n-th text is the n-th of `texts`.

    A webhook holds `per_webhook` messages of one contact at most. Contacts are numbered from
    15551000000.
    """
    maker = ids or IdMaker()
    stamp = str(int(time.time() if started_at is None else started_at))
    said: Counter[str] = Counter()
    left = count
    for position in itertools.cycle(range(contacts)):
        if left <= 0:
            return
        contact = str(15551000000 + position)
        events: list[WebhookEvent] = []
        for _ in range(min(per_webhook, left)):
            body = texts[said[contact] % len(texts)]
            said[contact] += 1
            events.append(_message_event(sender, maker, contact, body, stamp))
        left -= len(events)
        raw = encode(payload_of(events, "messages"))
        wamids = tuple(event.event_id for event in events)
        yield SignedWebhook(raw, signature_of(raw, app_secret), contact, wamids)


async def blast(
    url: str,
    webhooks: Iterable[SignedWebhook],
    *,
    concurrency: int = 16,
    per_second: float | None = None,
) -> Blast:
    """Post them all, a contact's in order, each once; `per_second` paces the posts.

    Plain HTTP only. A connection that breaks counts as no answer and is opened again.
    """
    lanes: list[list[SignedWebhook]] = [[] for _ in range(concurrency)]
    lane_of: dict[str, int] = {}
    for webhook in webhooks:
        lane = lane_of.setdefault(webhook.contact, len(lane_of) % concurrency)
        lanes[lane].append(webhook)
    gap = concurrency / per_second if per_second else 0.0
    began = time.perf_counter()
    results = await asyncio.gather(
        *(
            _post_lane(url, lane, began_at=began + gap * index / concurrency, gap=gap)
            for index, lane in enumerate(lanes)
        )
    )
    seconds = time.perf_counter() - began
    tried = [one for lane in results for one in lane]
    latencies = sorted(latency for _, latency in tried)
    return Blast(
        posts=len(tried),
        messages=sum(len(webhook.wamids) for lane in lanes for webhook in lane),
        seconds=seconds,
        answers=dict(Counter(status for status, _ in tried)),
        p50_seconds=_quantile(latencies, 0.5),
        p99_seconds=_quantile(latencies, 0.99),
    )


def _message_event(
    sender: Sender, maker: IdMaker, contact: str, body: str, stamp: str
) -> WebhookEvent:
    wamid = maker.wamid(contact, inbound=True)
    item = {"from": contact, "id": wamid, "timestamp": stamp} | text(body)
    block = {"profile": {"name": f"Contact {contact[-4:]}"}, "wa_id": contact}
    return WebhookEvent(wamid, contact, sender, item, contact_block=block)


async def _post_lane(
    url: str, webhooks: Sequence[SignedWebhook], *, began_at: float, gap: float
) -> list[tuple[int | None, float]]:
    wire = _Wire(url)
    results: list[tuple[int | None, float]] = []
    for position, webhook in enumerate(webhooks):
        if gap:
            await asyncio.sleep(max(0.0, began_at + position * gap - time.perf_counter()))
        asked = time.perf_counter()
        status = await wire.post(webhook)
        results.append((status, time.perf_counter() - asked))
    wire.close()
    return results


class _Wire:
    """One kept connection; an HTTP client library would cost more than the callback itself."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or 80
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        self._head = (
            f"POST {path or '/'} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            "Content-Type: application/json\r\nX-Hub-Signature-256: "
        ).encode()
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def post(self, webhook: SignedWebhook) -> int | None:
        length = str(len(webhook.body)).encode()
        request = (
            self._head
            + webhook.signature.encode()
            + b"\r\nContent-Length: "
            + length
            + b"\r\n\r\n"
            + webhook.body
        )
        try:
            reader, writer = await self._connect()
            writer.write(request)
            return await self._answer(reader)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            self.close()
            return None

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        return self._reader, self._writer

    async def _answer(self, reader: asyncio.StreamReader) -> int:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head[9:12])
        if b"transfer-encoding: chunked" in head:
            await _skip_chunks(reader)
        else:
            await reader.readexactly(_content_length(head))
        if b"connection: close" in head:
            self.close()
        return status


def _content_length(head: bytes) -> int:
    _, found, rest = head.partition(b"content-length:")
    length = int(rest.partition(b"\r\n")[0]) if found else 0
    if length > MAX_ANSWER_BYTES:
        raise ValueError(f"an answer of {length} bytes is over the limit of {MAX_ANSWER_BYTES}")
    return length


async def _skip_chunks(reader: asyncio.StreamReader) -> None:
    size = -1
    while size:
        size = int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)
        await reader.readexactly(size + 2)


def _quantile(ordered: Sequence[float], share: float) -> float:
    if not ordered:
        return 0.0
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]
