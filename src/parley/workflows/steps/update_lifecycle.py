"""Update Lifecycle: moves the contact to a stage, or takes it off the journey."""

from collections.abc import Iterator
from typing import Literal

from parley.domain.ids import UUID, StageId
from parley.workflows.causes import Cause, cause_stage
from parley.workflows.decisions import Decision, Move, SetStage, Signal
from parley.workflows.naming import Named, Noun
from parley.workflows.steps.step import Step
from parley.workflows.view import Scene


class UpdateLifecycle(Step):
    """`stage_id` null takes the stage off. A stage that was deleted since is passed over and noted."""

    kind: Literal["update_lifecycle"] = "update_lifecycle"
    stage_id: UUID | None = None

    def references(self) -> Iterator[Named]:
        if self.stage_id is not None:
            yield Named(Noun.STAGE, self.stage_id)

    def causes(self) -> Iterator[Cause]:
        yield cause_stage(self.stage_id)

    def decide(self, _signal: Signal, scene: Scene, /) -> Decision:
        if self.stage_id is None:
            return Move("next", (SetStage(None),), {"stage": None})
        stage = scene.view.reference.stages.get(StageId(self.stage_id))
        if stage is None:
            return Move("next", error=f"the stage {self.stage_id} does not exist any more")
        return Move("next", (SetStage(stage.id),), {"stage": stage.name})
