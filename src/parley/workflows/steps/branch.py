"""Branch: the first way whose condition holds, else the last one."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from parley.workflows import limits
from parley.workflows.conditions import Comparison, Condition, Operator, holds
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
    NEEDS_WAY_ON: ClassVar[bool] = True

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

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        return ((way.id, way.condition) for way in self.branches)

    def settles(self, lane: str, /) -> bool:
        """A way that is open only to conversations with a team or an agent."""
        return any(way.id == lane and _asks_for_holder(way.condition) for way in self.branches)

    def decide(self, _signal: Signal, scene: Scene, /) -> Decision:
        for way in self.branches:
            if holds(way.condition, scene):
                return Move(way.id)
        return Move("else")


_HOLDERS = frozenset(
    {"assignee.id", "assignee.name", "assignee.email", "assignee.presence", "conversation.team"}
)
_HELD = frozenset({Operator.EXISTS, Operator.IS_EQUAL_TO, Operator.HAS_ANY_OF, Operator.CONTAINS})


def _asks_for_holder(condition: Condition) -> bool:
    if isinstance(condition, Comparison):
        return condition.field in _HOLDERS and condition.operator in _HELD
    if condition.match == "all":
        return any(_asks_for_holder(part) for part in condition.conditions)
    return bool(condition.conditions) and all(map(_asks_for_holder, condition.conditions))
