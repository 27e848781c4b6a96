"""The one way out: an HTTP client that calls public addresses, and those the operator named."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from socket import AF_INET, AddressFamily
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from parley.kit.egress_guard import (
    EgressRefused,
    origin_of,
    parse_url,
    require_allowed_url,
    require_public_addresses,
)

TIMEOUT_SECONDS = 10.0
CONNECT_TIMEOUT_SECONDS = 5.0
BODY_LIMIT_BYTES = 5_000_000
CONNECTIONS = 100
CONNECTIONS_PER_HOST = 32
CHUNK_BYTES = 65_536
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What must not follow a redirect to another origin.
PRIVATE_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})


class NotSent(Exception):
    """The request never left: no connection was made. To try again doubles nothing."""


class AnswerLost(Exception):
    """The request may have arrived, but no answer came back in time or whole."""


class AnswerTooLarge(AnswerLost):
    """The answer went over the limit of bytes."""


@dataclass(frozen=True)
class Answer:
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class GuardedResolver(AbstractResolver):
    """Resolves a name once and lets only public addresses through to the connection."""

    def __init__(self, inner: AbstractResolver | None = None) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AF_INET
    ) -> list[ResolveResult]:
        if self._inner is None:
            self._inner = aiohttp.ThreadedResolver()
        found = await self._inner.resolve(host, port, family)
        require_public_addresses(host, (result["host"] for result in found))
        return found

    async def close(self) -> None:
        if self._inner is not None:
            await self._inner.close()


@dataclass(frozen=True)
class _Target:
    url: URL
    is_exempt: bool


class Egress:
    """Outgoing HTTP for one event loop; use as `async with Egress(...) as egress`.

    `exempt_origins` (such as `http://127.0.0.1:9000`) are the operator's: they alone may be internal
    or on another port, and only in requests marked as the operator's.
    """

    def __init__(
        self, *, exempt_origins: Iterable[str] = (), resolver: AbstractResolver | None = None
    ) -> None:
        self._exempt = frozenset(origin_of(parse_url(origin)) for origin in exempt_origins)
        self._resolver = resolver
        self._guarded: aiohttp.ClientSession | None = None
        self._trusted: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        # Apart, so that a connection opened for an exempt origin serves no other.
        self._guarded = _open_session(GuardedResolver(self._resolver))
        self._trusted = _open_session(None)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for session in (self._guarded, self._trusted):
            if session is not None:
                await session.close()
        self._guarded = self._trusted = None

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
        limit_bytes: int = BODY_LIMIT_BYTES,
        redirects: int = 0,
        by_operator: bool = False,
    ) -> Answer:
        """Send and read the whole answer, whatever its status.

        Follows up to `redirects` hops of a GET, each judged anew; a redirect beyond is the answer.
        `by_operator` says that the address comes from the operator's settings and from no workspace:
        then the exempt origins are open. Raises EgressRefused, NotSent, or AnswerLost (AnswerTooLarge).
        """
        sent_headers = dict(headers or {})
        target = self._judge(url, by_operator=by_operator)
        try:
            async with asyncio.timeout(timeout_seconds):
                while True:
                    answer = await self._send(method, target, sent_headers, body, limit_bytes)
                    location = answer.headers.get("location")
                    may_follow = method == "GET" and answer.status in REDIRECTS and redirects > 0
                    if location is None or not may_follow:
                        return answer
                    redirects -= 1
                    hop = self._judge_hop(target, location)
                    if origin_of(hop.url) != origin_of(target.url):
                        sent_headers = without_private_headers(sent_headers)
                    target = hop
        except TimeoutError as error:
            raise AnswerLost(f"No answer within {timeout_seconds:g} s.") from error

    def _judge(self, text: str, *, by_operator: bool) -> _Target:
        url = parse_url(text)
        if by_operator and origin_of(url) in self._exempt:
            return _Target(url, is_exempt=True)
        return _Target(require_allowed_url(text), is_exempt=False)

    def _judge_hop(self, here: _Target, location: str) -> _Target:
        """Judge a redirect: an exempt origin may lead on to itself, nobody else may lead to it."""
        try:
            hop = here.url.join(URL(location))
        except ValueError as error:
            raise EgressRefused("The redirect leads to something that is not a URL.") from error
        stays = origin_of(hop) == origin_of(here.url)
        return self._judge(str(hop), by_operator=here.is_exempt and stays)

    async def _send(
        self,
        method: str,
        target: _Target,
        headers: Mapping[str, str],
        body: bytes | None,
        limit: int,
    ) -> Answer:
        session = self._trusted if target.is_exempt else self._guarded
        if session is None:
            raise RuntimeError("Egress is used outside its `async with`.")
        try:
            async with session.request(
                method, target.url, headers=headers, data=body, allow_redirects=False
            ) as response:
                received = await _read(response, limit)
                lowered = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status, lowered, received)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(str(error) or type(error).__name__) from error
        except (aiohttp.ClientError, ConnectionError) as error:
            raise AnswerLost(str(error) or type(error).__name__) from error


def without_private_headers(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in PRIVATE_HEADERS}


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.content.iter_chunked(CHUNK_BYTES):
        size += len(chunk)
        if size > limit:
            raise AnswerTooLarge(f"The answer is larger than {limit} bytes.")
        chunks.append(chunk)
    return b"".join(chunks)


def _open_session(resolver: AbstractResolver | None) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            resolver=resolver, limit=CONNECTIONS, limit_per_host=CONNECTIONS_PER_HOST
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT_SECONDS),
        trust_env=False,
    )
