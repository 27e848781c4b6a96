"""A workflow's tests as data: the people, their turns, and what is expected of the workflow."""

import re
from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    ValidationError,
    model_validator,
)

from parley.domain.contact import FieldType
from parley.domain.errors import Invalid
from parley.domain.run import EndReason
from parley.rehearsal.hours import read_week
from parley.workflows import limits
from parley.workflows.model import Model

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


def _is_a_week(lines: list[str]) -> list[str]:
    read_week(lines)
    return lines


Week = Annotated[list[str], Field(max_length=limits.TEST_THINGS), AfterValidator(_is_a_week)]


class Person(Model):
    """The contact as known before the first turn; only `name` is needed."""

    name: Name
    email: Said | None = None
    phone: Said | None = None
    language: Said | None = None
    country: Said | None = None
    fields: dict[str, Value] = Field(default_factory=dict, max_length=limits.TEST_THINGS)
    tags: list[Name] = Field(default_factory=list, max_length=limits.TEST_THINGS)


class Shop(Model):
    """What the tests need of a workspace beside what the definition names: who works there and how, and
    when: hours like `Mon-Fri 09:00-17:00`, which a calendar has in the tests alone.
    """

    timezone: str | None = None
    language: str | None = None
    country: str | None = None
    users: list[Name] = Field(default_factory=list, max_length=limits.TEST_THINGS)
    teams: dict[Name, list[Name]] = Field(default_factory=dict, max_length=limits.TEST_THINGS)
    channels: dict[Name, Name] = Field(default_factory=dict, max_length=limits.TEST_THINGS)
    tags: list[Name] = Field(default_factory=list, max_length=limits.TEST_THINGS)
    fields: dict[Name, FieldType | list[Name]] = Field(
        default_factory=dict, max_length=limits.TEST_THINGS
    )
    calendars: dict[Name, Week] = Field(default_factory=dict, max_length=limits.TEST_THINGS)


class Expect(Model):
    """What is left out is not looked at. `messages` are all that the contact was sent since the last look,
    word for word; `hears` only parts of them. `at` is the step where the run waits.
    """

    messages: list[Said] | None = None
    hears: list[Said] = Field(default_factory=list)
    fields: dict[str, Value] = Field(default_factory=dict)
    tags: list[Name] = Field(default_factory=list)
    no_tags: list[Name] = Field(default_factory=list)
    team: Name | None = None
    assignee: Name | None = None
    conversation: Literal["open", "closed", "none"] | None = None
    steps: list[Name] = Field(default_factory=list)
    lanes: dict[Name, Name] = Field(default_factory=dict)
    comments: list[Said] = Field(default_factory=list)
    at: Name | None = None
    end: EndReason | Literal["running"] | None = None


CONTACTS_ACTS = ("says", "presses", "sends", "waits")
USERS_ACTS = (
    "online",
    "offline",
    "replies",
    "assigns",
    "closes",
    "opens",
    "tags",
    "untags",
    "sets",
)
ACTS = (*CONTACTS_ACTS, *USERS_ACTS)


class Turn(Model):
    """One thing that happens, and what is expected then. `by` is the user who acts; `after` is how long
    the contact takes, 10 seconds if nothing is said.
    """

    says: Said | None = None
    presses: Name | None = None
    sends: Literal["image", "video", "audio", "voice", "file", "sticker", "location"] | None = None
    waits: Span | None = None
    online: Name | None = None
    offline: Name | None = None
    replies: Said | None = None
    assigns: Name | None = None
    closes: Literal[True] | None = None
    opens: Literal[True] | None = None
    tags: Name | None = None
    untags: Name | None = None
    sets: Annotated[dict[str, Value], Field(min_length=1, max_length=limits.TEST_THINGS)] | None = (
        None
    )
    by: Name | None = None
    after: Span = 10
    expect: Expect | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        acts = [name for name in ACTS if getattr(self, name) is not None]
        if len(acts) > 1:
            raise ValueError(f"one turn is one thing: {acts[0]} and {acts[1]} are two")
        if not acts and self.expect is None:
            raise ValueError(f"nothing happens: a turn has one of {', '.join(ACTS)}, or expect")
        return self

    @property
    def act(self) -> str | None:
        return next((name for name in ACTS if getattr(self, name) is not None), None)


class Case(Model):
    """One test. `online` are the users who are there from the beginning, `full` those who take nothing more;
    `at` is when it begins.
    """

    name: Name
    contact: Name | Person = "Linh"
    channel: Name = "whatsapp"
    at: AwareDatetime = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    online: list[Name] = Field(default_factory=list, max_length=limits.TEST_THINGS)
    full: list[Name] = Field(default_factory=list, max_length=limits.TEST_THINGS)
    provider: Literal["accepts", "refuses"] = "accepts"
    turns: Annotated[list[Turn], Field(min_length=1, max_length=limits.TEST_TURNS)]
    expect: Expect | None = None

    @property
    def person(self) -> Person:
        return Person(name=self.contact) if isinstance(self.contact, str) else self.contact


class Suite(Model):
    workspace: Shop = Shop()
    tests: Annotated[list[Case], Field(max_length=limits.TESTS)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _tells_its_tests_apart(self) -> Self:
        names = [case.name for case in self.tests]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two tests are called {name!r}")
        return self


def parse_suite(data: object) -> Suite:
    """Raises Invalid, whose details hold `errors`: a list of field and message."""
    try:
        return Suite.model_validate(data)
    except ValidationError as error:
        errors = [
            {"field": ".".join(str(part) for part in found["loc"]), "message": found["msg"]}
            for found in error.errors()
        ]
        message = f"{errors[0]['field']}: {errors[0]['message']}"
        raise Invalid(message, errors=errors) from error
    except RecursionError as error:
        raise Invalid("The tests are nested too deeply.", errors=[]) from error
