"""Trigger Another Workflow: starts it for the same contact, and goes on without waiting for it."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from parley.domain.ids import UUID, WorkflowId
from parley.workflows import limits
from parley.workflows.causes import Cause, cause_call
from parley.workflows.decisions import CallWorkflow, Decision, Move, Refused, Signal
from parley.workflows.model import Slug
from parley.workflows.naming import Named, Noun
from parley.workflows.steps.step import Step, said
from parley.workflows.variables import fill_value
from parley.workflows.view import Scene


class TriggerWorkflow(Step):
    """The other workflow must have a manual trigger. It is not started while it stands in the chain of
    causes, or when the chain is full: the lane `failure`, or on to `next` if that lane is not there.
    """

    LANES: ClassVar[tuple[str, ...]] = ("next", "failure")

    kind: Literal["trigger_workflow"] = "trigger_workflow"
    workflow_id: UUID
    variables: dict[Slug, Annotated[str, Field(max_length=limits.VARIABLE_LENGTH)]] = Field(
        default_factory=dict, max_length=limits.INPUTS
    )

    def templates(self) -> Iterator[str]:
        return iter(self.variables.values())

    def references(self) -> Iterator[Named]:
        yield Named(Noun.WORKFLOW, self.workflow_id)

    def causes(self) -> Iterator[Cause]:
        yield cause_call(self.workflow_id, self.variables)

    def decide(self, _signal: Signal, scene: Scene, /) -> Decision:
        called = WorkflowId(self.workflow_id)
        error = _find_obstacle(called, scene)
        if error is not None:
            return self._fail(error)
        values = {name: fill_value(text, scene) for name, text in self.variables.items()}
        output: dict[str, object] = {"workflow_id": str(called), "variables": values}
        return Move("next", (CallWorkflow(called, values),), output)

    def on_refusal(self, refused: Refused, _scene: Scene, /) -> Decision:
        return self._fail(said(refused))

    def _fail(self, error: str) -> Decision:
        return Move("failure" if "failure" in self.lanes else "next", error=error)


def _find_obstacle(called: WorkflowId, scene: Scene) -> str | None:
    chain = scene.run.chain
    if called in chain:
        return "in_chain: the workflow stands in the chain of causes already"
    if len(chain) >= limits.CHAIN_DEPTH:
        return f"chain_too_deep: at most {limits.CHAIN_DEPTH} workflows start one another"
    versions = scene.view.reference.versions.values()
    if not any(version.live and version.workflow_id == called for version in versions):
        return "not_published: the workflow is not published"
    return None
