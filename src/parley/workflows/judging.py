"""What can be said of a condition before anything runs, where some of what it looks at is known."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from parley.workflows.conditions import Comparison, Group, Operator, passes
from parley.workflows.paths import Found


class Among(Struct, frozen=True):
    """Of a list one word is known to be there, or not to be there."""

    word: str
    is_there: bool


Known = Mapping[str, Found | Among]
# They look at the hour, which nobody knows beforehand.
_OF_THE_HOUR = frozenset({Operator.IS_WITHIN_LAST, Operator.IS_LONGER_AGO_THAN})


def may_hold(condition: Comparison | Group, known: Known, *, now: datetime) -> bool:
    """False only if it cannot hold where the known places have these values, whatever the others have."""
    return _verdict(condition, known, now) is not False


def must_hold(condition: Comparison | Group, known: Known, *, now: datetime) -> bool:
    return _verdict(condition, known, now) is True


def _verdict(condition: Comparison | Group, known: Known, now: datetime) -> bool | None:
    """None: that depends on what is not known."""
    if isinstance(condition, Group):
        verdicts = {_verdict(part, known, now) for part in condition.conditions}
        decisive = condition.match == "any"
        if decisive in verdicts:
            return decisive
        return None if None in verdicts else not decisive
    value = condition.value
    parts: list[Found] = list(value) if isinstance(value, list) else [value]
    has_places = any(isinstance(part, str) and "{{" in part for part in parts)
    if condition.field not in known or has_places or condition.operator in _OF_THE_HOUR:
        return None
    found = known[condition.field]
    if isinstance(found, Among):
        return _verdict_among(
            condition.operator, found, {str(part).strip().casefold() for part in parts}
        )
    return passes(condition.operator, found, parts, now)


def _verdict_among(operator: Operator, found: Among, wanted: set[str]) -> bool | None:
    """One that is there decides, and so does the only one that is wanted and not there."""
    word = found.word.strip().casefold()
    verdict: bool | None = None
    match operator:
        case Operator.EXISTS | Operator.DOES_NOT_EXIST if found.is_there:
            verdict = operator is Operator.EXISTS
        case Operator.HAS_ANY_OF | Operator.HAS_NONE_OF:
            is_any = word in wanted if found.is_there else wanted != {word}
            if is_any is found.is_there:
                verdict = is_any is (operator is Operator.HAS_ANY_OF)
        case Operator.HAS_ALL_OF if found.is_there:
            verdict = True if wanted == {word} else None
        case Operator.HAS_ALL_OF:
            verdict = False if word in wanted else None
        case _:
            pass
    return verdict
