"""A rating from 1 to 5: a digit of any script, stars, or the word."""

import re
from typing import Literal

from parley.workflows.answers.folding import fold, strip_diacritics, to_plain_digits
from parley.workflows.answers.reading import Locale, Read
from parley.workflows.model import Model

BEST = 5
_STARS = "⭐★🌟✨"
_HOLLOW = "☆"
_NUMBER = re.compile(r"(?<![\w.,])([-+−]?\d+(?:[.,]\d+)?)(?![\w]|[.,]\d)")
_OUT_OF_FIVE = re.compile(r"(?<=\d)\s*(?:/|out of|of|von|tren)\s*5(?!\d)")
_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "eins": 1,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "funf": 5,
    "fuenf": 5,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "nam": 5,
}
_UNITS = ("stars", "star", "sterne", "stern", "sao")


class RatingAnswer(Model):
    """Saved as a number. "4/5", "4 sao" and "★★★★☆" are 4; 4.5 and 7 are no answer."""

    type: Literal["rating"] = "rating"

    def read(self, text: str, _locale: Locale, /) -> Read | None:
        stars = sum(text.count(star) for star in _STARS)
        plain = to_plain_digits(text).replace("\ufe0f", "").replace("\u20e3", " ")
        folded = strip_diacritics(fold(plain.translate(_WITHOUT_STARS)))
        numbers = set(_NUMBER.findall(_OUT_OF_FIVE.sub("", folded)))
        if stars and not numbers:
            return _within(stars)
        if len(numbers) == 1:
            number = numbers.pop()
            # "5 ⭐" names its unit with a star; two that differ are no answer.
            agrees = stars in (0, 1) or str(stars) == number
            return _within(int(number)) if number.isdigit() and agrees else None
        return _within(_word(folded)) if not numbers else None


_WITHOUT_STARS = {ord(star): " " for star in _STARS + _HOLLOW}


def _within(stars: int) -> Read | None:
    return Read(stars) if 1 <= stars <= BEST else None


def _word(folded: str) -> int:
    words = [word for word in folded.split() if word not in _UNITS]
    return _WORDS.get(words[0], 0) if len(words) == 1 else 0
