"""What every step has: a name, lanes that lead on, and one decision per signal."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from parley.domain.run import EndReason
from parley.workflows import limits
from parley.workflows.decisions import Decision, End, Move, Refused, Signal
from parley.workflows.model import Model, StepId
from parley.workflows.view import Scene


class Step(Model, ABC):
    """`lanes` maps a lane to the next step's id, or to null where the run ends.

    A lane that is not there is as good as null, but for `failure` of Send a Message, where its absence
    means to go on. `speaks`: it writes to the contact. `waits`: a run may stay on it.
    """

    LANES: ClassVar[tuple[str, ...]] = ("next",)
    speaks: ClassVar[bool] = False
    waits: ClassVar[bool] = False

    name: Annotated[str, Field(max_length=limits.NAME_LENGTH)] = ""
    lanes: dict[str, StepId | None] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _knows_its_lanes(self) -> Self:
        unknown = sorted(set(self.lanes) - set(self.lane_names))
        if unknown:
            known = ", ".join(self.lane_names)
            raise ValueError(f"unknown lane {unknown[0]!r}; this step has: {known}")
        return self

    @property
    def lane_names(self) -> tuple[str, ...]:
        return self.LANES

    def leads_to(self, lane: str) -> str | None:
        return self.lanes.get(lane)

    def templates(self) -> Iterator[str]:
        """Texts that may hold places to fill."""
        return iter(())

    def saved_variables(self) -> Iterator[str]:
        """Names of the variables that it sets."""
        return iter(())

    @abstractmethod
    def decide(self, signal: Signal, scene: Scene, /) -> Decision:
        """What becomes of the run now. Pure; the effects are performed by the loop."""

    def on_refusal(self, refused: Refused, _scene: Scene, /) -> Decision:
        """Most steps are not worth stopping for: the trace tells what was refused, the run goes on."""
        return Move("next", error=said(refused))


def said(refused: Refused) -> str:
    return f"{refused.code}: {refused.text}"


def fail(step: Step, error: str, *, reason: EndReason = EndReason.STEP_FAILED) -> Decision:
    """The failure lane if the step has one, else the end of the run."""
    if "failure" in step.lanes:
        return Move("failure", error=error, ends=reason)
    return End(reason, error=error)
