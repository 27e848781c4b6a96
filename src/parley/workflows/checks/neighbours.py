"""The other workflows of the workspace: who speaks on the same event (O16), who starts whom in a circle."""

from collections.abc import Iterator, Mapping

from parley.domain.ids import UUID
from parley.workflows.checks.finding import Finding, warn
from parley.workflows.checks.subject import Subject
from parley.workflows.definition import Definition
from parley.workflows.naming import Noun


def check_events(subject: Subject) -> Iterator[Finding]:
    """O16: of two that speak on one event only the newest question is heard."""
    if not subject.definition.speaks:
        return
    for name, other in list_neighbours(subject):
        if other.speaks and subject.definition.trigger.overlaps(other.trigger):
            sentence = f"The workflow {name!r} writes to the contact on the same event, too."
            yield warn("two_speak_on_one_event", None, sentence)


def check_cycle(subject: Subject) -> Iterator[Finding]:
    """5b.17: the chain of causes would stop them where they met, and nobody would know why."""
    own = subject.workflow_id
    if own is None:  # nobody can call it yet
        return
    others: dict[UUID, tuple[str, Definition]] = {
        version.workflow_id: (version.name, version.definition)
        for version in subject.reference.versions.values()
        if version.live and isinstance(version.definition, Definition)
    }
    for step_id, called in _list_calls(subject.definition):
        way = _find_way(called, own, others)
        if way is not None:
            name = subject.definition.name
            said = " > ".join([name, *(others[each][0] for each in way), name])
            sentence = f"The workflows start one another in a circle: {said}."
            yield Finding("trigger_cycle", step_id, sentence, path=subject.way_to(step_id))


def _list_calls(definition: Definition) -> Iterator[tuple[str, UUID]]:
    """The steps that start other workflows, and which."""
    for step_id, step in definition.steps.items():
        for named in step.references():
            if named.noun is Noun.WORKFLOW and isinstance(named.id, UUID):
                yield step_id, named.id


def _find_way(
    start: UUID, goal: UUID, others: Mapping[UUID, tuple[str, Definition]]
) -> tuple[UUID, ...] | None:
    """The shortest chain of calls from `start` back to the goal, which itself is left out; None without one."""
    ahead: list[tuple[UUID, tuple[UUID, ...]]] = [(start, ())]
    seen = {start}
    for workflow_id, way in ahead:
        if workflow_id == goal:
            return way
        if workflow_id not in others:
            continue
        for _, called in _list_calls(others[workflow_id][1]):
            if called not in seen:
                seen.add(called)
                ahead.append((called, (*way, workflow_id)))
    return None


def list_neighbours(subject: Subject) -> Iterator[tuple[str, Definition]]:
    """The live versions of the other workflows."""
    for version in subject.reference.versions.values():
        is_other = version.live and version.workflow_id != subject.workflow_id
        if is_other and isinstance(version.definition, Definition):
            yield version.name, version.definition
