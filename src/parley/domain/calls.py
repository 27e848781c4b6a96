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
