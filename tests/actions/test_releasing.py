"""Agents who leave, or leave somebody without an answer, and the alarm about those who wait too long."""

from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given
from msgspec.structs import replace

from actions.test_dispatch import holder, later, open_one, wait_for
from desks import (
    ANA,
    BO,
    CLEO,
    NOON,
    OLGA,
    SALES,
    SUPPORT,
    fixed_id,
    make_desk,
    make_reference,
)
from parley.actions.assigning import assign_conversation, change_team
from parley.actions.conversations import close_conversation
from parley.actions.dispatch import expire_entry
from parley.actions.presence import set_presence
from parley.actions.queueing import enqueue, leave_queue
from parley.actions.reactions import react
from parley.actions.releasing import release_of_absent
from parley.actions.timers import fire_timer
from parley.domain.actor import SYSTEM, user_actor
from parley.domain.calendar import Calendar, hours_between
from parley.domain.conversation import Conversation, Handler, Source
from parley.domain.desk import Desk
from parley.domain.events import QueueAlarmRaised
from parley.domain.ids import CalendarId, UserId
from parley.domain.people import Presence
from parley.domain.timer import TimerKind
from parley.domain.workspace import Settings, WhenAbsent

REQUEUE, COLLEAGUE = WhenAbsent.REQUEUE, WhenAbsent.COLLEAGUE


def shop(**settings: object) -> Desk:
    reference = make_reference(settings=replace(Settings(), **settings))
    return make_desk(reference)


def given_to(desk: Desk, user_id: UserId, *, unanswered: bool = False) -> Conversation:
    """An open conversation in the user's hands, in which the contact waits for an answer or not."""
    conversation = open_one(desk)
    if unanswered:
        desk.put_conversation(replace(conversation, unanswered_since=desk.now))
    held = assign_conversation(desk, conversation.id, user_id, actor=user_actor(OLGA))
    react(desk)
    return held


def release(desk: Desk, conversation: Conversation) -> bool:
    since = NOON - timedelta(minutes=7)
    done = release_of_absent(desk, conversation.id, since=since, actor=SYSTEM)
    react(desk)
    return done


def leaves(desk: Desk, user_id: UserId) -> None:
    later(desk, 1)
    set_presence(desk, user_id, Presence.OFFLINE, actor=user_actor(user_id))


def test_work_of_who_left_waits_again_with_its_age() -> None:
    desk = shop(when_absent=REQUEUE)
    conversation = given_to(desk, ANA)
    change_team(desk, conversation.id, SALES, actor=SYSTEM)
    leaves(desk, ANA)
    assert release(desk, conversation)
    entry = desk.queue.get(conversation.id)
    assert entry is not None
    assert (entry.team_id, entry.since, entry.online_only) == (
        SALES,
        NOON - timedelta(minutes=7),
        True,
    )
    assert desk.get_conversation(conversation.id).handler is Handler.NOBODY
    assert desk.load_delta[ANA] == 0
    assert not release(desk, conversation), "it is nobody's any more"


def test_who_is_here_or_whose_work_is_kept_keeps_it() -> None:
    present, kept = shop(when_absent=REQUEUE), shop()
    theirs, hers = given_to(present, ANA), given_to(kept, ANA)
    leaves(kept, ANA)
    assert not release(present, theirs)
    assert not release(kept, hers)
    assert holder(kept, hers) == ANA


def test_a_team_may_have_a_policy_of_its_own() -> None:
    desk = shop(when_absent_by_team={str(SALES): REQUEUE})
    ours, nobodys = given_to(desk, ANA), given_to(desk, ANA)
    change_team(desk, ours.id, SALES, actor=SYSTEM)
    leaves(desk, ANA)
    assert (release(desk, ours), release(desk, nobodys)) == (True, False)


def test_without_a_team_it_goes_to_everybody_or_to_the_leavers_colleagues() -> None:
    for policy, team_id in ((REQUEUE, None), (COLLEAGUE, SALES)):
        desk = shop(when_absent=policy)
        conversation = given_to(desk, ANA)
        leaves(desk, ANA)
        release(desk, conversation)
        entry = desk.queue.get(conversation.id)
        assert entry is not None
        assert entry.team_id == team_id


def test_what_was_given_to_somebody_absent_on_purpose_stays() -> None:
    desk = shop(when_absent=REQUEUE)
    leaves(desk, ANA)
    later(desk, 1)
    conversation = given_to(desk, ANA)
    assert not release(desk, conversation)


def test_the_deactivated_keep_nothing_where_work_is_put_back() -> None:
    desk = shop(when_absent=REQUEUE)
    conversation = given_to(desk, ANA)
    users = dict(desk.reference.users)
    users[ANA] = replace(users[ANA], deactivated_at=desk.now)
    desk.reference = replace(desk.reference, users=users)
    assert release(desk, conversation)


