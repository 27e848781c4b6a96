"""A call of another system that starts a workflow, or that a run waits for, and what became of it."""

from enum import StrEnum

from msgspec import Struct

from parley.domain.ids import UUID, ContactId, RunId, WorkflowId, WorkspaceId


class HookCall(Struct, frozen=True):
    """As it stands in the journal; `payload` is JSON as it came."""

    workflow_id: WorkflowId
    delivery_id: UUID
    payload: bytes


class HookOutcome(StrEnum):
    """`RECEIVED` until a worker has looked at it. `RESUMED`: a run had waited for it; `KEPT`: a
    run will, once its own request is answered; `NOBODY_WAITS`: none of
    the contact's runs does, and the workflow does not start by a call.
    """

    RECEIVED = "received"
    STARTED = "started"
    RESUMED = "resumed"
    KEPT = "kept"
    NOBODY_WAITS = "nobody_waits"
    NOT_LISTENING = "not_listening"
    NO_CONTACT = "no_contact_named"
    UNKNOWN_CONTACT = "contact_unknown"
    SEVERAL_CONTACTS = "several_contacts"


class HookResult(Struct, frozen=True):
    """`outcome` is one of HookOutcome, or why the workflow did not start for the contact."""

    workspace_id: WorkspaceId
    delivery_id: UUID
    outcome: str
    contact_id: ContactId | None = None
    run_id: RunId | None = None
