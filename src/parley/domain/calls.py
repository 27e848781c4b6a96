"""Requests to other systems: decided by a run, made after the commit, answered through the journal."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from parley.domain.ids import CallId, ContactId, RunId, WorkspaceId

Outcome = Literal["answered", "refused", "unreachable", "unknown"]


class Call(Struct, frozen=True):
    """One request of one visit. `retries` counts the extra tries; `due_at` moves with them."""

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


class CallResult(Struct, frozen=True, omit_defaults=True):
    """How it ended. `answered` has a status, whatever it is; `refused` and `unreachable` were surely not
    carried out; `unknown` may have been.
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
