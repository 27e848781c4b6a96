"""Triggers about contacts: a tag, a field or the lifecycle stage has changed."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from parley.domain.events import (
    ContactFieldChanged,
    ContactLifecycleChanged,
    ContactTagged,
    ContactUntagged,
    Event,
)
from parley.domain.ids import UUID, StageId
from parley.workflows import limits
from parley.workflows.model import Slug
from parley.workflows.naming import Named, Noun
from parley.workflows.triggers.trigger import Trigger, Values
from parley.workflows.view import View


class ContactTagTrigger(Trigger):
    """A tag was added or removed: one of `tag_ids`, or any if that is empty."""

    HEARS: ClassVar[tuple[type, ...]] = (ContactTagged, ContactUntagged)
    VARIABLES: ClassVar[tuple[str, ...]] = ("tag", "change")

    kind: Literal["contact_tag_updated"] = "contact_tag_updated"
    change: Literal["added", "removed", "any"] = "added"
    tag_ids: list[UUID] = Field(default_factory=list, max_length=limits.NAMES_PER_TRIGGER)

    def concerns(self, event: Event, /) -> bool:
        body = event.body
        if not isinstance(body, ContactTagged | ContactUntagged):
            return False
        is_wanted = self.change in ("any", _change(event))
        return is_wanted and (not self.tag_ids or body.tag_id in self.tag_ids)

    def meets(self, other: Trigger, /) -> bool:
        if not isinstance(other, ContactTagTrigger):
            return False
        is_one = "any" in (self.change, other.change) or self.change == other.change
        return is_one and _meet(self.tag_ids, other.tag_ids)

    def values(self, event: Event, view: View, /) -> Values:
        body = event.body
        if not isinstance(body, ContactTagged | ContactUntagged):
            return {}
        tag = view.reference.tags.get(body.tag_id)
        return {"tag": tag.name if tag else "", "change": _change(event)}

    def references(self) -> Iterator[Named]:
        return (Named(Noun.TAG, tag_id) for tag_id in self.tag_ids)


class ContactFieldTrigger(Trigger):
    """One of these fields of the contact has another value now."""

    HEARS: ClassVar[tuple[type, ...]] = (ContactFieldChanged,)
    VARIABLES: ClassVar[tuple[str, ...]] = ("field", "old", "new")

    kind: Literal["contact_field_updated"] = "contact_field_updated"
    slugs: Annotated[list[Slug], Field(min_length=1, max_length=limits.NAMES_PER_TRIGGER)]

    def concerns(self, event: Event, /) -> bool:
        return isinstance(event.body, ContactFieldChanged) and event.body.slug in self.slugs

    def meets(self, other: Trigger, /) -> bool:
        return isinstance(other, ContactFieldTrigger) and bool({*self.slugs} & {*other.slugs})

    def values(self, event: Event, _view: View, /) -> Values:
        body = event.body
        if not isinstance(body, ContactFieldChanged):
            return {}
        return {"field": body.slug, "old": body.old, "new": body.new}

    def references(self) -> Iterator[Named]:
        return (Named(Noun.CONTACT_FIELD, slug) for slug in self.slugs)


class LifecycleTrigger(Trigger):
    """The contact came to one of the stages `to_stage_ids` from one of `from_stage_ids`; an empty list means
    any stage, and none.
    """

    HEARS: ClassVar[tuple[type, ...]] = (ContactLifecycleChanged,)
    VARIABLES: ClassVar[tuple[str, ...]] = ("old", "new")

    kind: Literal["lifecycle_updated"] = "lifecycle_updated"
    from_stage_ids: list[UUID] = Field(default_factory=list, max_length=limits.NAMES_PER_TRIGGER)
    to_stage_ids: list[UUID] = Field(default_factory=list, max_length=limits.NAMES_PER_TRIGGER)

    def concerns(self, event: Event, /) -> bool:
        body = event.body
        if not isinstance(body, ContactLifecycleChanged):
            return False
        has_left = not self.from_stage_ids or body.old in self.from_stage_ids
        return has_left and (not self.to_stage_ids or body.new in self.to_stage_ids)

    def meets(self, other: Trigger, /) -> bool:
        if not isinstance(other, LifecycleTrigger):
            return False
        leaves = _meet(self.from_stage_ids, other.from_stage_ids)
        return leaves and _meet(self.to_stage_ids, other.to_stage_ids)

    def values(self, event: Event, view: View, /) -> Values:
        body = event.body
        if not isinstance(body, ContactLifecycleChanged):
            return {}
        return {"old": _stage_name(body.old, view), "new": _stage_name(body.new, view)}

    def references(self) -> Iterator[Named]:
        named = (*self.from_stage_ids, *self.to_stage_ids)
        return (Named(Noun.STAGE, stage_id) for stage_id in named)


def _change(event: Event) -> Literal["added", "removed"]:
    return "added" if isinstance(event.body, ContactTagged) else "removed"


def _stage_name(stage_id: StageId | None, view: View) -> str:
    stage = view.reference.stages.get(stage_id) if stage_id else None
    return stage.name if stage else ""


def _meet(mine: list[UUID], others: list[UUID]) -> bool:
    """Empty lists mean all."""
    return not mine or not others or bool({*mine} & {*others})
