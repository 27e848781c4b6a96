"""One story for each template: what a contact sees when a business has made its choices."""

import sys

import pytest

from desks import ANA, BO, CLEO, CUSTOM, LEAD, SALES, SPAM, SUPPORT, VIP
from parley.domain.events import ConversationClosed
from parley.domain.run import EndReason
from parley.workflows.templates import TEMPLATES
from stories import Story
from workflows.templates.drawing import LATE, OFFICE, TWO_TEAMS, drawn, story_of

NEW_TEAMS = {"new_team": str(SALES), "returning_team": str(SUPPORT)}


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_template_has_a_story(key: str) -> None:
    told = [name for name in vars(sys.modules[__name__]) if name.startswith(f"test_{key}__")]
    assert told


def test_welcome__greets_by_the_first_name() -> None:
    story = story_of("welcome")
    story.writes("Mai Nguyen", "hi")
    assert story.heard("Mai Nguyen") == ["Hello Mai Nguyen, thank you for writing to us!"]
    assert story.run("Mai Nguyen").end_reason is EndReason.COMPLETED


def test_welcome_ask_email__asks_only_those_whose_address_is_not_known() -> None:
    story = story_of("welcome_ask_email")
    story.writes("Mai", "hi")
    story.writes("Mai", "it is mai@example.com, thanks")
    assert story.contact("Mai").email == "mai@example.com"
    assert story.conversation("Mai").assignee_id in {ANA, BO}

    story.closes("Mai")
    story.writes("Mai", "me again")
    assert story.heard("Mai").count("What is your e-mail address?") == 1


def test_welcome_ask_phone__takes_a_local_number() -> None:
    story = story_of("welcome_ask_phone")
    story.writes("Mai", "chào", country="VN")
    story.writes("Mai", "0901 234 567")
    assert story.contact("Mai").phone == "+84901234567"
    assert story.conversation("Mai").team_id == SALES


def test_welcome_by_channel__has_words_for_each() -> None:
    story = story_of("welcome_by_channel")
    story.writes("Mai", "hi")
    story.writes("Ben", "hi", channel=CUSTOM)
    assert story.heard("Mai") == ["Hello from our team on WhatsApp!"]
    assert story.heard("Ben") == ["Hello Ben, thank you for writing to us!"]


def test_away__says_so_and_keeps_the_place_in_the_queue_over_the_night() -> None:
    story = story_of("away", online=())
    story.writes("Mai", "hi")
    story.passes(11 * 3600)
    assert story.heard("Mai") == ["We are away at the moment, and answer as soon as we are back."]
    assert story.desk.queue.get(story.conversation("Mai").id) is not None


def test_round_robin__serves_in_turn_whether_online_or_not() -> None:
    story = story_of("round_robin", online=())
    for who in ("Mai", "Ben", "Zoe"):
        story.writes(who, "hi")
    holders = [story.conversation(who).assignee_id for who in ("Mai", "Ben", "Zoe")]
    assert holders == [ANA, BO, ANA]


def test_round_robin_online__passes_over_who_is_away() -> None:
    story = story_of("round_robin_online", online=(BO,))
    for who in ("Mai", "Ben"):
        story.writes(who, "hi")
    assert {story.conversation(who).assignee_id for who in ("Mai", "Ben")} == {BO}


def test_least_open__gives_to_the_one_who_has_the_fewest() -> None:
    story = story_of("least_open")
    for who in ("Mai", "Ben"):
        story.writes(who, "hi")
    held = story.conversation("Mai").assignee_id
    story.closes("Mai")
    story.writes("Zoe", "hi")
    assert story.conversation("Zoe").assignee_id == held


def test_anybody_anew__does_not_ask_the_former_agent_first() -> None:
    story = story_of("anybody_anew")
    story.writes("Mai", "hi")
    first = story.conversation("Mai").assignee_id
    story.closes("Mai")
    story.writes("Mai", "me again")
    assert {first, story.conversation("Mai").assignee_id} == {ANA, BO}


