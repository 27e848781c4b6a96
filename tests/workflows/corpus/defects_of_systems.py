"""Seeded defects: other systems, expressions, calendars and stages, and what a workflow is handed at its start."""

from workflows.corpus.world import CALENDAR, STAGE
from workflows.corpus.writing import (
    NOWHERE,
    Case,
    Json,
    ask,
    flow,
    http,
    iff,
    note,
    put,
    say,
    stage,
    value,
    wait,
)

CLOSED: Json = {"success": None, "failure": None}
NO_FAILURE: Json = {"success": None}


def _calling(url: str) -> Json:
    return flow(a=http(url))


REQUESTS = (
    Case(
        "a request to the machine itself",
        "private_address",
        "a",
        _calling("http://127.0.0.1/admin"),
        "warning",
    ),
    Case(
        "a request to localhost",
        "private_address",
        "a",
        _calling("http://localhost/admin"),
        "warning",
    ),
    Case(
        "a request to the office's network",
        "private_address",
        "a",
        _calling("https://192.168.1.10/api"),
        "warning",
    ),
    Case(
        "a request to a cloud's metadata",
        "private_address",
        "a",
        _calling("http://169.254.169.254/latest"),
        "warning",
    ),
    Case(
        "an inner address of version 6",
        "private_address",
        "a",
        _calling("http://[fd00::1]/x"),
        "warning",
    ),
    Case(
        "an address written as one number",
        "private_address",
        "a",
        _calling("http://2130706433/x"),
        "warning",
    ),
    Case(
        "a name of the inner network",
        "private_address",
        "a",
        _calling("https://crm.internal/x?id={{contact.id}}"),
        "warning",
    ),
    Case(
        "a database's port",
        "private_address",
        "a",
        _calling("https://shop.example.com:5432/"),
        "warning",
    ),
    Case(
        "an address that is not of the web",
        "bad_request_address",
        "a",
        _calling("ftp://shop.example.com/"),
    ),
    Case(
        "an address without its beginning",
        "bad_request_address",
        "a",
        _calling("shop.example.com/orders"),
    ),
    Case(
        "an order that is not found ends everything",
        "unmapped_status",
        "a",
        flow(a=http(lanes=NO_FAILURE)),
        "warning",
    ),
    Case(
        "a redirect that nobody thought of",
        "unmapped_status",
        "a",
        flow(a=http(lanes={"2xx": None, "4xx": None, "5xx": None})),
        "warning",
    ),
    Case(
        "a field that asks a system for what does not exist",
        "unknown_variable",
        "a",
        _calling("https://shop.example.com/{{contact.shoes|x}}"),
    ),
    Case(
        "a variable of an answer that did not come",
        "variable_never_set",
        "b",
        flow(
            a=http(
                save=[{"path": "$.total", "variable": "total"}],
                lanes={**CLOSED, "unknown": "b"},
            ),
            b=note("It costs {{var.total|?}}."),
        ),
    ),
    Case(
        "a status that a broken connection leaves out",
        "variable_perhaps_unset",
        "b",
        flow(
            a=http(save_status_to="status", lanes={"success": None, "failure": "b"}),
            b=note("The shop said {{var.status}}."),
        ),
        "warning",
    ),
)

_ALONE = [
    Case(what, code, "a", flow(a=value(expression)))
    for what, code, expression in (
        ("a division by zero", "expression_without_value", "contact.fields.budget / 0"),
        ("a word in a sum", "expression_without_value", 'contact.fields.budget + "euro"'),
        ("a day plus a number", "expression_without_value", "today() + 14"),
        ("a yes in a sum", "expression_without_value", "(contact.email = contact.phone) * 2"),
        ("a day that does not exist", "expression_without_value", 'year("2026-02-30")'),
        ("a number where a day belongs", "expression_without_value", "add_days(14, 1)"),
        ("nothing in a sum", "expression_without_value", "1 + none"),
        ("a word that is to be rounded", "expression_without_value", 'round("about ten")'),
        (
            "a day in either case, in a sum",
            "expression_without_value",
            "2 * if(yes, now(), today())",
        ),
        ("a sum of a field that does not exist", "unknown_variable", "contact.fields.shoes + 1"),
        ("a sum of what nothing sets", "unknown_variable", "var.never + 1"),
    )
]
EXPRESSIONS = (
    *_ALONE,
    Case(
        "a sum of an answer that is asked for later",
        "variable_never_set",
        "a",
        flow(a=value("var.answer * 2", next="b"), b=ask("number", timeout=None)),
    ),
    Case(
        "a total before anything was added up",
        "variable_never_set",
        "a",
        flow(a=say("It costs {{var.total|?}}.", next="b"), b=value("1 + 1", into="total")),
    ),
)


def _hours(calendar: str, **lanes: str | None) -> Json:
    when: Json = {"kind": "calendar", "calendar_id": calendar}
    return {"kind": "date_time", "when": when, "lanes": lanes or {"success": "b"}}


