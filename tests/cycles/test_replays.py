"""A run of a running installation is walked again from the command line."""

import json
from pathlib import Path

import pytest

from cycles.test_workflow_files import call, publish_demo
from cycles.town import Town

pytestmark = pytest.mark.anyio


async def test_a_run_is_walked_again_by_its_version_another_one_and_a_file(
    town: Town, tmp_path: Path
) -> None:
    file, program = tmp_path / "welcome.yaml", await town.install_program()
    found = await publish_demo(town)
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.settle()
    await mia.received_message()
    run = (await town.owner.get("runs"))["items"][0]["id"]

    same = await call(program, "replay", run)
    assert same.exit_code == 0, same.output
    assert "welcome  next" in same.output
    assert "topic  waits" in same.output
    assert "As it was, by version 1." in same.output

    await call(program, "export", found["name"], "-o", file)
    file.write_text(file.read_text().replace("Hello {{", "Good to see you, {{", 1))
    changed = await call(program, "replay", run, file)
    assert changed.exit_code == 1, changed.output
    assert "Visit 1, step 'welcome': the output was {'text': 'Hello" in changed.output
    await call(program, "import", file, "--publish")
    second = await call(program, "replay", run, "--version", "2", "--json")
    assert (second.exit_code, json.loads(second.output)["difference"]["what"]) == (1, "output")

    for words, code, said in (
        (("nonsense",), 2, "is no id of a run"),
        ((run, "--version", "9"), 1, "no such version"),
        ((run, "--version", "last"), 1, "version"),
        ((run, file, "--version", "1"), 2, "not both"),
        ((found["id"],), 1, "There is nothing here"),
    ):
        told = await call(program, "replay", *words)
        assert told.exit_code == code, (words, told.output)
        assert said in told.output, (words, told.output)
