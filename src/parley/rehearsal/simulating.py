"""A walk through a draft, turn by turn: what it would send, save and call, and where it stands."""

from collections.abc import Sequence

from msgspec import Struct, to_builtins

from parley.domain.content import Media, Prompt, text_of
from parley.domain.errors import Invalid, Refusal
from parley.domain.events import Event
from parley.domain.message import Message
from parley.rehearsal.playing import Player
from parley.rehearsal.script import Turn
from parley.rehearsal.stage import NotOnStage


class Said(Struct, frozen=True):
    """A message that would be sent, with the titles of its buttons."""

    text: str
    buttons: tuple[str, ...]
    step_id: str | None
    status: str


class Happened(Struct, frozen=True):
    """A fact that would be recorded, by its kind, with its values."""

    kind: str
    values: dict[str, object]


class Moment(Struct, frozen=True):
    """What one turn brought. `refused` says why it could not be played, then nothing else happened."""

    sends: tuple[Said, ...]
    saves: tuple[Happened, ...]
    visits: tuple[tuple[str, str | None], ...]
    refused: str | None = None


class Walk(Struct, frozen=True):
    """`at` is the step where the run waits and `waits_until` its deadline; `end` the reason if it is over."""

    moments: tuple[Moment, ...]
    at: str | None
    waits_for: str | None
    waits_until: str | None
    end: str | None


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
    if run is None or not run.is_live:
        return Walk(tuple(moments), None, None, None, str(run.end_reason) if run else None)
    waiting = run.waiting
    until = waiting.until.isoformat() if waiting and waiting.until else None
    return Walk(tuple(moments), run.step_id, str(waiting.kind) if waiting else None, until, None)


def _moment(player: Player, turn: Turn) -> Moment:
    desk = player.stage.desk
    messages, events, visits = len(player.sent()), len(desk.events), len(player.visits())
    refused: str | None = None
    try:
        player.play(turn)
    except (NotOnStage, Refusal) as error:
        refused = str(error)
    return Moment(
        tuple(_said(player, message) for message in player.sent()[messages:]),
        tuple(_happened(e) for e in desk.events[events:] if e.kind not in _NOT_SAVED),
        tuple((visit.step_id, visit.lane) for visit in player.visits()[visits:]),
        refused,
    )


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
