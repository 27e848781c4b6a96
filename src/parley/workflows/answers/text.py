"""A free text answer."""

from typing import Literal

from parley.workflows.answers.folding import without_marks
from parley.workflows.answers.reading import Locale, Read
from parley.workflows.limits import VARIABLE_LENGTH
from parley.workflows.model import Model


class TextAnswer(Model):
    """Any text; the caption of a picture counts."""

    type: Literal["text"] = "text"

    def read(self, text: str, _locale: Locale, /) -> Read | None:
        clean = text.strip()
        return Read(clean[:VARIABLE_LENGTH]) if without_marks(clean).strip() else None
