"""Writes the reference pages that are made from code: `python -m parley.api.describe docs/reference`."""

import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from types import ModuleType

from parley import actions, api, domain, routing, workflows
from parley.api import limits
from parley.api.app import make_described_app
from parley.api.describe_templates import templates_page
from parley.api.limit_sentences import SENTENCES
from parley.api.routers import API
from parley.api.scope import MATRIX, Resource, Verb, reach
from parley.domain.errors import Refusal
from parley.domain.people import Role
from parley.rehearsal.script import Suite
from parley.workflows import limits as workflow_limits
from parley.workflows.definition import json_schema

ROLES = (Role.OWNER, Role.MANAGER, Role.AGENT)


def pages() -> Mapping[str, str]:
    """File name: text."""
    return {
        "openapi.json": openapi_text(),
        "roles.md": roles_page(),
        "errors.md": errors_page(),
        "limits.md": limits_page(),
        "workflow.schema.json": schema_text(),
        "templates.md": templates_page(MADE),
        "workflow-tests.schema.json": tests_schema_text(),
    }


def openapi_text() -> str:
    return json.dumps(make_described_app().openapi(), indent=1, ensure_ascii=False) + "\n"


def schema_text() -> str:
    """The JSON Schema of workflows."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def tests_schema_text() -> str:
    """The JSON Schema of what stands beside a definition: `workspace` and `tests`."""
    return json.dumps(Suite.model_json_schema(), indent=1, ensure_ascii=False) + "\n"


def openapi_paths() -> list[str]:
    """Below the API's base path, with `{}` for every parameter."""
    paths = make_described_app().openapi()["paths"]
    return [re.sub(r"{\w+}", "{}", path.removeprefix(API)) for path in paths]


def roles_page() -> str:
    head = "| resource | " + " | ".join(f"{role} reads | {role} writes" for role in ROLES) + " |"
    rows = [head, "|---|" + "---|" * (2 * len(ROLES))]
    rows += [f"| {resource} | {_cells(resource)} |" for resource in MATRIX]
    return f"{ROLES_HEAD}\n" + "\n".join(rows) + "\n"


def errors_page() -> str:
    rows = ["| code | status | what it says |", "|---|---|---|"]
    rows += [f"| `{kind.code}` | {kind.status} | {kind.message} |" for kind in all_refusals()]
    return f"{ERRORS_HEAD}\n" + "\n".join(rows) + "\n"


def limits_page() -> str:
    rows = ["| limit | number | what it bounds |", "|---|---|---|"]
    for module in (limits, workflow_limits):
        place = module.__name__.removeprefix("parley.").removesuffix(".limits")
        for name, value in _numbers(module):
            key = f"{place}.{name}"
            rows.append(f"| `{key}` | {_shown(value)} | {SENTENCES.get(key, '')} |")
    return f"{LIMITS_HEAD}\n" + "\n".join(rows) + "\n"


def all_refusals() -> list[type[Refusal]]:
    """Every refusal of the program, by status and code; all modules that may define one are imported."""
    for package in (domain, actions, workflows, routing, api):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name != __name__:
                importlib.import_module(found.name)
    ours = {kind.code: kind for kind in _below(Refusal) if kind.__module__.startswith("parley.")}
    return sorted(ours.values(), key=lambda kind: (kind.status, kind.code))


def main(directory: Path) -> None:
    for name, text in pages().items():
        (directory / name).write_text(text)


def _cells(resource: Resource) -> str:
    return " | ".join(
        str(reach(role, verb, resource)) for role in ROLES for verb in (Verb.READ, Verb.WRITE)
    )


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _numbers(module: ModuleType) -> Iterator[tuple[str, int | float | timedelta]]:
    for name, value in vars(module).items():
        if name.isupper() and isinstance(value, int | float | timedelta):
            yield name, value


def _shown(value: float | timedelta) -> str:
    return (
        str(value)
        if isinstance(value, timedelta)
        else f"{value:,g}"
        if isinstance(value, float)
        else f"{value:,}"
    )


MADE = "Made from the code by `python -m parley.api.describe docs/reference`; a test compares them."
ROLES_HEAD = f"""# Roles

What each role may do. {MADE}

- `all`: everything of the workspace. `seen`: what the user's visibility shows. `own`: only what is the
  user's own. `no`: 403.
- Visibility `own` shows the conversations assigned to the user; `team` also those of the user's teams;
  `all` all of them. It holds on lists, counts, single reads, search, events and sockets alike: what is
  not shown is 404.
- A contact is shown to the contact's owner and to whoever sees one of its conversations.
- Only an owner makes, changes or deactivates owners, and one active owner always remains.
- Agents see channels without settings and webhook address.
- A token may what its user may, but it makes no tokens and sets no password of its own user: that takes a
  session. What it does counts as done by the API, not by a person.
- The test clock stands in no row: a server started with `--test-clock` moves it for whoever asks, without
  sign-in. Never use that flag with real data.
"""
ERRORS_HEAD = f"""# Errors

Every error is `application/problem+json` (RFC 9457) with `code` and `status`; `detail` is a sentence for
people and may say more than below. {MADE}

429 and 503 carry `Retry-After` in seconds. A refused request has changed nothing.
"""
LIMITS_HEAD = f"""# Limits

What is beyond a limit is refused with `limit_exceeded` or `invalid`, naming the limit. {MADE}
"""

if __name__ == "__main__":
    main(Path(sys.argv[1]))
