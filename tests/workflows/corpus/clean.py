"""Workflows in which nothing is wrong: no check may say a word about them, be it a warning."""

from desks import ANA, CUSTOM, LEAD, SALES, SPAM, SUPPORT, VIP
from workflows.corpus.clean_by_clock import BY_CLOCK
from workflows.corpus.clean_of_systems import SYSTEM_CASES
from workflows.corpus.writing import (
    FROM_CONTACT,
    Clean,
    Json,
    ask,
    assign,
    assign_user,
    both,
    branch,
    choose,
    close,
    either,
    flow,
    hooked,
    http,
    iff,
    inbound,
    jump,
    note,
    put,
    say,
    tag,
    wait,
)

CITY, TAGS, BUDGET, SINCE = (
    "contact.fields.city",
    "contact.tags",
    "contact.fields.budget",
    "contact.created_at",
)
HOUR, DAY = 3600, 86_400

MENU: Json = {"media": "file", "url": "https://files.example.com/{{contact.id|all}}.pdf"}
SIMPLE = (
    Clean("a file that every channel takes", flow(a={**say("Menu"), "attachments": [MENU]})),
    Clean("a greeting by hand", flow(a=say("Hello {{contact.first_name}}"))),
    Clean(
        "places that always have a value",
        flow(a=say("{{contact.name}} {{system.date}} {{conversation.opened_at}}")),
    ),
    Clean(
        "places with fallbacks", flow(a=say("{{contact.email|-}} {{contact.fields.city|there}}"))
    ),
    Clean("a filter and a fallback", flow(a=say("{{contact.fields.city:title|your town}}"))),
    Clean(
        "a tag, a field, a comment",
        flow(a=tag(VIP, next="b"), b=put("contact", "city", next="c"), c=note("Done")),
    ),
    Clean("a standard field", flow(a=put("contact", "email", "mai@example.com"))),
    Clean(
        "closing with a category",
        flow(a=close("About {{conversation.fields.topic|nothing}}", SPAM)),
    ),
    Clean("a link without a secret", flow(a=say("https://example.com/orders?id=12&page=2#top"))),
    Clean(
        "a link to a page about tokens", flow(a=say("Read https://example.com/api_key?topic=token"))
    ),
    Clean(
        "a tag by its name in other letters, and one that is made",
        flow(
            a={"kind": "update_tag", "tag_names": ["víp"], "lanes": {"next": "b"}},
            b={"kind": "update_tag", "tag_names": ["Gold"], "creates_missing": True},
        ),
    ),
    Clean(
        "a webhook's call that is waited for, and its value",
        flow(a=hooked(happened="b", timeout=None), b=say("Thank you for {{var.total}}")),
    ),
    Clean(
        "a place in line, and a branch on it",
        flow(
            a=branch(iff("queue.position", "is_greater_than", 5), b0="b"),
            b=say("{{queue.expected_wait_minutes|Some}} minutes"),
        ),
    ),
    Clean(
        "a request with a kept secret",
        flow(
            a=http(
                method="POST",
                headers=[{"name": "Authorization", "value": "Bearer {{secret.crm}}"}],
                body={"type": "json", "value": {"api_key": "{{secret.crm}}"}},
            )
        ),
    ),
    Clean(
        "a message on one channel, as long as that takes",
        flow(a={**say("x" * 2000), "channel_id": str(CUSTOM)}),
    ),
)

