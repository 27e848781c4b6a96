"""One finding: a code for machines, a sentence for people, and the way to where it happens."""

from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """An error stands in the way of publishing; a warning is shown."""

    ERROR = "error"
    WARNING = "warning"


class Finding(Struct, frozen=True):
    """`step_id` None: the whole. `path` is a counter-example: step, lane, step, lane ... from the start to
    the defect; it ends with a lane where the run ends there. Empty where the step alone says it.
    """

    code: str
    step_id: str | None
    sentence: str
    severity: Severity = Severity.ERROR
    path: tuple[str, ...] = ()


def warn(code: str, step_id: str | None, sentence: str, path: tuple[str, ...] = ()) -> Finding:
    return Finding(code, step_id, sentence, Severity.WARNING, path)


def is_publishable(findings: list[Finding]) -> bool:
    return all(finding.severity is not Severity.ERROR for finding in findings)
