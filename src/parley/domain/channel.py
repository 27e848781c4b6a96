"""The promise that a channel plug-in keeps: facts in a manifest, translation, no decisions."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from parley.domain.content import Content
from parley.domain.ids import ChannelId, ContactId, EndpointId, MessageId, OutboxId, WorkspaceId
from parley.domain.message import Failure, MessageStatus


class Begins(StrEnum):
    """Who may write first (O27)."""

    CONTACT = "contact"
    BOTH = "both"


class LengthUnit(StrEnum):
    """What a provider counts when it says how long a text may be."""

    CHARACTERS = "characters"
    UTF16 = "utf16"
    BYTES = "bytes"

    def measure(self, text: str) -> int:
        if text.isascii():  # as most are: all three count the same
            return len(text)
        match self:
            case LengthUnit.CHARACTERS:
                return len(text)
            case LengthUnit.UTF16:
                # Beyond the basic plane, as most emoji are, a character takes two.
                return len(text) + sum(character > "\uffff" for character in text)
            case LengthUnit.BYTES:
                return len(text.encode("utf-8", "surrogatepass"))

    @property
    def said(self) -> str:
        words = {LengthUnit.UTF16: "UTF-16 units", LengthUnit.BYTES: "bytes"}
        return words.get(self, "characters")


class FileRule(Struct, frozen=True):
    """What a kind of file must be to be sent by its address: the provider fetches it, and judges its size.

    `endings` are those of file names that the provider takes; empty: all.
    """

    most_bytes: int
    endings: frozenset[str] = frozenset()
    takes_caption: bool = True


class Manifest(Struct, frozen=True):
    """What a channel kind is and can do: screens, checks and limits read it; nobody asks for the kind.

    All lengths are counted in `length_unit`, as the provider counts them. `sends` names the content tags (`text`,
    `prompt`, `media`) that `send` takes, `files` the kinds of media.
    """

    kind: str
    name: str
    begins: Begins
    sends: frozenset[str]
    reply_window: timedelta | None
    text_limit: int
    button_limit: int
    button_title_limit: int
    has_receipts: bool
    opens_on: frozenset[str]
    identity_schemes: tuple[str, ...]
    config_fields: tuple["ConfigField", ...] = ()
    docs: str = ""
    files: Mapping[str, FileRule] = {}
    caption_limit: int = 0
    length_unit: LengthUnit = LengthUnit.CHARACTERS

    def measure(self, text: str) -> int:
        return self.length_unit.measure(text)

    def said(self, count: int) -> str:
        """A length in words."""
        return f"{count} {self.length_unit.said}"

    def has_room_for(self, titles: Sequence[str]) -> bool:
        """True if so many buttons with these titles can be sent."""
        return (
            "prompt" in self.sends
            and len(titles) <= self.button_limit
            and all(self.measure(title) <= self.button_title_limit for title in titles)
        )


class ConfigField(Struct, frozen=True):
    """One setting of a channel that a person fills in; `secret` ones are sealed at rest."""

    name: str
    label: str
    secret: bool = False
    required: bool = True
    help: str = ""


class Channel(Struct, frozen=True):
    """A connected source of messages. `external_id` is how events of a shared endpoint name it."""

    workspace_id: WorkspaceId
    id: ChannelId
    endpoint_id: EndpointId
    kind: str
    name: str
    external_id: str
    config: dict[str, str]
    paused_at: datetime | None = None
    pause_reason: str = ""


class SenderAddress(Struct, frozen=True):
    """One known address of the sender; the strongest comes first."""

    scheme: str
    value: str
    scope: str = ""


class ContactProfile(Struct, frozen=True, omit_defaults=True):
    """What the provider tells of the person; only fills what is empty."""

    display_name: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    phone: str | None = None
    email: str | None = None
    language: str | None = None
    country: str | None = None


class Referral(Struct, frozen=True, omit_defaults=True):
    """How the contact came (an ad, a product, a link); travels on ConversationOpened."""

    kind: str
    source_id: str = ""
    url: str = ""
    headline: str = ""
    body: str = ""
    click_id: str = ""


class InboundMessage(Struct, frozen=True, tag="message", omit_defaults=True):
    """`opens` says whether the kind of content opens a conversation when none is open (O3)."""

    channel: str
    external_id: str
    provider_at: datetime
    senders: tuple[SenderAddress, ...]
    content: Content
    profile: ContactProfile = ContactProfile()
    reply_to: str | None = None
    forwarded: bool = False
    referral: Referral | None = None
    opens: bool = True


class InboundEcho(Struct, frozen=True, tag="echo", omit_defaults=True):
    """The business wrote from the provider's own app: outbound, by a person (O3)."""

    channel: str
    external_id: str
    provider_at: datetime
    recipients: tuple[SenderAddress, ...]
    content: Content


class InboundReceipt(Struct, frozen=True, tag="receipt", omit_defaults=True):
    """`message_id` is ours, where the provider returns it; else `external_id` finds the message."""

    channel: str
    external_id: str
    status: MessageStatus
    provider_at: datetime
    message_id: MessageId | None = None
    failure: Failure | None = None
    recipients: tuple[SenderAddress, ...] = ()


