"""What a step or a trigger names of the workspace: told by itself, so that no check lists kinds of steps."""

from enum import StrEnum

from msgspec import Struct

from parley.domain.ids import UUID


class Noun(StrEnum):
    """The kinds of things that can be named; `id` of a field is its slug."""

    TAG = "tag"
    TEAM = "team"
    SKILL = "skill"
    USER = "user"
    CHANNEL = "channel"
    CATEGORY = "category"
    CONTACT_FIELD = "contact_field"
    CONVERSATION_FIELD = "conversation_field"
    CALENDAR = "calendar"
    STAGE = "stage"
    WORKFLOW = "workflow"
    SEALED = "secret"


class Named(Struct, frozen=True):
    noun: Noun
    id: UUID | str
