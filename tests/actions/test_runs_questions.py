"""Questions: retries, time-outs, what counts as an answer, delivery, two questions at once (O11 to O16)."""

from datetime import timedelta

import pytest

from desks import CUSTOM, LEAD, OLGA, SUPPORT
from parley.domain.content import Choice, Media, Prompt, Text
from parley.domain.message import ErrorClass, Failure, MessageStatus
from parley.domain.run import EndReason, WaitKind
from parley.workflows.answers import EmailAnswer, MultipleChoiceAnswer, NumberAnswer
from parley.workflows.answers.multiple_choice import Option
from parley.workflows.steps import AskQuestion, AssignTo, JumpTo
from parley.workflows.steps.ask_question import ToContactField, ToConversationField
from parley.workflows.steps.assign_to import ToTeam
from stories import Story
from workflows_by_hand import ask_email, ask_number, ask_text, assign, choose, flow, say

REFUSED = Failure(ErrorClass.PERMANENT, "131026", "Undeliverable")


def test_o11_retries_are_extra_asks_and_then_the_invalid_lane_is_taken() -> None:
    story = Story(flow(ask=ask_email(retries=2, invalid="sorry"), sorry=say("Never mind.")))
    story.writes("Mai", "hi")
    for _ in range(3):
        story.writes("Mai", "abc")
    assert story.heard("Mai") == ["Your e-mail?"] * 3 + ["Never mind."]
    assert story.trace("Mai") == [("ask", "invalid"), ("sorry", "next")]


def test_o11_a_retry_repeats_the_question_under_its_own_text() -> None:
    question = AskQuestion(
        text="Your e-mail?", answer=EmailAnswer(), retries=1, retry_text="Sorry?"
    )
    story = Story(flow(ask=question))
    story.writes("Mai", "hi")
    story.writes("Mai", "abc")
    assert story.heard("Mai")[-1] == "Sorry?\n\nYour e-mail?"


def test_o11_a_question_times_out_after_15_minutes_by_default() -> None:
    story = Story(flow(ask=ask_text(timeout="bye"), bye=say("Are you there?")))
    story.writes("Mai", "hi")
    story.passes(15 * 60 - 1)
    assert story.heard("Mai") == ["What is it about?"]
    story.passes(1)
    assert story.heard("Mai")[-1] == "Are you there?"
    assert story.trace("Mai")[0] == ("ask", "timeout")


def test_o11_without_a_time_out_lane_the_run_ends_and_a_late_answer_is_a_plain_message() -> None:
    story = Story(flow(ask=ask_text()))
    story.writes("Mai", "hi")
    story.passes(15 * 60)
    assert story.run("Mai").end_reason is EndReason.TIMED_OUT
    story.writes("Mai", "about my order")
    assert len(story.runs("Mai")) == 1


def test_o11_each_ask_has_its_whole_time() -> None:
    story = Story(flow(ask=ask_email(retries=1)))
    story.writes("Mai", "hi")
    story.writes("Mai", "abc", after=14 * 60)
    story.passes(14 * 60)
    assert story.run("Mai").is_live
    story.passes(60)
    assert story.run("Mai").end_reason is EndReason.TIMED_OUT


def test_o13_a_pressed_button_answers_its_question() -> None:
    story = Story(flow(ask=choose("Sales", "Support")))
    story.writes("Mai", "hi")
    story.presses("Mai", "Support")
    assert story.run("Mai").variables["choice"] == "Support"


def test_o13_a_button_of_the_first_ask_still_counts_after_a_retry() -> None:
    story = Story(flow(ask=choose("Sales", "Support", retries=1)))
    story.writes("Mai", "hi")
    story.writes("Mai", "what?")
    story.presses("Mai", "Sales", nth=0)
    assert story.run("Mai").variables["choice"] == "Sales"


