"""Writes docs/reference/core.md: the signatures that the parts of Parley meet at."""

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

from msgspec import Struct

from parley.actions import dispatch, reactions, receiving, runs, starting, timers
from parley.domain import channel, events, outbox, timer
from parley.domain.desk import Desk
from parley.routing import matching
from parley.storage import desk_load, desk_save
from parley.storage.journal import TableJournal
from parley.workflows import engine

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "core.md"
HEAD = """# Core signatures

Made from the code by `scripts/describe_core.py`; a test keeps it true. Values are frozen; what is pure knows no
SQL, network, clock or chance.
"""
DESK = [
    "find_contact",
    "get_contact",
    "find_open_conversation",
    "get_conversation",
    "live_runs",
    "find_message",
    "find_by_external",
    "links_of",
    "has_been_enrolled",
    "queued_sends",
    "get_agent",
    "others_with",
    "new_id",
    "emit",
    "put_contact",
    "put_conversation",
    "put_message",
    "put_run",
    "put_queue_entry",
    "put_send",
    "set_timer",
    "cancel_timer",
    "rewind",
]
FUNCTIONS: dict[str, list[Callable[..., object]]] = {
    "Loading and saving a desk": [desk_load.load, desk_save.save],
    "Deciding": [
        receiving.receive,
        reactions.react,
        starting.start_runs,
        starting.start_workflow,
        starting.start_after_close,
        runs.wake_run,
        runs.resume_assigned,
        timers.fire_timer,
        engine.step,
        matching.match,
        dispatch.apply_decisions,
    ],
}


def describe() -> str:
    return "\n".join([HEAD, *_lines()]) + "\n"


def _lines() -> Iterator[str]:
    yield "## Journal\n"
    for name in ("append", "busy_lanes", "take", "consume", "lag"):
        yield _line(name, getattr(TableJournal, name))
    yield "\n## Desk\n"
    for name in DESK:
        yield _line(name, getattr(Desk, name))
    yield "\n## Channel\n"
    for name in ("verify", "answer_handshake", "split", "parse", "send"):
        yield _line(name, getattr(channel.ChannelPlugin, name))
    for title, functions in FUNCTIONS.items():
        yield f"\n## {title}\n"
        for function in functions:
            yield _line(f"{function.__module__}.{function.__name__}", function)
    yield "\n## What comes in\n"
    yield from map(_fields, get_args(channel.Inbound))
    yield "\n## Effects\n"
    yield from map(_fields, (outbox.Send, timer.Timer))
    yield "\n## How a send ends\n"
    yield from map(_fields, get_args(channel.SendOutcome))
    yield "\n## Events\n"
    yield _fields(events.Event)
    yield from map(_fields, get_args(events.EventBody))


def _line(name: str, function: Callable[..., object]) -> str:
    signature = str(inspect.signature(function)).replace("parley.domain.", "").replace("self, ", "")
    doc = (inspect.getdoc(function) or "").split("\n\n")[0].replace("\n", " ")
    return f"- `{name}{signature}`{': ' + doc if doc else ''}"


def _fields(struct: type[Struct]) -> str:
    return f"- `{struct.__name__}`: {', '.join(struct.__struct_fields__) or 'no fields'}"


if __name__ == "__main__":
    PAGE.write_text(describe())
    sys.stdout.write(f"wrote {PAGE.name}\n")
