"""One passage of one contact through one workflow."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from parley.domain.ids import ContactId, ConversationId, RunId, VersionId, WorkflowId, WorkspaceId

VariableValue = str | int | float | bool | list[str] | None


class WaitKind(StrEnum):
    ANSWER = "answer"
    TIME = "time"
    ASSIGNMENT = "assignment"
    QUIET = "quiet"
    DELIVERY = "delivery"
    EVENT = "event"
    EFFECT = "effect"


class EarlyAnswer(Struct, frozen=True, omit_defaults=True):
    """What the contact wrote before we knew when the provider took the question: read once that is known."""

    text: str | None
    at: datetime
    point: tuple[float, float] | None = None


class Waiting(Struct, frozen=True, omit_defaults=True):
    """What a live run waits for. `until` is the deadline or the hour to wake.

    `asked` counts the questions sent in this visit; `message_id` is the question's own message, and
    `since` the time it was accepted by the provider (answers not later than it do not count, O12).
    `suspended` is set while a newer question of the contact waits (O16). `burst` holds texts that were
    read together because they came in quick succession, `early` messages that wait for `since`.
    `after` is older than every event that a Wait for Event may hear.
    """

    kind: WaitKind
    until: datetime | None = None
    asked: int = 0
    message_id: str | None = None
    since: datetime | None = None
    suspended: bool = False
    burst: tuple[str, ...] = ()
    early: tuple[EarlyAnswer, ...] = ()
    after: str | None = None


class EndReason(StrEnum):
    COMPLETED = "completed"
    CONVERSATION_CLOSED = "conversation_closed"
    PERSON_REPLIED = "person_replied"
    TAKEN_OVER = "taken_over"
    ASSIGNED_BY_HAND = "assigned_by_hand"
    STOPPED = "stopped"
    UNDELIVERED = "undelivered"
    TIMED_OUT = "timed_out"
    INVALID_ANSWER = "invalid_answer"
    TOO_MANY_STEPS = "too_many_steps"
    STEP_FAILED = "step_failed"
    CONTACT_BLOCKED = "contact_blocked"
    CONTACT_MERGED = "contact_merged"
    CONTACT_WROTE = "contact_wrote"
    RESTARTED = "restarted"


class Run(Struct, frozen=True):
    """`step_id` is where it stands, `visit` the number of the current visit (1 for the first).

    Live while `ended_at` is None; then `waiting` is set between two batches. `jumps` counts per Jump
    step. `chain` names the workflows that led here, this one last. `speaks` says whether the workflow
    addresses the contact, so that a person's answer ends it (O17).
    """

    workspace_id: WorkspaceId
    id: RunId
    workflow_id: WorkflowId
    version_id: VersionId
    contact_id: ContactId
    conversation_id: ConversationId | None
    step_id: str | None
    visit: int
    waiting: Waiting | None
    variables: dict[str, VariableValue]
    jumps: dict[str, int]
    chain: tuple[WorkflowId, ...]
    speaks: bool
    started_at: datetime
    visit_started_at: datetime
    ended_at: datetime | None = None
    end_reason: EndReason | None = None

    @property
    def is_live(self) -> bool:
        return self.ended_at is None


class Visit(Struct, frozen=True):
    """A finished visit of a step: rich enough to run it again. Written once, when the visit ends."""

    workspace_id: WorkspaceId
    run_id: RunId
    number: int
    step_id: str
    kind: str
    lane: str | None
    input: dict[str, object]
    output: dict[str, object]
    error: str | None
    started_at: datetime
    ended_at: datetime
