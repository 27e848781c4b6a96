"""Writing to a contact: what is refused before anything is sent, and what an answer does besides."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desks import ANA, BO, CUSTOM, WHATSAPP, fixed_id
from parley.actions.contacts import block_contact
from parley.actions.creating import create_contact
from parley.actions.messages import change_status, write_message, write_reply
from parley.actions.outcomes import SendResult, record_outcome
from parley.actions.receiving import receive
from parley.actions.retrying import NothingToRetry, StillUnderWay, retry_message
from parley.domain.actor import SYSTEM, Actor, ActorKind, user_actor
from parley.domain.channel import Channel, InboundReceipt
from parley.domain.contact import ContactChannel
from parley.domain.content import Button, Media, Prompt, Text, text_of
from parley.domain.conversation import Handler, Source
from parley.domain.errors import (
    ChannelPaused,
    ContactBlocked,
    ContactMustWriteFirst,
    ContentNotSupported,
    Invalid,
    LimitExceeded,
    NoChannel,
    NotFound,
    ReplyWindowClosed,
)
from parley.domain.events import MessageStatusChanged
from parley.domain.ids import ContactId, MessageId
from parley.domain.message import STATUS_RANK, ErrorClass, Failure, Message, MessageStatus
from parley.domain.workspace import Settings
from stories import Story

DAY = 24 * 3600
HELLO = Text("hello")


def met(**given: object) -> tuple[Story, ContactId]:
    """Mia has written on WhatsApp; nothing is delivered by itself."""
    story = Story(**given)  # pyright: ignore[reportArgumentType]
    story.delivers = False
    story.writes("Mia", "hi")
    return story, story.contact("Mia").id


# -- what is refused before it is sent -----------------------------------------------------------------


def test_a_text_24_hours_and_a_second_after_the_last_message_is_refused() -> None:
    """Acceptance check 19."""
    story, contact_id = met()
    story.passes(DAY)
    assert write_message(story.desk, contact_id, HELLO, actor=SYSTEM)
    story.passes(1)
    with pytest.raises(ReplyWindowClosed) as refused:
        write_message(story.desk, contact_id, HELLO, actor=SYSTEM)
    assert refused.value.details["closed_at"] == (story.now - timedelta(seconds=1)).isoformat()
    story.writes("Mia", "still here", after=0)
    assert write_message(story.desk, contact_id, HELLO, actor=SYSTEM)


def test_a_channel_without_a_window_takes_a_text_for_ever() -> None:
    story = Story()
    story.writes("Ida", "hi", channel=CUSTOM)
    story.passes(400 * DAY)
    assert write_message(story.desk, story.contact("Ida").id, HELLO, actor=SYSTEM)


def linked_but_never_heard(story: Story, channel: Channel) -> ContactId:
    contact = create_contact(story.desk, "Ida", {}, actor=SYSTEM)
    scheme = story.reference.manifests[channel.kind].identity_schemes[0]
    link = ContactChannel(contact.workspace_id, contact.id, channel.id, "ida", scheme, None)
    story.desk.put_link(link)
    return contact.id


def test_where_the_contact_must_write_first_we_cannot_begin() -> None:
    """O27."""
    story = Story()
    contact_id = linked_but_never_heard(story, story.reference.channels[WHATSAPP])
    with pytest.raises(ContactMustWriteFirst):
        write_message(story.desk, contact_id, HELLO, actor=SYSTEM)


def test_where_both_may_begin_we_can() -> None:
    story = Story()
    contact_id = linked_but_never_heard(story, story.reference.channels[CUSTOM])
    assert write_message(story.desk, contact_id, HELLO, actor=SYSTEM).status is MessageStatus.QUEUED


def test_a_contact_without_a_channel_cannot_be_written_to() -> None:
    story = Story()
    contact = create_contact(story.desk, "Ida", {}, actor=SYSTEM)
    with pytest.raises(NoChannel):
        write_message(story.desk, contact.id, HELLO, actor=SYSTEM)


def test_a_channel_that_the_contact_does_not_use_is_refused() -> None:
    story, contact_id = met()
    with pytest.raises(NoChannel):
        write_message(story.desk, contact_id, HELLO, actor=SYSTEM, channel_id=CUSTOM)


def test_a_blocked_contact_is_not_written_to() -> None:
    story, contact_id = met()
    block_contact(story.desk, contact_id, actor=SYSTEM)
    with pytest.raises(ContactBlocked):
        write_message(story.desk, contact_id, HELLO, actor=SYSTEM)


def test_a_paused_channel_takes_nothing_new_and_says_why() -> None:
    story, contact_id = met()
    channels = dict(story.reference.channels)
    channels[WHATSAPP] = replace(
        channels[WHATSAPP], paused_at=story.now, pause_reason="The token expired."
    )
    story.desk.reference = replace(story.reference, channels=channels)
    with pytest.raises(ChannelPaused) as refused:
        write_message(story.desk, contact_id, HELLO, actor=SYSTEM)
    assert refused.value.details["reason"] == "The token expired."


def test_the_limit_of_a_text_is_the_channel_s_and_named() -> None:
    story, contact_id = met()
    assert write_message(story.desk, contact_id, Text("x" * 4096), actor=SYSTEM)
    with pytest.raises(LimitExceeded) as refused:
        write_message(story.desk, contact_id, Text("x" * 4097), actor=SYSTEM)
    assert refused.value.details["limit"] == 4096
    assert "WhatsApp" in refused.value.text


@pytest.mark.parametrize("body", ["", "  ", "\n"])
def test_an_empty_text_is_refused(body: str) -> None:
    story, contact_id = met()
    with pytest.raises(Invalid):
        write_message(story.desk, contact_id, Text(body), actor=SYSTEM)


def test_buttons_become_numbered_text_where_there_are_none() -> None:
    story = Story()
    story.writes("Ida", "hi", channel=CUSTOM)
    prompt = Prompt("Which?", (Button("a", "Red"), Button("b", "Blue")))
    sent = write_message(story.desk, story.contact("Ida").id, prompt, actor=SYSTEM)
    assert text_of(sent.content) == "Which?\n1. Red\n2. Blue"


def test_what_the_channel_cannot_send_is_refused() -> None:
    story = Story()
    story.writes("Ida", "hi", channel=CUSTOM)
    with pytest.raises(ContentNotSupported):
        write_message(story.desk, story.contact("Ida").id, Media("image"), actor=SYSTEM)


def test_the_answer_goes_to_where_the_contact_was_heard_last() -> None:
    story, contact_id = met()
    link = story.desk.links_of(contact_id)[0]
    later = story.now + timedelta(seconds=5)
    story.desk.put_link(replace(link, channel_id=CUSTOM, last_inbound_at=later))
    story.passes(10)
    assert write_message(story.desk, contact_id, HELLO, actor=SYSTEM).channel_id == CUSTOM
    chosen = write_message(story.desk, contact_id, HELLO, actor=SYSTEM, channel_id=WHATSAPP)
    assert chosen.channel_id == WHATSAPP


# -- what an answer does ---------------------------------------------------------------------------------


def test_the_first_answer_claims_an_unassigned_conversation_and_is_its_first_response() -> None:
    """O17: reply claims."""
    story, _ = met()
    story.replies(ANA, "Mia", "Hello")
    answered = story.conversation("Mia")
    assert (answered.assignee_id, answered.handler) == (ANA, Handler.AGENT)
    assert (answered.first_response_at, answered.first_response_by) == (story.now, ANA)
    assert answered.unanswered_since is None
    story.replies(BO, "Mia", "me too")
    assert story.conversation("Mia").assignee_id == ANA
    assert story.conversation("Mia").first_response_by == ANA


def test_claiming_by_an_answer_can_be_switched_off_and_programs_never_claim() -> None:
    story, _ = met(settings=Settings(claim_on_reply=False))
    story.replies(ANA, "Mia", "Hello")
    assert story.conversation("Mia").assignee_id is None
    story, _ = met()
    write_reply(story.desk, story.conversation("Mia").id, HELLO, actor=Actor(ActorKind.API))
    assert story.conversation("Mia").assignee_id is None
    assert story.conversation("Mia").first_response_at is None


def test_an_answer_to_a_closed_conversation_opens_the_next_one_with_source_user() -> None:
    story, _ = met()
    story.closes("Mia")
    former = story.conversation("Mia")
    message = write_reply(story.desk, former.id, HELLO, actor=user_actor(BO))
    opened = story.conversation("Mia")
    assert opened.id != former.id
    assert (opened.opened_by, opened.assignee_id) == (Source.USER, BO)
    assert message.conversation_id == opened.id
    assert opened.first_response_at is None


def test_a_refused_answer_to_a_closed_conversation_is_refused_whole() -> None:
    """Nothing is saved of what raised; the desk's owner throws it away."""
    story, _ = met()
    story.closes("Mia")
    story.passes(2 * DAY)
    with pytest.raises(ReplyWindowClosed):
        write_reply(story.desk, story.conversation("Mia").id, HELLO, actor=user_actor(BO))


