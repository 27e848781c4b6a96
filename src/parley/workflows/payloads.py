"""What a workflow takes from the JSON that another system posts: paths that lead to one place each."""

import json
from functools import lru_cache
from math import isfinite
from typing import Annotated, Literal, cast

from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathError, JSONPathQuery
from pydantic import AfterValidator, Field

from parley.domain.cleaning import clean_text
from parley.domain.run import VariableValue
from parley.workflows import limits
from parley.workflows.model import Slug

# How a payload may name a contact.
ContactBy = Literal["id", "email", "phone"]
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
Mapping = Annotated[dict[Slug, JsonPath], Field(max_length=limits.INPUTS)]


def find_in(payload: object, path: str) -> object:
    """What a path leads to, a text without what cannot be stored; None where it misses."""
    if not isinstance(payload, dict | list):
        return None
    node = _compile(path).find_one(cast("dict[str, object]", payload))
    if node is None:
        return None
    return clean_text(node.value) if isinstance(node.value, str) else node.value


def flat(value: object) -> VariableValue:
    """Lists of plain values stay lists; whatever is nested is kept as JSON text. None for a number without end.
    What is longer than a variable is cut.
    """
    if isinstance(value, float):
        return value if isfinite(value) else None
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list):
        parts = cast("list[object]", value)
        if all(isinstance(part, str | int | float) for part in parts):
            return [_cut(str(part)) for part in parts[: limits.LIST_VALUES]]
    return _cut(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _cut(text: str) -> str:
    return clean_text(text)[: limits.VARIABLE_LENGTH]
