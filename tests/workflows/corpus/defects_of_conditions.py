"""Seeded defects: conditions that say nothing, or the same twice; and workflows that get in each other's way."""

from desks import VIP
from workflows.corpus.writing import (
    DAILY,
    FROM_CONTACT,
    WAITING,
    Case,
    Json,
    assign,
    both,
    branch,
    either,
    flow,
    iff,
    inbound,
    say,
    tag,
)

CITY, TAGS, BUDGET, SINCE = (
    "contact.fields.city",
    "contact.tags",
    "contact.fields.budget",
    "contact.created_at",
)


def _of(*conditions: Json) -> Json:
    lanes = {f"b{n}": "b" for n in range(len(conditions))}
    return flow(a=branch(*conditions, **lanes, **{"else": "c"}), b=say(), c=say())


def _never(what: str, condition: Json) -> Case:
    return Case(what, "condition_never_holds", "a", _of(condition))


def _always(what: str, condition: Json) -> Case:
    return Case(what, "condition_always_holds", "a", _of(condition))


CONDITIONS = (
    _never(
        "Hue and Hanoi at once",
        both(iff(CITY, "is_equal_to", "Hue"), iff(CITY, "is_equal_to", "Hanoi")),
    ),
    _never("there and not there", both(iff(CITY, "exists"), iff(CITY, "does_not_exist"))),
    _never(
        "the same and not the same",
        both(iff(CITY, "is_equal_to", "Hue"), iff(CITY, "is_not_equal_to", "hue")),
    ),
    _never(
        "more than ten and less than five",
        both(iff(BUDGET, "is_greater_than", 10), iff(BUDGET, "is_less_than", 5)),
    ),
    _never("between ten and five", iff(BUDGET, "is_between", [10, 5])),
    _never(
        "twenty, and at most ten",
        both(iff(BUDGET, "is_equal_to", 20), iff(BUDGET, "is_between", [1, 10])),
    ),
    _never("any of no conditions", either()),
    _never(
        "VIP and not VIP",
        both(iff(TAGS, "has_any_of", ["VIP"]), iff(TAGS, "has_none_of", ["VIP", "Lead"])),
    ),
    _never(
        "with two tags, and without one of them",
        both(iff(TAGS, "has_all_of", ["VIP", "Lead"]), iff(TAGS, "has_none_of", ["lead"])),
    ),
    _never(
        "a contradiction two groups deep",
        both(iff(CITY, "is_equal_to", "Hue"), both(iff(CITY, "is_equal_to", "Hanoi"))),
    ),
    _never(
        "each of several is impossible",
        either(
            iff(BUDGET, "is_between", [2, 1]),
            both(iff(CITY, "exists"), iff(CITY, "does_not_exist")),
        ),
    ),
    _never(
        "after June and before May",
        both(
            iff(SINCE, "is_after", "2026-06-01T00:00:00Z"),
            iff(SINCE, "is_before", "2026-05-01T00:00:00Z"),
        ),
    ),
    _never(
        "of this hour, and older than a day",
        both(iff(SINCE, "is_within_last", 3600), iff(SINCE, "is_longer_ago_than", 86400)),
    ),
    _never(
        "empty, and with a word in it",
        both(iff(CITY, "is_equal_to", ""), iff(CITY, "contains", "ha")),
    ),
    _always("there or not there", either(iff(CITY, "exists"), iff(CITY, "does_not_exist"))),
    _always("all of no conditions", both()),
    _always(
        "not Hue, or not Hanoi",
        either(iff(CITY, "is_not_equal_to", "Hue"), iff(CITY, "is_not_equal_to", "Hanoi")),
    ),
    _always(
        "with the word, or without",
        either(iff(CITY, "contains", "ha"), iff(CITY, "does_not_contain", "HA")),
    ),
    Case(
        "the same condition twice",
        "branch_shadowed",
        "a",
        _of(iff(CITY, "is_equal_to", "Hue"), iff(CITY, "is_equal_to", "hue ")),
    ),
    Case(
        "a part of an earlier or",
        "branch_shadowed",
        "a",
        _of(either(iff(CITY, "exists"), iff(BUDGET, "exists")), iff(BUDGET, "exists")),
    ),
    Case(
        "narrower than an earlier one",
        "branch_shadowed",
        "a",
        _of(iff(CITY, "exists"), both(iff(BUDGET, "exists"), iff(CITY, "exists"))),
    ),
    Case(
        "the same and, in another order",
        "branch_shadowed",
        "a",
        _of(
            both(iff(CITY, "exists"), iff(BUDGET, "exists")),
            both(iff(BUDGET, "exists"), iff(CITY, "exists"), iff(TAGS, "exists")),
        ),
    ),
    Case(
        "a trigger that never fires",
        "condition_never_holds",
        None,
        flow({**FROM_CONTACT, "sources": ["user"], "condition": either()}, a=say()),
    ),
    Case(
        "a trigger whose condition says nothing",
        "condition_always_holds",
        None,
        flow({**FROM_CONTACT, "sources": ["user"], "condition": both()}, a=say()),
        "warning",
    ),
)

WELCOME = inbound(a=say("Welcome", next="b"), b=assign(timeout=None))
NEIGHBOURS = (
    Case(
        "two that greet the same contact",
        "two_speak_on_one_event",
        None,
        WELCOME,
        "warning",
        (WELCOME,),
    ),
    Case(
        "one of all sources beside one of contacts",
        "two_speak_on_one_event",
        None,
        flow({"kind": "conversation_opened"}, a=say(next="b"), b=assign(timeout=None)),
        "warning",
        (WELCOME,),
    ),
    Case(
        "two that tell the contact who waits, in the same moment",
        "two_speak_on_one_event",
        None,
        flow(WAITING, a=say("Sorry")),
        "warning",
        (flow(WAITING, a=say("One moment")),),
    ),
    Case(
        "two that write to everybody at nine on Mondays",
        "two_speak_on_one_event",
        None,
        flow(DAILY, a=say("Good morning", next=None, failure=None)),
        "warning",
        (flow({**DAILY, "cron": "0 9 * * MON"}, a=say("Hello", next=None, failure=None)),),
    ),
    Case(
        "a schedule for contacts with a field that is not there",
        "unknown_variable",
        None,
        flow({**DAILY, "condition": iff("contact.fields.shoes", "exists")}, a=tag(VIP)),
    ),
)
