"""What reading an answer needs to know, and what it finds."""

from datetime import date

from msgspec import Struct

from parley.domain.ids import TagId
from parley.domain.run import VariableValue


class Locale(Struct, frozen=True):
    """`language` in two letters, `country` as ISO 3166-1 alpha-2 or None; `today` is the workspace's day,
    for answers like "tomorrow".
    """

    language: str
    country: str | None
    today: date | None = None


class Read(Struct, frozen=True):
    """A valid answer; `option_id` and `tag_id` for multiple choice."""

    value: VariableValue
    option_id: str | None = None
    tag_id: TagId | None = None
