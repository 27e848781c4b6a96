"""What a template leaves open: each choice has a name, a kind and, for words, a proposal."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Literal

from msgspec import Struct

from parley.domain.contact import STANDARD_FIELDS, FieldScope
from parley.domain.ids import (
    UUID,
    CalendarId,
    CategoryId,
    ChannelId,
    StageId,
    TagId,
    TeamId,
    UserId,
)
from parley.domain.workspace import Reference
from parley.workflows import limits
from parley.workflows.text.names import Names


class ChoiceKind(StrEnum):
    """Words are written by whoever chooses; all others name something of the workspace: fields and secrets
    by their slug, the rest by id.
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
    STAGE = "stage"
    SEALED = "secret"
    CONTACT_FIELD = "contact_field"
    CONVERSATION_FIELD = "conversation_field"


WORDS = frozenset({ChoiceKind.TEXT, ChoiceKind.TITLE, ChoiceKind.URL})


class Choice(Struct, frozen=True):
    """`proposal` is taken where nothing is chosen; without one it has to be chosen."""

    key: str
    kind: ChoiceKind
    label: str
    proposal: str | None = None


class Chosen(Struct, frozen=True):
    """A place in a template's body that a choice fills. `layout` puts it into a longer word. `by`: what was
    chosen, its name (as conditions want a tag), the path by which texts and conditions read a field, or the
    words as an expression writes them.
    """

    key: str
    layout: str = "{}"
    by: Literal["value", "name", "path", "quoted"] = "value"


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
    """The name of what was chosen; of words and fields the value itself."""
    find = _NAMES.get(choice.kind)
    return value if find is None else find(UUID(value), reference)


def stand_in(choice: Choice) -> str:
    """A word for what is still to be chosen: its label, or its key where only a slug will do."""
    match choice.kind:
        case ChoiceKind.URL:
            return f"https://example.com/{choice.key}"
        case ChoiceKind.TITLE:
            return choice.label[: limits.TEMPLATE_TITLE_LENGTH].strip()
        case ChoiceKind.CONTACT_FIELD | ChoiceKind.CONVERSATION_FIELD | ChoiceKind.SEALED:
            return choice.key
        case _:
            return choice.label


def path_of(choice: Choice, value: str) -> str:
    """Where texts and conditions read a field; of anything else the value itself."""
    match choice.kind:
        case ChoiceKind.CONTACT_FIELD if value == "display_name":
            return "contact.name"
        case ChoiceKind.CONTACT_FIELD if value in STANDARD_FIELDS:
            return f"contact.{value}"
        case ChoiceKind.CONTACT_FIELD | ChoiceKind.CONVERSATION_FIELD:
            return f"{choice.kind.removesuffix('_field')}.fields.{value}"
        case _:
            return value


def value_of(choice: Choice, word: str, names: Names) -> str:
    """The id of what alone has this name; any other word is left as it is."""
    found = names.ids.get((choice.kind.value, word.strip().casefold()), [])
    return str(found[0]) if len(found) == 1 else word


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
    ChoiceKind.STAGE: _is_known(lambda given, here: StageId(given) in here.stages),
    ChoiceKind.SEALED: lambda given, here: given in here.secrets,
    ChoiceKind.CONTACT_FIELD: _has_field(FieldScope.CONTACT),
    ChoiceKind.CONVERSATION_FIELD: _has_field(FieldScope.CONVERSATION),
}

_NAMES: Mapping[ChoiceKind, Callable[[UUID, Reference], str]] = {
    ChoiceKind.TEAM: lambda given, here: here.teams[TeamId(given)].name,
    ChoiceKind.USER: lambda given, here: here.users[UserId(given)].name,
    ChoiceKind.TAG: lambda given, here: here.tags[TagId(given)].name,
    ChoiceKind.CHANNEL: lambda given, here: here.channels[ChannelId(given)].name,
    ChoiceKind.CATEGORY: lambda given, here: here.categories[CategoryId(given)].name,
    ChoiceKind.CALENDAR: lambda given, here: here.calendars[CalendarId(given)].name,
    ChoiceKind.STAGE: lambda given, here: here.stages[StageId(given)].name,
}
