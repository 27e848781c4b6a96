"""House rules that read Python code."""

import ast
import re
from collections.abc import Iterator, Mapping

from house_project import Project

FILE_LINES = 400
FUNCTION_LINES = 60

# The glossary's right-hand column, with our word for each.
WORDS_WE_DO_NOT_USE: Mapping[str, str] = {
    "customer": "contact",
    "lead": "contact",
    "enduser": "contact",
    "ticket": "conversation",
    "chat": "conversation",
    "whisper": "comment",
    "audience": "segment",
    "funnel": "lifecycle stage",
    "integration": "channel",
    "teammate": "user",
    "department": "team",
    "availability": "presence",
    "algorithm": "strategy",
    "automation": "workflow",
    "series": "workflow",
    "execution": "run",
    "subscriber": "reaction",
    "usecase": "action",
    "hsm": "template",
    "canned": "snippet",
    "macro": "snippet",
    "campaign": "broadcast",
    "disposition": "closing note",
    "psid": "identity",
}
# Names without content, for a module or a class; `manager` is also a role, and so a fine value.
EMPTY_WORDS = frozenset(
    {"util", "utils", "helper", "helpers", "manager", "base", "service", "misc", "common"}
)
# "leads" is also what a step does: it leads to the next one.
NOT_OUR_WORDS: Mapping[str, str] = {
    **WORDS_WE_DO_NOT_USE,
    **{f"{word}s": ours for word, ours in WORDS_WE_DO_NOT_USE.items() if word != "lead"},
}
# Words of the same column that stay free, since they have another meaning here:
# account (of the system), app (ASGI), handle (public), property, list, status (of a message), source (ours),
# provider (who stands behind a channel kind), driver (of the database), thread (of the process), session (of
# sign-in, of aiohttp), origin (of a URL), owner (a role), operator (of an installation, of a condition), group,
# queue (of routing), limit, load, policy (of a browser), node (of a syntax tree), block, router (FastAPI),
# instance, context (of logs), command (of a shell), signal (of the system), hook, handler (HTTP), topic,
# listener (of Postgres), label (of a form's field), flow (what is in transit),
# bot (who holds a conversation, beside agent and nobody).

# A plug-in and its stand-in spell a provider's payloads in the provider's words.
FOREIGN_WORDS_ALLOWED = ("src/parley/channels/", "src/parley/simulator/", "src/parley/demo/")

# Storage that works across workspaces, with the reason.
ACROSS_WORKSPACES: Mapping[str, str] = {
    "journal": "lanes hold the events of many workspaces",
    "outbox": "the sender claims what is due, whoever's it is",
    "calls": "the caller claims what is due, whoever's it is",
    "timers": "the timer loop claims what is due, whoever's it is",
    "dead_letters": "an operator reads them before a workspace is known",
    "doctor": "the operator checks the whole database",
    "migrate": "the schema belongs to all",
    "schema": "the schema belongs to all",
    "database": "a connection belongs to all",
    "callers": "sign-in finds the workspace by the user",
    "endpoints": "a webhook finds the workspace by its handle",
    "workspaces": "lists the workspaces themselves",
    "revision": "the schema belongs to all",
}
ACROSS_WORKSPACES_READS: Mapping[str, str] = {
    "list_waiting_workspaces": "tells the dispatcher which workspaces to look at",
    "find_endpoint": "a webhook finds its workspace by the handle",
    "find_hook_by_handle": "a call that starts a workflow finds its workspace by the handle",
    "keep_call": "the hook that was found names the workspace",
    "list_new": "one cursor over the events of all workspaces feeds the live screens",
}
# What looks at the whole database from outside the product, with statements made of the schema's own names.
MEASURING: Mapping[str, str] = {
    "src/parley/bench/": "copies and counts any table of a database that it made itself",
    "src/parley/doctor/": "reads one file of invariants in one read-only snapshot",
}
# `sight` is a workspace with what the caller may see of it.
NAMES_THE_WORKSPACE = frozenset({"workspace_id", "sight", "desk"})
READ_PREFIXES = ("get_", "find_", "list_", "count_")
SQL_TEXT = re.compile(r"\b(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s)")


