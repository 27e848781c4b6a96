"""What starts a run, and what does not."""

import pytest

from desks import ANA, CLEO, OLGA
from parley.actions.conversations import close_conversation, open_conversation
from parley.actions.reactions import react
from parley.actions.runs import resume_assigned, stop_run, wake_run
from parley.actions.starting import start_runs
from parley.domain.actor import SYSTEM, Actor, ActorKind, user_actor
from parley.domain.conversation import Source
from parley.domain.errors import NotFound
from parley.domain.events import RunStarted
from parley.domain.ids import UUID, RunId
from parley.domain.queue import QueueEntry, Strategy
from parley.domain.run import EndReason
from parley.workflows.conditions import Comparison, Operator
from parley.workflows.steps import (
    AssignTo,
    CloseConversation,
    JumpTo,
    OpenConversation,
    UpdateField,
    Wait,
)
from parley.workflows.steps.assign_to import ToUser
from parley.workflows.triggers import ConversationOpenedTrigger
from stories import Story
from workflows_by_hand import ask_text, flow, say, set_city

FROM_CONTACT = ConversationOpenedTrigger(sources=[Source.CONTACT])


def opened_by(story: Story, source: Source, actor: Actor) -> None:
    open_conversation(story.desk, story.contact("Mai").id, source=source, actor=actor)
    story.settle()


@pytest.mark.parametrize("source", [Source.USER, Source.API, Source.WORKFLOW])
def test_5b_4_source_contact_is_not_fired_by_others(source: Source) -> None:
    story = Story(flow(trigger=FROM_CONTACT, hello=say("Hello")))
    story.writes("Mai", "hi")
    story.closes("Mai")
    opened_by(story, source, user_actor(OLGA))
    assert len(story.runs("Mai")) == 1


def test_a_source_can_be_left_out() -> None:
    trigger = ConversationOpenedTrigger(except_sources=[Source.CONTACT])
    story = Story(flow(trigger=trigger, hello=say("Hello")))
    story.writes("Mai", "hi")
    assert story.runs("Mai") == []
    story.closes("Mai")
    opened_by(story, Source.USER, user_actor(OLGA))
    assert len(story.runs("Mai")) == 1


def test_a_trigger_has_conditions() -> None:
    is_german = Comparison(field="contact.language", operator=Operator.IS_EQUAL_TO, value="de")
    story = Story(flow(trigger=ConversationOpenedTrigger(condition=is_german), hello=say("Hallo")))
    story.writes("Mai", "hi")
    story.writes("Kai", "moin", language="de")
    assert story.runs("Mai") == []
    assert len(story.runs("Kai")) == 1


def test_5b_5_once_per_contact_blocks_whoever_was_enrolled_before_it_was_switched_on() -> None:
    story = Story()
    version = story.publish(flow(hello=say("Hello")))
    story.writes("Mai", "hi")
    story.closes("Mai")
    story.publish(flow(once=True, hello=say("Hello")), workflow=version.workflow_id)
    story.writes("Mai", "again")
    story.writes("Nam", "hi")
    assert len(story.runs("Mai")) == 1
    assert len(story.runs("Nam")) == 1


def test_a_run_stays_on_the_version_it_started_with() -> None:
    story = Story()
    version = story.publish(flow(ask=ask_text(success="old"), old=say("Old words")))
    story.writes("Mai", "hi")
    story.publish(
        flow(ask=ask_text(success="new"), new=say("New words")), workflow=version.workflow_id
    )
    story.writes("Mai", "my order")
    assert story.heard("Mai")[-1] == "Old words"


def test_a_workflow_runs_once_at_a_time_for_a_contact() -> None:
    wait = flow(wait=Wait(seconds=3600))
    story = Story(wait)
    story.writes("Mai", "hi")
    event = next(e for e in story.desk.events if e.kind == "ConversationOpened")
    assert start_runs(story.desk, event) == []
    assert len(story.runs("Mai")) == 1


def test_several_workflows_start_in_the_order_of_their_publication() -> None:
    story = Story(flow(name="A", hello=say("One")), flow(name="B", hello=say("Two")))
    story.writes("Mai", "hi")
    assert story.heard("Mai") == ["One", "Two"]
    assert len(story.events(RunStarted)) == 2


