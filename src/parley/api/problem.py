"""Errors as RFC 9457 problems: one shape for refusals, validation, database and accidents."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, cast

import asyncpg
import msgspec
import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from parley.api.limits import BODY_BYTES
from parley.api.refusals import (
    AlreadyExists,
    BodyTooLarge,
    Busy,
    InternalError,
    MethodNotAllowed,
    NotJson,
    StillInUse,
    Unavailable,
)
from parley.domain.errors import Invalid, NotFound, Refusal
from parley.domain.needs import NotOnDesk
from parley.storage.database import AWAY, LostRace

MEDIA_TYPE = "application/problem+json"
RETRY_BUSY_SECONDS = 1
RETRY_AWAY_SECONDS = 5
TOO_LARGE = "parley.too_large"
log = structlog.stdlib.get_logger(__name__)

# A unique key that a person can run into, and the field that it is about.
UNIQUE_FIELDS: Mapping[str, str] = {
    "user_account_workspace_id_email_key": "email",
    "team_workspace_id_name_key": "name",
    "channel_is_connected_once": "external_id",
    "field_pkey": "slug",
    "tag_workspace_id_folded_key": "name",
    "calendar_workspace_id_name_key": "name",
    "lifecycle_stage_workspace_id_name_key": "name",
    "secret_pkey": "slug",
}

ANOTHER_IS_AT_IT = (
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    LostRace,
    NotOnDesk,
)
# The first that fits speaks.
TELLING: Sequence[tuple[type[Exception], type[Refusal], str | None]] = (
    (asyncpg.ForeignKeyViolationError, StillInUse, None),
    (
        asyncpg.CharacterNotInRepertoireError,
        Invalid,
        "A text holds a character that cannot be stored.",
    ),
    (
        asyncpg.UntranslatableCharacterError,
        Invalid,
        "A text holds a character that cannot be stored.",
    ),
    # Half a surrogate pair, where no field's own rule has found it.
    (UnicodeEncodeError, Invalid, "A text holds a character that cannot be stored."),
    (asyncpg.DataError, Invalid, "A value is out of range."),
)


def problem(refusal: Refusal, *, errors: Sequence[Mapping[str, str]] = ()) -> Response:
    """The answer that tells of a refusal; its details stand beside the fixed members."""
    body: dict[str, object] = {
        **{name: _plain(value) for name, value in refusal.details.items()},
        "type": f"/problems/{refusal.code}",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "code": refusal.code,
        "detail": refusal.text,
    }
    if errors:
        body["errors"] = list(errors)
    headers = {"Cache-Control": "no-store"}
    retry_after = refusal.details.get("retry_after")
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="parley"'
    return Response(
        msgspec.json.encode(body), refusal.status, headers=headers, media_type=MEDIA_TYPE
    )


def install(app: FastAPI) -> None:
    """Maps every error that a route may raise to its problem."""
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(asyncpg.PostgresError, _on_database)
    app.add_exception_handler(asyncpg.InterfaceError, _on_database)
    app.add_exception_handler(asyncpg.InternalClientError, _on_database)
    app.add_exception_handler(OSError, _on_database)
    app.add_exception_handler(LostRace, _on_database)
    app.add_exception_handler(NotOnDesk, _on_database)


def refusal_of(error: BaseException) -> Refusal:
    """What a caller may know of a database error; InternalError for what only the log should hold."""
    if isinstance(error, asyncpg.UniqueViolationError):
        field = UNIQUE_FIELDS.get(error.constraint_name or "", "")
        return AlreadyExists(field=field) if field else AlreadyExists()
    if isinstance(error, ANOTHER_IS_AT_IT):
        return Busy(retry_after=RETRY_BUSY_SECONDS)
    if isinstance(error, AWAY):
        return Unavailable(retry_after=RETRY_AWAY_SECONDS)
    for kind, refusal, text in TELLING:
        if isinstance(error, kind):
            return refusal(text)
    return InternalError()


async def _on_refusal(_: Request, error: Exception) -> Response:
    return problem(cast(Refusal, error))


async def _on_database(request: Request, error: Exception) -> Response:
    refusal = refusal_of(error)
    if isinstance(refusal, InternalError):
        log.error("request_failed", path=request.url.path, exc_info=error)
    elif isinstance(refusal, Unavailable):
        log.warning("database_away", path=request.url.path, error=str(error))
    return problem(refusal)


async def _on_validation(_: Request, error: Exception) -> Response:
    found = cast(RequestValidationError, error).errors()
    if any(entry["type"] == "json_invalid" for entry in found):
        return problem(NotJson())
    return problem(Invalid("The request does not fit."), errors=[_field_error(e) for e in found])


async def _on_http(request: Request, error: Exception) -> Response:
    status = cast(HTTPException, error).status_code
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        answer = problem(MethodNotAllowed())
        answer.headers.update(cast(HTTPException, error).headers or {})
        return answer
    if request.scope.get(TOO_LARGE):
        return problem(BodyTooLarge(limit=BODY_BYTES))
    if status == HTTPStatus.BAD_REQUEST:
        return problem(NotJson())
    return problem(NotFound())


def _field_error(entry: Mapping[str, Any]) -> dict[str, str]:
    message = str(entry["msg"]).removeprefix("Value error, ")
    return {"field": ".".join(str(part) for part in entry["loc"]), "message": message}


def _plain(value: object) -> object:
    try:
        return msgspec.to_builtins(value)
    except TypeError:
        return str(value)
