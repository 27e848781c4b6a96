"""The one number in an answer, written as the contact's country writes numbers."""

import re
from typing import Literal, Self

from pydantic import Field, model_validator

from parley.workflows.answers.folding import to_plain_digits
from parley.workflows.answers.reading import Locale, Read
from parley.workflows.model import Model

_LIKE_A_NUMBER = re.compile(
    r"(?<![\w.,])[-+−]?\d(?:[\d.,'’٬٫_]|[\u00a0\u202f ](?=\d{3}(?!\d)))*(?!\w)"
)
_TRAILING = ".,'’٬٫_"
# Who writes 1.500,75; the rest of the world writes 1,500.75.
_COMMA_LANGUAGES = frozenset(
    {
        "vi",
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "ru",
        "id",
        "tr",
        "pl",
        "cs",
        "da",
        "sv",
        "nb",
        "no",
        "fi",
        "el",
        "uk",
        "ro",
        "hu",
        "bg",
        "hr",
        "sk",
        "sl",
        "sr",
    }
)
_COMMA_COUNTRIES = frozenset(
    {
        "VN",
        "DE",
        "AT",
        "FR",
        "ES",
        "IT",
        "PT",
        "BR",
        "NL",
        "BE",
        "RU",
        "ID",
        "TR",
        "PL",
        "CZ",
        "DK",
        "SE",
        "NO",
        "FI",
        "GR",
        "UA",
        "RO",
        "HU",
        "AR",
    }
)
_POINT_COUNTRIES = frozenset(
    {
        "US",
        "GB",
        "IE",
        "AU",
        "NZ",
        "CA",
        "IN",
        "SG",
        "MY",
        "PH",
        "HK",
        "JP",
        "KR",
        "CN",
        "TH",
        "TW",
        "CH",
        "IL",
        "MX",
        "NG",
        "KE",
    }
)
_LONGEST = 30


class NumberAnswer(Model):
    """`min` and `max` are allowed themselves."""

    type: Literal["number"] = "number"
    min: float | None = Field(default=None, allow_inf_nan=False)
    max: float | None = Field(default=None, allow_inf_nan=False)

    @model_validator(mode="after")
    def _leaves_room(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is greater than max: no number would be valid")
        return self

    def read(self, text: str, locale: Locale, /) -> Read | None:
        found = [
            match.group().rstrip(_TRAILING)
            for match in _LIKE_A_NUMBER.finditer(to_plain_digits(text))
        ]
        number = _parse(found[0], uses_comma=_uses_comma(locale)) if len(found) == 1 else None
        return Read(number) if number is not None and self._allows(number) else None

    def _allows(self, number: float) -> bool:
        return (self.min is None or number >= self.min) and (self.max is None or number <= self.max)


def _uses_comma(locale: Locale) -> bool:
    """The country decides where it is known, else the language."""
    country = (locale.country or "").upper()
    if country in _COMMA_COUNTRIES:
        return True
    return country not in _POINT_COUNTRIES and locale.language in _COMMA_LANGUAGES


def _parse(text: str, *, uses_comma: bool) -> int | float | None:
    if len(text) > _LONGEST:
        return None
    plain = re.sub(r"['’٬_\s\u00a0\u202f]", "", text).replace("−", "-").replace("٫", ".")
    decimal = _decimal_mark(plain, uses_comma=uses_comma)
    thousands = "," if decimal == "." else "."
    whole, mark, rest = plain.partition(decimal)
    if mark and (decimal in rest or thousands in rest):
        return None
    if thousands in whole and not re.fullmatch(
        rf"[-+]?\d{{1,3}}({re.escape(thousands)}\d{{2,3}})*", whole
    ):
        return None
    digits = whole.replace(thousands, "")
    return float(f"{digits}.{rest}") if mark and rest else int(digits)


def _decimal_mark(plain: str, *, uses_comma: bool) -> str:
    """The country's mark, unless the number itself shows that it means the other one: 1.5 in Germany,
    1,500.75 in Vietnam, 2,000,000 in France.
    """
    usual, other = (",", ".") if uses_comma else (".", ",")
    if usual in plain and other in plain:
        return max(usual, other, key=plain.rfind)
    if plain.count(usual) > 1:
        return other
    if plain.count(other) == 1 and not re.search(rf"{re.escape(other)}\d{{3}}$", plain):
        return other
    return usual
