"""Templates for those who look after the others: handing over, escalating, reporting calls."""

from parley.workflows.templates.choices import Choice, ChoiceKind, Chosen
from parley.workflows.templates.parts import (
    Part,
    a_calendar,
    a_secret,
    a_tag,
    a_team,
    a_text,
    an_address,
    assign,
    bearer,
    body,
    branch,
    comment,
    in_hours,
    post,
    say,
    shortcut,
    tag,
    when,
)
from parley.workflows.templates.template import Category, Template

_ANYHOW: Part = {"overwrite": True}

SHIFT_TRANSFER = Template(
    key="shift_transfer",
    name="Hand over to the next shift",
    description="An agent sums up what has happened; the conversation goes to the team whose shift it is.",
    category=Category.SUPERVISION,
    choices=(
        a_calendar("early", "The hours of the early shift"),
        a_team("early_team", "The team of the early shift"),
        a_calendar("late", "The hours of the late shift"),
        a_team("late_team", "The team of the late shift"),
        a_calendar("night", "The hours of the night shift"),
        a_team("night_team", "The team of the night shift"),
    ),
    body=body(
        {
            "note": comment(
                "{{trigger.user|An agent}} hands over: {{trigger.summary|without a word}}",
                then="is_early",
            ),
            "is_early": in_hours("early", inside="early", outside="is_late"),
            "is_late": in_hours("late", inside="late", outside="is_night"),
            "is_night": in_hours("night", inside="night", outside="nobody"),
            "early": assign("early_team", busy="busy", settings=_ANYHOW),
            "late": assign("late_team", busy="busy", settings=_ANYHOW),
            "night": assign("night_team", busy="busy", settings=_ANYHOW),
            "nobody": comment("Nobody has a shift now: it stays where it is."),
            "busy": comment("Nobody of the shift has taken it over yet."),
        },
        trigger=shortcut(
            {"name": "summary", "label": "What has happened so far?", "is_required": True}
        ),
    ),
)

ESCALATION = Template(
    key="escalation",
    name="Escalate to a supervisor",
    description="An agent says why; the contact is told and marked, and a supervisor takes over.",
    category=Category.SUPERVISION,
    choices=(
        a_tag("escalated", "The tag of escalated contacts"),
        Choice("supervisor", ChoiceKind.USER, "Who takes over"),
        a_team("team", "The team that stands in"),
        a_text(
            "told",
            "What the contact hears",
            "I have asked a senior colleague to look into this. You will hear from us here.",
        ),
    ),
    body=body(
        {
            "mark": tag("escalated", then="note"),
            "note": comment(
                "{{trigger.user|An agent}} escalates ({{trigger.reason|no reason}}): {{trigger.details|no details}}",
                then="tell",
            ),
            # Where the channel takes no text any more the matter is escalated all the same.
            "tell": {**say(Chosen("told")), "lanes": {"next": "assign", "failure": "assign"}},
            "assign": assign("team", user="supervisor", busy="busy", settings=_ANYHOW),
            "busy": comment("Nobody has taken over the escalated matter yet."),
        },
        trigger=shortcut(
            {
                "name": "reason",
                "label": "Why?",
                "type": "choice",
                "options": ["Complaint", "Refund", "Too difficult for me"],
                "is_required": True,
            },
            {"name": "details", "label": "What should the supervisor know?"},
        ),
    ),
)

CALL_REPORT = Template(
    key="call_report",
    name="Report of sales calls",
    description="After each call another system gets its data; who was missed goes to the team.",
    category=Category.SUPERVISION,
    choices=(
        an_address("address", "The address that takes the reports"),
        a_secret("token", "The secret that the address asks for"),
        a_team("team", "The team that calls back"),
    ),
    body=body(
        {
            "report": post(
                Chosen("address"),
                {
                    "contact_id": "{{contact.id}}",
                    "name": "{{contact.name}}",
                    "phone": "{{contact.phone|}}",
                    "agent": "{{assignee.name|}}",
                    "direction": "{{trigger.direction|}}",
                    "status": "{{trigger.status|}}",
                    "seconds": "{{trigger.seconds|}}",
                    "at": "{{system.now}}",
                },
                headers=bearer("token"),
                then="which",
                failed="lost",
            ),
            "lost": comment("The call could not be reported.", then="which"),
            "which": branch(
                ("answered", when("trigger.seconds", "is_greater_than", 0), None),
                ("outgoing", when("trigger.direction", "is_equal_to", "out"), None),
                otherwise="open",
                name="Did we miss it?",
            ),
            "open": {"kind": "open_conversation", "lanes": {"next": "call_back"}},
            "call_back": comment("We missed a call: please call back.", then="assign"),
            "assign": assign("team", busy=None),
        },
        trigger={"kind": "call_ended"},
    ),
)

SUPERVISION = (SHIFT_TRANSFER, ESCALATION, CALL_REPORT)
