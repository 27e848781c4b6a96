"""What a version would have done with a run's inputs, and where that first differs from what was done."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from parley.domain.run import EndReason, Run, Visit, Waiting, WaitKind
from parley.domain.workspace import Reference
from parley.workflows.decisions import (
    Answered,
    Claimed,
    Close,
    Decision,
    Due,
    Effect,
    EffectDone,
    End,
    Entered,
    Happened,
    Move,
    Park,
    Posted,
    Signal,
    Undelivered,
)
from parley.workflows.definition import Definition
from parley.workflows.engine import find_step
from parley.workflows.limits import REPLAYED_VISITS
from parley.workflows.replay import Walked, begin_again, decide_again
from parley.workflows.scene_changes import with_changes
from parley.workflows.telling import Told, read_signal, read_told, view_of

# Inputs that a wait of this kind hears.
FITS: dict[WaitKind, tuple[type, ...]] = {
    WaitKind.ANSWER: (Answered, Undelivered),
    WaitKind.ASSIGNMENT: (Claimed,),
    WaitKind.EVENT: (Happened, Posted),
    WaitKind.EFFECT: (EffectDone,),
    WaitKind.DELIVERY: (Undelivered,),
}
# Closed by its own step: where that leads on to, nothing comes any more.
_CLOSED = EndReason.CONVERSATION_CLOSED
_SHOWN = 200


class Difference(Struct, frozen=True):
    """The first thing that came out otherwise: `what` is step, lane, error, output or end."""

    visit: int
    step_id: str | None
    what: str
    before: object
    after: object
    sentence: str


class Retraced(Struct, frozen=True):
    """`stands_at`: the step whose wait nothing in the run's inputs ends; None if it came to an end."""

    visits: tuple[Walked, ...]
    stands_at: str | None
    difference: Difference | None


class _Input(Struct, frozen=True):
    """What came to one visit. `signal` None: it was cut short from outside."""

    visit: Visit
    told: Told
    signal: Signal | None


class _Cut(Struct, frozen=True):
    """The run was ended from outside in this visit."""

    error: str | None


def retrace(
    run: Run, definition: Definition, visits: Sequence[Visit], reference: Reference
) -> Retraced:
    """Where the definition comes to a step of the trace, that is told the same; where it comes to another that
    waits, this hears the next input of the kind that it waits for. People are looked at as they were then,
    with what the definition changes otherwise; what the run itself had changed stays.
    """
    if not visits:
        return Retraced((), run.step_id if run.is_live else None, None)
    walk = _Walk(run, definition, visits, reference)
    walked = tuple(walk.go())
    return Retraced(walked, walk.stands_at, _find_difference(run, visits, walked, walk.stands_at))