def on_shifts(desk: Desk, user_id: UserId, opens: str, closes: str) -> None:
    """The user works these hours each day, by the clock of UTC; it is noon."""
    week = ((hours_between(opens, closes),),) * 7
    shifts = Calendar(desk.workspace_id, CalendarId(fixed_id(72)), "Shifts", "UTC", week)
    users = dict(desk.reference.users)
    users[user_id] = replace(users[user_id], calendar_id=shifts.id)
    desk.reference = replace(desk.reference, users=users, calendars={shifts.id: shifts})


def test_the_end_of_a_shift_puts_work_back_with_its_age() -> None:
    desk = shop(when_absent=REQUEUE)
    on_shifts(desk, ANA, "08:00", "12:30")
    conversation = given_to(desk, ANA)
    later(desk, 29)
    assert not release(desk, conversation), "the shift is on"
    later(desk, 1)
    assert release(desk, conversation)
    entry = desk.queue.get(conversation.id)
    assert entry is not None
    assert entry.since == NOON - timedelta(minutes=7)


def test_a_shift_that_was_made_longer_meanwhile_ends_later() -> None:
    desk = shop(when_absent=REQUEUE)
    on_shifts(desk, ANA, "08:00", "12:30")
    conversation = given_to(desk, ANA)
    on_shifts(desk, ANA, "08:00", "18:00")
    later(desk, 60)
    assert not release(desk, conversation)


def test_what_is_given_to_somebody_after_the_shift_is_meant_for_them() -> None:
    desk = shop(when_absent=REQUEUE)
    on_shifts(desk, ANA, "08:00", "11:00")
    conversation = given_to(desk, ANA)
    assert not release(desk, conversation)


def test_who_finishes_theirs_keeps_it_beyond_the_shift_until_they_leave() -> None:
    desk = shop(when_absent=REQUEUE)
    on_shifts(desk, ANA, "08:00", "12:30")
    conversation = given_to(desk, ANA)
    set_presence(desk, ANA, Presence.FINISHING, actor=user_actor(ANA))
    later(desk, 45)
    assert not release(desk, conversation)
    leaves(desk, ANA)
    assert release(desk, conversation)


def test_without_a_policy_the_end_of_a_shift_changes_nothing() -> None:
    desk = shop()
    on_shifts(desk, ANA, "08:00", "12:30")
    conversation = given_to(desk, ANA)
    later(desk, 45)
    assert not release(desk, conversation)
    assert holder(desk, conversation) == ANA


def fire(desk: Desk, kind: TimerKind, conversation: Conversation) -> None:
    timer = desk.timers[(kind, conversation.id)]
    assert timer is not None
    desk.now = max(desk.now, timer.due_at)
    fire_timer(desk, timer)
    react(desk)


def test_a_contact_left_without_an_answer_gets_a_colleague_who_is_free() -> None:
    desk = shop(when_absent=COLLEAGUE, silence_minutes=10)
    conversation = given_to(desk, ANA, unanswered=True)
    fire(desk, TimerKind.SILENCE, conversation)
    assert desk.now == NOON + timedelta(minutes=10)
    assert holder(desk, conversation) == BO, "Ana's colleague in Sales"
    assert desk.decisions[-1].waited_seconds == 600


def test_with_no_colleague_free_it_waits_in_the_line() -> None:
    desk = shop(when_absent=COLLEAGUE, silence_minutes=10)
    conversation = given_to(desk, ANA, unanswered=True)
    set_presence(desk, BO, Presence.BREAK, actor=user_actor(BO))
    fire(desk, TimerKind.SILENCE, conversation)
    entry = desk.queue.get(conversation.id)
    assert holder(desk, conversation) is None
    assert entry is not None
    assert (entry.team_id, entry.since) == (SALES, NOON)


def test_an_answer_in_time_keeps_the_conversation() -> None:
    desk = shop(when_absent=REQUEUE, silence_minutes=10)
    conversation = given_to(desk, ANA, unanswered=True)
    answered = replace(desk.get_conversation(conversation.id), unanswered_since=None)
    desk.put_conversation(answered)
    fire(desk, TimerKind.SILENCE, conversation)
    assert holder(desk, conversation) == ANA


def test_silence_of_somebody_who_has_it_no_more_is_nobodys_fault() -> None:
    desk = shop(when_absent=REQUEUE, silence_minutes=10)
    conversation = given_to(desk, ANA, unanswered=True)
    stale = desk.timers[(TimerKind.SILENCE, conversation.id)]
    assert stale is not None
    later(desk, 9)
    assign_conversation(desk, conversation.id, CLEO, actor=user_actor(OLGA))
    react(desk)
    later(desk, 1)
    fire_timer(desk, stale)
    assert holder(desk, conversation) == CLEO
    fire(desk, TimerKind.SILENCE, conversation)
    assert desk.now == NOON + timedelta(minutes=19), "Cleo's ten minutes began with her"
    assert holder(desk, conversation) != CLEO


