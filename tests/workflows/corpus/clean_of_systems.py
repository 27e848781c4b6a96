"""What looks like a defect of systems, expressions, hours, inputs, circles or lengths, and is none."""

from desks import LEAD, VIP
from workflows.corpus.defects_of_circles import OPENS, anew, on_field, on_tag
from workflows.corpus.defects_of_systems import SHORTCUT, TAKES, WEBHOOK, call
from workflows.corpus.world import CALENDAR, STAGE
from workflows.corpus.writing import (
    Clean,
    Json,
    branch,
    close,
    flow,
    http,
    iff,
    note,
    put,
    say,
    stage,
    tag,
    value,
    wait,
)

AT_HOURS: Json = {"kind": "calendar", "calendar_id": str(CALENDAR)}
SYSTEMS = (
    Clean(
        "a request whose host is filled in",
        flow(a=http("https://{{contact.fields.city|x}}.example.com/")),
    ),
    Clean("a request to a public address", flow(a=http("https://93.184.215.14/orders"))),
    Clean(
        "a request to an address that an answer gave",
        flow(a=value('"https://example.com"', into="u", next="b"), b=http("{{var.u}}")),
    ),
    Clean(
        "every kind of answer has its lane",
        flow(a=http(lanes=dict.fromkeys(("2xx", "3xx", "4xx", "5xx")))),
    ),
    Clean(
        "an answer is read where it came",
        flow(
            a=http(
                save=[{"path": "$.total", "variable": "total"}],
                lanes={"success": "b", "failure": None},
            ),
            b=note("It costs {{var.total}}."),
        ),
    ),
    Clean(
        "a status is read with a fallback where none may have come",
        flow(
            a=http(save_status_to="status", lanes={"success": None, "failure": "b"}),
            b=note("The shop said {{var.status|nothing}}."),
        ),
    ),
    Clean("a sum of fields", flow(a=value("contact.fields.budget * 1.19 / 100"))),
    Clean("a number in quotes is a number", flow(a=value('"10" / "4" + 1'))),
    Clean(
        "days are added to days", flow(a=value("days_between(today(), add_days(now(), 14)) + 1"))
    ),
    Clean(
        "a choice of which one side may be a number",
        flow(a=value("if(contact.email = none, 1, today()) + 1")),
    ),
    Clean("a divisor that may be anything", flow(a=value("1 / contact.fields.budget"))),
    Clean("text joined with a number", flow(a=value('"Total: " & 1 + 2'))),
    Clean("an expression as deep as is allowed", flow(a=value("(" * 24 + "1" + ")" * 24))),
    Clean(
        "hours, and a wait until they begin",
        flow(
            a={"kind": "date_time", "when": AT_HOURS, "lanes": {"success": "c", "failure": "b"}},
            b={"kind": "wait", "calendar_id": str(CALENDAR), "lanes": {"next": "c"}},
            c=note("open"),
        ),
    ),
    Clean("quiet hours by a calendar", {**flow(a=say()), "quiet_hours": str(CALENDAR)}),
    Clean("a stage, and no stage", flow(a=stage(str(STAGE), next="b"), b=stage(None))),
    Clean(
        "a trigger for a stage",
        flow(
            {"kind": "lifecycle_updated", "to_stage_ids": [str(STAGE)]}, a=note("{{trigger.new|?}}")
        ),
    ),
)

STARTS = (
    Clean(
        "a form whose every field is read",
        flow(SHORTCUT, a=note("{{trigger.amount|?}} for {{trigger.user|?}}")),
    ),
    Clean(
        "a form whose field is asked for by a branch",
        flow(
            SHORTCUT,
            a=branch(iff("trigger.amount", "is_greater_than", 100), b0="b"),
            b=note("much"),
        ),
    ),
    Clean(
        "a form whose field is compared with",
        flow(
            SHORTCUT,
            a=branch(iff("contact.fields.budget", "is_less_than", "{{trigger.amount}}"), b0="b"),
            b=note("much"),
        ),
    ),
    Clean("a form whose field is computed with", flow(SHORTCUT, a=value("trigger.amount * 2"))),
    Clean(
        "a call whose value a condition reads",
        flow({**WEBHOOK, "condition": iff("trigger.order", "exists")}, a=note("x")),
    ),
    Clean("a workflow is called with what it takes", flow(a=call(reason="x")), (TAKES,)),
    Clean(
        "a contact who was silent for an hour",
        flow({"kind": "contact_silent", "seconds": 3600}, a=say("Still there?")),
    ),
)

APART = (
    Clean("a tag starts what adds another", flow(on_tag(VIP), **anew(LEAD))),
    Clean("a tag that is removed is not added", flow(on_tag(VIP, change="removed"), a=tag(VIP))),
    Clean(
        "two tags, one of them once per contact",
        {**flow(on_tag(VIP), **anew(LEAD)), "once_per_contact": True},
        (flow(on_tag(LEAD), **anew(VIP)),),
    ),
    Clean(
        "a circle that the trigger's condition opens",
        flow(on_tag(VIP, condition=iff("contact.tags", "has_none_of", ["VIP"])), **anew(VIP)),
    ),
    Clean(
        "spellings put right",
        flow(
            on_field("city"),
            a=branch(iff("contact.fields.city", "is_equal_to", "HCM"), b0="b"),
            b=put("contact", "city", "Saigon"),
        ),
    ),
    Clean(
        "a close that opens what is for contacts only",
        flow({"kind": "conversation_closed"}, a=OPENS),
        (flow({"kind": "conversation_opened", "sources": ["contact"]}, a=close()),),
    ),
    Clean(
        "a wait in between changes nothing about another field",
        flow(on_field("city"), a=wait(60, next="b"), b=put("contact", "plan", "Pro")),
    ),
)

LENGTHS = (
    Clean(
        "a long text with a short variant for the channel that takes less",
        flow(a={**say("x" * 4096), "variants": [{"channel_kind": "custom", "text": "short"}]}),
    ),
    Clean(
        "a variant for a channel that is not connected",
        flow(a={**say(), "variants": [{"channel_kind": "sms", "text": "x" * 4096}]}),
    ),
    Clean("emoji up to the limit", flow(a=say("🙂" * 1000))),
    Clean(
        "a place with a long name does not count",
        flow(a=say("x" * 1990 + "{{contact.fields.city|in our town}}")),
    ),
)
SYSTEM_CASES = (*SYSTEMS, *STARTS, *APART, *LENGTHS)