class _Walk:
    def __init__(
        self, run: Run, definition: Definition, visits: Sequence[Visit], reference: Reference
    ) -> None:
        self.stands_at: str | None = None
        self._former = run
        self._run = begin_again(run, definition, visits[0])
        self._definition = definition
        self._reference = reference
        self._left = [_Input(v, read_told(v.input), read_signal(v.input)) for v in visits]
        self._horizon = visits[-1].ended_at
        self._seen = next((one.told.seen for one in self._left if one.told.seen), None)
        self._now = visits[0].started_at
        self._used: _Input | None = None
        self._changes: list[Effect] = []

    def go(self) -> list[Walked]:
        walked: list[Walked] = []
        while len(walked) < REPLAYED_VISITS:
            self._used = None
            decision = self._visit()
            match decision:
                case Move(lane=lane, output=output, error=error):
                    walked.append(self._walked(lane, output, error))
                    if not self._goes_on(decision, walked[-1]):
                        break
                case End(reason=reason, error=error):
                    walked.append(self._walked(None, {}, error or reason.value))
                    break
                case _Cut(error=error):
                    walked.append(self._walked(None, {}, error))
                    break
                case _:
                    self.stands_at = self._run.step_id
                    break
        return walked

    def _visit(self) -> Decision | _Cut:
        """How the run leaves its step, or that it waits there."""
        same = self._find_same()
        if same is not None:
            self._use(same)
            if same.signal is None or same.told.seen is None:
                return _Cut(same.visit.error)
            return self._settle(self._decide(same.signal, same.told.waiting, same))
        if not self._left and self._former.is_live and self._run.step_id == self._former.step_id:
            return Park(self._former.waiting or Waiting(WaitKind.TIME))
        if self._left and self._left[0].told.seen is not None:
            self._now = max(self._now, self._left[0].visit.started_at)
            self._seen = self._left[0].told.seen
        return self._settle(self._decide(Entered()))

    def _settle(self, decision: Decision) -> Decision | _Cut:
        """Where it waits it hears what comes, until it leaves or nothing comes any more."""
        settled: Decision | _Cut = decision
        for _ in range(REPLAYED_VISITS):
            heard = self._hear(settled.waiting) if isinstance(settled, Park) else None
            if heard is None:
                break
            settled = heard
        return settled

    def _hear(self, waiting: Waiting) -> Decision | _Cut | None:
        """The next input that it hears, if its time does not come before; None if there is none."""
        waiting = replace(waiting, since=waiting.since or self._now)
        for one in self._left:
            at = one.visit.ended_at
            if waiting.until is not None and waiting.until < at:
                break
            if one.signal is None:
                self._use(one)
                return _Cut(one.visit.error)
            heard = _heard(waiting, one) if at >= self._now else None
            if heard is not None:
                self._use(one)
                return self._decide(one.signal, heard)
        if waiting.until is None or waiting.until > self._horizon:
            return None
        self._now = max(self._now, waiting.until)
        return self._decide(Due(), waiting)

    def _find_same(self) -> _Input | None:
        """The next input of this very step."""
        current = find_step(self._run, self._definition)
        for one in self._left:
            if one.visit.step_id == self._run.step_id:
                return one if current and one.visit.kind == current.kind else None
        return None

    def _use(self, one: _Input) -> None:
        del self._left[: self._left.index(one) + 1]
        self._now, self._seen = one.visit.ended_at, one.told.seen or self._seen
        self._used = one

    def _decide(
        self, signal: Signal, waiting: Waiting | None = None, one: _Input | None = None
    ) -> Decision:
        if self._seen is None:
            return Park(Waiting(WaitKind.TIME))
        run = replace(self._run, waiting=waiting)
        view = view_of(self._seen, run, self._reference, now=self._now)
        decision, self._run = decide_again(
            run,
            self._definition,
            with_changes(view, self._changes),
            signal,
            one.told.refused if one else None,
        )
        return decision

    def _walked(self, lane: str | None, output: dict[str, object], error: str | None) -> Walked:
        return Walked(self._run.visit, self._run.step_id or "", lane, output, error)

    def _goes_on(self, move: Move, walked: Walked) -> bool:
        """On to where the lane leads, unless the run is over."""
        used = self._used.visit if self._used else None
        is_same = used is not None and _first_fault(used, walked) is None
        if is_same and not self._left and self._former.end_reason is _CLOSED:
            return False
        if not is_same:
            self._changes.extend(move.effects)
        if any(isinstance(effect, Close) for effect in move.effects) and not is_same:
            return False
        current = find_step(self._run, self._definition)
        target = current.leads_to(move.lane) if current else None
        if target is None:
            return False
        self._run = replace(self._run, step_id=target, visit=self._run.visit + 1, waiting=None)
        return True


def _heard(waiting: Waiting, one: _Input) -> Waiting | None:
    """What the run waits for when this input comes; None if it does not hear it."""
    if isinstance(one.signal, FITS.get(waiting.kind, ())):
        return waiting
    burst = one.told.waiting.burst if one.told.waiting else ()
    if waiting.kind is WaitKind.ANSWER and isinstance(one.signal, Due) and burst:
        # Texts in quick succession were read together when the contact was quiet.
        return replace(waiting, kind=WaitKind.QUIET, burst=burst)
    return None


def _find_difference(
    run: Run, visits: Sequence[Visit], walked: Sequence[Walked], stands_at: str | None
) -> Difference | None:
    for was, now in zip(visits, walked, strict=False):
        fault = _first_fault(was, now)
        if fault is not None:
            return fault
    common = min(len(visits), len(walked))
    stood_at = run.step_id if run.is_live else None
    if len(visits) == len(walked) and stood_at == stands_at:
        return None
    before = visits[common].step_id if common < len(visits) else stood_at
    after = walked[common].step_id if common < len(walked) else stands_at
    number = visits[0].number + common
    if before == after:
        told = ("waited at", "would leave") if common < len(walked) else ("left", "would wait at")
        sentence = f"Visit {number}: the run {told[0]} the step {before!r}, and {told[1]} it."
    else:
        sentence = f"Visit {number}: the run {_stood(before)}, and {_would(after)}."
    return Difference(number, before, "end", before, after, sentence)


def _first_fault(was: Visit, now: Walked) -> Difference | None:
    number, step_id = was.number, was.step_id
    if step_id != now.step_id:
        sentence = f"Visit {number} was at the step {step_id!r}, and would be at {now.step_id!r}."
        return Difference(number, step_id, "step", step_id, now.step_id, sentence)
    for what, before, after in (
        ("lane", was.lane, now.lane),
        ("error", was.error, now.error),
        ("output", _plain(was.output), _plain(now.output)),
    ):
        if before != after:
            told = f"the {what} was {_shown(before)}, and would be {_shown(after)}"
            sentence = f"Visit {number}, step {step_id!r}: {told}."
            return Difference(number, step_id, what, before, after, sentence)
    return None


def _stood(step_id: str | None) -> str:
    return f"was at the step {step_id!r}" if step_id else "had ended"


def _would(step_id: str | None) -> str:
    return f"would be at {step_id!r}" if step_id else "would have ended"


def _shown(value: object) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _plain(value: object) -> object:
    return msgspec.json.decode(msgspec.json.encode(value))
