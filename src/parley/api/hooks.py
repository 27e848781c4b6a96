"""Where other systems post to start a workflow: checked, stored, answered. Nothing else happens here."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import timedelta

import structlog

from parley.api.webhooks import (
    HANDLE,
    PLAIN,
    RECEIVED,
    RETRY_AFTER_SECONDS,
    BodyTooLarge,
    Headers,
    Receive,
    Scope,
    Send,
    headers_of,
    read_body,
)
from parley.domain.promises import Clock, IdSource
from parley.kit.crypto import KeyRing
from parley.storage.database import TROUBLE, Pool
from parley.storage.setup.hooks import REPEATED_WITHIN, Hook, find_hook_by_handle, keep_call

log = structlog.stdlib.get_logger(__name__)

PREFIX = "/hooks/"
BODY_LIMIT = 256 * 1024
DEPTH = 50
KEY_LENGTH = 200
SIGNATURE = "x-parley-signature"
KEY = "idempotency-key"
# As long as the calls are kept.
REMEMBERED = timedelta(days=14)


class WorkflowHooks:
    """A bare ASGI application beside the one for channels."""

    def __init__(
        self,
        *,
        pool: Pool,
        keyring: KeyRing,
        clock: Clock,
        ids: IdSource,
        appended: Callable[[], None],
    ) -> None:
        self._pool = pool
        self._keyring = keyring
        self._clock = clock
        self._ids = ids
        self._appended = appended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            status, body, headers = await self._answer(scope, receive)
        except TROUBLE as error:
            log.warning("hook_put_off", error=repr(error))
            later = (b"retry-after", str(RETRY_AFTER_SECONDS).encode())
            status, body, headers = 503, b"come again later", [*PLAIN, later]
        except Exception:
            # The server below is mute about what it did not expect.
            log.exception("hook_failed")
            status, body, headers = 500, b"this failed", PLAIN
        RECEIVED.labels(str(status)).inc()
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, bytes, Headers]:
        handle: str = scope["path"].removeprefix(PREFIX)
        known = HANDLE.fullmatch(handle) is not None
        hook = await find_hook_by_handle(self._pool, self._keyring, handle) if known else None
        if hook is None:
            return 404, b"no such webhook", PLAIN
        if scope["method"] != "POST":
            return 405, b"post here", PLAIN
        try:
            body = await read_body(scope, receive, limit=BODY_LIMIT)
        except BodyTooLarge:
            return 413, b"a call takes at most 256 KB", PLAIN
        return await self._take(hook, headers_of(scope), body)

    async def _take(
        self, hook: Hook, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, bytes, Headers]:
        if hook.secret is not None and not is_signed(headers.get(SIGNATURE, ""), body, hook.secret):
            return 401, b"the signature does not fit", PLAIN
        if not _is_json(body):
            return 400, b"post a JSON object", PLAIN
        return await self._keep(hook, headers.get(KEY, ""), body)

    async def _keep(self, hook: Hook, given: str, body: bytes) -> tuple[int, bytes, Headers]:
        if len(given) > KEY_LENGTH:
            return 400, b"an Idempotency-Key takes at most 200 characters", PLAIN
        now = self._clock.now()
        key = f"key:{given}" if given else f"body:{hashlib.sha256(body).hexdigest()}"
        since = now - (REMEMBERED if given else REPEATED_WITHIN)
        kept = await keep_call(
            self._pool, hook, self._ids.new_id(), body, key=key, now=now, since=since
        )
        if kept:
            self._appended()
        return 200, b"" if kept else b"had that already", PLAIN


def is_signed(given: str, body: bytes, secret: bytes) -> bool:
    """`sha256=` and the HMAC of the raw body in hexadecimal digits."""
    wanted = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(given.encode(), wanted.encode())


def _is_json(body: bytes) -> bool:
    """An object that the workers can read, and a column can hold."""
    try:
        return isinstance(json.loads(body), dict) and not _is_deep(body)
    except (ValueError, RecursionError):
        return False


def _is_deep(body: bytes) -> bool:
    depth = deepest = 0
    for sign in body:
        depth += (sign in b"{[") - (sign in b"}]")
        deepest = max(deepest, depth)
    return deepest > DEPTH
