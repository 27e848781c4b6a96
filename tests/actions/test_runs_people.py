"""The bot and the people: closing, take-over, assignment (O1, O5, O6, O17, O18)."""

from datetime import timedelta

from desks import ANA, BO, CLEO, OLGA, SALES, SUPPORT
from parley.actions.assigning import assign_conversation
from parley.actions.contacts import block_contact
from parley.actions.conversations import open_conversation
from parley.actions.runs import stop_run
from parley.domain.actor import SYSTEM, Actor, ActorKind, user_actor
from parley.domain.conversation import Handler, Source
from parley.domain.events import RunEnded
from parley.domain.message import MessageStatus
from parley.domain.people import Presence
from parley.domain.queue import Strategy
from parley.domain.run import EndReason, WaitKind
from parley.workflows.answers import TextAnswer
from parley.workflows.definition import Exits
from parley.workflows.steps import (
    AddComment,
    AskQuestion,
    AssignTo,
    CloseConversation,
    OpenConversation,
    UpdateTag,
    Wait,
)
from parley.workflows.steps.assign_to import ToNobody, ToTeam, ToUser, ToWorkspace
from stories import Story
from workflows_by_hand import ask_email, ask_text, assign, choose, flow, say, set_city


def queued(story: Story, who: str) -> bool:
    return story.desk.queue.get(story.conversation(who).id) is not None


def test_o01_closing_ends_every_run_and_queue_entry_of_the_conversation() -> None:
    story = Story(flow(name="A", ask=ask_text()), flow(name="B", to=assign()), online=())
    story.writes("Mai", "hi")
    assert queued(story, "Mai")
    story.closes("Mai")
    assert {run.end_reason for run in story.runs("Mai")} == {EndReason.CONVERSATION_CLOSED}
    assert not queued(story, "Mai")
    assert not [timer for timer in story.timers() if timer.kind.value in ("run", "queue_deadline")]


def test_o01_the_next_message_starts_a_new_cycle() -> None:
    story = Story(flow(ask=ask_text()))
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.writes("Mai", "hello again")
    assert [run.is_live for run in story.runs("Mai")] == [False, True]
    assert story.heard("Mai") == ["What is it about?"] * 2


def test_o01_a_workflow_that_closes_says_its_goodbye_and_ends() -> None:
    steps = flow(
        bye=say("Goodbye!", then="close"),
        close=CloseConversation(lanes={"next": "more"}),
        more=say("Never"),
    )
    story = Story(steps)
    story.delivers = False
    story.writes("Mai", "hi")
    assert story.run("Mai").end_reason is EndReason.CONVERSATION_CLOSED
    assert story.conversation("Mai").closed_by is Source.WORKFLOW
    assert story.heard("Mai") == ["Goodbye!"]
    assert story.trace("Mai") == [("bye", "next"), ("close", "next")]


def test_o05_while_a_run_owns_the_conversation_the_bot_handles_it() -> None:
    story = Story(flow(ask=ask_text()))
    story.writes("Mai", "hi")
    assert story.conversation("Mai").handler is Handler.BOT
    story.writes("Mai", "my order")
    assert story.conversation("Mai").handler is Handler.NOBODY


def test_o05_a_background_workflow_does_not_own_the_conversation() -> None:
    story = Story(flow(city=set_city("Hanoi", then="wait"), wait=Wait(seconds=60)))
    story.writes("Mai", "hi")
    assert story.conversation("Mai").handler is Handler.NOBODY


def test_o06_assign_to_sets_the_team_before_anybody_is_found() -> None:
    story = Story(flow(to=assign()), online=())
    story.writes("Mai", "hi")
    assert story.conversation("Mai").team_id == SALES
    assert story.conversation("Mai").assignee_id is None
    story.becomes(ANA, Presence.ONLINE)
    assert story.conversation("Mai").assignee_id == ANA


def test_o11_assign_to_waits_30_minutes_by_default_and_takes_the_time_out_lane() -> None:
    story = Story(flow(to=assign(timeout="sorry"), sorry=say("Nobody is free.")), online=())
    story.writes("Mai", "hi")
    story.passes(30 * 60 - 1)
    assert story.heard("Mai") == []
    story.passes(1)
    assert story.heard("Mai") == ["Nobody is free."]


