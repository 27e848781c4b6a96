"""Runs that wait for an event hear of what happens to their contact."""

from parley.actions.running import advance
from parley.domain.desk import Desk
from parley.domain.events import (
    ContactFieldChanged,
    ContactTagged,
    ContactUntagged,
    ConversationFieldChanged,
    Event,
    MessageReceived,
)
from parley.domain.run import Run, WaitKind
from parley.workflows.decisions import Happened

_EVENT = WaitKind.EVENT
# All others pass without a look at the contact's runs.
AWAITED = frozenset(
    {
        MessageReceived,
        ContactTagged,
        ContactUntagged,
        ContactFieldChanged,
        ConversationFieldChanged,
    }
)


def tell_waiting_runs(desk: Desk, event: Event) -> None:
    """What had happened before a run began to wait is not what it waits for."""
    if event.contact_id is None or type(event.body) not in AWAITED:
        return
    for run in desk.live_runs(event.contact_id):
        if not _awaits(run, event):  # what it begins to wait for from now on, lies ahead
            continue
        current = desk.runs.get(run.id)
        if current is not None and _awaits(current, event):
            advance(desk, current, Happened(event.body))


def _awaits(run: Run, event: Event) -> bool:
    waiting = run.waiting
    if waiting is None or waiting.kind is not _EVENT or not run.is_live:
        return False
    return waiting.after is None or str(event.id) > waiting.after
