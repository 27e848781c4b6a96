"""Templates for everyday business: menus, consent, broadcasts."""

from parley.workflows.templates.appointments import APPOINTMENTS
from parley.workflows.templates.choices import Choice, ChoiceKind, Chosen
from parley.workflows.templates.parts import (
    BUSY,
    Part,
    a_tag,
    a_team,
    a_text,
    a_title,
    any_of,
    ask,
    assign,
    body,
    branch,
    close,
    options,
    say,
    tag,
    to_variable,
    when,
)
from parley.workflows.templates.template import Category, Template

_MENU = "How can we help you?"


def _jump(target: str, *, exhausted: str) -> Part:
    lanes = {"target": target, "exhausted": exhausted}
    return {"kind": "jump_to", "max_jumps": 5, "lanes": lanes}


SIMPLE_MENU = Template(
    key="simple_menu",
    name="Simple menu",
    description="Offers two answers of your own and an agent.",
    category=Category.BUSINESS,
    choices=(
        a_text("menu", "The question", _MENU),
        a_title("first_title", "The first entry", "Opening hours"),
        a_text("first_answer", "What it says", "We are here from Monday to Friday, 9 to 17."),
        a_title("second_title", "The second entry", "Address"),
        a_text("second_answer", "What it says", "You find us at 1 Market Street."),
        a_team(),
    ),
    body=body(
        {
            "menu": ask(
                Chosen("menu"),
                options(
                    first=Chosen("first_title"),
                    second=Chosen("second_title"),
                    agent="Talk to a person",
                ),
                save_to=[to_variable("entry")],
                then="which",
                otherwise="assign",
            ),
            "which": branch(
                ("first", when("var.entry", "is_equal_to", Chosen("first_title")), "first"),
                ("second", when("var.entry", "is_equal_to", Chosen("second_title")), "second"),
                otherwise="assign",
            ),
            "first": say(Chosen("first_answer"), then="again"),
            "second": say(Chosen("second_answer"), then="again"),
            "again": _jump("menu", exhausted="assign"),
            "assign": assign("team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

DEEP_MENU = Template(
    key="deep_menu",
    name="Menu with submenus",
    description="A main menu, a submenu with a way back, and the team behind it.",
    category=Category.BUSINESS,
    choices=(
        a_text("menu", "The first question", _MENU),
        a_title("info_title", "The entry with a submenu", "Information"),
        a_title("team_title", "The entry that leads to the team", "My order"),
        a_title("first_title", "The submenu's first entry", "Prices"),
        a_text("first_answer", "What it says", "You find our prices at example.com."),
        a_title("second_title", "The submenu's second entry", "Delivery"),
        a_text("second_answer", "What it says", "We deliver within three days."),
        a_team(),
    ),
    body=body(
        {
            "menu": ask(
                Chosen("menu"),
                options(info=Chosen("info_title"), team=Chosen("team_title")),
                save_to=[to_variable("entry")],
                then="which",
                otherwise="assign",
            ),
            "which": branch(
                ("info", when("var.entry", "is_equal_to", Chosen("info_title")), "submenu"),
                otherwise="assign",
            ),
            "submenu": ask(
                "What would you like to know?",
                options(first=Chosen("first_title"), second=Chosen("second_title"), back="Back"),
                save_to=[to_variable("entry")],
                then="which_info",
                otherwise="assign",
            ),
            "which_info": branch(
                ("first", when("var.entry", "is_equal_to", Chosen("first_title")), "first"),
                ("second", when("var.entry", "is_equal_to", Chosen("second_title")), "second"),
                otherwise="again",
            ),
            "first": say(Chosen("first_answer"), then="again"),
            "second": say(Chosen("second_answer"), then="again"),
            "again": _jump("menu", exhausted="assign"),
            "assign": assign("team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

PRIVACY_CONSENT = Template(
    key="privacy_consent",
    name="Ask for consent",
    description="Asks for consent to the privacy notice and keeps the answer as a tag. Without consent "
    + "the conversation is closed.",
    category=Category.BUSINESS,
    choices=(
        Choice("notice", ChoiceKind.URL, "The address of the privacy notice"),
        a_tag("consent", "The tag of those who agreed"),
        a_team(),
    ),
    body=body(
        {
            "known": branch(
                (
                    "yes",
                    when("contact.tags", "has_any_of", [Chosen("consent", by="name")]),
                    "assign",
                ),
                otherwise="ask",
                name="Is there consent?",
            ),
            "ask": ask(
                Chosen("notice", "May we keep what you write? Our privacy notice: {}"),
                options(yes="I agree", no="I do not agree"),
                save_to=[to_variable("consent")],
                then="which",
                otherwise="refused",
            ),
            "which": branch(
                ("yes", when("var.consent", "is_equal_to", "I agree"), "mark"), otherwise="refused"
            ),
            "mark": tag("consent", then="thanks"),
            "thanks": say("Thank you!", then="assign"),
            "refused": say("Without it we cannot help you here.", then="close"),
            "close": close("No consent to the privacy notice."),
            "assign": assign("team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

_STOP = any_of(
    *(when("message.text", "is_equal_to", word) for word in ("stop", "unsubscribe", "abmelden"))
)

UNSUBSCRIBE = Template(
    key="unsubscribe",
    name="Unsubscribe from broadcasts",
    description="Whoever writes STOP gets a tag that broadcasts leave out; the conversation is closed.",
    category=Category.BUSINESS,
    choices=(a_tag("unsubscribed", "The tag of those who unsubscribed"),),
    body=body(
        {
            "which": branch(("stop", _STOP, "mark"), otherwise=None, name="Is it a stop word?"),
            "mark": tag("unsubscribed", then="bye"),
            "bye": say("You will get no more news from us.", then="close"),
            "close": close("Unsubscribed from broadcasts."),
        }
    ),
)

BROADCAST_RESPONSE = Template(
    key="broadcast_response",
    name="Answers to a broadcast",
    description="Contacts who were tagged for a broadcast and answer it are thanked, marked and assigned.",
    category=Category.BUSINESS,
    choices=(
        a_tag("invited", "The tag of those who got the broadcast"),
        a_tag("answered", "The tag of those who answered"),
        a_text(
            "thanks",
            "What they hear",
            "Thank you for your interest! A colleague will tell you more.",
        ),
        a_team(),
    ),
    body=body(
        {
            "mark": tag("answered", then="forget"),
            "forget": tag("invited", operation="remove", then="thanks"),
            "thanks": say(Chosen("thanks"), then="assign"),
            "assign": assign("team", busy="busy"),
            "busy": say(BUSY),
        },
        trigger={
            "kind": "conversation_opened",
            "sources": ["contact"],
            "condition": when("contact.tags", "has_any_of", [Chosen("invited", by="name")]),
        },
    ),
)

BUSINESS = (
    SIMPLE_MENU,
    DEEP_MENU,
    PRIVACY_CONSENT,
    UNSUBSCRIBE,
    BROADCAST_RESPONSE,
    *APPOINTMENTS,
)
