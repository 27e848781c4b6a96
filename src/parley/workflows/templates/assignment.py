"""Templates that give a conversation to an agent."""

from parley.workflows.templates.choices import Chosen
from parley.workflows.templates.parts import BUSY, Part, a_team, a_text, assign, body, say
from parley.workflows.templates.template import Category, Template

_GREETING = a_text(
    "greeting",
    "What the contact is greeted with",
    "Hello {{contact.first_name|there}}! A colleague will be with you in a moment.",
)


def _spread(key: str, name: str, description: str, settings: Part) -> Template:
    return Template(
        key=key,
        name=name,
        description=description,
        category=Category.ASSIGNMENT,
        choices=(_GREETING, a_team()),
        body=body(
            {
                "welcome": say(Chosen("greeting"), name="Welcome", then="assign"),
                "assign": assign("team", busy="busy", settings=settings),
                "busy": say(BUSY),
            }
        ),
    )


ASSIGNMENT = (
    _spread(
        "round_robin",
        "Round robin",
        "Greets, then serves the team's agents in turn, whether online or not.",
        {"strategy": "round_robin", "online_only": False},
    ),
    _spread(
        "round_robin_online",
        "Round robin, online only",
        "Greets, then serves the team's agents in turn, those who are online.",
        {"strategy": "round_robin", "online_only": True},
    ),
    _spread(
        "least_open",
        "Least open conversations",
        "Greets, then gives the conversation to the agent who has the fewest.",
        {"strategy": "least_open", "online_only": True},
    ),
    _spread(
        "anybody_anew",
        "Not to the former agent",
        "A contact who comes back gets whoever is free, as if unassigned when the last conversation closed.",
        {"strategy": "round_robin", "online_only": True, "overwrite": True},
    ),
)
