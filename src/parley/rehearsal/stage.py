"""The stage: people write, press, wait and answer, through the real actions."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from msgspec import structs

from parley.actions.assigning import assign_conversation
from parley.actions.contacts import (
    block_contact,
    identity_keys,
    set_contact_field,
    tag_contact,
    untag_contact,
)
from parley.actions.conversations import (
    close_conversation,
    open_conversation,
    set_conversation_field,
)
from parley.actions.dispatch import apply_decisions
from parley.actions.lifecycle import set_lifecycle_stage
from parley.actions.messages import write_reply
from parley.actions.outcomes import SendResult, record_outcome
from parley.actions.presence import set_presence
from parley.actions.reactions import react
from parley.actions.receiving import receive_message
from parley.actions.timers import fire_timer
from parley.domain.actor import user_actor
from parley.domain.channel import ContactProfile, InboundMessage, Referral, SenderAddress
from parley.domain.contact import Contact, ContactChannel, FieldScope, FieldValue, Identity
from parley.domain.content import Choice, Content, Prompt, Text, text_of
from parley.domain.conversation import ClosingNote, Conversation, Source
from parley.domain.ids import ChannelId, StageId, TagId, UserId, VersionId, WorkflowId
from parley.domain.message import Direction, ErrorClass, Failure, Message
from parley.domain.people import Agent, Presence
from parley.domain.run import Run
from parley.domain.timer import Timer
from parley.domain.workspace import PublishedVersion, Reference, list_clocks
from parley.rehearsal.calls import OpenCalls
from parley.rehearsal.desk import fixed_id, make_desk
from parley.rehearsal.systems import named
from parley.rehearsal.ticking import Tick, Ticking, hour_of
from parley.routing.matching import match
from parley.workflows import limits
from parley.workflows.definition import Definition, compile_version

Body = TypeVar("Body")


class NotOnStage(Exception):
    """Somebody is asked to act who is not there yet, or to press what was not sent."""


class Stage:
    """People write, press, wait and answer on one desk in memory, through the real actions.

    After each turn the reactions run, the matcher assigns, and the provider accepts what was sent (unless
    `delivers` is switched off, or `refusal` says why not). A contact's turn comes 10 seconds after the
    one before. Where `must_answer` is set, no run may lose patience with a call.
    """

    def __init__(
        self, reference: Reference, *, now: datetime, online: Iterable[UserId] = ()
    ) -> None:
        self._versions: dict[VersionId, PublishedVersion] = dict(reference.versions)
        clocks = list_clocks(self._versions.values())
        self.reference: Reference = structs.replace(
            reference, versions=self._versions, clocks=clocks
        )
        self.desk = make_desk(self.reference, now=now, online=online)
        self.delivers = True
        self.refusal: Failure | None = None
        self.must_answer = False
        self.calls = OpenCalls(self.desk)
        self._sent = 0
        self.fired = 0
        self._ticking = Ticking()

    # -- the workspace ---------------------------------------------------------------------------

    def publish(
        self, definition: Definition, *, workflow: WorkflowId | None = None
    ) -> PublishedVersion:
        """Put a version live; with `workflow` it replaces that workflow's former one."""
        former = [v for v in self._versions.values() if v.workflow_id == workflow]
        for version in former:
            self._versions[version.version_id] = structs.replace(version, live=False)
        number = len(self._versions) + 1
        version = compile_version(
            definition,
            workflow_id=workflow or WorkflowId(fixed_id(100 + number)),
            version_id=VersionId(fixed_id(200 + number)),
            published_order=former[0].published_order if former else number,
        )
        self._versions[version.version_id] = version
        self._ticking.begin(version, self.now)
        clocks = list_clocks(self._versions.values())
        self.reference = self.desk.reference = structs.replace(self.desk.reference, clocks=clocks)
        return version

    # -- contacts --------------------------------------------------------------------------------

    def writes(
        self,
        who: str,
        content: Content | str,
        *,
        after: float = 10,
        at: datetime | None = None,
        channel: ChannelId,
        language: str | None = None,
        country: str | None = None,
        referral: Referral | None = None,
    ) -> Message | None:
        """A contact writes `after` so many seconds; `at` is the provider's time if it differs from ours."""
        self.passes(after)
        self._sent += 1
        connected = self.reference.channels[channel]
        kind = self.reference.manifests[connected.kind]
        inbound = InboundMessage(
            connected.external_id,
            f"in-{self._sent}",
            at or self.now,
            (SenderAddress(kind.identity_schemes[0], who.lower(), connected.kind),),
            Text(content) if isinstance(content, str) else content,
            ContactProfile(display_name=who, language=language, country=country),
            referral=referral,
        )
        message = receive_message(self.desk, connected, inbound)
        self.settle()
        return message

    def presses(
        self, who: str, title: str, *, after: float = 10, nth: int = -1, channel: ChannelId
    ) -> Message | None:
        """A contact presses the button of this title: the newest one that is there when the contact's time is
        over, or the `nth` that was sent.
        """
        self.passes(after)
        choice = self.find_button(who, title, nth=nth)
        return self.writes(who, choice, after=0, channel=channel)

    def find_button(self, who: str, title: str, *, nth: int = -1) -> Choice:
        buttons = [
            button
            for message in self.messages_to(who)
            if isinstance(message.content, Prompt)
            for button in message.content.buttons
            if button.title == title
        ]
        if not -len(buttons) <= nth < len(buttons):
            raise NotOnStage(f"{who} was sent no button called {title!r}.")
        return Choice("button", buttons[nth].id, title)

    def contact(self, who: str) -> Contact:
        found = self.find_contact(who)
        if found is None:
            raise NotOnStage(f"{who} has not written yet.")
        return found

    def find_contact(self, who: str) -> Contact | None:
        found = [c for c in self.desk.contacts if c.display_name == who]
        return found[-1] if found else None

    def introduce(self, contact: Contact, channel: ChannelId) -> None:
        """A contact who is known before the first word, and writes over this channel."""
        connected = self.reference.channels[channel]
        scheme = self.reference.manifests[connected.kind].identity_schemes[0]
        address = SenderAddress(scheme, contact.display_name.lower(), connected.kind)
        (key,) = identity_keys(connected, (address,))
        self.desk.put_contact(contact)
        self.desk.put_identity(
            Identity(
                contact.workspace_id,
                key.channel_kind,
                key.scope,
                key.scheme,
                key.value,
                contact.id,
                self.now,
            )
        )
        link = ContactChannel(
            contact.workspace_id, contact.id, channel, address.value, scheme, last_inbound_at=None
        )
        self.desk.put_link(link)

    def messages_to(self, who: str) -> list[Message]:
        contact_id = self.contact(who).id
        return [
            m
            for m in self.desk.messages
            if m.contact_id == contact_id and m.direction is Direction.OUT
        ]

    def heard(self, who: str) -> list[str]:
        """What was written to the contact, oldest first; what was taken back is left out."""
        return [
            text_of(m.content)
            for m in self.messages_to(who)
            if m.failure is None or m.failure.error_class is not ErrorClass.CANCELLED
        ]

    def conversation(self, who: str) -> Conversation:
        """The contact's newest conversation, open or closed."""
        contact_id = self.contact(who).id
        return max(
            (c for c in self.desk.conversations if c.contact_id == contact_id),
            key=lambda c: c.id,
        )

    def runs(self, who: str) -> list[Run]:
        """Oldest first."""
        contact_id = self.contact(who).id
        return sorted((r for r in self.desk.runs if r.contact_id == contact_id), key=lambda r: r.id)

    def run(self, who: str) -> Run:
        return self.runs(who)[-1]

    def trace(self, who: str) -> list[tuple[str, str | None]]:
        """Step and lane of each visit of the contact's runs."""
        runs = {run.id for run in self.runs(who)}
        return [(v.step_id, v.lane) for v in self.desk.visits if v.run_id in runs]

    # -- users -----------------------------------------------------------------------------------

    def replies(self, user: UserId, who: str, text: str) -> Message:
        message = write_reply(
            self.desk, self.conversation(who).id, Text(text), actor=user_actor(user)
        )
        self.settle()
        return message

    def assigns(self, who: str, to: UserId | None, *, by: UserId) -> None:
        assign_conversation(self.desk, self.conversation(who).id, to, actor=user_actor(by))
        self.settle()

    def closes(self, who: str, *, by: UserId, note: ClosingNote | None = None) -> None:
        close_conversation(
            self.desk, self.contact(who).id, note, source=Source.USER, actor=user_actor(by)
        )
        self.settle()

    def opens(self, who: str, *, by: UserId) -> None:
        contact_id = self.contact(who).id
        open_conversation(self.desk, contact_id, source=Source.USER, actor=user_actor(by))
        self.settle()

    def tags(self, who: str, tag_id: TagId, *, by: UserId) -> None:
        tag_contact(self.desk, self.contact(who).id, tag_id, actor=user_actor(by))
        self.settle()

    def untags(self, who: str, tag_id: TagId, *, by: UserId) -> None:
        untag_contact(self.desk, self.contact(who).id, tag_id, actor=user_actor(by))
        self.settle()

    def moves(self, who: str, stage_id: StageId, *, by: UserId) -> None:
        """A user sets the contact's lifecycle stage."""
        set_lifecycle_stage(self.desk, self.contact(who).id, stage_id, actor=user_actor(by))
        self.settle()

    def blocks(self, who: str, *, by: UserId) -> None:
        block_contact(self.desk, self.contact(who).id, actor=user_actor(by))
        self.settle()

    def sets(
        self, who: str, scope: FieldScope, slug: str, value: FieldValue, *, by: UserId
    ) -> None:
        """A user writes a value into a field of the contact or of the newest conversation."""
        actor = user_actor(by)
        if scope is FieldScope.CONTACT:
            set_contact_field(self.desk, self.contact(who).id, slug, value, actor=actor)
        else:
            conversation_id = self.conversation(who).id
            set_conversation_field(self.desk, conversation_id, slug, value, actor=actor)
        self.settle()

    def becomes(self, user: UserId, presence: Presence) -> None:
        set_presence(self.desk, user, presence, actor=user_actor(user))
        self.settle()

    # -- time, and what follows by itself -----------------------------------------------------------

    @property
    def now(self) -> datetime:
        return self.desk.now

    def passes(self, seconds: float) -> None:
        """Time goes by; timers fire, schedules are due and calls are tried again at their hour."""
        end = self.now + timedelta(seconds=seconds)
        while True:
            due, again = self._next_due(end), self.calls.next_try()
            if again is not None and again <= (hour_of(due) if due else end):
                self.desk.now = max(self.now, again)
            elif due is not None:
                self._fire(due)
            else:
                break
            self.settle()
        self.desk.now = end

    def _fire(self, due: Timer | Tick) -> None:
        self.fired += 1
        if self.fired > limits.TEST_TIMERS:
            raise NotOnStage(f"More than {limits.TEST_TIMERS} timers fire: that is not played on.")
        if not isinstance(due, Timer):
            self.desk.now = max(self.now, hour_of(due))
            self._ticking.play(self.desk, due)
            return
        call = self.calls.find_given_up(due) if self.must_answer else None
        if call is not None:
            raise NotOnStage(f"No turn answers {named(call)}.")
        self.desk.now = max(self.now, due.due_at)
        del self.desk.timers[(due.kind, due.subject_id)]
        fire_timer(self.desk, due)

    def timers(self) -> list[Timer]:
        return [timer for timer in self.desk.timers.values() if timer is not None]

    def _next_due(self, end: datetime) -> Timer | Tick | None:
        due = [timer for timer in self.timers() if timer.due_at <= end]
        timer = min(due, key=lambda timer: timer.due_at, default=None)
        return self._ticking.next(self.desk, timer.due_at if timer else end) or timer

    def settle(self) -> None:
        """Reactions, matcher, provider and answers to calls, until nothing moves any more."""
        react(self.desk)
        while True:
            if self.desk.wakes_dispatcher or (self.delivers and len(self.desk.sends)):
                self.desk.wakes_dispatcher = False
                self.dispatch()
                if self.delivers:
                    self.deliver(failure=self.refusal)
            elif self.calls.answer_next():
                react(self.desk)
            else:
                return

    def dispatch(self) -> None:
        """One pass of the matcher over all that wait."""
        desk = self.desk
        result = match(
            list(desk.queue),
            [self.agent(agent.user_id) for agent in desk.agents],
            reference=self.reference,
            rotations=list(desk.rotations),
            now=self.now,
        )
        apply_decisions(desk, result)
        react(desk)

    def agent(self, user: UserId) -> Agent:
        """The user's moving parts, with the load as a save would have left it."""
        return self.desk.agent_now(user)

    def deliver(self, *, failure: Failure | None = None, at: datetime | None = None) -> None:
        """The provider takes all that is queued, or refuses it; `at` is when, if not now."""
        for send in sorted(self.desk.sends, key=lambda send: send.id):
            self.desk.sends.drop(send.id)
            self._sent += 1
            result = SendResult(
                send.message_id,
                send.channel_id,
                1,
                "rejected" if failure else "sent",
                at=at or self.now,
                external_id=None if failure else f"out-{self._sent}",
                failure=failure,
            )
            record_outcome(self.desk, result)
            react(self.desk)

    def events(self, kind: type[Body]) -> list[Body]:
        return [e.body for e in self.desk.events if isinstance(e.body, kind)]
