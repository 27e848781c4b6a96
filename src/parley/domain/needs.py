"""What a decision needs to see before it can be taken."""

from msgspec import Struct

from parley.domain.contact import IdentityKey
from parley.domain.ids import (
    ChannelId,
    ContactId,
    ConversationId,
    MessageId,
    TeamId,
    UserId,
    WorkflowId,
)


class Needs(Struct, frozen=True):
    """Keys to load. Loading a contact brings (and locks) its row, its open conversation, its channels,
    its live runs and its queue entry; so does a message or conversation, since the contact's lock guards
    them. `external` finds messages by the provider's id, `receipts` those that were faster than a send.
    """

    identities: frozenset[IdentityKey] = frozenset()
    contacts: frozenset[ContactId] = frozenset()
    conversations: frozenset[ConversationId] = frozenset()
    messages: frozenset[MessageId] = frozenset()
    external: frozenset[tuple[ChannelId, str]] = frozenset()
    enrolments: frozenset[tuple[ContactId, WorkflowId]] = frozenset()
    queued_sends: frozenset[ContactId] = frozenset()
    agents: frozenset[UserId] = frozenset()
    receipts: frozenset[tuple[ChannelId, str]] = frozenset()
    contact_values: frozenset[tuple[str, str]] = frozenset()
    last_cycles: frozenset[ContactId] = frozenset()
    lines: frozenset[TeamId | None] = frozenset()
    last_runs: frozenset[tuple[ContactId, WorkflowId]] = frozenset()

    def __or__(self, other: "Needs") -> "Needs":
        return Needs(
            *(getattr(self, name) | getattr(other, name) for name in self.__struct_fields__)
        )

    def __sub__(self, other: "Needs") -> "Needs":
        return Needs(
            *(getattr(self, name) - getattr(other, name) for name in self.__struct_fields__)
        )

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__struct_fields__)


class NotOnDesk(Exception):
    """A pure function asked for what nobody loaded: the loader fetches it and the batch is decided again."""

    def __init__(self, needs: Needs) -> None:
        super().__init__(repr(needs))
        self.needs = needs
