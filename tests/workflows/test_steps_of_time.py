"""Date & Time, Wait and Update Lifecycle: hours, holidays, dates that make no sense, and what was deleted."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace
from pydantic import ValidationError

from desks import NOON, WORKSPACE, fixed_id
from parley.domain.calendar import Calendar, DayException, hours_between
from parley.domain.contact import FieldValue
from parley.domain.ids import CalendarId, StageId
from parley.domain.lifecycle import LifecycleStage
from parley.domain.run import EndReason, Waiting, WaitKind
from parley.workflows.checks import validate_for_publish
from parley.workflows.decisions import Due, End, Entered, Move, Park, SetStage, Stay, Undelivered
from parley.workflows.limits import WAIT_SECONDS
from parley.workflows.paths import find_value
from parley.workflows.steps import DateTime, UpdateLifecycle, Wait
from parley.workflows.steps.date_time import ByCalendar, ByDates
from parley.workflows.view import Scene
from scenes import MAI, scene
from workflows_by_hand import flow, say

OFFICE = CalendarId(fixed_id(71))
GONE = fixed_id(79)
HOT = StageId(fixed_id(81))
STAGE = LifecycleStage(WORKSPACE, HOT, "Hot", 1)


def office(*exceptions: DayException, zone: str = "Europe/Berlin") -> Calendar:
    week = ((hours_between("09:00", "18:00"),),) * 5 + ((), ())
    return Calendar(WORKSPACE, OFFICE, "Office", zone, week, exceptions)


def at(text: str, *, calendar: Calendar | None = None, when: FieldValue = None) -> Scene:
    """Mai's scene at an hour in UTC; `when` is her field of that name. The workspace is in Berlin."""
    contact = replace(MAI, fields={**MAI.fields, "when": when})
    seen = scene(contact, zone="Europe/Berlin")
    reference = replace(
        seen.view.reference,
        calendars={OFFICE: calendar or office()},
        stages={HOT: STAGE},
    )
    now = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return replace(seen, view=replace(seen.view, now=now, reference=reference))


def parked(until: str) -> Park:
    hour = datetime.fromisoformat(until).replace(tzinfo=UTC)
    return Park(Waiting(WaitKind.TIME, until=hour))


IN_OFFICE_HOURS = DateTime(when=ByCalendar(calendar_id=OFFICE))


# -- Date & Time -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "lane"),
    [
        ("2026-03-02 08:00", "success"),
        ("2026-03-02 07:59:59", "failure"),
        ("2026-03-02 17:00", "failure"),
        # 5b.15: the same hours on the wall after the clocks have been moved, both ways.
        ("2026-03-30 07:00", "success"),
        ("2026-03-30 06:59:59", "failure"),
        ("2026-10-26 07:59", "failure"),
        ("2026-10-26 08:00", "success"),
        ("2026-03-07 10:00", "failure"),
    ],
)
def test_5b_15_office_hours_are_those_of_the_wall_across_clock_changes(
    hour: str, lane: str
) -> None:
    assert IN_OFFICE_HOURS.decide(Entered(), at(hour)) == Move(lane)


def test_a_holiday_is_outside() -> None:
    holiday = office(DayException(date(2026, 3, 2)))

    assert IN_OFFICE_HOURS.decide(Entered(), at("2026-03-02 10:00", calendar=holiday)) == Move(
        "failure"
    )


@pytest.mark.parametrize(
    ("hour", "lane"),
    [
        ("2026-03-28 22:59:59", "failure"),
        ("2026-03-28 23:00", "success"),
        ("2026-03-29 21:59:59", "success"),
        ("2026-03-29 22:00", "failure"),
    ],
)
def test_a_range_of_dates_is_by_the_wall_of_its_zone(hour: str, lane: str) -> None:
    # The Sunday on which Berlin's clocks are moved has 23 hours.
    sunday = DateTime(
        when=ByDates(
            starts=datetime(2026, 3, 29),  # noqa: DTZ001 - by the clock on the wall
            ends=datetime(2026, 3, 30),  # noqa: DTZ001 - by the clock on the wall
        )
    )

    assert sunday.decide(Entered(), at(hour)) == Move(lane)


def test_another_zone_has_another_day() -> None:
    monday = DateTime.model_validate(
        {
            "when": {
                "kind": "dates",
                "starts": "2026-03-02T00:00",
                "ends": "2026-03-03T00:00",
                "zone": "Asia/Ho_Chi_Minh",
            }
        }
    )

    assert monday.decide(Entered(), at("2026-03-01 17:00")) == Move("success")
    assert monday.decide(Entered(), at("2026-03-02 17:00")) == Move("failure")