def test_5b_13_without_a_time_out_lane_the_run_ends_and_the_conversation_still_waits_for_its_team() -> (
    None
):
    story = Story(flow(to=assign()), online=())
    story.writes("Mai", "hi")
    story.passes(30 * 60)
    assert story.run("Mai").end_reason is EndReason.TIMED_OUT
    story.becomes(BO, Presence.ONLINE)
    assert story.conversation("Mai").assignee_id == BO


def test_5b_14_a_manual_assignment_while_queued_stops_the_run_which_does_not_reassign() -> None:
    story = Story(flow(to=assign(next="late"), late=say("Too late")), online=())
    story.writes("Mai", "hi")
    story.assigns("Mai", CLEO)
    assert story.run("Mai").end_reason is EndReason.ASSIGNED_BY_HAND
    story.becomes(ANA, Presence.ONLINE)
    assert story.conversation("Mai").assignee_id == CLEO
    assert story.heard("Mai") == []


def test_o17_a_persons_answer_ends_a_run_that_speaks_and_takes_its_words_back() -> None:
    story = Story(flow(hello=say("Hello!", then="ask"), ask=ask_text()))
    story.delivers = False
    story.writes("Mai", "hi")
    story.replies(OLGA, "Mai", "I am here")
    assert story.run("Mai").end_reason is EndReason.PERSON_REPLIED
    assert story.heard("Mai") == ["I am here"]
    cancelled = [m for m in story.messages_to("Mai") if m.status is MessageStatus.FAILED]
    assert len(cancelled) == 2
    assert story.conversation("Mai").handler is Handler.AGENT


def test_o17_an_assignment_by_hand_ends_a_run_that_speaks() -> None:
    story = Story(flow(ask=ask_text()))
    story.writes("Mai", "hi")
    story.assigns("Mai", ANA)
    assert story.run("Mai").end_reason is EndReason.ASSIGNED_BY_HAND
    assert [e.reason for e in story.events(RunEnded)] == [EndReason.ASSIGNED_BY_HAND]


def test_o17_a_background_workflow_goes_on_when_a_person_answers() -> None:
    story = Story(flow(wait=Wait(seconds=60, lanes={"next": "city"}), city=set_city("Hanoi")))
    story.writes("Mai", "hi")
    story.replies(OLGA, "Mai", "I am here")
    story.passes(60)
    assert story.contact("Mai").fields == {"city": "Hanoi"}


def test_o17_a_workflow_may_opt_out() -> None:
    story = Story(flow(exits=Exits(person_replies=False, assigned_by_hand=False), ask=ask_text()))
    story.writes("Mai", "hi")
    story.replies(OLGA, "Mai", "I am here, too")
    assert story.run("Mai").is_live


def test_o17_after_its_own_assign_to_only_steps_that_do_not_wait_follow() -> None:
    steps = flow(
        quiet=3, to=assign(next="hello"), hello=say("Ana is here.", then="ask"), ask=ask_text()
    )
    story = Story(steps)
    story.writes("Mai", "hi")
    assert story.heard("Mai") == ["Ana is here."]
    assert story.run("Mai").end_reason is EndReason.COMPLETED
    assert story.desk.visits[-1].error == "a step that waits cannot follow a successful Assign To"


def test_o17_a_successful_assign_to_ends_the_other_bots() -> None:
    story = Story(flow(name="A", ask=ask_text()), flow(name="B", to=assign()), online=())
    story.writes("Mai", "hi")
    story.becomes(ANA, Presence.ONLINE)
    asking, assigning = story.runs("Mai")
    assert asking.end_reason is EndReason.TAKEN_OVER
    assert assigning.end_reason is EndReason.COMPLETED


def test_o17_what_was_said_before_its_own_assign_to_is_not_taken_back() -> None:
    story = Story(flow(hello=say("An agent comes.", then="to"), to=assign()))
    story.delivers = False
    story.writes("Mai", "hi")
    assert story.conversation("Mai").assignee_id == ANA
    assert story.heard("Mai") == ["An agent comes."]


def test_o17_an_assignment_by_the_api_lets_a_queued_run_go_on() -> None:
    story = Story(flow(to=assign(next="city"), city=set_city("Hanoi")), online=())
    story.writes("Mai", "hi")
    api = Actor(ActorKind.API)
    assign_conversation(story.desk, story.conversation("Mai").id, CLEO, actor=api)
    story.settle()
    assert story.run("Mai").end_reason is EndReason.COMPLETED
    assert story.conversation("Mai").assignee_id == CLEO
    assert story.contact("Mai").fields == {"city": "Hanoi"}


