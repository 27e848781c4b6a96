"""A workflow goes out as a file, is changed by hand, tested, and comes back to be published."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cycles.people import Json, Person
from cycles.town import Town
from parley.cli import parley

pytestmark = pytest.mark.anyio
TESTS = """
# By Linh, who sells.
tests:
  - name: it greets in our words
    turns:
      - says: hello
      - waits: 5
    expect:
      hears: [Good to see you]
"""


async def call(program: Person, *arguments: str | Path) -> Result:
    words = ["workflow", *map(str, arguments), "--server", program.url, "--token", program.token]
    return await asyncio.to_thread(CliRunner().invoke, parley, words, auto_envvar_prefix="PARLEY")


async def publish_demo(town: Town) -> Json:
    ana = await town.hire("Ana")
    for team in ("Sales", "Support"):
        await town.make_team(team, ana)
    return await town.publish_demo()


async def test_a_workflow_goes_out_is_changed_and_comes_back(town: Town, tmp_path: Path) -> None:
    file, program = tmp_path / "welcome.yaml", await town.install_program()
    found = await publish_demo(town)
    name = found["name"]

    exported = await call(program, "export", name, "-o", file)
    assert exported.exit_code == 0, exported.output
    text = file.read_text()
    assert "team_id: Sales" in text
    same = await call(program, "diff", file, "--live")
    assert (same.exit_code, same.output) == (0, "")

    file.write_text(text.replace("Hello {{", "Good to see you, {{", 1) + TESTS)
    checked = await call(program, "check", file, "--live")
    tested = await call(program, "test", file, "--live")
    different = await call(program, "diff", file, "--live")
    assert checked.exit_code == 0, checked.output
    assert "passed  it greets in our words" in tested.output, tested.output
    assert (different.exit_code, "Good to see you" in different.output) == (1, True)

    imported = await call(program, "import", file, "--publish", "--json")
    assert imported.exit_code == 0, imported.output
    assert json.loads(imported.output)["published_version"] == 2
    kept = await town.owner.get(f"workflows/{found['id']}/tests")
    assert [test["name"] for test in kept["tests"]] == ["it greets in our words"]

    again = await call(program, "export", name, "-o", file)
    assert again.exit_code == 0, again.output
    assert "# By Linh, who sells." in file.read_text()
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.settle()
    assert (await mia.received_message()).text.startswith("Good to see you, Mia")


async def test_what_cannot_be_taken_in_is_said_and_changes_nothing(
    town: Town, tmp_path: Path
) -> None:
    file, program = tmp_path / "welcome.yaml", await town.install_program()
    found = await publish_demo(town)
    await call(program, "export", found["name"], "-o", file)
    text = file.read_text()

    file.write_text(text.replace("team_id: Sales", "team_id: Sails", 1))
    unknown = await call(program, "import", file)
    file.write_text(text.replace("start: ", "start: nowhere-", 1))
    broken = await call(program, "import", file, "--publish")
    nobody = await call(program, "export", "No such workflow")
    program.token = "wrong"
    stranger = await call(program, "export", found["name"])

    assert (unknown.exit_code, "there is no team 'Sails'" in unknown.output) == (2, True)
    assert (broken.exit_code, "which is no step" in broken.output) == (1, True)
    assert (nobody.exit_code, "There is no workflow" in nobody.output) == (1, True)
    assert stranger.exit_code == 1
    live = await town.owner.get(f"workflows/{found['id']}")
    assert live["published_version"] == 1
