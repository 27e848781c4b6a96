"""Runs, queue, events, outbox and dead letters as clients see them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from pydantic import Field

from parley.api.words import View
from parley.domain.actor import ActorKind
from parley.domain.message import ErrorClass
from parley.domain.queue import Strategy
from parley.domain.run import EndReason, VariableValue, WaitKind
from parley.storage.reads.delivery import UndeliveredRow
from parley.storage.reads.log import LoggedEvent


class WaitingView(View):
    """What a live run waits for. `asked` counts the questions of this visit."""

    kind: WaitKind
    until: datetime | None
    asked: int
    suspended: bool


class RunView(View):
    """Live while `ended_at` is null."""

    id: UUID
    workflow_id: UUID
    workflow_name: str
    version_id: UUID
    version_number: int
    contact_id: UUID
    contact_name: str
    conversation_id: UUID | None
    step_id: str | None
    visit: int
    waiting: WaitingView | None
    variables: dict[str, VariableValue]
    started_at: datetime
    ended_at: datetime | None
    end_reason: EndReason | None


class UndeliveredView(View):
    """A message that failed, maybe long after the step was left."""

    message_id: UUID
    error_class: ErrorClass | None
    code: str
    text: str


class VisitView(View):
    """A finished visit of a step: what went in, what came out, and through which lane. `undelivered`: what
    it wrote and the contact did not get.
    """

    number: int
    step_id: str
    kind: str
    lane: str | None
    input: dict[str, Any]
    output: dict[str, Any]
    error: str | None
    started_at: datetime
    ended_at: datetime
    undelivered: list[UndeliveredView] = Field(default_factory=list)


class TracedRun(RunView):
    visits: list[VisitView] = Field(default_factory=list)


class RingView(View):
    """More is asked until an absolute hour; null: for good."""

    skills: dict[str, int]
    any_of: list[dict[str, int]]
    until: datetime | None


class QueueEntryView(View):
    """`waited_seconds` up to now; `position` counts from 1 among those who wait for the same team.
    `expected_wait_seconds`: the place over what the line gave out in the last hour; null while that was nothing.
    `skills` and `any_of` are asked always, `rings` ask more; all hours are absolute.
    """

    conversation_id: UUID
    contact_id: UUID
    contact_name: str
    team_id: UUID | None
    user_id: UUID | None
    strategy: Strategy
    online_only: bool
    max_open: int | None
    priority: int
    since: datetime
    deadline_at: datetime | None
    run_id: UUID | None
    skills: dict[str, int]
    any_of: list[dict[str, int]]
    rings: list[RingView]
    preferred_user_id: UUID | None
    preferred_until: datetime | None
    position: int
    waited_seconds: float = 0.0
    expected_wait_seconds: float | None = None


class CauseView(View):
    kind: ActorKind
    id: UUID | None


class EventView(View):
    """A fact. `cursor` is its place in the log; `body` depends on `kind`."""

    id: UUID
    cursor: str
    at: datetime
    kind: str
    contact_id: UUID | None
    conversation_id: UUID | None
    actor: CauseView
    body: dict[str, Any]


class OutboxView(View):
    """A message on its way to the provider."""

    id: UUID
    message_id: UUID
    contact_id: UUID
    conversation_id: UUID | None
    channel_id: UUID
    state: str
    tries: int
    due_at: datetime
    created_at: datetime
    last_error: str


class ListedDeadLetter(View):
    """`source_id` is the endpoint or channel that it came through."""

    id: UUID
    kind: str
    source_id: UUID | None
    error: str
    received_at: datetime
    failed_at: datetime
    replayed_at: datetime | None
    size: int


class DeadLetterView(ListedDeadLetter):
    """`body` is the beginning of what came in, as text."""

    body: str


def event_view(event: LoggedEvent) -> EventView:
    return EventView(
        id=event.id,
        cursor=str(event.cursor),
        at=event.at,
        kind=event.kind,
        contact_id=event.contact_id,
        conversation_id=event.conversation_id,
        actor=CauseView(kind=event.actor.kind, id=event.actor.id),
        body=msgspec.json.decode(event.body),
    )


def undelivered_view(row: UndeliveredRow) -> UndeliveredView:
    failure = row.failure
    return UndeliveredView(
        message_id=row.message_id,
        error_class=failure.error_class if failure else None,
        code=failure.code if failure else "",
        text=failure.text if failure else "",
    )
