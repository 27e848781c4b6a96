"""A place: a location that was shared, or its two numbers as text."""

import re
from typing import Literal

from parley.workflows import limits
from parley.workflows.answers.folding import to_plain_digits
from parley.workflows.answers.reading import Locale, Read
from parley.workflows.model import Model

_POINT = r"[-+]?\d{1,3}(?:\.\d{1,15})?"
_COMMA = r"[-+]?\d{1,3},\d{1,15}"
_SIDE = r"\s*°?\s*([NSEWnsew]?)"
_WITH_POINTS = re.compile(
    rf"(?<![\w.,\-+])({_POINT}){_SIDE}\s*[,;\s]\s*({_POINT}){_SIDE}(?![\w]|[.,]\d)"
)
_WITH_COMMAS = re.compile(
    rf"(?<![\w.,\-+])({_COMMA}){_SIDE}\s*[;\s]\s*({_COMMA}){_SIDE}(?![\w]|[.,]\d)"
)
_FARTHEST_NORTH, _FARTHEST_EAST = 90.0, 180.0


class LocationAnswer(Model):
    """Saved as "latitude, longitude". A first number beyond 90 can only be a longitude: they are swapped."""

    type: Literal["location"] = "location"

    def read(self, text: str, _locale: Locale, /) -> Read | None:
        plain = to_plain_digits(text[: limits.VARIABLE_LENGTH]).replace("−", "-")
        # One space at a time, so that no pattern walks a long gap again and again.
        plain = " ".join(plain.split())
        pairs = [*_WITH_POINTS.finditer(plain), *_WITH_COMMAS.finditer(plain)]
        found = {pair for pair in map(_pair, pairs) if pair is not None}
        return read_point(*found.pop()) if len(found) == 1 else None


def read_point(first: float, second: float) -> Read | None:
    """None where the two numbers are nowhere on earth."""
    latitude, longitude = (second, first) if abs(first) > _FARTHEST_NORTH else (first, second)
    if abs(latitude) > _FARTHEST_NORTH or abs(longitude) > _FARTHEST_EAST:
        return None
    return Read(f"{_written(latitude)}, {_written(longitude)}")


def _pair(match: re.Match[str]) -> tuple[float, float] | None:
    first, side, second, other = match.groups()
    one, two = _signed(first, side), _signed(second, other)
    sides = side.upper() + other.upper()
    if len(sides) == 2:  # noqa: PLR2004 - both name their side
        if (sides[0] in "EW") == (sides[1] in "EW"):
            return None
        return (two, one) if sides[0] in "EW" else (one, two)
    return one, two


def _signed(number: str, side: str) -> float:
    value = float(number.replace(",", "."))
    return -value if side.upper() in ("S", "W") else value


def _written(number: float) -> str:
    return f"{number:.7f}".rstrip("0").rstrip(".") or "0"