def test_a_workflow_is_never_started_by_an_event_that_it_has_caused() -> None:
    steps = flow(
        wait=Wait(seconds=60, lanes={"next": "open"}),
        open=OpenConversation(lanes={"next": "city"}),
        city=set_city("Hanoi"),
    )
    story = Story(steps)
    story.writes("Mai", "hi")
    # Closed without reactions, as in a batch where both come together: the run opens the next one.
    run = story.run("Mai")
    actor = Actor(ActorKind.WORKFLOW, run.workflow_id, run.chain)
    close_conversation(story.desk, run.contact_id, None, source=Source.WORKFLOW, actor=actor)
    react(story.desk)
    opened_by(story, Source.WORKFLOW, actor)
    assert len(story.runs("Mai")) == 1


def test_a_workflow_that_jumps_for_ever_is_ended_in_sight() -> None:
    steps = flow(a=set_city("x", then="b"), b=set_city("y", then="a"))
    story = Story(steps)
    story.writes("Mai", "hi")
    assert story.run("Mai").end_reason is EndReason.TOO_MANY_STEPS
    assert story.desk.visits[-1].error == "more than 1000 steps without a wait"


def test_jumps_are_counted_for_each_jump_of_a_run() -> None:
    steps = flow(
        city=UpdateField.model_validate(
            {
                "scope": "contact",
                "slug": "city",
                "value": "{{contact.fields.city}}x",
                "lanes": {"next": "again"},
            }
        ),
        again=JumpTo(max_jumps=3, lanes={"target": "city"}),
    )
    story = Story(steps)
    story.writes("Mai", "hi")
    assert story.contact("Mai").fields == {"city": "xxxx"}
    assert story.run("Mai").jumps == {"again": 3}


def test_a_step_that_is_not_there_ends_the_run() -> None:
    story = Story(flow(hello=say("Hello", then="gone")))
    story.writes("Mai", "hi")
    assert story.run("Mai").end_reason is EndReason.STEP_FAILED


def test_a_version_that_is_gone_ends_the_run() -> None:
    story = Story(flow(ask=ask_text()))
    story.writes("Mai", "hi")
    story.forget_versions()
    story.writes("Mai", "my order")
    assert story.run("Mai").end_reason is EndReason.STEP_FAILED


def test_what_is_over_is_not_woken() -> None:
    story = Story(flow(wait=Wait(seconds=60)))
    story.writes("Mai", "hi")
    run = story.run("Mai")
    assert wake_run(story.desk, RunId(UUID(int=999)), "1:0:time") is None
    assert wake_run(story.desk, run.id, "1:0:time") is None
    stop_run(story.desk, run.id, actor=user_actor(OLGA))
    assert wake_run(story.desk, run.id, "1:0:time") is None
    with pytest.raises(NotFound):
        stop_run(story.desk, RunId(UUID(int=999)), actor=SYSTEM)


def test_a_claim_for_another_visit_moves_nothing() -> None:
    story = Story(flow(wait=Wait(seconds=60)))
    story.writes("Mai", "hi")
    run = story.run("Mai")
    entry = QueueEntry(
        story.desk.workspace_id,
        story.conversation("Mai").id,
        run.contact_id,
        None,
        None,
        None,
        Strategy.ROUND_ROBIN,
        online_only=True,
        max_open=None,
        priority=0,
        since=story.now,
        deadline_at=None,
        run_id=run.id,
        visit=1,
    )
    assert resume_assigned(story.desk, entry, user_id=ANA) is None
    assert story.run("Mai") is run


def test_a_conversation_that_the_workflow_opens_is_its_own() -> None:
    steps = flow(
        trigger=FROM_CONTACT,
        close=CloseConversation(summary="Done with {{contact.name}}", lanes={"next": None}),
    )
    story = Story(steps)
    story.writes("Mai", "hi")
    assert story.conversation("Mai").summary == "Done with Mai"


def test_a_run_that_is_assigned_again_and_again_is_ended() -> None:
    again = AssignTo(target=ToUser(user_id=CLEO), overwrite=True, lanes={"next": "again"})
    story = Story(flow(again=again))
    story.writes("Mai", "hi")
    run = story.run("Mai")
    assert (run.end_reason, run.visit) == (EndReason.TOO_MANY_STEPS, 1001)
    assert story.conversation("Mai").assignee_id == CLEO
