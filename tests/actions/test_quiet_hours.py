"""Outside a workflow's calendar its messages wait until it opens: put off, not lost."""

from typing import cast

import pytest
from msgspec.structs import replace

from desks import CUSTOM, OLGA, WORKSPACE, fixed_id
from parley.domain.calendar import Calendar, hours_between
from parley.domain.ids import CalendarId
from parley.domain.run import EndReason
from parley.workflows.checks import validate_for_publish
from parley.workflows.definition import Definition
from stories import Story
from workflows_by_hand import ask_text, flow, say

OFFICE = CalendarId(fixed_id(71))
HOUR = 3600
WEEK = ((hours_between("09:00", "18:00"),),) * 7


def at_night(definition: Definition) -> Story:
    """Monday, 19:00 in UTC; the office is open from 9 to 18 every day."""
    quiet = definition.model_copy(update={"quiet_hours": OFFICE})
    story = Story(quiet)
    calendar = Calendar(WORKSPACE, OFFICE, "Office", "UTC", WEEK)
    story.desk.reference = replace(story.reference, calendars={OFFICE: calendar})
    story.passes(7 * HOUR)
    return story


def calendars_of(story: Story) -> dict[CalendarId, Calendar]:
    return cast("dict[CalendarId, Calendar]", story.desk.reference.calendars)


def test_what_the_bot_has_to_say_at_night_is_said_in_the_morning() -> None:
    story = at_night(flow(hi=say("Hello", then="ask"), ask=ask_text()))
    story.writes("Mai", "hi", channel=CUSTOM)

    story.passes(13 * HOUR)

    assert story.heard("Mai") == []
    assert story.run("Mai").is_live
    story.passes(HOUR)
    assert story.heard("Mai") == ["Hello", "What is it about?"]


def test_by_day_nothing_waits() -> None:
    story = at_night(flow(hi=say("Hello")))
    story.passes(15 * HOUR)

    story.writes("Mai", "hi", channel=CUSTOM)

    assert story.heard("Mai") == ["Hello"]


def test_a_person_who_answers_at_night_ends_what_was_put_off() -> None:
    story = at_night(flow(hi=say("Hello")))
    story.writes("Mai", "hi", channel=CUSTOM)

    story.replies(OLGA, "Mai", "I am still here")
    story.passes(24 * HOUR)

    assert story.heard("Mai") == ["I am still here"]
    assert story.run("Mai").end_reason is EndReason.PERSON_REPLIED


def test_a_message_at_the_hour_of_opening_still_waits_for_the_burst_to_end() -> None:
    story = at_night(flow(quiet=3, hi=say("Hello")))
    story.writes("Mai", "hi", channel=CUSTOM)

    story.writes("Mai", "anybody?", channel=CUSTOM, after=14 * HOUR - 11)
    story.passes(2)

    assert story.heard("Mai") == []
    story.passes(2)
    assert story.heard("Mai") == ["Hello"]


@pytest.mark.parametrize("week", [None, ((),) * 7])
def test_a_deleted_or_ever_closed_calendar_holds_nothing_back(
    week: tuple[tuple[()], ...] | None,
) -> None:
    story = at_night(flow(hi=say("Hello")))
    calendars = calendars_of(story)
    if week is None:
        calendars.clear()
    else:
        calendars[OFFICE] = replace(calendars[OFFICE], weekly=week)

    story.writes("Mai", "hi", channel=CUSTOM)

    assert story.heard("Mai") == ["Hello"]


def test_quiet_hours_that_do_not_exist_are_found_before_publishing() -> None:
    definition = flow(hi=say("Hello")).model_copy(update={"quiet_hours": OFFICE})
    story = at_night(definition)

    known = validate_for_publish(definition, story.desk.reference)
    unknown = validate_for_publish(definition, story.reference)

    assert "unknown_calendar" not in {finding.code for finding in known}
    assert ("unknown_calendar", None) in {(one.code, one.step_id) for one in unknown}
