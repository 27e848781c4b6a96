"""The places to fill in texts: well-formed, known, and with a value to be had."""

from collections.abc import Iterator

from parley.workflows.checks.finding import Finding, warn
from parley.workflows.checks.subject import Subject
from parley.workflows.variables import Place, list_places

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
    for step_id, step in subject.definition.steps.items():
        for template in step.templates():
            for place in list_places(template):
                yield from _check_place(place, step_id, subject)


def _check_place(place: Place, step_id: str, subject: Subject) -> Iterator[Finding]:
    said = "{{" + place.raw + "}}"
    if not place.path:
        yield Finding(
            "malformed_variable",
            step_id,
            f"{said} cannot be read. Write it like {{{{contact.email|none}}}}.",
        )
    elif not subject.is_known(place.path):
        yield Finding("unknown_variable", step_id, f"{said} names nothing that exists.")
    elif place.fallback is None and place.path not in _ALWAYS:
        yield warn(
            "no_fallback",
            step_id,
            f"{said} has no fallback: where there is no value, nothing is written.",
        )
