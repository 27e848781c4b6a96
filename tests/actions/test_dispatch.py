"""The cycles of an assignment, told on a desk in memory."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from desks import ANA, BO, CLEO, NOON, OLGA, SALES, SUPPORT, WORKSPACE, make_desk, make_reference
from parley.actions.assigning import assign_conversation, change_team
from parley.actions.conversations import close_conversation, open_conversation
from parley.actions.dispatch import apply_decisions, expire_entry
from parley.actions.presence import set_presence
from parley.actions.queueing import enqueue
from parley.actions.reactions import react
from parley.domain.actor import SYSTEM, user_actor
from parley.domain.contact import Contact
from parley.domain.conversation import Conversation, Handler, Source
from parley.domain.desk import Desk
from parley.domain.errors import AlreadyAssigned
from parley.domain.events import ConversationAssigned, ConversationLeftQueue
from parley.domain.ids import ContactId, ConversationId, UserId, VersionId, WorkflowId
from parley.domain.people import Presence
from parley.domain.queue import QueueEntry, Strategy
from parley.domain.run import EndReason, Run
from parley.domain.timer import TimerKind
from parley.routing.matching import match
from parley.workflows.definition import compile_version, parse_definition


def open_one(desk: Desk, name: str = "Mai") -> Conversation:
    contact = Contact(WORKSPACE, desk.new_id(ContactId), name, created_at=desk.now)
    desk.put_contact(contact)
    return open_conversation(desk, contact.id, source=Source.CONTACT, actor=SYSTEM)


def wait_for(desk: Desk, conversation: Conversation, **changes: Any) -> QueueEntry:
    """Put it in the Sales queue, first come first served."""
    entry = QueueEntry(
        workspace_id=WORKSPACE,
        conversation_id=conversation.id,
        contact_id=conversation.contact_id,
        user_id=None,
        team_id=SALES,
        preferred_user_id=None,
        strategy=Strategy.ROUND_ROBIN,
        online_only=True,
        max_open=None,
        priority=0,
        since=desk.now + timedelta(seconds=len(desk.queue)),
        deadline_at=None,
        run_id=None,
        visit=None,
    )
    entry = replace(entry, **changes)
    enqueue(desk, entry, actor=SYSTEM)
    return entry


def dispatch(desk: Desk) -> int:
    """Match what is on the desk as the dispatcher does, with the loads that this desk has moved."""
    agents = [desk.agent_now(agent.user_id) for agent in desk.agents]
    result = match(
        desk.queue, agents, reference=desk.reference, rotations=desk.rotations, now=desk.now
    )
    applied = apply_decisions(desk, result)
    react(desk)
    return applied


def holder(desk: Desk, conversation: Conversation) -> UserId | None:
    return desk.get_conversation(conversation.id).assignee_id


def later(desk: Desk, minutes: float) -> datetime:
    desk.now += timedelta(minutes=minutes)
    return desk.now


def with_capacity(desk: Desk, user_id: UserId, capacity: int) -> None:
    desk.agents.put(user_id, replace(desk.get_agent(user_id), capacity=capacity))


def test_a_decision_assigns_counts_and_is_kept_with_its_reason() -> None:
    desk = make_desk()
    conversation = open_one(desk)
    wait_for(desk, conversation)
    later(desk, 2)
    assert dispatch(desk) == 1
    assert holder(desk, conversation) == ANA
    assert desk.get_conversation(conversation.id).handler is Handler.AGENT
    assert (desk.load_delta[ANA], desk.get_agent(ANA).last_assigned_at) == (1, desk.now)
    (decision,) = desk.decisions
    assert (decision.user_id, decision.waited_seconds) == (ANA, 120.0)
    assert decision.reason["sentence"] == "Ana: online, 0 open, next in turn"
    assert [event.body for event in desk.events][-2:] == [
        ConversationLeftQueue("assigned"),
        ConversationAssigned(ANA, automatic=True),
    ]
    assert len(desk.queue) == 0


def test_nobody_online_then_one_comes_and_the_oldest_are_served_first() -> None:
    desk = make_desk(online=())
    first, second = open_one(desk), open_one(desk)
    wait_for(desk, second, since=NOON)
    wait_for(desk, first, since=NOON - timedelta(minutes=1))
    assert dispatch(desk) == 0
    with_capacity(desk, BO, 1)
    desk.wakes_dispatcher = False
    set_presence(desk, BO, Presence.ONLINE, actor=user_actor(BO))
    assert desk.wakes_dispatcher
    assert dispatch(desk) == 1
    assert (holder(desk, first), holder(desk, second)) == (BO, None)


def test_an_agent_at_capacity_gets_the_next_when_one_is_closed() -> None:
    desk = make_desk(online=(ANA,))
    with_capacity(desk, ANA, 1)
    first, second = open_one(desk), open_one(desk)
    wait_for(desk, first)
    wait_for(desk, second)
    assert dispatch(desk) == 1
    assert dispatch(desk) == 0
    desk.wakes_dispatcher = False
    close_conversation(desk, first.contact_id, None, source=Source.USER, actor=user_actor(ANA))
    assert desk.wakes_dispatcher
    assert dispatch(desk) == 1
    assert holder(desk, second) == ANA


def test_fewer_than_n_open_releases_the_head_of_the_queue_when_one_is_closed() -> None:
    desk = make_desk(online=(ANA,))
    held, waits = open_one(desk), open_one(desk)
    assign_conversation(desk, held.id, ANA, actor=user_actor(OLGA))
    wait_for(desk, waits, max_open=1)
    assert dispatch(desk) == 0
    close_conversation(desk, held.contact_id, None, source=Source.USER, actor=user_actor(ANA))
    assert dispatch(desk) == 1


@pytest.mark.parametrize("presence", [Presence.BUSY, Presence.BREAK, Presence.OFFLINE])
def test_who_is_not_online_never_receives(presence: Presence) -> None:
    desk = make_desk()
    for user_id in (ANA, BO):
        set_presence(desk, user_id, presence, actor=user_actor(user_id))
    wait_for(desk, open_one(desk))
    assert dispatch(desk) == 0


def test_a_manual_assignment_beyond_capacity_is_lawful_and_stops_claims_only() -> None:
    desk = make_desk(online=(ANA,))
    with_capacity(desk, ANA, 0)
    given, waits = open_one(desk), open_one(desk)
    assign_conversation(desk, given.id, ANA, actor=user_actor(OLGA))
    wait_for(desk, waits)
    assert dispatch(desk) == 0
    assert (holder(desk, given), holder(desk, waits)) == (ANA, None)


def test_a_manual_assignment_takes_the_conversation_out_of_the_queue() -> None:
    desk = make_desk()
    conversation = open_one(desk)
    wait_for(desk, conversation, deadline_at=NOON + timedelta(minutes=30))
    assign_conversation(desk, conversation.id, CLEO, actor=user_actor(OLGA))
    assert dispatch(desk) == 0
    assert holder(desk, conversation) == CLEO
    assert desk.timers[(TimerKind.QUEUE_DEADLINE, conversation.id)] is None


def test_a_decision_taken_before_a_manual_assignment_changes_nothing_any_more() -> None:
    desk = make_desk()
    conversation = open_one(desk)
    wait_for(desk, conversation)
    result = match(desk.queue, desk.agents, reference=desk.reference, rotations=(), now=desk.now)
    assign_conversation(desk, conversation.id, CLEO, actor=user_actor(OLGA))
    assert apply_decisions(desk, result) == 0
    assert (holder(desk, conversation), desk.decisions) == (CLEO, [])


def test_of_two_managers_one_wins_and_the_other_learns_who_holds_it() -> None:
    desk = make_desk()
    conversation = open_one(desk)
    assign_conversation(desk, conversation.id, ANA, actor=user_actor(OLGA), expected=None)
    with pytest.raises(AlreadyAssigned) as refused:
        assign_conversation(desk, conversation.id, BO, actor=user_actor(OLGA), expected=None)
    assert (refused.value.status, refused.value.details["holder"]) == (409, str(ANA))
    assert holder(desk, conversation) == ANA


def test_manual_assignments_do_not_move_the_circle() -> None:
    desk = make_desk()
    by_hand, first, second = open_one(desk), open_one(desk), open_one(desk)
    assign_conversation(desk, by_hand.id, ANA, actor=user_actor(OLGA))
    wait_for(desk, first)
    wait_for(desk, second)
    dispatch(desk)
    assert (holder(desk, first), holder(desk, second)) == (ANA, BO)
    assert [rotation.last_position for rotation in desk.rotations] == [2]


def test_a_deactivated_agent_gets_nothing() -> None:
    reference = make_reference()
    users = {**reference.users, ANA: replace(reference.users[ANA], deactivated_at=NOON)}
    desk = make_desk(replace(reference, users=users))
    first, second = open_one(desk), open_one(desk)
    wait_for(desk, first)
    wait_for(desk, second)
    dispatch(desk)
    assert {holder(desk, first), holder(desk, second)} == {BO}


def test_who_waits_for_a_user_that_has_left_is_not_kept_waiting() -> None:
    desk = make_desk()
    conversation = open_one(desk)
    wait_for(desk, conversation, user_id=CLEO, team_id=None)
    users = {**desk.reference.users, CLEO: replace(desk.reference.users[CLEO], deactivated_at=NOON)}
    desk.reference = replace(desk.reference, users=users)
    assert expire_entry(desk, conversation.id)
    assert (holder(desk, conversation), len(desk.queue)) == (None, 0)


def test_who_waits_for_a_deleted_team_is_left_unassigned_for_all_to_see() -> None:
    desk = make_desk()
    conversation = open_one(desk)
    wait_for(desk, conversation)
    desk.reference = replace(desk.reference, teams={})
    assert dispatch(desk) == 0
    assert expire_entry(desk, conversation.id)
    assert [event.body for event in desk.events][-1] == ConversationLeftQueue("timed_out")


def test_a_wait_that_is_not_over_does_not_end() -> None:
    desk = make_desk(online=())
    conversation = open_one(desk)
    wait_for(desk, conversation, deadline_at=NOON + timedelta(minutes=30))
    later(desk, 29)
    assert not expire_entry(desk, conversation.id)
    assert not expire_entry(desk, ConversationId(WORKSPACE))
    assert conversation.id in desk.queue


def test_what_waited_for_the_former_assignee_goes_to_its_teams_queue_with_its_age() -> None:
    desk = make_desk(online=(CLEO,))
    conversation = open_one(desk)
    change_team(desk, conversation.id, SUPPORT, actor=SYSTEM)
    wait_for(desk, conversation, user_id=ANA, team_id=None, deadline_at=NOON + timedelta(minutes=5))
    assert dispatch(desk) == 0
    later(desk, 5)
    assert expire_entry(desk, conversation.id)
    moved = desk.queue.get(conversation.id)
    assert moved is not None
    assert (moved.user_id, moved.team_id, moved.since, moved.deadline_at) == (
        None,
        SUPPORT,
        NOON,
        None,
    )
    assert dispatch(desk) == 1
    assert holder(desk, conversation) == CLEO


def test_without_a_team_what_waited_for_the_former_assignee_is_left_unassigned() -> None:
    desk = make_desk(online=())
    conversation = open_one(desk)
    wait_for(desk, conversation, user_id=ANA, team_id=None, deadline_at=NOON + timedelta(minutes=5))
    later(desk, 5)
    assert expire_entry(desk, conversation.id)
    assert (holder(desk, conversation), len(desk.queue)) == (None, 0)


def test_the_former_assignee_who_is_free_gets_it_even_when_the_deadline_comes_first() -> None:
    desk = make_desk(online=(ANA,))
    conversation = open_one(desk)
    wait_for(desk, conversation, user_id=ANA, team_id=None, deadline_at=NOON)
    assert expire_entry(desk, conversation.id)
    assert holder(desk, conversation) == ANA


def test_an_entry_of_a_closed_conversation_leaves_instead_of_blocking() -> None:
    desk = make_desk()
    conversation = open_one(desk)
    wait_for(desk, conversation)
    desk.put_conversation(replace(conversation, closed_at=NOON))
    assert dispatch(desk) == 0
    assert (len(desk.queue), desk.decisions) == (0, [])


def test_a_clock_that_went_back_makes_no_negative_wait() -> None:
    desk = make_desk()
    wait_for(desk, open_one(desk), since=NOON + timedelta(hours=1))
    dispatch(desk)
    assert [decision.waited_seconds for decision in desk.decisions] == [0.0]


ASSIGNING = {
    "name": "Sales first",
    "trigger": {"kind": "conversation_opened"},
    "start": "assign",
    "steps": {
        "assign": {
            "kind": "assign_to",
            "target": {"to": "team", "team_id": str(SALES)},
            "timeout_seconds": 1800,
            "lanes": {"next": "found", "timeout": "nobody"},
        },
        "found": {"kind": "add_comment", "text": "somebody came"},
        "nobody": {"kind": "add_comment", "text": "nobody came"},
    },
}


def start_run(*, online: tuple[UserId, ...]) -> tuple[Desk, Conversation, Run]:
    """A contact's first message has started a workflow that looks for somebody in Sales."""
    reference = make_reference()
    version = compile_version(
        parse_definition(ASSIGNING),
        workflow_id=WorkflowId(WORKSPACE),
        version_id=VersionId(WORKSPACE),
        published_order=1,
    )
    desk = make_desk(replace(reference, versions={version.version_id: version}), online=online)
    conversation = open_one(desk)
    react(desk)
    (run,) = desk.live_runs(conversation.contact_id)
    return desk, conversation, run


