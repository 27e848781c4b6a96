"""The pauses before the bot speaks: a burst is read as one turn (O12), and nobody is written to at night."""

from datetime import datetime, timedelta

from parley.domain.calendar import next_opening
from parley.domain.errors import Refusal
from parley.domain.ids import CalendarId
from parley.domain.run import Waiting, WaitKind
from parley.workflows.decisions import Park
from parley.workflows.view import Scene


def hesitate(scene: Scene) -> Park | None:
    """Wait until the contact has been quiet for the workflow's time and its calendar is open; None if it is
    time to speak.
    """
    if scene.is_handed_over:
        return None
    hours = [hour for hour in (_end_of_burst(scene), _opening(scene)) if hour is not None]
    until = max(hours, default=scene.view.now)
    return Park(Waiting(WaitKind.QUIET, until=until)) if until > scene.view.now else None


def _end_of_burst(scene: Scene) -> datetime | None:
    heard_at = scene.view.last_inbound_at
    if scene.quiet_seconds == 0 or heard_at is None:
        return None
    # A provider's clock may run ahead of ours: never wait longer than the time that was set.
    return min(heard_at, scene.view.now) + timedelta(seconds=scene.quiet_seconds)


def _opening(scene: Scene) -> datetime | None:
    """A calendar that was deleted, or never opens, holds nothing back: a message is put off, never lost."""
    if scene.quiet_hours is None:
        return None
    calendar = scene.view.reference.calendars.get(CalendarId(scene.quiet_hours))
    try:
        return next_opening(calendar, scene.view.now) if calendar else None
    except Refusal:
        return None
