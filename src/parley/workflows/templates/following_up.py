"""Templates for what comes after: ratings, and contacts who have gone silent or wait for too long."""

from collections.abc import Mapping

from parley.workflows.templates.choices import Choice, ChoiceKind, Chosen
from parley.workflows.templates.parts import (
    BUSY,
    Part,
    Words,
    a_secret,
    a_tag,
    a_team,
    a_text,
    all_of,
    an_address,
    ask,
    assign,
    bearer,
    body,
    branch,
    close,
    comment,
    post,
    say,
    tag,
    to_conversation,
    to_variable,
    when,
)
from parley.workflows.templates.template import Category, Template

# By a user: who was closed by a workflow or a silence is not asked.
_CLOSED: Part = {"kind": "conversation_closed", "sources": ["user"]}
_RATING = a_text(
    "question",
    "The question",
    "How content are you with our help, from 1 (not at all) to 5 (very)?",
)
_THANKS = a_text("thanks", "What they hear then", "Thank you for your answer!")


def _rated(then: str, *, save_to: list[Part]) -> Part:
    """Once the conversation is closed only a rating is an answer; anything else begins a new one."""
    question = ask(Chosen("question"), {"type": "rating"}, save_to=save_to, then=then)
    return {**question, "retries": 0, "offers_person": False, "lanes": {**_ENDS, "success": then}}


_ENDS: Mapping[str, str | None] = {"invalid": None, "timeout": None}

SURVEY = Template(
    key="survey",
    name="Survey after closing",
    description="Asks for a rating, keeps it, and asks those who are not content for the reason.",
    category=Category.FOLLOWING_UP,
    choices=(
        _RATING,
        _THANKS,
        Choice("rating", ChoiceKind.CONVERSATION_FIELD, "The field that keeps the rating"),
        a_tag("unhappy", "The tag of those who are not content"),
    ),
    body=body(
        {
            "ask": _rated(
                "which", save_to=[to_conversation(Chosen("rating")), to_variable("stars")]
            ),
            "which": branch(
                ("content", when("var.stars", "is_greater_than", 3), "thanks"), otherwise="mark"
            ),
            "thanks": say(Chosen("thanks")),
            "mark": tag("unhappy", then="why"),
            "why": {
                **ask(
                    "We are sorry. What could we do better?",
                    {"type": "text"},
                    save_to=[to_variable("reason")],
                    then="note",
                ),
                "retries": 0,
                "offers_person": False,
                "timeout_seconds": 12 * 3600,
                "lanes": {**_ENDS, "success": "note"},
            },
            "note": comment("Rated {{var.stars}}: {{var.reason}}", then="thanks"),
        },
        trigger=_CLOSED,
    ),
)


def _reported(
    key: str,
    name: str,
    description: str,
    *,
    choices: tuple[Choice, ...],
    headers: Mapping[str, Words],
) -> Template:
    return Template(
        key=key,
        name=name,
        description=description,
        category=Category.FOLLOWING_UP,
        choices=(_RATING, _THANKS, *choices),
        body=body(
            {
                "ask": _rated("report", save_to=[to_variable("stars")]),
                "report": post(
                    Chosen("address"),
                    {
                        "rating": "{{var.stars}}",
                        "contact_id": "{{contact.id}}",
                        "name": "{{contact.name}}",
                        "agent": "{{trigger.closed_by|}}",
                        "category": "{{trigger.category|}}",
                        "closed_at": "{{trigger.closed_at|}}",
                    },
                    headers=headers,
                    then="thanks",
                    failed="lost",
                ),
                "lost": comment("The rating {{var.stars}} could not be stored.", then="thanks"),
                "thanks": say(Chosen("thanks")),
            },
            trigger=_CLOSED,
        ),
    )


RATING_TO_SHEET = _reported(
    "rating_to_sheet",
    "Ratings into a sheet",
    "Asks for a rating after closing and adds it as a row: to Google Sheets by an Apps Script, or alike.",
    choices=(an_address("address", "The address of the script that adds a row"),),
    headers={},
)
RATING_TO_WAREHOUSE = _reported(
    "rating_to_warehouse",
    "Ratings into a data warehouse",
    "Asks for a rating after closing and sends it, with a secret, to the address that takes such data.",
    choices=(
        an_address("address", "The address that takes the ratings"),
        a_secret("token", "The secret that the address asks for"),
    ),
    headers=bearer("token"),
)

_HOUR, _DAY = 3600, 24 * 3600

SILENT = Template(
    key="silent",
    name="Follow up a silent contact",
    description="Who has not answered for four hours is asked once more; after twelve more it is closed.",
    category=Category.FOLLOWING_UP,
    choices=(
        a_text("question", "The question", "Are you still interested? We are glad to help."),
        a_text("bye", "What is said in the end", "We close this for now. Write again at any time."),
        Choice("category", ChoiceKind.CATEGORY, "The closing category of silent contacts"),
        a_team(),
    ),
    body=body(
        {
            "ask": {
                **ask(
                    Chosen("question"),
                    {"type": "text"},
                    save_to=[to_variable("answer")],
                    then="note",
                    otherwise="assign",
                ),
                "retries": 0,
                "timeout_seconds": 12 * _HOUR,
                "lanes": {
                    "success": "note",
                    "invalid": "assign",
                    "person": "assign",
                    "timeout": "bye",
                },
            },
            "note": comment("Back after a silence: {{var.answer}}", then="assign"),
            "bye": say(Chosen("bye"), then="close"),
            "close": close("The contact stayed silent.", category="category"),
            "assign": assign("team", busy="busy"),
            "busy": say(BUSY),
        },
        trigger={"kind": "contact_silent", "seconds": 4 * _HOUR},
    ),
)

WAITING = Template(
    key="waiting",
    name="Remind of who waits",
    description="Who has waited ten minutes for an answer is told so; the agents are reminded, and an absent "
    + "one is replaced.",
    category=Category.FOLLOWING_UP,
    choices=(
        a_text(
            "sorry",
            "What the contact hears",
            "Sorry that it takes so long. We have not forgotten you.",
        ),
        a_tag("waited", "The tag of those who had to wait"),
        a_team(),
    ),
    body=body(
        {
            "note": comment(
                "{{contact.name}} has waited ten minutes for {{assignee.name|an answer}}.",
                then="mark",
            ),
            "mark": tag("waited", then="sorry"),
            "sorry": say(Chosen("sorry"), then="assign"),
            "assign": assign("team", busy="busy", settings={"online_only": True}),
            "busy": comment("Still nobody is there."),
        },
        trigger={"kind": "conversation_waiting", "seconds": 10 * 60},
    ),
)

DORMANT = Template(
    key="dormant",
    name="Mark who has gone quiet",
    description="Every Monday at 6 whoever has not written for 90 days gets a tag, for segments and broadcasts.",
    category=Category.FOLLOWING_UP,
    choices=(a_tag("dormant", "The tag of those who have gone quiet"),),
    body=body(
        {"mark": tag("dormant")},
        trigger={
            "kind": "schedule",
            "cron": "0 6 * * 1",
            "condition": all_of(
                when("contact.last_inbound_at", "is_longer_ago_than", 90 * _DAY),
                when("contact.tags", "has_none_of", [Chosen("dormant", by="name")]),
            ),
        },
    ),
)

FOLLOWING_UP = (SURVEY, RATING_TO_SHEET, RATING_TO_WAREHOUSE, SILENT, WAITING, DORMANT)
