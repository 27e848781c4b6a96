"""Runs that go by the clock and the calendar, and move contacts along their journey."""

from datetime import UTC, date, datetime
from typing import cast

from msgspec.structs import replace

from desks import CUSTOM, WORKSPACE, fixed_id
from parley.domain.calendar import Calendar, DayException, hours_between
from parley.domain.events import ContactLifecycleChanged
from parley.domain.ids import CalendarId, StageId
from parley.domain.lifecycle import LifecycleStage
from parley.domain.run import EndReason
from parley.workflows.definition import Definition
from parley.workflows.steps import DateTime, UpdateLifecycle, Wait
from parley.workflows.steps.date_time import ByCalendar
from stories import Story
from workflows_by_hand import ask_text, flow, say

OFFICE = CalendarId(fixed_id(71))
HOT = StageId(fixed_id(81))
WEEK = ((hours_between("09:00", "18:00"),),) * 5 + ((), ())
HOUR = 3600


def story_of(definition: Definition) -> Story:
    """Monday 2 March 2026, noon in UTC; the office is open from 9 to 18 in Berlin."""
    story = Story(definition)
    calendar = Calendar(WORKSPACE, OFFICE, "Office", "Europe/Berlin", WEEK)
    story.desk.reference = replace(
        story.reference,
        calendars={OFFICE: calendar},
        stages={HOT: LifecycleStage(WORKSPACE, HOT, "Hot", 1)},
    )
    return story


def calendars_of(story: Story) -> dict[CalendarId, Calendar]:
    return cast("dict[CalendarId, Calendar]", story.desk.reference.calendars)


def test_a_run_waits_until_the_office_opens() -> None:
    story = story_of(flow(w=Wait(calendar_id=OFFICE, lanes={"next": "hi"}), hi=say("Good morning")))
    story.passes(7 * HOUR)

    story.writes("Mai", "Anybody there?", channel=CUSTOM)
    story.passes(12 * HOUR)

    assert story.heard("Mai") == []
    story.passes(2 * HOUR)
    assert story.heard("Mai") == ["Good morning"]


def test_who_writes_in_office_hours_does_not_wait() -> None:
    story = story_of(flow(w=Wait(calendar_id=OFFICE, lanes={"next": "hi"}), hi=say("Hello")))

    story.writes("Mai", "Anybody there?", channel=CUSTOM)

    assert story.heard("Mai") == ["Hello"]


def test_a_holiday_entered_while_a_run_waits_is_waited_out() -> None:
    story = story_of(flow(w=Wait(calendar_id=OFFICE, lanes={"next": "hi"}), hi=say("Good morning")))
    story.passes(7 * HOUR)
    story.writes("Mai", "Anybody there?", channel=CUSTOM)
    calendars = calendars_of(story)

    calendars[OFFICE] = replace(calendars[OFFICE], exceptions=(DayException(date(2026, 3, 3)),))
    story.passes(24 * HOUR)

    assert story.heard("Mai") == []
    story.passes(24 * HOUR)
    assert story.heard("Mai") == ["Good morning"]


def test_a_calendar_deleted_while_a_run_waits_takes_the_failure_lane() -> None:
    wait = Wait(calendar_id=OFFICE, lanes={"next": "hi", "failure": "sorry"})
    story = story_of(flow(w=wait, hi=say("Good morning"), sorry=say("We will write to you")))
    story.passes(7 * HOUR)
    story.writes("Mai", "Anybody there?", channel=CUSTOM)

    calendars_of(story).clear()
    story.passes(24 * HOUR)

    assert story.heard("Mai") == ["We will write to you"]
    assert story.trace("Mai")[0] == ("w", "failure")


def test_a_reminder_comes_the_day_before_an_appointment_that_the_contact_names() -> None:
    remind = Wait(until="{{var.text}}", shift_seconds=-24 * HOUR, lanes={"next": "hi"})
    story = story_of(flow(ask=ask_text(success="w"), w=remind, hi=say("See you tomorrow")))
    story.writes("Mai", "hi", channel=CUSTOM)

    story.writes("Mai", "2026-03-10 09:00", channel=CUSTOM)
    # 09:00 in UTC, the workspace's zone.
    story.passes((datetime(2026, 3, 9, 8, 59, tzinfo=UTC) - story.now).total_seconds())

    assert "See you tomorrow" not in story.heard("Mai")
    story.passes(60)
    assert story.heard("Mai")[-1] == "See you tomorrow"


def test_a_word_that_is_no_date_ends_the_run_and_says_why() -> None:
    story = story_of(flow(ask=ask_text(success="w"), w=Wait(until="{{var.text}}")))
    story.writes("Mai", "hi")

    story.writes("Mai", "next week")

    assert story.run("Mai").end_reason is EndReason.STEP_FAILED
    assert story.desk.visits[-1].error == "this is no date: {{var.text}}"


def test_outside_office_hours_the_contact_hears_so() -> None:
    hours = DateTime(when=ByCalendar(calendar_id=OFFICE), lanes={"success": "a", "failure": "b"})
    story = story_of(flow(t=hours, a=say("We are here"), b=say("We are closed")))

    story.writes("Mai", "hi")
    story.passes(7 * HOUR)
    story.writes("Bo", "hi")

    assert (story.heard("Mai"), story.heard("Bo")) == (["We are here"], ["We are closed"])


def test_a_stage_that_is_set_twice_is_one_event() -> None:
    again = UpdateLifecycle(stage_id=HOT, lanes={"next": "off"})
    first = UpdateLifecycle(stage_id=HOT, lanes={"next": "again"})
    story = story_of(flow(first=first, again=again, off=UpdateLifecycle()))

    story.writes("Mai", "hi")

    assert story.events(ContactLifecycleChanged) == [
        ContactLifecycleChanged(None, HOT),
        ContactLifecycleChanged(HOT, None),
    ]
    assert story.contact("Mai").lifecycle_stage_id is None
