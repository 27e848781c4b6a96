"""Contacts are merged in the seconds in which a close may still be taken back (O2, O9)."""

import pytest

from actions.test_merging import BY_OLGA, merge, two_of_one
from desks import CUSTOM, VIP
from parley.actions.conversations import undo_close
from parley.domain.errors import UndoTooLate
from parley.domain.workspace import Settings
from parley.workflows.steps import UpdateTag
from parley.workflows.triggers import ConversationClosedTrigger
from stories import Story
from workflows_by_hand import flow, say


def test_a_close_before_the_merge_starts_what_it_triggers_for_the_contact_that_stays() -> None:
    survey = flow(trigger=ConversationClosedTrigger(), hi=say("How was it?"))
    quiet = flow(trigger=ConversationClosedTrigger(), tag=UpdateTag(tag_ids=[VIP]))
    story = Story(survey, quiet)
    story.writes("Minh", "hello", channel=CUSTOM)
    story.closes("Minh")
    story.writes("Mai", "hi", after=1)
    mai, minh = story.contact("Mai").id, story.contact("Minh").id

    merge(story, mai, minh)
    assert story.runs("Mai") == []
    story.passes(8)

    # Nobody is asked about the last conversation in the midst of another.
    assert story.heard("Mai") == []
    assert [run.contact_id for run in story.desk.runs] == [mai]
    assert story.contact("Mai").tags == (VIP,)


def test_a_survey_after_a_close_goes_to_the_contact_that_stays_if_nothing_is_open() -> None:
    story = Story(flow(trigger=ConversationClosedTrigger(), hi=say("How was it?")))
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.passes(60)
    story.writes("Minh", "hello", channel=CUSTOM)
    story.closes("Minh")
    mai, minh = story.contact("Mai").id, story.contact("Minh").id

    merge(story, mai, minh)
    story.passes(9)

    assert [run.contact_id for run in story.runs("Mai")] == [mai, mai]
    assert story.heard("Mai") == ["How was it?", "How was it?"]


def test_a_close_is_still_taken_back_after_the_merge_unless_another_is_open() -> None:
    story, mai, minh = two_of_one(flow(trigger=ConversationClosedTrigger(), hi=say("Bye")))
    closed = story.conversation("Minh").id
    story.closes("Mai")
    story.closes("Minh")

    merge(story, mai, minh)
    undo_close(story.desk, closed, actor=BY_OLGA)
    story.passes(20)

    assert story.desk.get_open_conversation(mai).id == closed
    # Mai's own close stands: but its workflow speaks, and a conversation is open again.
    assert story.heard("Mai") == []


def test_while_another_is_open_the_close_stands() -> None:
    story, mai, minh = two_of_one()
    closed = story.conversation("Minh").id
    story.closes("Minh")

    merge(story, mai, minh)

    with pytest.raises(UndoTooLate):
        undo_close(story.desk, closed, actor=BY_OLGA)


def test_o9_a_close_by_a_merge_is_never_taken_back() -> None:
    story, mai, minh = two_of_one()
    goes = story.conversation("Minh").id

    merge(story, mai, minh)
    story.closes("Mai")

    with pytest.raises(UndoTooLate):
        undo_close(story.desk, goes, actor=BY_OLGA)
    assert story.desk.find_open_conversation(mai) is None


def test_a_thanks_after_a_merge_rests_by_the_close_of_people_and_not_of_the_merge() -> None:
    story = Story(settings=Settings(thanks_minutes=10))
    story.writes("Mai", "hi")
    story.writes("Minh", "hello", channel=CUSTOM)
    mai, minh = story.contact("Mai").id, story.contact("Minh").id
    stays = story.conversation("Mai").id
    merge(story, mai, minh)
    story.passes(3600)
    story.closes("Mai")

    story.writes("Minh", "thank you!", channel=CUSTOM)

    assert story.desk.find_open_conversation(mai) is None
    closed = story.desk.find_last_closed(mai)
    assert closed is not None
    assert closed.id == stays
