"""Something to do at an hour, unless the state that justified it has gone."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from parley.domain.ids import UUID, ContactId, WorkspaceId


class TimerKind(StrEnum):
    RUN = "run"
    LIGHTEN = "lighten"
    QUEUE_DEADLINE = "queue_deadline"
    UNSNOOZE = "unsnooze"
    AUTO_CLOSE = "auto_close"
    QUEUE_ALARM = "queue_alarm"
    SILENCE = "silence"
    CLOSE_SETTLED = "close_settled"
    WAITS_FOR_ANSWER = "waits_for_answer"
    WAITS_FOR_AGENT = "waits_for_agent"
    CONTACT_SILENT = "contact_silent"


class Timer(Struct, frozen=True):
    """One per (kind, subject): setting it again moves it. `fingerprint` is compared with the state when
    it fires; a stale timer does nothing.
    """

    workspace_id: WorkspaceId
    kind: TimerKind
    subject_id: UUID
    contact_id: ContactId
    due_at: datetime
    fingerprint: str
