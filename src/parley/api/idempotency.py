"""Writes that may be repeated safely: the route class that honours `Idempotency-Key`."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from hashlib import sha256
from typing import Any

import asyncpg
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from parley.api.auth import authenticate
from parley.api.deps import Deps, get_deps
from parley.api.limits import IDEMPOTENCY_HOURS, IDEMPOTENCY_KEY_LENGTH
from parley.api.refusals import IdempotencyInProgress, IdempotencyKeyReused
from parley.domain.errors import LimitExceeded, Refusal
from parley.domain.needs import NotOnDesk
from parley.storage.database import LostRace
from parley.storage.setup import idempotency
from parley.storage.setup.idempotency import Key

METHODS = frozenset({"POST", "PUT", "PATCH"})
HEADER = "idempotency-key"
# After any other error the change may have been committed: a key given back then would double it.
CHANGED_NOTHING = (
    Refusal,
    RequestValidationError,
    HTTPException,
    LostRace,
    NotOnDesk,
    asyncpg.DataError,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
)
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class RepeatableRoute(APIRoute):
    """The same key and request are answered the same for 24 hours. A refused request changed nothing and
    is not remembered. If the server or its database died in the middle, nobody knows whether it was done:
    the key stays in progress; look, then use a new one.
    """

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def handle_once(request: Request) -> Response:
            key = request.headers.get(HEADER)
            if key is None or request.method not in METHODS:
                return await handle(request)
            return await _once(request, key, handle)

        return handle_once


async def _once(request: Request, text: str, handle: Handler) -> Response:
    if not 1 <= len(text) <= IDEMPOTENCY_KEY_LENGTH:
        raise LimitExceeded(
            f"An Idempotency-Key has 1 to {IDEMPOTENCY_KEY_LENGTH} characters.",
            limit=IDEMPOTENCY_KEY_LENGTH,
            field="header.Idempotency-Key",
        )
    scope = await authenticate(request)
    deps = get_deps(request)
    key = Key(scope.workspace_id, scope.user_id, text)
    route = f"{request.method} {request.url.path}?{request.url.query}"
    body_hash = sha256(await request.body()).digest()
    now = deps.wall.now()
    if not await idempotency.claim(
        deps.pool,
        key,
        route=route,
        body_hash=body_hash,
        now=now,
        older_than=now - timedelta(hours=IDEMPOTENCY_HOURS),
    ):
        return await _answer_again(deps, key, route=route, body_hash=body_hash)
    # A caller that leaves changes nothing: what was begun is done, and its answer waits for the repetition.
    return await asyncio.shield(_answer_first(deps, key, request, handle))


async def _answer_first(deps: Deps, key: Key, request: Request, handle: Handler) -> Response:
    try:
        response = await handle(request)
    except CHANGED_NOTHING:
        await idempotency.release(deps.pool, key)
        raise
    if response.status_code >= 300:  # noqa: PLR2004 - only what was done is remembered
        await idempotency.release(deps.pool, key)
    else:
        await idempotency.keep_answer(
            deps.pool, key, status=response.status_code, answer=bytes(response.body)
        )
    return response


async def _answer_again(deps: Deps, key: Key, *, route: str, body_hash: bytes) -> Response:
    found = await idempotency.find(deps.pool, key)
    if found is None:
        raise IdempotencyInProgress(retry_after=1)
    if (found.route, found.body_hash) != (route, body_hash):
        raise IdempotencyKeyReused
    if found.status is None:
        raise IdempotencyInProgress(retry_after=1)
    return Response(
        found.answer,
        found.status,
        headers={"Idempotent-Replayed": "true"},
        media_type="application/json" if found.answer else None,
    )
