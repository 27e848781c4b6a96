"""A schedule that is due no more would start nobody."""

from collections.abc import Iterator

from parley.domain.zone import UnknownZone
from parley.workflows.checks.finding import Finding, warn
from parley.workflows.checks.subject import Subject
from parley.workflows.definition import Definition
from parley.workflows.triggers import ScheduleTrigger


def check_schedule(subject: Subject) -> Iterator[Finding]:
    """Where the hour is known. What is published with this very hour may still be starting: mending its texts
    is no mistake.
    """
    trigger, now = subject.definition.trigger, subject.now
    if not isinstance(trigger, ScheduleTrigger) or now is None:
        return
    try:
        following = trigger.next_after(now, subject.reference.settings.timezone)
    except UnknownZone:
        return
    if following is None:
        sentence = f"The schedule is over: {trigger.at} lies in the past, and nothing would start."
        if _is_live(subject, trigger):
            yield warn("schedule_over", None, sentence)
        else:
            yield Finding("schedule_over", None, sentence)


def _is_live(subject: Subject, trigger: ScheduleTrigger) -> bool:
    for version in subject.reference.versions.values():
        definition = version.definition
        if version.live and version.workflow_id == subject.workflow_id:
            live = definition.trigger if isinstance(definition, Definition) else None
            return isinstance(live, ScheduleTrigger) and live.is_due_as(trigger)
    return False
