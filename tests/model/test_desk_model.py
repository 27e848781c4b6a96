"""Any story, told to a desk in memory and to Postgres through load and save, leaves the same rows."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desks import (
    ANA,
    BO,
    CUSTOM,
    LEAD,
    OLGA,
    SALES,
    SUPPORT,
    VIP,
    WHATSAPP,
    fixed_id,
    make_reference,
)
from model.twins import Twins
from parley.actions.assigning import assign_conversation, change_team
from parley.actions.comments import add_comment
from parley.actions.contacts import (
    block_contact,
    set_contact_field,
    tag_contact,
    unblock_contact,
    untag_contact,
)
from parley.actions.conversations import (
    close_conversation,
    open_conversation,
    set_conversation_field,
    snooze_conversation,
    undo_close,
    unsnooze_conversation,
)
from parley.actions.messages import write_reply
from parley.actions.outcomes import SendResult
from parley.actions.retrying import retry_message
from parley.domain.actor import user_actor
from parley.domain.channel import (
    ContactProfile,
    IdentityChanged,
    Inbound,
    InboundEcho,
    InboundEdit,
    InboundMessage,
    InboundReaction,
    InboundReceipt,
    SenderAddress,
)
from parley.domain.contact import Contact
from parley.domain.content import Choice, Content, Media, Prompt, SystemNote, Text
from parley.domain.conversation import Conversation, Source
from parley.domain.desk import Desk
from parley.domain.ids import ChannelId, ContactId, UserId, VersionId, WorkflowId
from parley.domain.message import ErrorClass, Failure, Message, MessageStatus
from parley.domain.needs import Needs
from parley.domain.timer import Timer
from parley.domain.workspace import PublishedVersion, Reference, Settings
from parley.storage.database import Pool, open_pool
from parley.worker.decide import Parsed, decide, foresee
from parley.workflows.definition import compile_version
from parley.workflows.samples import bench_inbound

PEOPLE = st.sampled_from(["mia", "ida", "leo"])
CHANNELS = st.sampled_from([WHATSAPP, WHATSAPP, CUSTOM])
USERS = st.sampled_from([ANA, BO, OLGA])
PICK = st.integers(0, 1000)
WORDS = st.sampled_from(["hi", "Sales", "Support", "me@example.org", "+49 151 12345678", "1"])
CONTENTS: st.SearchStrategy[Content] = st.one_of(
    WORDS.map(Text),
    WORDS.map(Text),
    st.just(Media("image", caption="look")),
    st.just(SystemNote("changed", "number")),
)
GAPS = st.sampled_from([0, 1, 4, 10, 400, 3600, 90_000])


def reference_of(*, with_workflow: bool) -> Reference:
    versions: list[PublishedVersion] = []
    if with_workflow:
        versions.append(
            compile_version(
                bench_inbound(sales=SALES, support=SUPPORT),
                workflow_id=WorkflowId(fixed_id(101)),
                version_id=VersionId(fixed_id(201)),
                published_order=1,
            )
        )
    chosen = Settings(country="DE", auto_close_minutes=30, sticky_minutes=60)
    return make_reference(settings=chosen, versions=versions)


class DeskMachine(RuleBasedStateMachine):
    """Contacts, users, time and the provider, in any order."""

    runner: asyncio.Runner
    pool: Pool
    with_workflow = False

    def __init__(self) -> None:
        super().__init__()
        reference = reference_of(with_workflow=self.with_workflow)
        self.twins = Twins(self.runner, self.pool, reference)
        self.heard = 0

    # -- finding something to act on ------------------------------------------------------------

    def contacts(self) -> list[Contact]:
        return list(self.twins.memory.contacts)

    def conversations(self) -> list[Conversation]:
        return list(self.twins.memory.conversations)

    def messages(self) -> list[Message]:
        return list(self.twins.memory.messages)

    def timers(self) -> list[Timer]:
        kept = [t for t in self.twins.memory.timers.values() if t is not None]
        return sorted(kept, key=lambda timer: timer.due_at)

    def wait(self, seconds: int) -> None:
        self.twins.memory.now += timedelta(seconds=seconds)

    def comes_in(self, channel_id: ChannelId, *told: Inbound) -> None:
        channel = self.twins.reference.channels[channel_id]
        parsed = [Parsed(arrivals=[(channel, one)]) for one in told]
        self.twins.do(lambda desk: decide(desk, parsed), foresee(parsed))

    def address(self, who: str, channel_id: ChannelId) -> SenderAddress:
        kind = self.twins.reference.channels[channel_id].kind
        scheme = self.twins.reference.manifests[kind].identity_schemes[0]
        return SenderAddress(scheme, who, kind)

    # -- what comes in --------------------------------------------------------------------------

    @rule(
        who=PEOPLE, channel=CHANNELS, contents=st.lists(CONTENTS, min_size=1, max_size=3), gap=GAPS
    )
    def contact_writes(
        self, who: str, channel: ChannelId, contents: list[Content], gap: int
    ) -> None:
        self.wait(gap)
        external = self.twins.reference.channels[channel].external_id
        told: list[Inbound] = []
        for content in contents:
            self.heard += 1
            sender = (self.address(who, channel),)
            profile = ContactProfile(display_name=who.title())
            name = f"in-{self.heard}"
            told.append(InboundMessage(external, name, self.twins.now, sender, content, profile))
        self.comes_in(channel, *told, told[0])

    @precondition(lambda self: self.buttons())
    @rule(pick=PICK)
    def contact_presses(self, pick: int) -> None:
        self.wait(10)
        message, button = self.buttons()[pick % len(self.buttons())]
        contact = self.twins.memory.get_contact(message.contact_id)
        sender = next(
            SenderAddress(i.scheme, i.value, i.scope)
            for i in self.twins.memory.identities
            if i.contact_id == contact.id and i.channel_kind == "whatsapp"
        )
        self.heard += 1
        content = Choice("button", button.id, button.title)
        told = InboundMessage("4915550", f"in-{self.heard}", self.twins.now, (sender,), content)
        self.comes_in(WHATSAPP, told)

    def buttons(self) -> list[Any]:
        return [
            (message, button)
            for message in self.messages()
            if isinstance(message.content, Prompt)
            for button in message.content.buttons
        ]

    @rule(who=PEOPLE, text=WORDS)
    def business_writes_by_phone(self, who: str, text: str) -> None:
        self.wait(5)
        self.heard += 1
        recipients = (self.address(who, WHATSAPP),)
        told = InboundEcho("4915550", f"in-{self.heard}", self.twins.now, recipients, Text(text))
        self.comes_in(WHATSAPP, told, told)

    @precondition(lambda self: self.heard)
    @rule(pick=PICK, emoji=st.sampled_from(["👍", "❤", None]))
    def contact_reacts(self, pick: int, emoji: str | None) -> None:
        target = f"in-{1 + pick % self.heard}"
        sender = (self.address("mia", WHATSAPP),)
        self.comes_in(
            WHATSAPP, InboundReaction("4915550", "r", self.twins.now, sender, target, emoji)
        )

    @precondition(lambda self: self.heard)
    @rule(pick=PICK, content=st.sampled_from([Text("better"), None]))
    def contact_edits(self, pick: int, content: Content | None) -> None:
        target = f"in-{1 + pick % self.heard}"
        sender = (self.address("mia", WHATSAPP),)
        self.comes_in(
            WHATSAPP, InboundEdit("4915550", "e", self.twins.now, sender, target, content)
        )

    @rule(who=PEOPLE, pick=PICK)
    def contact_changes_number(self, who: str, pick: int) -> None:
        former = (self.address(who, WHATSAPP),)
        current = (self.address(f"{who}-{pick % 2}", WHATSAPP),)
        name = f"change-{who}-{pick % 2}"
        told = IdentityChanged("4915550", name, self.twins.now, former, current, "new number")
        self.comes_in(WHATSAPP, told)

    @rule(
        pick=PICK,
        status=st.sampled_from(["sent", "delivered", "read", "failed"]),
        known=st.sampled_from(["ours", "theirs", "nobody's"]),
    )
    def receipt_comes(self, pick: int, status: str, known: str) -> None:
        out = [message for message in self.messages() if message.direction == "out"]
        message = out[pick % len(out)] if out else None
        failure = Failure(ErrorClass.CONTACT, "131026", "no") if status == "failed" else None
        ours = message.id if message and known == "ours" else None
        # Theirs is the name that the provider gives when its answer comes, before or after.
        name = f"out-{message.id}" if message and known != "nobody's" else "out-unknown"
        told = InboundReceipt("4915550", name, MessageStatus(status), self.twins.now, ours, failure)
        self.comes_in(message.channel_id if message else WHATSAPP, told)

    @precondition(lambda self: len(self.twins.memory.sends) > 0)
    @rule(pick=PICK, outcome=st.sampled_from(["sent", "sent", "rejected", "unknown"]))
    def provider_answers(self, pick: int, outcome: Any) -> None:
        self.wait(1)
        sends = sorted(self.twins.memory.sends, key=lambda send: send.id)
        send = sends[pick % len(sends)]
        self.twins.take_send(send.id)
        failure = Failure(ErrorClass.CONTENT, "1", "no") if outcome == "rejected" else None
        name = f"out-{send.message_id}" if outcome == "sent" else None
        result = SendResult(
            send.message_id, send.channel_id, 1, outcome, self.twins.now, name, failure
        )
        parsed = [Parsed(result=result)]
        self.twins.do(lambda desk: decide(desk, parsed), foresee(parsed))

    @precondition(lambda self: self.timers())
    @rule()
    def time_goes_on(self) -> None:
        timer = self.timers()[0]
        self.twins.memory.now = max(self.twins.now, timer.due_at)
        self.twins.take_timer(timer)
        parsed = [Parsed(timer=timer)]
        self.twins.do(lambda desk: decide(desk, parsed), foresee(parsed))

    # -- what users do ----------------------------------------------------------------------------

    def on_conversation(self, pick: int, action: Callable[[Desk, Conversation], object]) -> None:
        conversation = self.conversations()[pick % len(self.conversations())]
        needs = Needs(conversations=frozenset({conversation.id}))
        self.twins.do(lambda desk: action(desk, conversation), needs)

    def on_contact(self, pick: int, action: Callable[[Desk, ContactId], object]) -> None:
        contact = self.contacts()[pick % len(self.contacts())]
        self.twins.do(
            lambda desk: action(desk, contact.id), Needs(contacts=frozenset({contact.id}))
        )

    @precondition(lambda self: self.conversations())
    @rule(pick=PICK, user=USERS, text=WORDS, gap=GAPS)
    def user_replies(self, pick: int, user: UserId, text: str, gap: int) -> None:
        self.wait(gap)
        actor = user_actor(user)
        self.on_conversation(pick, lambda d, c: write_reply(d, c.id, Text(text), actor=actor))

    @precondition(lambda self: self.conversations())
    @rule(pick=PICK, user=USERS, to=st.sampled_from([ANA, BO, None]))
    def user_assigns(self, pick: int, user: UserId, to: UserId | None) -> None:
        actor = user_actor(user)
        self.on_conversation(pick, lambda d, c: assign_conversation(d, c.id, to, actor=actor))

    @precondition(lambda self: self.conversations())
    @rule(pick=PICK, team=st.sampled_from([SALES, SUPPORT, None]))
    def user_changes_team(self, pick: int, team: Any) -> None:
        self.on_conversation(pick, lambda d, c: change_team(d, c.id, team, actor=user_actor(OLGA)))

    @precondition(lambda self: self.contacts())
    @rule(pick=PICK)
    def user_closes(self, pick: int) -> None:
        actor = user_actor(OLGA)
        self.on_contact(
            pick, lambda d, c: close_conversation(d, c, None, source=Source.USER, actor=actor)
        )

    @precondition(lambda self: self.contacts())
    @rule(pick=PICK)
    def user_opens(self, pick: int) -> None:
        actor = user_actor(OLGA)
        self.on_contact(pick, lambda d, c: open_conversation(d, c, source=Source.USER, actor=actor))

    @precondition(lambda self: self.conversations())
    @rule(pick=PICK, gap=st.sampled_from([0, 5, 9]))
    def user_undoes(self, pick: int, gap: int) -> None:
        self.wait(gap)
        self.on_conversation(pick, lambda d, c: undo_close(d, c.id, actor=user_actor(OLGA)))

    @precondition(lambda self: self.conversations())
    @rule(pick=PICK, hours=st.integers(1, 40), wakes=st.booleans())
    def user_snoozes(self, pick: int, hours: int, wakes: bool) -> None:  # noqa: FBT001
        until, actor = self.twins.now + timedelta(hours=hours), user_actor(ANA)

        def act(desk: Any, conversation: Conversation) -> None:
            if wakes:
                unsnooze_conversation(desk, conversation.id, actor=actor)
            else:
                snooze_conversation(desk, conversation.id, until=until, actor=actor)

        self.on_conversation(pick, act)

    @precondition(lambda self: self.conversations())
    @rule(pick=PICK, text=WORDS)
    def user_comments(self, pick: int, text: str) -> None:
        def act(desk: Any, conversation: Conversation) -> None:
            add_comment(desk, conversation.id, text, actor=user_actor(BO))
            set_conversation_field(desk, conversation.id, "topic", text, actor=user_actor(BO))

        self.on_conversation(pick, act)

    @precondition(lambda self: self.contacts())
    @rule(pick=PICK, slug=st.sampled_from(["phone", "email", "city", "budget"]), value=WORDS)
    def user_sets_field(self, pick: int, slug: str, value: str) -> None:
        actor = user_actor(BO)
        self.on_contact(pick, lambda d, c: set_contact_field(d, c, slug, value, actor=actor))

    @precondition(lambda self: self.contacts())
    @rule(
        pick=PICK,
        tag=st.sampled_from([VIP, LEAD]),
        on=st.sampled_from([tag_contact, untag_contact]),
    )
    def user_tags(self, pick: int, tag: Any, on: Any) -> None:
        self.on_contact(pick, lambda d, c: on(d, c, tag, actor=user_actor(BO)))

    @precondition(lambda self: self.contacts())
    @rule(pick=PICK, how=st.sampled_from([block_contact, unblock_contact, unblock_contact]))
    def user_blocks(self, pick: int, how: Any) -> None:
        self.on_contact(pick, lambda d, c: how(d, c, actor=user_actor(OLGA)))

    @precondition(lambda self: self.messages())
    @rule(pick=PICK)
    def user_tries_again(self, pick: int) -> None:
        message = self.messages()[pick % len(self.messages())]
        needs = Needs(messages=frozenset({message.id}))
        self.twins.do(lambda d: retry_message(d, message.id, actor=user_actor(ANA)), needs)


@pytest.fixture
def machine(database_url: str) -> Iterator[type[DeskMachine]]:
    with asyncio.Runner() as runner:
        pool = runner.run(open_pool(database_url, size=2))

        class Machine(DeskMachine):
            pass

        Machine.runner, Machine.pool = runner, pool
        yield Machine
        runner.run(pool.close())


# `make test-deep` sets its own number of examples through the profile.
BOUNDED = settings(
    max_examples=max(8, settings.default.max_examples // 8 if settings.default else 8),
    stateful_step_count=25,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(cast("Iterable[HealthCheck]", HealthCheck)),
)


@pytest.mark.parametrize("with_workflow", [False, True], ids=["alone", "with a workflow"])
def test_memory_and_postgres_hold_the_same_rows_after_every_step(
    machine: type[DeskMachine],
    with_workflow: bool,  # noqa: FBT001
) -> None:
    machine.with_workflow = with_workflow
    run_state_machine_as_test(machine, settings=BOUNDED)
    assert machine.with_workflow == with_workflow
