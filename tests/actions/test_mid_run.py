"""What changes under a run that waits: its channel goes, its contact is blocked, its workflow gets a new version."""

from typing import cast

from msgspec.structs import replace

from desks import ANA, CUSTOM, OLGA, SALES, WHATSAPP
from parley.actions.contacts import block_contact, unblock_contact
from parley.actions.merging import merge_contacts
from parley.domain.actor import user_actor
from parley.domain.channel import Channel
from parley.domain.content import text_of
from parley.domain.ids import ChannelId
from parley.domain.message import ErrorClass, Failure
from parley.domain.run import EndReason
from parley.workflows.steps import AddComment, Wait
from stories import Story
from workflows_by_hand import ask_text, assign, flow, say

HOUR = 3600


def disconnect(story: Story, channel: ChannelId) -> None:
    cast("dict[ChannelId, Channel]", story.reference.channels).pop(channel)


def pause(story: Story, channel: ChannelId) -> None:
    channels = cast("dict[ChannelId, Channel]", story.reference.channels)
    channels[channel] = replace(channels[channel], paused_at=story.now, pause_reason="Payment")


def test_a_channel_gone_while_the_run_waits_takes_the_failure_lane_of_the_next_message() -> None:
    later = say("Still there?")
    later = later.model_copy(update={"lanes": {"failure": "note"}})
    story = Story(
        flow(w=Wait(seconds=HOUR, lanes={"next": "hi"}), hi=later, note=AddComment(text="Gone."))
    )
    story.writes("Mai", "hi")
    disconnect(story, WHATSAPP)
    story.passes(2 * HOUR)
    assert story.trace("Mai") == [("w", "next"), ("hi", "failure"), ("note", "next")]
    assert story.run("Mai").end_reason is EndReason.COMPLETED


def test_without_a_failure_lane_the_run_notes_it_and_goes_on() -> None:
    story = Story(
        flow(
            w=Wait(seconds=HOUR, lanes={"next": "hi"}),
            hi=say("Still there?", then="note"),
            note=AddComment(text="Looked."),
        )
    )
    story.writes("Mai", "hi")
    disconnect(story, WHATSAPP)
    story.passes(2 * HOUR)
    assert ("note", "next") in story.trace("Mai")
    assert [visit.error for visit in story.desk.visits if visit.step_id == "hi"] != [None]


def test_a_question_over_a_channel_that_is_gone_waits_for_no_answer() -> None:
    story = Story(
        flow(
            w=Wait(seconds=HOUR, lanes={"next": "ask"}), ask=ask_text(failure="team"), team=assign()
        )
    )
    story.writes("Mai", "hi")
    disconnect(story, WHATSAPP)
    story.passes(2 * HOUR)
    assert ("ask", "failure") in story.trace("Mai")
    assert story.conversation("Mai").team_id == SALES


def test_a_question_on_its_way_when_the_channel_goes_takes_the_failure_lane() -> None:
    story = Story(flow(ask=ask_text(failure="note"), note=AddComment(text="Not asked.")))
    story.delivers = False
    story.writes("Mai", "hi")
    disconnect(story, WHATSAPP)
    story.deliver(
        failure=Failure(ErrorClass.ACCOUNT, text="The channel is not connected any more.")
    )
    assert story.trace("Mai") == [("ask", "failure"), ("note", "next")]


def test_a_question_that_waits_when_its_channel_goes_still_times_out() -> None:
    story = Story(flow(ask=ask_text(timeout="note"), note=AddComment(text="No answer.")))
    story.writes("Mai", "hi")
    disconnect(story, WHATSAPP)
    story.passes(HOUR)
    assert story.trace("Mai") == [("ask", "timeout"), ("note", "next")]


def test_who_writes_on_another_channel_answers_the_question_of_the_one_that_is_gone() -> None:
    story = Story(flow(ask=ask_text(success="thanks"), thanks=say("Thanks!")))
    story.writes("Mai", "hi")
    story.writes("Minh", "hello", channel=CUSTOM)
    mai, minh = story.contact("Mai").id, story.contact("Minh").id
    merge_contacts(story.desk, mai, minh, actor=user_actor(OLGA))
    story.settle()
    disconnect(story, WHATSAPP)
    answer = story.writes("Minh", "my order", channel=CUSTOM)
    assert answer
    assert answer.contact_id == mai
    thanks = story.messages_to("Mai")[-1]
    assert (text_of(thanks.content), thanks.channel_id) == ("Thanks!", CUSTOM)


def test_a_paused_channel_takes_the_failure_lane_as_one_that_is_gone() -> None:
    later = say("Still there?").model_copy(update={"lanes": {"failure": "note"}})
    story = Story(
        flow(w=Wait(seconds=HOUR, lanes={"next": "hi"}), hi=later, note=AddComment(text="Paused."))
    )
    story.writes("Mai", "hi")
    pause(story, WHATSAPP)
    story.passes(2 * HOUR)
    assert ("hi", "failure") in story.trace("Mai")


def test_blocked_in_mid_question_the_run_ends_and_nothing_resumes_when_unblocked() -> None:
    story = Story(
        flow(ask=ask_text(success="thanks", timeout="bye"), thanks=say("Thanks!"), bye=say("Bye"))
    )
    story.delivers = False
    story.writes("Mai", "hi")
    mai = story.contact("Mai").id
    block_contact(story.desk, mai, actor=user_actor(OLGA))
    story.settle()
    assert story.run("Mai").end_reason is EndReason.CONTACT_BLOCKED
    assert list(story.desk.sends) == []
    story.writes("Mai", "my order")
    story.passes(24 * HOUR)
    unblock_contact(story.desk, mai, actor=user_actor(OLGA))
    story.settle()
    assert [run.end_reason for run in story.runs("Mai")] == [EndReason.CONTACT_BLOCKED]
    assert story.heard("Mai") == []


def test_blocked_while_it_waits_for_an_agent_it_leaves_the_queue() -> None:
    story = Story(flow(a=assign()), online=())
    story.writes("Mai", "hi")
    assert len(list(story.desk.queue)) == 1
    block_contact(story.desk, story.contact("Mai").id, actor=user_actor(OLGA))
    story.settle()
    assert list(story.desk.queue) == []
    assert story.run("Mai").end_reason is EndReason.CONTACT_BLOCKED
    assert story.conversation("Mai").assignee_id is None
    assert story.agent(ANA).open_count == 0