TIMES = (
    Case(
        "hours of a calendar that was deleted",
        "unknown_calendar",
        "a",
        flow(a=_hours(NOWHERE), b=note("open")),
    ),
    Case(
        "a wait for a calendar that was deleted",
        "unknown_calendar",
        "a",
        flow(a={"kind": "wait", "calendar_id": NOWHERE}),
    ),
    Case(
        "quiet hours by a calendar that was deleted",
        "unknown_calendar",
        None,
        {**flow(a=say()), "quiet_hours": NOWHERE},
    ),
    Case(
        "a wait until what nothing sets",
        "unknown_variable",
        "a",
        flow(a={"kind": "wait", "until": "{{var.day|x}}"}),
    ),
    Case(
        "hours that lead nowhere",
        "dead_end",
        "a",
        flow(a=_hours(str(CALENDAR), success=None)),
    ),
    Case("a stage that was deleted", "unknown_stage", "a", flow(a=stage(NOWHERE))),
    Case(
        "a trigger for a stage that was deleted",
        "unknown_stage",
        None,
        flow({"kind": "lifecycle_updated", "to_stage_ids": [NOWHERE]}, a=note("x")),
    ),
    Case(
        "a trigger for leaving a deleted stage",
        "unknown_stage",
        None,
        flow(
            {
                "kind": "lifecycle_updated",
                "from_stage_ids": [NOWHERE],
                "to_stage_ids": [str(STAGE)],
            },
            a=note("x"),
        ),
    ),
    Case(
        "an event that waits for a deleted tag",
        "unknown_tag",
        "a",
        flow(
            a={
                "kind": "wait_for_event",
                "events": [{"event": "tag_added", "tag_id": NOWHERE}],
                "lanes": {"timeout": None},
            }
        ),
    ),
    Case(
        "an event that waits for a field that does not exist",
        "unknown_field",
        "a",
        flow(
            a={
                "kind": "wait_for_event",
                "events": [{"event": "field_changed", "slug": "shoes"}],
                "lanes": {"timeout": None},
            }
        ),
    ),
)

SHORTCUT: Json = {
    "kind": "shortcut",
    "fields": [{"name": "amount", "label": "Amount", "type": "number"}],
}
WEBHOOK: Json = {
    "kind": "incoming_webhook",
    "contact_path": "$.email",
    "mapping": {"order": "$.order.id"},
}
MANUAL: Json = {"kind": "manual", "inputs": ["reason"]}
TAKES = flow(MANUAL, a=note("{{trigger.reason|?}}"))
FIRST_NEIGHBOUR = "00000000-0000-0000-0000-0000000003e9"


def call(workflow_id: str = FIRST_NEIGHBOUR, **variables: str) -> Json:
    return {"kind": "trigger_workflow", "workflow_id": workflow_id, "variables": variables}


INPUTS = (
    Case(
        "a form that asks in vain",
        "unused_input",
        None,
        flow(SHORTCUT, a=note("x")),
        "warning",
    ),
    Case(
        "a field of a form that is spelt otherwise",
        "unknown_variable",
        "a",
        flow(SHORTCUT, a=note("{{trigger.sum|?}} {{trigger.amount|?}}")),
    ),
    Case(
        "a form for a team that was deleted",
        "unknown_team",
        None,
        flow({"kind": "shortcut", "team_ids": [NOWHERE]}, a=note("x")),
    ),
    Case(
        "a value of a call that nobody reads",
        "unused_input",
        None,
        flow(WEBHOOK, a=note("x")),
        "warning",
    ),
    Case(
        "a value of a call that is spelt otherwise",
        "unknown_variable",
        "a",
        flow(WEBHOOK, a=put("contact", "city", "{{trigger.order|-}} {{trigger.order_id|?}}")),
    ),
    Case(
        "a trigger that asks for what its call does not bring",
        "unknown_variable",
        None,
        flow(
            {**WEBHOOK, "condition": iff("trigger.order_id", "exists")},
            a=note("{{trigger.order|?}}"),
        ),
    ),
    Case(
        "an input that nobody reads",
        "unused_input",
        None,
        flow(MANUAL, a=note("x")),
        "warning",
    ),
    Case(
        "a value that the other workflow does not take",
        "unknown_input",
        "a",
        flow(a=call(why="x")),
        "warning",
        (TAKES,),
    ),
    Case(
        "a workflow that is not published is called",
        "unknown_workflow",
        "a",
        flow(a=call(NOWHERE)),
    ),
    Case(
        "a workflow that starts by itself is called by name",
        "unknown_workflow",
        "a",
        flow(a=call()),
        neighbours=(flow({"kind": "contact_tag_updated"}, a=note("x")),),
    ),
    Case(
        "a tag that the trigger does not offer",
        "unknown_variable",
        "a",
        flow({"kind": "contact_tag_updated"}, a=note("{{trigger.field|?}}")),
    ),
    Case(
        "a contact who has waited longer than there is to write",
        "text_after_window",
        "a",
        flow({"kind": "contact_silent", "seconds": 172_800}, a=say("Still there?")),
    ),
    Case(
        "a reminder whose wait comes after a silence of a day",
        "text_after_window",
        "b",
        flow({"kind": "contact_silent", "seconds": 82_800}, a=wait(7_200, next="b"), b=say()),
    ),
)
