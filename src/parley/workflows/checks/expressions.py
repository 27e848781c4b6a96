"""Expressions that never have a value: text where a number is needed, a day that does not exist, a division by zero."""

from collections.abc import Iterator

from parley.workflows.checks.finding import Finding
from parley.workflows.checks.subject import Subject
from parley.workflows.expressions import list_faults, parse_expression
from parley.workflows.steps import SetVariable


def check_expressions(subject: Subject) -> Iterator[Finding]:
    for step_id, step in subject.definition.steps.items():
        if isinstance(step, SetVariable):
            fault = next(list_faults(parse_expression(step.expression)), None)
            if fault is not None:
                sentence = f"The expression never has a value ({fault})."
                yield Finding("expression_without_value", step_id, sentence)
