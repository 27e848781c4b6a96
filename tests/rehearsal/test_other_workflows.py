"""Files of workflows that start one another: the others stand beside them, or are known by their name alone."""

from pathlib import Path

import pytest

from parley.commands.workflow_files import FileRefused, read_file
from parley.domain.errors import Invalid
from parley.rehearsal.suite import SuiteResult, run_suite
from parley.workflows.checks import validate_for_publish

MAIN = """
name: Main
quiet_seconds: 0
trigger:
  kind: conversation_opened
start: hand
steps:
  hand:
    kind: trigger_workflow
    workflow_id: Survey
    variables:
      topic: "{{message.text|nothing}}"
    lanes:
      next: bye
  bye:
    kind: send_message
    text: Bye
"""
SURVEY = """
name: Survey of the shop
trigger:
  kind: manual
  inputs: [topic]
start: keep
steps:
  keep:
    kind: update_field
    scope: contact
    slug: interest
    value: "{{trigger.topic|none}}"
    lanes:
      next: mark
  mark:
    kind: update_tag
    tag_ids: [Asked]
"""
BY_FILE = """
workspace:
  workflows:
    Survey: survey.yaml
tests:
  - name: the survey begins
    turns:
      - says: shoes
    expect:
      started: [Survey]
      tags: [Asked]
      messages: [Bye]
      fields: {contact.fields.interest: shoes}
      lanes: {hand: next}
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def play(path: Path) -> SuiteResult:
    file = read_file(path, None)
    return run_suite(file.definition, file.suite(), file.reference)


def failure(path: Path) -> str | None:
    return play(path).cases[0].failure


def test_a_workflow_beside_is_named_by_its_file_and_really_runs(tmp_path: Path) -> None:
    write(tmp_path, "survey.yaml", SURVEY)
    assert failure(write(tmp_path, "main.yaml", MAIN + BY_FILE)) is None


def test_a_workflow_beside_may_stand_in_the_file_itself(tmp_path: Path) -> None:
    inline = "\n".join(f"      {line}" for line in SURVEY.splitlines())
    beside = BY_FILE.replace("Survey: survey.yaml", f"Survey:\n{inline}")
    assert failure(write(tmp_path, "main.yaml", MAIN + beside)) is None


def test_of_a_workflow_known_by_name_alone_only_the_start_is_seen(tmp_path: Path) -> None:
    tests = """
tests:
  - name: the survey begins
    turns:
      - says: shoes
    expect: {started: [Survey], messages: [Bye]}
"""
    path = write(tmp_path, "main.yaml", MAIN + tests)
    assert failure(path) is None
    file = read_file(path, None)
    assert validate_for_publish(file.definition, file.reference) == []


def test_what_was_not_started_is_told(tmp_path: Path) -> None:
    write(tmp_path, "survey.yaml", SURVEY)
    wrong = BY_FILE.replace("started: [Survey]", "started: []")
    told = failure(write(tmp_path, "main.yaml", MAIN + wrong))
    assert told is not None
    assert "expected other workflows to start: nothing, but it was 'Survey'" in told


def test_a_workflow_beside_that_is_none_is_refused_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, "survey.yaml", SURVEY.replace("start: keep", "start: [keep]"))
    path = write(tmp_path, "main.yaml", MAIN + BY_FILE)
    with pytest.raises(Invalid, match="The workflow 'Survey': start"):
        play(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "main.yaml", MAIN + BY_FILE)
    with pytest.raises(FileRefused, match=r"survey\.yaml cannot be read"):
        read_file(path, None)
    write(tmp_path, "survey.yaml", "a: [")
    with pytest.raises(FileRefused, match=r"survey\.yaml: Line"):
        read_file(path, None)


def test_a_workflow_of_the_workspace_that_is_not_published_is_refused(tmp_path: Path) -> None:
    beside = BY_FILE.replace("Survey: survey.yaml", "Other: null")
    path = write(tmp_path, "main.yaml", MAIN + beside)
    with pytest.raises(Invalid, match="No workflow called 'Other' is published"):
        play(path)
