"""What wraps every request: security headers, body size, rate per address, and no leaking accident."""

from collections.abc import Iterable

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parley.api.addresses import client_address
from parley.api.deps import Deps
from parley.api.limits import BODY_BYTES
from parley.api.problem import TOO_LARGE, problem, refusal_of
from parley.api.refusals import BodyTooLarge, InternalError
from parley.domain.errors import Refusal

API_PREFIX = "/api/"
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)
SECURITY_HEADERS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
HTTPS_ONLY = ("Strict-Transport-Security", "max-age=31536000")
log = structlog.stdlib.get_logger(__name__)


class Border:
    """The outermost layer of the API and the web app."""

    def __init__(self, app: ASGIApp, deps: Deps) -> None:
        self._app = app
        self._deps = deps
        self._headers = (*SECURITY_HEADERS, HTTPS_ONLY) if deps.is_https else SECURITY_HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send, self._headers, is_api=scope["path"].startswith(API_PREFIX))
        try:
            limited = self._admit(scope, receive)
            await self._app(scope, limited, answer)
        except Refusal as refusal:
            await answer.refuse(refusal, scope, receive)
        except Exception as error:
            refusal = refusal_of(error)
            if isinstance(refusal, InternalError):
                log.exception("request_failed", path=scope["path"], method=scope["method"])
            await answer.refuse(refusal, scope, receive)

    def _admit(self, scope: Scope, receive: Receive) -> Receive:
        """Raises TooManyRequests or BodyTooLarge; what comes without a length is counted as it comes."""
        if not scope["path"].startswith(API_PREFIX):
            return receive
        address = client_address(scope, self._deps)
        self._deps.address_buckets.take(address, now=self._deps.wall.now())
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdigit() or int(length) > BODY_BYTES:
            raise BodyTooLarge(limit=BODY_BYTES)
        return _counted(receive, scope)


class _Answer:
    """Adds the headers, and knows whether the answer has begun."""

    def __init__(self, send: Send, headers: Iterable[tuple[str, str]], *, is_api: bool) -> None:
        self._send = send
        self._headers = headers
        self._is_api = is_api
        self._has_begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._has_begun = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers:
                headers.setdefault(name, value)
            if self._is_api:
                headers.setdefault("Cache-Control", "no-store")
        await self._send(message)

    async def refuse(self, refusal: Refusal, scope: Scope, receive: Receive) -> None:
        if not self._has_begun:
            await problem(refusal)(scope, receive, self)


def _counted(receive: Receive, scope: Scope) -> Receive:
    seen = 0

    async def count() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > BODY_BYTES:
            # FastAPI takes any error while reading for broken JSON: the mark tells them apart.
            scope[TOO_LARGE] = True
            raise BodyTooLarge(limit=BODY_BYTES)
        return message

    return count
