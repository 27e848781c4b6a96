"""Conditions: what they look at must exist."""

from collections.abc import Iterator

from parley.workflows.checks.finding import Finding
from parley.workflows.checks.subject import Subject


def check_fields(subject: Subject) -> Iterator[Finding]:
    for step_id, comparison in subject.list_comparisons():
        if not subject.is_known(comparison.field):
            sentence = f"The condition looks at {comparison.field}, which does not exist."
            yield Finding("unknown_variable", step_id, sentence)
