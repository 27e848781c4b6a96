"""Which of the contact's messages answer a question, by when they were written (O12)."""

from parley.domain.message import ErrorClass, Failure
from parley.domain.run import EndReason
from stories import Story
from workflows_by_hand import ask_email, ask_text, choose, flow, say

REFUSED = Failure(ErrorClass.PERMANENT, "131026", "Undeliverable")


def test_o12_what_was_written_before_the_question_was_accepted_is_never_its_answer() -> None:
    story = Story(flow(ask=ask_text(success="thanks"), thanks=say("Thanks!")))
    story.delivers = False
    story.writes("Mai", "hi")
    story.writes("Mai", "my order is late", after=2)
    assert story.run("Mai").is_live
    story.passes(1.5)
    story.delivers = True
    story.deliver()
    story.writes("Mai", "are you there?", at=story.now, after=0)
    assert story.run("Mai").is_live
    story.writes("Mai", "it is about an order", after=1)
    assert story.heard("Mai")[-1] == "Thanks!"
    assert story.run("Mai").variables["text"] == "it is about an order"


def test_o12_a_provider_that_tells_whole_seconds_is_compared_in_whole_seconds() -> None:
    story = Story(flow(ask=ask_text()))
    story.delivers = False
    story.writes("Mai", "hi")
    story.passes(0.4)
    story.delivers = True
    story.deliver()
    story.writes("Mai", "quick", at=story.now.replace(microsecond=0), after=0.3)
    assert story.run("Mai").variables["text"] == "quick"


def test_o12_an_answer_that_overtakes_the_word_of_acceptance_is_read_when_it_comes() -> None:
    story = Story(flow(ask=ask_email(success="thanks"), thanks=say("Thanks!")))
    story.delivers = False
    story.writes("Mai", "hi")
    accepted_at = story.now
    story.writes("Mai", "mai@example.com", after=3)
    assert story.run("Mai").is_live
    story.delivers = True
    story.deliver(at=accepted_at)
    assert story.heard("Mai")[-1] == "Thanks!"


def test_o12_a_button_of_the_question_counts_even_before_its_acceptance_is_known() -> None:
    story = Story(flow(ask=choose("Sales", "Support", success="thanks"), thanks=say("Thanks!")))
    story.delivers = False
    story.writes("Mai", "hi")
    story.presses("Mai", "Sales", after=0)
    assert story.run("Mai").variables["choice"] == "Sales"


def test_o12_an_invalid_text_within_5_seconds_is_neither_counted_nor_answered() -> None:
    story = Story(flow(ask=ask_email()))
    story.writes("Mai", "hi")
    story.writes("Mai", "I have a problem", after=5)
    assert story.run("Mai").is_live
    assert story.heard("Mai") == ["Your e-mail?"]
    story.writes("Mai", "still a problem", after=1)
    assert story.run("Mai").end_reason is EndReason.INVALID_ANSWER


def test_o12_a_valid_answer_within_5_seconds_is_taken() -> None:
    story = Story(flow(ask=ask_email(success="thanks"), thanks=say("Thanks!")))
    story.writes("Mai", "hi")
    story.writes("Mai", "mai@example.com", after=1)
    assert story.heard("Mai")[-1] == "Thanks!"


def test_o12_the_bot_speaks_when_the_contact_has_been_quiet() -> None:
    story = Story(flow(quiet=3, hello=say("Hello!", then="ask"), ask=ask_text()))
    story.writes("Mai", "hi")
    story.writes("Mai", "I have", after=2)
    story.writes("Mai", "a question", after=2)
    story.passes(2.9)
    assert story.heard("Mai") == []
    story.passes(0.1)
    assert story.heard("Mai") == ["Hello!", "What is it about?"]


def test_o12_a_burst_of_wrong_texts_is_one_turn() -> None:
    story = Story(flow(quiet=3, ask=ask_email(retries=1)))
    story.writes("Mai", "hi")
    story.passes(3)
    story.writes("Mai", "my")
    story.writes("Mai", "mail", after=1)
    story.writes("Mai", "is", after=1)
    assert story.heard("Mai") == ["Your e-mail?"]
    story.passes(3)
    assert story.heard("Mai") == ["Your e-mail?"] * 2
    story.writes("Mai", "well,")
    story.writes("Mai", "mai@example.com", after=1)
    assert story.run("Mai").variables["email"] == "mai@example.com"


def test_o12_the_parts_of_an_answer_are_read_together() -> None:
    story = Story(flow(quiet=3, ask=choose("Gold card", "Silver card", success="ok"), ok=say("OK")))
    story.writes("Mai", "hi")
    story.passes(3)
    story.writes("Mai", "gold")
    story.writes("Mai", "card", after=1)
    story.passes(3)
    assert story.run("Mai").variables["choice"] == "Gold card"


def test_o12_a_burst_without_end_is_read_after_twenty_texts() -> None:
    story = Story(flow(quiet=30, ask=ask_email()))
    story.writes("Mai", "hi")
    story.passes(30)
    for _ in range(20):
        story.writes("Mai", "no", after=6)
    assert story.run("Mai").end_reason is EndReason.INVALID_ANSWER


def test_o13_a_stale_button_is_a_plain_message() -> None:
    first = choose("Sales", "Support", success="second")
    story = Story(flow(first=first, second=choose("Red", "Blue", text="Colour?")))
    story.writes("Mai", "hi")
    story.presses("Mai", "Sales")
    story.presses("Mai", "Support")
    assert story.run("Mai").end_reason is EndReason.INVALID_ANSWER
    assert story.run("Mai").variables == {"choice": "Sales"}
