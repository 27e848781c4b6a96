"""The one e-mail address in an answer."""

import re
from typing import Literal

from email_validator import EmailNotValidError, validate_email

from parley.workflows.answers.folding import without_marks
from parley.workflows.answers.reading import Locale, Read
from parley.workflows.model import Model

_LIKE_AN_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'@]+@[^\s<>()\[\],;:\"'@]+")
_TRAILING = ".!?…。"


class EmailAnswer(Model):
    """An address that is well-formed; nobody asks the network. Two different ones are no answer."""

    type: Literal["email"] = "email"

    def read(self, text: str, _locale: Locale, /) -> Read | None:
        found = {
            address
            for address in map(_valid, _LIKE_AN_ADDRESS.findall(without_marks(text)))
            if address
        }
        return Read(found.pop()) if len(found) == 1 else None


def _valid(candidate: str) -> str | None:
    try:
        checked = validate_email(candidate.strip(_TRAILING), check_deliverability=False)
    except EmailNotValidError:
        return None
    return checked.normalized