def test_teams_by_choice__assigns_as_chosen_and_keeps_the_topic() -> None:
    story = story_of("teams_by_choice", TWO_TEAMS)
    story.writes("Mai", "hi")
    story.presses("Mai", "Support")
    assert story.conversation("Mai").assignee_id == CLEO
    assert story.conversation("Mai").fields == {"topic": "Support"}

    story.writes("Ben", "hi")
    story.presses("Ben", "Sales")
    assert story.conversation("Ben").team_id == SALES


def test_new_or_returning__knows_who_has_written_before() -> None:
    story = story_of("new_or_returning", NEW_TEAMS)
    story.writes("Mai", "hi")
    assert story.conversation("Mai").team_id == SALES

    story.closes("Mai")
    story.writes("Mai", "hi again", after=3600)
    assert story.conversation("Mai").team_id == SUPPORT
    assert story.heard("Mai")[-1] == "Welcome back, Mai!"


def test_vip__go_to_their_own_agent() -> None:
    choices = {"agent": str(CLEO), "team": str(SALES), "vip": str(VIP)}
    story = Story(drawn("privacy_consent"), drawn("vip", choices))
    story.writes("Ben", "hi")
    assert story.conversation("Ben").assignee_id in {ANA, BO}

    story = Story(drawn("unsubscribe", {"unsubscribed": str(VIP)}))
    story.writes("Mai", "STOP")
    story.publish(drawn("vip", choices))
    story.writes("Mai", "hi")
    assert story.conversation("Mai").assignee_id == CLEO


def test_language__is_asked_once_and_leads_to_its_team() -> None:
    story = story_of("language", TWO_TEAMS)
    story.writes("Mai", "chào")
    story.presses("Mai", "Tiếng Việt")
    assert story.conversation("Mai").team_id == SUPPORT

    story.closes("Mai")
    story.writes("Mai", "lại là tôi")
    assert story.heard("Mai").count("Which language do you prefer?") == 1
    assert story.conversation("Mai").team_id == SUPPORT


def test_urgent_first__marks_what_cannot_wait() -> None:
    story = story_of("urgent_first", {"urgent_team": str(SUPPORT)})
    story.writes("Mai", "my house is on fire")
    story.presses("Mai", "Yes")
    assert (story.contact("Mai").tags, story.conversation("Mai").team_id) == ((VIP,), SUPPORT)

    story.writes("Ben", "hi")
    story.presses("Ben", "No")
    assert (story.contact("Ben").tags, story.conversation("Ben").team_id) == ((), SALES)


def test_own_agent_first__leaves_it_to_the_team_after_a_day() -> None:
    choices = {"agent": str(CLEO), "team": str(SALES)}
    story = story_of("own_agent_first", choices, online=(ANA, BO))
    story.writes("Mai", "hi")
    story.passes(23 * 3600)
    assert story.conversation("Mai").assignee_id is None
    story.passes(2 * 3600)
    assert story.conversation("Mai").assignee_id in {ANA, BO}


def test_simple_menu__answers_and_offers_itself_again() -> None:
    story = story_of("simple_menu")
    story.writes("Mai", "hi")
    story.presses("Mai", "Address")
    assert story.heard("Mai")[1:] == ["You find us at 1 Market Street.", "How can we help you?"]
    story.presses("Mai", "Talk to a person")
    assert story.conversation("Mai").assignee_id in {ANA, BO}


def test_deep_menu__goes_down_and_back() -> None:
    story = story_of("deep_menu")
    story.writes("Mai", "hi")
    story.presses("Mai", "Information")
    story.presses("Mai", "Delivery")
    assert "We deliver within three days." in story.heard("Mai")
    story.presses("Mai", "Information")
    story.presses("Mai", "Back")
    story.presses("Mai", "My order")
    assert story.conversation("Mai").assignee_id in {ANA, BO}


def test_privacy_consent__is_kept_and_without_it_the_conversation_closes() -> None:
    story = story_of("privacy_consent")
    story.writes("Mai", "hi")
    assert story.heard("Mai")[0].endswith("https://example.com/page")
    story.presses("Mai", "I agree")
    assert story.contact("Mai").tags == (VIP,)
    assert story.conversation("Mai").assignee_id in {ANA, BO}

    story.writes("Ben", "hi")
    story.presses("Ben", "I do not agree")
    assert not story.conversation("Ben").is_open


