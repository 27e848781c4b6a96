"""A contact comes back with no run: to the former agent, else to the team that knew the matter (O5)."""

from actions.test_dispatch import dispatch, holder, later, open_one, wait_for
from desks import ANA, BO, OLGA, SUPPORT, make_desk
from parley.actions.assigning import assign_conversation, change_team
from parley.actions.conversations import close_conversation, open_conversation
from parley.actions.dispatch import expire_entry
from parley.actions.presence import set_presence
from parley.actions.reactions import react
from parley.domain.actor import SYSTEM, user_actor
from parley.domain.conversation import Source
from parley.domain.people import Presence


def test_a_returning_contact_goes_to_the_former_assignee_who_is_there() -> None:
    desk = make_desk(online=(ANA, BO))
    first = open_one(desk)
    assign_conversation(desk, first.id, BO, actor=user_actor(OLGA))
    close_conversation(desk, first.contact_id, None, source=Source.USER, actor=user_actor(BO))
    later(desk, 1)
    again = open_conversation(desk, first.contact_id, source=Source.CONTACT, actor=SYSTEM)
    assert again.assignee_id is None
    react(desk)
    dispatch(desk)
    assert holder(desk, again) == BO


def test_who_comes_back_to_somebody_absent_waits_in_the_line_of_the_team_that_knew_the_matter() -> (
    None
):
    desk = make_desk(online=(ANA, BO))
    first = open_one(desk)
    change_team(desk, first.id, SUPPORT, actor=SYSTEM)
    assign_conversation(desk, first.id, BO, actor=user_actor(OLGA))
    close_conversation(desk, first.contact_id, None, source=Source.USER, actor=user_actor(BO))
    set_presence(desk, BO, Presence.BREAK, actor=user_actor(BO))
    later(desk, 1)
    again = open_conversation(desk, first.contact_id, source=Source.CONTACT, actor=SYSTEM)
    react(desk)
    assert dispatch(desk) == 0
    assert expire_entry(desk, again.id)
    entry = desk.queue.get(again.id)
    assert entry is not None
    assert (entry.user_id, entry.team_id, entry.since) == (None, SUPPORT, desk.now)
    assert desk.get_conversation(again.id).team_id == SUPPORT, "its members see it"


def test_who_asked_for_one_user_by_hand_is_not_sent_to_a_team_of_the_past() -> None:
    desk = make_desk(online=(ANA,))
    first = open_one(desk)
    change_team(desk, first.id, SUPPORT, actor=SYSTEM)
    close_conversation(desk, first.contact_id, None, source=Source.USER, actor=user_actor(OLGA))
    again = open_conversation(desk, first.contact_id, source=Source.USER, actor=SYSTEM)
    wait_for(desk, again, user_id=BO, team_id=None, deadline_at=desk.now)
    assert expire_entry(desk, again.id)
    assert (holder(desk, again), len(desk.queue)) == (None, 0)
