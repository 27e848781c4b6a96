"""Jump To: any step, forwards or back, a limited number of times in a run."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from parley.workflows import limits
from parley.workflows.decisions import CountJump, Decision, Move, Signal
from parley.workflows.steps.step import Step
from parley.workflows.view import Scene


class JumpTo(Step):
    """The lane `target` is where it jumps; after `max_jumps` it takes the lane `exhausted`."""

    LANES: ClassVar[tuple[str, ...]] = ("target", "exhausted")
    # Counted, so that it ends by itself.
    SLOW: ClassVar[frozenset[str]] = frozenset({"target"})
    NEEDS_WAY_ON: ClassVar[bool] = True

    kind: Literal["jump_to"] = "jump_to"
    max_jumps: Annotated[int, Field(ge=1, le=limits.JUMPS)] = 10

    def counted(self) -> Mapping[str, int]:
        return {"target": self.max_jumps}

    def decide(self, _signal: Signal, scene: Scene, /) -> Decision:
        made = scene.run.jumps.get(scene.run.step_id or "", 0)
        if made >= self.max_jumps:
            return Move("exhausted", output={"jumps": made})
        return Move("target", (CountJump(),), {"jumps": made + 1})
