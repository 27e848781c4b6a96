"""The demo's workflow, played from the first word to the agent."""

from desks import ANA, BO, CLEO, SALES, SUPPORT
from parley.domain.conversation import Handler
from parley.domain.people import Presence
from parley.domain.run import EndReason
from parley.workflows.samples import bench_inbound, demo_inbound
from stories import Story


def test_the_demo_greets_asks_and_gives_the_conversation_to_an_agent_of_the_team() -> None:
    story = Story(demo_inbound(sales=SALES, support=SUPPORT))
    story.writes("Mai", "hi")
    story.passes(4)
    assert story.heard("Mai") == [
        "Hello Mai, welcome! I have two short questions.",
        "What can we help you with?",
    ]
    story.presses("Mai", "Sales")
    story.passes(4)
    assert story.heard("Mai")[-1] == "What is your e-mail address?"
    story.writes("Mai", "it is mai@example.com")
    conversation = story.conversation("Mai")
    assert conversation.team_id == SALES
    assert conversation.assignee_id == ANA
    assert conversation.handler is Handler.AGENT
    assert conversation.fields == {"topic": "Sales"}
    assert story.contact("Mai").email == "mai@example.com"
    assert story.heard("Mai")[-1] == "Thank you! Ana will be with you in a moment."
    assert story.run("Mai").end_reason is EndReason.COMPLETED


def test_the_demo_serves_a_team_round_robin() -> None:
    story = Story(demo_inbound(sales=SALES, support=SUPPORT))
    for who in ("Mai", "Nam", "Lan", "Tuan"):
        story.writes(who, "hi")
        story.passes(4)
        story.presses(who, "Sales")
        story.passes(4)
        story.writes(who, f"{who}@example.com")
    assigned = [story.conversation(who).assignee_id for who in ("Mai", "Nam", "Lan", "Tuan")]
    assert assigned == [ANA, BO, ANA, BO]


def test_the_bench_asks_once_and_assigns_on_the_answer() -> None:
    story = Story(bench_inbound(sales=SALES, support=SUPPORT))
    story.writes("Mai", "hi")
    assert story.heard("Mai") == ["What can we help you with?"]
    story.presses("Mai", "Support", after=0)
    assert story.conversation("Mai").assignee_id == CLEO
    assert story.trace("Mai") == [("topic", "success"), ("which", "else"), ("support", "next")]


def test_the_demo_waits_for_an_agent_and_goes_on_when_one_comes() -> None:
    story = Story(demo_inbound(sales=SALES, support=SUPPORT, quiet_seconds=0), online=())
    story.writes("Mai", "hi")
    story.writes("Mai", "sales")
    story.writes("Mai", "mai@example.com")
    assert story.conversation("Mai").assignee_id is None
    story.becomes(BO, Presence.ONLINE)
    assert story.conversation("Mai").assignee_id == BO
    assert story.heard("Mai")[-1] == "Thank you! Bo will be with you in a moment."
