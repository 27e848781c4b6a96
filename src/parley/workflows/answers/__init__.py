"""Reading answers: one file a type."""

from typing import Annotated

from pydantic import Field

from parley.workflows.answers.email import EmailAnswer
from parley.workflows.answers.multiple_choice import MultipleChoiceAnswer
from parley.workflows.answers.number import NumberAnswer
from parley.workflows.answers.phone import PhoneAnswer
from parley.workflows.answers.text import TextAnswer

Answer = Annotated[
    TextAnswer | MultipleChoiceAnswer | NumberAnswer | EmailAnswer | PhoneAnswer,
    Field(discriminator="type"),
]

__all__ = [
    "Answer",
    "EmailAnswer",
    "MultipleChoiceAnswer",
    "NumberAnswer",
    "PhoneAnswer",
    "TextAnswer",
]
