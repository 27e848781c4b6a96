"""What a template leaves open: each choice has a name, a kind and, for words, a proposal."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec import Struct

from parley.domain.contact import STANDARD_FIELDS, FieldScope
from parley.domain.ids import UUID, CalendarId, CategoryId, ChannelId, TagId, TeamId, UserId
from parley.domain.workspace import Reference
from parley.workflows import limits


class ChoiceKind(StrEnum):
    """Words are written by whoever chooses; all others name something of the workspace: fields by their
    slug, the rest by id.
    """

    TEXT = "text"
    TITLE = "title"
    URL = "url"
    TEAM = "team"
    USER = "user"
    TAG = "tag"
    CHANNEL = "channel"
    CATEGORY = "category"
    CALENDAR = "calendar"
    CONTACT_FIELD = "contact_field"
    CONVERSATION_FIELD = "conversation_field"


class Choice(Struct, frozen=True):
    """`proposal` is taken where nothing is chosen; without one it has to be chosen."""

    key: str
    kind: ChoiceKind
    label: str
    proposal: str | None = None


class Chosen(Struct, frozen=True):
    """A place in a template's body that a choice fills. `layout` puts the value into a longer word;
    `by_name` takes a tag's name instead of its id, as conditions do.
    """

    key: str
    layout: str = "{}"
    by_name: bool = False


def find_fault(choice: Choice, value: str, reference: Reference) -> str | None:
    """What is wrong with the value, in a few words; None if it fits."""
    words = _LONGEST.get(choice.kind)
    if words is not None:
        if not value.strip():
            return "it is empty"
        if len(value) > words:
            return f"it takes at most {words} characters"
        if choice.kind is ChoiceKind.URL and not value.startswith("https://"):
            return "it starts with https://"
        return None
    return None if _EXISTS[choice.kind](value, reference) else f"there is no such {_said(choice)}"


def name_of(choice: Choice, value: str, reference: Reference) -> str:
    """The name of a tag; of anything else the value itself."""
    if choice.kind is ChoiceKind.TAG:
        return reference.tags[TagId(UUID(value))].name
    return value


def _said(choice: Choice) -> str:
    return choice.kind.value.replace("_", " ")


_LONGEST: Mapping[ChoiceKind, int] = {
    ChoiceKind.TEXT: limits.TEMPLATE_TEXT_LENGTH,
    ChoiceKind.TITLE: limits.TEMPLATE_TITLE_LENGTH,
    ChoiceKind.URL: limits.TEMPLATE_TEXT_LENGTH,
}


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _is_known(find: Callable[[UUID, Reference], bool]) -> Callable[[str, Reference], bool]:
    def exists(value: str, reference: Reference) -> bool:
        thing_id = _uuid(value)
        return thing_id is not None and find(thing_id, reference)

    return exists


def _has_field(scope: FieldScope) -> Callable[[str, Reference], bool]:
    def exists(value: str, reference: Reference) -> bool:
        is_standard = scope is FieldScope.CONTACT and value in STANDARD_FIELDS
        return is_standard or (scope, value) in reference.fields

    return exists


_EXISTS: Mapping[ChoiceKind, Callable[[str, Reference], bool]] = {
    ChoiceKind.TEAM: _is_known(lambda given, here: TeamId(given) in here.teams),
    ChoiceKind.USER: _is_known(lambda given, here: here.active_user(UserId(given)) is not None),
    ChoiceKind.TAG: _is_known(lambda given, here: TagId(given) in here.tags),
    ChoiceKind.CHANNEL: _is_known(lambda given, here: ChannelId(given) in here.channels),
    ChoiceKind.CATEGORY: _is_known(lambda given, here: CategoryId(given) in here.categories),
    ChoiceKind.CALENDAR: _is_known(lambda given, here: CalendarId(given) in here.calendars),
    ChoiceKind.CONTACT_FIELD: _has_field(FieldScope.CONTACT),
    ChoiceKind.CONVERSATION_FIELD: _has_field(FieldScope.CONVERSATION),
}