def check_size(project: Project) -> Iterator[str]:
    for path in project.python("src", "tests", "scripts"):
        if "migrations" in path.parts:  # each is a finished piece of history
            continue
        text = path.read_text()
        lines = text.count("\n")
        if lines > FILE_LINES:
            yield f"{project.place(path)} has {lines} lines (limit {FILE_LINES})"
        for node in ast.walk(ast.parse(text, path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                long = (node.end_lineno or node.lineno) - node.lineno + 1
                if long > FUNCTION_LINES:
                    place = project.place(path, node.lineno)
                    yield f"{place} {node.name} has {long} lines (limit {FUNCTION_LINES})"


def check_opening(project: Project) -> Iterator[str]:
    for path in project.python("src", "scripts"):
        if not ast.get_docstring(ast.parse(path.read_text(), path)):
            yield f"{project.place(path)} opens without a sentence"


def check_glossary(project: Project) -> Iterator[str]:
    for path in project.python("src"):
        place = project.place(path)
        if place.startswith(FOREIGN_WORDS_ALLOWED):
            continue
        tree = ast.parse(path.read_text(), path)
        for name, line in [(path.stem, 1), *_classes(tree)]:
            for word in EMPTY_WORDS.intersection(words_of(name)):
                yield f"{place}:{line} '{name}' says '{word}', which says nothing"
        for name, line in [(path.stem, 1), *_definitions(tree)]:
            for word in words_of(name):
                ours = NOT_OUR_WORDS.get(word)
                if ours:
                    yield f"{place}:{line} '{name}' says '{word}': we say {ours}"


def check_commits(project: Project) -> Iterator[str]:
    commits: list[str] = []
    for path in project.python("src"):
        inside = project.place(path)
        if inside.startswith(tuple(MEASURING)):
            continue
        for node in ast.walk(ast.parse(path.read_text(), path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            place = project.place(path, node.lineno)
            if node.func.attr == "commit":
                commits.append(place)
            is_storage = inside.startswith("src/parley/storage/")
            if node.func.attr in {"commit", "transaction", "rollback"} and not is_storage:
                yield f"{place} calls {node.func.attr}() outside storage"
    if len(commits) > 1:
        yield f"commit() is called in {len(commits)} places: {', '.join(commits)}"


def check_workspace(project: Project) -> Iterator[str]:
    for path in project.python("src/parley/storage"):
        if (
            path.stem.removesuffix("_store").removesuffix("_table") in ACROSS_WORKSPACES
            or "migrations" in path.parts
        ):
            continue
        for node in ast.walk(ast.parse(path.read_text(), path)):
            if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith(READ_PREFIXES):
                given = {
                    one.arg
                    for one in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                }
                if node.name not in ACROSS_WORKSPACES_READS and not given & NAMES_THE_WORKSPACE:
                    yield f"{project.place(path, node.lineno)} {node.name} takes no workspace_id"


def check_sql(project: Project) -> Iterator[str]:
    for path in project.python("src"):
        if project.place(path).startswith(tuple(MEASURING)):
            continue
        for node in ast.walk(ast.parse(path.read_text(), path)):
            if _is_pieced_sql(node):
                yield f"{project.place(path, getattr(node, 'lineno', 0))} pieces SQL together"


def words_of(name: str) -> list[str]:
    """Split an identifier: `lastInboundAt`, `last_inbound_at` and `LAST_INBOUND_AT` alike."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return [word for word in spaced.lower().split("_") if word]


def _definitions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name, node.lineno
            case ast.arg():
                yield node.arg, node.lineno
            case ast.Name(ctx=ast.Store()):
                yield node.id, node.lineno
            case _:
                pass


def _classes(tree: ast.AST) -> Iterator[tuple[str, int]]:
    return ((node.name, node.lineno) for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def _is_pieced_sql(node: ast.AST) -> bool:
    """Whether an f-string, `%` or `.format` builds SQL from anything but constants in CAPITALS."""
    match node:
        case ast.JoinedStr():
            text = "".join(
                str(part.value) for part in node.values if isinstance(part, ast.Constant)
            )
            holes = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        case ast.BinOp(op=ast.Mod(), left=ast.Constant(value=str(text))):
            holes = [node.right]
        case ast.Call(func=ast.Attribute(attr="format", value=ast.Constant(value=str(text)))):
            holes = [*node.args, *(keyword.value for keyword in node.keywords)]
        case _:
            return False
    constant = all(isinstance(hole, ast.Name) and hole.id.isupper() for hole in holes)
    return bool(SQL_TEXT.search(text)) and not constant
