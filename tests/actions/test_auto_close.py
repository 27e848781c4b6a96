"""The two clocks that close what nobody goes on with (O4; acceptance check 18)."""

from datetime import timedelta

from desks import ANA, CLEO
from parley.actions.conversations import snooze_conversation
from parley.actions.messages import write_message
from parley.domain.actor import Actor, ActorKind, user_actor
from parley.domain.content import Text
from parley.domain.conversation import Source
from parley.domain.events import ConversationOpened
from parley.domain.workspace import Settings
from stories import Story

DAY = 24 * 3600


def person_s_clock(minutes: int = 30) -> Story:
    return Story(settings=Settings(auto_close_minutes=minutes, bot_silence_minutes=None))


def is_open(story: Story, who: str = "Mia") -> bool:
    return story.conversation(who).is_open


def test_thirty_minutes_after_the_last_answer_of_a_person_it_closes_by_itself() -> None:
    story = person_s_clock()
    story.writes("Mia", "hi")
    story.replies(ANA, "Mia", "Here you are")
    story.passes(29 * 60)
    assert is_open(story)
    story.passes(60)
    closed = story.conversation("Mia")
    assert closed.closed_by is Source.AUTO_CLOSE
    assert story.agent(ANA).open_count == 0


def test_each_answer_of_a_person_starts_the_clock_again() -> None:
    story = person_s_clock()
    story.writes("Mia", "hi")
    story.replies(ANA, "Mia", "One")
    story.passes(20 * 60)
    story.replies(ANA, "Mia", "Two")
    story.passes(29 * 60)
    assert is_open(story)
    story.passes(61)
    assert not is_open(story)


def test_a_workflow_s_message_does_not_extend_the_person_s_clock() -> None:
    story = person_s_clock()
    story.writes("Mia", "hi")
    story.replies(ANA, "Mia", "Here you are")
    story.passes(20 * 60)
    write_message(
        story.desk, story.contact("Mia").id, Text("by the way"), actor=Actor(ActorKind.WORKFLOW)
    )
    story.settle()
    story.passes(10 * 60)
    assert not is_open(story)


def test_the_contact_s_reply_cancels_the_clock_until_a_person_answers() -> None:
    story = person_s_clock()
    story.writes("Mia", "hi")
    story.replies(ANA, "Mia", "Here you are")
    story.writes("Mia", "one more question", after=600)
    story.passes(23 * 3600)
    assert is_open(story)
    story.replies(ANA, "Mia", "Sorry")
    story.passes(30 * 60)
    assert not is_open(story)


def test_a_snooze_postpones_it_and_the_clock_starts_when_the_snooze_ends() -> None:
    story = person_s_clock()
    story.writes("Mia", "hi")
    story.replies(ANA, "Mia", "Tomorrow")
    until = story.now + timedelta(hours=20)
    snooze_conversation(
        story.desk, story.conversation("Mia").id, until=until, actor=user_actor(ANA)
    )
    story.passes(20 * 3600 + 29 * 60)
    assert is_open(story)
    story.passes(2 * 60)
    assert not is_open(story)


def test_an_open_conversation_without_a_clock_stays_open_for_ever() -> None:
    story = Story(settings=Settings(auto_close_minutes=None, bot_silence_minutes=None))
    story.writes("Mia", "hi")
    story.replies(ANA, "Mia", "Here you are")
    story.passes(400 * DAY)
    assert is_open(story)
    assert story.timers() == []


def test_nobody_answers_the_bot_for_a_day_and_nobody_is_assigned_so_it_closes() -> None:
    story = Story()
    story.writes("Mia", "hi")
    write_message(
        story.desk, story.contact("Mia").id, Text("Topic?"), actor=Actor(ActorKind.WORKFLOW)
    )
    story.settle()
    story.passes(DAY - 1)
    assert is_open(story)
    story.passes(1)
    assert story.conversation("Mia").closed_by is Source.AUTO_CLOSE
    story.writes("Mia", "I am back")
    assert is_open(story)
    assert len(story.events(ConversationOpened)) == 2


def test_the_bot_s_clock_stands_still_while_somebody_is_assigned() -> None:
    story = Story()
    story.writes("Mia", "hi")
    write_message(
        story.desk, story.contact("Mia").id, Text("Topic?"), actor=Actor(ActorKind.WORKFLOW)
    )
    story.assigns("Mia", CLEO)
    story.passes(10 * DAY)
    assert is_open(story)


def test_a_snooze_ends_and_the_bot_s_longer_clock_begins_again_in_full() -> None:
    story = Story(settings=Settings(auto_close_minutes=30, bot_silence_minutes=24 * 60))
    story.writes("Mia", "hi")
    write_message(
        story.desk, story.contact("Mia").id, Text("Topic?"), actor=Actor(ActorKind.WORKFLOW)
    )
    story.settle()
    until = story.now + timedelta(hours=30)
    snooze_conversation(
        story.desk, story.conversation("Mia").id, until=until, actor=user_actor(ANA)
    )
    story.passes(30 * 3600 + DAY - 1)
    assert is_open(story)
    story.passes(2)
    assert not is_open(story)
