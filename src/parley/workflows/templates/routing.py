"""Templates that find the right team."""

from parley.workflows.templates.choices import Choice, ChoiceKind, Chosen
from parley.workflows.templates.parts import (
    BUSY,
    a_calendar,
    a_tag,
    a_team,
    a_text,
    a_title,
    ask,
    assign,
    body,
    branch,
    in_hours,
    options,
    say,
    tag,
    to_contact,
    to_conversation,
    to_variable,
    when,
)
from parley.workflows.templates.template import Category, Template

_MINUTE = 60
_DAY = 24 * 3600

TEAMS_BY_CHOICE = Template(
    key="teams_by_choice",
    name="Several teams, by the contact's choice",
    description="Asks what it is about, keeps the topic, and assigns to the team that was chosen.",
    category=Category.ROUTING,
    choices=(
        a_text("question", "The question", "What can we help you with?"),
        a_title("first_title", "The first answer", "Sales"),
        a_team("first_team", "The team of the first answer"),
        a_title("second_title", "The second answer", "Support"),
        a_team("second_team", "The team of the second answer, and of all else"),
        Choice("topic", ChoiceKind.CONVERSATION_FIELD, "The field that keeps the topic"),
    ),
    body=body(
        {
            "ask": ask(
                Chosen("question"),
                options(first=Chosen("first_title"), second=Chosen("second_title")),
                save_to=[to_conversation(Chosen("topic"))],
                then="which",
                otherwise="second",
            ),
            "which": branch(
                (
                    "first",
                    when(
                        Chosen("topic", by="path"),
                        "is_equal_to",
                        Chosen("first_title"),
                    ),
                    "first",
                ),
                otherwise="second",
            ),
            "first": assign("first_team", busy="busy"),
            "second": assign("second_team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

NEW_OR_RETURNING = Template(
    key="new_or_returning",
    name="New and returning contacts",
    description="New contacts go to one team, those who have written before to another.",
    category=Category.ROUTING,
    choices=(
        a_team("new_team", "The team for new contacts"),
        a_team("returning_team", "The team for those who come back"),
    ),
    body=body(
        {
            "known": branch(
                ("new", when("contact.created_at", "is_within_last", _MINUTE), "hello"),
                otherwise="back",
                name="Is it a new contact?",
            ),
            "hello": say("Welcome! Nice to meet you.", then="new"),
            "back": say("Welcome back, {{contact.first_name|friend}}!", then="returning"),
            "new": assign("new_team", busy="busy"),
            "returning": assign("returning_team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

VIP = Template(
    key="vip",
    name="VIP contacts",
    description="Contacts with a certain tag go to their own agent, all others to the team.",
    category=Category.ROUTING,
    choices=(
        a_tag("vip", "The tag of VIP contacts"),
        Choice("agent", ChoiceKind.USER, "Who looks after them"),
        a_team(),
    ),
    body=body(
        {
            "which": branch(
                ("vip", when("contact.tags", "has_any_of", [Chosen("vip", by="name")]), "own"),
                otherwise="others",
                name="Is it a VIP?",
            ),
            "own": assign("team", user="agent", busy="others"),
            "others": assign("team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

LANGUAGE = Template(
    key="language",
    name="Language preference",
    description="Asks for the language once, keeps it, and assigns to the team that speaks it.",
    category=Category.ROUTING,
    choices=(
        a_title("first_language", "The first language", "English"),
        a_team("first_team", "The team for the first language, and for all else"),
        a_title("second_language", "The second language", "Tiếng Việt"),
        a_team("second_team", "The team for the second language"),
        Choice("language", ChoiceKind.CONTACT_FIELD, "The field that keeps the language"),
    ),
    body=body(
        {
            "known": branch(
                ("yes", when(Chosen("language", by="path"), "exists"), "which"),
                otherwise="ask",
                name="Is the language known?",
            ),
            "ask": ask(
                "Which language do you prefer?",
                options(first=Chosen("first_language"), second=Chosen("second_language")),
                save_to=[to_contact(Chosen("language"))],
                then="which",
                otherwise="first",
            ),
            "which": branch(
                (
                    "second",
                    when(
                        Chosen("language", by="path"),
                        "is_equal_to",
                        Chosen("second_language"),
                    ),
                    "second",
                ),
                otherwise="first",
            ),
            "first": assign("first_team", busy="busy"),
            "second": assign("second_team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

BY_LANGUAGE = Template(
    key="by_language",
    name="By the language that is known",
    description="Asks nothing: who has a language goes to the team that speaks it, all others to another.",
    category=Category.ROUTING,
    choices=(
        a_title("language", "The language, as de or vi", "vi"),
        a_team("team", "The team that speaks it"),
        a_team("other_team", "The team for all else"),
    ),
    body=body(
        {
            "which": branch(
                ("speaks", when("contact.language", "starts_with", Chosen("language")), "team"),
                otherwise="other",
                name="Do they speak it?",
            ),
            "team": assign("team", busy="busy"),
            "other": assign("other_team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

URGENT_FIRST = Template(
    key="urgent_first",
    name="Urgent matters first",
    description="Asks whether it is urgent; what is gets a tag and the team of emergencies.",
    category=Category.ROUTING,
    choices=(
        a_tag("urgent", "The tag of urgent matters"),
        a_team("urgent_team", "The team of emergencies"),
        a_team(),
    ),
    body=body(
        {
            "ask": ask(
                "Is it urgent?",
                options(yes="Yes", no="No"),
                save_to=[to_variable("urgency")],
                then="which",
                otherwise="others",
            ),
            "which": branch(
                ("yes", when("var.urgency", "is_equal_to", "Yes"), "mark"), otherwise="others"
            ),
            "mark": tag("urgent", then="urgent"),
            "urgent": assign("urgent_team", busy="busy"),
            "others": assign("team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

OWN_AGENT_FIRST = Template(
    key="own_agent_first",
    name="Own agent first",
    description="One agent is asked first; who cannot take it within a day leaves it to the team.",
    category=Category.ROUTING,
    choices=(Choice("agent", ChoiceKind.USER, "Who is asked first"), a_team()),
    body=body(
        {
            "own": assign(user="agent", settings={"timeout_seconds": _DAY}, busy="team"),
            "team": assign("team", busy="busy"),
            # A day later a channel may take no text any more: then nothing is said.
            "busy": {**say(BUSY), "lanes": {"next": None, "failure": None}},
        }
    ),
)

TEAMS_BY_SHIFTS = Template(
    key="teams_by_shifts",
    name="Several teams, by shifts",
    description="Assigns to the team whose shift it is; between the shifts to the team that stands in.",
    category=Category.ROUTING,
    choices=(
        a_calendar("early", "The hours of the early shift"),
        a_team("early_team", "The team of the early shift"),
        a_calendar("late", "The hours of the late shift"),
        a_team("late_team", "The team of the late shift"),
        a_team("other_team", "The team at all other hours"),
    ),
    body=body(
        {
            "is_early": in_hours("early", inside="early", outside="is_late"),
            "is_late": in_hours("late", inside="late", outside="other"),
            "early": assign("early_team", busy="busy"),
            "late": assign("late_team", busy="busy"),
            "other": assign("other_team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

ROUTING = (
    TEAMS_BY_SHIFTS,
    TEAMS_BY_CHOICE,
    NEW_OR_RETURNING,
    VIP,
    LANGUAGE,
    BY_LANGUAGE,
    URGENT_FIRST,
    OWN_AGENT_FIRST,
)
