"""A walk through a draft, turn by turn: what it would send, save and call, and where it stands."""

import re
from collections.abc import Sequence

from msgspec import Struct, to_builtins

from parley.domain.calls import Call
from parley.domain.content import Media, Prompt, text_of
from parley.domain.errors import Invalid, Refusal
from parley.domain.events import Event
from parley.domain.message import Message
from parley.rehearsal.playing import Player
from parley.rehearsal.script import Turn
from parley.rehearsal.stage import NotOnStage
from parley.workflows.steps import HttpRequest


class Said(Struct, frozen=True):
    """A message that would be sent, with the titles of its buttons."""

    text: str
    buttons: tuple[str, ...]
    step_id: str | None
    status: str


class Called(Struct, frozen=True):
    """A request that would be made. `headers` that are secret are masked; `tries` may follow a failure."""

    method: str
    url: str
    headers: dict[str, str]
    body: str | None
    tries: int
    step_id: str | None


class Happened(Struct, frozen=True):
    """A fact that would be recorded, by its kind, with its values."""

    kind: str
    values: dict[str, object]


class Moment(Struct, frozen=True):
    """What one turn brought. `refused` says why it could not be played; `starts` names other workflows that
    began, `webhook` what became of what was posted.
    """

    sends: tuple[Said, ...]
    saves: tuple[Happened, ...]
    calls: tuple[Called, ...]
    starts: tuple[str, ...]
    visits: tuple[tuple[str, str | None], ...]
    webhook: str | None = None
    refused: str | None = None


class Walk(Struct, frozen=True):
    """`at` is the step where the run waits and `waits_until` its deadline; `end` the reason if it is over.
    `open_calls` wait for the next turn, which gives their answer.
    """

    moments: tuple[Moment, ...]
    open_calls: tuple[Called, ...]
    at: str | None
    waits_for: str | None
    waits_until: str | None
    end: str | None


MASK = "***"
# Headers that hold a secret by their name.
_TELLING = re.compile(
    r"authorization|cookie|secret|token|password|api[-_]?key|signature", re.IGNORECASE
)
# What the stage itself does, or what the list of messages tells already.
_NOT_SAVED = frozenset({"MessageReceived", "MessageWritten", "MessageStatusChanged"})


def simulate(player: Player, turns: Sequence[Turn]) -> Walk:
    """Nothing outside the player's stage is touched. Raises Invalid for a turn with an expectation."""
    moments: list[Moment] = []
    for number, turn in enumerate(turns):
        if turn.expect is not None:
            field = f"turns.{number}.expect"
            message = "A simulation shows what happens; it expects nothing."
            raise Invalid(message, errors=[{"field": field, "message": message}])
        moments.append(_moment(player, turn))
    runs = player.runs()
    run = runs[-1] if runs else None
    calls = tuple(_called(player, call) for call in player.stage.calls.list_awaited())
    if run is None or not run.is_live:
        end = str(run.end_reason) if run else None
        return Walk(tuple(moments), calls, None, None, None, end)
    waiting = run.waiting
    until = waiting.until.isoformat() if waiting and waiting.until else None
    kind = str(waiting.kind) if waiting else None
    return Walk(tuple(moments), calls, run.step_id, kind, until, None)


def _moment(player: Player, turn: Turn) -> Moment:
    desk = player.stage.desk
    messages, events, visits = len(player.sent()), len(desk.events), len(player.visits())
    calls, started, posted = len(desk.calls), len(player.started()), len(desk.hook_results)
    refused: str | None = None
    try:
        player.play(turn)
    except (NotOnStage, Refusal) as error:
        refused = str(error)
    outcomes = desk.hook_results[posted:]
    return Moment(
        tuple(_said(player, message) for message in player.sent()[messages:]),
        tuple(_happened(e) for e in desk.events[events:] if e.kind not in _NOT_SAVED),
        tuple(_called(player, call) for call in desk.calls[calls:]),
        tuple(player.started()[started:]),
        tuple((visit.step_id, visit.lane) for visit in player.visits()[visits:]),
        str(outcomes[-1].outcome) if outcomes else None,
        refused,
    )


def _called(player: Player, call: Call) -> Called:
    step_id, headers = player.step_of_call(call), dict(call.headers)
    step = player.steps.get(step_id or "")
    hidden = step.secret_headers if isinstance(step, HttpRequest) else frozenset[str]()
    shown = {
        name: MASK if name.lower() in hidden or _TELLING.search(name) else value
        for name, value in headers.items()
    }
    return Called(call.method, call.url, shown, call.body, call.retries + 1, step_id)


def _said(player: Player, message: Message) -> Said:
    content = message.content
    buttons = tuple(b.title for b in content.buttons) if isinstance(content, Prompt) else ()
    text = text_of(content)
    if isinstance(content, Media) and content.url:
        text = f"{text} ({content.url})"
    return Said(text, buttons, player.step_of(message), str(message.status))


def _happened(event: Event) -> Happened:
    values = to_builtins(event.body, str_keys=True)
    return Happened(event.kind, {k: v for k, v in values.items() if k != "type"})