QUESTIONS = (
    Clean(
        "a question and its answer",
        flow(a=ask(success="b", timeout="c"), b=say("{{var.answer}}?"), c=say()),
    ),
    Clean(
        "an answer with a fallback where there may be none",
        flow(a=ask(success="b", timeout="b"), b=say("{{var.answer|nothing}}")),
    ),
    Clean(
        "a survey whose answer is kept", flow(a=ask("number", into="contact.budget", timeout=None))
    ),
    Clean(
        "a choice whose tag is kept",
        flow(a={**choose("Yes", "No", tag=str(LEAD), timeout=None), "save_to": []}),
    ),
    Clean(
        "a wrong answer is asked for again",
        flow(a=ask("email", success="b", invalid="a", timeout="b"), b=say()),
    ),
    Clean(
        "ten options of twenty characters",
        flow(
            a=choose(*(f"{n}".rjust(20, "o") for n in range(10)), success="b", timeout="b"), b=say()
        ),
    ),
    Clean(
        "three tries with a jump",
        flow(
            a=ask("email", success="c", invalid="b", timeout="c"),
            b=jump(2, target="a", exhausted="c"),
            c=say(),
        ),
    ),
    Clean(
        "both ways set the variable",
        flow(
            a=branch(iff(CITY, "exists"), **{"b0": "b", "else": "c"}),
            b=ask("text", success="d", timeout=None),
            c=ask("email", success="d", timeout=None),
            d=say("Thank you for {{var.answer}}"),
        ),
    ),
    Clean(
        "a branch on an answer that may be missing",
        flow(
            a=ask(success="b", timeout="b"),
            b=branch(iff("var.answer", "exists"), **{"b0": "c", "else": "d"}),
            c=say(),
            d=say(),
        ),
    ),
    Clean(
        "an answer that every way through a circle sets",
        flow(
            a=ask(success="b", timeout=None),
            b=wait(60, next="c"),
            c=branch(iff("var.answer", "is_equal_to", "again"), **{"b0": "a", "else": "d"}),
            d=note("{{var.answer}}"),
        ),
    ),
)

ROUTING = (
    Clean("a greeting to whoever writes, and no more", inbound(a=say("We will answer soon."))),
    Clean(
        "a greeting, and the team",
        inbound(a=say(next="b"), b=assign(timeout="c"), c=say("Nobody is free.")),
    ),
    Clean(
        "every way of a question assigns",
        inbound(
            a=ask(success="b", invalid="b", timeout="b", person="c"),
            b=assign(SALES, timeout=None),
            c=assign(SUPPORT, timeout=None),
        ),
    ),
    Clean(
        "a user with a team to fall back on",
        flow(a=assign_user(ANA, SUPPORT, next="b", timeout="c"), b=say(), c=say()),
    ),
    Clean(
        "who does not answer is closed",
        inbound(
            a=ask(success="b", invalid="b", timeout="c", person="b"),
            b=assign(timeout=None),
            c=close("No answer"),
        ),
    ),
    Clean(
        "one who has an agent already is left alone",
        inbound(
            a=branch(iff("assignee.id", "exists"), **{"b0": None, "else": "b"}),
            b=say(next="c"),
            c=assign(timeout=None),
        ),
    ),
    Clean(
        "a question that offers no person",
        inbound(
            a={**ask(success="b", invalid="b", timeout="b"), "offers_person": False},
            b=assign(timeout=None),
        ),
    ),
    Clean(
        "the agent is introduced",
        inbound(
            a=say(next="b"),
            b=assign(next="c", timeout=None),
            c=say("{{assignee.name|Somebody}} is here"),
        ),
    ),
    Clean(
        "unassigned by hand, then a wait",
        flow(
            a={"kind": "assign_to", "target": {"to": "nobody"}, "lanes": {"next": "b"}},
            b=wait(next="c"),
            c=say(),
        ),
    ),
    Clean(
        "a background workflow that assigns, waits and notes",
        flow(
            FROM_CONTACT,
            a=assign(next="b", timeout="b"),
            b=wait(HOUR, next="c"),
            c=note("An hour has passed"),
        ),
    ),
    Clean("a background workflow that gives nobody anything", flow(FROM_CONTACT, a=tag(LEAD))),
)

TIME = (
    Clean("a reminder within the window", flow(a=wait(DAY - 60, next="b"), b=say())),
    Clean(
        "late, but with a lane for what cannot be sent",
        flow(a=wait(2 * DAY, next="b"), b=say(failure="c"), c=note("Not reached")),
    ),
    Clean(
        "late, on a channel without a window",
        flow(a=wait(2 * DAY, next="b"), b={**say(), "channel_id": str(CUSTOM)}),
    ),
    Clean(
        "two long waits with an answer between them",
        flow(
            a=wait(DAY - HOUR, next="b"),
            b=ask(success="c", timeout=None),
            c=wait(DAY - HOUR, next="d"),
            d=say(),
        ),
    ),
    Clean(
        "three reminders, each an hour after the other",
        flow(a=say(next="b"), b=wait(HOUR, next="c"), c=jump(3, target="a", exhausted=None)),
    ),
    Clean(
        "a circle of an hour in the background",
        flow(a=wait(HOUR, next="b"), b=put("contact", "city", next="a")),
    ),
    Clean(
        "asked every day, as long as there is an answer",
        flow(a=ask(success="b", timeout=None), b=wait(DAY - HOUR, next="a")),
    ),
    Clean(
        "a long wait after the last word",
        flow(a=say(next="b"), b=wait(30 * DAY, next="c"), c=close()),
    ),
)

