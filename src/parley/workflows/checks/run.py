"""All checks, one after the other."""

from collections.abc import Callable, Iterator
from datetime import datetime

from parley.domain.ids import WorkflowId
from parley.domain.workspace import Reference
from parley.workflows.checks.channels import check_options, check_texts
from parley.workflows.checks.circles import check_cycle
from parley.workflows.checks.conditions import check_fields, check_shadows, check_truth
from parley.workflows.checks.expressions import check_expressions
from parley.workflows.checks.files import check_files
from parley.workflows.checks.finding import Finding, Severity
from parley.workflows.checks.inputs import check_calls, check_inputs
from parley.workflows.checks.names import check_names
from parley.workflows.checks.neighbours import check_events
from parley.workflows.checks.ownership import check_ownership
from parley.workflows.checks.places import check_places
from parley.workflows.checks.requests import check_requests
from parley.workflows.checks.schedule import check_schedule
from parley.workflows.checks.secrets import check_literals, check_urls
from parley.workflows.checks.shape import (
    check_after_assignment,
    check_circles,
    check_ends,
    check_reach,
    check_targets,
    check_timeouts,
)
from parley.workflows.checks.subject import Subject
from parley.workflows.checks.variables import check_variables
from parley.workflows.checks.windows import check_windows
from parley.workflows.definition import Definition

CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    check_targets,
    check_reach,
    check_circles,
    check_ends,
    check_timeouts,
    check_after_assignment,
    check_ownership,
    check_names,
    check_places,
    check_variables,
    check_expressions,
    check_inputs,
    check_calls,
    check_requests,
    check_fields,
    check_truth,
    check_shadows,
    check_urls,
    check_literals,
    check_texts,
    check_options,
    check_files,
    check_windows,
    check_schedule,
    check_events,
    check_cycle,
)


def validate_for_publish(
    definition: Definition,
    reference: Reference,
    *,
    workflow_id: WorkflowId | None = None,
    now: datetime | None = None,
) -> list[Finding]:
    """All findings, errors first."""
    subject = Subject(definition, reference, workflow_id, now)
    found = [finding for check in CHECKS for finding in check(subject)]
    return sorted(found, key=lambda finding: finding.severity is not Severity.ERROR)
