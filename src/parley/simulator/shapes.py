"""The small questions that every check of a request asks, with the provider's answers."""

from typing import Any, cast

from parley.simulator.errors import GraphError, Json

PARAMETER_INVALID = 100


def invalid(details: str) -> GraphError:
    return GraphError(131009, details)


def need(holder: Json, name: str) -> Any:
    """The member, or the provider's refusal of a missing parameter."""
    if holder.get(name) is None:
        raise GraphError(131008, f"Required parameter {name} is missing.")
    return holder[name]


def need_object(holder: Json, name: str) -> Json:
    found = need(holder, name)
    if not isinstance(found, dict):
        raise invalid(f"{name} must be an object.")
    return cast("Json", found)


def need_objects(holder: Json, name: str, *, most: int) -> list[Json]:
    """One to `most` objects."""
    found = need(holder, name)
    if not isinstance(found, list) or not 1 <= len(cast("list[Any]", found)) <= most:
        raise invalid(f"{name} must be a list of 1 to {most} members.")
    members = cast("list[Any]", found)
    if not all(isinstance(member, dict) for member in members):
        raise invalid(f"Every member of {name} must be an object.")
    return cast("list[Json]", members)


def choose_text(holder: Json, name: str, *, limit: int) -> str:
    """The text of a member, which must be there, not blank and within the limit."""
    found = need(holder, name)
    if not isinstance(found, str) or not found.strip():
        raise invalid(f"{name} must be a text that is not empty.")
    if len(found) > limit:
        raise invalid(f"{name} length invalid. Min length: 1, max length: {limit}.")
    return found