def test_a_deleted_calendar_is_outside_and_the_trace_says_why() -> None:
    step = DateTime(when=ByCalendar(calendar_id=GONE))

    assert step.decide(Entered(), at("2026-03-02 10:00")) == Move(
        "failure", error="the calendar does not exist any more"
    )


def test_a_calendar_whose_zone_has_vanished_is_outside() -> None:
    lost = at("2026-03-02 10:00", calendar=office(zone="Mars/Base"))

    decision = IN_OFFICE_HOURS.decide(Entered(), lost)

    assert isinstance(decision, Move)
    assert (decision.lane, (decision.error or "")[:12]) == ("failure", "unknown_zone")


@pytest.mark.parametrize(
    "when",
    [
        {"kind": "dates", "starts": "2026-02-30T00:00", "ends": "2026-03-03T00:00"},
        {"kind": "dates", "starts": "2026-03-03T00:00", "ends": "2026-03-03T00:00"},
        {"kind": "dates", "starts": "2026-03-02T00:00Z", "ends": "2026-03-03T00:00Z"},
        {"kind": "dates", "starts": "2026-03-02", "ends": "2026-03-03", "zone": "Mars/Base"},
        {"kind": "calendar", "calendar_id": "office"},
        {"kind": "moon"},
    ],
)
def test_a_date_and_time_that_makes_no_sense_is_refused(when: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        DateTime.model_validate({"when": when})


# -- Wait --------------------------------------------------------------------------------------------


def test_a_wait_of_seconds_waits_so_long() -> None:
    step = Wait(seconds=60)

    assert step.decide(Entered(), at("2026-03-02 10:00")) == parked("2026-03-02 10:01")
    assert step.decide(Due(), at("2026-03-02 10:01")) == Move("next")
    assert step.decide(Undelivered("no"), at("2026-03-02 10:01")) == Stay()


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-12-24", "2026-12-23 23:00"),
        ("2026-12-24 09:00", "2026-12-24 08:00"),
        ("2026-07-01T09:00:30", "2026-07-01 07:00:30"),
        ("2026-12-24T09:00+07:00", "2026-12-24 02:00"),
        ("2026-12-24T09:00Z", "2026-12-24 09:00"),
        # Skipped by the clocks: the hour after it. Repeated: the first of the two.
        ("2026-03-29 02:30", "2026-03-29 01:30"),
        ("2026-10-25 02:30", "2026-10-25 00:30"),
    ],
)
def test_a_wait_until_a_date_reads_it_by_the_workspaces_clock(text: str, hour: str) -> None:
    step = Wait(until="{{contact.fields.when}}")

    assert step.decide(Entered(), at("2026-03-02 10:00", when=text)) == parked(hour)


def test_a_wait_may_have_a_zone_of_its_own_and_begin_earlier() -> None:
    step = Wait(until="2026-12-24 09:00", zone="Asia/Tokyo", shift_seconds=-86_400)

    assert step.decide(Entered(), at("2026-03-02 10:00")) == parked("2026-12-23 00:00")


def test_a_place_that_holds_a_moment_is_exact_whatever_the_zone() -> None:
    step = Wait(until="{{contact.created_at}}", zone="Asia/Tokyo", shift_seconds=3600)

    hour = (NOON + timedelta(hours=1)).isoformat()
    assert step.decide(Entered(), at("2026-03-01 10:00")) == parked(hour[:19])


def test_a_date_that_is_past_is_waited_for_no_more() -> None:
    step = Wait(until="2026-03-01")

    decision = step.decide(Entered(), at("2026-03-02 10:00"))

    assert decision == Move("next", output={"until": "2026-02-28T23:00:00+00:00"})


@pytest.mark.parametrize(
    "when",
    [None, "", "tomorrow", "2026-02-30", "24.12.2026", "9999999-01-01", "٢٠٢٦", "0001-01-01"],
)
def test_what_is_no_date_takes_the_failure_lane_or_ends_the_run(when: FieldValue) -> None:
    with_lane = Wait(until="{{contact.fields.when}}", shift_seconds=-86_400, lanes={"failure": "x"})
    without = Wait(until="{{contact.fields.when}}", shift_seconds=-86_400)

    decision = with_lane.decide(Entered(), at("2026-03-02 10:00", when=when))

    assert isinstance(decision, Move)
    assert decision.lane == "failure"
    assert (decision.error or "").startswith("this is no date")
    ended = without.decide(Entered(), at("2026-03-02 10:00", when=when))
    assert isinstance(ended, End)
    assert ended.reason is EndReason.STEP_FAILED


def test_a_wait_has_a_limit_that_the_error_names() -> None:
    step = Wait(until="2026-03-02 11:00", shift_seconds=WAIT_SECONDS, lanes={"failure": "x"})

    last = step.decide(Entered(), at("2026-03-02 10:00"))
    beyond = step.decide(Entered(), at("2026-03-02 09:59:59"))

    assert last == parked("2027-03-02 10:00")
    assert isinstance(beyond, Move)
    assert beyond.lane == "failure"
    assert beyond.error == "a run waits at most 365 days; this is 2027-03-02T10:00:00+00:00"


