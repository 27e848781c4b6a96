"""HTTP Request: another system is asked, the run waits, and the answer decides where it goes on."""

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from typing import Annotated, ClassVar, Literal, Self, cast
from urllib.parse import quote, urlencode

import jsonpath_rfc9535 as jsonpath
from pydantic import Field, JsonValue, StringConstraints, field_validator, model_validator

from parley.domain.calls import CallResult
from parley.domain.run import EndReason, VariableValue, Waiting, WaitKind
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
from parley.workflows.steps.step import Step, fail
from parley.workflows.variables import fill, fill_value
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
    """`secret`: its value appears in no trace."""

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


class JsonBody(Model):
    """Text anywhere in it may hold places; a text that is one bare place keeps the type of its value."""

    type: Literal["json"] = "json"
    value: JsonValue

    @field_validator("value")
    @classmethod
    def _is_of_reasonable_size(cls, value: JsonValue) -> JsonValue:
        if _depth(value) > limits.HTTP_BODY_DEPTH:
            message = f"a JSON body nests at most {limits.HTTP_BODY_DEPTH} deep"
            raise ValueError(message)
        if len(json.dumps(value)) > limits.HTTP_BODY_LENGTH:
            message = f"a body takes at most {limits.HTTP_BODY_LENGTH} characters"
            raise ValueError(message)
        return value

    def templates(self) -> Iterator[str]:
        return _texts(self.value)

    def written(self, scene: Scene) -> tuple[str, str]:
        return json.dumps(_filled(self.value, scene), ensure_ascii=False), "application/json"


class FormBody(Model):
    type: Literal["form"] = "form"
    fields: Annotated[
        dict[str, Annotated[str, Field(max_length=limits.TEXT_LENGTH)]],
        Field(max_length=limits.HTTP_FORM_FIELDS),
    ]

    def templates(self) -> Iterator[str]:
        return iter(self.fields.values())

    def written(self, scene: Scene) -> tuple[str, str]:
        filled = {name: fill(value, scene).text for name, value in self.fields.items()}
        return urlencode(filled), "application/x-www-form-urlencoded"


class TextBody(Model):
    type: Literal["text"] = "text"
    text: Annotated[str, Field(max_length=limits.HTTP_BODY_LENGTH)]
    content_type: Annotated[
        str, StringConstraints(pattern=r"^[\w.+-]+/[\w.+-]+(; ?[\w-]+=[\w.-]+)*$", max_length=100)
    ] = "text/plain; charset=utf-8"

    def templates(self) -> Iterator[str]:
        yield self.text

    def written(self, scene: Scene) -> tuple[str, str]:
        return fill(self.text, scene).text, self.content_type


Body = Annotated[JsonBody | FormBody | TextBody, Field(discriminator="type")]


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
    def may_time_out(self) -> bool:
        return False

    def templates(self) -> Iterator[str]:
        yield self.url
        yield from (header.value for header in self.headers)
        if self.body is not None:
            yield from self.body.templates()

    def addresses(self) -> Iterator[str]:
        yield self.url

    def saved_variables(self) -> Iterator[str]:
        yield from (mapping.variable for mapping in self.save)
        if self.save_status_to is not None:
            yield self.save_status_to

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
        headers = {
            header.name: fill(header.value, scene).text.translate(_CONTROLS).strip()
            for header in self.headers
        }
        body: str | None = None
        if self.body is not None:
            body, content_type = self.body.written(scene)
            if not any(name.lower() == "content-type" for name in headers):
                headers["Content-Type"] = content_type
        return CallHttp(self.method, self._address(scene), headers, body, self.retries)

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
        data = _decoded(result.body)
        values = {mapping.variable: _found(mapping.path, data) for mapping in self.save}
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
    """What is not there is empty; a list or an object is kept as JSON text."""
    if not isinstance(data, dict | list):
        return None
    try:
        node = _compiled(path).find_one(cast("dict[str, object]", data))
    except (jsonpath.JSONPathError, RecursionError):
        return None
    value: object = node.value if node is not None else None
    if isinstance(value, bool | float) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < limits.EXPRESSION_NUMBER else None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text[: limits.VARIABLE_LENGTH]


def _decoded(body: str) -> object:
    """None for what is no JSON: the lane does not depend on it."""
    try:
        return json.loads(body, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


def _depth(value: JsonValue) -> int:
    """Counted layer by layer, so that no nesting is too deep to be counted."""
    layer, depth = _parts([value]), 0
    while layer and depth <= limits.HTTP_BODY_DEPTH:
        layer, depth = _parts(layer), depth + 1
    return depth


def _parts(layer: list[JsonValue]) -> list[JsonValue]:
    """The lists and objects one layer further in."""
    inner: list[JsonValue] = []
    for part in layer:
        if isinstance(part, dict):
            inner.extend(part.values())
        elif isinstance(part, list):
            inner.extend(part)
    return inner


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _filled(value: JsonValue, scene: Scene) -> object:
    match value:
        case str():
            return fill_value(value, scene)
        case dict():
            return {name: _filled(part, scene) for name, part in value.items()}
        case list():
            return [_filled(part, scene) for part in value]
        case _:
            return value
