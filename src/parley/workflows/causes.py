"""What a step may bring about: events that other workflows hear, as far as they are known before anything runs."""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from parley.domain.contact import FieldScope, FieldValue
from parley.domain.conversation import ClosingNote, Source
from parley.domain.events import (
    ContactFieldChanged,
    ContactLifecycleChanged,
    ContactTagged,
    ContactUntagged,
    ConversationClosed,
    ConversationFieldChanged,
    ConversationOpened,
    WorkflowCalled,
)
from parley.domain.ids import UUID, CategoryId, RunId, StageId, TagId, WorkflowId
from parley.domain.run import VariableValue
from parley.workflows.variables import list_places

Body = (
    ContactTagged
    | ContactUntagged
    | ContactFieldChanged
    | ConversationFieldChanged
    | ContactLifecycleChanged
    | ConversationOpened
    | ConversationClosed
    | WorkflowCalled
)
NEW = "new"
# What only the hour, the contact or the past can tell.
_OF_FIELD = frozenset({"old"})
_OF_OPENING = frozenset({"first_message", "channel", "channel_kind"})
_OF_CLOSING = frozenset({"summary", "opened_at", "closed_at", "closed_by"})
# Applied to what they have made they change nothing.
_SETTLING = frozenset({"upper", "lower", "title", "capital", "trim", "date"})


class Cause(Struct, frozen=True):
    """An event as it would be told; `unknown` are the names of its values that are anybody's guess.
    `settles`: done twice it changes nothing the second time, unless something else was done in between.
    """

    body: Body
    unknown: frozenset[str] = frozenset()
    settles: bool = True

    @property
    def key(self) -> tuple[str, bytes, frozenset[str], bool]:
        return (
            type(self.body).__name__,
            msgspec.json.encode(self.body),
            self.unknown,
            self.settles,
        )


def cause_tag(tag_id: UUID, *, is_added: bool) -> Cause:
    return Cause((ContactTagged if is_added else ContactUntagged)(TagId(tag_id)))


def cause_value(scope: FieldScope, slug: str, value: FieldValue) -> Cause:
    """A field is set to what a step says: a fixed value, or a text with places."""
    places = list(list_places(value)) if isinstance(value, str) else []
    is_known = not places
    # Empty text clears the field.
    body = _changed(scope, slug, value if is_known and value != "" else None)
    own = (
        len(places) == 1
        and f"{{{{{places[0].raw}}}}}" == value
        and places[0].path in paths_of(scope, slug)
    )
    settles = is_known or (own and _SETTLING.issuperset(places[0].filters))
    return Cause(body, _OF_FIELD if is_known else _OF_FIELD | {NEW}, settles)


def cause_answer(scope: FieldScope, slug: str) -> Cause:
    """A field is set to what the contact answers."""
    return Cause(_changed(scope, slug, None), _OF_FIELD | {NEW}, settles=False)


def cause_stage(stage_id: UUID | None) -> Cause:
    new = StageId(stage_id) if stage_id is not None else None
    return Cause(ContactLifecycleChanged(None, new), _OF_FIELD)


def cause_opening() -> Cause:
    return Cause(ConversationOpened(Source.WORKFLOW), _OF_OPENING)


def cause_closing(category_id: UUID | None) -> Cause:
    category = CategoryId(category_id) if category_id is not None else None
    return Cause(ConversationClosed(Source.WORKFLOW, ClosingNote(category)), _OF_CLOSING)


def cause_call(workflow_id: UUID, variables: Mapping[str, str]) -> Cause:
    """Each call starts the other workflow anew, whatever was called before."""
    fixed: dict[str, VariableValue] = {
        name: text for name, text in variables.items() if not any(True for _ in list_places(text))
    }
    body = WorkflowCalled(WorkflowId(workflow_id), RunId(UUID(int=0)), fixed)
    return Cause(body, frozenset(variables) - frozenset(fixed), settles=False)


def paths_of(scope: FieldScope, slug: str) -> tuple[str, ...]:
    """Under which names texts and conditions read a field."""
    if scope is FieldScope.CONVERSATION:
        return (f"conversation.fields.{slug}",)
    named = "contact.name" if slug == "display_name" else f"contact.{slug}"
    return (named, f"contact.fields.{slug}")


def undoes(one: Cause, other: Cause) -> bool:
    """True if after `one` the event of the `other`, which settles, may happen again."""
    match one.body, other.body:
        case (ContactTagged(a), ContactUntagged(b)) | (ContactUntagged(a), ContactTagged(b)):
            return a == b
        case (ContactFieldChanged(), ContactFieldChanged()) | (
            ConversationFieldChanged(),
            ConversationFieldChanged(),
        ):
            return one.body.slug == other.body.slug and one.key != other.key
        case ContactLifecycleChanged(), ContactLifecycleChanged():
            return one.body.new != other.body.new
        case (ConversationOpened(), ConversationClosed()) | (
            ConversationClosed(),
            ConversationOpened(),
        ):
            return True
        case _:
            return False


def list_changed_paths(cause: Cause) -> Iterator[str]:
    """What reads otherwise once the event has happened."""
    match cause.body:
        case ContactTagged() | ContactUntagged():
            yield "contact.tags"
        case ContactFieldChanged(slug=slug):
            yield from paths_of(FieldScope.CONTACT, slug)
        case ConversationFieldChanged(slug=slug):
            yield from paths_of(FieldScope.CONVERSATION, slug)
        case ContactLifecycleChanged():
            yield "contact.lifecycle"
        case ConversationOpened() | ConversationClosed():
            yield from ("conversation.status", "conversation.source")
        case WorkflowCalled():
            return


def _changed(
    scope: FieldScope, slug: str, value: FieldValue
) -> ContactFieldChanged | ConversationFieldChanged:
    kind = ContactFieldChanged if scope is FieldScope.CONTACT else ConversationFieldChanged
    return kind(slug, None, value)
