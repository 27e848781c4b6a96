"""Seeded defects: where the steps lead."""

from desks import SALES
from workflows.corpus.writing import (
    Case,
    ask,
    assign,
    assign_user,
    branch,
    choose,
    close,
    flow,
    iff,
    inbound,
    jump,
    put,
    say,
    wait,
)

HAS_EMAIL = iff("contact.email", "exists")

SHAPE = (
    Case(
        "it starts at a step that is not there",
        "missing_start",
        None,
        {**flow(a=say()), "start": "b"},
    ),
    Case(
        "a lane leads to a deleted step",
        "missing_target",
        "b",
        flow(a=say(next="b"), b=say(next="gone")),
    ),
    Case(
        "one way of a branch leads to a deleted step",
        "missing_target",
        "a",
        flow(a=branch(HAS_EMAIL, **{"b0": "gone", "else": "b"}), b=say()),
    ),
    Case("a step that nothing leads to", "unreachable", "b", flow(a=say(), b=say())),
    Case(
        "two steps that lead to each other only",
        "unreachable",
        "b",
        flow(a=say(), b=wait(next="c"), c=say(next="b")),
    ),
    Case(
        "a message that follows itself",
        "loop_without_wait",
        "b",
        flow(a=say(next="b"), b=say(next="b")),
    ),
    Case(
        "two messages in a circle", "loop_without_wait", "a", flow(a=say(next="b"), b=say(next="a"))
    ),
    Case(
        "a circle through a branch",
        "loop_without_wait",
        "b",
        flow(
            a=say(next="b"),
            b=put("contact", "city", next="c"),
            c=branch(HAS_EMAIL, **{"b0": "d", "else": "b"}),
            d=say(),
        ),
    ),
    Case(
        "an agent is looked for again as soon as one is found",
        "loop_without_wait",
        "a",
        flow(a=assign(next="a", timeout=None)),
    ),
    Case(
        "a question that cannot be sent is asked again at once",
        "loop_without_wait",
        "a",
        flow(a=ask(failure="a", timeout=None)),
    ),
    Case(
        "a branch that leads nowhere", "dead_end", "b", flow(a=say(next="b"), b=branch(HAS_EMAIL))
    ),
    Case("a jump that leads nowhere", "dead_end", "b", flow(a=say(next="b"), b=jump())),
    Case("an answer that nothing uses", "dead_end", "a", flow(a=ask(into=None, timeout=None))),
    Case(
        "a choice that nothing uses",
        "dead_end",
        "b",
        flow(a=say(next="b"), b={**choose("Yes", "No", timeout="c"), "save_to": []}, c=say()),
    ),
    Case(
        "a farewell after closing",
        "after_close",
        "a",
        flow(a=close(next="b"), b=say()),
        "warning",
    ),
    Case(
        "a question without a time-out", "no_timeout_lane", "a", flow(a=ask(success="b"), b=say())
    ),
    Case(
        "a choice, two steps on, without a time-out",
        "no_timeout_lane",
        "c",
        flow(
            a=ask(success="b", timeout="b"),
            b=branch(HAS_EMAIL, **{"b0": "d", "else": "c"}),
            c=choose("Yes", "No", success="d"),
            d=say(),
        ),
    ),
    Case(
        "nobody is found and nothing is said", "no_timeout_lane", "a", flow(a=assign()), "warning"
    ),
    Case(
        "a wait after an agent has the conversation",
        "wait_after_assign",
        "c",
        flow(a=say(next="b"), b=assign(next="c", timeout=None), c=wait(next=None)),
    ),
    Case(
        "a question after an agent has the conversation",
        "wait_after_assign",
        "d",
        flow(
            a=assign(next="b", timeout=None),
            b=say(next="c"),
            c=put("contact", "city", next="d"),
            d=ask(timeout=None),
        ),
    ),
    Case(
        "a second agent is looked for after the first was found",
        "wait_after_assign",
        "c",
        flow(a=say(next="b"), b=assign(next="c", timeout=None), c=assign(SALES, timeout=None)),
    ),
)

ASKS_AND_ASSIGNS = {
    "a": ask(success="b", invalid="b", timeout="c", person="b"),
    "b": assign(timeout="c"),
    "c": say(),
}
OWNERSHIP = (
    Case(
        "who does not answer is left to nobody",
        "left_unassigned",
        "c",
        inbound(**ASKS_AND_ASSIGNS),
    ),
    Case(
        "one way of a branch forgets to assign",
        "left_unassigned",
        "a",
        inbound(a=branch(HAS_EMAIL, b0="b"), b=say(next="c"), c=assign(timeout=None)),
    ),
    Case(
        "who asks for a person gets none",
        "left_unassigned",
        "a",
        inbound(a=ask(success="b", invalid="b", timeout="b"), b=assign(timeout=None)),
    ),
    Case(
        "the one user is not there, and no team is asked",
        "left_unassigned",
        "b",
        inbound(
            a=say(next="b"),
            b=assign_user(next="c", timeout=None),
            c=say(failure=None),
        ),
    ),
    Case(
        "a bot that asks, and gives the conversation to nobody",
        "left_unassigned",
        "b",
        inbound(a=ask(success="b", invalid="b", timeout="b", person="b"), b=say()),
        "warning",
    ),
)

TWO_DAYS, HALF_A_DAY = 2 * 86_400, 43_200
WINDOWS = (
    Case(
        "a reminder two days later",
        "text_after_window",
        "b",
        flow(a=wait(TWO_DAYS, next="b"), b=say()),
    ),
    Case(
        "a word every morning to who may have been silent for ever",
        "text_after_window",
        "a",
        flow({"kind": "schedule", "cron": "0 9 * * *"}, a=say()),
    ),
    Case(
        "a word to who has been silent for two days",
        "text_after_window",
        "a",
        flow({"kind": "contact_silent", "seconds": TWO_DAYS}, a=say()),
    ),
    Case(
        "two waits that are too long together",
        "text_after_window",
        "d",
        flow(
            a=wait(HALF_A_DAY, next="b"),
            b=say(next="c"),
            c=wait(HALF_A_DAY + 60, next="d"),
            d=say(),
        ),
    ),
    Case(
        "a question that waits two days, and then says something",
        "text_after_window",
        "b",
        flow(a={**ask(success=None, timeout="b"), "timeout_seconds": TWO_DAYS}, b=say()),
    ),
    Case(
        "a question that is asked two days later",
        "text_after_window",
        "b",
        flow(a=wait(TWO_DAYS, next="b"), b=ask(timeout=None)),
    ),
    Case(
        "a reminder every hour without end",
        "text_after_window",
        "a",
        flow(a=say(next="b"), b=wait(3600, next="a")),
    ),
    Case(
        "twenty reminders, each two hours after the other",
        "text_after_window",
        "a",
        flow(a=say(next="b"), b=wait(7200, next="c"), c=jump(20, target="a", exhausted=None)),
    ),
    Case(
        "an agent is looked for all week, and introduced then",
        "text_after_window",
        "b",
        flow(a={**assign(next="b", timeout=None), "timeout_seconds": 7 * 86_400}, b=say()),
    ),
    Case(
        "an answer, and much later a word",
        "text_after_window",
        "c",
        flow(a=ask(success="b", timeout=None), b=wait(TWO_DAYS, next="c"), c=say()),
    ),
)
