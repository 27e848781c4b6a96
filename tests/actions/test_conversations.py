"""Cycles: what opens, what closes, what comes back, and when a conversation ends by itself."""

from datetime import timedelta

import pytest

from desks import ANA, BO, CUSTOM, OLGA, SPAM, SUPPORT, WHATSAPP, fixed_id
from parley.actions.assigning import assign_conversation, change_team
from parley.actions.contacts import block_contact
from parley.actions.conversations import (
    SNOOZE_DAYS,
    SUMMARY_LENGTH,
    close_conversation,
    open_conversation,
    set_conversation_field,
    snooze_conversation,
    undo_close,
)
from parley.actions.receiving import receive
from parley.domain.actor import SYSTEM, user_actor
from parley.domain.channel import InboundEcho, InboundReaction, InboundReceipt, SenderAddress
from parley.domain.content import (
    Call,
    Choice,
    Content,
    Form,
    Location,
    Media,
    Order,
    SystemNote,
    Text,
    Unsupported,
)
from parley.domain.conversation import ClosingNote, Handler, Source, Status
from parley.domain.errors import (
    AlreadyClosed,
    AlreadyOpen,
    ClosingNoteRequired,
    ClosingNotesDisabled,
    ContactBlocked,
    Invalid,
    LimitExceeded,
    NoOpenConversation,
    NotFound,
    UndoTooLate,
)
from parley.domain.events import ConversationFieldChanged, ConversationOpened
from parley.domain.ids import CategoryId
from parley.domain.message import MessageStatus
from parley.domain.workspace import ClosingMode, Settings
from stories import Story

DAY = 24 * 3600


# -- O1 and O2: closing and undoing -------------------------------------------------------------------


def test_after_closing_the_next_message_opens_a_new_cycle() -> None:
    story = Story()
    story.writes("Mia", "hi")
    first = story.conversation("Mia")
    set_conversation_field(story.desk, first.id, "topic", "Shoes", actor=SYSTEM)
    story.closes("Mia")
    story.writes("Mia", "again")
    second = story.conversation("Mia")
    assert second.id != first.id
    assert second.fields == {}
    assert len(story.events(ConversationOpened)) == 2
    assert story.desk.get_conversation(first.id).status is Status.CLOSED


def test_closing_ends_the_queue_entry_and_its_timers() -> None:
    story = Story(settings=Settings(sticky_minutes=60), online=())
    story.writes("Mia", "hi")
    story.assigns("Mia", ANA)
    story.closes("Mia")
    story.writes("Mia", "back soon")
    again = story.conversation("Mia")
    close_conversation(story.desk, again.contact_id, None, source=Source.API, actor=SYSTEM)
    assert again.id not in story.desk.queue
    assert story.timers() == []


def test_there_is_nothing_to_close_twice() -> None:
    story = Story()
    story.writes("Mia", "hi")
    story.closes("Mia")
    with pytest.raises(NoOpenConversation):
        story.closes("Mia")


def test_opening_what_is_open_is_refused_and_names_it() -> None:
    story = Story()
    story.writes("Mia", "hi")
    with pytest.raises(AlreadyOpen) as refused:
        open_conversation(
            story.desk, story.contact("Mia").id, source=Source.USER, actor=user_actor(OLGA)
        )
    assert refused.value.details == {"conversation_id": str(story.conversation("Mia").id)}


def test_closing_takes_the_load_from_the_assignee_and_undoing_gives_it_back() -> None:
    story = Story()
    story.writes("Mia", "hi")
    story.assigns("Mia", ANA)
    assert story.agent(ANA).open_count == 1
    story.closes("Mia")
    assert story.agent(ANA).open_count == 0
    story.passes(8)
    undo_close(story.desk, story.conversation("Mia").id, actor=user_actor(OLGA))
    assert story.agent(ANA).open_count == 1
    assert story.conversation("Mia").status is Status.OPEN
    assert story.conversation("Mia").assignee_id == ANA


def test_undoing_is_refused_after_eight_seconds() -> None:
    story = Story()
    story.writes("Mia", "hi")
    story.closes("Mia")
    story.passes(8.001)
    with pytest.raises(UndoTooLate):
        undo_close(story.desk, story.conversation("Mia").id, actor=SYSTEM)


def test_undoing_is_refused_once_a_new_conversation_has_opened() -> None:
    story = Story()
    story.writes("Mia", "hi")
    first = story.conversation("Mia")
    story.closes("Mia")
    story.writes("Mia", "one more thing", after=3)
    with pytest.raises(UndoTooLate) as refused:
        undo_close(story.desk, first.id, actor=user_actor(OLGA))
    assert refused.value.status == 409


def test_undoing_what_is_open_changes_nothing() -> None:
    story = Story()
    story.writes("Mia", "hi")
    assert undo_close(story.desk, story.conversation("Mia").id, actor=SYSTEM).is_open


# -- O3: what opens -----------------------------------------------------------------------------------

