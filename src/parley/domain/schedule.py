"""A schedule's hours: each is a tick, which starts a workflow for the contacts that are due."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from parley.domain.ids import UUID, ContactId, WorkflowId, WorkspaceId


class TickState(StrEnum):
    """GATHERING: who is due is written down. STARTING: their runs start, so many a minute. ENDED: not to its
    end; SKIPPED: never begun. `Tick.reason` says why.
    """

    GATHERING = "gathering"
    STARTING = "starting"
    DONE = "done"
    ENDED = "ended"
    SKIPPED = "skipped"

    @property
    def is_live(self) -> bool:
        return self in (TickState.GATHERING, TickState.STARTING)


class TickReason(StrEnum):
    """MISSED: the server was down for too long. BUSY: the tick before was still under way. STOPPED: the
    workflow was stopped, or published without a schedule.
    """

    MISSED = "missed"
    BUSY = "former_under_way"
    STOPPED = "stopped"


class Tick(Struct, frozen=True):
    """`cursor` is the last contact looked at in this state. `skipped` counts, by reason, those who were due and
    did not start. `next_at` is when it goes on; None when it is over.
    """

    workspace_id: WorkspaceId
    id: UUID
    workflow_id: WorkflowId
    due_at: datetime
    state: TickState
    reason: str
    cursor: ContactId | None
    due: int
    started: int
    skipped: dict[str, int]
    begun_at: datetime
    next_at: datetime | None
    ended_at: datetime | None


STARTED = "started"
# Their person was started already, under the id that was merged into this one, or by it.
MERGED = "merged"
GONE = "contact_gone"
FAILED = "failed"
