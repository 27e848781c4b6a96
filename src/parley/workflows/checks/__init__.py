"""What is looked at before a definition is published: each finding says where and what, in a sentence."""

from parley.workflows.checks.finding import Finding, Severity, is_publishable
from parley.workflows.checks.run import validate_for_publish

__all__ = ["Finding", "Severity", "is_publishable", "validate_for_publish"]
