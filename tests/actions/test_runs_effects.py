"""What steps change on the desk, seen from outside."""

from desks import CUSTOM, LEAD, OLGA, SUPPORT, VIP
from parley.actions.contacts import tag_contact
from parley.domain.actor import user_actor
from parley.domain.contact import FieldScope
from parley.domain.content import Choice, ContactCards, Order, Text
from parley.domain.conversation import Source
from parley.domain.events import ConversationOpened
from parley.domain.run import EndReason
from parley.workflows.conditions import Comparison, Operator
from parley.workflows.definition import Exits
from parley.workflows.steps import (
    AssignTo,
    Branch,
    CloseConversation,
    OpenConversation,
    UpdateField,
    UpdateTag,
    Wait,
)
from parley.workflows.steps.assign_to import ToTeam
from parley.workflows.steps.branch import Way
from stories import Story
from workflows_by_hand import ask_text, assign, choose, flow, say


def test_tags_are_added_and_taken_away() -> None:
    steps = flow(
        add=UpdateTag(tag_ids=[LEAD], lanes={"next": "take"}),
        take=UpdateTag(operation="remove", tag_ids=[VIP]),
    )
    story = Story(flow(wait=Wait(seconds=1)))
    story.writes("Mai", "hi")
    tag_contact(story.desk, story.contact("Mai").id, VIP, actor=user_actor(OLGA))
    story.closes("Mai")
    story.publish(steps)
    story.writes("Mai", "again")
    assert story.contact("Mai").tags == (LEAD,)


def test_a_branch_sees_what_the_contact_wrote_last() -> None:
    asks_price = Comparison(field="message.text", operator=Operator.CONTAINS, value="price")
    steps = flow(
        ask=ask_text(success="reply"),
        reply=say("Let me see.", then="which"),
        which=Branch(branches=[Way(id="price", condition=asks_price)], lanes={"price": "price"}),
        price=say("Ten."),
    )
    story = Story(steps)
    story.writes("Mai", "hi")
    story.writes("Mai", "what is the PRICE?")
    assert story.heard("Mai")[-1] == "Ten."


def test_a_workflow_that_outlives_its_conversation_can_open_the_next() -> None:
    opening = flow(
        trigger=None,
        exits=Exits(),
        wait=Wait(seconds=60, lanes={"next": "close"}),
        close=CloseConversation(),
    )
    story = Story(opening)
    story.writes("Mai", "hi")
    story.passes(60)
    assert story.run("Mai").end_reason is EndReason.CONVERSATION_CLOSED
    assert story.conversation("Mai").closed_by is Source.WORKFLOW
    assert len(story.events(ConversationOpened)) == 1


def test_opening_what_is_open_changes_nothing() -> None:
    story = Story(
        flow(
            open=OpenConversation(lanes={"next": "topic"}),
            topic=UpdateField(scope=FieldScope.CONVERSATION, slug="topic", value="Order"),
        )
    )
    story.writes("Mai", "hi")
    assert len(story.events(ConversationOpened)) == 1
    assert story.conversation("Mai").fields == {"topic": "Order"}


def test_the_text_of_an_order_is_an_answer_and_contact_cards_are_none() -> None:
    story = Story(flow(ask=ask_text(invalid="again"), again=ask_text("Again?")))
    story.writes("Mai", "hi")
    story.writes("Mai", ContactCards(()))
    story.writes("Mai", Order("catalogue", (), "two of these"))
    assert story.run("Mai").variables["text"] == "two of these"


def test_a_foreign_button_is_read_by_its_title() -> None:
    story = Story(flow(ask=choose("Sales", "Support")))
    story.writes("Mai", "hi")
    story.writes("Mai", Choice("postback", "GET_STARTED", "Support"))
    assert story.run("Mai").variables["choice"] == "Support"


def test_an_answer_on_another_channel_of_the_contact_counts_only_for_that_contact() -> None:
    story = Story(flow(ask=ask_text()))
    story.writes("Mai", "hi")
    story.writes("Nam", Text("hello"), channel=CUSTOM)
    assert story.runs("Mai")[0].is_live
    assert story.runs("Nam")[0].is_live


def test_two_assigning_workflows_do_not_leave_each_other_behind() -> None:
    support = AssignTo(target=ToTeam(team_id=SUPPORT))
    story = Story(flow(name="A", to=assign()), flow(name="B", to=support), online=())
    story.writes("Mai", "hi")
    first, second = story.runs("Mai")
    assert first.end_reason is EndReason.TIMED_OUT
    assert second.is_live
    assert story.conversation("Mai").team_id == SUPPORT
