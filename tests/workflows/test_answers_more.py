"""Dates, web addresses, ratings and places in answers (O13)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.workflows.answers import (
    DateAnswer,
    DateLayout,
    LocationAnswer,
    RatingAnswer,
    UrlAnswer,
)
from parley.workflows.answers.location import read_point
from parley.workflows.answers.reading import Locale

TODAY = date(2026, 3, 31)
VIETNAM, GERMANY, AMERICA = (
    Locale("vi", "VN", TODAY),
    Locale("de", "DE", TODAY),
    Locale("en", "US", TODAY),
)
LOCALES = st.sampled_from([VIETNAM, GERMANY, AMERICA, Locale("en", None)])


@pytest.mark.parametrize(
    ("text", "locale", "day"),
    [
        ("12/03/2026", VIETNAM, "2026-03-12"),
        ("12/03/2026", AMERICA, "2026-12-03"),
        ("12.3.2026", GERMANY, "2026-03-12"),
        ("am 12. März 2026 bitte", GERMANY, "2026-03-12"),
        ("12. Maerz 26", GERMANY, "2026-03-12"),
        ("ngày 12 tháng 3 năm 2026", VIETNAM, "2026-03-12"),
        ("12 thang 3, 2026", VIETNAM, "2026-03-12"),
        ("March 12, 2026", AMERICA, "2026-03-12"),
        ("the 12th of March 2026", AMERICA, "2026-03-12"),
        ("Mar-12-85", AMERICA, "1985-03-12"),
        ("2026-03-12", AMERICA, "2026-03-12"),
        ("2026/3/12", VIETNAM, "2026-03-12"),
        ("my birthday is 1/2/1990, thanks", GERMANY, "1990-02-01"),
        ("25/12/2026", AMERICA, "2026-12-25"),
        ("12/25/2026", VIETNAM, "2026-12-25"),
        ("١٢/٠٣/٢٠٢٦", GERMANY, "2026-03-12"),
        ("１２／０３／２０２６", VIETNAM, "2026-03-12"),
        ("१२-०३-२०२६", GERMANY, "2026-03-12"),
        ("29.02.2028", GERMANY, "2028-02-29"),
        ("12 3 2026", VIETNAM, "2026-03-12"),
        ("tomorrow", AMERICA, "2026-04-01"),
        ("Morgen!", GERMANY, "2026-04-01"),
        ("hôm nay", VIETNAM, "2026-03-31"),
        ("12/03/2026 or rather 2026-12-03", AMERICA, "2026-12-03"),
    ],
)
def test_o13_the_one_date_of_a_sentence_is_read(text: str, locale: Locale, day: str) -> None:
    read = DateAnswer().read(text, locale)
    assert read is not None
    assert read.value == day


@pytest.mark.parametrize(
    "text",
    [
        "30 February 2026",
        "30/02/2026",
        "2026-02-30",
        "29.02.2026",
        "31 tháng 4 năm 2026",
        "00/00/0000",
        "99/99/9999",
        "12/03/2026 or 13/03/2026",
        "12-14/3/2026",
        "12/03",
        "soon",
        "🙂",
        "",
        "morgen um 10 Uhr",
        "1.500.000",
        "12 Fooember 2026",
    ],
)
def test_o13_days_that_do_not_exist_and_several_are_no_answer(text: str) -> None:
    assert DateAnswer().read(text, GERMANY) is None


def test_a_form_that_chose_its_layouts_reads_no_other_order() -> None:
    american = DateAnswer(layouts=[DateLayout.MONTH_DAY_YEAR])
    read = american.read("3/12/2026", GERMANY)
    assert read is not None
    assert read.value == "2026-03-12"
    assert american.read("25/12/2026", GERMANY) is None
    only_iso = DateAnswer(layouts=[DateLayout.YEAR_MONTH_DAY_DASHES])
    assert only_iso.read("12/03/2026", GERMANY) is None
    assert only_iso.read("2026-03-12", GERMANY) is not None


@given(st.dates(date(1951, 1, 1), date(2049, 12, 31)), st.sampled_from(list(DateLayout)), LOCALES)
def test_every_real_day_written_in_a_chosen_layout_is_read(
    day: date, layout: DateLayout, locale: Locale
) -> None:
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    said = layout.value.replace("YYYY", f"{day.year:04}").replace("YY", f"{day.year % 100:02}")
    said = said.replace("MMM", names[day.month - 1]).replace("MM", f"{day.month:02}")
    said = said.replace("DD", f"{day.day:02}")
    read = DateAnswer(layouts=[layout]).read(said, locale)
    assert read is not None
    assert read.value == day.isoformat()


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("example.com", "https://example.com"),
        ("see https://example.com/a?b=1#c.", "https://example.com/a?b=1#c"),
        ("www.bücher.de/x", "https://www.bücher.de/x"),
        ("HTTP://Example.com", "HTTP://Example.com"),
        ("example.com:8080/x", "https://example.com:8080/x"),
        ("http://10.0.0.1/x", "http://10.0.0.1/x"),
        ("(my site: example.vn)", "https://example.vn"),
    ],
)
def test_o13_the_one_web_address_of_a_sentence_is_read(text: str, url: str) -> None:
    read = UrlAnswer().read(text, AMERICA)
    assert read is not None
    assert read.value == url


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "a@example.com",
        "javascript:alert(1)",
        "ftp://example.com",
        "http://",
        "http://[::1",
        "http://999.1.1.1",
        "3.14",
        "example.com or example.org",
        "https://a.com:99999/",
        "https://example.com/" + "a" * 3000,
        "🙂",
    ],
)
def test_what_is_no_web_address_is_no_answer(text: str) -> None:
    assert UrlAnswer().read(text, AMERICA) is None


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("5", 5),
        ("4/5", 4),
        ("4 out of 5", 4),
        ("4 sao", 4),
        ("3 von 5 Sternen", 3),
        ("⭐⭐⭐⭐", 4),
        ("★★★☆☆", 3),
        ("5 ⭐", 5),
        ("4️⃣", 4),
        ("٥", 5),
        ("४", 4),
        ("năm", 5),
        ("fünf Sterne", 5),
        ("Three stars!", 3),
        ("I give it a 2", 2),
    ],
)
def test_o13_a_rating_is_read_as_digit_stars_or_word(text: str, stars: int) -> None:
    read = RatingAnswer().read(text, VIETNAM)
    assert read is not None
    assert read.value == stars


@pytest.mark.parametrize(
    "text", ["0", "6", "4.5", "10", "-3", "4 or 5", "great", "⭐" * 6, "", "👍"]
)
def test_what_is_no_rating_is_no_answer(text: str) -> None:
    assert RatingAnswer().read(text, VIETNAM) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("3.1545313, 101.7151839", "3.1545313, 101.7151839"),
        ("101.7151839, 3.1545313", "3.1545313, 101.7151839"),
        ("we are at 10.7769,106.7009 now", "10.7769, 106.7009"),
        ("52,5200; 13,4050", "52.52, 13.405"),
        ("52,5200 13,4050", "52.52, 13.405"),
        ("33.86° S, 151.21° E", "-33.86, 151.21"),
        ("106.7 E 10.77 N", "10.77, 106.7"),
        ("١٠.٥, ١٠٦.٧", "10.5, 106.7"),
        ("-33.8, 151.2", "-33.8, 151.2"),
        ("0, 0", "0, 0"),
    ],
)
def test_a_place_is_read_from_two_numbers(text: str, place: str) -> None:
    read = LocationAnswer().read(text, GERMANY)
    assert read is not None
    assert read.value == place


@pytest.mark.parametrize(
    "text", ["95, 99", "10, 181", "home", "10", "1,2,3", "10.5 N, 20.1 S", "🙂", ""]
)
def test_what_is_nowhere_on_earth_is_no_answer(text: str) -> None:
    assert LocationAnswer().read(text, GERMANY) is None


@given(
    st.floats(-90, 90, allow_nan=False).map(lambda n: round(n, 6)),
    st.floats(-180, 180, allow_nan=False).map(lambda n: round(n, 6)),
)
def test_every_place_on_earth_is_read_back(latitude: float, longitude: float) -> None:
    first = read_point(latitude, longitude)
    assert first is not None
    assert LocationAnswer().read(str(first.value), AMERICA) == first


ODD = st.text(st.sampled_from("0123456789./-, °NSEW⭐★tháng năm März\n\u00a0٣४@:"), max_size=60)


@given(ODD | st.text(max_size=60), LOCALES)
def test_any_text_is_read_or_not_and_never_an_error(text: str, locale: Locale) -> None:
    for answer in (DateAnswer(), UrlAnswer(), RatingAnswer(), LocationAnswer()):
        read = answer.read(text, locale)
        assert read is None or read.value


@pytest.mark.parametrize("unit", [" ", ".", "1 ", "1/", "1.", "a.", "a", "12 ", "http://", "1,"])
def test_a_long_text_is_read_in_little_time(unit: str) -> None:
    for answer in (DateAnswer(), UrlAnswer(), RatingAnswer(), LocationAnswer()):
        answer.read(unit * (4096 // len(unit)), GERMANY)