def test_closing_ends_the_watch() -> None:
    desk = shop(when_absent=REQUEUE, silence_minutes=10, queue_alarm_minutes=5)
    conversation = given_to(desk, ANA, unanswered=True)
    close_conversation(
        desk, conversation.contact_id, None, source=Source.USER, actor=user_actor(ANA)
    )
    react(desk)
    assert desk.timers[(TimerKind.SILENCE, conversation.id)] is None


def test_unused_settings_set_no_timers() -> None:
    desk = shop()
    conversation = given_to(desk, ANA, unanswered=True)
    wait_for(desk, open_one(desk))
    kinds = {kind for kind, _ in desk.timers}
    assert not kinds & {TimerKind.SILENCE, TimerKind.QUEUE_ALARM}
    assert holder(desk, conversation) == ANA


def alarms(desk: Desk) -> list[QueueAlarmRaised]:
    return [event.body for event in desk.events if isinstance(event.body, QueueAlarmRaised)]


def test_who_waits_too_long_raises_an_alarm_once() -> None:
    desk = shop(queue_alarm_minutes=15)
    conversation = open_one(desk)
    entry = wait_for(desk, conversation, team_id=SUPPORT, since=desk.now)
    fire(desk, TimerKind.QUEUE_ALARM, conversation)
    assert alarms(desk) == [QueueAlarmRaised(NOON, SUPPORT)]
    later(desk, 5)
    enqueue(desk, replace(entry, team_id=SALES), actor=SYSTEM)
    assert desk.timers[(TimerKind.QUEUE_ALARM, conversation.id)] is None, "told in the line before"


@pytest.mark.parametrize("leaves_first", [True, False])
def test_no_alarm_for_who_was_served_or_has_a_new_place(*, leaves_first: bool) -> None:
    desk = shop(queue_alarm_minutes=15)
    conversation = open_one(desk)
    wait_for(desk, conversation, since=desk.now)
    timer = desk.timers[(TimerKind.QUEUE_ALARM, conversation.id)]
    assert timer is not None
    leave_queue(desk, conversation.id, reason="by_hand", actor=SYSTEM)
    if not leaves_first:
        later(desk, 10)
        wait_for(desk, conversation, since=desk.now)
    desk.now = timer.due_at
    fire_timer(desk, timer)
    assert alarms(desk) == []


def test_what_comes_back_older_than_the_limit_is_told_at_once() -> None:
    desk = shop(when_absent=REQUEUE, queue_alarm_minutes=5)
    conversation = given_to(desk, ANA)
    leaves(desk, ANA)
    release(desk, conversation)
    timer = desk.timers[(TimerKind.QUEUE_ALARM, conversation.id)]
    assert timer is not None
    assert timer.due_at == desk.now


WAYS_BACK = st.sampled_from(["leaves", "is silent", "is late to be taken"])


@given(
    st.lists(st.tuples(WAYS_BACK, st.integers(0, 90)), min_size=1, max_size=6),
    st.sampled_from([REQUEUE, COLLEAGUE]),
)
def test_whatever_goes_back_in_line_keeps_its_age(
    ways: list[tuple[str, int]], policy: WhenAbsent
) -> None:
    """However often it goes back, and by whatever way: the place in line is that of the first wait."""
    desk = shop(when_absent=policy, silence_minutes=10)
    conversation = given_to(desk, ANA, unanswered=True)
    for way, minutes in ways:
        later(desk, minutes)
        if desk.get_conversation(conversation.id).assignee_id is None:
            assign_conversation(desk, conversation.id, ANA, actor=user_actor(OLGA))
        for other in (BO, CLEO, OLGA):
            set_presence(desk, other, Presence.OFFLINE, actor=user_actor(other))
        set_presence(desk, ANA, Presence.ONLINE, actor=user_actor(ANA))
        react(desk)
        if way == "leaves":
            leaves(desk, ANA)
            assert release_of_absent(desk, conversation.id, since=NOON, actor=SYSTEM)
        elif way == "is silent":
            set_presence(desk, ANA, Presence.BUSY, actor=user_actor(ANA))
            fire(desk, TimerKind.SILENCE, conversation)
        else:
            wait_for(desk, conversation, user_id=ANA, deadline_at=desk.now, since=NOON)
            set_presence(desk, ANA, Presence.BUSY, actor=user_actor(ANA))
            assert expire_entry(desk, conversation.id)
        react(desk)
        (entry,) = [each for each in desk.queue if each.conversation_id == conversation.id]
        assert (entry.since, entry.deadline_at) == (NOON, None)
