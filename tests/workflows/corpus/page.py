"""Writes docs/reference/seeded-defects.md: `PYTHONPATH=src:tests python -m workflows.corpus.page`."""

import sys
from collections.abc import Iterator
from pathlib import Path

from workflows.corpus.clean import CLEAN
from workflows.corpus.defects import DEFECTS, THEMES
from workflows.corpus.refusals import REFUSED

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "reference" / "seeded-defects.md"
HEAD = """# Seeded defects

Made from `tests/workflows/corpus` by its module `page`; a test keeps it true. Each line is a workflow with one mistake,
the code that must be found, and where. All of them are played by
`test_a_seeded_defect_of_the_corpus_is_found_where_it_is` and `test_a_seeded_defect_raises_no_second_alarm`, the clean
ones, in which not even a warning may be found, by `test_a_clean_workflow_of_the_corpus_raises_no_alarm`. What cannot be
read at all is refused with its place: `test_a_definition_of_the_corpus_that_cannot_be_read_is_refused_where_it_is`.
"""


def describe() -> str:
    return "\n".join([HEAD, *_lines()]) + "\n"


def _lines() -> Iterator[str]:
    yield f"{len(DEFECTS)} defects, {len(REFUSED)} refusals, {len(CLEAN)} clean workflows."
    for theme, cases in THEMES.items():
        yield f"\n## {theme}\n"
        yield "| the mistake | code | severity | step |"
        yield "|---|---|---|---|"
        for case in cases:
            step = f"`{case.step}`" if case.step else "the whole"
            yield f"| {case.what} | `{case.code}` | {case.severity} | {step} |"
    yield "\n## Refused while it is read\n"
    yield "| the mistake | where | what is said |"
    yield "|---|---|---|"
    for refused in REFUSED:
        yield f"| {refused.what} | `{refused.place or 'the whole'}` | ... {refused.words} ... |"
    yield "\n## Clean\n"
    for clean in CLEAN:
        yield f"- {clean.what}"


if __name__ == "__main__":
    PAGE.write_text(describe())
    sys.stdout.write(f"wrote {PAGE.name}\n")
