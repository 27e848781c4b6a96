"""The working set of one batch: loaded, changed by actions, saved whole."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from msgspec.structs import replace

from parley.domain.actor import Actor
from parley.domain.calls import Call
from parley.domain.channel import ChannelHealth
from parley.domain.contact import Contact, ContactChannel, Identity, IdentityKey, Tag
from parley.domain.conversation import Conversation, Source
from parley.domain.errors import NoOpenConversation, NotFound
from parley.domain.events import Event, EventBody
from parley.domain.hook import HookResult
from parley.domain.ids import (
    UUID,
    ChannelId,
    ContactId,
    ConversationId,
    EventId,
    MessageId,
    OutboxId,
    RunId,
    TeamId,
    UserId,
    WorkflowId,
    WorkspaceId,
)
from parley.domain.merge import Merge
from parley.domain.message import Comment, Message, Reaction, Receipt, SendAttempt
from parley.domain.needs import Needs, NotOnDesk
from parley.domain.outbox import Send
from parley.domain.people import Agent
from parley.domain.promises import IdSource
from parley.domain.queue import Decision, Line, QueueEntry, Rotation
from parley.domain.run import Run, Visit
from parley.domain.shelf import Shelf
from parley.domain.timer import Timer, TimerKind
from parley.domain.workspace import Reference

T = TypeVar("T")


class Desk:
    """Everything that one batch of one workspace reads and changes, at one instant `now`.

    What was not loaded raises NotOnDesk; what was loaded and does not exist is None. Actions `put` values and
    `emit` facts; storage saves what differs. Events go through `pending` once, where reactions pick them up.
    """

    def __init__(self, reference: Reference, *, now: datetime, ids: IdSource) -> None:
        self.reference: Reference = reference
        self.workspace_id: WorkspaceId = reference.workspace_id
        self.now = now
        self.known = Needs()
        self.contacts: Shelf[ContactId, Contact] = Shelf()
        self.identities: Shelf[IdentityKey, Identity] = Shelf()
        self.contact_channels: Shelf[tuple[ContactId, ChannelId], ContactChannel] = Shelf()
        self.conversations: Shelf[ConversationId, Conversation] = Shelf()
        self.messages: Shelf[MessageId, Message] = Shelf()
        self.runs: Shelf[RunId, Run] = Shelf()
        self.queue: Shelf[ConversationId, QueueEntry] = Shelf()
        self.sends: Shelf[OutboxId, Send] = Shelf()
        self.agents: Shelf[UserId, Agent] = Shelf()
        self.rotations: Shelf[str, Rotation] = Shelf()
        self.in_hand: Mapping[TeamId | None, int] = {}
        self.enrolled: set[tuple[ContactId, WorkflowId]] = set()
        self.external: dict[tuple[ChannelId, str], MessageId] = {}
        self.early_receipts: dict[tuple[ChannelId, str], tuple[Receipt, ...]] = {}
        self.aliases: dict[ContactId, ContactId] = {}
        self.lines: dict[UUID | None, Line] = {}
        self.same_value: dict[tuple[str, str], tuple[ContactId, ...]] = {}
        self._ids = ids
        self._open: dict[ContactId, Conversation] = {}
        self._live: dict[ContactId, dict[RunId, Run]] = {}
        self._links: dict[ContactId, dict[ChannelId, ContactChannel]] = {}
        self._blank()

    def _blank(self) -> None:
        self.events: list[Event] = []
        self.pending: deque[Event] = deque()
        self.comments: list[Comment] = []
        self.new_tags: list[Tag] = []
        self.visits: list[Visit] = []
        self.decisions: list[Decision] = []
        self.calls: list[Call] = []
        self.receipts: list[Receipt] = []
        self.joined_receipts: set[tuple[ChannelId, str]] = set()
        self.reactions: list[Reaction] = []
        self.send_attempts: list[SendAttempt] = []
        self.channel_health: dict[ChannelId, ChannelHealth] = {}
        self.hook_results: list[HookResult] = []
        self.timers: dict[tuple[TimerKind, UUID], Timer | None] = {}
        self.load_delta: dict[UserId, int] = {}
        self.units_delta: dict[UserId, int] = {}
        self.wakes_dispatcher = False
        self.merges: list[Merge] = []
        self._merged: dict[ContactId, ContactId] = {}
        self._new_external: dict[tuple[ChannelId, str], MessageId] = {}
        self._newly_enrolled: set[tuple[ContactId, WorkflowId]] = set()

    def rewind(self) -> None:
        """Back to what was loaded, so that the batch can be decided again."""
        for shelf in self._shelves():
            shelf.rewind()
        self.reference = self.reference.without(self.new_tags)
        self._blank()
        self.reindex()

    def reindex(self) -> None:
        """Rebuilds the look-ups by contact; storage calls it after loading. Who has no live run has an empty place."""
        self._open = {
            each.contact_id: each for each in self.conversations if each.closed_at is None
        }
        self._live, self._links = {contact.id: {} for contact in self.contacts}, {}
        for run in [each for each in self.runs if each.ended_at is None]:
            self._live.setdefault(run.contact_id, {})[run.id] = run
        for link in self.contact_channels:
            self._links.setdefault(link.contact_id, {})[link.channel_id] = link

    # -- finding ---------------------------------------------------------------------------------

    def find_identity(self, key: IdentityKey) -> Identity | None:
        found = self.identities.get(key)
        if found is None and key not in self.known.identities:
            raise NotOnDesk(Needs(identities=frozenset({key})))
        return found

    def meant(self, contact_id: ContactId) -> ContactId:
        """The contact that an id leads to, if its own was merged into another."""
        if not self.aliases and not self._merged:
            return contact_id
        known = self.aliases.get(contact_id, contact_id)
        return self._merged.get(known, known)

    def find_contact(self, contact_id: ContactId) -> Contact | None:
        found = self.contacts.get(contact_id)
        if found is not None:  # a merged contact stands on no desk: this is the one that is meant
            return found
        contact_id = self.meant(contact_id)
        found = self.contacts.get(contact_id)
        if found is None and contact_id not in self.known.contacts:
            raise NotOnDesk(Needs(contacts=frozenset({contact_id})))
        return found

    def get_contact(self, contact_id: ContactId) -> Contact:
        found = self.find_contact(contact_id)
        if found is None:
            raise NotFound(contact_id=str(contact_id))
        return found

    def find_open_conversation(self, contact_id: ContactId) -> Conversation | None:
        return self._open.get(contact_id) or self._look_again(self._open, contact_id)

    def _look_again(self, what: Mapping[ContactId, T], contact_id: ContactId) -> T | None:
        """Nothing is there under this id: the contact may have another, none, or not be on the desk."""
        contact = self.find_contact(contact_id)
        return what.get(contact.id) if contact is not None else None

    def get_open_conversation(self, contact_id: ContactId) -> Conversation:
        found = self.find_open_conversation(contact_id)
        if found is None:
            raise NoOpenConversation(contact_id=str(contact_id))
        return found

    def find_last_closed(self, contact_id: ContactId) -> Conversation | None:
        """The contact's newest conversation among those that are closed, but for what a merge closed."""
        contact_id = self.meant(contact_id)
        if self.contacts.loaded(contact_id) and contact_id not in self.known.last_cycles:
            raise NotOnDesk(Needs(last_cycles=frozenset({contact_id})))
        own = [one for one in self.conversations if one.contact_id == contact_id]
        over = [one for one in own if not one.is_open and one.closed_by is not Source.MERGE]
        return max(over, key=lambda one: one.id, default=None)

    def find_conversation(self, conversation_id: ConversationId) -> Conversation | None:
        found = self.conversations.get(conversation_id)
        if found is None and conversation_id not in self.known.conversations:
            raise NotOnDesk(Needs(conversations=frozenset({conversation_id})))
        return found

    def get_conversation(self, conversation_id: ConversationId) -> Conversation:
        found = self.find_conversation(conversation_id)
        if found is None:
            raise NotFound(conversation_id=str(conversation_id))
        return found

    def live_runs(self, contact_id: ContactId) -> list[Run]:
        """Newest last."""
        runs = self._live.get(contact_id)
        if runs is None:
            runs = self._look_again(self._live, contact_id)
        if not runs:
            return []
        return [*runs.values()] if len(runs) == 1 else [runs[run_id] for run_id in sorted(runs)]

    def find_message(self, message_id: MessageId) -> Message | None:
        found = self.messages.get(message_id)
        if found is None and message_id not in self.known.messages:
            raise NotOnDesk(Needs(messages=frozenset({message_id})))
        return found

    def find_by_external(self, channel_id: ChannelId, external_id: str) -> MessageId | None:
        """The message that the provider knows by this id; the check behind 'seen before'."""
        key = (channel_id, external_id)
        found = self._new_external.get(key) or self.external.get(key)
        if found is None and key not in self.known.external:
            raise NotOnDesk(Needs(external=frozenset({key})))
        return found

    def links_of(self, contact_id: ContactId) -> list[ContactChannel]:
        """The contact's channels, the one heard last first."""
        found = self._links.get(contact_id) or self._look_again(self._links, contact_id) or {}
        if len(found) < 2:  # noqa: PLR2004 - nothing to sort, as nearly always
            return [*found.values()]
        never = datetime.min.replace(tzinfo=self.now.tzinfo)
        return sorted(found.values(), key=lambda link: link.last_inbound_at or never, reverse=True)

    def has_been_enrolled(self, contact_id: ContactId, workflow_id: WorkflowId) -> bool:
        pair = (self.meant(contact_id), workflow_id)
        if pair in self.enrolled or pair in self._newly_enrolled:
            return True
        if any(run.workflow_id == workflow_id for run in self._live.get(pair[0], {}).values()):
            return True
        if self.contacts.loaded(pair[0]) is None:
            return False
        if pair not in self.known.enrolments:
            raise NotOnDesk(Needs(enrolments=frozenset({pair})))
        return False

    def queued_sends(self, contact_id: ContactId) -> list[Send]:
        """What is written to the contact and not yet handed to the provider, oldest first."""
        contact_id = self.meant(contact_id)
        if self.contacts.loaded(contact_id) and contact_id not in self.known.queued_sends:
            raise NotOnDesk(Needs(queued_sends=frozenset({contact_id})))
        found = [send for send in self.sends if send.contact_id == contact_id]
        return sorted(found, key=lambda send: send.id)

    def get_agent(self, user_id: UserId) -> Agent:
        found = self.agents.get(user_id)
        if found is None and user_id not in self.known.agents:
            raise NotOnDesk(Needs(agents=frozenset({user_id})))
        if found is None:
            raise NotFound(user_id=str(user_id))
        return found

    def others_with(self, field: str, value: str, *, than: ContactId) -> list[ContactId]:
        """Other contacts whose phone or e-mail has this value (O7), as they are on the desk by now."""
        key = (field, value)
        if key not in self.known.contact_values:
            raise NotOnDesk(Needs(contact_values=frozenset({key})))
        stored = dict.fromkeys(self.same_value.get(key, ()), True)
        here = {one.id: getattr(one, field) == value for one in self.contacts}
        return [other for other, has in (stored | here).items() if has and other != than]

    # -- changing --------------------------------------------------------------------------------

    def new_id(self, make: Callable[[UUID], T]) -> T:
        """A fresh id of a noun: `desk.new_id(MessageId)`."""
        return make(self._ids.new_id())

    def emit(
        self,
        body: EventBody,
        *,
        actor: Actor,
        contact_id: ContactId | None = None,
        conversation_id: ConversationId | None = None,
    ) -> Event:
        if contact_id is not None and (self.aliases or self._merged):
            contact_id = self.meant(contact_id)
        event = Event(
            self.workspace_id,
            EventId(self._ids.new_id()),
            self.now,
            contact_id,
            conversation_id,
            actor,
            body,
        )
        self.events.append(event)
        self.pending.append(event)
        return event

    def put_contact(self, contact: Contact) -> None:
        self.contacts.put(contact.id, contact)
        self._live.setdefault(contact.id, {})

    def merge(self, merge: Merge) -> None:
        """All that is on the desk of `other` is `into`'s from here on; storage moves what is not on it."""
        into, other = merge.into, merge.other
        for shelf in self._of_contacts():
            for key, value in [pair for pair in shelf.items() if pair[1].contact_id == other]:
                shelf.put(key, replace(value, contact_id=into))
        for link in self.links_of(other):
            self.contact_channels.drop((other, link.channel_id))
        self.comments = [merge.move(one) for one in self.comments]
        self.timers = {k: t and merge.move(t) for k, t in self.timers.items()}
        self.contacts.drop(other)
        self.merges.append(merge)
        self._merged = {k: into if v == other else v for k, v in self._merged.items()}
        self._merged[other] = into
        self._newly_enrolled |= {
            (into, each[1]) for each in self._newly_enrolled if each[0] == other
        }
        self.reindex()

    def put_identity(self, identity: Identity) -> None:
        self.identities.put(identity.key, identity)

    def put_link(self, link: ContactChannel) -> None:
        self.contact_channels.put((link.contact_id, link.channel_id), link)
        self._links.setdefault(link.contact_id, {})[link.channel_id] = link

    def put_conversation(self, conversation: Conversation) -> None:
        """Keeps it and the load of its assignee, whatever changed."""
        before = self.conversations.get(conversation.id)
        had_assignee = before is not None and before.assignee_id is not None
        if conversation.assignee_id is not None or conversation.weight or had_assignee:
            weight = self._weigh(conversation)
            if weight != conversation.weight:
                conversation = replace(conversation, weight=weight)
            self._move_load(before, conversation)
        self.conversations.put(conversation.id, conversation)
        if conversation.closed_at is None:
            self._open[conversation.contact_id] = conversation
        elif before is not None and self._open.get(conversation.contact_id) is before:
            del self._open[conversation.contact_id]

    def _weigh(self, conversation: Conversation) -> int:
        if not conversation.counts_as_load:
            return 0
        kind = self.reference.channel_kind(conversation.channel_id)
        return self.reference.settings.weigh(kind, is_light=conversation.is_light)

    def _move_load(self, before: Conversation | None, after: Conversation) -> None:
        """Whoever lost some may have room for somebody who waits."""
        held = before.assignee_id if before is not None and before.counts_as_load else None
        holds = after.assignee_id if after.counts_as_load else None
        weighed = before.weight if before is not None else 0
        if held == holds:
            if holds is not None and after.weight != weighed:
                self._count_load(holds, 0, after.weight - weighed)
            return
        if held is not None:
            self._count_load(held, -1, -weighed)
        if holds is not None:
            self._count_load(holds, 1, after.weight)

    def _count_load(self, user_id: UserId, conversations: int, units: int) -> None:
        self.load_delta[user_id] = self.load_delta.get(user_id, 0) + conversations
        self.units_delta[user_id] = self.units_delta.get(user_id, 0) + units
        self.wakes_dispatcher = self.wakes_dispatcher or conversations < 0 or units < 0

    def agent_now(self, user_id: UserId) -> Agent:
        """The user's moving parts, with the load as saving the desk would leave it."""
        return self.get_agent(user_id).moved(
            conversations=self.load_delta.get(user_id, 0),
            units=self.units_delta.get(user_id, 0),
            at=self.now,
        )

    def put_message(self, message: Message) -> None:
        self.messages.put(message.id, message)
        if message.external_id is not None:
            self._new_external[(message.channel_id, message.external_id)] = message.id

    def put_run(self, run: Run) -> None:
        self.runs.put(run.id, run)
        live = self._live.setdefault(run.contact_id, {})
        if run.ended_at is not None:
            live.pop(run.id, None)
            return
        if run.id not in live:
            self._newly_enrolled.add((run.contact_id, run.workflow_id))
        live[run.id] = run

    def put_queue_entry(self, entry: QueueEntry) -> None:
        self.queue.put(entry.conversation_id, entry)
        self.wakes_dispatcher = True

    def put_send(self, send: Send) -> None:
        self.sends.put(send.id, send)

    def set_timer(self, timer: Timer) -> None:
        self.timers[(timer.kind, timer.subject_id)] = timer

    def cancel_timer(self, kind: TimerKind, subject_id: UUID) -> None:
        self.timers[(kind, subject_id)] = None

    def _of_contacts(self) -> Iterator["Shelf[Any, Any]"]:
        """What belongs to a contact, but for its channels."""
        yield from (self.identities, self.conversations, self.messages)
        yield from (self.runs, self.queue, self.sends)

    def _shelves(self) -> Iterator["Shelf[Any, Any]"]:
        yield from (self.contacts, self.contact_channels, self.agents, self.rotations)
        yield from self._of_contacts()