def test_unsubscribe__takes_a_stop_and_nothing_else() -> None:
    story = story_of("unsubscribe")
    story.writes("Mai", "Stop")
    assert story.contact("Mai").tags == (VIP,)
    assert not story.conversation("Mai").is_open

    story.writes("Ben", "Where is the bus stop?")
    assert story.contact("Ben").tags == ()
    assert story.conversation("Ben").is_open


def test_broadcast_response__concerns_those_who_were_invited() -> None:
    choices = {"invited": str(VIP), "answered": str(LEAD)}
    story = Story(drawn("unsubscribe", {"unsubscribed": str(VIP)}))
    story.writes("Mai", "stop")
    story.publish(drawn("broadcast_response", choices))
    story.writes("Mai", "I am interested")
    story.writes("Ben", "hi")
    assert story.contact("Mai").tags == (LEAD,)
    assert story.conversation("Mai").assignee_id in {ANA, BO}
    assert story.contact("Ben").tags == ()


def test_appointment__sends_the_link_and_tells_the_agent() -> None:
    story = story_of("appointment")
    story.writes("Mai", "hi")
    story.presses("Mai", "Yes, please")
    story.writes("Mai", "mai@example.com")
    assert story.heard("Mai")[-1] == "Please choose a time here: https://example.com/page"
    assert [c.body for c in story.desk.comments] == [
        "The booking link was sent to mai@example.com."
    ]


def test_collect_email__gives_up_after_three_times() -> None:
    story = story_of("collect_email")
    story.writes("Mai", "hi")
    for _ in range(3):
        story.writes("Mai", "why?")
    assert [c.body for c in story.desk.comments] == ["The contact did not tell it."]
    assert story.conversation("Mai").assignee_id in {ANA, BO}


def test_collect_phone__tells_the_agent_the_number() -> None:
    story = story_of("collect_phone")
    story.writes("Mai", "hi")
    story.writes("Mai", "0151 23456789", country="DE")
    assert [c.body for c in story.desk.comments] == ["Collected: +4915123456789"]


def test_order_support__hands_over_number_and_matter() -> None:
    story = story_of("order_support", {"order_number": "order_number"})
    story.writes("Mai", "hi")
    story.writes("Mai", "A-1234")
    story.writes("Mai", "It has not come")
    assert [c.body for c in story.desk.comments] == ["Order A-1234: It has not come"]
    assert story.conversation("Mai").fields["order_number"] == "A-1234"


def test_still_there__closes_what_stays_silent() -> None:
    story = story_of("still_there")
    story.writes("Mai", "hi")
    story.passes(3600)
    assert story.heard("Mai")[-1] == "Are you still there?"
    story.passes(3600)
    assert not story.conversation("Mai").is_open
    notes = [event.note for event in story.events(ConversationClosed)]
    assert [note.category_id for note in notes if note] == [SPAM]


def test_away_by_hours__says_so_only_outside_of_the_hours() -> None:
    story = story_of("away_by_hours", online=())
    story.writes("Mai", "hi")
    story.writes("Ben", "hi", after=6 * 3600)
    assert story.heard("Mai")[0] == "Hello Mai, thank you for writing to us!"
    assert story.heard("Ben") == ["We are closed now, and answer tomorrow."]
    story.passes(12 * 3600)
    assert story.desk.queue.get(story.conversation("Ben").id) is not None


def test_teams_by_shifts__knows_whose_shift_it_is() -> None:
    shifts = {"early": str(OFFICE), "late": str(LATE)}
    teams = {"early_team": str(SALES), "late_team": str(SUPPORT), "other_team": str(SALES)}
    story = story_of("teams_by_shifts", shifts | teams)
    story.writes("Mai", "hi")
    story.writes("Ben", "hi", after=6 * 3600)
    story.writes("Zoe", "hi", after=6 * 3600)
    named = [story.conversation(who).team_id for who in ("Mai", "Ben", "Zoe")]
    assert named == [SALES, SUPPORT, SALES]
