import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.installation import run_parley
from parley.cli import COMMANDS, HIDDEN, parley

PAYLOADS = Path(__file__).parent.parent / "channels" / "payloads"


def call(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(parley, list(arguments), env=env, auto_envvar_prefix="PARLEY")


def test_the_list_of_commands_names_each_with_a_sentence() -> None:
    told = call("--help").output
    for name, (_, _, sentence) in COMMANDS.items():
        assert (name in HIDDEN) or (name in told and sentence in told)


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself(name: str) -> None:
    answer = call(name, "--help")
    assert answer.exit_code == 0, answer.output
    assert "Usage: parley" in answer.output


def test_the_supervisor_loads_neither_the_api_nor_sqlalchemy() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import parley.commands.up, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert not {"fastapi", "pydantic", "sqlalchemy", "asyncpg", "aiohttp", "msgspec"} & set(told)


def test_a_worker_does_not_load_the_api() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import parley.commands.work, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert not {"fastapi", "granian", "alembic"} & set(told)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["up", "--port", "70000"], "70000 is not in the range"),
        (["up", "--workers", "0"], "0 is not in the range"),
        (["demo", "--contacts", "301"], "301 is not in the range"),
        (["demo", "--pace", "slow"], "'slow' is not one of"),
        (["channel", "parse", "pigeon", __file__], "There is no channel kind 'pigeon'"),
        (["channel", "parse", "whatsapp"], "Missing argument 'FILES...'"),
        (["channel", "parse", "whatsapp", "no-such-file"], "does not exist"),
        (["dead-letters", "show", "7"], "'7' is not a valid UUID"),
        (["workspace", "create", "Shop", "--owner", "Li", "--email", "li"], "no e-mail address"),
    ],
)
def test_wrong_arguments_are_named_and_end_with_2(arguments: list[str], word: str) -> None:
    answer = call(*arguments)
    assert answer.exit_code == 2
    assert word in answer.output


def test_a_wrong_setting_is_named_and_ends_with_2() -> None:
    answer = call("doctor", env={"PARLEY_WORKERS": "many"})
    assert answer.exit_code == 2
    assert "PARLEY_WORKERS is 'many': give a number from 1 to 64" in answer.output


def test_without_a_running_installation_the_way_out_is_told(open_tmp_path: Path) -> None:
    for words in (["demo"], ["doctor"], ["dead-letters", "list"]):
        told = run_parley(*words, data=open_tmp_path)
        assert told.returncode == 1
        assert f"Nothing is installed in {open_tmp_path}" in told.stderr
    (open_tmp_path / "postgres").mkdir()
    for words in (["demo"], ["doctor"]):
        told = run_parley(*words, data=open_tmp_path)
        assert told.returncode == 1
        assert f"No Parley runs on {open_tmp_path}. Start it first: `parley up`" in told.stderr


def test_a_recorded_payload_is_shown_as_lines_of_json() -> None:
    payload = PAYLOADS / "custom" / "text.json"
    answer = call("channel", "parse", "custom", str(payload))
    assert answer.exit_code == 0
    assert all("type" in json.loads(line) for line in answer.output.splitlines())


@pytest.mark.parametrize("wrap", ['{"first": %s}', "[%s]"])
def test_several_payloads_in_one_file_are_known_for_what_they_are(
    tmp_path: Path, wrap: str
) -> None:
    several = tmp_path / "several.json"
    several.write_text(wrap % (PAYLOADS / "custom" / "text.json").read_text())
    answer = call("channel", "parse", "custom", str(several))
    assert answer.exit_code == 1
    assert "give each a file of its own" in answer.output


def test_a_payload_of_another_provider_ends_with_1(tmp_path: Path) -> None:
    answer = call("channel", "parse", "whatsapp", str(PAYLOADS / "custom" / "text.json"))
    assert answer.exit_code == 1
    assert "is no payload of WhatsApp" in answer.output
    garbage = tmp_path / "garbage.json"
    garbage.write_bytes(b"\xff{")
    told = call("channel", "parse", "whatsapp", str(garbage), "--json")
    assert told.exit_code == 1
    assert "error" in json.loads(told.output)


def test_a_new_key_seals_and_the_old_one_stays(tmp_path: Path) -> None:
    for _ in range(2):
        assert call("keys", "add", "--data", str(tmp_path)).exit_code == 0
    # The first call made the ring's first key, too.
    assert len((tmp_path / "keys").read_text().splitlines()) == 3
