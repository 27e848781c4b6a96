"""Facts, in the past tense: the only source for live screens, reports and audit."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from parley.domain.actor import Actor
from parley.domain.channel import Referral
from parley.domain.contact import FieldValue
from parley.domain.conversation import ClosingNote, Source
from parley.domain.ids import (
    ChannelId,
    CommentId,
    ContactId,
    ConversationId,
    EventId,
    MessageId,
    RunId,
    StageId,
    TagId,
    TeamId,
    UserId,
    VersionId,
    WorkflowId,
    WorkspaceId,
)
from parley.domain.message import Author, Failure, MessageStatus
from parley.domain.people import Presence
from parley.domain.run import EndReason, VariableValue


class ContactCreated(Struct, frozen=True, tag=True, omit_defaults=True):
    display_name: str
    channel_id: ChannelId | None = None


class ContactFieldChanged(Struct, frozen=True, tag=True, omit_defaults=True):
    slug: str
    old: FieldValue
    new: FieldValue


class ContactTagged(Struct, frozen=True, tag=True, omit_defaults=True):
    tag_id: TagId


class ContactUntagged(Struct, frozen=True, tag=True, omit_defaults=True):
    tag_id: TagId


class ContactLifecycleChanged(Struct, frozen=True, tag=True, omit_defaults=True):
    old: StageId | None
    new: StageId | None


class ContactBlocked(Struct, frozen=True, tag=True, omit_defaults=True):
    pass


class ContactUnblocked(Struct, frozen=True, tag=True, omit_defaults=True):
    pass


class IdentityAdded(Struct, frozen=True, tag=True, omit_defaults=True):
    channel_kind: str
    scheme: str
    value: str


class MergeSuggested(Struct, frozen=True, tag=True, omit_defaults=True):
    """A phone or e-mail that another contact has, too (O7)."""

    field: str
    other_contact_id: ContactId


class ContactsMerged(Struct, frozen=True, tag=True, omit_defaults=True):
    """The other contact has become part of this one. `gave_way`: its values that differ from those kept."""

    other_contact_id: ContactId
    other_name: str
    gave_way: dict[str, FieldValue] = {}


class ConversationOpened(Struct, frozen=True, tag=True, omit_defaults=True):
    source: Source
    channel_id: ChannelId | None = None
    message_id: MessageId | None = None
    referral: Referral | None = None
    former_conversation_id: ConversationId | None = None


class ConversationClosed(Struct, frozen=True, tag=True, omit_defaults=True):
    source: Source
    note: ClosingNote = ClosingNote()


class ConversationReopened(Struct, frozen=True, tag=True, omit_defaults=True):
    """A close was undone: the same conversation goes on (O2)."""


class ConversationAssigned(Struct, frozen=True, tag=True, omit_defaults=True):
    """`user_id` None: unassigned. `automatic` is True for the matcher's claims."""

    user_id: UserId | None
    former_user_id: UserId | None = None
    automatic: bool = False


class ConversationTeamChanged(Struct, frozen=True, tag=True, omit_defaults=True):
    team_id: TeamId | None
    former_team_id: TeamId | None = None


class ConversationWaiting(Struct, frozen=True, tag=True, omit_defaults=True):
    """It needs an agent and nobody has been found yet."""

    team_id: TeamId | None = None


class ConversationLeftQueue(Struct, frozen=True, tag=True, omit_defaults=True):
    reason: str


class QueueAlarmRaised(Struct, frozen=True, tag=True, omit_defaults=True):
    """Somebody waits in a line for longer than the workspace allows; told once an entry."""

    since: datetime
    team_id: TeamId | None = None


class RoutingMended(Struct, frozen=True, tag=True, omit_defaults=True):
    """The reconcile job found what broke an invariant of routing, and put it right. `subject` is the id of the user,
    conversation or run; `detail` says what was found.
    """

    invariant: str
    subject: str
    detail: str


class ConversationSnoozed(Struct, frozen=True, tag=True, omit_defaults=True):
    until: datetime


