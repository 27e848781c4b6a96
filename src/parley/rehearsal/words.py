"""The words of a test: names, texts, values, and spans of time like `1d 2h`."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field

from parley.workflows import limits

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_SPAN = re.compile(r"(\d{1,9})\s*([smhdw])")


def read_span(given: object) -> object:
    """`1d 2h 30m` in seconds; a number is seconds already."""
    if not isinstance(given, str):
        return given
    parts = _SPAN.findall(given)
    if not parts or _SPAN.sub("", given).strip():
        raise ValueError("a time is written like 90s, 15m, 2h or 1d 12h")
    return sum(int(number) * _UNITS[unit] for number, unit in parts)


Span = Annotated[float, BeforeValidator(read_span), Field(ge=0, le=limits.TEST_SECONDS)]
Name = Annotated[str, Field(min_length=1, max_length=limits.TEST_NAME_LENGTH)]
Said = Annotated[str, Field(max_length=limits.TEST_TEXT_LENGTH)]
Value = str | int | float | bool | list[str] | None
