"""What a step may look at: the contact, the conversation and the workspace, as they are now."""

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from parley.domain.channel import Channel, Manifest
from parley.domain.contact import Contact
from parley.domain.conversation import Conversation
from parley.domain.ids import UUID, UserId
from parley.domain.people import Agent
from parley.domain.queue import QueuePlace
from parley.domain.run import Run
from parley.domain.workspace import Reference


class QueueLook:
    """The place in line: looked up once somebody asks, and told in the trace only then."""

    def __init__(self, find: Callable[[], QueuePlace | None]) -> None:
        self._find = find
        self.is_read = False
        self.place: QueuePlace | None = None

    def get(self) -> QueuePlace | None:
        if not self.is_read:
            self.place = self._find()
            self.is_read = True
        return self.place


class View(Struct, frozen=True):
    """Read anew after whatever was done, so that a Branch sees the tag that was just set.

    `channel` is where the contact was heard last, `manifest` what it can do. `last_message` is the
    contact's newest text. `find_agent` answers None for a user who has none. `queue` is there in workflows
    that ask for the place in line.
    """

    now: datetime
    reference: Reference
    contact: Contact
    conversation: Conversation | None
    channel: Channel | None
    manifest: Manifest | None
    last_inbound_at: datetime | None
    last_outbound_at: datetime | None
    last_message: str
    find_agent: Callable[[UserId], Agent | None]
    queue: QueueLook | None = None

    @property
    def language(self) -> str:
        """Two letters: the contact's, else the workspace's."""
        return (self.contact.language or self.reference.settings.language)[:2].lower()

    @property
    def country(self) -> str | None:
        return self.contact.country or self.reference.settings.country or None


class Scene(Struct, frozen=True):
    """A run in front of its step. `is_handed_over`: its Assign To has succeeded, so that it neither
    waits nor hesitates any more (O17). While the calendar `quiet_hours` is closed nothing is said.
    """

    run: Run
    view: View
    quiet_seconds: int
    is_handed_over: bool = False
    quiet_hours: UUID | None = None