class ConversationUnsnoozed(Struct, frozen=True, tag=True, omit_defaults=True):
    pass


class ConversationFieldChanged(Struct, frozen=True, tag=True, omit_defaults=True):
    slug: str
    old: FieldValue
    new: FieldValue


class MessageReceived(Struct, frozen=True, tag=True, omit_defaults=True):
    message_id: MessageId
    channel_id: ChannelId
    preview: str = ""


class MessageWritten(Struct, frozen=True, tag=True, omit_defaults=True):
    """We are about to send it; its status tells how far it is."""

    message_id: MessageId
    channel_id: ChannelId
    author: Author
    preview: str = ""


class MessageStatusChanged(Struct, frozen=True, tag=True, omit_defaults=True):
    message_id: MessageId
    status: MessageStatus
    failure: Failure | None = None


class MessageEdited(Struct, frozen=True, tag=True, omit_defaults=True):
    message_id: MessageId
    taken_back: bool = False


class MessageReacted(Struct, frozen=True, tag=True, omit_defaults=True):
    message_id: MessageId
    emoji: str | None


class CommentAdded(Struct, frozen=True, tag=True, omit_defaults=True):
    comment_id: CommentId
    preview: str = ""
    mentions: tuple[UserId, ...] = ()


class RunStarted(Struct, frozen=True, tag=True, omit_defaults=True):
    run_id: RunId
    workflow_id: WorkflowId
    version_id: VersionId


class RunEnded(Struct, frozen=True, tag=True, omit_defaults=True):
    run_id: RunId
    workflow_id: WorkflowId
    reason: EndReason


class WorkflowCalled(Struct, frozen=True, tag=True, omit_defaults=True):
    """A run asks another workflow to start for the same contact, and goes on by itself."""

    workflow_id: WorkflowId
    run_id: RunId
    variables: dict[str, VariableValue] = {}


class CallEnded(Struct, frozen=True, tag=True, omit_defaults=True):
    """`seconds` None or 0: nobody answered."""

    message_id: MessageId
    direction: Literal["in", "out"]
    status: str
    seconds: int | None = None


class PresenceChanged(Struct, frozen=True, tag=True, omit_defaults=True):
    user_id: UserId
    presence: Presence
    former: Presence
    reason: str | None = None


class ChannelHealthChanged(Struct, frozen=True, tag=True, omit_defaults=True):
    channel_id: ChannelId
    subtype: str
    text: str
    paused: bool = False


class WorkspaceChanged(Struct, frozen=True, tag=True, omit_defaults=True):
    """Something that admins set up changed: screens reload their lists."""

    noun: str
    id: str


EventBody = (
    ContactCreated
    | ContactFieldChanged
    | ContactTagged
    | ContactUntagged
    | ContactLifecycleChanged
    | ContactBlocked
    | ContactUnblocked
    | IdentityAdded
    | MergeSuggested
    | ContactsMerged
    | ConversationOpened
    | ConversationClosed
    | ConversationReopened
    | ConversationAssigned
    | ConversationTeamChanged
    | ConversationWaiting
    | ConversationLeftQueue
    | QueueAlarmRaised
    | RoutingMended
    | ConversationSnoozed
    | ConversationUnsnoozed
    | ConversationFieldChanged
    | MessageReceived
    | MessageWritten
    | MessageStatusChanged
    | MessageEdited
    | MessageReacted
    | CommentAdded
    | RunStarted
    | RunEnded
    | WorkflowCalled
    | CallEnded
    | PresenceChanged
    | ChannelHealthChanged
    | WorkspaceChanged
)


class Event(Struct, frozen=True):
    """A fact with its place and its cause. `body`'s type name is the event's kind."""

    workspace_id: WorkspaceId
    id: EventId
    at: datetime
    contact_id: ContactId | None
    conversation_id: ConversationId | None
    actor: Actor
    body: EventBody

    @property
    def kind(self) -> str:
        return type(self.body).__name__