# -- receipts: only forward -----------------------------------------------------------------------------

REPORTED = [
    MessageStatus.ACCEPTED,
    MessageStatus.SENT,
    MessageStatus.DELIVERED,
    MessageStatus.READ,
    MessageStatus.PLAYED,
    MessageStatus.FAILED,
]


def written() -> tuple[Story, Message]:
    story, contact_id = met()
    return story, write_message(story.desk, contact_id, HELLO, actor=SYSTEM)


@given(st.lists(st.sampled_from(REPORTED), min_size=1, max_size=12))
def test_receipts_in_any_order_and_any_number_end_in_the_same_status(
    told: list[MessageStatus],
) -> None:
    story, message = written()
    seen: list[MessageStatus] = []
    for status in told:
        change_status(story.desk, message.id, status, actor=SYSTEM)
        found = story.desk.find_message(message.id)
        assert found is not None
        seen.append(found.status)
    assert seen == sorted(seen, key=lambda status: STATUS_RANK[status])
    assert seen[-1] == max(told, key=lambda status: STATUS_RANK[status])
    assert len(story.events(MessageStatusChanged)) == len(set(seen))


def test_failed_yields_to_a_later_delivered_and_its_failure_is_forgotten() -> None:
    story, message = written()
    failure = Failure(ErrorClass.RETRY, "131000", "Something went wrong.")
    change_status(story.desk, message.id, MessageStatus.FAILED, failure=failure, actor=SYSTEM)
    change_status(story.desk, message.id, MessageStatus.DELIVERED, actor=SYSTEM)
    found = story.desk.find_message(message.id)
    assert found is not None
    assert (found.status, found.failure) == (MessageStatus.DELIVERED, None)


