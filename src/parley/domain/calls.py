"""Requests to other systems: decided by a run, made after the commit, answered through the journal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from parley.domain.ids import CallId, ContactId, RunId, WorkspaceId
from parley.domain.run import VariableValue
from parley.domain.secret_places import Writing, names_in, put_in

Outcome = Literal["answered", "refused", "unreachable", "unknown"]
# To make these twice is the same as once.
REPEATABLE = ("GET", "HEAD", "PUT", "DELETE")
FIRST_RETRY_SECONDS = 1.0
# Worth another try: too many requests, and what the server itself calls its fault.
BUSY, SERVER_FAULT = 429, 500


class Call(Struct, frozen=True):
    """One request of one visit. `retries` counts the extra tries; `due_at` moves with them. `secrets` tells
    where places of secrets stand and how they are written: by a header's name, or "" for the body.
    """

    workspace_id: WorkspaceId
    id: CallId
    run_id: RunId
    contact_id: ContactId
    visit: int
    method: str
    url: str
    headers: dict[str, str]
    body: str | None
    retries: int
    due_at: datetime
    created_at: datetime
    secrets: dict[str, Writing] = {}


class CallResult(Struct, frozen=True, omit_defaults=True):
    """How it ended. `answered` has a status, whatever it is; `refused` and `unreachable` were surely not
    carried out; `unknown` may have been. Of a long body a run sees only the beginning: `cut_from` is the
    length that it had, and `found` has what the step takes from it, by variable.
    """

    run_id: RunId
    contact_id: ContactId
    visit: int
    outcome: Outcome
    at: datetime
    tries: int = 1
    status: int | None = None
    body: str = ""
    error: str = ""
    cut_from: int | None = None
    found: dict[str, VariableValue] = {}


def names_of(call: Call) -> set[str]:
    """The secrets that it takes to make the request."""
    return {name for place in call.secrets for name in names_in(_text_at(call, place))}


def with_secrets(call: Call, secrets: Mapping[str, str]) -> Call:
    """As it goes out, and is kept nowhere. Raises KeyError for a secret that is not among them."""
    headers = dict(call.headers)
    body = call.body
    for place, writing in call.secrets.items():
        text = put_in(_text_at(call, place), secrets, writing)
        if place:
            headers[place] = text
        else:
            body = text
    return replace(call, headers=headers, body=body)


def _text_at(call: Call, place: str) -> str:
    return (call.headers[place] if place else call.body) or ""


def is_worth_another_try(call: Call, result: CallResult) -> bool:
    """What may have been carried out is repeated only where that does no harm."""
    if result.tries > call.retries:
        return False
    match result.outcome:
        case "answered":
            status = result.status or 0
            return status == BUSY or status >= SERVER_FAULT
        case "unreachable":
            return True
        case "unknown":
            return call.method in REPEATABLE
        case _:
            return False


def pause_after(tries: int) -> float:
    """Seconds until the next try: twice as long each time."""
    return FIRST_RETRY_SECONDS * 2 ** (tries - 1)
