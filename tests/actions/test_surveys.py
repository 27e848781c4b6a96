"""What starts after a close, and what may still be answered then (O1, O2)."""

import pytest

from desks import OLGA, SPAM
from parley.actions.conversations import close_conversation, undo_close
from parley.domain.actor import Actor, ActorKind, user_actor
from parley.domain.contact import FieldScope
from parley.domain.conversation import ClosingNote, Source
from parley.domain.run import EndReason
from parley.domain.workspace import Settings
from parley.workflows.answers import NumberAnswer
from parley.workflows.definition import Definition
from parley.workflows.steps import (
    AddComment,
    AskQuestion,
    CloseConversation,
    OpenConversation,
    UpdateField,
    Wait,
)
from parley.workflows.steps.ask_question import ToContactField, ToConversationField
from parley.workflows.triggers import ConversationClosedTrigger, ConversationOpenedTrigger
from stories import Story
from workflows_by_hand import flow, say, set_city

BY_OLGA = user_actor(OLGA)


def survey() -> Definition:
    rate = AskQuestion(
        text="How was it, 1 to 5?",
        answer=NumberAnswer(min=1, max=5),
        save_to=[ToContactField(slug="budget"), ToConversationField(slug="topic")],
        timeout_seconds=3600,
        retries=2,
    )
    return flow(trigger=ConversationClosedTrigger(), rate=rate)


def rated() -> Story:
    """Mai's conversation is over and the survey's question is out."""
    story = Story(survey())
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.passes(9)
    assert story.heard("Mai") == ["How was it, 1 to 5?"]
    return story


def test_o02_what_follows_a_close_starts_when_it_cannot_be_undone_any_more() -> None:
    story = Story(survey())
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.passes(8)
    assert story.runs("Mai") == []
    story.passes(0.01)
    assert len(story.runs("Mai")) == 1


def test_o02_an_undone_close_starts_nothing() -> None:
    story = Story(survey())
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.passes(8)
    undo_close(story.desk, story.conversation("Mai").id, actor=BY_OLGA)
    story.settle()
    story.passes(60)
    assert story.runs("Mai") == []
    story.closes("Mai")
    story.passes(9)
    assert len(story.runs("Mai")) == 1


def test_5b_8_an_answer_after_the_close_is_saved_and_opens_nothing() -> None:
    story = rated()
    message = story.writes("Mai", "4")
    assert story.contact("Mai").fields["budget"] == 4
    conversation = story.conversation("Mai")
    assert not conversation.is_open
    assert conversation.fields["topic"] == "4"
    assert message is not None
    assert message.conversation_id == conversation.id
    assert conversation.incoming_count == 2
    assert story.run("Mai").end_reason is EndReason.COMPLETED


@pytest.mark.parametrize("words", ["it was fine", "9", "agent"])
def test_o01_anything_but_a_valid_answer_ends_the_survey_and_opens(words: str) -> None:
    story = rated()
    former = story.conversation("Mai").id
    story.writes("Mai", words)
    assert story.conversation("Mai").id != former
    assert story.conversation("Mai").is_open
    assert story.run("Mai").end_reason is EndReason.CONTACT_WROTE
    assert story.heard("Mai") == ["How was it, 1 to 5?"]


def test_o01_after_its_time_out_an_answer_opens_as_anything_else() -> None:
    story = rated()
    story.passes(3600)
    assert story.run("Mai").end_reason is EndReason.TIMED_OUT
    story.writes("Mai", "4")
    assert story.conversation("Mai").is_open
    assert "budget" not in story.contact("Mai").fields


def test_o01_whoever_is_back_is_not_asked_about_the_last_conversation() -> None:
    wait_first = flow(
        trigger=ConversationClosedTrigger(),
        wait=Wait(seconds=600, lanes={"next": "ask"}),
        ask=say("How was it?"),
    )
    story = Story(wait_first)
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.passes(60)
    story.writes("Mai", "another thing")
    assert story.run("Mai").end_reason is EndReason.CONTACT_WROTE
    story.closes("Mai")
    story.writes("Mai", "and one more", after=4)
    story.passes(3600)
    assert len(story.runs("Mai")) == 1
    assert story.heard("Mai") == []


def test_a_background_workflow_follows_a_close_even_if_the_contact_is_back() -> None:
    story = Story(flow(trigger=ConversationClosedTrigger(), city=set_city("Hue")))
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.writes("Mai", "again", after=2)
    story.passes(8)
    assert story.contact("Mai").fields["city"] == "Hue"


@pytest.mark.parametrize(
    ("trigger", "starts"),
    [
        (ConversationClosedTrigger(), True),
        (ConversationClosedTrigger(category_ids=[SPAM]), True),
        (ConversationClosedTrigger(category_ids=[OLGA]), False),
        (ConversationClosedTrigger(sources=[Source.USER]), True),
        (ConversationClosedTrigger(except_sources=[Source.USER]), False),
    ],
)
def test_source_and_category_narrow_down_what_follows_a_close(
    trigger: ConversationClosedTrigger, *, starts: bool
) -> None:
    text = "{{trigger.source}} {{trigger.category}} {{trigger.summary}} {{trigger.closed_by}}"
    story = Story(flow(trigger=trigger, city=set_city(text)))
    story.writes("Mai", "hi")
    note = ClosingNote(SPAM, "sells pills")
    contact_id = story.contact("Mai").id
    close_conversation(story.desk, contact_id, note, source=Source.USER, actor=BY_OLGA)
    story.settle()
    story.passes(9)
    told = story.contact("Mai").fields.get("city")
    assert told == ("user Spam sells pills Olga" if starts else None)


def test_o09_a_close_by_a_merge_starts_nothing() -> None:
    story = Story(flow(trigger=ConversationClosedTrigger(), city=set_city("x")))
    story.writes("Mai", "hi")
    actor = Actor(ActorKind.SYSTEM)
    close_conversation(story.desk, story.contact("Mai").id, None, source=Source.MERGE, actor=actor)
    story.settle()
    story.passes(60)
    assert story.runs("Mai") == []


def test_a_workflow_does_not_follow_its_own_close() -> None:
    again = flow(
        trigger=ConversationClosedTrigger(),
        open=OpenConversation(lanes={"next": "close"}),
        close=CloseConversation(),
    )
    story = Story(again)
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.passes(600)
    assert len(story.runs("Mai")) == 1


def test_what_follows_a_close_writes_into_the_conversation_that_is_over() -> None:
    steps = flow(
        trigger=ConversationClosedTrigger(),
        note=AddComment(text="Closed by {{trigger.closed_by}}", lanes={"next": "topic"}),
        topic=UpdateField(scope=FieldScope.CONVERSATION, slug="topic", value="done"),
    )
    story = Story(steps)
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.passes(9)
    assert [comment.body for comment in story.desk.comments] == ["Closed by Olga"]
    assert story.conversation("Mai").fields == {"topic": "done"}


def test_a_workflow_on_the_next_opening_is_not_ended_as_a_survey() -> None:
    story = Story(survey(), flow(trigger=ConversationOpenedTrigger(), wait=Wait(seconds=3600)))
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.passes(9)
    story.writes("Mai", "no idea")
    assert [run.end_reason for run in story.runs("Mai")] == [
        EndReason.CONVERSATION_CLOSED,
        EndReason.CONTACT_WROTE,
        None,
    ]


def test_without_an_undo_time_what_follows_a_close_starts_at_once() -> None:
    story = Story(survey(), settings=Settings(undo_close_seconds=0))
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.passes(0.01)
    assert story.heard("Mai") == ["How was it, 1 to 5?"]
