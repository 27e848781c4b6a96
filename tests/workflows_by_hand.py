"""Short ways to write down workflows in tests."""

from collections.abc import Mapping

from desks import SALES
from parley.domain.contact import FieldScope
from parley.workflows.answers import EmailAnswer, MultipleChoiceAnswer, NumberAnswer, TextAnswer
from parley.workflows.answers.multiple_choice import Option
from parley.workflows.definition import Definition, Exits
from parley.workflows.steps import AskQuestion, AssignTo, SendMessage, UpdateField
from parley.workflows.steps.ask_question import ToVariable
from parley.workflows.steps.assign_to import ToTeam
from parley.workflows.steps.step import Step
from parley.workflows.triggers import ConversationOpenedTrigger, Trigger


def flow(
    *,
    quiet: int = 0,
    once: bool = False,
    trigger: Trigger | None = None,
    exits: Exits | None = None,
    reentry: str = "when_ended",
    name: str = "Test",
    **steps: Step,
) -> Definition:
    """A workflow that begins with the first step named."""
    made = flow_of(steps)
    return made.model_copy(
        update={
            "name": name,
            "trigger": trigger or made.trigger,
            "quiet_seconds": quiet,
            "once_per_contact": once,
            "reentry": reentry,
            "exits": exits or made.exits,
        }
    )


def flow_of(steps: Mapping[str, Step]) -> Definition:
    """The same from a map of steps."""
    return Definition.model_validate(
        {
            "name": "Test",
            "trigger": ConversationOpenedTrigger(),
            "quiet_seconds": 0,
            "start": next(iter(steps)),
            "steps": dict(steps),
        }
    )


def say(text: str, *, then: str | None = None) -> SendMessage:
    return SendMessage(text=text, lanes={"next": then})


def choose(*titles: str, text: str = "Which one?", retries: int = 0, **lanes: str) -> AskQuestion:
    options = [Option(id=f"o{number}", title=title) for number, title in enumerate(titles, 1)]
    return AskQuestion(
        text=text,
        answer=MultipleChoiceAnswer(options=options),
        retries=retries,
        save_to=[ToVariable(name="choice")],
        lanes=dict(lanes),
    )


def ask_email(text: str = "Your e-mail?", *, retries: int = 0, **lanes: str) -> AskQuestion:
    return AskQuestion(
        text=text,
        answer=EmailAnswer(),
        retries=retries,
        save_to=[ToVariable(name="email")],
        lanes=dict(lanes),
    )


def ask_number(text: str = "How many?", *, retries: int = 0, **lanes: str) -> AskQuestion:
    return AskQuestion(
        text=text,
        answer=NumberAnswer(),
        retries=retries,
        save_to=[ToVariable(name="number")],
        lanes=dict(lanes),
    )


def ask_text(text: str = "What is it about?", **lanes: str) -> AskQuestion:
    return AskQuestion(
        text=text, answer=TextAnswer(), save_to=[ToVariable(name="text")], lanes=dict(lanes)
    )


def assign(**lanes: str) -> AssignTo:
    return AssignTo(target=ToTeam(team_id=SALES), lanes=dict(lanes))


def set_city(value: str, *, then: str | None = None) -> UpdateField:
    return UpdateField(scope=FieldScope.CONTACT, slug="city", value=value, lanes={"next": then})