OPENS: list[Content] = [
    Text("hi"),
    Media("image"),
    Choice("button", "x", "Yes"),
    Location(1.0, 2.0),
    Form("survey", {}),
    Order("c", ()),
]
OPENS_NOTHING: list[Content] = [
    SystemNote("changed"),
    Unsupported("story_mention"),
    Call("in", "missed"),
]


@pytest.mark.parametrize("content", OPENS, ids=lambda content: type(content).__name__)
def test_what_a_person_says_opens(content: Content) -> None:
    story = Story()
    story.writes("Mia", content)
    assert story.conversation("Mia").opened_by is Source.CONTACT


@pytest.mark.parametrize("content", OPENS_NOTHING, ids=lambda content: type(content).__name__)
def test_what_the_manifest_leaves_out_is_kept_and_opens_nothing(content: Content) -> None:
    story = Story()
    message = story.writes("Mia", content)
    assert message is not None
    assert message.conversation_id is None
    assert len(story.desk.conversations) == 0
    assert story.contact("Mia").display_name == "Mia"


def test_a_workspace_switches_per_channel_kind_what_opens() -> None:
    story = Story(settings=Settings(opens_on={"whatsapp": ["media"]}))
    story.writes("Mia", "text opens nothing here")
    assert len(story.desk.conversations) == 0
    story.writes("Mia", "but on the other channel it does", channel=CUSTOM)
    assert len(story.desk.conversations) == 1
    story.writes("Ida", Media("image"))
    assert story.conversation("Ida").is_open


def test_an_empty_switch_means_that_nothing_opens() -> None:
    story = Story(settings=Settings(opens_on={"whatsapp": []}))
    story.writes("Mia", "hi")
    assert len(story.desk.conversations) == 0


def echo(story: Story, who: str, text: str, name: str = "echo-1") -> None:
    channel = story.reference.channels[WHATSAPP]
    address = SenderAddress("wa_id", who.lower(), "whatsapp")
    told = InboundEcho(channel.external_id, name, story.now, (address,), Text(text))
    receive(story.desk, channel, told)
    story.settle()


def test_an_echo_opens_with_source_user_and_counts_as_a_person() -> None:
    story = Story()
    echo(story, "Mia", "Hello from the phone app")
    [conversation] = list(story.desk.conversations)
    assert conversation.opened_by is Source.USER
    assert conversation.handler is Handler.AGENT
    assert conversation.last_person_reply_at == story.now
    assert conversation.first_response_at is None, "who began has no first response (O26)"
    echo(story, "Mia", "Hello from the phone app")
    assert len(story.desk.messages) == 1, "the same echo twice is one message"


def test_receipts_and_reactions_open_nothing() -> None:
    story = Story()
    message = story.writes("Mia", "hi")
    assert message is not None
    story.closes("Mia")
    channel = story.reference.channels[WHATSAPP]
    sender = (SenderAddress("wa_id", "mia", "whatsapp"),)
    receive(
        story.desk,
        channel,
        InboundReaction(channel.external_id, "r1", story.now, sender, "in-1", "👍"),
    )
    receive(
        story.desk,
        channel,
        InboundReceipt(channel.external_id, "in-1", MessageStatus.READ, story.now),
    )
    assert [r.message_id for r in story.desk.reactions] == [message.id]
    assert not story.conversation("Mia").is_open
    assert story.desk.find_message(message.id) == message


def is_open(story: Story, who: str = "Mia") -> bool:
    return story.conversation(who).is_open


# -- O5: who gets it back ---------------------------------------------------------------------------------


def test_the_former_assignee_is_preferred_for_five_minutes_and_not_longer() -> None:
    for wait, expected in ((290, ANA), (310, None)):
        story = Story()
        story.writes("Mia", "hi")
        story.assigns("Mia", ANA)
        story.closes("Mia")
        story.writes("Mia", "again", after=wait)
        assert story.conversation("Mia").assignee_id == expected


def test_a_former_assignee_who_is_away_does_not_get_it() -> None:
    story = Story(online=(BO,))
    story.writes("Mia", "hi")
    story.assigns("Mia", ANA)
    story.closes("Mia")
    story.writes("Mia", "again")
    story.passes(60)
    assert story.conversation("Mia").assignee_id is None
    assert len(story.desk.queue) == 0


# -- O6, snoozing, notes and limits -------------------------------------------------------------------------


def test_a_team_is_responsible_apart_from_the_agent() -> None:
    story = Story()
    story.writes("Mia", "hi")
    conversation = story.conversation("Mia")
    change_team(story.desk, conversation.id, SUPPORT, actor=SYSTEM)
    assign_conversation(story.desk, conversation.id, ANA, actor=SYSTEM)
    changed = story.conversation("Mia")
    assert (changed.team_id, changed.assignee_id) == (SUPPORT, ANA)


def test_a_conversation_field_tells_only_of_a_change() -> None:
    story = Story()
    story.writes("Mia", "hi")
    conversation_id = story.conversation("Mia").id
    said = [
        set_conversation_field(story.desk, conversation_id, "topic", value, actor=SYSTEM)
        for value in ("Shoes", "Shoes", "", None)
    ]
    assert said == [True, False, True, False]
    assert len(story.events(ConversationFieldChanged)) == 2
    with pytest.raises(NotFound):
        set_conversation_field(story.desk, conversation_id, "unknown", "x", actor=SYSTEM)