CONDITIONS = (
    Clean(
        "two ways that differ",
        flow(
            a=branch(
                iff(CITY, "is_equal_to", "Hue"),
                iff(CITY, "is_equal_to", "Hanoi"),
                **{"b0": "b", "b1": "b", "else": "c"},
            ),
            b=say(),
            c=say(),
        ),
    ),
    Clean(
        "narrow before broad",
        flow(
            a=branch(
                both(iff(CITY, "exists"), iff(BUDGET, "is_greater_than", 9)),
                iff(CITY, "exists"),
                b0="b",
                b1="c",
            ),
            b=say(),
            c=say(),
        ),
    ),
    Clean(
        "from five to ten",
        flow(
            a=branch(
                both(iff(BUDGET, "is_greater_than", 5), iff(BUDGET, "is_less_than", 10)), b0="b"
            ),
            b=say(),
        ),
    ),
    Clean(
        "bounds that tighten",
        flow(
            a=branch(
                both(iff(BUDGET, "is_greater_than", 5), iff(BUDGET, "is_between", [7, 7])), b0="b"
            ),
            b=say(),
        ),
    ),
    Clean(
        "one of two cities",
        flow(
            a=branch(
                either(iff(CITY, "is_equal_to", "Hue"), iff(CITY, "is_equal_to", "Hanoi")), b0="b"
            ),
            b=say(),
        ),
    ),
    Clean(
        "neither of two cities",
        flow(
            a=branch(
                both(iff(CITY, "is_not_equal_to", "Hue"), iff(CITY, "is_not_equal_to", "Hanoi")),
                b0="b",
            ),
            b=say(),
        ),
    ),
    Clean(
        "two tags, and a third not",
        flow(
            a=branch(
                both(iff(TAGS, "has_all_of", ["VIP", "Lead"]), iff(TAGS, "has_none_of", ["Spam"])),
                b0="b",
            ),
            b=say(),
        ),
    ),
    Clean(
        "a checkbox that is yes in two ways of writing",
        flow(
            a=branch(
                both(
                    iff("contact.fields.newsletter", "is_equal_to", "yes"),
                    iff("contact.fields.newsletter", "is_equal_to", "true"),
                ),
                b0="b",
            ),
            b=say(),
        ),
    ),
    Clean(
        "compared with other fields",
        flow(
            a=branch(
                both(
                    iff(CITY, "is_equal_to", "{{conversation.fields.topic}}"),
                    iff(CITY, "is_equal_to", "Hue"),
                ),
                b0="b",
            ),
            b=say(),
        ),
    ),
    Clean(
        "between a day and a week ago",
        flow(
            a=branch(
                both(iff(SINCE, "is_within_last", 7 * DAY), iff(SINCE, "is_longer_ago_than", DAY)),
                b0="b",
            ),
            b=say(),
        ),
    ),
    Clean(
        "a trigger with a condition",
        flow(
            {**FROM_CONTACT, "condition": iff(CITY, "exists")},
            a=say(next="b"),
            b=assign(timeout=None),
        ),
    ),
)

NEIGHBOUR = inbound(a=say(next="b"), b=assign(timeout=None))
NEIGHBOURS = (
    Clean("one by hand beside one for contacts", flow(a=say()), (NEIGHBOUR,)),
    Clean(
        "one in the background beside one that speaks", flow(FROM_CONTACT, a=tag(VIP)), (NEIGHBOUR,)
    ),
)

CLEAN = (*SIMPLE, *QUESTIONS, *ROUTING, *TIME, *CONDITIONS, *NEIGHBOURS, *BY_CLOCK, *SYSTEM_CASES)