def test_o13_a_made_up_button_of_this_question_chooses_nothing() -> None:
    story = Story(flow(ask=choose("Sales", "Support")))
    story.writes("Mai", "hi")
    run = story.run("Mai")
    story.writes("Mai", Choice("button", f"{run.id}:{run.visit}:o99", "Free money"))
    assert story.run("Mai").end_reason is EndReason.INVALID_ANSWER


def test_o13_numbers_are_read_as_the_contacts_country_writes_them() -> None:
    story = Story(flow(ask=ask_number()))
    story.writes("Mai", "chào", language="vi", country="VN")
    story.writes("Mai", "1.500.000 đồng")
    assert story.run("Mai").variables["number"] == 1_500_000


def test_o13_a_channel_without_buttons_gets_numbered_text() -> None:
    story = Story(flow(ask=choose("Sales", "Support")))
    story.writes("Mai", "hi", channel=CUSTOM)
    assert story.heard("Mai") == ["Which one?\n1. Sales\n2. Support"]
    story.writes("Mai", "2", channel=CUSTOM)
    assert story.run("Mai").variables["choice"] == "Support"


def test_o13_options_beyond_the_buttons_of_the_channel_are_numbered() -> None:
    story = Story(flow(ask=choose(*(f"Option {n}" for n in range(1, 12)))))
    story.writes("Mai", "hi")
    assert story.heard("Mai")[0].endswith("11. Option 11")
    story.writes("Mai", "11")
    assert story.run("Mai").variables["choice"] == "Option 11"


@pytest.mark.parametrize(
    "words", ["agent", "Mitarbeiter bitte!", "gặp nhân viên", "gap nhan vien ạ"]
)
def test_o14_every_question_offers_a_person(words: str) -> None:
    story = Story(flow(ask=ask_email(person="human"), human=say("One moment.")))
    story.writes("Mai", "hi")
    story.writes("Mai", words)
    assert story.trace("Mai")[0] == ("ask", "person")
    assert story.heard("Mai")[-1] == "One moment."


def test_o14_without_a_person_lane_the_conversation_goes_to_its_queue() -> None:
    story = Story(flow(ask=ask_text()))
    story.writes("Mai", "hi")
    story.writes("Mai", "I want to talk to a person")
    assert story.run("Mai").end_reason is EndReason.COMPLETED
    assert story.conversation("Mai").handler.value == "nobody"


def test_o14_the_offer_can_be_switched_off() -> None:
    question = AskQuestion(
        text="Who?", answer=ask_text().answer, offers_person=False, save_to=ask_text().save_to
    )
    story = Story(flow(ask=question))
    story.writes("Mai", "hi")
    story.writes("Mai", "agent")
    assert story.run("Mai").variables["text"] == "agent"


def test_o14_an_option_called_agent_is_an_option() -> None:
    story = Story(flow(ask=choose("Agent", "Bot")))
    story.writes("Mai", "hi")
    story.writes("Mai", "agent")
    assert story.run("Mai").variables["choice"] == "Agent"


def test_o15_a_question_that_fails_late_takes_the_failure_lane() -> None:
    question = AskQuestion(text="Mail?", answer=EmailAnswer(), lanes={"failure": "queue"})
    story = Story(flow(ask=question, queue=assign()))
    story.delivers = False
    story.writes("Mai", "hi")
    story.deliver(failure=REFUSED)
    assert story.trace("Mai")[0] == ("ask", "failure")
    assert story.desk.visits[0].error == "undelivered: Undeliverable"


def test_o15_an_undeliverable_question_without_a_lane_ends_the_run_undelivered() -> None:
    story = Story(flow(ask=ask_email()))
    story.delivers = False
    story.writes("Mai", "hi")
    story.deliver(failure=REFUSED)
    assert story.run("Mai").end_reason is EndReason.UNDELIVERED
    assert story.run("Mai").waiting is None
    assert story.conversation("Mai").handler.value == "nobody"
    assert not [t for t in story.timers() if t.kind.value == "run"]


