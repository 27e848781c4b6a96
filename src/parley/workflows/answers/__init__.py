"""Reading answers: one file a type."""

from typing import Annotated

from pydantic import Field

from parley.workflows.answers.date import DateAnswer, DateLayout
from parley.workflows.answers.email import EmailAnswer
from parley.workflows.answers.location import LocationAnswer
from parley.workflows.answers.multiple_choice import MultipleChoiceAnswer
from parley.workflows.answers.number import NumberAnswer
from parley.workflows.answers.phone import PhoneAnswer
from parley.workflows.answers.rating import RatingAnswer
from parley.workflows.answers.text import TextAnswer
from parley.workflows.answers.url import UrlAnswer

Answer = Annotated[
    TextAnswer
    | MultipleChoiceAnswer
    | NumberAnswer
    | DateAnswer
    | EmailAnswer
    | PhoneAnswer
    | UrlAnswer
    | RatingAnswer
    | LocationAnswer,
    Field(discriminator="type"),
]

__all__ = [
    "Answer",
    "DateAnswer",
    "DateLayout",
    "EmailAnswer",
    "LocationAnswer",
    "MultipleChoiceAnswer",
    "NumberAnswer",
    "PhoneAnswer",
    "RatingAnswer",
    "TextAnswer",
    "UrlAnswer",
]
