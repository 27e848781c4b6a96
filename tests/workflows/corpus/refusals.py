"""Definitions that are refused while they are read, each with the place and the words."""

from typing import NamedTuple

from workflows.corpus.defects_of_systems import WEBHOOK
from workflows.corpus.writing import Json, branch, flow, http, iff, note, say, value, wait


class Refused(NamedTuple):
    what: str
    place: str
    words: str
    definition: Json


def _saving(path: str) -> Json:
    return flow(a=http(save=[{"path": path, "variable": "x"}]))


def _matching(pattern: str) -> Json:
    return flow(a=branch(iff("contact.name", "matches", pattern), b0="b"), b=say())


REFUSED = (
    Refused("a JSONPath that cannot be read", "save", "is no JSONPath", _saving("$.order[")),
    Refused("a JSONPath without its root", "save", "is no JSONPath", _saving("order.id")),
    Refused("a JSONPath to several places", "save", "may name several places", _saving("$..id")),
    Refused("a JSONPath with a filter", "save", "may name several places", _saving("$[?@.a > 1]")),
    Refused("a pattern that looks ahead", "condition", "pattern", _matching("a(?=b)")),
    Refused("a pattern that looks back", "condition", "pattern", _matching("(?<=a)b")),
    Refused("a pattern that repeats its group", "condition", "pattern", _matching(r"(a)\1")),
    Refused("a pattern with an open bracket", "condition", "pattern", _matching("(a")),
    Refused("a pattern that explodes", "condition", "pattern", _matching("(a{1000}){1000}")),
    Refused("a sum without its end", "expression", "the expression ends", flow(a=value("1 +"))),
    Refused("a function that is not there", "expression", "no function", flow(a=value("eval(1)"))),
    Refused("a sum with an attribute", "expression", "cannot read", flow(a=value("(1).real"))),
    Refused("too many values for a function", "expression", "takes", flow(a=value("upper(1, 2)"))),
    Refused("a word without quotes", "expression", "text stands in quotes", flow(a=value("yes_"))),
    Refused(
        "an expression of a thousand brackets",
        "expression",
        "nests at most",
        flow(a=value("(" * 900 + "1" + ")" * 900)),
    ),
    Refused(
        "an expression without end",
        "expression",
        "at most",
        flow(a=value("+".join(["1"] * 2000))),
    ),
    Refused(
        "a GET with a body",
        "http_request",
        "has no body",
        flow(a=http(body={"type": "text", "text": "x"})),
    ),
    Refused(
        "a header of the connection",
        "headers",
        "belongs to the connection",
        flow(a=http(headers=[{"name": "Host", "value": "example.com"}])),
    ),
    Refused(
        "a header with a second request in it",
        "headers",
        "match",
        flow(a=http(headers=[{"name": "X\r\nHost: a", "value": "x"}])),
    ),
    Refused("a wait for nothing", "wait", "either seconds, or until", flow(a={"kind": "wait"})),
    Refused("a wait of no time", "seconds", "greater than or equal to 1", flow(a=wait(0))),
    Refused("a wait of two years", "seconds", "less than or equal to", flow(a=wait(63_072_000))),
    Refused(
        "a zone that is not there",
        "zone",
        "is not known",
        flow(a={"kind": "wait", "until": "2026-12-24", "zone": "Europe/Atlantis"}),
    ),
    Refused(
        "a call whose contact may be several",
        "contact_path",
        "may lead to more than one place",
        flow({**WEBHOOK, "contact_path": "$.customers[*].email"}, a=note("{{trigger.order|?}}")),
    ),
    Refused(
        "a call whose value cannot be found",
        "mapping.order",
        "is no JSONPath",
        flow({**WEBHOOK, "mapping": {"order": "order id"}}, a=note("{{trigger.order|?}}")),
    ),
    Refused(
        "a form with a field twice",
        "trigger",
        "a name of its own",
        flow(
            {
                "kind": "shortcut",
                "fields": [{"name": "a", "label": "A"}, {"name": "a", "label": "B"}],
            },
            a=note("{{trigger.a|?}}"),
        ),
    ),
    Refused(
        "a choice without options",
        "fields",
        "a choice has options",
        flow(
            {"kind": "shortcut", "fields": [{"name": "a", "label": "A", "type": "choice"}]},
            a=note("{{trigger.a|?}}"),
        ),
    ),
    Refused(
        "a called workflow that starts once per contact",
        "",
        "as often as it is called",
        {**flow({"kind": "manual"}, a=note("x")), "once_per_contact": True},
    ),
)
