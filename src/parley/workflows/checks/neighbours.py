"""The other workflows of the workspace: who speaks on the same event (O16)."""

from collections.abc import Iterator

from parley.workflows.checks.finding import Finding, warn
from parley.workflows.checks.subject import Subject
from parley.workflows.definition import Definition


def check_events(subject: Subject) -> Iterator[Finding]:
    """O16: of two that speak on one event only the newest question is heard."""
    if not subject.definition.speaks:
        return
    for name, other in list_neighbours(subject):
        if other.speaks and subject.definition.trigger.overlaps(other.trigger):
            sentence = f"The workflow {name!r} writes to the contact on the same event, too."
            yield warn("two_speak_on_one_event", None, sentence)


def list_neighbours(subject: Subject) -> Iterator[tuple[str, Definition]]:
    """The live versions of the other workflows."""
    for version in subject.reference.versions.values():
        is_other = version.live and version.workflow_id != subject.workflow_id
        if is_other and isinstance(version.definition, Definition):
            yield version.name, version.definition
