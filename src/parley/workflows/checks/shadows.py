"""Branches that are never reached, because an earlier one takes all that they would."""

from collections.abc import Iterable

from parley.workflows.conditions import Comparison, Condition, Scalar

# A condition as a set of parts of which all, or one, must hold; equal conditions have equal keys.
Key = tuple[object, ...]


def find_shadowed(ways: Iterable[tuple[str, Condition]]) -> Iterable[tuple[str, str]]:
    """Each way that an earlier one covers: its lane, and the lane of the earlier one."""
    alone: dict[Key, str] = {}
    together: list[tuple[frozenset[Key], str]] = []
    for lane, condition in ways:
        needs = _parts(condition, "all")
        earlier = next((alone[key] for key in needs if key in alone), None)
        earlier = earlier or next((name for keys, name in together if keys <= needs), None)
        if earlier is not None:
            yield lane, earlier
            continue
        for key in _parts(condition, "any"):
            alone.setdefault(key, lane)
        if len(needs) > 1:
            together.append((needs, lane))


def _parts(condition: Condition, match: str) -> frozenset[Key]:
    if isinstance(condition, Comparison) or condition.match != match:
        return frozenset({_key(condition)})
    return frozenset(key for part in condition.conditions for key in _parts(part, match))


def _key(condition: Condition) -> Key:
    if isinstance(condition, Comparison):
        value = condition.value
        parts = tuple(map(_word, value)) if isinstance(value, list) else (_word(value),)
        return (condition.field, condition.operator.value, parts)
    return (condition.match, _parts(condition, condition.match))


def _word(value: Scalar | None) -> str:
    return "" if value is None else f"{value}".strip().casefold()
