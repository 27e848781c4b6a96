"""Decisions of the product that no other test file has at its heart, each by its number."""

from collections.abc import Callable

import pytest

from desks import ANA, CLEO, OLGA, SALES, VIP
from parley.actions.contacts import set_contact_field
from parley.actions.conversations import close_conversation, set_conversation_field
from parley.actions.messages import write_reply
from parley.domain.actor import SYSTEM, Actor, ActorKind, user_actor
from parley.domain.contact import FieldScope
from parley.domain.content import Text
from parley.domain.conversation import Source
from parley.domain.events import ContactFieldChanged, ContactTagged, MergeSuggested
from parley.domain.message import ErrorClass, Failure, MessageStatus
from parley.domain.people import Presence
from parley.domain.run import EndReason
from parley.workflows.answers import EmailAnswer
from parley.workflows.steps import AskQuestion, AssignTo, UpdateField, UpdateTag, Wait
from parley.workflows.steps.ask_question import ToContactField
from parley.workflows.steps.assign_to import ToTeam, ToUser
from stories import Story
from workflows_by_hand import ask_text, assign, flow, say

BY_OLGA = user_actor(OLGA)
API = Actor(ActorKind.API)


@pytest.mark.parametrize(
    ("source", "actor"),
    [
        (Source.USER, BY_OLGA),
        (Source.API, API),
        (Source.WORKFLOW, Actor(ActorKind.WORKFLOW)),
        (Source.AUTO_CLOSE, SYSTEM),
    ],
    ids=str,
)
def test_o01_whoever_closes_the_runs_end_and_late_answers_open_anew(
    source: Source, actor: Actor
) -> None:
    story = Story(flow(ask=ask_text(success="thanks"), thanks=say("Thanks!")))
    story.writes("Mai", "hi")
    close_conversation(story.desk, story.contact("Mai").id, None, source=source, actor=actor)
    story.settle()
    assert story.run("Mai").end_reason is EndReason.CONVERSATION_CLOSED
    story.writes("Mai", "my order")
    assert story.heard("Mai") == ["What is it about?"] * 2
    assert len(story.runs("Mai")) == 2


def test_o07_a_known_address_given_as_an_answer_is_saved_and_a_merge_suggested() -> None:
    question = AskQuestion(
        text="Your e-mail?",
        answer=EmailAnswer(),
        save_to=[ToContactField(slug="email")],
        lanes={"success": "thanks"},
    )
    story = Story(flow(ask=question, thanks=say("Thanks!")))
    for who in ("Mai", "Minh"):
        story.writes(who, "hi")
        story.writes(who, "both@example.com")
    mai, minh = story.contact("Mai"), story.contact("Minh")
    assert mai.email == minh.email == "both@example.com"
    assert mai.id != minh.id
    assert story.heard("Minh")[-1] == "Thanks!"
    [suggested] = story.events(MergeSuggested)
    assert (suggested.field, suggested.other_contact_id) == ("email", mai.id)


def test_o08_a_name_is_never_split_by_guess() -> None:
    story = Story()
    story.writes("Nguyễn Thị Mai", "hi")
    mai = story.contact("Nguyễn Thị Mai")
    assert (mai.display_name, mai.given_name, mai.family_name) == ("Nguyễn Thị Mai", None, None)


def test_o10_a_step_that_changes_nothing_is_no_event() -> None:
    steps = flow(
        field=UpdateField(
            scope=FieldScope.CONTACT, slug="city", value="Hue", lanes={"next": "tag"}
        ),
        tag=UpdateTag(tag_ids=[VIP]),
    )
    story = Story(steps)
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.writes("Mai", "again")
    assert len(story.runs("Mai")) == 2
    assert len(story.events(ContactFieldChanged)) == len(story.events(ContactTagged)) == 1
    assert not set_contact_field(story.desk, story.contact("Mai").id, "city", "Hue", actor=BY_OLGA)
    conversation = story.conversation("Mai").id
    assert set_conversation_field(story.desk, conversation, "topic", "Shoes", actor=BY_OLGA)
    assert not set_conversation_field(story.desk, conversation, "topic", "Shoes", actor=BY_OLGA)


def test_o14_who_asks_for_a_person_waits_in_the_line_of_the_team() -> None:
    first = AssignTo(target=ToTeam(team_id=SALES), timeout_seconds=60, lanes={"timeout": "ask"})
    story = Story(flow(first=first, ask=ask_text()), online=())
    story.writes("Mai", "hi")
    story.passes(60)
    story.writes("Mai", "agent")
    [entry] = story.desk.queue
    assert (entry.team_id, entry.run_id) == (SALES, None)
    story.becomes(ANA, Presence.ONLINE)
    assert story.conversation("Mai").assignee_id == ANA


def test_o15_a_message_that_fails_after_its_acceptance_moves_no_run_and_names_its_visit() -> None:
    story = Story(flow(hello=say("Hello!", then="ask"), ask=ask_text()))
    story.delivers = False
    story.writes("Mai", "hi")
    hello, question = sorted(story.desk.sends, key=lambda send: send.id)
    before = story.run("Mai")
    story.desk.sends.drop(question.id)
    story.deliver(failure=Failure(ErrorClass.CONTACT, "131026", "Not reachable."))
    after = story.run("Mai")
    assert (after.step_id, after.visit, after.is_live) == (before.step_id, before.visit, True)
    failed = story.desk.messages.get(hello.message_id)
    assert failed is not None
    assert (failed.status, failed.run_id, failed.visit) == (MessageStatus.FAILED, before.id, 1)


@pytest.mark.parametrize("online_only", [True, False])
def test_o18_a_specific_user_is_asked_by_presence_only_if_so_chosen(*, online_only: bool) -> None:
    to = AssignTo(target=ToUser(user_id=CLEO), online_only=online_only)
    story = Story(flow(to=to), online=(ANA,))
    story.writes("Mai", "hi")
    assert story.conversation("Mai").assignee_id == (None if online_only else CLEO)
    story.becomes(CLEO, Presence.ONLINE)
    assert story.conversation("Mai").assignee_id == CLEO


def test_o18_online_only_is_on_by_default() -> None:
    assert assign().online_only
    story = Story(flow(to=assign()), online=())
    story.writes("Mai", "hi")
    assert story.conversation("Mai").assignee_id is None


def by_the_bot(story: Story) -> None:
    story.passes(60)


def by_a_program(story: Story) -> None:
    write_reply(story.desk, story.conversation("Mai").id, Text("Automatic"), actor=API)
    story.settle()


@pytest.mark.parametrize("speaks", [by_the_bot, by_a_program])
def test_5b_22_the_first_response_is_a_persons(speaks: Callable[[Story], None]) -> None:
    story = Story(flow(w=Wait(seconds=60, lanes={"next": "hi"}), hi=say("Hello")))
    story.writes("Mai", "hi")
    speaks(story)
    assert story.heard("Mai")
    assert story.conversation("Mai").first_response_at is None
    story.passes(600)
    story.replies(ANA, "Mai", "Ana here")
    answered = story.conversation("Mai")
    assert (answered.first_response_at, answered.first_response_by) == (story.now, ANA)


def test_o26_a_conversation_that_a_user_opened_has_no_first_response() -> None:
    story = Story()
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.opens("Mai", by=OLGA)
    story.replies(ANA, "Mai", "We have news")
    assert story.conversation("Mai").opened_by is Source.USER
    assert story.conversation("Mai").first_response_at is None
