"""Triggers that hear no event of the house: somebody, or another workflow, starts the workflow by name."""

from typing import ClassVar, Literal

from pydantic import Field

from parley.domain.events import Event, WorkflowCalled
from parley.workflows import limits
from parley.workflows.model import Slug
from parley.workflows.triggers.trigger import Trigger, Values
from parley.workflows.view import View


class ManualTrigger(Trigger):
    """Started by the step Trigger Another Workflow. `inputs` are the names that a caller may hand over; what
    it does not give is empty.
    """

    HEARS: ClassVar[tuple[type, ...]] = (WorkflowCalled,)

    kind: Literal["manual"] = "manual"
    inputs: list[Slug] = Field(default_factory=list, max_length=limits.INPUTS)

    def overlaps(self, other: Trigger) -> bool:  # noqa: ARG002 - the one thing that never depends on the other
        """Each is called by its own name."""
        return False

    def variables(self) -> frozenset[str]:
        return frozenset(self.inputs)

    def values(self, event: Event, _view: View, /) -> Values:
        body = event.body
        if not isinstance(body, WorkflowCalled):
            return {}
        return {name: body.variables[name] for name in self.inputs if name in body.variables}
