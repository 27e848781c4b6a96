"""The trigger about calls: one has ended, answered or not."""

from typing import ClassVar, Literal

from parley.domain.events import CallEnded, Event
from parley.workflows.triggers.trigger import Trigger, Values
from parley.workflows.view import View


class CallEndedTrigger(Trigger):
    """`direction` and `outcome` narrow it down. It fires for channels that bring calls."""

    HEARS: ClassVar[tuple[type, ...]] = (CallEnded,)
    VARIABLES: ClassVar[tuple[str, ...]] = ("direction", "status", "seconds")

    kind: Literal["call_ended"] = "call_ended"
    direction: Literal["in", "out", "any"] = "any"
    outcome: Literal["answered", "missed", "any"] = "any"

    def concerns(self, event: Event, /) -> bool:
        body = event.body
        if not isinstance(body, CallEnded):
            return False
        outcome = "answered" if body.seconds else "missed"
        return self.direction in ("any", body.direction) and self.outcome in ("any", outcome)

    def meets(self, other: Trigger, /) -> bool:
        if not isinstance(other, CallEndedTrigger):
            return False
        return _meet(self.direction, other.direction) and _meet(self.outcome, other.outcome)

    def values(self, event: Event, _view: View, /) -> Values:
        body = event.body
        if not isinstance(body, CallEnded):
            return {}
        return {
            "direction": body.direction,
            "status": body.status,
            "seconds": body.seconds or 0,
        }


def _meet(mine: str, other: str) -> bool:
    return "any" in (mine, other) or mine == other