def test_a_snoozed_conversation_is_no_load_and_a_message_wakes_it() -> None:
    story = Story()
    story.writes("Mia", "hi")
    story.assigns("Mia", ANA)
    conversation_id = story.conversation("Mia").id
    until = story.now + timedelta(days=1)
    snooze_conversation(story.desk, conversation_id, until=until, actor=user_actor(ANA))
    assert story.agent(ANA).open_count == 0
    story.writes("Mia", "wake up")
    assert story.conversation("Mia").status is Status.OPEN
    assert story.agent(ANA).open_count == 1
    assert story.conversation("Mia").id == conversation_id


@pytest.mark.parametrize("seconds", [-1, 0, SNOOZE_DAYS * DAY + 1])
def test_a_snooze_ends_in_the_future_and_within_a_year(seconds: float) -> None:
    story = Story()
    story.writes("Mia", "hi")
    with pytest.raises(Invalid):
        snooze_conversation(
            story.desk,
            story.conversation("Mia").id,
            until=story.now + timedelta(seconds=seconds),
            actor=SYSTEM,
        )


def test_a_closed_conversation_is_neither_snoozed_nor_given_away() -> None:
    story = Story()
    story.writes("Mia", "hi")
    story.closes("Mia")
    conversation_id = story.conversation("Mia").id
    until = story.now + timedelta(hours=1)
    with pytest.raises(AlreadyClosed):
        snooze_conversation(story.desk, conversation_id, until=until, actor=SYSTEM)
    with pytest.raises(AlreadyClosed):
        assign_conversation(story.desk, conversation_id, ANA, actor=SYSTEM)
    with pytest.raises(AlreadyClosed):
        change_team(story.desk, conversation_id, SUPPORT, actor=SYSTEM)


NOTES = {
    "nothing": None,
    "a category": ClosingNote(SPAM),
    "a summary": ClosingNote(None, "Done"),
    "both": ClosingNote(SPAM, "Done"),
    "an empty summary": ClosingNote(SPAM, "  "),
}
ACCEPTED = {
    ClosingMode.OPTIONAL: set(NOTES),
    ClosingMode.CATEGORY_REQUIRED: {"a category", "both", "an empty summary"},
    ClosingMode.BOTH_REQUIRED: {"both"},
    ClosingMode.DISABLED: {"nothing"},
}


@pytest.mark.parametrize("source", [Source.USER, Source.API, Source.WORKFLOW, Source.AUTO_CLOSE])
@pytest.mark.parametrize("name", NOTES)
@pytest.mark.parametrize("mode", ClosingMode)
def test_people_and_the_api_keep_the_mode_of_closing_notes_and_workflows_need_not(
    mode: ClosingMode, name: str, source: Source
) -> None:
    """Acceptance check 20."""
    story = Story(settings=Settings(closing_mode=mode))
    story.writes("Mia", "hi")
    contact_id = story.contact("Mia").id
    if source in (Source.WORKFLOW, Source.AUTO_CLOSE) or name in ACCEPTED[mode]:
        close_conversation(story.desk, contact_id, NOTES[name], source=source, actor=SYSTEM)
        assert not is_open(story)
    else:
        refusal = ClosingNotesDisabled if mode is ClosingMode.DISABLED else ClosingNoteRequired
        with pytest.raises(refusal):
            close_conversation(story.desk, contact_id, NOTES[name], source=source, actor=SYSTEM)
        assert is_open(story)


def test_a_summary_takes_two_thousand_characters_and_a_category_must_exist() -> None:
    story = Story()
    story.writes("Mia", "hi")
    contact_id = story.contact("Mia").id
    with pytest.raises(LimitExceeded) as refused:
        close_conversation(
            story.desk,
            contact_id,
            ClosingNote(None, "x" * (SUMMARY_LENGTH + 1)),
            source=Source.USER,
            actor=SYSTEM,
        )
    assert refused.value.details["limit"] == 2000
    unknown = ClosingNote(CategoryId(fixed_id(99)))
    with pytest.raises(NotFound):
        close_conversation(story.desk, contact_id, unknown, source=Source.USER, actor=SYSTEM)


def test_a_blocked_contact_opens_nothing_and_nobody_opens_for_it() -> None:
    story = Story()
    story.writes("Mia", "hi")
    contact_id = story.contact("Mia").id
    block_contact(story.desk, contact_id, actor=SYSTEM)
    before = story.conversation("Mia")
    story.writes("Mia", "let me in")
    assert story.conversation("Mia") == before
    story.closes("Mia")
    message = story.writes("Mia", "again")
    assert message is not None
    assert message.conversation_id is None
    assert len(story.events(ConversationOpened)) == 1
    with pytest.raises(ContactBlocked):
        open_conversation(story.desk, contact_id, source=Source.USER, actor=SYSTEM)
