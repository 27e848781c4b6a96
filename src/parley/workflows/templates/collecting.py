"""Templates that ask for what is missing before an agent takes over."""

from parley.workflows.templates.choices import Choice, ChoiceKind, Chosen
from parley.workflows.templates.parts import (
    BUSY,
    Part,
    a_team,
    a_text,
    ask,
    assign,
    body,
    branch,
    close,
    comment,
    say,
    to_contact,
    to_conversation,
    to_variable,
    when,
)
from parley.workflows.templates.template import Category, Template


def _collect(key: str, name: str, description: str, *, slug: str, question: str) -> Template:
    kind = "email" if slug == "email" else "phone"
    return Template(
        key=key,
        name=name,
        description=description,
        category=Category.COLLECTING,
        choices=(a_text("question", "The question", question), a_team()),
        body=body(
            {
                "known": branch(
                    ("yes", when(f"contact.{slug}", "exists"), "assign"), otherwise="ask"
                ),
                "ask": ask(
                    Chosen("question"),
                    {"type": kind},
                    save_to=[to_contact(slug)],
                    retries=2,
                    then="note",
                    otherwise="missing",
                ),
                "note": comment(f"Collected: {{{{contact.{slug}|nothing}}}}", then="assign"),
                "missing": comment("The contact did not tell it.", then="assign"),
                "assign": assign("team", busy="busy"),
                "busy": say(BUSY),
            }
        ),
    )


COLLECT_EMAIL = _collect(
    "collect_email",
    "Collect the e-mail address",
    "Asks up to three times for the e-mail address, tells the agent, and assigns.",
    slug="email",
    question="So that we can reach you later: what is your e-mail address?",
)
COLLECT_PHONE = _collect(
    "collect_phone",
    "Collect the phone number",
    "Asks up to three times for the phone number, tells the agent, and assigns.",
    slug="phone",
    question="So that we can call you back: what is your phone number?",
)


def _order_number() -> Part:
    return ask(
        "What is your order number?",
        {"type": "text"},
        save_to=[to_conversation(Chosen("order_number"))],
        then="matter",
    )


ORDER_SUPPORT = Template(
    key="order_support",
    name="Questions about an order",
    description="Asks for the order number and the matter, and hands both to the team in a comment.",
    category=Category.COLLECTING,
    choices=(
        Choice("order_number", ChoiceKind.CONVERSATION_FIELD, "The field of the order number"),
        a_team(),
    ),
    body=body(
        {
            "number": _order_number(),
            "matter": ask(
                "What is it about?", {"type": "text"}, save_to=[to_variable("matter")], then="note"
            ),
            "note": comment(
                Chosen("order_number", "Order {{{}|unknown}}: {{var.matter|not told}}", by="path"),
                then="assign",
            ),
            "assign": assign("team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

STILL_THERE = Template(
    key="still_there",
    name="Are you still there?",
    description="Asks what it is about; who stays silent is asked once more, then the conversation closes.",
    category=Category.COLLECTING,
    choices=(
        Choice("category", ChoiceKind.CATEGORY, "The closing category of silent contacts"),
        a_team(),
    ),
    body=body(
        {
            "ask": {
                **ask(
                    "What can we do for you?",
                    {"type": "text"},
                    save_to=[to_variable("matter")],
                    then="assign",
                ),
                "timeout_seconds": 3600,
                "lanes": {
                    "success": "note",
                    "invalid": "assign",
                    "person": "assign",
                    "timeout": "again",
                },
            },
            "again": {
                **ask(
                    "Are you still there?",
                    {"type": "text"},
                    save_to=[to_variable("matter")],
                    then="assign",
                ),
                "timeout_seconds": 3600,
                "lanes": {
                    "success": "note",
                    "invalid": "assign",
                    "person": "assign",
                    "timeout": "bye",
                },
            },
            "bye": say("We close this for now. Just write again when you like.", then="close"),
            "close": close("The contact stayed silent.", category="category"),
            "note": comment("The contact says: {{var.matter|nothing}}", then="assign"),
            "assign": assign("team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

COLLECTING = (COLLECT_EMAIL, COLLECT_PHONE, ORDER_SUPPORT, STILL_THERE)
