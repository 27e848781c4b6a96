"""Conditions: what they look at must exist, and they must be able to hold, and not to hold."""

from collections.abc import Iterator

from parley.workflows.checks.finding import Finding, warn
from parley.workflows.checks.logic import Truth, find_truth
from parley.workflows.checks.shadows import find_shadowed
from parley.workflows.checks.subject import Subject


def check_fields(subject: Subject) -> Iterator[Finding]:
    for step_id, comparison in subject.list_comparisons():
        if not subject.is_known(comparison.field):
            sentence = f"The condition looks at {comparison.field}, which does not exist."
            yield Finding("unknown_variable", step_id, sentence)


def check_truth(subject: Subject) -> Iterator[Finding]:
    """A trigger whose condition always holds does no harm, it only says nothing."""
    for step_id, lane, condition in subject.list_conditions():
        truth = find_truth(condition)
        path = subject.way_to(step_id, lane) if step_id is not None and lane is not None else ()
        said = f"of the lane {lane!r}" if lane is not None else "of the trigger"
        if truth is Truth.NEVER:
            sentence = f"The condition {said} can never hold: its parts contradict each other."
            yield Finding("condition_never_holds", step_id, sentence, path=path)
        elif truth is Truth.ALWAYS and step_id is not None:
            sentence = f"The condition {said} always holds: nothing comes to the lanes after it."
            yield Finding("condition_always_holds", step_id, sentence, path=path)
        elif truth is Truth.ALWAYS:
            yield warn("condition_always_holds", None, f"The condition {said} always holds.")


def check_shadows(subject: Subject) -> Iterator[Finding]:
    for step_id, step in subject.definition.steps.items():
        for lane, earlier in find_shadowed(step.conditions()):
            sentence = f"Nothing comes to the lane {lane!r}: {earlier!r} takes it all before."
            path = subject.way_to(step_id, lane)
            yield Finding("branch_shadowed", step_id, sentence, path=path)
