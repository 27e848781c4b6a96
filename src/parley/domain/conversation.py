"""From opened to closed: at most one open per contact."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from parley.domain.contact import FieldValue
from parley.domain.ids import (
    CategoryId,
    ChannelId,
    ContactId,
    ConversationId,
    TeamId,
    UserId,
    WorkspaceId,
)


class Status(StrEnum):
    OPEN = "open"
    SNOOZED = "snoozed"
    CLOSED = "closed"


class Source(StrEnum):
    """Who opened or closed it."""

    CONTACT = "contact"
    USER = "user"
    WORKFLOW = "workflow"
    API = "api"
    AUTO_CLOSE = "auto_close"
    MERGE = "merge"


class Handler(StrEnum):
    """The one owner of the conversation at a time (O17)."""

    BOT = "bot"
    AGENT = "agent"
    NOBODY = "nobody"


class ClosingNote(Struct, frozen=True):
    category_id: CategoryId | None = None
    summary: str = ""


class Conversation(Struct, frozen=True):
    """One cycle. `status` follows from `closed_at` and `snoozed_until`; the schema checks that it does.

    `preview` is the newest message's text, at most 160 characters. `unanswered_since` is the time of
    the first contact message after the last answer of a person. `weight` is the units of load that it
    puts on its assignee now; since `light_since` it weighs less, until the contact writes.
    """

    workspace_id: WorkspaceId
    id: ConversationId
    contact_id: ContactId
    status: Status
    opened_at: datetime
    opened_by: Source
    channel_id: ChannelId | None = None
    team_id: TeamId | None = None
    assignee_id: UserId | None = None
    assigned_at: datetime | None = None
    first_assigned_at: datetime | None = None
    handler: Handler = Handler.NOBODY
    fields: dict[str, FieldValue] = {}
    snoozed_until: datetime | None = None
    closed_at: datetime | None = None
    closed_by: Source | None = None
    closed_by_user_id: UserId | None = None
    category_id: CategoryId | None = None
    summary: str = ""
    activity_at: datetime | None = None
    preview: str = ""
    preview_outgoing: bool = False
    incoming_count: int = 0
    outgoing_count: int = 0
    unanswered_since: datetime | None = None
    last_inbound_at: datetime | None = None
    last_person_reply_at: datetime | None = None
    last_bot_message_at: datetime | None = None
    first_response_at: datetime | None = None
    first_response_by: UserId | None = None
    weight: int = 0
    light_since: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Snoozed counts as open: only closing ends the cycle."""
        return self.closed_at is None

    @property
    def counts_as_load(self) -> bool:
        """Snoozed conversations take none of their assignee's capacity."""
        return (
            self.closed_at is None and self.snoozed_until is None and self.assignee_id is not None
        )

    @property
    def is_light(self) -> bool:
        """It has waited on the contact for long, and still does."""
        return self.light_since is not None and self.unanswered_since is None

    def close(
        self, note: ClosingNote, *, by: Source, user_id: UserId | None, at: datetime
    ) -> "Conversation":
        return replace(
            self,
            status=Status.CLOSED,
            closed_at=at,
            closed_by=by,
            closed_by_user_id=user_id,
            category_id=note.category_id,
            summary=note.summary,
            snoozed_until=None,
            handler=Handler.NOBODY,
            activity_at=at,
        )

    def reopen(self, *, at: datetime) -> "Conversation":
        return replace(
            self,
            status=Status.OPEN,
            closed_at=None,
            closed_by=None,
            closed_by_user_id=None,
            category_id=None,
            summary="",
            handler=Handler.AGENT if self.assignee_id else Handler.NOBODY,
            activity_at=at,
        )


PREVIEW_LENGTH = 160
