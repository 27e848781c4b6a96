"""Wait: a length of time; what the contact writes meanwhile does not shorten it."""

from datetime import timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from parley.domain.run import Waiting, WaitKind
from parley.workflows import limits
from parley.workflows.decisions import Decision, Due, Entered, Move, Park, Signal, Stay
from parley.workflows.steps.step import Step
from parley.workflows.view import Scene


class Wait(Step):
    SLOW: ClassVar[frozenset[str]] = frozenset({"next"})
    waits: ClassVar[bool] = True

    kind: Literal["wait"] = "wait"
    seconds: Annotated[int, Field(ge=1, le=limits.WAIT_SECONDS)]

    def lane_seconds(self, _lane: str, /) -> int:
        return self.seconds

    def decide(self, signal: Signal, scene: Scene, /) -> Decision:
        match signal:
            case Entered():
                until = scene.view.now + timedelta(seconds=self.seconds)
                return Park(Waiting(WaitKind.TIME, until=until))
            case Due():
                return Move("next")
            case _:
                return Stay()
