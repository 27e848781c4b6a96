"""The stage plays production code; what cannot be played is said in words."""

import pytest

from desks import ANA, NOON, SALES, WHATSAPP, make_reference
from parley.domain.people import Presence
from parley.rehearsal.stage import NotOnStage, Stage
from parley.workflows.samples import demo_inbound
from stories import Story
from workflows_by_hand import assign, choose, flow


def test_linh_is_given_to_ana_when_ana_comes_online() -> None:
    stage = Stage(make_reference(), now=NOON)
    stage.publish(flow(which=choose("Buy", success="team"), team=assign()))
    stage.writes("Linh", "hello", channel=WHATSAPP)
    stage.presses("Linh", "Buy", channel=WHATSAPP)
    assert stage.conversation("Linh").assignee_id is None
    stage.becomes(ANA, Presence.ONLINE)
    assert stage.conversation("Linh").assignee_id == ANA


def test_two_rehearsals_of_one_story_are_the_same_to_the_last_id() -> None:
    def play() -> list[object]:
        story = Story(demo_inbound(sales=SALES, support=SALES))
        story.writes("Linh", "hello")
        story.passes(86_400)
        return [*story.desk.events, *story.desk.visits, *story.desk.messages]

    assert play() == play()


def test_nobody_acts_who_has_not_come_and_nothing_is_pressed_that_was_not_sent() -> None:
    story = Story()
    with pytest.raises(NotOnStage, match="Linh has not written yet"):
        story.closes("Linh")
    story.writes("Linh", "hello")
    with pytest.raises(NotOnStage, match="no button called 'Buy'"):
        story.presses("Linh", "Buy")
