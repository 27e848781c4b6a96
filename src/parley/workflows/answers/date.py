"""The one date in an answer, as people in the contact's country write it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from parley.workflows import limits
from parley.workflows.answers.folding import fold, strip_diacritics, to_plain_digits
from parley.workflows.answers.months import MONTHS, MONTHS_FIRST, RELATIVE_DAYS
from parley.workflows.answers.reading import Locale, Read
from parley.workflows.model import Model


class DateLayout(StrEnum):
    """How the form shows a date; what is read is the order of its parts, whatever stands between them."""

    DAY_MONTH_YEAR = "DD/MM/YYYY"
    DAY_MONTH_YEAR_DOTS = "DD.MM.YYYY"
    DAY_MONTH_YEAR_DASHES = "DD-MM-YYYY"
    DAY_MONTH_SHORT_YEAR = "DD/MM/YY"
    MONTH_DAY_YEAR = "MM/DD/YYYY"
    MONTH_DAY_YEAR_DASHES = "MM-DD-YYYY"
    MONTH_DAY_SHORT_YEAR = "MM/DD/YY"
    MONTH_DAY_SHORT_YEAR_DASHES = "MM-DD-YY"
    YEAR_MONTH_DAY = "YYYY/MM/DD"
    YEAR_MONTH_DAY_DASHES = "YYYY-MM-DD"
    MONTH_NAME_DAY_YEAR = "MMM/DD/YYYY"
    MONTH_NAME_DAY_YEAR_DASHES = "MMM-DD-YYYY"
    MONTH_NAME_DAY_SHORT_YEAR = "MMM/DD/YY"
    MONTH_NAME_DAY_SHORT_YEAR_DASHES = "MMM-DD-YY"


_MARK = r"\s*[./\-\s]\s*"
_YEAR_FIRST = re.compile(
    rf"(?<![\d./\-])(\d{{4}}){_MARK}(\d{{1,2}}){_MARK}(\d{{1,2}})(?![\d/\-]|\.\d)"
)
_YEAR_LAST = re.compile(
    rf"(?<![\d./\-])(\d{{1,2}}){_MARK}(\d{{1,2}}){_MARK}(\d{{4}}|\d{{2}})(?![\d/\-]|\.\d)"
)
_IN_VIETNAMESE = re.compile(r"(\d{1,2})\s*thang\s*(\d{1,2})\s*,?\s*(?:nam\s*)?(\d{4})(?!\d)")
_NAME = r"([^\W\d_]{3,12})"
_DAY_NAME_YEAR = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[.\s\-/]*(?:of\s+)?{_NAME}[.,\s\-/]*(\d{{4}}|\d{{2}})(?!\d)"
)
_NAME_DAY_YEAR = re.compile(
    rf"(?<![^\W\d_]){_NAME}[.\s\-/]*(\d{{1,2}})(?:st|nd|rd|th)?[,.\s\-/]+(\d{{4}}|\d{{2}})(?!\d)"
)
_THIS_CENTURY_UNTIL = 50


class DateAnswer(Model):
    """A day that exists, saved as 2026-03-12. `layouts` empty: as the contact's country writes dates.
    A year that comes first, or a month in words, leaves no doubt and is always read.
    """

    type: Literal["date"] = "date"
    layouts: Annotated[list[DateLayout], Field(max_length=len(DateLayout))] = Field(
        default_factory=list
    )

    def read(self, text: str, locale: Locale, /) -> Read | None:
        plain = strip_diacritics(fold(to_plain_digits(text[: limits.VARIABLE_LENGTH])))
        found = set(_numeric(plain, self._orders(locale))) | set(_in_words(plain))
        if not found:
            found = set(_relative(fold(text), locale))
        day = found.pop() if len(found) == 1 else None
        return Read(day.isoformat()) if day is not None else None

    def _orders(self, locale: Locale) -> tuple[str, ...]:
        """The orders that all-numeric dates are tried in; the first that gives a real day counts."""
        if self.layouts:
            chosen = dict.fromkeys(layout.value.replace("MMM", "MM")[:1] for layout in self.layouts)
            return tuple(chosen)
        country = (locale.country or "").upper()
        usual = "M" if country in MONTHS_FIRST else "D"
        return (usual, "M" if usual == "D" else "D")


def _numeric(text: str, orders: tuple[str, ...]) -> Iterator[date | None]:
    """None for what looks like a date and is none, so that it is not passed over for another."""
    for match in _YEAR_FIRST.finditer(text):
        year, month, day = (int(part) for part in match.groups())
        yield _real(year, month, day)
    for match in _YEAR_LAST.finditer(text):
        first, second, year = match.groups()
        tried = (
            _real(_full(year), *((first, second) if order == "M" else (second, first)))
            for order in orders
            if order in "DM"
        )
        yield next((day for day in tried if day is not None), None)


def _in_words(text: str) -> Iterator[date | None]:
    for match in _IN_VIETNAMESE.finditer(text):
        day, month, year = match.groups()
        yield _real(year, month, day)
    for match in _DAY_NAME_YEAR.finditer(text):
        day, name, year = match.groups()
        if name in MONTHS:
            yield _real(_full(year), MONTHS[name], day)
    for match in _NAME_DAY_YEAR.finditer(text):
        name, day, year = match.groups()
        # "12 March 20 26" is read with its day in front.
        if name in MONTHS and not re.search(r"\d[.\s\-/]*$", text[: match.start()]):
            yield _real(_full(year), MONTHS[name], day)


def _relative(folded: str, locale: Locale) -> Iterator[date]:
    """Only as the whole answer: "mai" and "morgen" mean other things in a sentence."""
    days = RELATIVE_DAYS.get(folded)
    if days is not None and locale.today is not None:
        yield locale.today + timedelta(days=days)


def _full(year: str) -> int:
    """Two digits are the nearest century: 49 is 2049, 85 is 1985."""
    number = int(year)
    if len(year) > 2:  # noqa: PLR2004 - the century is written
        return number
    return 2000 + number if number < _THIS_CENTURY_UNTIL else 1900 + number


def _real(year: int | str, month: int | str, day: int | str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
