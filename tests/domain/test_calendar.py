"""Working time: split days, nights, holidays, and the hours that clocks skip or repeat."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desks import WORKSPACE, fixed_id
from parley.domain.calendar import (
    Calendar,
    DayException,
    Hours,
    clock_text,
    hours_between,
    is_open,
    last_closing,
    next_closing,
    next_opening,
    overlaps,
)
from parley.domain.ids import CalendarId
from parley.domain.zone import UnknownZone, get_zone

ID = CalendarId(fixed_id(71))
Week = tuple[tuple[Hours, ...], ...]
CLOSED: Week = ((),) * 7
SPLIT = (hours_between("09:00", "12:00"), hours_between("13:00", "18:00"))
WORKDAYS: Week = (SPLIT,) * 5 + ((), ())
ROUND_THE_CLOCK: Week = ((hours_between("00:00", "24:00"),),) * 7


def calendar(zone: str, weekly: Week, *exceptions: DayException) -> Calendar:
    return Calendar(WORKSPACE, ID, "Hours", zone, weekly, exceptions)


def daily(zone: str, opens: str, closes: str, *exceptions: DayException) -> Calendar:
    return calendar(zone, ((hours_between(opens, closes),),) * 7, *exceptions)


def on_the_wall(zone: str, text: str, *, fold: int = 0) -> datetime:
    """The moment at which a clock in the zone shows this."""
    wall = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return wall.astimezone(UTC)


def test_a_lunch_break_is_closed_and_the_afternoon_opens() -> None:
    shop = calendar("Asia/Ho_Chi_Minh", WORKDAYS)
    noon = on_the_wall("Asia/Ho_Chi_Minh", "2026-03-02 12:00")

    assert not is_open(shop, noon)
    assert is_open(shop, noon - timedelta(microseconds=1))
    assert next_opening(shop, noon) == noon + timedelta(hours=1)
    assert next_closing(shop, noon + timedelta(hours=2)) == noon + timedelta(hours=6)


def test_after_friday_evening_it_opens_on_monday() -> None:
    shop = calendar("Europe/Berlin", WORKDAYS)
    friday = on_the_wall("Europe/Berlin", "2026-03-06 18:00")

    assert next_opening(shop, friday) == on_the_wall("Europe/Berlin", "2026-03-09 09:00")


def test_an_open_calendar_opens_now_and_a_closed_one_closes_now() -> None:
    shop = calendar("Europe/Berlin", WORKDAYS)
    ten = on_the_wall("Europe/Berlin", "2026-03-02 10:00")
    night = on_the_wall("Europe/Berlin", "2026-03-02 23:00")

    assert next_opening(shop, ten) == ten
    assert next_closing(shop, night) == night


def test_a_night_shift_ends_on_the_next_day_even_if_that_is_a_holiday() -> None:
    holiday = DayException(date(2026, 3, 3), (), "Holiday")
    bar = daily("Europe/Berlin", "22:00", "06:00", holiday)
    at_night = on_the_wall("Europe/Berlin", "2026-03-03 05:59")

    assert is_open(bar, at_night)
    assert next_closing(bar, at_night) == on_the_wall("Europe/Berlin", "2026-03-03 06:00")
    assert next_opening(bar, at_night + timedelta(hours=1)) == on_the_wall(
        "Europe/Berlin", "2026-03-04 22:00"
    )


def test_a_date_may_have_hours_of_its_own() -> None:
    eve = DayException(date(2026, 12, 24), (hours_between("09:00", "12:00"),), "Christmas Eve")
    shop = calendar("Europe/Berlin", WORKDAYS, eve, DayException(date(2026, 12, 25)))
    afternoon = on_the_wall("Europe/Berlin", "2026-12-24 14:00")

    assert is_open(shop, on_the_wall("Europe/Berlin", "2026-12-24 11:00"))
    assert not is_open(shop, afternoon)
    assert next_opening(shop, afternoon) == on_the_wall("Europe/Berlin", "2026-12-28 09:00")


def test_what_never_opens_or_never_closes_says_so() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)

    assert next_opening(calendar("UTC", CLOSED), now) is None
    assert next_closing(calendar("UTC", ROUND_THE_CLOCK), now) is None


def test_one_single_opening_years_ahead_is_found() -> None:
    day = DayException(date(2031, 5, 4), (hours_between("10:00", "11:00"),))
    fair = calendar("UTC", CLOSED, day)

    opening = next_opening(fair, datetime(2026, 3, 2, tzinfo=UTC))

    assert opening == datetime(2031, 5, 4, 10, tzinfo=UTC)
    assert next_opening(fair, datetime(2031, 5, 4, 11, tzinfo=UTC)) is None


def test_a_month_of_holidays_is_passed_over() -> None:
    first = date(2026, 3, 1)
    away = [DayException(first + timedelta(days=n)) for n in range(40)]
    shop = calendar("UTC", ((hours_between("09:00", "10:00"),),) + ((),) * 6, *away)

    assert next_opening(shop, datetime(2026, 3, 1, tzinfo=UTC)) == datetime(
        2026, 4, 13, 9, tzinfo=UTC
    )


def test_in_spring_what_the_clocks_skip_is_never_open() -> None:
    # In Berlin 02:00 becomes 03:00 on 29 March 2026, at 01:00 UTC.
    before = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)

    skipped = daily("Europe/Berlin", "02:15", "02:45")
    cut = daily("Europe/Berlin", "02:30", "04:00")
    early = daily("Europe/Berlin", "01:00", "02:30")

    assert next_opening(skipped, before) == on_the_wall("Europe/Berlin", "2026-03-30 02:15")
    assert next_opening(cut, before) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert next_closing(early, before) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_in_autumn_what_the_clocks_repeat_is_open_twice() -> None:
    # In Berlin 03:00 becomes 02:00 on 25 October 2026, at 01:00 UTC.
    twice = daily("Europe/Berlin", "02:15", "02:45")
    first = datetime(2026, 10, 25, 0, 15, tzinfo=UTC)

    assert next_opening(twice, first - timedelta(hours=1)) == first
    assert next_closing(twice, first) == first + timedelta(minutes=30)
    assert next_opening(twice, first + timedelta(minutes=30)) == first + timedelta(hours=1)
    assert next_closing(twice, first + timedelta(hours=1)) == first + timedelta(minutes=90)


def test_a_night_is_an_hour_longer_in_autumn_and_shorter_in_spring() -> None:
    night = daily("America/New_York", "22:00", "06:00")
    nights = ("2026-03-07", "2026-10-31", "2026-05-01")
    lengths: list[timedelta] = []
    for day in nights:
        opened = on_the_wall("America/New_York", f"{day} 22:00")
        closed = next_closing(night, opened)
        assert closed is not None
        lengths.append(closed - opened)

    assert [length / timedelta(hours=1) for length in lengths] == [7, 9, 8]


def test_a_half_hour_shift_counts_too() -> None:
    # Lord Howe moves its clocks by 30 minutes: 02:00 becomes 02:30 on 4 October 2026.
    early = daily("Australia/Lord_Howe", "02:10", "03:00")
    before = on_the_wall("Australia/Lord_Howe", "2026-10-04 01:00")

    assert next_opening(early, before) == on_the_wall("Australia/Lord_Howe", "2026-10-04 02:30")


@pytest.mark.parametrize(
    "name", ["Mars/Base", "", "../../etc/passwd", "/etc/passwd", "Europe", "a\0b"]
)
def test_what_is_no_zone_is_refused_by_name(name: str) -> None:
    with pytest.raises(UnknownZone):
        get_zone(name)


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("9:00", "18:00"),
        ("09:00", "25:00"),
        ("24:00", "06:00"),
        ("08:00", "08:00"),
        ("٠٩:٠٠", "18:00"),
    ],
)
def test_what_is_no_opening_is_refused(opens: str, closes: str) -> None:
    with pytest.raises(ValueError, match=r"time of day|Hours begin"):
        hours_between(opens, closes)


def test_hours_are_written_as_they_were_read() -> None:
    night = hours_between("22:00", "06:00")

    assert (clock_text(night.opens), clock_text(night.closes)) == ("22:00", "06:00")
    assert clock_text(hours_between("00:00", "24:00").closes) == "24:00"
    assert overlaps([hours_between("09:00", "12:00"), hours_between("11:59", "13:00")])
    assert not overlaps([hours_between("12:00", "13:00"), hours_between("09:00", "12:00")])


ZONES = (
    "Europe/Berlin",
    "Asia/Ho_Chi_Minh",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Pacific/Apia",
)
# Near the hours at which clocks are moved, and anywhere else.
moments = st.one_of(
    st.sampled_from(
        [
            datetime(2026, 3, 29, 1, tzinfo=UTC),
            datetime(2026, 10, 25, 1, tzinfo=UTC),
            datetime(2026, 3, 8, 7, tzinfo=UTC),
            datetime(2026, 11, 1, 6, tzinfo=UTC),
            datetime(2026, 4, 5, 4, tzinfo=UTC),
            datetime(2026, 9, 6, 4, tzinfo=UTC),
            datetime(2011, 12, 30, 10, tzinfo=UTC),
        ]
    ).flatmap(lambda at: st.integers(-3 * 1440, 1440).map(lambda n: at + timedelta(minutes=n))),
    st.integers(0, 5 * 365 * 1440).map(
        lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
    ),
)
spans = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).map(
    lambda pair: Hours(pair[0], pair[0] + pair[1])
)
days = st.lists(spans, max_size=2).map(tuple)
weeks = st.tuples(*(days for _ in range(7)))


@st.composite
def calendars(draw: st.DrawFn, at: datetime) -> Calendar:
    dates = draw(st.lists(st.integers(-2, 9), max_size=3, unique=True))
    exceptions = [DayException(at.date() + timedelta(days=n), draw(days)) for n in dates]
    return calendar(draw(st.sampled_from(ZONES)), draw(weeks), *exceptions)


def by_the_wall(shop: Calendar, at: datetime) -> bool:
    """The definition again, minute by minute, by a clock on the wall."""
    wall = at.astimezone(ZoneInfo(shop.timezone)).replace(tzinfo=None)
    special = {exception.date: exception.hours for exception in shop.exceptions}
    for back in (0, 1):
        midnight = datetime.combine(wall.date() - timedelta(days=back), datetime.min.time())
        for hours in special.get(midnight.date(), shop.weekly[midnight.weekday()]):
            opens = midnight + timedelta(minutes=hours.opens)
            if opens <= wall < midnight + timedelta(minutes=hours.closes):
                return True
    return False


@given(data=st.data(), at=moments)
def test_the_next_opening_is_open_and_nothing_before_it_is(
    data: st.DataObject, at: datetime
) -> None:
    shop = data.draw(calendars(at))

    found = next_opening(shop, at)

    assert (found == at) == by_the_wall(shop, at) == is_open(shop, at)
    end = at + timedelta(days=3) if found is None else min(found, at + timedelta(days=3))
    minutes = int((end - at) / timedelta(minutes=1))
    assert not any(by_the_wall(shop, at + timedelta(minutes=n)) for n in range(minutes))
    if found is not None:
        assert by_the_wall(shop, found)


@given(data=st.data(), at=moments)
def test_the_next_closing_is_closed_and_nothing_before_it_is(
    data: st.DataObject, at: datetime
) -> None:
    shop = data.draw(calendars(at))

    found = next_closing(shop, at)

    assert (found == at) == (not by_the_wall(shop, at))
    end = at + timedelta(days=3) if found is None else min(found, at + timedelta(days=3))
    minutes = int((end - at) / timedelta(minutes=1))
    assert all(by_the_wall(shop, at + timedelta(minutes=n)) for n in range(minutes))
    if found is not None:
        assert not by_the_wall(shop, found)


@given(data=st.data(), at=moments)
def test_the_last_closing_ended_what_was_open_and_nothing_was_open_since(
    data: st.DataObject, at: datetime
) -> None:
    shop = data.draw(calendars(at))

    found = last_closing(shop, at)

    assert found is None or not by_the_wall(shop, at)
    if by_the_wall(shop, at):
        assert found is None
        return
    begin = at - timedelta(days=3) if found is None else max(found, at - timedelta(days=3))
    minutes = int((at - begin) / timedelta(minutes=1))
    assert not any(by_the_wall(shop, at - timedelta(minutes=n)) for n in range(minutes + 1))
    if found is not None:
        assert found <= at
        assert not by_the_wall(shop, found)
        assert by_the_wall(shop, found - timedelta(microseconds=1))


def test_the_last_closing_is_found_years_back_and_may_never_have_been() -> None:
    day = DayException(date(2021, 5, 4), (hours_between("10:00", "11:00"),))
    fair = calendar("UTC", CLOSED, day)
    now = datetime(2026, 3, 2, tzinfo=UTC)

    assert last_closing(fair, now) == datetime(2021, 5, 4, 11, tzinfo=UTC)
    assert last_closing(fair, datetime(2021, 5, 4, 10, tzinfo=UTC)) is None
    assert last_closing(fair, datetime(2021, 5, 4, 9, tzinfo=UTC)) is None
    assert last_closing(calendar("UTC", CLOSED), now) is None


def test_the_night_shift_of_the_missing_hour_ends_where_the_clocks_are_moved() -> None:
    # In Berlin 02:00 becomes 03:00 on 29 March 2026, at 01:00 UTC.
    night = daily("Europe/Berlin", "22:00", "02:30")
    moved = datetime(2026, 3, 29, 1, tzinfo=UTC)

    assert last_closing(night, moved + timedelta(hours=1)) == moved
    assert last_closing(night, moved - timedelta(minutes=1)) is None, "the shift is on"
