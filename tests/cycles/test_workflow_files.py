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


ALPHA = """\
name: Alpha
trigger: {kind: contact_tag_updated, tag_ids: [VIP]}
start: "off"
steps:
  "off":
    kind: update_tag
    operation: remove
    tag_ids: [Lead]
    lanes: {next: "on"}
  "on":
    kind: update_tag
    tag_ids: [Lead]
    lanes: {next: hello}
  hello: {kind: send_message, text: Hello}
"""
CALLER = """\
name: Caller
trigger: {kind: contact_tag_updated, tag_ids: [Lead]}
start: call
steps:
  call: {kind: trigger_workflow, workflow_id: Called}
"""
CALLED = """\
name: Called
trigger: {kind: manual}
start: note
steps:
  note: {kind: add_comment, text: Called}
"""


async def test_a_file_is_checked_beside_the_workflows_that_are_published(
    town: Town, tmp_path: Path
) -> None:
    program = await town.install_program()
    for tag in ("VIP", "Lead"):
        await town.owner.post("tags", name=tag)
    await town.owner.post("skills", slug="french", name="French")
    files = {
        name: tmp_path / f"{name}.yaml" for name in ("alpha", "bravo", "twin", "caller", "called")
    }
    files["alpha"].write_text(ALPHA)
    turned = ALPHA.replace("VIP", "Other").replace("Lead", "VIP").replace("Other", "Lead")
    files["bravo"].write_text(turned.replace("Alpha", "Bravo"))
    files["twin"].write_text(ALPHA.replace("name: Alpha", "name: Twin"))
    files["caller"].write_text(CALLER)
    files["called"].write_text(CALLED)

    imported = await call(program, "import", files["alpha"], "--publish")
    itself = await call(program, "check", files["alpha"], "--live")
    circle = await call(program, "check", files["bravo"], "--live")
    twin = await call(program, "check", files["twin"], "--live")
    alone = await call(program, "check", files["bravo"])

    assert imported.exit_code == 0, imported.output
    assert (itself.exit_code, "nothing to say" in itself.output) == (0, True)
    assert circle.exit_code == 1
    assert "trigger_cycle" in circle.output
    assert "Bravo > Alpha > Bravo" in circle.output
    assert (twin.exit_code, "two_speak_on_one_event" in twin.output) == (0, True)
    assert (alone.exit_code, "nothing to say" in alone.output) == (0, True)

    unknown = await call(program, "check", files["caller"], "--live")
    await call(program, "import", files["called"], "--publish")
    known = await call(program, "check", files["caller"], "--live")
    assert (unknown.exit_code, "there is no workflow 'Called'" in unknown.output) == (2, True)
    assert known.exit_code == 0, known.output


async def test_a_template_becomes_a_file_and_is_published_with_its_tests(
    town: Town, tmp_path: Path
) -> None:
    file, program = tmp_path / "menu.yaml", await town.install_program()
    ana, bo = await town.hire("Ana"), await town.hire("Bo")
    await town.make_team("Sales", ana)
    await town.make_team("Support", bo)
    await town.owner.post("fields", scope="conversation", slug="topic", name="Topic")
    choices = ("-c", "first_team=Sales", "-c", "second_team=Support", "-c", "topic=topic")

    unknown = await call(program, "new", "teams_by_choice", *choices[:4], "-c", "topic=x", "--live")
    drawn = await call(program, "new", "teams_by_choice", *choices, "--live", "-o", file)
    checked = await call(program, "check", file, "--live")
    tested = await call(program, "test", file, "--live")
    imported = await call(program, "import", file, "--publish", "--require-tests", "--json")
    spoilt = tmp_path / "spoilt.yaml"
    spoilt.write_text(file.read_text().replace("What can we help you with?", "Go away!", 1))
    refused = await call(program, "import", spoilt, "--publish")
    untested = tmp_path / "untested.yaml"
    untested.write_text(file.read_text().split("\nworkspace:")[0])
    without = await call(program, "import", untested, "--require-tests")

    assert (without.exit_code, "has no tests to be required" in without.output) == (2, True)
    assert (refused.exit_code, "The test 'the first answer' failed" in refused.output) == (1, True)
    assert (unknown.exit_code, "there is no such conversation field" in unknown.output) == (1, True)
    for done in (drawn, checked, tested, imported):
        assert done.exit_code == 0, done.output
    kept = await town.owner.get(f"workflows/{json.loads(imported.output)['id']}/tests")
    assert (len(kept["tests"]), kept["required"]) == (6, True)

    await bo.becomes("online")
    mia = town.phone("Mia")
    mia.says("Hello")
    await town.pass_time(seconds=10)
    mia.says("Support")
    await town.until_assigned(mia, bo)


async def test_secrets_that_a_template_asks_for_are_those_of_the_workspace(
    town: Town, tmp_path: Path
) -> None:
    file, program = tmp_path / "ratings.yaml", await town.install_program()
    await town.owner.post("secrets", slug="warehouse", value="a key of the warehouse")
    choices = ("-c", "address=https://warehouse.example/ratings", "--live")

    missing = await call(program, "new", "rating_to_warehouse", "-c", "token=other", *choices)
    drawn = await call(
        program, "new", "rating_to_warehouse", "-c", "token=warehouse", *choices, "-o", file
    )
    checked = await call(program, "check", file, "--live")

    assert (missing.exit_code, "there is no such secret" in missing.output) == (1, True)
    assert drawn.exit_code == 0, drawn.output
    assert "{{secret.warehouse}}" in file.read_text()
    assert "a key of the warehouse" not in file.read_text()
    assert checked.exit_code == 0, checked.output