def test_o15_the_conversation_of_an_undelivered_question_goes_to_its_team() -> None:
    first = AssignTo(target=ToTeam(team_id=SUPPORT), timeout_seconds=60, lanes={"timeout": "ask"})
    story = Story(flow(first=first, ask=ask_email()), online=())
    story.delivers = False
    story.writes("Mai", "hi")
    story.passes(60)
    story.deliver(failure=REFUSED)
    entry = story.desk.queue.get(story.conversation("Mai").id)
    assert entry is not None
    assert (entry.team_id, entry.run_id) == (SUPPORT, None)


def test_o15_a_question_refused_at_once_is_undelivered() -> None:
    wait_and_ask = flow(ask=ask_email(success="again"), again=ask_email("And another?"))
    story = Story(wait_and_ask)
    story.writes("Mai", "hi")
    # The contact's answer is two days old when it comes: the reply window has closed.
    story.desk.now += timedelta(days=2)
    run = story.run("Mai")
    assert run.waiting is not None
    story.writes("Mai", "mai@example.com", after=0, at=story.now - timedelta(hours=30))
    assert story.run("Mai").end_reason is EndReason.UNDELIVERED
    assert "reply_window_closed" in (story.desk.visits[-1].error or "")


def test_o15_a_late_failure_of_a_sent_message_does_not_move_the_run() -> None:
    story = Story(flow(hello=say("Hello!", then="ask"), ask=ask_text()))
    story.delivers = False
    story.writes("Mai", "hi")
    before = story.run("Mai")
    hello = story.messages_to("Mai")[0]
    story.deliver(failure=REFUSED)
    assert hello.run_id == before.id
    assert hello.visit == 1
    failed = story.desk.messages.get(hello.id)
    assert failed is not None
    assert failed.status is MessageStatus.FAILED


def test_o16_the_newest_question_waits_and_the_older_is_repeated_afterwards() -> None:
    older = flow(name="Older", ask=ask_text("What is it about?", success="a"), a=say("Noted."))
    newer = flow(name="Newer", ask=ask_email("Your e-mail?", success="b"), b=say("Got it."))
    story = Story(older, newer)
    story.writes("Mai", "hi")
    first, second = story.runs("Mai")
    assert first.waiting is not None
    assert first.waiting.suspended
    assert second.waiting is not None
    assert not second.waiting.suspended
    story.writes("Mai", "mai@example.com")
    assert story.heard("Mai") == [
        "What is it about?",
        "Your e-mail?",
        "Got it.",
        "What is it about?",
    ]
    story.writes("Mai", "my order")
    assert story.heard("Mai")[-1] == "Noted."
    assert story.runs("Mai")[0].variables["text"] == "my order"


def test_o16_a_suspended_question_does_not_time_out() -> None:
    older, newer = flow(ask=ask_text()), flow(ask=choose("A", "B", timeout="end"), end=say("Bye"))
    story = Story(older, newer)
    story.writes("Mai", "hi")
    story.passes(15 * 60)
    older_run, newer_run = story.runs("Mai")
    assert newer_run.end_reason is EndReason.COMPLETED
    assert older_run.is_live
    assert older_run.waiting is not None
    assert not older_run.waiting.suspended


def test_an_answer_that_is_an_image_is_invalid_but_its_caption_counts() -> None:
    story = Story(flow(ask=ask_email(retries=1)))
    story.writes("Mai", "hi")
    story.writes("Mai", Media("image", provider_media_id="m1"))
    assert story.heard("Mai") == ["Your e-mail?"] * 2
    story.writes("Mai", Media("image", provider_media_id="m2", caption="mai@example.com"))
    assert story.run("Mai").variables["email"] == "mai@example.com"


def test_5b_6_an_email_question_with_jumps_is_asked_three_times_and_then_falls_through() -> None:
    definition = flow(
        ask=ask_email(invalid="again"),
        again=JumpTo(max_jumps=2, lanes={"target": "ask", "exhausted": "through"}),
        through=say("Never mind."),
    )
    story = Story(definition)
    story.writes("Mai", "hi")
    for _ in range(3):
        story.writes("Mai", "abc")
    assert story.heard("Mai") == ["Your e-mail?"] * 3 + ["Never mind."]


