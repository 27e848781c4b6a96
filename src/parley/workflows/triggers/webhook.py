"""Incoming Webhook: another system posts JSON, and the workflow starts for the contact that it names."""

import json
from functools import lru_cache
from typing import Annotated, Literal, Self, cast

from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathError, JSONPathQuery
from pydantic import AfterValidator, Field, model_validator

from parley.domain.run import VariableValue
from parley.workflows import limits
from parley.workflows.model import Slug
from parley.workflows.triggers.trigger import Trigger, Values

_PATHS = JSONPathEnvironment()


@lru_cache(maxsize=1024)
def _compile(path: str) -> JSONPathQuery:
    return _PATHS.compile(path)


def _is_singular(path: str) -> str:
    """Only paths that lead to one place: a name or a number at each step, no wildcard, no filter."""
    try:
        compiled = _compile(path)
    except (JSONPathError, RecursionError) as error:
        raise ValueError(f"{path!r} is no JSONPath") from error
    if not compiled.singular_query():
        raise ValueError(f"{path!r} may lead to more than one place; write it like $.order.id")
    return path


JsonPath = Annotated[
    str, Field(min_length=1, max_length=limits.JSON_PATH_LENGTH), AfterValidator(_is_singular)
]


class IncomingWebhookTrigger(Trigger):
    """`contact_path` leads to the contact's id, e-mail or phone; with `creates_contact` one who is not known
    is made, named by `name_path`. `mapping` names what is read as `trigger.NAME`; what is missing is empty.
    """

    kind: Literal["incoming_webhook"] = "incoming_webhook"
    contact_by: Literal["id", "email", "phone"] = "email"
    contact_path: JsonPath
    creates_contact: bool = False
    name_path: JsonPath | None = None
    mapping: dict[Slug, JsonPath] = Field(default_factory=dict, max_length=limits.INPUTS)

    @model_validator(mode="after")
    def _creates_who_can_be_found_again(self) -> Self:
        if self.creates_contact and self.contact_by == "id":
            raise ValueError("a contact is created by e-mail or phone, not by an id")
        return self

    def variables(self) -> frozenset[str]:
        return frozenset(self.mapping)

    def read(self, payload: object) -> Values:
        return {name: _flat(find_in(payload, path)) for name, path in self.mapping.items()}


def find_in(payload: object, path: str) -> object:
    """What a path leads to; None where it misses."""
    if not isinstance(payload, dict | list):
        return None
    node = _compile(path).find_one(cast("dict[str, object]", payload))
    return node.value if node is not None else None


def _flat(value: object) -> VariableValue:
    """Lists of plain values stay lists; whatever is nested is kept as JSON text."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list):
        parts = cast("list[object]", value)
        if all(isinstance(part, str | int | float) for part in parts):
            return [str(part) for part in parts[: limits.LIST_VALUES]]
    return json.dumps(value, ensure_ascii=False)[: limits.VARIABLE_LENGTH]
