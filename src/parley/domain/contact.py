"""A person who writes to the business, and the addresses that lead to them."""

import re
import unicodedata
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from parley.domain.ids import ChannelId, ContactId, StageId, TagId, UserId, WorkspaceId

FieldValue = str | int | float | bool | list[str] | None


class Contact(Struct, frozen=True):
    """Phone and e-mail are values like others: they never identify (O7)."""

    workspace_id: WorkspaceId
    id: ContactId
    display_name: str
    given_name: str | None = None
    family_name: str | None = None
    phone: str | None = None
    email: str | None = None
    language: str | None = None
    country: str | None = None
    owner_id: UserId | None = None
    former_assignee_id: UserId | None = None
    former_assignee_at: datetime | None = None
    fields: dict[str, FieldValue] = {}
    tags: tuple[TagId, ...] = ()
    blocked_at: datetime | None = None
    created_at: datetime | None = None
    lifecycle_stage_id: StageId | None = None

    @property
    def first_name(self) -> str:
        """The given name if known, else the display name: nothing is split by guess (O8)."""
        return self.given_name or self.display_name


class IdentityKey(Struct, frozen=True, order=True):
    """An address as a provider names it. `scope` is what it is unique within (page, portfolio, channel)."""

    channel_kind: str
    scope: str
    scheme: str
    value: str


class Identity(Struct, frozen=True):
    """One address of one contact; unique in the workspace."""

    workspace_id: WorkspaceId
    channel_kind: str
    scope: str
    scheme: str
    value: str
    contact_id: ContactId
    created_at: datetime

    @property
    def key(self) -> IdentityKey:
        return IdentityKey(self.channel_kind, self.scope, self.scheme, self.value)


class ContactChannel(Struct, frozen=True):
    """How one contact is reached over one channel, and since when the reply window runs.

    `address` is what the channel sends to; `last_inbound_at` is the provider's time of the contact's
    newest message and drives the window and the choice of the channel to answer on.
    """

    workspace_id: WorkspaceId
    contact_id: ContactId
    channel_id: ChannelId
    address: str
    scheme: str
    last_inbound_at: datetime | None
    unreachable_at: datetime | None = None


class FieldType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    CHECKBOX = "checkbox"
    DATE = "date"
    TIME = "time"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    LIST = "list"


class FieldScope(StrEnum):
    CONTACT = "contact"
    CONVERSATION = "conversation"


class Field(Struct, frozen=True):
    """A named value that contacts or conversations may carry; `options` only for lists."""

    workspace_id: WorkspaceId
    scope: FieldScope
    slug: str
    name: str
    type: FieldType
    options: tuple[str, ...] = ()
    description: str = ""


TAGS_PER_WORKSPACE = 2_000
TAG_NAME_LENGTH = 100
# As the function `folded` of the database has it.
_MARKS = re.compile("[\u0300-\u036f]")
_STROKES = str.maketrans("đøłı", "doli")
_CONTROL = re.compile("[\x00-\x1f\x7f]")


@lru_cache(maxsize=8192)
def folded_name(name: str) -> str:
    """What two names have in common that differ in case, accents or Unicode form alone (O8)."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", name))
    # Letter by letter: no letter's small form depends on where it stands.
    return "".join(map(str.lower, bare)).translate(_STROKES)


def is_tag_name(name: str) -> bool:
    return 0 < len(name) <= TAG_NAME_LENGTH and name == name.strip() and not _CONTROL.search(name)


class Tag(Struct, frozen=True):
    workspace_id: WorkspaceId
    id: TagId
    name: str
    colour: str = "grey"
    description: str = ""


STANDARD_FIELDS = frozenset(
    {"display_name", "given_name", "family_name", "phone", "email", "language", "country"}
)
