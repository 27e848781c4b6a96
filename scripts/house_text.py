"""House rules that read any text file."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from house_project import Project

# Written in halves, so that this file does not break its own rules.
OPEN_TASK = re.compile(r"\b(" + "TO" + "DO|FIX" + "ME|X" + "XX|HA" + r"CK)\b")
ADDRESSES = {
    "a package index": re.compile(
        r"https?://[^/\s\"']*(pypi|pythonhosted|npm"
        + r"js|registry|mirror|artifactory|nexus)[^/\s\"']*/",
        re.IGNORECASE,
    ),
    "an option for a package index": re.compile(
        r"^\s*--(extra-)?index-url|^\s*--find-links|^registry\s*=", re.MULTILINE
    ),
    "a resolved address in a lock": re.compile(r'"resolved":\s*"(https?|file):'),
    "a folder of one machine": re.compile(r"(?<![\w.~:-])/(work|opt|root|home/\w+|Users/\w+)/\w"),
}
TEXT_SUFFIXES = {
    "", ".cfg", ".css", ".html", ".ini", ".json", ".md", ".mjs", ".py", ".sh", ".sql", ".toml", ".ts", ".tsx", ".txt",
    ".yaml", ".yml",
}  # fmt: skip
# Recorded payloads and licences are other people's words.
NOT_OURS = ("LICENSE", "tests/house/", "scripts/house_text.py")
BACKTICKED = re.compile(r"`([^`\n]+)`")
DOTTED = re.compile(r"parley(\.\w+)+")
CALLED = re.compile(r"(\w+)\(\)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(r"(src|tests|scripts|docs|web)/[\w./-]+")


def check_open_tasks(project: Project) -> Iterator[str]:
    for place, text in _texts(project):
        for match in OPEN_TASK.finditer(text):
            yield f"{place}:{text.count(chr(10), 0, match.start()) + 1} leaves '{match.group()}' open"


def check_addresses(project: Project) -> Iterator[str]:
    for place, text in _texts(project):
        for what, pattern in ADDRESSES.items():
            for match in pattern.finditer(text):
                yield f"{place}:{text.count(chr(10), 0, match.start()) + 1} names {what}: {match.group().strip()}"


def check_architecture(project: Project) -> Iterator[str]:
    page = project.root / "ARCHITECTURE.md"
    if not page.exists():
        return
    source = project.root / "src"
    functions = _all_definitions(source)
    for token in BACKTICKED.findall(page.read_text()):
        if DOTTED.fullmatch(token) and not _exists(source, token):
            yield f"ARCHITECTURE.md names `{token}`, which does not exist"
        called = CALLED.fullmatch(token)
        if called and called.group(1) not in functions:
            yield f"ARCHITECTURE.md names `{token}`, which is defined nowhere"
        if PATH.fullmatch(token) and not (project.root / token).exists():
            yield f"ARCHITECTURE.md names the path `{token}`, which does not exist"


def check_links(project: Project) -> Iterator[str]:
    for path in project.files:
        if path.suffix != ".md":
            continue
        for target in LINK.findall(path.read_text(encoding="utf-8")):
            file = target.partition("#")[0]
            if file and ":" not in target and not (path.parent / file).exists():
                yield f"{project.place(path)} links to {target}, which does not exist"


def _texts(project: Project) -> Iterator[tuple[str, str]]:
    for path in project.files:
        place = project.place(path)
        if path.suffix not in TEXT_SUFFIXES or place.startswith(NOT_OURS):
            continue
        try:
            yield place, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def _exists(source: Path, dotted: str) -> bool:
    """Whether `parley.a.b.name` is a folder, a module, or a name that a module defines."""
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        module = source.joinpath(*parts[:cut])
        file = module.with_suffix(".py")
        if cut == len(parts) and module.is_dir():
            return True
        if file.exists() or (module / "__init__.py").exists():
            text = (file if file.exists() else module / "__init__.py").read_text()
            return set(parts[cut:]) <= _definitions(text)
    return False


def _all_definitions(source: Path) -> set[str]:
    return {name for path in source.rglob("*.py") for name in _definitions(path.read_text())}


def _definitions(text: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                names.add(node.name)
            case ast.Name(ctx=ast.Store()):
                names.add(node.id)
            case _:
                pass
    return names
