"""What starts a workflow, kind by kind, and what each tells its run."""

from itertools import pairwise
from typing import cast

import pytest

from desks import ANA, LEAD, OLGA, VIP, WHATSAPP, WORKSPACE, fixed_id
from parley.actions.contacts import block_contact, set_contact_field, tag_contact, untag_contact
from parley.actions.conversations import set_conversation_field
from parley.actions.lifecycle import set_lifecycle_stage
from parley.actions.receiving import receive_message
from parley.domain.actor import user_actor
from parley.domain.channel import ContactProfile, InboundMessage, Referral, SenderAddress
from parley.domain.content import Call, Content, Text
from parley.domain.ids import StageId, TagId, WorkflowId
from parley.domain.lifecycle import LifecycleStage
from parley.domain.run import EndReason
from parley.workflows.conditions import Comparison, Operator
from parley.workflows.definition import Definition, Exits
from parley.workflows.limits import CHAIN_DEPTH
from parley.workflows.steps import TriggerWorkflow, Wait
from parley.workflows.triggers import (
    AdTrigger,
    CallEndedTrigger,
    ContactFieldTrigger,
    ContactTagTrigger,
    ConversationFieldTrigger,
    ConversationOpenedTrigger,
    LifecycleTrigger,
    ManualTrigger,
    Trigger,
)
from stories import Story
from workflows_by_hand import ask_text, assign, flow, say, set_city

BY_OLGA = user_actor(OLGA)
NEW, WON = StageId(fixed_id(61)), StageId(fixed_id(62))


def tells(trigger: Trigger, text: str, *, once: bool = False) -> Definition:
    """A workflow in the background that keeps what its trigger tells."""
    return flow(trigger=trigger, once=once, city=set_city(text))


def kept(story: Story) -> object:
    return story.contact("Mai").fields.get("city")


def mai(*definitions: Definition) -> Story:
    story = Story(*definitions)
    story.writes("Mai", "hi")
    return story


def arrives(story: Story, content: Content, *, referral: Referral | None = None) -> None:
    """Something comes in from Mai that a Story has no short word for."""
    story.passes(10)
    channel = story.reference.channels[WHATSAPP]
    number = len(story.desk.messages)
    inbound = InboundMessage(
        channel.external_id,
        f"special-{number}",
        story.now,
        (SenderAddress("wa_id", "mai", "whatsapp"),),
        content,
        ContactProfile(display_name="Mai"),
        referral=referral,
    )
    receive_message(story.desk, channel, inbound)
    story.settle()


@pytest.mark.parametrize(
    ("change", "tag_ids", "told"),
    [
        ("added", [], "VIP added"),
        ("added", [VIP], "VIP added"),
        ("added", [LEAD], None),
        ("removed", [VIP], "VIP removed"),
        ("any", [], "VIP removed"),
    ],
)
def test_a_tag_starts_a_workflow(change: str, tag_ids: list[TagId], told: str | None) -> None:
    trigger = ContactTagTrigger.model_validate({"change": change, "tag_ids": tag_ids})
    story = mai(tells(trigger, "{{trigger.tag}} {{trigger.change}}"))
    contact_id = story.contact("Mai").id
    tag_contact(story.desk, contact_id, VIP, actor=BY_OLGA)
    story.settle()
    untag_contact(story.desk, contact_id, VIP, actor=BY_OLGA)
    story.settle()
    assert kept(story) == told


def test_a_field_starts_a_workflow_that_knows_both_values() -> None:
    text = "{{trigger.field}}: {{trigger.old|none}} > {{trigger.new}}"
    story = mai(tells(ContactFieldTrigger(slugs=["budget"]), text))
    contact_id = story.contact("Mai").id
    for budget in (100, 100, 250):
        set_contact_field(story.desk, contact_id, "budget", budget, actor=BY_OLGA)
        story.settle()
    assert kept(story) == "budget: 100 > 250"
    assert len(story.runs("Mai")) == 2


def test_a_field_that_a_trigger_does_not_name_starts_nothing() -> None:
    story = mai(tells(ContactFieldTrigger(slugs=["plan"]), "x"))
    set_contact_field(story.desk, story.contact("Mai").id, "budget", 5, actor=BY_OLGA)
    story.settle()
    assert story.runs("Mai") == []


def test_a_field_of_the_conversation_starts_a_workflow() -> None:
    trigger = ConversationFieldTrigger(slugs=["topic"])
    story = mai(tells(trigger, "{{trigger.new}}"))
    topic = story.conversation("Mai").id
    set_conversation_field(story.desk, topic, "order_number", "A1", actor=BY_OLGA)
    set_conversation_field(story.desk, topic, "topic", "Shoes", actor=BY_OLGA)
    story.settle()
    assert kept(story) == "Shoes"
    assert story.run("Mai").conversation_id == topic