def test_o17_taken_out_of_the_queue_without_a_person_a_run_takes_its_time_out_lane() -> None:
    story = Story(flow(to=assign(timeout="city"), city=set_city("Hanoi")), online=())
    story.writes("Mai", "hi")
    api = Actor(ActorKind.API)
    assign_conversation(story.desk, story.conversation("Mai").id, None, actor=api)
    story.settle()
    assert story.trace("Mai") == [("to", "timeout"), ("city", "next")]


def test_o18_an_assigned_conversation_stays_with_its_holder() -> None:
    story = Story(
        flow(
            wait=Wait(seconds=60, lanes={"next": "to"}), to=assign(next="city"), city=set_city("x")
        )
    )
    story.writes("Mai", "hi")
    story.assigns("Mai", CLEO)
    story.passes(60)
    assert story.conversation("Mai").assignee_id == CLEO
    assert story.conversation("Mai").team_id == SALES
    assert story.trace("Mai")[-1] == ("city", "next")


def test_o18_a_holder_who_is_offline_is_not_eligible() -> None:
    story = Story(flow(wait=Wait(seconds=60, lanes={"next": "to"}), to=assign()), online=(ANA,))
    story.writes("Mai", "hi")
    story.assigns("Mai", CLEO)
    story.passes(60)
    assert story.conversation("Mai").assignee_id == ANA


def test_o18_overwrite_is_a_choice() -> None:
    to = AssignTo(target=ToTeam(team_id=SALES), overwrite=True)
    story = Story(flow(wait=Wait(seconds=60, lanes={"next": "to"}), to=to))
    story.writes("Mai", "hi")
    story.assigns("Mai", CLEO)
    story.passes(60)
    assert story.conversation("Mai").assignee_id == ANA


def test_o18_a_specific_user_has_a_fallback_team() -> None:
    target = ToUser(user_id=CLEO, fallback_team_id=SALES)
    story = Story(flow(to=AssignTo(target=target)))
    story.forget(CLEO)
    story.writes("Mai", "hi")
    assert story.conversation("Mai").assignee_id == ANA


def test_o18_a_specific_user_is_assigned() -> None:
    story = Story(flow(to=AssignTo(target=ToUser(user_id=BO))))
    story.writes("Mai", "hi")
    assert story.conversation("Mai").assignee_id == BO


def test_a_specific_user_who_has_left_without_fallback_takes_the_failure_lane() -> None:
    to = AssignTo(target=ToUser(user_id=CLEO), lanes={"failure": "sorry"})
    story = Story(flow(to=to, sorry=say("Sorry.")))
    story.forget(CLEO)
    story.writes("Mai", "hi")
    assert story.trace("Mai") == [("to", "failure"), ("sorry", "next")]


def test_a_deleted_team_in_a_published_workflow_ends_the_run_and_nobody_is_stuck() -> None:
    story = Story(flow(ask=ask_text(success="to"), to=assign()))
    story.writes("Mai", "hi")
    story.forget(SALES)
    story.writes("Mai", "my order")
    assert story.run("Mai").end_reason is EndReason.STEP_FAILED
    assert story.conversation("Mai").handler is Handler.NOBODY
    assert story.desk.visits[-1].error == "the team does not exist any more"


def test_a_team_deleted_while_a_conversation_waits_ends_in_the_time_out() -> None:
    story = Story(flow(to=assign(timeout="sorry"), sorry=say("Sorry.")), online=())
    story.writes("Mai", "hi")
    story.forget(SALES)
    story.passes(30 * 60)
    assert story.heard("Mai") == ["Sorry."]


def test_the_whole_workspace_can_be_asked() -> None:
    to = AssignTo(target=ToWorkspace(), strategy=Strategy.LEAST_OPEN, max_open=5)
    story = Story(flow(to=to), online=(CLEO,))
    story.writes("Mai", "hi")
    assert story.conversation("Mai").assignee_id == CLEO


def test_a_workflow_can_unassign() -> None:
    steps = flow(
        exits=Exits(assigned_by_hand=False),
        ask=ask_text(success="free"),
        free=AssignTo(target=ToNobody()),
    )
    story = Story(steps)
    story.writes("Mai", "hi")
    story.assigns("Mai", ANA)
    story.writes("Mai", "my order")
    assert story.conversation("Mai").assignee_id is None


