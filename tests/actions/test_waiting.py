"""Somebody waits: the contact for a person, or we for the contact; and after a time a workflow starts, once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desks import ANA, BO, OLGA
from parley.actions.conversations import snooze_conversation, undo_close
from parley.actions.merging import merge_contacts
from parley.domain.actor import user_actor
from parley.domain.content import text_of
from parley.domain.people import Presence
from parley.domain.timer import TimerKind
from parley.workflows.conditions import Comparison, Operator
from parley.workflows.definition import Definition
from parley.workflows.triggers import (
    ContactSilentTrigger,
    ContactTagTrigger,
    ConversationWaitingTrigger,
)
from stories import Story
from workflows_by_hand import ask_text, assign, flow, say, set_city

MINUTE, HOUR = 60, 3600


def sorry(seconds: int = 5 * MINUTE, text: str = "Sorry that it takes so long!") -> Definition:
    return flow(trigger=ConversationWaitingTrigger(seconds=seconds), say=say(text))


def nobody_takes(seconds: int = 5 * MINUTE, text: str = "We look for somebody.") -> Definition:
    trigger = ConversationWaitingTrigger(waits_for="agent", seconds=seconds)
    return flow(trigger=trigger, say=say(text))


def still_there(seconds: int = HOUR, text: str = "Are you still there?") -> Definition:
    return flow(trigger=ContactSilentTrigger(seconds=seconds), say=say(text))


def test_a_contact_whom_nobody_answers_is_told_after_five_minutes_and_once() -> None:
    story = Story(sorry())
    story.writes("Mai", "hi")
    story.passes(299)
    assert story.heard("Mai") == []
    story.passes(1)
    assert story.heard("Mai") == ["Sorry that it takes so long!"]
    story.writes("Mai", "hello??")
    story.passes(24 * HOUR)
    assert len(story.heard("Mai")) == 1


def test_further_messages_of_who_waits_do_not_begin_the_waiting_anew() -> None:
    story = Story(sorry())
    story.writes("Mai", "hi")
    story.writes("Mai", "anybody?", after=200)
    story.passes(100)
    assert len(story.heard("Mai")) == 1


def test_an_answer_in_time_ends_the_waiting_and_the_next_question_begins_another() -> None:
    story = Story(sorry())
    story.writes("Mai", "hi")
    story.passes(100)
    story.replies(ANA, "Mai", "Hello!")
    story.passes(HOUR)
    assert story.heard("Mai") == ["Hello!"]
    story.writes("Mai", "how much is it?")
    story.passes(300)
    assert story.heard("Mai")[1:] == ["Sorry that it takes so long!"]


def test_an_assigned_agent_who_does_not_write_keeps_the_contact_waiting_all_the_same() -> None:
    story = Story(sorry(), nobody_takes())
    story.writes("Mai", "hi")
    story.assigns("Mai", ANA)
    story.passes(300)
    assert story.heard("Mai") == ["Sorry that it takes so long!"]
    assert story.conversation("Mai").assignee_id == ANA


def test_who_waits_in_line_for_an_agent_is_told_and_an_agent_in_time_ends_that_waiting() -> None:
    story = Story(flow(assign=assign()), nobody_takes(), online=[])
    story.writes("Mai", "hi")
    story.writes("Linh", "hi", after=0)
    story.passes(200)
    story.assigns("Linh", BO)
    story.passes(100)
    assert story.heard("Mai") == ["We look for somebody."]
    assert story.heard("Linh") == []


def test_from_whom_an_agent_is_taken_waits_for_another_from_then_on() -> None:
    story = Story(nobody_takes())
    story.writes("Mai", "hi")
    story.assigns("Mai", ANA)
    story.passes(HOUR)
    story.assigns("Mai", None)
    story.passes(299)
    assert story.heard("Mai") == []
    story.passes(1)
    assert story.heard("Mai") == ["We look for somebody."]


def test_who_takes_over_from_the_bot_and_says_nothing_keeps_the_contact_waiting() -> None:
    story = Story(flow(ask=ask_text("Your name?")), sorry())
    story.writes("Mai", "hi")
    story.passes(60)
    story.assigns("Mai", ANA)
    story.passes(299)
    assert story.heard("Mai") == ["Your name?"]
    story.passes(1)
    assert story.heard("Mai")[1:] == ["Sorry that it takes so long!"]


def test_while_a_bot_is_at_work_nobody_waits_and_its_end_begins_the_waiting() -> None:
    story = Story(flow(ask=ask_text("Your name?", timeout="bye"), bye=say("Bye")), sorry())
    story.writes("Mai", "hi")
    story.passes(14 * MINUTE)
    assert story.heard("Mai") == ["Your name?"]
    story.passes(2 * MINUTE)
    assert story.heard("Mai") == ["Your name?", "Bye"]
    story.passes(5 * MINUTE)
    assert story.heard("Mai")[2:] == ["Sorry that it takes so long!"]
    story.passes(HOUR)
    assert len(story.heard("Mai")) == 3


def test_two_workflows_for_two_lengths_of_waiting_start_one_after_the_other() -> None:
    story = Story(sorry(5 * MINUTE, "Soon!"), sorry(30 * MINUTE, "Really soon!"))
    story.writes("Mai", "hi")
    story.passes(29 * MINUTE + 59)
    assert story.heard("Mai") == ["Soon!"]
    story.passes(1)
    assert story.heard("Mai") == ["Soon!", "Really soon!"]
    story.passes(24 * HOUR)
    assert len(story.heard("Mai")) == 2


def test_closing_ends_all_waiting_and_leaves_no_timer_behind() -> None:
    story = Story(sorry(), still_there())
    story.writes("Mai", "hi")
    story.replies(ANA, "Mai", "Hello!")
    story.closes("Mai")
    kinds = {timer.kind for timer in story.timers()}
    assert not kinds & {TimerKind.WAITS_FOR_ANSWER, TimerKind.CONTACT_SILENT}
    story.passes(24 * HOUR)
    assert story.heard("Mai") == ["Hello!"]


def test_a_contact_who_does_not_answer_us_is_asked_once_an_hour_after_our_last_word() -> None:
    story = Story(still_there())
    story.writes("Mai", "hi")
    story.replies(ANA, "Mai", "Which size?")
    story.passes(3000)
    story.replies(ANA, "Mai", "We have M and L.")
    story.passes(3599)
    assert len(story.heard("Mai")) == 2
    story.passes(1)
    assert story.heard("Mai")[2:] == ["Are you still there?"]
    story.passes(7 * 24 * HOUR)
    assert len(story.heard("Mai")) == 3
    story.writes("Mai", "M please")
    story.replies(ANA, "Mai", "Sent!")
    story.passes(HOUR)
    assert story.heard("Mai")[4:] == ["Are you still there?"]


def test_a_contact_who_waits_for_us_is_not_called_silent() -> None:
    story = Story(
        flow(hello=say("Welcome, one moment!", then="assign"), assign=assign()),
        still_there(),
        online=[],
    )
    story.writes("Mai", "hi")
    story.passes(2 * HOUR)
    assert story.heard("Mai") == ["Welcome, one moment!"]
    story.becomes(ANA, Presence.ONLINE)
    story.passes(2 * HOUR)
    assert story.heard("Mai") == ["Welcome, one moment!"]


def test_a_contact_who_leaves_the_bot_without_an_answer_is_silent_when_its_run_has_ended() -> None:
    story = Story(flow(ask=ask_text("Your name?")), still_there(10 * MINUTE))
    story.writes("Mai", "hi")
    story.passes(16 * MINUTE)
    assert story.heard("Mai") == ["Your name?", "Are you still there?"]


def test_what_an_agent_has_snoozed_is_left_alone_until_then() -> None:
    story = Story(still_there())
    story.writes("Mai", "I shall tell you tomorrow")
    story.replies(ANA, "Mai", "Fine")
    conversation = story.conversation("Mai")
    tomorrow = story.now.replace(day=story.now.day + 1)
    snooze_conversation(story.desk, conversation.id, until=tomorrow, actor=user_actor(ANA))
    story.settle()
    story.passes(20 * HOUR)
    assert story.heard("Mai") == ["Fine"]
    story.passes(5 * HOUR)
    assert story.heard("Mai") == ["Fine", "Are you still there?"]


def test_an_undone_close_lets_the_contact_wait_on() -> None:
    story = Story(sorry())
    story.writes("Mai", "hi")
    story.closes("Mai")
    undo_close(story.desk, story.conversation("Mai").id, actor=user_actor(OLGA))
    story.settle()
    story.passes(300)
    assert story.heard("Mai") == ["Sorry that it takes so long!"]


def test_two_contacts_who_become_one_wait_on_as_one() -> None:
    story = Story(sorry())
    story.writes("Mai", "hi", after=0)
    story.writes("Linh", "hello", after=100)
    merge_contacts(
        story.desk, story.contact("Linh").id, story.contact("Mai").id, actor=user_actor(OLGA)
    )
    story.settle()
    story.passes(500)
    assert story.heard("Linh") == ["Sorry that it takes so long!"]


def test_a_condition_is_asked_when_the_time_is_over() -> None:
    lives = Comparison(field="contact.fields.city", operator=Operator.EXISTS)
    trigger = ConversationWaitingTrigger(seconds=300, condition=lives)
    story = Story(flow(trigger=trigger, say=say("Sorry")))
    story.writes("Mai", "hi")
    story.passes(600)
    assert story.heard("Mai") == []


def test_the_workflow_is_told_since_when_somebody_waits() -> None:
    trigger = ConversationWaitingTrigger(seconds=300)
    story = Story(flow(trigger=trigger, city=set_city("{{trigger.since}} {{trigger.seconds}}")))
    story.writes("Mai", "hi")
    begun = story.now.isoformat()
    story.passes(300)
    assert story.contact("Mai").fields["city"] == f"{begun} 300"


def test_a_stopped_workflow_starts_for_nobody_who_waits_already() -> None:
    story = Story(sorry())
    story.writes("Mai", "hi")
    story.forget_versions()
    story.passes(HOUR)
    assert story.heard("Mai") == []


def test_without_such_a_workflow_no_message_sets_a_timer_for_it() -> None:
    story = Story(flow(trigger=ContactTagTrigger(), say=say("Hi")))
    story.writes("Mai", "hi")
    story.replies(ANA, "Mai", "Hello")
    waits = {TimerKind.WAITS_FOR_ANSWER, TimerKind.WAITS_FOR_AGENT, TimerKind.CONTACT_SILENT}
    assert not {kind for kind, _ in story.desk.timers} & waits


@pytest.mark.parametrize("seconds", [0, 59, 90 * 24 * HOUR + 1])
def test_a_wait_too_short_or_too_long_is_refused(seconds: int) -> None:
    with pytest.raises(ValueError, match="seconds"):
        ContactSilentTrigger(seconds=seconds)


SORRY, THERE = "Sorry that it takes so long!", "Are you still there?"
ACTS = st.sampled_from(["writes", "replies", "passes", "assigns", "unassigns", "closes"])


def play(story: Story, act: str, seconds: int) -> None:
    is_open = story.desk.find_open_conversation(story.contact("Mai").id) is not None
    match act if is_open or act == "writes" else "passes":
        case "writes":
            story.writes("Mai", "hello?", after=seconds)
        case "replies":
            story.replies(ANA, "Mai", "Yes?")
        case "assigns" | "unassigns":
            story.assigns("Mai", BO if act == "assigns" else None, by=OLGA)
        case "closes":
            story.closes("Mai")
        case _:
            story.passes(seconds)


@given(st.lists(st.tuples(ACTS, st.integers(1, 900)), max_size=25))
def test_whatever_happens_nobody_is_told_twice_in_one_time_of_waiting(
    acts: list[tuple[str, int]],
) -> None:
    """Between two of our messages of a kind the contact was answered, or wrote, or has begun anew."""
    story = Story(sorry(), still_there(5 * MINUTE))
    story.writes("Mai", "hi")
    for act, seconds in acts:
        play(story, act, seconds)
    ends_by = {SORRY: "Yes?", THERE: None}
    said: dict[str, object] = {}
    for message in sorted(story.desk.messages, key=lambda message: message.id):
        text = text_of(message.content)
        if text in ends_by:
            assert said.get(text) != message.conversation_id
            said[text] = message.conversation_id
        elif text == "Yes?":
            said.pop(SORRY, None)
        else:
            said.pop(THERE, None)
