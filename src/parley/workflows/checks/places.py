"""The places to fill in texts: well-formed, known, and with a value to be had."""

from collections.abc import Iterator

from msgspec import structs

from parley.domain.secret_places import PREFIX
from parley.workflows.checks.finding import Finding, warn
from parley.workflows.checks.subject import Subject
from parley.workflows.naming import Noun
from parley.workflows.paths import VARIABLE
from parley.workflows.steps.step import Step
from parley.workflows.variables import Place, list_places, list_secrets, secret_at

# There is always a value here, so that no fallback is missed.
_ALWAYS = frozenset(
    {
        "contact.id",
        "contact.name",
        "contact.first_name",
        "contact.created_at",
        "conversation.id",
        "conversation.source",
        "conversation.status",
        "conversation.opened_at",
        "system.now",
        "system.date",
        "system.time",
    }
)


def check_places(subject: Subject) -> Iterator[Finding]:
    """In a condition what has no value is compared as it is: there nobody misses a fallback."""
    for step_id, step in subject.definition.steps.items():
        secrets = _list_secrets(step)
        for template in step.templates():
            for place in list_places(template):
                if secret_at(place) not in secrets:
                    yield from _check_place(place, step_id, subject)
    for step_id, comparison in subject.list_comparisons():
        values = comparison.value if isinstance(comparison.value, list) else [comparison.value]
        for value in values:
            for place in list_places(value) if isinstance(value, str) else ():
                covered = structs.replace(place, fallback=place.fallback or "")
                yield from _check_place(covered, step_id, subject)


def _list_secrets(step: Step) -> set[str]:
    """Whether there are such secrets, and none in an address, is looked at elsewhere."""
    named = {str(named.id) for named in step.references() if named.noun is Noun.SEALED}
    return named | {name for address in step.addresses() for name in list_secrets(address)}


def _check_place(place: Place, step_id: str | None, subject: Subject) -> Iterator[Finding]:
    said = "{{" + place.raw + "}}"
    if not place.path:
        yield Finding(
            "malformed_variable",
            step_id,
            f"{said} cannot be read. Write it like {{{{contact.email|none}}}}.",
        )
    elif not subject.is_known(place.path):
        told = (
            "stands outside of a request: a secret is filled in headers and bodies of HTTP requests only."
            if place.path.startswith(PREFIX)
            else "names nothing that exists."
        )
        yield Finding("unknown_variable", step_id, f"{said} {told}")
    elif place.fallback is None and not _is_sure(place.path):
        yield warn(
            "no_fallback",
            step_id,
            f"{said} has no fallback: where there is no value, nothing is written.",
        )


def _is_sure(path: str) -> bool:
    """Whether a variable is set depends on the way: that is looked at elsewhere."""
    return path in _ALWAYS or path.startswith(VARIABLE)
