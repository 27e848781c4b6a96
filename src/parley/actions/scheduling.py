"""A schedule is due: which of its hours run, who is due, and their runs start."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from parley.actions.reactions import react
from parley.actions.starting import Obstacle, start_by_clock, would_start
from parley.domain.desk import Desk
from parley.domain.ids import ContactId, WorkflowId
from parley.domain.needs import Needs, NotOnDesk
from parley.domain.schedule import GONE, MERGED, STARTED, TickReason
from parley.domain.workspace import PublishedVersion, Reference
from parley.workflows import limits
from parley.workflows.definition import Definition
from parley.workflows.triggers import ScheduleTrigger

Plan = tuple[datetime, TickReason | None]
LATE = timedelta(seconds=limits.SCHEDULE_LATE_SECONDS)


def find_schedule(
    reference: Reference, workflow_id: WorkflowId
) -> tuple[PublishedVersion, ScheduleTrigger] | None:
    """The live version, if a schedule starts it."""
    for version in reference.versions.values():
        if version.live and version.workflow_id == workflow_id:
            definition = version.definition
            trigger = definition.trigger if isinstance(definition, Definition) else None
            return (version, trigger) if isinstance(trigger, ScheduleTrigger) else None
    return None


def plan_ticks(
    trigger: ScheduleTrigger,
    zone: str,
    *,
    after: datetime,
    now: datetime,
    is_busy: bool,
    waited_for: datetime | None = None,
) -> list[Plan]:
    """The hours since `after`, oldest first: the newest runs, if it is not too late and the one before is over;
    the others are only named, with the reason. The hour `waited_for` is the first of them, whatever the clocks
    that set it have become meanwhile.
    """
    hours = trigger.hours_before(now, after, zone)
    if waited_for is not None and after < waited_for <= now:
        hours = [waited_for, *(hour for hour in hours if hour > waited_for)]
    plans: list[Plan] = [(hour, TickReason.MISSED) for hour in hours[:-1]]
    for hour in hours[-1:]:
        if now - hour > LATE:
            plans.append((hour, TickReason.MISSED))
        else:
            plans.append((hour, TickReason.BUSY if is_busy else None))
    return plans


def list_due(
    desk: Desk, version: PublishedVersion, contacts: Iterable[ContactId]
) -> list[ContactId]:
    """Those who meet the condition as far as the desk can tell; when their run starts it is asked again."""
    return [contact_id for contact_id in contacts if _may_be_due(desk, version, contact_id)]


def _may_be_due(desk: Desk, version: PublishedVersion, contact_id: ContactId) -> bool:
    try:
        return would_start(desk, contact_id, version)
    except NotOnDesk:
        return True


def start_due(
    desk: Desk,
    version: PublishedVersion,
    contacts: Sequence[ContactId],
    *,
    due_at: datetime,
    had_turn: Collection[ContactId] = (),
) -> dict[ContactId, str]:
    """What became of each: STARTED, or why not. Of contacts that are one person by now, one starts; those in
    `had_turn` have started before. Raises NotOnDesk with what all of them lack.
    """
    outcomes: dict[ContactId, str] = {}
    served, missing = set(had_turn), Needs()
    for contact_id in contacts:
        person = desk.meant(contact_id)
        if person in served:
            outcomes[contact_id] = MERGED
            continue
        served.add(person)
        try:
            outcomes[contact_id] = _start(desk, version, person, due_at)
            react(desk)
        except NotOnDesk as found:
            # The desk is half done, and will be rewound: what else is lacking is asked for with it.
            missing |= found.needs
            desk.pending.clear()
        except Exception:
            # Behind a gap only a whole desk's error is true.
            if not missing:
                raise
            break
    if missing:
        raise NotOnDesk(missing)
    return outcomes


def _start(desk: Desk, version: PublishedVersion, person: ContactId, due_at: datetime) -> str:
    if desk.find_contact(person) is None:
        return GONE
    run = start_by_clock(desk, person, version, values={"due_at": due_at.isoformat()})
    return run.value if isinstance(run, Obstacle) else STARTED
