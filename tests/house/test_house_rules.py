"""The house rules hold, and each of them notices when it is broken."""

from pathlib import Path

import pytest

from house_code import FILE_LINES, FUNCTION_LINES, words_of
from house_project import Project, project_at
from house_rules import RULES, Rule

ROOT = Path(__file__).resolve().parents[2]
BY_NAME = {rule.name: rule for rule in RULES}


@pytest.fixture(scope="module")
def project() -> Project:
    return project_at(ROOT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_house_rule_is_kept(rule: Rule, project: Project) -> None:
    assert list(rule.check(project)) == [], rule.summary


BROKEN = [
    ("size", "src/parley/a.py", '"""Long."""\n' + "x = 1\n" * FILE_LINES),
    ("size", "src/parley/a.py", "def f():\n" + "    x = 1\n" * FUNCTION_LINES),
    ("opening", "src/parley/a.py", "x = 1\n"),
    ("glossary", "src/parley/a.py", "class CustomerView: ...\n"),
    ("glossary", "src/parley/a.py", "def close(ticket): ...\n"),
    ("glossary", "src/parley/a.py", "departments = ()\n"),
    ("glossary", "src/parley/utils.py", "x = 1\n"),
    ("glossary", "src/parley/a.py", "class RunManager: ...\n"),
    ("one commit", "src/parley/actions/a.py", "session.commit()\n"),
    ("one commit", "src/parley/storage/a.py", "a.commit()\nb.commit()\n"),
    ("one commit", "src/parley/api/a.py", "connection.transaction()\n"),
    ("workspace", "src/parley/storage/reads/a.py", "async def list_tags(pool): ...\n"),
    ("SQL", "src/parley/a.py", 'q = f"SELECT * FROM {table}"\n'),
    ("SQL", "src/parley/a.py", 'q = "DELETE FROM x WHERE y = %s" % y\n'),
    ("SQL", "src/parley/a.py", 'q = "UPDATE x SET y = {}".format(y)\n'),
    ("open tasks", "src/parley/a.py", "# TODO: later\n"),
    ("addresses", "requirements/app.txt", "--index-url https://example.com/simple\n"),
    ("addresses", "web/package-lock.json", '"resolved": "https://registry.example/x.tgz"\n'),
    ("addresses", "docs/a.md", "see /home/ana/x\n"),
    ("addresses", "docs/a.md", "from https://pypi.example/simple/\n"),
    ("links", "docs/a.md", "see [b](b.md#part)\n"),
    ("architecture", "ARCHITECTURE.md", "`parley.actions.receive.no_such_thing`\n"),
    ("architecture", "ARCHITECTURE.md", "`no_such_thing()`\n"),
    ("architecture", "ARCHITECTURE.md", "`src/parley/no_such_file.py`\n"),
]

KEPT = [
    ("glossary", "src/parley/a.py", "def close(conversation, *, workflow): ...\n"),
    ("glossary", "src/parley/channels/a.py", "class CustomerPayload: ...\n"),
    ("one commit", "src/parley/storage/a.py", "session.commit()\n"),
    (
        "workspace",
        "src/parley/storage/reads/a.py",
        "async def list_tags(pool, workspace_id): ...\n",
    ),
    ("SQL", "src/parley/a.py", 'q = f"SELECT {COLUMNS} FROM x"\n'),
    ("SQL", "src/parley/a.py", 'text = f"{name} was SELECTED"\n'),
    ("addresses", "docs/a.md", "open http://127.0.0.1:8000/opt/x\n"),
    ("architecture", "ARCHITECTURE.md", "`parley.a.known` and `known()` in `src/parley/a.py`\n"),
]


def project_with(folder: Path, place: str, text: str) -> Project:
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return Project(folder, (path,))


@pytest.mark.parametrize(("rule", "place", "text"), BROKEN)
def test_the_rule_notices(rule: str, place: str, text: str, tmp_path: Path) -> None:
    assert list(BY_NAME[rule].check(project_with(tmp_path, place, text)))


@pytest.mark.parametrize(("rule", "place", "text"), KEPT)
def test_the_rule_lets_good_code_pass(rule: str, place: str, text: str, tmp_path: Path) -> None:
    project_with(tmp_path, "src/parley/a.py", '"""A."""\ndef known(): ...\n')
    assert not list(BY_NAME[rule].check(project_with(tmp_path, place, text)))


@pytest.mark.parametrize("name", ["lastInboundAt", "last_inbound_at", "LAST_INBOUND_AT"])
def test_an_identifier_is_read_as_words(name: str) -> None:
    assert words_of(name) == ["last", "inbound", "at"]
