"""What every step has: a name, lanes that lead on, and one decision per signal."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from parley.domain.channel import Manifest
from parley.domain.errors import Refusal
from parley.domain.run import EndReason
from parley.workflows import limits
from parley.workflows.causes import Cause
from parley.workflows.conditions import Condition
from parley.workflows.decisions import Decision, End, Move, Refused, Signal
from parley.workflows.model import Model, StepId
from parley.workflows.naming import Named
from parley.workflows.view import Scene


class Step(Model, ABC):
    """`lanes` maps a lane to the next step's id, or to null where the run ends.

    A lane that is not there is as good as null, but for `failure` of Send a Message, where its absence
    means to go on. `speaks`: it writes to the contact. `waits`: a run may stay on it.

    For the checks: `SLOW` are the lanes that are taken only after a wait, or a counted number of times;
    `HEARD` those on which the contact has just spoken; `SAVED` those behind which `saved_variables()` are
    set (None: all of them), `PERHAPS_SAVED` those behind which they may be; `NEEDS_WAY_ON`: a step that leads
    nowhere makes no sense; `ENDS_RUN`: what stands behind it never runs.
    """

    LANES: ClassVar[tuple[str, ...]] = ("next",)
    SLOW: ClassVar[frozenset[str]] = frozenset()
    HEARD: ClassVar[frozenset[str]] = frozenset()
    SAVED: ClassVar[frozenset[str] | None] = None
    PERHAPS_SAVED: ClassVar[frozenset[str]] = frozenset()
    NEEDS_WAY_ON: ClassVar[bool] = False
    ENDS_RUN: ClassVar[bool] = False
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

    @property
    def slow_lanes(self) -> frozenset[str]:
        """Those of `SLOW`, unless what the step is told makes one of them quick."""
        return self.SLOW

    def leads_to(self, lane: str) -> str | None:
        return self.lanes.get(lane)

    def templates(self) -> Iterator[str]:
        """Texts that may hold places to fill."""
        return iter(())

    def saved_variables(self) -> Iterator[str]:
        """Names of the variables that it sets."""
        return iter(())

    def references(self) -> Iterator[Named]:
        """What it names of the workspace: tags, teams, fields ..."""
        return iter(())

    def causes(self) -> Iterator[Cause]:
        """The events that it may bring about, of those that start workflows."""
        return iter(())

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Its conditions, each with the lane that it opens, in the order in which they are tried."""
        return iter(())

    def texts_to_contact(self) -> Iterator[str]:
        """What a channel has to carry as free text, with the places not yet filled."""
        return iter(())

    def texts_on(self, _manifest: Manifest, /) -> Iterator[str]:
        """The same as one kind of channel has to carry them."""
        return self.texts_to_contact()

    def options(self) -> Iterator[str]:
        """The titles that the contact may choose from."""
        return iter(())

    def addresses(self) -> Iterator[str]:
        """The URLs that it calls."""
        return iter(())

    def sent_headers(self) -> Iterator[tuple[str, str]]:
        """Names and values of the headers that it sends to another system."""
        return iter(())

    def sent_texts(self) -> Iterator[tuple[str, str]]:
        """The named texts of what it sends to another system."""
        return iter(())

    def lane_seconds(self, _lane: str, /) -> int:
        """How long it may take at most until this lane is taken."""
        return 0

    def counted(self) -> Mapping[str, int]:
        """The lanes that may be taken only so many times in a run."""
        return {}

    def settles(self, _lane: str, /) -> bool:
        """True if behind this lane somebody is responsible for the conversation, or it is closed."""
        return False

    @property
    def hands_over(self) -> bool:
        """True if its success gives the conversation to a person (O17)."""
        return False

    @property
    def open_lanes(self) -> tuple[str, ...]:
        """The lanes that may be taken, as the step is set up."""
        return self.lane_names

    @property
    def may_time_out(self) -> bool:
        return "timeout" in self.open_lanes

    def ends_on(self, lane: str) -> bool:
        """True if the run ends there. That something fails is no decision of the workflow, so a failure
        counts only if its lane is there.
        """
        return self.leads_to(lane) is None and (lane != "failure" or lane in self.lanes)

    @abstractmethod
    def decide(self, signal: Signal, scene: Scene, /) -> Decision:
        """What becomes of the run now. Pure; the effects are performed by the loop."""

    def on_refusal(self, refused: Refused, _scene: Scene, /) -> Decision:
        """Most steps are not worth stopping for: the trace tells what was refused, the run goes on."""
        return Move("next", error=said(refused))


def said(refused: Refused) -> str:
    return f"{refused.code}: {refused.text}"


def said_of(refusal: Refusal) -> str:
    """The same of a refusal that the step has met itself."""
    return f"{refusal.code}: {refusal.text}"


def fail(step: Step, error: str, *, reason: EndReason = EndReason.STEP_FAILED) -> Decision:
    """The failure lane if the step has one, else the end of the run."""
    if "failure" in step.lanes:
        return Move("failure", error=error, ends=reason)
    return End(reason, error=error)