def test_5b_8_a_question_answered_after_closing_opens_a_new_conversation() -> None:
    story = Story(flow(ask=ask_email()))
    story.writes("Mai", "hi")
    former = story.conversation("Mai")
    story.closes("Mai", by=OLGA)
    assert story.run("Mai").end_reason is EndReason.CONVERSATION_CLOSED
    story.writes("Mai", "mai@example.com")
    assert story.conversation("Mai").id != former.id
    assert len(story.runs("Mai")) == 2
    assert story.contact("Mai").email is None


def test_5b_9_a_late_answer_after_the_time_out_and_the_close_opens_normally() -> None:
    story = Story(flow(ask=ask_text(timeout="bye"), bye=say("Bye!")))
    story.writes("Mai", "hi")
    story.passes(15 * 60)
    story.closes("Mai")
    story.writes("Mai", "late")
    assert len(story.runs("Mai")) == 2
    assert story.run("Mai").is_live


def test_an_answer_is_saved_to_fields_and_tags_the_contact() -> None:
    question = AskQuestion(
        text="Which plan?",
        answer=MultipleChoiceAnswer(options=[Option(id="p", title="Pro", tag_id=LEAD)]),
        save_to=[ToContactField(slug="plan"), ToConversationField(slug="topic")],
    )
    story = Story(flow(ask=question))
    story.writes("Mai", "hi")
    story.writes("Mai", "pro")
    assert story.contact("Mai").fields == {"plan": "Pro"}
    assert story.contact("Mai").tags == (LEAD,)
    assert story.conversation("Mai").fields == {"topic": "Pro"}


def test_an_answer_that_its_field_refuses_is_invalid() -> None:
    question = AskQuestion(
        text="Which plan?",
        answer=ask_text().answer,
        save_to=[ToContactField(slug="plan")],
        lanes={"invalid": "sorry"},
    )
    story = Story(flow(ask=question, sorry=say("Unknown plan.")))
    story.writes("Mai", "hi")
    story.writes("Mai", "Platinum")
    assert story.heard("Mai")[-1] == "Unknown plan."


def test_a_question_that_leaves_late_is_waited_for_longer_by_as_much() -> None:
    story = Story(flow(ask=ask_text()))
    story.delivers = False
    story.writes("Mai", "hi")
    story.passes(600)
    story.deliver()
    story.passes(14 * 60)
    assert story.run("Mai").is_live
    story.passes(60)
    assert story.run("Mai").end_reason is EndReason.TIMED_OUT


def test_a_number_must_lie_between_its_limits() -> None:
    question = AskQuestion(text="1 to 5?", answer=NumberAnswer(min=1, max=5), retries=1)
    story = Story(flow(ask=question))
    story.writes("Mai", "hi")
    story.writes("Mai", "6")
    assert len(story.heard("Mai")) == 2
    story.writes("Mai", "5")
    assert story.run("Mai").end_reason is EndReason.COMPLETED


def test_a_question_is_a_prompt_whose_buttons_name_run_and_visit() -> None:
    story = Story(flow(hello=say("Hi", then="ask"), ask=choose("Yes", "No")))
    story.writes("Mai", "hi")
    run = story.run("Mai")
    content = story.messages_to("Mai")[-1].content
    assert isinstance(content, Prompt)
    assert [button.id for button in content.buttons] == [f"{run.id}:2:o1", f"{run.id}:2:o2"]
    assert run.waiting is not None
    assert run.waiting.kind is WaitKind.ANSWER


def test_an_unreadable_message_of_another_kind_is_invalid() -> None:
    story = Story(flow(ask=ask_text()))
    story.writes("Mai", Text("hi"))
    story.writes("Mai", Media("sticker"))
    assert story.run("Mai").end_reason is EndReason.INVALID_ANSWER
