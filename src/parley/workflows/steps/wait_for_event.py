"""Wait for Event: until the contact writes, a tag comes or goes, or a field changes; never for ever."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from parley.domain.contact import FieldScope
from parley.domain.events import (
    ContactFieldChanged,
    ContactTagged,
    ContactUntagged,
    ConversationFieldChanged,
    EventBody,
    MessageReceived,
)
from parley.domain.ids import UUID
from parley.domain.run import EndReason, Waiting, WaitKind
from parley.workflows import limits
from parley.workflows.decisions import Decision, Due, Entered, Happened, Move, Park, Signal, Stay
from parley.workflows.model import Model, Slug
from parley.workflows.naming import Named, Noun
from parley.workflows.steps.step import Step
from parley.workflows.view import Scene


class MessageComes(Model):
    """Anything that the contact sends."""

    event: Literal["message"] = "message"

    def is_it(self, body: EventBody) -> bool:
        return isinstance(body, MessageReceived)

    def references(self) -> Iterator[Named]:
        return iter(())


class TagChanges(Model):
    """`tag_id` null: any tag."""

    event: Literal["tag_added", "tag_removed"]
    tag_id: UUID | None = None

    def is_it(self, body: EventBody) -> bool:
        kind = ContactTagged if self.event == "tag_added" else ContactUntagged
        return isinstance(body, kind) and self.tag_id in (None, body.tag_id)

    def references(self) -> Iterator[Named]:
        if self.tag_id is not None:
            yield Named(Noun.TAG, self.tag_id)


class FieldChanges(Model):
    """`slug` null: any field of the scope."""

    event: Literal["field_changed"] = "field_changed"
    scope: FieldScope = FieldScope.CONTACT
    slug: Slug | None = None

    def is_it(self, body: EventBody) -> bool:
        is_contacts = self.scope is FieldScope.CONTACT
        kind = ContactFieldChanged if is_contacts else ConversationFieldChanged
        return isinstance(body, kind) and self.slug in (None, body.slug)

    def references(self) -> Iterator[Named]:
        if self.slug is not None:
            is_contacts = self.scope is FieldScope.CONTACT
            noun = Noun.CONTACT_FIELD if is_contacts else Noun.CONVERSATION_FIELD
            yield Named(noun, self.slug)


Awaited = Annotated[MessageComes | TagChanges | FieldChanges, Field(discriminator="event")]


class WaitForEvent(Step):
    """The first of `events` that happens from now on takes the lane `happened`. A message is heard, not
    taken: a waiting question gets it all the same.
    """

    LANES: ClassVar[tuple[str, ...]] = ("happened", "timeout")
    SLOW: ClassVar[frozenset[str]] = frozenset({"happened", "timeout"})
    waits: ClassVar[bool] = True

    kind: Literal["wait_for_event"] = "wait_for_event"
    events: Annotated[list[Awaited], Field(min_length=1, max_length=limits.AWAITED_EVENTS)]
    timeout_seconds: Annotated[int, Field(ge=1, le=limits.TIMEOUT_SECONDS)] = limits.DAY_SECONDS

    def references(self) -> Iterator[Named]:
        for awaited in self.events:
            yield from awaited.references()

    def lane_seconds(self, _lane: str, /) -> int:
        return self.timeout_seconds

    def decide(self, signal: Signal, scene: Scene, /) -> Decision:
        match signal:
            case Entered():
                until = scene.view.now + timedelta(seconds=self.timeout_seconds)
                return Park(Waiting(WaitKind.EVENT, until=until))
            case Happened(body=body) if (number := self._number_of(body)) is not None:
                told: dict[str, object] = {"event": type(body).__name__, "awaited": number}
                return Move("happened", output=told)
            case Due():
                return Move("timeout", ends=EndReason.TIMED_OUT)
            case _:
                return Stay()

    def _number_of(self, body: EventBody) -> int | None:
        """Which of the awaited events it is, counted from 0."""
        hits = (number for number, awaited in enumerate(self.events) if awaited.is_it(body))
        return next(hits, None)
