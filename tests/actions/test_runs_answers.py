"""Questions for dates, ratings and places, and questions that are not asked (O13)."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from desks import CUSTOM
from parley.domain.content import Location
from parley.domain.events import ContactFieldChanged
from parley.workflows.answers import (
    DateAnswer,
    LocationAnswer,
    NumberAnswer,
    RatingAnswer,
    TextAnswer,
)
from parley.workflows.steps import AskQuestion
from parley.workflows.steps.ask_question import ToContactField, ToConversationField, ToVariable
from stories import Story
from workflows_by_hand import flow, say

HERE = Location(10.7769, 106.7009, name="Bến Thành")


def ask_place(**lanes: str) -> AskQuestion:
    return AskQuestion(
        text="Where are you?",
        answer=LocationAnswer(),
        save_to=[ToVariable(name="place")],
        lanes=dict(lanes),
    )


def test_a_shared_location_answers_the_question_for_a_place() -> None:
    story = Story(flow(ask=ask_place(success="ok"), ok=say("{{var.place}}")))
    story.writes("Mai", "hi")
    story.writes("Mai", HERE)
    assert story.heard("Mai")[-1] == "10.7769, 106.7009"


def test_two_numbers_answer_it_on_a_channel_without_locations() -> None:
    story = Story(flow(ask=ask_place(success="ok"), ok=say("{{var.place}}")))
    story.writes("Mai", "hi", channel=CUSTOM)
    story.writes("Mai", "106.7009, 10.7769", channel=CUSTOM)
    assert story.heard("Mai")[-1] == "10.7769, 106.7009"


def test_a_place_seen_before_the_word_that_the_question_left_is_read_then() -> None:
    story = Story(flow(ask=ask_place(success="ok"), ok=say("{{var.place}}")))
    story.delivers = False
    story.writes("Mai", "hi")
    asked_at = story.now
    story.writes("Mai", HERE, after=8)
    story.deliver(at=asked_at + timedelta(seconds=1))
    assert story.heard("Mai")[-1] == "10.7769, 106.7009"


def test_a_shared_location_is_no_answer_to_another_question() -> None:
    question = AskQuestion(text="How many?", answer=NumberAnswer(), lanes={"invalid": "no"})
    story = Story(flow(ask=question, no=say("That is no number.")))
    story.writes("Mai", "hi")
    story.writes("Mai", HERE)
    assert story.heard("Mai")[-1] == "That is no number."


def test_a_day_that_does_not_exist_takes_the_invalid_lane() -> None:
    question = AskQuestion(text="When?", answer=DateAnswer(), lanes={"invalid": "no"})
    story = Story(flow(ask=question, no=say("There is no such day.")))
    story.writes("Mai", "hi")
    story.writes("Mai", "30/02/2026")
    assert story.heard("Mai")[-1] == "There is no such day."


def test_tomorrow_is_a_day_of_the_workspaces_zone() -> None:
    question = AskQuestion(
        text="When?",
        answer=DateAnswer(),
        save_to=[ToVariable(name="day")],
        lanes={"success": "ok"},
    )
    story = Story(flow(ask=question, ok=say("{{var.day}}")))
    story.writes("Mai", "hi")
    story.writes("Mai", "tomorrow")
    assert story.heard("Mai")[-1] == "2026-03-03"


def test_a_rating_that_ends_a_burst_is_taken() -> None:
    question = AskQuestion(
        text="1 to 5?",
        answer=RatingAnswer(),
        save_to=[ToVariable(name="stars")],
        lanes={"success": "ok"},
    )
    story = Story(flow(ask=question, ok=say("{{var.stars}}"), quiet=3))
    story.writes("Mai", "hi")
    story.passes(10)
    for text in ("well", "let me think", "🤔"):
        story.writes("Mai", text, after=1 if text != "well" else 10)
    story.writes("Mai", "٥", after=1)
    story.passes(10)
    assert story.heard("Mai")[-1] == "5"


# -- skip if known -------------------------------------------------------------------------------------


def ask_city(*more: ToVariable | ToConversationField) -> AskQuestion:
    return AskQuestion(
        text="Which city?",
        answer=TextAnswer(),
        save_to=[ToContactField(slug="city"), *more],
        skip_if_known=True,
        lanes={"success": "ok"},
    )


def test_what_is_known_is_not_asked_again() -> None:
    story = Story(flow(ask=ask_city(ToVariable(name="city")), ok=say("To {{var.city}} then.")))
    story.writes("Mai", "hi")
    story.writes("Mai", "Huế")
    story.closes("Mai")
    story.writes("Mai", "hi again")
    assert story.heard("Mai") == ["Which city?", "To Huế then.", "To Huế then."]
    assert story.trace("Mai")[-2:] == [("ask", "success"), ("ok", "next")]
    skipped = [visit for visit in story.desk.visits if visit.step_id == "ask"][-1]
    assert skipped.output == {"skipped": True, "value": "Huế"}
    assert len(story.events(ContactFieldChanged)) == 1


def test_with_one_field_still_empty_the_question_is_asked() -> None:
    story = Story(flow(ask=ask_city(ToConversationField(slug="topic")), ok=say("Thanks.")))
    story.writes("Mai", "hi")
    story.writes("Mai", "Huế")
    story.closes("Mai")
    story.writes("Mai", "hi again")
    assert story.heard("Mai") == ["Which city?", "Thanks.", "Which city?"]


def test_a_standard_field_is_known_too() -> None:
    question = AskQuestion(
        text="Your name?",
        answer=TextAnswer(),
        save_to=[ToContactField(slug="display_name")],
        skip_if_known=True,
        lanes={"success": "ok"},
    )
    story = Story(flow(ask=question, ok=say("Hello.")))
    story.writes("Mai", "hi")
    assert story.heard("Mai") == ["Hello."]


def test_skipping_needs_a_field_to_look_at() -> None:
    with pytest.raises(
        ValidationError, match="skip_if_known needs a contact or conversation field"
    ):
        AskQuestion(
            text="?",
            answer=TextAnswer(),
            save_to=[ToVariable(name="x")],
            skip_if_known=True,
        )
