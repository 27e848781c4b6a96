"""Workflows to begin with: the demo's and the benchmark's."""

from parley.domain.conversation import Source
from parley.domain.ids import TeamId
from parley.domain.queue import Strategy
from parley.workflows.answers import EmailAnswer, MultipleChoiceAnswer
from parley.workflows.answers.multiple_choice import Option
from parley.workflows.conditions import Comparison, Operator
from parley.workflows.definition import Definition
from parley.workflows.limits import QUIET_SECONDS_DEFAULT
from parley.workflows.steps import AskQuestion, AssignTo, Branch, SendMessage
from parley.workflows.steps.ask_question import ToContactField, ToConversationField
from parley.workflows.steps.assign_to import ToTeam
from parley.workflows.steps.branch import Way
from parley.workflows.triggers import ConversationOpenedTrigger

_SALES, _SUPPORT = "Sales", "Support"
_FROM_CONTACT = ConversationOpenedTrigger(sources=[Source.CONTACT])
_TOPICS = MultipleChoiceAnswer(
    options=[Option(id="sales", title=_SALES), Option(id="support", title=_SUPPORT)]
)


def demo_inbound(
    *,
    sales: TeamId,
    support: TeamId,
    quiet_seconds: int = QUIET_SECONDS_DEFAULT,
    max_open: int | None = None,
    topic_slug: str = "topic",
) -> Definition:
    """Welcome, topic, e-mail, team, agent. The conversation field `topic_slug` must exist. Each team's
    agents are served round robin, those online and below their capacity (and `max_open`, if given).
    """
    return Definition(
        name="Welcome and route",
        description="Greets a new conversation, asks what it is about and for an e-mail address, "
        + "and gives it to an agent of the right team.",
        trigger=_FROM_CONTACT,
        quiet_seconds=quiet_seconds,
        start="welcome",
        steps={
            "welcome": SendMessage(
                name="Welcome",
                text="Hello {{contact.first_name|there}}, welcome! I have two short questions.",
                lanes={"next": "topic"},
            ),
            "topic": _ask_topic(topic_slug),
            "email": _ask_email(),
            "which": _choose_team("sales", topic_slug),
            "sales": _assign(sales, max_open),
            "support": _assign(support, max_open),
            "thanks": SendMessage(
                name="Introduce the agent",
                text="Thank you! {{assignee.name|A colleague}} will be with you in a moment.",
            ),
            "sorry": SendMessage(
                name="Nobody is free",
                text="All our colleagues are busy. We have your message and will answer here.",
            ),
        },
    )


def bench_inbound(
    *, sales: TeamId, support: TeamId, topic_slug: str = "topic", online_only: bool = True
) -> Definition:
    """The mix of the benchmark: one question at opening; its answer branches, sets the team and assigns."""
    return Definition(
        name="Bench",
        trigger=_FROM_CONTACT,
        quiet_seconds=0,
        start="topic",
        steps={
            "topic": AskQuestion(
                text="What can we help you with?",
                answer=_TOPICS,
                save_to=[ToConversationField(slug=topic_slug)],
                lanes={
                    "success": "which",
                    "invalid": "support",
                    "timeout": "support",
                    "person": "support",
                },
            ),
            "which": _choose_team("sales", topic_slug),
            "sales": AssignTo(target=ToTeam(team_id=sales), online_only=online_only),
            "support": AssignTo(target=ToTeam(team_id=support), online_only=online_only),
        },
    )


def _ask_topic(topic_slug: str) -> AskQuestion:
    return AskQuestion(
        name="Ask for the topic",
        text="What can we help you with?",
        answer=_TOPICS,
        save_to=[ToConversationField(slug=topic_slug)],
        retries=2,
        retry_text="Please choose one of these.",
        lanes={"success": "email", "invalid": "support", "timeout": "support", "person": "support"},
    )


def _ask_email() -> AskQuestion:
    return AskQuestion(
        name="Ask for the e-mail address",
        text="What is your e-mail address?",
        answer=EmailAnswer(),
        save_to=[ToContactField(slug="email")],
        retries=2,
        retry_text="That does not look like an e-mail address.",
        lanes={"success": "which", "invalid": "which", "timeout": "which", "person": "which"},
    )


def _choose_team(way: str, topic_slug: str) -> Branch:
    is_sales = Comparison(
        field=f"conversation.fields.{topic_slug}", operator=Operator.IS_EQUAL_TO, value=_SALES
    )
    return Branch(
        name="Sales or Support?",
        branches=[Way(id=way, name=_SALES, condition=is_sales)],
        lanes={way: "sales", "else": "support"},
    )


def _assign(team_id: TeamId, max_open: int | None) -> AssignTo:
    return AssignTo(
        name="Give it to an agent",
        target=ToTeam(team_id=team_id),
        strategy=Strategy.ROUND_ROBIN,
        online_only=True,
        max_open=max_open,
        lanes={"next": "thanks", "timeout": "sorry"},
    )