def test_the_waiting_run_goes_on_in_the_same_breath_as_the_assignment() -> None:
    desk, conversation, run = start_run(online=(ANA,))
    assert dispatch(desk) == 1
    assert [comment.body for comment in desk.comments] == ["somebody came"]
    ended = desk.runs.get(run.id)
    assert ended is not None
    assert ended.end_reason is EndReason.COMPLETED
    assigned = [event for event in desk.events if isinstance(event.body, ConversationAssigned)]
    assert [event.actor.chain for event in assigned] == [run.chain]
    assert holder(desk, conversation) == ANA


def test_a_time_out_takes_its_lane_and_leaves_the_queue() -> None:
    desk, conversation, run = start_run(online=())
    assert dispatch(desk) == 0
    later(desk, 30)
    assert expire_entry(desk, conversation.id)
    react(desk)
    assert [comment.body for comment in desk.comments] == ["nobody came"]
    assert (desk.live_runs(conversation.contact_id), len(desk.queue)) == ([], 0)
    assert holder(desk, conversation) is None
    assert run.is_live


def test_a_deleted_team_takes_the_time_out_lane_at_once() -> None:
    desk, conversation, _ = start_run(online=())
    desk.reference = replace(desk.reference, teams={})
    assert expire_entry(desk, conversation.id)
    assert [comment.body for comment in desk.comments] == ["nobody came"]


def test_a_run_whose_conversation_is_assigned_by_hand_does_not_assign_again() -> None:
    desk, conversation, _ = start_run(online=())
    assign_conversation(desk, conversation.id, CLEO, actor=user_actor(OLGA))
    react(desk)
    set_presence(desk, ANA, Presence.ONLINE, actor=user_actor(ANA))
    assert dispatch(desk) == 0
    assert holder(desk, conversation) == CLEO


def test_closing_while_waiting_ends_the_run_and_the_wait() -> None:
    desk, conversation, run = start_run(online=())
    close_conversation(
        desk, conversation.contact_id, None, source=Source.USER, actor=user_actor(BO)
    )
    react(desk)
    assert dispatch(desk) == 0
    ended = desk.runs.get(run.id)
    assert ended is not None
    assert (ended.end_reason, len(desk.queue)) == (EndReason.CONVERSATION_CLOSED, 0)
