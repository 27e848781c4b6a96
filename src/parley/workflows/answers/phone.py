"""The one phone number in an answer."""

import re
from typing import Literal

import phonenumbers

from parley.workflows.answers.folding import to_plain_digits
from parley.workflows.answers.reading import Locale, Read
from parley.workflows.model import Model

# Where the contact's country is unknown, the country that most speakers of the language are in.
_USUAL_COUNTRY = {"vi": "VN", "de": "DE"}
_SHORTEST_WITH_COUNTRY_CODE = 10


class PhoneAnswer(Model):
    """A valid number, in the local form of the contact's country or with its country code, with or
    without a plus; kept in the international form (+84901234567).
    """

    type: Literal["phone"] = "phone"

    def read(self, text: str, locale: Locale, /) -> Read | None:
        plain = to_plain_digits(text)
        region = locale.country or _USUAL_COUNTRY.get(locale.language)
        found = _numbers_in(plain, region)
        if not found:
            found = _with_country_code(plain)
        return Read(found.pop()) if len(found) == 1 else None


def _numbers_in(text: str, region: str | None) -> set[str]:
    matcher = phonenumbers.PhoneNumberMatcher(text, region.upper() if region else None)
    return {
        phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        for match in matcher
    }


def _with_country_code(text: str) -> set[str]:
    """Country code and number without a plus, as people copy it from a profile: 60112233455, 0049 151 ...
    Here a possible number will do: nobody else could be meant.
    """
    compact = re.sub(r"[\s().\-/+]", "", text).removeprefix("00")
    if not compact.isdecimal() or len(compact) < _SHORTEST_WITH_COUNTRY_CODE:
        return set()
    try:
        number = phonenumbers.parse(f"+{compact}", None)
    except phonenumbers.NumberParseException:
        return set()
    if not phonenumbers.is_possible_number(number):
        return set()
    return {phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)}
