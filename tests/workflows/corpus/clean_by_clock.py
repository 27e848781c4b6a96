"""Workflows that the clock starts, in which nothing is wrong."""

from desks import SPAM
from workflows.corpus.writing import DAILY, WAITING, Clean, close, flow, iff, say

HOUR, DAY = 3600, 86_400

BY_CLOCK = (
    Clean(
        "two that tell the contact who waits, one after the other",
        flow(WAITING, a=say("Sorry")),
        (flow({**WAITING, "seconds": 1800}, a=say("So sorry")),),
    ),
    Clean(
        "two that write to a contact who is silent start no circle",
        flow({"kind": "contact_silent", "seconds": HOUR}, a=say("Still there?")),
        (flow({"kind": "contact_silent", "seconds": 2 * HOUR}, a=say("Hello?")),),
    ),
    Clean(
        "a schedule for those who wrote within the reply window",
        flow(
            {**DAILY, "condition": iff("contact.last_inbound_at", "is_within_last", DAY)}, a=say()
        ),
    ),
    Clean(
        "two schedules that share no hour",
        flow(DAILY, a=say("Good morning", next=None, failure=None)),
        (flow({**DAILY, "cron": "0 18 * * *"}, a=say("Hello", next=None, failure=None)),),
    ),
    Clean(
        "a silence longer than the reply window, with a lane for it",
        flow(
            {"kind": "contact_silent", "seconds": 2 * DAY},
            a=say("Still there?", next=None, failure="b"),
            b=close("", SPAM),
        ),
    ),
)