def test_a_wait_for_a_calendar_ends_when_it_opens_across_the_clock_change() -> None:
    step = Wait(calendar_id=OFFICE)

    # Friday evening before the clocks are moved, until Monday morning.
    assert step.decide(Entered(), at("2026-03-27 20:00")) == parked("2026-03-30 07:00")
    assert step.decide(Entered(), at("2026-10-23 20:00")) == parked("2026-10-26 08:00")
    assert isinstance(step.decide(Entered(), at("2026-03-02 10:00")), Move)


def test_a_day_that_became_a_holiday_is_waited_out() -> None:
    step = Wait(calendar_id=OFFICE)
    holiday = office(DayException(date(2026, 3, 30)))

    assert step.decide(Due(), at("2026-03-30 07:00", calendar=holiday)) == parked(
        "2026-03-31 07:00"
    )
    assert isinstance(step.decide(Due(), at("2026-03-30 07:00")), Move)


def test_a_deleted_or_ever_closed_calendar_takes_the_failure_lane() -> None:
    closed = replace(office(), weekly=((),) * 7)
    lane: dict[str, str | None] = {"failure": "x"}

    gone = Wait(calendar_id=GONE, lanes=lane).decide(Entered(), at("2026-03-02 10:00"))
    never = Wait(calendar_id=OFFICE, lanes=lane).decide(
        Entered(), at("2026-03-02 10:00", calendar=closed)
    )

    assert gone == Move(
        "failure", error="the calendar does not exist any more", ends=EndReason.STEP_FAILED
    )
    assert never == Move("failure", error="Office never opens", ends=EndReason.STEP_FAILED)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"seconds": 0},
        {"seconds": WAIT_SECONDS + 1},
        {"seconds": 60, "until": "2026-03-02"},
        {"seconds": 60, "zone": "UTC"},
        {"calendar_id": str(OFFICE), "shift_seconds": 60},
        {"until": "2026-03-02", "zone": "Mars/Base"},
        {"until": "x" * 501},
    ],
)
def test_a_wait_knows_what_it_waits_for(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Wait.model_validate(given)


# -- Update Lifecycle, and what is checked before publishing -------------------------------------------


def test_a_contact_is_moved_to_a_stage_or_taken_off() -> None:
    seen = at("2026-03-02 10:00")

    assert UpdateLifecycle(stage_id=HOT).decide(Entered(), seen) == Move(
        "next", (SetStage(HOT),), {"stage": "Hot"}
    )
    assert UpdateLifecycle().decide(Entered(), seen) == Move(
        "next", (SetStage(None),), {"stage": None}
    )
    gone = UpdateLifecycle(stage_id=GONE).decide(Entered(), seen)
    assert gone == Move("next", error=f"the stage {GONE} does not exist any more")


def test_a_stage_is_read_by_its_name() -> None:
    seen = at("2026-03-02 10:00")
    hot = replace(seen.view, contact=replace(MAI, lifecycle_stage_id=HOT))

    assert find_value("contact.lifecycle", seen.run, hot) == "Hot"
    assert find_value("contact.lifecycle", seen.run, seen.view) is None


def test_what_does_not_exist_is_found_before_publishing() -> None:
    definition = flow(
        a=DateTime(when=ByCalendar(calendar_id=GONE), lanes={"success": "b"}),
        b=Wait(calendar_id=GONE, lanes={"next": "c"}),
        c=UpdateLifecycle(stage_id=GONE, lanes={"next": "d"}),
        d=Wait(until="{{contact.fields.unheard_of}}", lanes={"next": "e"}),
        e=say("Hello"),
    )

    found = validate_for_publish(definition, at("2026-03-02 10:00").view.reference)

    assert {(finding.code, finding.step_id) for finding in found} >= {
        ("unknown_calendar", "a"),
        ("unknown_calendar", "b"),
        ("unknown_stage", "c"),
        ("unknown_variable", "d"),
    }


def test_a_wait_that_may_take_no_time_is_no_way_out_of_a_circle() -> None:
    reference = at("2026-03-02 10:00").view.reference

    def codes(wait: Wait) -> set[str]:
        definition = flow(a=wait, b=say("Hello", then="a"))
        return {finding.code for finding in validate_for_publish(definition, reference)}

    assert "loop_without_wait" in codes(Wait(until="2026-03-01", lanes={"next": "b"}))
    assert "loop_without_wait" in codes(Wait(calendar_id=OFFICE, lanes={"next": "b"}))
    assert "loop_without_wait" not in codes(Wait(seconds=60, lanes={"next": "b"}))
