"""Secrets stand in no URL, and in no definition: whoever reads the workflow, a history or a log reads them."""

import re
from collections.abc import Iterator

from parley.workflows.checks.finding import Finding
from parley.workflows.checks.subject import Subject
from parley.workflows.variables import list_secrets

_URL = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_PERSON = re.compile(r"https?://[^/?#@]*:[^/?#@]+@", re.IGNORECASE)
_NAMED = re.compile(
    r"[?&;#](?:[a-z]+[_-])?(?:token|api[_-]?key|secret|password|passwd|pwd|signature|sig|auth)=([^&;#]+)",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"(?:proxy-)?authorization|cookie|(?:.*[-_])?(?:(?:api|auth|access)[-_]?key|token|secret|password|auth)",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"(?:.*[-_])?(?:token|secret|passw(?:or)?d|api[-_]?key|access[-_]?key|private[-_]?key)",
    re.IGNORECASE,
)


def check_literals(subject: Subject) -> Iterator[Finding]:
    """What is filled in, from a variable or a kept secret, is not written here."""
    for step_id, step in subject.definition.steps.items():
        for name, value in step.sent_headers():
            if is_secret_header(name, value):
                yield Finding("secret_in_header", step_id, _said("header", name))
        for name, value in step.sent_texts():
            if is_secret_text(name, value):
                yield Finding("secret_in_body", step_id, _said("value", name))


def is_secret_header(name: str, value: str) -> bool:
    """By its name it holds a secret, and the value is written out."""
    return _HEADER.fullmatch(name) is not None and _is_literal(value)


def is_secret_text(name: str, value: str) -> bool:
    """The same of a value in a body."""
    return _TEXT.fullmatch(name) is not None and _is_literal(value)


def _is_literal(value: str) -> bool:
    return bool(value.strip()) and "{{" not in value


def _said(noun: str, name: str) -> str:
    return (
        f"The {noun} {name} holds a secret in the open. Keep it as a secret of the workspace and write"
        " {{secret.its_name}}."
    )


def check_urls(subject: Subject) -> Iterator[Finding]:
    for step_id, step in subject.definition.steps.items():
        texts = [*step.addresses(), *step.templates()]
        in_url = any(_has_secret(found.group()) for text in texts for found in _URL.finditer(text))
        if in_url or any(True for url in step.addresses() for _ in list_secrets(url)):
            sentence = "A URL holds a secret. Send it in a header, or take it out."
            yield Finding("secret_in_url", step_id, sentence)


def _has_secret(url: str) -> bool:
    """A place to fill is no secret: what it becomes is not written here."""
    person = _PERSON.match(url)
    if person is not None and "{{" not in person.group():
        return True
    return any(not found.group(1).startswith("{{") for found in _NAMED.finditer(url))
