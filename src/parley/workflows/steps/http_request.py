"""HTTP Request: another system is asked, the run waits, and the answer decides where it goes on."""

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from typing import Annotated, ClassVar, Literal, Self, cast
from urllib.parse import quote

import jsonpath_rfc9535 as jsonpath
from msgspec.structs import replace
from pydantic import Field, StringConstraints, field_validator, model_validator

from parley.domain.calls import CallResult
from parley.domain.cleaning import clean_text
from parley.domain.run import EndReason, VariableValue, Waiting, WaitKind
from parley.domain.secret_places import Writing, shield
from parley.workflows import limits
from parley.workflows.decisions import (
    CallHttp,
    Decision,
    Due,
    EffectDone,
    Entered,
    Move,
    Park,
    SaveVariable,
    Signal,
    Stay,
)
from parley.workflows.model import Model, Slug
from parley.workflows.naming import Named, Noun
from parley.workflows.steps.http_bodies import Body
from parley.workflows.steps.step import Step, fail
from parley.workflows.variables import fill, fill_but_secrets, list_secrets
from parley.workflows.view import Scene

HeaderName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$", max_length=100)
]
# The connection's own; a workflow that set them could smuggle a second request.
_OWN_HEADERS = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer"}
)
_CLASSES = ("2xx", "3xx", "4xx", "5xx")
_CONTROLS = dict.fromkeys((*range(32), 127), " ")
_OK, _REDIRECT = 200, 300


class Header(Model):
    """`{{secret.NAME}}` in its value is filled at the moment of the call. `secret` is of older definitions,
    whose secrets stood in the value itself.
    """

    name: HeaderName
    value: Annotated[str, Field(max_length=limits.HEADER_LENGTH)]
    secret: bool = False

    @field_validator("name")
    @classmethod
    def _is_not_the_connections(cls, name: str) -> str:
        if name.lower() in _OWN_HEADERS:
            message = f"the header {name} belongs to the connection"
            raise ValueError(message)
        return name


class Mapping(Model):
    """One value of a JSON answer; `path` names a single place, like `$.order.items[0].id`."""

    path: Annotated[str, Field(min_length=1, max_length=limits.JSON_PATH_LENGTH)]
    variable: Slug

    @field_validator("path")
    @classmethod
    def _names_one_place(cls, path: str) -> str:
        _compiled(path)
        return path