def test_5b_19_a_text_after_the_reply_window_takes_the_failure_lane_before_the_provider() -> None:
    late = say("Still there?").model_copy(update={"lanes": {"next": None, "failure": "note"}})
    steps = flow(
        wait=Wait(seconds=24 * 3600 + 1, lanes={"next": "late"}),
        late=late,
        note=AddComment(text="The window is over"),
    )
    story = Story(steps)
    story.writes("Mai", "hi")
    # O4 would close the silent conversation first.
    story.assigns("Mai", ANA)
    assert story.run("Mai").end_reason is EndReason.ASSIGNED_BY_HAND
    story = Story(steps.model_copy(update={"exits": Exits(assigned_by_hand=False)}))
    story.writes("Mai", "hi")
    story.assigns("Mai", ANA)
    story.passes(24 * 3600 + 1)
    assert story.messages_to("Mai") == []
    assert story.trace("Mai") == [("wait", "next"), ("late", "failure"), ("note", "next")]


def test_blocking_the_contact_ends_its_runs_and_none_starts() -> None:
    story = Story(flow(ask=ask_text()))
    story.writes("Mai", "hi")
    block_contact(story.desk, story.contact("Mai").id, actor=user_actor(OLGA))
    story.settle()
    assert story.run("Mai").end_reason is EndReason.CONTACT_BLOCKED
    assert story.run("Mai").waiting is None


def test_a_person_can_stop_a_run() -> None:
    story = Story(flow(ask=ask_text()))
    story.writes("Mai", "hi")
    stopped = stop_run(story.desk, story.run("Mai").id, actor=user_actor(OLGA))
    assert stopped.end_reason is EndReason.STOPPED
    assert stop_run(story.desk, stopped.id, actor=user_actor(OLGA)) is stopped
    assert story.conversation("Mai").handler is Handler.NOBODY


def test_stopping_the_newer_run_repeats_the_older_question() -> None:
    story = Story(flow(name="A", ask=ask_text()), flow(name="B", ask=choose("X", "Y")))
    story.writes("Mai", "hi")
    stop_run(story.desk, story.runs("Mai")[1].id, actor=user_actor(OLGA))
    assert story.heard("Mai")[-1] == "What is it about?"
    assert story.runs("Mai")[0].is_live


def test_a_wait_ends_at_its_hour_and_messages_do_not_shorten_it() -> None:
    story = Story(flow(wait=Wait(seconds=3600, lanes={"next": "hello"}), hello=say("Hello")))
    story.writes("Mai", "hi")
    story.writes("Mai", "hello?", after=1800)
    assert story.heard("Mai") == []
    story.passes(1800)
    assert story.heard("Mai") == ["Hello"]


def test_a_stale_timer_does_nothing() -> None:
    story = Story(flow(ask=ask_email(retries=1)))
    story.writes("Mai", "hi")
    (stale,) = [timer for timer in story.timers() if timer.kind.value == "run"]
    story.writes("Mai", "abc")
    story.desk.set_timer(stale)
    story.passes(15 * 60 - 1)
    run = story.run("Mai")
    assert run.is_live
    assert run.waiting is not None
    assert run.waiting.kind is WaitKind.ANSWER


def test_a_conversation_can_be_opened_and_tagged_by_the_workflow_itself() -> None:
    story = Story(
        flow(
            open=OpenConversation(lanes={"next": "note"}),
            note=AddComment(text="Hello {{contact.name}}"),
        )
    )
    story.writes("Mai", "hi")
    assert [comment.body for comment in story.desk.comments] == ["Hello Mai"]


def test_a_deleted_tag_is_passed_over_and_noted() -> None:
    story = Story(flow(tag=UpdateTag(tag_ids=[SUPPORT]), more=say("unreached")))
    story.writes("Mai", "hi")
    assert story.run("Mai").end_reason is EndReason.COMPLETED
    assert "do not exist" in (story.desk.visits[-1].error or "")


def test_an_opening_by_an_agent_can_be_told_apart() -> None:
    story = Story(flow(ask=AskQuestion(text="Hm?", answer=TextAnswer())))
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.passes(timedelta(hours=1).total_seconds())
    open_conversation(story.desk, story.contact("Mai").id, source=Source.USER, actor=SYSTEM)
    story.settle()
    assert len(story.runs("Mai")) == 2