class InboundReaction(Struct, frozen=True, tag="reaction", omit_defaults=True):
    """`emoji` None removes it."""

    channel: str
    external_id: str
    provider_at: datetime
    senders: tuple[SenderAddress, ...]
    target: str
    emoji: str | None


class InboundEdit(Struct, frozen=True, tag="edit", omit_defaults=True):
    """`content` None means that the contact took the message back."""

    channel: str
    external_id: str
    provider_at: datetime
    senders: tuple[SenderAddress, ...]
    target: str
    content: Content | None


class IdentityChanged(Struct, frozen=True, tag="identity_changed", omit_defaults=True):
    """The provider says that one address became another: the contact keeps its history."""

    channel: str
    external_id: str
    provider_at: datetime
    former: tuple[SenderAddress, ...]
    current: tuple[SenderAddress, ...]
    note: str = ""


class AccountUpdate(Struct, frozen=True, tag="account_update", omit_defaults=True):
    """News about the channel itself, shown to admins; `pauses` stops sending until a person looks."""

    channel: str
    subtype: str
    text: str
    pauses: bool = False


class Ignored(Struct, frozen=True, tag="ignored", omit_defaults=True):
    """Kept raw in the archive and counted, never an error."""

    channel: str
    provider_type: str
    reason: str


Inbound = (
    InboundMessage
    | InboundEcho
    | InboundReceipt
    | InboundReaction
    | InboundEdit
    | IdentityChanged
    | AccountUpdate
    | Ignored
)


class RawEvent(Struct, frozen=True):
    """One event cut out of a webhook body. `sender` groups a person's events on one lane;
    `body` is JSON that `parse` understands alone.
    """

    sender: str
    body: bytes


class Endpoint(Struct, frozen=True):
    """Where a provider posts to; may serve several channels. `secrets` are tried in turn."""

    workspace_id: WorkspaceId
    id: EndpointId
    handle: str
    kind: str
    secrets: tuple[str, ...]
    verify_token: str = ""


class OutgoingMessage(Struct, frozen=True):
    """What a channel is asked to send; `idempotency_key` is the same for every try of this message.

    `attempt` counts the tries from 1: some providers ask for waits that grow with it.
    """

    outbox_id: OutboxId
    message_id: MessageId
    contact_id: ContactId
    address: str
    scheme: str
    content: Content
    reply_to: str | None = None
    attempt: int = 1

    @property
    def idempotency_key(self) -> str:
        return str(self.message_id)


class ChannelHealth(Struct, frozen=True):
    """News about a channel that admins must see; `paused` stops sending until a person resumes it."""

    channel_id: ChannelId
    error: str
    paused: bool


class Sent(Struct, frozen=True, tag="sent"):
    """The provider took it and named it."""

    external_id: str


class Rejected(Struct, frozen=True, tag="rejected"):
    """Will never work as it is."""

    failure: Failure


class Unavailable(Struct, frozen=True, tag="unavailable"):
    """Surely not sent: try again after that many seconds (None: the outbox's own backoff)."""

    failure: Failure
    retry_after: float | None = None
    pauses_channel: bool = False


class Unknown(Struct, frozen=True, tag="unknown"):
    """The request left, no answer came: it may have been sent. Never repeated blindly."""

    reason: str


SendOutcome = Sent | Rejected | Unavailable | Unknown


class NotThisProvider(ValueError):
    """The payload parses, but is not one of this provider's."""


class HttpReply(Struct, frozen=True):
    """An answer of the provider, as plain values. `status` 0 never occurs: no answer raises NoAnswer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class NoAnswer(Exception):
    """`may_have_arrived` False only when the connection was never made."""

    def __init__(self, reason: str, *, may_have_arrived: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.may_have_arrived = may_have_arrived


class AddressRefused(Exception):
    """The address is none that may be called; nothing has left the house. The text says why."""


class HttpClient(Protocol):
    """The one outgoing client, handed to channels; guarded against private addresses by the shell.
    Raises NoAnswer, and AddressRefused, which a plug-in lets pass.
    """

    async def post(
        self, url: str, *, headers: Mapping[str, str], body: bytes, timeout_seconds: float
    ) -> HttpReply: ...


class ChannelPlugin(Protocol):
    """One kind of channel. All but `send` is pure."""

    @property
    def manifest(self) -> Manifest: ...

    def verify(self, headers: Mapping[str, str], body: bytes, *, endpoint: Endpoint) -> bool:
        """True if the raw bytes are signed with one of the endpoint's secrets. Header names are lower case."""
        ...

    def answer_handshake(self, query: Mapping[str, str], *, endpoint: Endpoint) -> bytes | None:
        """The body that answers a provider's GET, or None to refuse it."""
        ...

    def split(self, body: bytes) -> Sequence[RawEvent]:
        """One raw event per event of the body, in order. Raises NotThisProvider."""
        ...

    def parse(self, raw: bytes, *, received_at: datetime) -> Sequence[Inbound]:
        """What a raw event says. Text is cleaned (NUL, lone surrogates), times are bounded. Raises NotThisProvider."""
        ...

    async def send(
        self, message: OutgoingMessage, *, channel: Channel, http: HttpClient, base_url: str
    ) -> SendOutcome:
        """Sends once; every failure comes back as a value."""
        ...
