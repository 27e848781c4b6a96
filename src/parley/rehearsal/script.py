"""A workflow's tests as data: the people, their turns, and what is expected of the workflow."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    JsonValue,
    ValidationError,
    model_validator,
)

from parley.domain.contact import FieldType
from parley.domain.errors import Invalid
from parley.domain.run import EndReason
from parley.rehearsal.hours import read_week
from parley.rehearsal.systems import Answer, Answers, WantedCall, list_answers
from parley.rehearsal.words import Name, Said, Span, Value
from parley.workflows import limits
from parley.workflows.model import Hour, Model


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
    lifecycle: Name | None = None


class Shop(Model):
    """What the tests need of a workspace beside what the definition names: who works there and how, and
    when: hours like `Mon-Fri 09:00-17:00`, which a calendar has in the tests alone.
    `workflows` are live beside the one that is tested: a definition, or null for the workspace's own.
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
    stages: list[Name] = Field(default_factory=list, max_length=limits.TEST_THINGS)
    categories: list[Name] = Field(default_factory=list, max_length=limits.TEST_THINGS)
    calendars: dict[Name, Week] = Field(default_factory=dict, max_length=limits.TEST_THINGS)
    workflows: dict[Name, dict[str, Any] | None] = Field(
        default_factory=dict, max_length=limits.TEST_WORKFLOWS
    )


class Expect(Model):
    """What is left out is not looked at. `messages` are all that the contact was sent since the last look,
    word for word; `hears` only parts of them. `calls` are all requests since the last look, `started` the
    other workflows that a run began of. `at` is the step where the run waits.
    """

    messages: list[Said] | None = None
    hears: list[Said] = Field(default_factory=list)
    fields: dict[str, Value] = Field(default_factory=dict)
    tags: list[Name] = Field(default_factory=list)
    no_tags: list[Name] = Field(default_factory=list)
    lifecycle: Name | None = None
    calls: list[Said | WantedCall] | None = None
    started: list[Name] | None = None
    webhook: Name | None = None
    team: Name | None = None
    assignee: Name | None = None
    conversation: Literal["open", "closed", "none"] | None = None
    steps: list[Name] = Field(default_factory=list)
    lanes: dict[Name, Name] = Field(default_factory=dict)
    comments: list[Said] = Field(default_factory=list)
    at: Name | None = None
    end: EndReason | Literal["running"] | None = None


CONTACTS_ACTS = ("says", "presses", "sends", "hangs_up", "waits")
SYSTEMS_ACTS = ("answers", "posts", "starts")
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
    "moves",
    "runs",
    "blocks",
)
ACTS = (*CONTACTS_ACTS, *SYSTEMS_ACTS, *USERS_ACTS)


class Ad(Model):
    """What the contact came by: it travels with the message that opens the conversation."""

    id: Name
    title: Said = ""
    url: Said = ""
    click_id: Said = ""


class PhoneCall(Model):
    """A call that is over; without seconds nobody answered it."""

    direction: Literal["in", "out"] = "in"
    seconds: Annotated[int, Field(ge=0, le=limits.TEST_SECONDS)] = 0
    status: Name | None = None


class Note(Model):
    """The closing note."""

    category: Name | None = None
    summary: Said = ""


class Turn(Model):
    """One thing that happens, and what is expected then. `by` is the user who acts; `after` is how long
    the contact takes, 10 seconds if nothing is said. `answers`: another system answers the calls that are
    out; `posts`: one posts to the workflow's webhook; `starts`: another workflow starts this one, with these
    values; `runs`: a user runs its shortcut, with these answers to its form.
    """

    says: Said | None = None
    presses: Name | None = None
    sends: Literal["image", "video", "audio", "voice", "file", "sticker", "location"] | None = None
    hangs_up: PhoneCall | None = None
    waits: Span | None = None
    answers: Answers | None = None
    posts: dict[str, JsonValue] | None = None
    starts: dict[Name, Value] | None = None
    online: Name | None = None
    offline: Name | None = None
    replies: Said | None = None
    assigns: Name | None = None
    closes: Literal[True] | Note | None = None
    opens: Literal[True] | None = None
    tags: Name | None = None
    untags: Name | None = None
    sets: Annotated[dict[str, Value], Field(min_length=1, max_length=limits.TEST_THINGS)] | None = (
        None
    )
    moves: Name | None = None
    runs: dict[Name, Value] | None = None
    blocks: Literal[True] | None = None
    ad: Ad | None = None
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
        if self.ad is not None and not {*acts} & {"says", "presses", "sends"}:
            raise ValueError("a contact comes by an ad with a message: says, presses or sends")
        return self

    @property
    def act(self) -> str | None:
        return next((name for name in ACTS if getattr(self, name) is not None), None)


class Case(Model):
    """One test. `online` are the users who are there from the beginning, `full` those who take nothing more;
    `at` is when it begins. `answers` reach the calls in their order, as these are made.
    """

    name: Name
    contact: Name | Person = "Linh"
    channel: Name = "whatsapp"
    at: Hour = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    online: list[Name] = Field(default_factory=list, max_length=limits.TEST_THINGS)
    full: list[Name] = Field(default_factory=list, max_length=limits.TEST_THINGS)
    provider: Literal["accepts", "refuses"] = "accepts"
    answers: Answers | None = None
    turns: Annotated[list[Turn], Field(min_length=1, max_length=limits.TEST_TURNS)]
    expect: Expect | None = None

    @property
    def person(self) -> Person:
        return Person(name=self.contact) if isinstance(self.contact, str) else self.contact

    def list_answers(self) -> list[Answer]:
        return list_answers(self.answers)


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
