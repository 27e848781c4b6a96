"""What tests say of other systems: how they answer a call, and which call is expected of the workflow."""

import json
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from parley.domain.calls import Call, CallResult, Outcome
from parley.domain.ids import ContactId
from parley.rehearsal.words import Said
from parley.workflows import limits
from parley.workflows.model import Model

Failing = Literal["timeout", "unreachable", "refused", "unknown"]
_OUTCOMES: dict[Failing, tuple[Outcome, str]] = {
    "timeout": ("unknown", "the server did not answer in time"),
    "unreachable": ("unreachable", "the server cannot be reached"),
    "refused": ("refused", "this address may not be called"),
    "unknown": ("unknown", "the process that made the request has died"),
}
StatusCode = Annotated[int, Field(ge=100, le=599)]


class Answer(Model):
    """`to` is a part of the address that is answered; without it the oldest open call is. A body that is no
    text is sent as JSON. `fails`: no answer came, and why.
    """

    to: Said | None = None
    status: StatusCode = 200
    body: JsonValue = None
    fails: Failing | None = None

    def fits(self, call: Call) -> bool:
        return self.to is None or self.to in call.url

    def result(self, call: Call, *, tries: int) -> CallResult:
        outcome, error = _OUTCOMES[self.fails] if self.fails else ("answered", "")
        return CallResult(
            call.run_id,
            ContactId(call.contact_id),
            call.visit,
            outcome,
            call.due_at,
            tries,
            None if self.fails else self.status,
            "" if self.fails else written(self.body),
            error,
        )


# `200`, `timeout`, or all of it.
ShortAnswer = StatusCode | Failing | Answer
Answers = ShortAnswer | Annotated[list[ShortAnswer], Field(max_length=limits.TEST_THINGS)]


def list_answers(given: Answers | None) -> list[Answer]:
    if given is None:
        return []
    return [_whole(one) for one in given] if isinstance(given, list) else [_whole(given)]


def _whole(short: ShortAnswer) -> Answer:
    if isinstance(short, int):
        return Answer(status=short)
    return Answer(fails=short) if isinstance(short, str) else short


class WantedCall(Model):
    """A request as it is expected; what is left out is not looked at. A body that is no text is compared as
    JSON, of the headers only those that are named.
    """

    method: str | None = None
    url: Said | None = None
    headers: dict[str, Said] = Field(default_factory=dict, max_length=limits.TEST_THINGS)
    body: JsonValue = None

    @property
    def told(self) -> str:
        return " ".join(part for part in (self.method, self.url) if part) or "that is wanted"

    def find_difference(self, call: Call) -> str | None:
        """The first, in words."""
        if self.method is not None and self.method != call.method:
            return f"the method is {call.method}"
        if self.url is not None and self.url != call.url:
            return f"the address is {call.url}"
        headers = {name.lower(): value for name, value in call.headers.items()}
        for name, value in self.headers.items():
            if headers.get(name.lower()) != value:
                return f"the header {name} is not that"
        if "body" in self.model_fields_set and not _is_same(self.body, call.body):
            return f"the body is {call.body or 'empty'}"
        return None


def wanted_call(given: str | WantedCall) -> WantedCall:
    """`GET https://example.com`, or only the address."""
    if isinstance(given, WantedCall):
        return given
    method, _, url = given.rpartition(" ")
    return WantedCall(method=method or None, url=url)


def named(call: Call) -> str:
    """`POST https://example.com/orders`: how a call is told apart in words."""
    return f"{call.method} {call.url}"


def written(body: JsonValue) -> str:
    if body is None:
        return ""
    return body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)


def _is_same(wanted: JsonValue, found: str | None) -> bool:
    if wanted is None or isinstance(wanted, str):
        return (wanted or "") == (found or "")
    try:
        return json.loads(found or "") == wanted
    except ValueError:
        return False