def test_a_lifecycle_stage_starts_a_workflow() -> None:
    story = mai(
        tells(LifecycleTrigger(to_stage_ids=[WON]), "{{trigger.old|none}} > {{trigger.new}}")
    )
    stages = cast("dict[StageId, LifecycleStage]", story.reference.stages)
    stages.update(
        {
            NEW: LifecycleStage(WORKSPACE, NEW, "New", 1),
            WON: LifecycleStage(WORKSPACE, WON, "Won", 2),
        }
    )
    for stage in (NEW, WON):
        set_lifecycle_stage(story.desk, story.contact("Mai").id, stage, actor=BY_OLGA)
        story.settle()
    assert kept(story) == "New > Won"
    assert len(story.runs("Mai")) == 1


@pytest.mark.parametrize(
    ("ad_ids", "referral", "told"),
    [
        ([], Referral("ad", "a1", headline="Summer sale", click_id="c9"), "a1 Summer sale c9"),
        (["a1"], Referral("ad", "a1", headline="Summer sale", click_id="c9"), "a1 Summer sale c9"),
        (["a2"], Referral("ad", "a1"), None),
        ([], Referral("product", "shoe-7"), None),
        ([], None, None),
    ],
)
def test_an_ad_starts_a_workflow(
    ad_ids: list[str], referral: Referral | None, told: str | None
) -> None:
    text = "{{trigger.ad_id}} {{trigger.ad_title}} {{trigger.click_id}}"
    story = Story(tells(AdTrigger(ad_ids=ad_ids), text))
    arrives(story, Text("Is this still on?"), referral=referral)
    assert kept(story) == told


@pytest.mark.parametrize(
    ("direction", "outcome", "starts"),
    [
        ("any", "any", True),
        ("in", "answered", True),
        ("out", "any", False),
        ("in", "missed", False),
    ],
)
def test_a_call_that_has_ended_starts_a_workflow(
    direction: str, outcome: str, *, starts: bool
) -> None:
    trigger = CallEndedTrigger.model_validate({"direction": direction, "outcome": outcome})
    story = mai(tells(trigger, "{{trigger.status}} {{trigger.seconds}}"))
    arrives(story, Call("in", "completed", 40))
    assert kept(story) == ("completed 40" if starts else None)


def test_the_first_message_and_the_channel_are_there_for_conditions() -> None:
    wants_price = Comparison(
        field="trigger.first_message", operator=Operator.CONTAINS, value="price"
    )
    trigger = ConversationOpenedTrigger(condition=wants_price)
    story = Story(tells(trigger, "{{trigger.channel_kind}}: {{trigger.first_message}}"))
    story.writes("Nam", "hello")
    story.writes("Mai", "what is the price?")
    assert story.runs("Nam") == []
    assert kept(story) == "whatsapp: what is the price?"


@pytest.mark.parametrize("once", [True, False])
def test_5b_5_once_per_contact_holds_for_every_event(*, once: bool) -> None:
    story = mai(tells(ContactTagTrigger(), "x", once=once))
    contact_id = story.contact("Mai").id
    for tag_id in (VIP, LEAD):
        tag_contact(story.desk, contact_id, tag_id, actor=BY_OLGA)
        story.settle()
    assert len(story.runs("Mai")) == (1 if once else 2)


def test_a_start_while_a_run_is_live_waits_or_restarts_as_the_workflow_says() -> None:
    for reentry, ends in (("when_ended", [None]), ("restart", [EndReason.RESTARTED, None])):
        story = mai(flow(trigger=ContactTagTrigger(), reentry=reentry, wait=Wait(seconds=3600)))
        for tag_id in (VIP, LEAD):
            tag_contact(story.desk, story.contact("Mai").id, tag_id, actor=BY_OLGA)
            story.settle()
        assert [run.end_reason for run in story.runs("Mai")] == ends


def test_a_blocked_contact_starts_nothing() -> None:
    story = mai(tells(ContactTagTrigger(), "x"))
    block_contact(story.desk, story.contact("Mai").id, actor=BY_OLGA)
    tag_contact(story.desk, story.contact("Mai").id, VIP, actor=BY_OLGA)
    story.settle()
    assert story.runs("Mai") == []


# -- one workflow starts another -------------------------------------------------------------------------


