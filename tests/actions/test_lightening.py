"""A conversation that waits on the contact weighs less after a while, and fully again when the contact writes."""

from desks import ANA, WHATSAPP
from parley.domain.timer import TimerKind
from parley.domain.workspace import Settings
from stories import Story

MINUTE = 60


def weighed() -> Story:
    """A conversation of Ana's that weighs three units, and one after ten minutes without a word."""
    story = Story(
        settings=Settings(
            channel_weights={"whatsapp": 3},
            light_after_minutes=10,
            light_weight=1,
            claim_on_reply=True,
        )
    )
    assert story.reference.channels[WHATSAPP].kind == "whatsapp"
    story.writes("Mia", "hi")
    story.assigns("Mia", ANA)
    return story


def test_a_conversation_weighs_what_its_channel_kind_says() -> None:
    story = weighed()
    assert (story.agent(ANA).open_count, story.agent(ANA).load) == (1, 3)


def test_it_weighs_less_when_the_contact_is_silent_and_fully_again_with_the_next_word() -> None:
    story = weighed()
    story.replies(ANA, "Mia", "Which size?")
    story.passes(9 * MINUTE)
    assert story.agent(ANA).load == 3
    story.passes(1 * MINUTE)
    assert (story.agent(ANA).open_count, story.agent(ANA).load) == (1, 1)
    story.writes("Mia", "Large", after=1)
    assert story.agent(ANA).load == 3


def test_a_second_answer_begins_the_wait_again() -> None:
    story = weighed()
    story.replies(ANA, "Mia", "Which size?")
    story.passes(9 * MINUTE)
    story.replies(ANA, "Mia", "And which colour?")
    story.passes(9 * MINUTE)
    assert story.agent(ANA).load == 3
    story.passes(MINUTE)
    assert story.agent(ANA).load == 1


def test_a_contact_who_answers_in_time_leaves_the_weight_as_it_is() -> None:
    story = weighed()
    story.replies(ANA, "Mia", "Which size?")
    story.writes("Mia", "Large", after=60)
    story.passes(60 * MINUTE)
    assert story.agent(ANA).load == 3


def test_closing_takes_the_whole_load_and_the_timer_away() -> None:
    story = weighed()
    story.replies(ANA, "Mia", "Which size?")
    story.passes(10 * MINUTE)
    story.replies(ANA, "Mia", "Hello?")
    story.closes("Mia", by=ANA)
    agent = story.agent(ANA)
    assert (agent.open_count, agent.load, agent.idle_since) == (0, 0, None)
    assert all(timer.kind is not TimerKind.LIGHTEN for timer in story.timers())


def test_without_the_setting_nothing_is_timed() -> None:
    story = Story()
    story.writes("Mia", "hi")
    story.replies(ANA, "Mia", "Hello")
    assert all(timer.kind is not TimerKind.LIGHTEN for timer in story.timers())
