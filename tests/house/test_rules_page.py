"""The page of rules names tests that exist, and leaves no rule out."""

import re
from pathlib import Path

from parley.workflows import steps
from parley.workflows.steps.step import Step

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "rules.md"
DECISIONS = 28
CHECKS = 22
LANE_CELLS = 5


def rows() -> list[list[str]]:
    """The cells of every row below a heading row."""
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if row[-1] != "proved by"]


def test_every_test_that_the_page_names_exists() -> None:
    sources = [path.read_text() for path in (ROOT / "tests").rglob("test_*.py")]
    known = set(re.findall(r"^(?:async )?def (test_\w+)", "\n".join(sources), re.MULTILINE))
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text()))
    assert named - known == set()
    assert len(named) > DECISIONS


def test_every_file_that_the_page_names_exists() -> None:
    named = re.findall(r"`((?:tests|web)/[\w./-]+)`", PAGE.read_text())
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_rule_has_its_row() -> None:
    wanted = [f"O{number}" for number in range(1, DECISIONS + 1)]
    wanted += [f"5b.{number}" for number in range(1, CHECKS + 1)]
    first = [row[0] for row in rows()]
    assert [name for name in wanted if first.count(name) != 1] == []


def test_every_lane_of_every_step_has_its_row() -> None:
    told = {
        (row[0].strip("`"), lane)
        for row in rows()
        if len(row) == LANE_CELLS
        for lane in row[1].split(", ")
    }
    kinds = {one for one in vars(steps).values() if isinstance(one, type) and issubclass(one, Step)}
    wanted = {
        (one.model_fields["kind"].default, lane) for one in kinds - {Step} for lane in one.LANES
    }
    assert told == wanted | {("branch", "one per branch")}


def test_every_row_is_proved_or_says_what_it_comes_with() -> None:
    assert [row for row in rows() if "`" not in row[-1] and "comes with" not in row[-1]] == []
