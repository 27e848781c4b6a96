"""Schedules: which hours they mean, on which clock, across clock changes, and what is refused."""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from pydantic import ValidationError

from desks import make_reference
from parley.actions.scheduling import plan_ticks
from parley.domain.ids import VersionId, WorkflowId
from parley.domain.schedule import TickReason
from parley.workflows import limits
from parley.workflows.checks import is_publishable, validate_for_publish
from parley.workflows.conditions import Comparison, Condition, Group, Operator
from parley.workflows.definition import Definition, compile_version
from parley.workflows.steps import SendMessage
from parley.workflows.triggers import ScheduleTrigger
from workflows_by_hand import flow, say

BERLIN = "Europe/Berlin"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def hours(trigger: ScheduleTrigger, after: datetime, count: int, zone: str = BERLIN) -> list[str]:
    return [f"{hour:%m-%d %H:%M}" for hour in islice(trigger.hours_after(after, zone), count)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_schedule_follows_the_clock_on_the_workspaces_wall() -> None:
    daily = ScheduleTrigger(cron="0 9 * * 1-5")
    assert hours(daily, at("2026-03-06 07:00"), 2) == ["03-06 08:00", "03-09 08:00"]
    assert hours(daily, at("2026-03-06 08:00"), 1) == ["03-09 08:00"]
    assert hours(daily, at("2026-03-06 07:00"), 1, "Asia/Ho_Chi_Minh") == ["03-09 02:00"]


def test_a_schedule_with_a_zone_of_its_own_ignores_the_workspaces() -> None:
    daily = ScheduleTrigger(cron="0 9 * * *", zone="Asia/Ho_Chi_Minh")
    assert hours(daily, at("2026-03-06 00:00"), 1) == ["03-06 02:00"]


def test_an_hour_that_the_clocks_skip_is_due_right_after_it_and_once() -> None:
    early = ScheduleTrigger(cron="30 2 * * *")
    assert hours(early, at("2026-03-28 12:00"), 2) == ["03-29 01:00", "03-30 00:30"]


def test_an_hour_that_the_clocks_repeat_is_due_the_first_time_only() -> None:
    early = ScheduleTrigger(cron="30 2 * * *")
    assert hours(early, at("2026-10-24 12:00"), 2) == ["10-25 00:30", "10-26 01:30"]
    assert hours(early, at("2026-10-25 01:10"), 1) == ["10-26 01:30"]


def test_every_quarter_of_an_hour_goes_on_in_real_time_across_clock_changes() -> None:
    often = ScheduleTrigger(cron="*/15 * * * *")
    for begin in (at("2026-10-24 22:00"), at("2026-03-28 22:00")):
        found = list(islice(often.hours_after(begin, BERLIN), 24))
        assert {after - before for before, after in pairwise(found)} == {timedelta(minutes=15)}


def test_a_moment_is_due_once_by_the_wall_or_by_its_own_offset() -> None:
    assert hours(ScheduleTrigger(at="2026-12-24T09:00"), NOON, 5) == ["12-24 08:00"]
    assert hours(ScheduleTrigger(at="2026-12-24T09:00+07:00"), NOON, 5) == ["12-24 02:00"]
    assert hours(ScheduleTrigger(at="2026-03-29T02:30"), NOON, 5) == ["03-29 01:30"]
    assert hours(ScheduleTrigger(at="2026-12-24"), at("2026-12-24 09:00"), 5) == []


@given(
    st.sampled_from(["30 2 * * *", "*/5 * * * *", "0 0 29 2 *", "15,45 1-3 * * *", "0 3 L * *"]),
    st.integers(0, 366 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes)),
    st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kolkata"]),
)
def test_hours_only_ever_go_on(cron: str, begin: datetime, zone: str) -> None:
    """Each is later than the one before, and asked from any of them on the next is the same."""
    trigger = ScheduleTrigger(cron=cron)
    found = list(islice(trigger.hours_after(begin, zone), 6))
    assert all(before < hour for before, hour in pairwise([begin, *found]))
    assert [trigger.next_after(hour, zone) for hour in found[:-1]] == found[1:]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"cron": "every day"}, "five fields"),
        ({"cron": "0 0 0 9 * *"}, "five fields"),
        ({"cron": "61 9 * * *"}, "no cron expression"),
        ({"cron": "0 9 30 2 *"}, "no cron expression"),
        ({"cron": "0 9 * * FOO"}, "no cron expression"),
        ({"cron": "* * * * *"}, "at most every 5 minutes"),
        ({"cron": "0,4 9 * * *"}, "at most every 5 minutes"),
        ({"cron": "1,58 * * * *"}, "at most every 5 minutes"),
        ({"cron": "0 9 * * *" + " " * 200}, "200"),
        ({"cron": "0 9 * * *", "at": "2026-12-24"}, "either cron or at"),
        ({}, "either cron or at"),
        ({"at": "tomorrow"}, "written like"),
        ({"at": "2026-02-30"}, "written like"),
        ({"at": "1999-01-01"}, "between the years"),
        ({"at": "0001-01-01T00:00+14:00"}, "written like"),
        ({"cron": "0 9 * * *", "zone": "Mars/Olympus"}, "time zone is not known"),
        ({"cron": "0 9 * * *", "zone": "../etc/passwd"}, "time zone is not known"),
        ({"cron": "0 9 * * *", "per_minute": 0}, "greater than or equal to 1"),
        ({"cron": "0 9 * * *", "per_minute": limits.STARTS_PER_MINUTE + 1}, "less than"),
    ],
)
def test_a_schedule_that_means_nothing_or_too_much_is_refused(
    given: dict[str, object], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        ScheduleTrigger.model_validate(given)


@given(st.text("0123456789*/-,#LWMONFRIJAN ²٣\n", max_size=40))
def test_any_text_is_a_schedule_or_refused_in_words(text: str) -> None:
    try:
        trigger = ScheduleTrigger(cron=text)
    except ValidationError:
        return
    gaps = [b - a for a, b in pairwise(islice(trigger.hours_after(NOON, "UTC"), 5))]
    assert all(gap >= timedelta(minutes=limits.SCHEDULE_MINUTES_APART) for gap in gaps)


# -- what the server slept through -----------------------------------------------------------------------


def plans(trigger: ScheduleTrigger, after: str, now: str, *, is_busy: bool = False) -> list[str]:
    found = plan_ticks(trigger, "UTC", after=at(after), now=at(now), is_busy=is_busy)
    return [f"{hour:%d %H:%M} {reason or 'runs'}" for hour, reason in found]


def test_of_missed_hours_the_newest_runs_if_it_is_not_too_late_and_the_others_are_named() -> None:
    daily = ScheduleTrigger(cron="0 9 * * *")
    assert plans(daily, "2026-03-02 09:00", "2026-03-05 14:59") == [
        "03 09:00 missed",
        "04 09:00 missed",
        "05 09:00 runs",
    ]
    assert plans(daily, "2026-03-04 09:00", "2026-03-05 15:01") == ["05 09:00 missed"]
    assert plans(daily, "2026-03-05 09:00", "2026-03-05 15:01") == []


def test_while_the_tick_before_is_under_way_the_next_is_only_named() -> None:
    daily = ScheduleTrigger(cron="0 9 * * *")
    busy = plans(daily, "2026-03-04 09:00", "2026-03-05 09:00", is_busy=True)
    assert busy == ["05 09:00 former_under_way"]


def test_after_a_year_away_only_the_newest_hundred_are_named() -> None:
    often = ScheduleTrigger(cron="*/5 * * * *")
    found = plan_ticks(often, BERLIN, after=at("2025-01-01"), now=NOON, is_busy=False)
    assert len(found) == limits.SCHEDULE_MISSED_NAMED + 1
    assert found[-1] == (NOON, None)
    assert {reason for _, reason in found[:-1]} == {TickReason.MISSED}


# -- checks ----------------------------------------------------------------------------------------------


def codes(definition: Definition) -> set[str]:
    found = validate_for_publish(definition, make_reference(), now=NOON)
    return {finding.code for finding in found}


def greeting(**trigger: object) -> Definition:
    """What may fail has a lane for it."""
    step = SendMessage(text="Good morning", lanes={"next": None, "failure": None})
    return flow(trigger=ScheduleTrigger.model_validate(trigger), a=step)


def test_a_moment_in_the_past_is_not_published() -> None:
    assert codes(greeting(at="2026-03-02T11:00")) == {"schedule_over"}
    assert codes(greeting(at="2026-03-02T13:00")) == set()
    assert codes(greeting(cron="0 9 * * *")) == set()


def test_texts_of_a_moment_that_is_under_way_may_be_mended() -> None:
    workflow_id = WorkflowId(make_reference().workspace_id)
    live = compile_version(
        greeting(at="2026-03-02T11:00"),
        workflow_id=workflow_id,
        version_id=VersionId(make_reference().workspace_id),
        published_order=1,
    )
    reference = structs.replace(make_reference(), versions={live.version_id: live})
    found = validate_for_publish(
        greeting(at="2026-03-02T11:00"), reference, workflow_id=workflow_id, now=NOON
    )
    assert {finding.code for finding in found} == {"schedule_over"}
    assert is_publishable(found)


def test_whoever_is_written_to_by_the_clock_may_have_been_silent_for_ever() -> None:
    morning = ScheduleTrigger(cron="0 9 * * *")
    assert codes(flow(trigger=morning, a=say("Good morning"))) == {"text_after_window"}


WROTE_TODAY = Comparison(
    field="contact.last_inbound_at", operator=Operator.IS_WITHIN_LAST, value=3600
)
IN_HUE = Comparison(field="contact.fields.city", operator=Operator.IS_EQUAL_TO, value="Hue")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (WROTE_TODAY, set[str]()),
        (Group(match="all", conditions=[IN_HUE, WROTE_TODAY]), set[str]()),
        (Group(match="any", conditions=[IN_HUE, WROTE_TODAY]), {"text_after_window"}),
        (IN_HUE, {"text_after_window"}),
    ],
)
def test_a_condition_on_the_last_message_tells_how_long_they_may_have_been_silent(
    condition: Condition, expected: set[str]
) -> None:
    trigger = ScheduleTrigger(cron="0 9 * * *", condition=condition)
    assert codes(flow(trigger=trigger, a=say("Good morning"))) == expected


def test_two_schedules_that_share_an_hour_are_pointed_out() -> None:
    workdays, noon = ScheduleTrigger(cron="0 9 * * 1-5"), ScheduleTrigger(cron="0 12 * * *")
    mondays = ScheduleTrigger(cron="0 9 * * MON")
    assert workdays.overlaps(mondays)
    assert not workdays.overlaps(noon)
    assert ScheduleTrigger(at="2026-03-02T09:00").overlaps(ScheduleTrigger(at="2026-03-02 09:00"))
    assert not workdays.overlaps(ScheduleTrigger(cron="0 9 * * 1-5", zone=BERLIN))
