"""Requests that are out: other systems answer them, and what is worth another try is made again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from parley.actions.calling import settle_call
from parley.domain.calls import Call, is_worth_another_try, pause_after
from parley.domain.desk import Desk
from parley.domain.run import WaitKind
from parley.domain.timer import Timer, TimerKind
from parley.rehearsal.systems import Answer


class OpenCall(Struct, frozen=True):
    """`due_at` is the hour of its next try; `tries` counts those before."""

    call: Call
    due_at: datetime
    tries: int = 0


class OpenCalls:
    """Reads what the desk calls. Answers that are at hand reach their calls as these are made."""

    def __init__(self, desk: Desk, at_hand: Sequence[Answer] = ()) -> None:
        self._desk = desk
        self._seen = 0
        self._open: list[OpenCall] = []
        self._at_hand = list(at_hand)

    def give(self, answers: Sequence[Answer]) -> None:
        """These before what else is at hand."""
        self._at_hand[:0] = answers

    @property
    def at_hand(self) -> int:
        return len(self._at_hand)

    def take_back(self, how_many: int) -> None:
        """The first answers at hand are dropped: nobody had asked."""
        del self._at_hand[:how_many]

    def list_awaited(self) -> list[Call]:
        """Calls for whose answer a run waits, oldest first."""
        self._read()
        return [one.call for one in self._open if self._is_awaited(one.call)]

    def next_try(self) -> datetime | None:
        """When the next call is made for which there is an answer."""
        self._read()
        return min((one.due_at for one in self._open if self._find_answer(one)), default=None)

    def find_given_up(self, timer: Timer) -> Call | None:
        """The call of the run whose patience this timer ends."""
        if timer.kind is not TimerKind.RUN:
            return None
        return next((c for c in self.list_awaited() if c.run_id == timer.subject_id), None)

    def answer_next(self) -> bool:
        """One answer reaches its call. False if none is due that has one."""
        self._read()
        now = self._desk.now
        for place, one in enumerate(self._open):
            answer = self._find_answer(one) if one.due_at <= now else None
            if answer is None:
                continue
            self._at_hand.remove(answer)
            tries = one.tries + 1
            result = replace(answer.result(one.call, tries=tries), at=now)
            if is_worth_another_try(one.call, result):
                due_at = now + timedelta(seconds=pause_after(tries))
                self._open[place] = OpenCall(one.call, due_at, tries)
            else:
                del self._open[place]
                settle_call(self._desk, result)
            return True
        return False

    def _find_answer(self, one: OpenCall) -> Answer | None:
        return next((answer for answer in self._at_hand if answer.fits(one.call)), None)

    def _is_awaited(self, call: Call) -> bool:
        run = self._desk.runs.get(call.run_id)
        if run is None or not run.is_live or run.visit != call.visit or run.waiting is None:
            return False
        return run.waiting.kind is WaitKind.EFFECT

    def _read(self) -> None:
        made = self._desk.calls[self._seen :]
        self._seen += len(made)
        self._open.extend(OpenCall(call, call.due_at) for call in made)
