"""Schedules on the stage: which is due next, and all who are due start at once."""

from datetime import datetime

from parley.actions.scheduling import list_due, start_due
from parley.domain.desk import Desk
from parley.domain.ids import WorkflowId
from parley.domain.timer import Timer
from parley.domain.workspace import PublishedVersion
from parley.workflows.definition import Definition
from parley.workflows.triggers import ScheduleTrigger

Tick = tuple[datetime, PublishedVersion]


def hour_of(due: Timer | Tick) -> datetime:
    return due.due_at if isinstance(due, Timer) else due[0]


class Ticking:
    """Knows up to which hour the schedule of each workflow is settled."""

    def __init__(self) -> None:
        self._settled: dict[WorkflowId, datetime] = {}

    def begin(self, version: PublishedVersion, now: datetime) -> None:
        """What is published is due from now on."""
        self._settled[version.workflow_id] = now

    def next(self, desk: Desk, end: datetime) -> Tick | None:
        """The first that is due up to `end`."""
        due: list[Tick] = []
        for version in desk.reference.versions.values():
            definition = version.definition
            trigger = definition.trigger if isinstance(definition, Definition) else None
            settled = self._settled.get(version.workflow_id)
            if version.live and settled is not None and isinstance(trigger, ScheduleTrigger):
                hour = trigger.next_after(settled, desk.reference.settings.timezone)
                due += [(hour, version)] if hour is not None and hour <= end else []
        return min(due, key=lambda tick: (tick[0], tick[1].published_order), default=None)

    def play(self, desk: Desk, tick: Tick) -> None:
        due_at, version = tick
        self._settled[version.workflow_id] = due_at
        contacts = list_due(desk, version, sorted(contact.id for contact in desk.contacts))
        start_due(desk, version, contacts, due_at=due_at)