def receipt(story: Story, status: MessageStatus, name: str = "out-1", **given: object) -> None:
    channel = story.reference.channels[WHATSAPP]
    told = InboundReceipt(channel.external_id, name, status, story.now, **given)  # pyright: ignore[reportArgumentType]
    receive(story.desk, channel, told)


def sent(message: Message, story: Story, outcome: str = "sent", name: str | None = "out-1") -> None:
    record_outcome(
        story.desk,
        SendResult(message.id, message.channel_id, 1, outcome, story.now, external_id=name),  # pyright: ignore[reportArgumentType]
    )


@given(st.permutations(["send", "sent", "delivered", "read"]), st.sampled_from(["our", "their"]))
def test_receipts_that_overtake_the_send_s_answer_are_joined(
    order: list[str], whose_name: str
) -> None:
    story, message = written()
    for what in order:
        if what == "send":
            sent(message, story)
        else:
            ours = message.id if whose_name == "our" else None
            receipt(story, MessageStatus(what), message_id=ours)
    found = story.desk.find_message(message.id)
    assert found is not None
    assert (found.status, found.external_id) == (MessageStatus.READ, "out-1")
    assert story.desk.receipts == []


def test_a_receipt_upgrades_an_unknown_message() -> None:
    story, message = written()
    sent(message, story, "unknown", None)
    receipt(story, MessageStatus.DELIVERED, message_id=message.id)
    found = story.desk.find_message(message.id)
    assert found is not None
    assert (found.status, found.external_id) == (MessageStatus.DELIVERED, "out-1")


def test_a_receipt_never_touches_what_the_contact_wrote() -> None:
    story, _ = met()
    [inbound] = list(story.desk.messages)
    receipt(story, MessageStatus.READ, name=str(inbound.external_id))
    assert story.desk.find_message(inbound.id) == inbound


def test_a_receipt_of_what_nobody_knows_is_kept_for_the_send_to_come() -> None:
    story, _ = met()
    receipt(story, MessageStatus.READ, name="never seen")
    assert [kept.external_id for kept in story.desk.receipts] == ["never seen"]


# -- trying again -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [MessageStatus.FAILED, MessageStatus.UNKNOWN])
def test_a_message_that_failed_or_is_unknown_can_be_tried_again(status: MessageStatus) -> None:
    story, message = written()
    for send in list(story.desk.sends):
        story.desk.sends.drop(send.id)
    change_status(story.desk, message.id, status, actor=SYSTEM)
    again = retry_message(story.desk, message.id, actor=user_actor(ANA))
    assert (again.id, again.status, again.failure) == (message.id, MessageStatus.QUEUED, None)
    assert [send.message_id for send in story.desk.sends] == [message.id]


def test_only_such_a_message_and_only_within_the_window() -> None:
    story, message = written()
    with pytest.raises(NothingToRetry):
        retry_message(story.desk, message.id, actor=SYSTEM)
    change_status(story.desk, message.id, MessageStatus.FAILED, actor=SYSTEM)
    with pytest.raises(StillUnderWay):
        retry_message(story.desk, message.id, actor=SYSTEM)
    (send,) = story.desk.sends
    story.desk.sends.drop(send.id)
    story.passes(DAY + 1)
    with pytest.raises(ReplyWindowClosed):
        retry_message(story.desk, message.id, actor=SYSTEM)
    with pytest.raises(NotFound):
        retry_message(story.desk, MessageId(fixed_id(999)), actor=SYSTEM)
