"""Workflows as files: checked, tested and compared without a server."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from parley.cli import parley

TEXT = """\
# Greets, and asks what it is about.
name: Hello
trigger:
  kind: conversation_opened
  sources: [contact]
quiet_seconds: 0
start: topic
steps:
  topic:
    kind: ask_question
    text: What is it about?
    answer:
      type: multiple_choice
      options:
        - {id: buy, title: Buy}
        - {id: help, title: Help, tag_id: Needs help}
    save_to:
      - {to: conversation_field, slug: topic}
    lanes: {success: give, invalid: give, timeout: give, person: give}
  give:
    kind: assign_to
    target: {to: team, team_id: Sales}
    lanes: {next: hello, timeout: sorry}
  hello:
    kind: send_message
    text: "{{assignee.name|Somebody}} will help you."
  sorry:
    kind: send_message
    text: Please be patient.
workspace:
  teams: {Sales: [Ana]}
tests:
  - name: Linh wants help
    online: [Ana]
    turns:
      - says: hello
      - presses: Help
    expect:
      tags: [Needs help]
      assignee: Ana
      hears: [Ana will help you.]
  - name: nobody is there
    turns:
      - {says: hello}
      - {says: Buy}
      - {waits: 31m}
    expect:
      fields: {conversation.fields.topic: Buy}
      messages: [What is it about?, Please be patient.]
      lanes: {give: timeout}
      end: completed
"""


def call(*arguments: str | Path) -> Result:
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(parley, ["workflow", *words], auto_envvar_prefix="PARLEY")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "hello.yaml"
    path.write_text(TEXT)
    return path


def changed(file: Path, old: str, new: str) -> Path:
    assert old in TEXT
    path = file.with_name("changed.yaml")
    path.write_text(TEXT.replace(old, new, 1))
    return path


def test_a_file_is_checked_without_a_server(file: Path) -> None:
    answer = call("check", file)
    assert (answer.exit_code, answer.output) == (0, f"{file}: nothing to say.\n")


def test_a_defect_is_found_and_ends_with_one(file: Path) -> None:
    broken = changed(file, "timeout: sorry", "timeout: sorri")
    answer = call("check", file, broken)
    assert answer.exit_code == 1
    assert f"{broken}: error missing_target, step give: The lane 'timeout'" in answer.output
    told = [json.loads(line) for line in call("check", broken, "--json").output.splitlines()]
    assert {finding["code"] for finding in told[0]["findings"]} >= {"missing_target"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: assign_to", "kind: teleport", "Line 20: "),
        ("quiet_seconds: 0", "quiet_seconds: 99", "Line 6: quiet_seconds"),
        ("quiet_seconds: 0", "quiet_seconds: *x", "Line 6: "),
        ("start: topic", "start: topic\nstart: give", "Line 8: the key 'start' is given twice"),
    ],
)
def test_a_broken_file_ends_with_two_and_says_the_line(
    file: Path, old: str, new: str, said: str
) -> None:
    broken = changed(file, old, new)
    for command in ("check", "test"):
        answer = call(command, broken)
        assert answer.exit_code == 2, answer.output
        assert f"{broken}: {said}" in answer.output


def test_tests_are_played_and_coverage_told(file: Path) -> None:
    answer = call("test", file)
    assert answer.exit_code == 0, answer.output
    assert answer.output == (
        f"{file}: passed  Linh wants help\n"
        f"{file}: passed  nobody is there\n"
        f"{file}: steps 4 of 4, lanes 5 of 8\n"
        "    never taken: topic.invalid, topic.timeout, topic.person\n"
    )


def test_a_failed_test_ends_with_one_and_says_what_was_expected(file: Path) -> None:
    broken = changed(file, "assignee: Ana", "assignee: Bo")
    answer = call("test", broken)
    assert answer.exit_code == 1
    assert (
        "FAILED  Linh wants help\n    at the end: expected the assignee 'Bo', but it is 'Ana'"
        in (answer.output)
    )
    told = json.loads(call("test", broken, "--json").output)
    assert told["passed"] is False
    assert [case["failure"] is None for case in told["cases"]] == [False, True]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT[: TEXT.index("tests:")], "has no tests"),
        (TEXT.replace("presses: Help", "pushes: Help"), "tests.0.turns.1.pushes"),
        (TEXT.replace("- presses: Help", "- [1, 2]"), "tests.0.turns.1"),
    ],
)
def test_tests_that_are_none_end_with_two(file: Path, text: str, said: str) -> None:
    file.write_text(text)
    answer = call("test", file)
    assert answer.exit_code == 2
    assert said in answer.output


def test_two_files_are_compared(file: Path) -> None:
    later = changed(file, "timeout: sorry", "timeout: hello")
    assert call("diff", file, file).exit_code == 0
    answer = call("diff", file, later)
    assert (answer.exit_code, answer.output) == (
        1,
        "~ step give, lane timeout: sorry -> hello\n",
    )
    told = json.loads(call("diff", file, later, "--json").output)
    assert [(change["kind"], change["before"]) for change in told] == [("lane_rewired", "sorry")]


def test_what_needs_a_server_says_so(file: Path) -> None:
    assert "Name two files, or one and --live" in call("diff", file).output
    for words in (["export", "Hello"], ["import", str(file)], ["check", str(file), "--live"]):
        answer = call(*words)
        assert (answer.exit_code, "A token is needed" in answer.output) == (2, True)
    nobody = ["--server", "http://127.0.0.1:9", "--token", "x"]
    answer = call("export", "Hello", *nobody)
    assert answer.exit_code == 1
    assert "does not answer" in answer.output


def test_a_calendar_and_a_stage_that_a_file_names_exist_without_a_server(tmp_path: Path) -> None:
    file = tmp_path / "hours.yaml"
    file.write_text("""\
name: Hours
trigger: {kind: conversation_opened, sources: [contact]}
quiet_seconds: 0
start: open
steps:
  open:
    kind: date_time
    when: {kind: calendar, calendar_id: Shop hours}
    lanes: {success: lead, failure: later}
  lead:
    kind: update_lifecycle
    stage_id: Lead
    lanes: {next: hello}
  hello: {kind: send_message, text: Welcome}
  later: {kind: send_message, text: We are closed}
tests:
  - name: within the hours
    turns: [{says: hello}]
    expect: {messages: [Welcome], fields: {contact.lifecycle: Lead}}
""")
    answer = call("test", file)
    assert answer.exit_code == 0, answer.output


def test_a_skill_a_secret_and_a_workflow_that_a_file_names_exist_without_a_server(
    tmp_path: Path,
) -> None:
    file = tmp_path / "hand-over.yaml"
    file.write_text("""\
name: Hand over
trigger: {kind: contact_tag_updated}
start: give
steps:
  give:
    kind: assign_to
    target: {to: team, team_id: Sales}
    skills: {french: 3}
    lanes: {next: tell, timeout: tell}
  tell:
    kind: trigger_workflow
    workflow_id: Tell the shop
    lanes: {next: note}
  note:
    kind: http_request
    method: POST
    url: https://shop.example.com/orders
    headers: [{name: Authorization, value: "Bearer {{secret.crm}}"}]
    lanes: {failure: sorry}
  sorry: {kind: add_comment, text: The shop does not know}
""")
    answer = call("check", file)
    assert (answer.exit_code, answer.output) == (0, f"{file}: nothing to say.\n")
