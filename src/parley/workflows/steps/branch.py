"""Branch: the first way whose condition holds, else the last one."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from parley.workflows import limits
from parley.workflows.conditions import Condition, holds
from parley.workflows.decisions import Decision, Move, Signal
from parley.workflows.model import Model, StepId
from parley.workflows.steps.step import Step
from parley.workflows.view import Scene


class Way(Model):
    """`id` is the name of its lane."""

    id: StepId
    name: Annotated[str, Field(max_length=limits.NAME_LENGTH)] = ""
    condition: Condition


class Branch(Step):
    LANES: ClassVar[tuple[str, ...]] = ("else",)

    kind: Literal["branch"] = "branch"
    branches: Annotated[list[Way], Field(min_length=1, max_length=limits.BRANCHES)]

    @property
    def lane_names(self) -> tuple[str, ...]:
        return (*(way.id for way in self.branches), "else")

    @model_validator(mode="after")
    def _tells_its_ways_apart(self) -> Self:
        if len(set(self.lane_names)) < len(self.lane_names):
            raise ValueError("two branches have the same id, or one is called else")
        return self

    def decide(self, _signal: Signal, scene: Scene, /) -> Decision:
        for way in self.branches:
            if holds(way.condition, scene):
                return Move(way.id)
        return Move("else")
