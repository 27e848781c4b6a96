"""One of a question's options: its button, its text or its number."""

import re
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from parley.domain.ids import UUID, TagId
from parley.workflows import limits
from parley.workflows.answers.folding import find_only, fold, to_plain_digits
from parley.workflows.answers.reading import Locale, Read
from parley.workflows.model import Model, StepId

_NUMBER = re.compile(r"[#(]?\s*(\d{1,3})\s*[.):]?")


class Option(Model):
    """`id` stays when the title is reworded; `tag_id` is put on a contact who chooses it."""

    id: StepId
    title: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=limits.OPTION_LENGTH)
    ]
    tag_id: UUID | None = None

    def as_read(self) -> Read:
        return Read(self.title, self.id, TagId(self.tag_id) if self.tag_id else None)


class MultipleChoiceAnswer(Model):
    """Answers are saved as the option's title."""

    type: Literal["multiple_choice"] = "multiple_choice"
    options: Annotated[list[Option], Field(min_length=1, max_length=limits.OPTIONS)]

    @cached_property
    def titles(self) -> list[str]:
        return [option.title for option in self.options]

    @cached_property
    def folded_titles(self) -> list[str]:
        """Every answer is held against them."""
        return [fold(title) for title in self.titles]

    @cached_property
    def captions(self) -> list[tuple[str, str]]:
        """Ids and titles, for the buttons of every question."""
        return [(option.id, option.title) for option in self.options]

    @cached_property
    def readings(self) -> list[Read]:
        """What is read from each option: the same for all who choose it."""
        return [option.as_read() for option in self.options]

    @model_validator(mode="after")
    def _tells_its_options_apart(self) -> Self:
        if len({option.id for option in self.options}) < len(self.options):
            raise ValueError("two options have the same id")
        if len(set(self.folded_titles)) < len(self.options):
            raise ValueError("two options have the same title")
        return self

    def read(self, text: str, _locale: Locale, /) -> Read | None:
        return self.choose(text)

    def choose(self, text: str) -> Read | None:
        """The option's text comes before its number: an option may be called "2"."""
        index = find_only(text, self.folded_titles)
        if index is None:
            index = self._numbered(text)
        return None if index is None else self.readings[index]

    def find_option(self, option_id: str) -> Read | None:
        found = next((option for option in self.options if option.id == option_id), None)
        return found.as_read() if found else None

    def _numbered(self, text: str) -> int | None:
        match = _NUMBER.fullmatch(to_plain_digits(text).strip())
        number = int(match.group(1)) if match else 0
        return number - 1 if 1 <= number <= len(self.options) else None
