"""What is checked, and what several checks want to know of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from parley.domain.channel import Manifest
from parley.domain.ids import UUID, ChannelId, WorkflowId
from parley.domain.workspace import Reference
from parley.workflows.conditions import Comparison, Condition, list_comparisons
from parley.workflows.definition import Definition
from parley.workflows.naming import Noun
from parley.workflows.paths import TRIGGER, VARIABLE, is_place
from parley.workflows.paths_through import way_to, ways_from
from parley.workflows.steps.step import Step


@dataclass(frozen=True)
class Subject:
    """A definition, the workspace it is for, and which workflow it is (None: a new one). `now` None: whoever
    asks knows no hour.
    """

    definition: Definition
    reference: Reference
    workflow_id: WorkflowId | None
    now: datetime | None = None

    @cached_property
    def ways(self) -> Mapping[str, tuple[str, ...]]:
        """How each step is reached first."""
        return ways_from(self.definition, [self.definition.start])

    def way_to(self, step_id: str, *further: str) -> tuple[str, ...]:
        """The shortest way from the start to a step, and on along `further`; empty if there is none."""
        way = way_to(step_id, self.ways)
        return (*way, *further) if way else ()

    @cached_property
    def manifests(self) -> list[Manifest]:
        """What the kinds of channels that are connected can do."""
        kinds = sorted({channel.kind for channel in self.reference.channels.values()})
        known = self.reference.manifests
        return [known[kind] for kind in kinds if kind in known]

    def manifests_of(self, step: Step) -> list[Manifest]:
        """Those of the channels that the step may speak on: one if it has chosen one, else all."""
        chosen = next((named.id for named in step.references() if named.noun is Noun.CHANNEL), None)
        if not isinstance(chosen, UUID):
            return self.manifests
        channel = self.reference.channels.get(ChannelId(chosen))
        return [
            each for each in self.manifests if channel is not None and each.kind == channel.kind
        ]

    def is_known(self, path: str) -> bool:
        if path.startswith(VARIABLE):
            return path.removeprefix(VARIABLE) in self.definition.variables
        if path.startswith(TRIGGER):
            return path.removeprefix(TRIGGER) in self.definition.trigger.variables()
        return is_place(path, self.reference)

    def list_conditions(self) -> Iterator[tuple[str | None, str | None, Condition]]:
        """Step and lane of each condition; no step: the trigger's."""
        if self.definition.trigger.condition is not None:
            yield None, None, self.definition.trigger.condition
        for step_id, step in self.definition.steps.items():
            for lane, condition in step.conditions():
                yield step_id, lane, condition

    def list_comparisons(self) -> Iterator[tuple[str | None, Comparison]]:
        for step_id, _lane, condition in self.list_conditions():
            for comparison in list_comparisons(condition):
                yield step_id, comparison
