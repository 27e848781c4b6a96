"""Update Tag: adds tags to the contact, or takes them away."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from parley.domain.ids import UUID, TagId
from parley.workflows import limits
from parley.workflows.causes import Cause, cause_tag
from parley.workflows.decisions import AddTag, Decision, Effect, Move, RemoveTag, Signal
from parley.workflows.naming import Named, Noun
from parley.workflows.steps.step import Step
from parley.workflows.view import Scene


class UpdateTag(Step):
    """Tags that were deleted since are passed over and noted."""

    kind: Literal["update_tag"] = "update_tag"
    operation: Literal["add", "remove"] = "add"
    tag_ids: Annotated[list[UUID], Field(min_length=1, max_length=limits.TAGS_PER_STEP)]

    def references(self) -> Iterator[Named]:
        return (Named(Noun.TAG, tag_id) for tag_id in self.tag_ids)

    def causes(self) -> Iterator[Cause]:
        return (cause_tag(tag_id, is_added=self.operation == "add") for tag_id in self.tag_ids)

    def decide(self, _signal: Signal, scene: Scene, /) -> Decision:
        known = scene.view.reference.tags
        wanted = [TagId(tag_id) for tag_id in self.tag_ids]
        gone = [str(tag_id) for tag_id in wanted if tag_id not in known]
        effects = tuple(self._effect(tag_id) for tag_id in wanted if tag_id in known)
        error = f"tags that do not exist any more: {', '.join(gone)}" if gone else None
        return Move("next", effects, {"operation": self.operation}, error)

    def _effect(self, tag_id: TagId) -> Effect:
        return AddTag(tag_id) if self.operation == "add" else RemoveTag(tag_id)