class HttpRequest(Step):
    """The answer's status decides: a lane of its class if there is one, else `success` (2xx) or `failure`.
    `unknown`: the request may have arrived, but no answer came; it is never repeated blindly.
    """

    LANES: ClassVar[tuple[str, ...]] = ("success", "failure", "unknown", *_CLASSES)
    SLOW: ClassVar[frozenset[str]] = frozenset(LANES)
    # A failure may have come with an answer; where none came nothing is saved.
    SAVED: ClassVar[frozenset[str] | None] = frozenset({"success", *_CLASSES})
    PERHAPS_SAVED: ClassVar[frozenset[str]] = frozenset({"failure"})
    waits: ClassVar[bool] = True

    kind: Literal["http_request"] = "http_request"
    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    url: Annotated[str, Field(min_length=1, max_length=limits.URL_LENGTH)]
    headers: Annotated[list[Header], Field(max_length=limits.HTTP_HEADERS)] = Field(
        default_factory=list
    )
    body: Body | None = None
    retries: Annotated[int, Field(ge=0, le=limits.HTTP_RETRIES)] = 0
    save: Annotated[list[Mapping], Field(max_length=limits.HTTP_MAPPINGS)] = Field(
        default_factory=list
    )
    save_status_to: Slug | None = None

    @model_validator(mode="after")
    def _is_one_request(self) -> Self:
        if self.body is not None and self.method in ("GET", "HEAD"):
            raise ValueError(f"a {self.method} request has no body")
        names = [header.name.lower() for header in self.headers]
        if len(set(names)) < len(names):
            raise ValueError("two headers have the same name")
        return self

    @property
    def secret_headers(self) -> frozenset[str]:
        """Their names in small letters."""
        return frozenset(header.name.lower() for header in self.headers if header.secret)

    @property
    def may_time_out(self) -> bool:
        return False

    def templates(self) -> Iterator[str]:
        yield self.url
        yield from (header.value for header in self.headers)
        if self.body is not None:
            yield from self.body.templates()

    def addresses(self) -> Iterator[str]:
        yield self.url

    def references(self) -> Iterator[Named]:
        """The address is read by everybody: a secret has no place there."""
        texts = [header.value for header in self.headers]
        if self.body is not None:
            texts += self.body.templates()
        return (Named(Noun.SEALED, name) for text in texts for name in list_secrets(text))

    def sent_headers(self) -> Iterator[tuple[str, str]]:
        return ((header.name, header.value) for header in self.headers)

    def sent_texts(self) -> Iterator[tuple[str, str]]:
        return self.body.named_texts() if self.body is not None else iter(())

    def saved_variables(self) -> Iterator[str]:
        yield from (mapping.variable for mapping in self.save)
        if self.save_status_to is not None:
            yield self.save_status_to

    @property
    def open_lanes(self) -> tuple[str, ...]:
        """A lane that is not there is no way out: the general one is taken instead."""
        general = {"failure"} if "2xx" in self.lanes else {"failure", "success"}
        return tuple(lane for lane in self.LANES if lane in general or lane in self.lanes)

    def lane_seconds(self, _lane: str, /) -> int:
        return limits.HTTP_PATIENCE_SECONDS

    def decide(self, signal: Signal, scene: Scene, /) -> Decision:
        match signal:
            case Entered():
                until = scene.view.now + timedelta(seconds=limits.HTTP_PATIENCE_SECONDS)
                return Park(Waiting(WaitKind.EFFECT, until=until), (self._call(scene),))
            case EffectDone(result=result):
                return self._go_on(result)
            case Due():
                return self._lost("no result came in time")
            case _:
                return Stay()

    def _call(self, scene: Scene) -> CallHttp:
        headers = {header.name: _written(header.value, scene) for header in self.headers}
        secrets: dict[str, Writing] = {
            header.name: "text" for header in self.headers if _holds_secret(header.value)
        }
        body = self.body.written(scene) if self.body is not None else None
        if body is not None and not any(name.lower() == "content-type" for name in headers):
            headers["Content-Type"] = body.content_type
        if body is not None and body.secrets is not None:
            secrets[""] = body.secrets
        text = body.text if body is not None else None
        return CallHttp(self.method, self._address(scene), headers, text, self.retries, secrets)

    def _address(self, scene: Scene) -> str:
        """What fills a place cannot add a parameter or change the path; a URL that begins with a place is
        taken as it is.
        """
        is_whole = self.url.lstrip().startswith("{{")
        escape = None if is_whole else _quoted
        return fill(self.url, scene, escape=escape).text.strip()

    def _go_on(self, result: CallResult) -> Decision:
        if result.outcome == "unknown":
            return self._lost(result.error)
        if result.status is None:
            return fail(self, result.error or "the request was not made")
        values = self._values(result)
        if self.save_status_to is not None:
            values[self.save_status_to] = result.status
        effects = tuple(SaveVariable(name, value) for name, value in values.items())
        output: dict[str, object] = {"status": result.status, "saved": values}
        return Move(
            self._lane_of(result.status),
            effects,
            output,
            ends=EndReason.COMPLETED if _is_good(result.status) else EndReason.STEP_FAILED,
        )

    def digest(self, result: CallResult) -> CallResult:
        """What a trace keeps of an answer, and all that the step decides with: of a long body the beginning,
        and what was taken from the whole.
        """
        size = len(result.body)
        if size <= limits.HTTP_TRACE_BODY:
            return result
        return replace(
            result,
            body=result.body[: limits.HTTP_TRACE_BODY],
            cut_from=size,
            found=self._values(result),
        )

    def _values(self, result: CallResult) -> dict[str, VariableValue]:
        if result.cut_from is not None:
            return {mapping.variable: result.found.get(mapping.variable) for mapping in self.save}
        data = _decoded(result.body)
        return {mapping.variable: _found(mapping.path, data) for mapping in self.save}

    def _lane_of(self, status: int) -> str:
        by_class = f"{status // 100}xx"
        if by_class in self.lanes:
            return by_class
        return "success" if _is_good(status) else "failure"

    def _lost(self, error: str) -> Decision:
        said = f"it may have arrived, but no answer came: {error}"
        if "unknown" in self.lanes:
            return Move("unknown", error=said, ends=EndReason.STEP_FAILED)
        return fail(self, said)


def _written(value: str, scene: Scene) -> str:
    text = fill_but_secrets(value, scene, write=shield if _holds_secret(value) else str)
    return text.translate(_CONTROLS).strip()


def _holds_secret(value: str) -> bool:
    return any(True for _ in list_secrets(value))


def _is_good(status: int) -> bool:
    return _OK <= status < _REDIRECT


def _quoted(text: str) -> str:
    return quote(text, safe="")


@lru_cache(maxsize=512)
def _compiled(path: str) -> jsonpath.JSONPathQuery:
    """Raises ValueError for what is no path, or may name several places."""
    try:
        query = jsonpath.compile(path)
    except (jsonpath.JSONPathError, RecursionError) as error:
        message = f"{path[:60]!r} is no JSONPath: {error}"
        raise ValueError(message) from error
    if not query.singular_query():
        message = f"{path[:60]!r} may name several places; name one, like $.items[0].id"
        raise ValueError(message)
    return query


def _found(path: str, data: object) -> VariableValue:
    """What is not there is empty; a list or an object is kept as JSON text, and any text without what cannot be
    stored.
    """
    if not isinstance(data, dict | list):
        return None
    try:
        node = _compiled(path).find_one(cast("dict[str, object]", data))
    except (jsonpath.JSONPathError, RecursionError):
        return None
    value: object = node.value if node is not None else None
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return value if abs(value) < limits.EXPRESSION_NUMBER else None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return clean_text(text)[: limits.VARIABLE_LENGTH]


def _decoded(body: str) -> object:
    """None for what is no JSON: the lane does not depend on it."""
    try:
        return json.loads(body, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None
