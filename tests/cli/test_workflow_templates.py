"""The catalogue at the terminal: looked at, drawn into a file, and tested at once."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from parley.cli import parley
from parley.workflows.templates import TEMPLATES
from parley.workflows.templates.choices import stand_in

VIP = ("-c", "vip=Very important", "-c", "agent=Trần Ánh", "-c", "team=Sales")


def call(*arguments: str | Path) -> Result:
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(parley, ["workflow", *words], auto_envvar_prefix="PARLEY")


def test_the_catalogue_is_listed_with_a_line_for_each() -> None:
    told = call("templates")
    assert told.exit_code == 0
    assert [line.split()[1] for line in told.output.splitlines()] == list(TEMPLATES)


def test_a_template_tells_what_is_to_be_chosen() -> None:
    told = call("templates", "vip").output
    assert "agent (user): Who looks after them" in told
    assert (
        "greeting: What the contact is greeted with [Hello" in call("templates", "welcome").output
    )


def test_programs_read_it_as_json() -> None:
    listed = json.loads(call("templates", "--json").output)
    assert [found["key"] for found in listed] == list(TEMPLATES)
    (vip,) = json.loads(call("templates", "vip", "--json").output)
    assert [choice["kind"] for choice in vip["choices"]] == ["tag", "user", "team"]
    assert vip["tests"]


def test_a_drawn_file_is_checked_and_passes_its_tests(tmp_path: Path) -> None:
    path = tmp_path / "vip.yaml"
    drawn = call("new", "vip", *VIP, "--name", "Our VIPs", "-o", path)
    assert drawn.exit_code == 0, drawn.output
    assert drawn.output == f"VIP contacts stands in {path}, with 3 tests.\n"
    assert "name: Our VIPs\n" in path.read_text()
    assert "team_id: Sales" in path.read_text()

    assert call("check", path).output == f"{path}: nothing to say.\n"
    tested = call("test", path)
    assert tested.exit_code == 0, tested.output
    assert "lanes 7 of 7" in tested.output


def test_without_a_file_it_is_printed() -> None:
    assert call("new", "welcome").output.startswith("schema_version: 1\nname: Welcome\n")


def test_all_choices_that_are_missing_or_wrong_are_told() -> None:
    told = call("new", "vip", "-c", "team=Sales", "-c", "colour=red")
    assert told.exit_code == 1
    for sentence in ("has no choice 'colour'", "(vip) is still to be", "(agent) is still to be"):
        assert sentence in told.output
    assert "(team)" not in told.output


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (("new", "nonsense"), 1, "no workflow template 'nonsense'"),
        (("templates", "nonsense"), 1, "no workflow template 'nonsense'"),
        (("new", "vip", "-c", "team"), 2, "'team' is not like KEY=VALUE"),
        (("new", "vip", "-c", "team=A", "-c", "team=B"), 2, "'team' is chosen twice"),
        (("new", "vip", "--live"), 2, "A token is needed"),
        (("new", "welcome", "-c", "greeting= "), 1, "it is empty"),
        (("new", "appointment", "-c", "page=http://x", "-c", "team=A"), 1, "https://"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    arguments: tuple[str, ...], exit_code: int, said: str
) -> None:
    told = call(*arguments)
    assert told.exit_code == exit_code
    assert said in told.output


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine")
    told = call("new", "welcome", "-o", path)
    assert (told.exit_code, path.read_text()) == (1, "mine")
    assert "is there already" in told.output


@pytest.mark.parametrize("key", TEMPLATES)
def test_what_is_still_to_be_chosen_has_a_name_in_the_file(key: str, tmp_path: Path) -> None:
    path = tmp_path / f"{key}.yaml"
    drawn = call("new", key, "--open", "-o", path)
    assert drawn.exit_code == 0, drawn.output
    for choice in TEMPLATES[key].choices:
        if choice.proposal is None:
            assert f"Still to be chosen: {choice.key}" in drawn.output
            assert stand_in(choice) in path.read_text()
    tested = call("test", path)
    assert tested.exit_code == 0, tested.output


def test_what_is_open_is_no_thing_of_a_workspace() -> None:
    told = call("new", "vip", "--open", "--live", "--token", "x")
    assert (told.exit_code, "leave out --live" in told.output) == (2, True)
