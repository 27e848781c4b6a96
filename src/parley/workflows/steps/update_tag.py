"""Update Tag: adds tags to the contact, or takes them away, by id or by name."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from parley.domain.contact import TAG_NAME_LENGTH, is_tag_name
from parley.domain.ids import UUID, TagId
from parley.domain.workspace import Reference
from parley.workflows import limits
from parley.workflows.causes import Cause, cause_tag
from parley.workflows.decisions import (
    AddNewTag,
    AddTag,
    Decision,
    Effect,
    Move,
    RemoveTag,
    Signal,
)
from parley.workflows.naming import Named, Noun
from parley.workflows.steps.step import Step
from parley.workflows.variables import fill
from parley.workflows.view import Scene

TagName = Annotated[str, Field(min_length=1, max_length=limits.TAG_NAME_TEMPLATE)]


class UpdateTag(Step):
    """Tags that were deleted since are passed over and noted. `tag_names` may hold places; a name that no tag
    has is made one with `creates_missing`, else it is noted.
    """

    kind: Literal["update_tag"] = "update_tag"
    operation: Literal["add", "remove"] = "add"
    tag_ids: Annotated[list[UUID], Field(max_length=limits.TAGS_PER_STEP)] = Field(
        default_factory=list
    )
    tag_names: Annotated[list[TagName], Field(max_length=limits.TAGS_PER_STEP)] = Field(
        default_factory=list
    )
    creates_missing: bool = False

    @model_validator(mode="after")
    def _names_some(self) -> Self:
        if not self.tag_ids and not self.tag_names:
            raise ValueError("name at least one tag, in tag_ids or tag_names")
        if self.creates_missing and self.operation == "remove":
            raise ValueError("what is taken away is not created")
        for name in self.tag_names:
            if "{{" not in name and not is_tag_name(name):
                message = f"a tag's name is one line of at most {TAG_NAME_LENGTH} characters"
                raise ValueError(message)
        return self

    def references(self) -> Iterator[Named]:
        yield from (Named(Noun.TAG, tag_id) for tag_id in self.tag_ids)
        if not self.creates_missing:
            yield from (Named(Noun.TAG, name) for name in self.tag_names if "{{" not in name)

    def templates(self) -> Iterator[str]:
        return iter(self.tag_names)

    def causes(self) -> Iterator[Cause]:
        """Those by name are looked up for it before (`checks.tags_by_name`)."""
        return (cause_tag(tag_id, is_added=self.operation == "add") for tag_id in self.tag_ids)

    def decide(self, _signal: Signal, scene: Scene, /) -> Decision:
        reference = scene.view.reference
        wanted = [TagId(tag_id) for tag_id in self.tag_ids]
        names = [self._filled(name, scene) for name in self.tag_names]
        effects = [self._effect(tag_id) for tag_id in wanted if tag_id in reference.tags]
        gone = [str(tag_id) for tag_id in wanted if tag_id not in reference.tags]
        for name in dict.fromkeys(names):
            effect = self._effect_by_name(name, reference)
            if effect is not None:
                effects.append(effect)
            elif self.operation == "add":
                gone.append(repr(name))
        error = f"tags that do not exist: {', '.join(gone)}" if gone else None
        told: dict[str, object] = {"operation": self.operation}
        if names:
            told["names"] = names
        return Move("next", tuple(effects), told, error)

    def _filled(self, name: str, scene: Scene) -> str:
        """A name on one line; what makes it too long is cut."""
        return " ".join(fill(name, scene).text.split())[:TAG_NAME_LENGTH].strip()

    def _effect(self, tag_id: TagId) -> Effect:
        return AddTag(tag_id) if self.operation == "add" else RemoveTag(tag_id)

    def _effect_by_name(self, name: str, reference: Reference) -> Effect | None:
        tag = reference.tag_named(name) if name else None
        if tag is not None:
            return self._effect(tag.id)
        return AddNewTag(name) if name and self.creates_missing else None
