"""Wait for Event: until the contact writes, a tag comes or goes, a field changes, or another system posts."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

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
from parley.domain.run import EndReason, VariableValue, Waiting, WaitKind
from parley.workflows import limits
from parley.workflows.decisions import (
    Decision,
    Due,
    Entered,
    Happened,
    Move,
    Park,
    Posted,
    SaveVariable,
    Signal,
    Stay,
)
from parley.workflows.model import Model, Slug
from parley.workflows.naming import Named, Noun
from parley.workflows.payloads import ContactBy, JsonPath, Mapping, find_in, flat
from parley.workflows.steps.step import Step
from parley.workflows.variables import fill, says
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


class WebhookComes(Model):
    """A call of the workflow's own webhook that names the run's contact. `mapping` says what is kept of it as
    variables; with `match_path` only a call counts that has the text `match_value` there.
    """

    event: Literal["webhook"] = "webhook"
    contact_by: ContactBy = "id"
    contact_path: JsonPath
    mapping: Mapping = Field(default_factory=dict)
    match_path: JsonPath | None = None
    match_value: Annotated[str, Field(max_length=limits.TEXT_LENGTH)] = ""

    @model_validator(mode="after")
    def _matches_something(self) -> Self:
        if (self.match_path is None) != (not self.match_value):
            raise ValueError("match_path and match_value belong together")
        return self

    def is_it(self, _body: EventBody) -> bool:
        return False

    def references(self) -> Iterator[Named]:
        return iter(())

    def matches(self, payload: object, scene: Scene) -> bool:
        if self.match_path is None:
            return True
        wanted = fill(self.match_value, scene).text.strip()
        found = says(flat(find_in(payload, self.match_path)), scene.view.reference).strip()
        return bool(wanted) and wanted == found

    def read(self, payload: object) -> dict[str, VariableValue]:
        return {name: flat(find_in(payload, path)) for name, path in self.mapping.items()}


Awaited = Annotated[
    MessageComes | TagChanges | FieldChanges | WebhookComes, Field(discriminator="event")
]


class WaitForEvent(Step):
    """The first of `events` that happens from now on takes the lane `happened`. A message is heard, not
    taken: a waiting question gets it all the same; a call is taken, and starts nothing.
    """

    LANES: ClassVar[tuple[str, ...]] = ("happened", "timeout")
    SLOW: ClassVar[frozenset[str]] = frozenset({"happened", "timeout"})
    SAVED: ClassVar[frozenset[str] | None] = frozenset({"happened"})
    waits: ClassVar[bool] = True

    kind: Literal["wait_for_event"] = "wait_for_event"
    events: Annotated[list[Awaited], Field(min_length=1, max_length=limits.AWAITED_EVENTS)]
    timeout_seconds: Annotated[int, Field(ge=1, le=limits.TIMEOUT_SECONDS)] = limits.DAY_SECONDS

    def references(self) -> Iterator[Named]:
        for awaited in self.events:
            yield from awaited.references()

    def webhooks(self) -> Iterator[tuple[int, WebhookComes]]:
        for number, awaited in enumerate(self.events):
            if isinstance(awaited, WebhookComes):
                yield number, awaited

    def templates(self) -> Iterator[str]:
        return (awaited.match_value for _, awaited in self.webhooks() if awaited.match_value)

    def saved_variables(self) -> Iterator[str]:
        for _, awaited in self.webhooks():
            yield from awaited.mapping

    def hear(
        self, payload: object, scene: Scene, *, contact_by: ContactBy, contact_path: str
    ) -> Posted | None:
        """What a call is to the step that found its contact so; None if it is not what it waits for."""
        for number, awaited in self.webhooks():
            is_named = (awaited.contact_by, awaited.contact_path) == (contact_by, contact_path)
            if is_named and awaited.matches(payload, scene):
                return Posted(number, awaited.read(payload))
        return None

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
            case Posted(awaited=number, values=values):
                effects = tuple(SaveVariable(name, value) for name, value in values.items())
                return Move(
                    "happened", effects, {"event": "webhook", "awaited": number, "saved": values}
                )
            case Due():
                return Move("timeout", ends=EndReason.TIMED_OUT)
            case _:
                return Stay()

    def _number_of(self, body: EventBody) -> int | None:
        """Which of the awaited events it is, counted from 0."""
        hits = (number for number, awaited in enumerate(self.events) if awaited.is_it(body))
        return next(hits, None)
