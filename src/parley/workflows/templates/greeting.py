"""Templates that greet, or say that nobody is here."""

from parley.workflows.templates.choices import Chosen
from parley.workflows.templates.parts import (
    BUSY,
    FROM_CONTACT,
    a_calendar,
    a_team,
    a_text,
    any_of,
    ask,
    assign,
    body,
    branch,
    in_hours,
    say,
    to_contact,
    when,
)
from parley.workflows.templates.template import Category, Template

_HELLO = "Hello {{contact.first_name|there}}, thank you for writing to us!"
_GREETING = a_text("greeting", "What the contact is greeted with", _HELLO)
_TEAM = a_team()
_KNOWN = "exists"

WELCOME = Template(
    key="welcome",
    name="Welcome",
    description="Greets a contact who opens a conversation.",
    category=Category.GREETING,
    choices=(_GREETING,),
    body=body({"welcome": say(Chosen("greeting"), name="Welcome")}),
)

WELCOME_ASK_EMAIL = Template(
    key="welcome_ask_email",
    name="Welcome and ask for the e-mail address",
    description="Greets, asks for the e-mail address where it is not known, and assigns.",
    category=Category.GREETING,
    choices=(_GREETING, _TEAM),
    body=body(
        {
            "welcome": say(Chosen("greeting"), name="Welcome", then="known"),
            "known": branch(
                ("yes", when("contact.email", _KNOWN), "assign"),
                otherwise="ask",
                name="Is the address known?",
            ),
            "ask": ask(
                "What is your e-mail address?",
                {"type": "email"},
                save_to=[to_contact("email")],
                then="assign",
            ),
            "assign": assign("team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

WELCOME_ASK_PHONE = Template(
    key="welcome_ask_phone",
    name="Welcome and ask for the phone number",
    description="Greets, asks for the phone number where it is not known, and assigns.",
    category=Category.GREETING,
    choices=(_GREETING, _TEAM),
    body=body(
        {
            "welcome": say(Chosen("greeting"), name="Welcome", then="known"),
            "known": branch(
                ("yes", when("contact.phone", _KNOWN), "assign"),
                otherwise="ask",
                name="Is the number known?",
            ),
            "ask": ask(
                "What is your phone number?",
                {"type": "phone"},
                save_to=[to_contact("phone")],
                then="assign",
            ),
            "assign": assign("team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

WELCOME_BY_CHANNEL = Template(
    key="welcome_by_channel",
    name="Welcome by channel",
    description="Greets on WhatsApp, on social networks and elsewhere with words of their own.",
    category=Category.GREETING,
    choices=(
        a_text("on_whatsapp", "On WhatsApp", "Hello from our team on WhatsApp!"),
        a_text("on_social", "On Messenger and Instagram", "Hello, nice to meet you here!"),
        a_text("elsewhere", "Everywhere else", _HELLO),
    ),
    body=body(
        {
            "which": branch(
                ("whatsapp", when("channel.kind", "is_equal_to", "whatsapp"), "whatsapp"),
                (
                    "social",
                    any_of(
                        when("channel.kind", "is_equal_to", "messenger"),
                        when("channel.kind", "is_equal_to", "instagram"),
                    ),
                    "social",
                ),
                otherwise="elsewhere",
                name="Where do they write?",
            ),
            "whatsapp": say(Chosen("on_whatsapp")),
            "social": say(Chosen("on_social")),
            "elsewhere": say(Chosen("elsewhere")),
        }
    ),
)

AWAY = Template(
    key="away",
    name="Away",
    description="Says that nobody is here for a while, and keeps the message in the team's queue.",
    category=Category.GREETING,
    choices=(
        a_text(
            "away",
            "What is said meanwhile",
            "We are away at the moment, and answer as soon as we are back.",
        ),
        _TEAM,
    ),
    body=body(
        {
            "away": say(Chosen("away"), name="Away", then="assign"),
            "assign": assign("team", settings={"timeout_seconds": 12 * 3600}, busy="sorry"),
            "sorry": say("You wait for long already. We have not forgotten you."),
        },
        trigger=FROM_CONTACT,
    ),
)

AWAY_BY_HOURS = Template(
    key="away_by_hours",
    name="Away, by business hours",
    description="Within the hours greets and assigns; outside of them says so, and keeps the place in line.",
    category=Category.GREETING,
    choices=(
        _GREETING,
        a_text(
            "away", "What is said outside of the hours", "We are closed now, and answer tomorrow."
        ),
        a_calendar("hours", "The calendar of your business hours"),
        _TEAM,
    ),
    body=body(
        {
            "hours": in_hours("hours", inside="welcome", outside="away", name="Are we here?"),
            "welcome": say(Chosen("greeting"), then="assign"),
            "away": say(Chosen("away"), then="wait"),
            "assign": assign("team", busy="busy"),
            "wait": assign("team", settings={"timeout_seconds": 18 * 3600}, busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

GREETING = (AWAY_BY_HOURS, WELCOME, WELCOME_ASK_EMAIL, WELCOME_ASK_PHONE, WELCOME_BY_CHANNEL, AWAY)
