"""Requests to other systems: whether their address may be called, and whether every answer has a way."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from parley.domain.web_address import is_internal_name
from parley.workflows.checks.finding import Finding, warn
from parley.workflows.checks.subject import Subject
from parley.workflows.steps import HttpRequest

_ORIGIN = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<rest>[^/?#]*)")
# 2130706433, 0177.0.0.1, 0x7f.1: systems read them as addresses.
_ENDS_IN_NUMBER = re.compile(r"(^|\.)(\d+|0[xX][0-9a-fA-F]*)\.*$")
_PORTS = (None, 80, 443)
_REFUSALS = ("3xx", "4xx", "5xx")


def check_requests(subject: Subject) -> Iterator[Finding]:
    for step_id, step in subject.definition.steps.items():
        if isinstance(step, HttpRequest):
            yield from _check_address(step.url.strip(), step_id)
            yield from _check_lanes(step, step_id, subject)


def _check_address(url: str, step_id: str) -> Iterator[Finding]:
    """An address that begins with a place, or whose host holds one, is judged when it is called."""
    if url.startswith("{{"):
        return
    found = _ORIGIN.match(url)
    if found is None or found["scheme"].lower() not in ("http", "https"):
        sentence = "The address does not begin with https:// or http://: it is never called."
        yield Finding("bad_request_address", step_id, sentence)
    elif "{{" not in found["rest"]:
        fault = _find_fault(found.group())
        if fault is not None:
            sentence = (
                f"{fault}: the request is refused, unless the operator has allowed its origin."
            )
            yield warn("private_address", step_id, sentence)


def _find_fault(origin: str) -> str | None:
    try:
        parts = urlsplit(origin)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return "The address names no host"
    if is_internal(host):
        return f"{host or 'An empty host'} is an internal address"
    return None if port in _PORTS else f"Port {port} is neither 80 nor 443"


def is_internal(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return not host or is_internal_name(host) or bool(_ENDS_IN_NUMBER.search(host))
    return not address.is_global or address.is_multicast


def _check_lanes(step: HttpRequest, step_id: str, subject: Subject) -> Iterator[Finding]:
    """A lane that is there and leads nowhere was decided so."""
    if "failure" in step.lanes:
        return
    missing = [lane for lane in _REFUSALS if lane not in step.lanes]
    if missing:
        sentence = f"An answer of {' or '.join(missing)} ends the run: there is neither a lane for it nor failure."
        yield warn("unmapped_status", step_id, sentence, subject.way_to(step_id))