def call(workflow: WorkflowId, *, then: str | None = None, **variables: str) -> TriggerWorkflow:
    return TriggerWorkflow(workflow_id=workflow, variables=variables, lanes={"next": then})


def test_a_workflow_starts_another_and_goes_on() -> None:
    story = Story()
    other = story.publish(
        flow(trigger=ManualTrigger(inputs=["topic"]), say=say("About {{trigger.topic}}"))
    )
    caller = flow(
        call=call(other.workflow_id, then="bye", topic="{{contact.name}}'s shoes", odd="x"),
        bye=say("Bye"),
    )
    story.publish(caller)
    story.writes("Mai", "hi")
    # The caller does not wait: what it says next comes before what the other says.
    assert story.heard("Mai") == ["Bye", "About Mai's shoes"]
    first, second = story.runs("Mai")
    assert second.chain == (first.workflow_id, second.workflow_id)
    assert second.variables == {"trigger.topic": "Mai's shoes"}


def test_5b_17_workflows_that_call_each_other_stop_where_they_met() -> None:
    story = Story()
    back, forth = WorkflowId(fixed_id(301)), WorkflowId(fixed_id(302))
    story.publish(flow(trigger=ManualTrigger(), a=call(forth)), workflow=back)
    story.publish(flow(trigger=ManualTrigger(), b=call(back)), workflow=forth)
    story.publish(flow(trigger=ConversationOpenedTrigger(), c=call(back)))
    story.writes("Mai", "hi")
    assert len(story.runs("Mai")) == 3
    refused = [visit.error for visit in story.desk.visits if visit.error]
    assert refused == ["in_chain: the workflow stands in the chain of causes already"]


def test_a_chain_of_workflows_has_an_end() -> None:
    story = Story()
    ids = [WorkflowId(fixed_id(310 + number)) for number in range(CHAIN_DEPTH + 2)]
    for here, following in pairwise(ids):
        trigger = ConversationOpenedTrigger() if here is ids[0] else ManualTrigger()
        story.publish(flow(trigger=trigger, go=call(following)), workflow=here)
    story.publish(flow(trigger=ManualTrigger(), end=set_city("reached")), workflow=ids[-1])
    story.writes("Mai", "hi")
    assert len(story.runs("Mai")) == CHAIN_DEPTH
    assert kept(story) is None
    assert story.desk.visits[-1].error == "chain_too_deep: at most 5 workflows start one another"


def test_a_workflow_that_runs_or_is_not_published_takes_the_failure_lane() -> None:
    story = Story()
    waits = story.publish(flow(trigger=ManualTrigger(), wait=Wait(seconds=3600)))
    twice = TriggerWorkflow(
        workflow_id=waits.workflow_id, lanes={"next": "again", "failure": "sorry"}
    )
    gone = TriggerWorkflow(
        workflow_id=WorkflowId(fixed_id(399)), lanes={"failure": "first", "next": None}
    )
    story.publish(
        flow(
            gone=gone,
            first=twice,
            again=Wait(seconds=5, lanes={"next": "second"}),
            second=twice,
            sorry=set_city("sorry"),
        )
    )
    story.writes("Mai", "hi")
    story.passes(6)
    assert kept(story) == "sorry"
    errors = [visit.error for visit in story.desk.visits if visit.error]
    assert errors == [
        "not_published: the workflow is not published",
        "already_running: The workflow is running for this contact already.",
    ]


# -- what the contact writes may end a run --------------------------------------------------------------


def test_a_workflow_may_end_when_the_contact_writes_outside_a_question() -> None:
    nudge = flow(
        exits=Exits(contact_writes=True),
        hello=say("Hello", then="wait"),
        wait=Wait(seconds=3600, lanes={"next": "nudge"}),
        nudge=say("Still there?"),
    )
    story = mai(nudge)
    story.writes("Mai", "one more thing")
    assert story.run("Mai").end_reason is EndReason.CONTACT_WROTE
    assert story.conversation("Mai").handler.value == "nobody"
    story.passes(3600)
    assert story.heard("Mai") == ["Hello"]


def test_an_answer_right_or_wrong_is_not_writing_outside_a_question() -> None:
    story = mai(flow(exits=Exits(contact_writes=True), ask=ask_text(success="team"), team=assign()))
    story.writes("Mai", "shoes")
    assert story.run("Mai").end_reason is EndReason.COMPLETED
    assert story.conversation("Mai").assignee_id == ANA


def test_without_that_choice_a_run_goes_on_when_the_contact_writes() -> None:
    story = mai(flow(wait=Wait(seconds=60)))
    story.writes("Mai", "one more thing")
    assert story.run("Mai").is_live
