"""House rules as code: each has a name, a summary and a check that lists what breaks it."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import house_code
import house_text
from house_project import Project, project_at

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Rule:
    """One rule; `check` gives a line for each place that breaks it."""

    name: str
    summary: str
    check: Callable[[Project], Iterator[str]]


RULES = (
    Rule(
        "size",
        f"a file has at most {house_code.FILE_LINES} lines, a function {house_code.FUNCTION_LINES}",
        house_code.check_size,
    ),
    Rule("opening", "every module opens with one sentence", house_code.check_opening),
    Rule("glossary", "identifiers use the glossary's words", house_code.check_glossary),
    Rule("one commit", "transactions begin and end in storage alone", house_code.check_commits),
    Rule("workspace", "storage reads take workspace_id", house_code.check_workspace),
    Rule("SQL", "SQL is never pieced together from values", house_code.check_sql),
    Rule("open tasks", "an open task is an issue, not a comment", house_text.check_open_tasks),
    Rule("addresses", "no registry and no machine is named", house_text.check_addresses),
    Rule("links", "what a page links to exists", house_text.check_links),
    Rule("architecture", "what ARCHITECTURE.md names exists", house_text.check_architecture),
)


def main() -> int:
    project = project_at(ROOT)
    broken = 0
    for rule in RULES:
        for finding in rule.check(project):
            broken += 1
            print(f"{rule.name}: {finding}")
    print(f"house rules: {broken} broken" if broken else f"house rules: all {len(RULES)} kept")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
