"""A secret does not belong into a URL: it is read in logs, histories and by whoever edits the workflow."""

import re
from collections.abc import Iterator

from parley.workflows.checks.finding import Finding
from parley.workflows.checks.subject import Subject

_URL = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_PERSON = re.compile(r"https?://[^/?#@]*:[^/?#@]+@", re.IGNORECASE)
_NAMED = re.compile(
    r"[?&;#](?:[a-z]+[_-])?(?:token|api[_-]?key|secret|password|passwd|pwd|signature|sig|auth)=([^&;#]+)",
    re.IGNORECASE,
)


def check_urls(subject: Subject) -> Iterator[Finding]:
    for step_id, step in subject.definition.steps.items():
        texts = [*step.addresses(), *step.templates()]
        if any(_has_secret(found.group()) for text in texts for found in _URL.finditer(text)):
            sentence = "A URL holds a secret. Send it in a header, or take it out."
            yield Finding("secret_in_url", step_id, sentence)


def _has_secret(url: str) -> bool:
    """A place to fill is no secret: what it becomes is not written here."""
    person = _PERSON.match(url)
    if person is not None and "{{" not in person.group():
        return True
    return any(not found.group(1).startswith("{{") for found in _NAMED.finditer(url))
