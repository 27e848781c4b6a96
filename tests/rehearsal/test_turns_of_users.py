"""What users do in tests, and calls and ads: each starts the workflows that hear it."""

import pytest

from desks import SPAM, VIP, make_reference
from parley.domain.errors import Invalid
from parley.domain.people import Role
from parley.rehearsal.script import parse_suite
from parley.rehearsal.suite import run_suite
from parley.workflows.definition import Definition
from parley.workflows.steps import AddComment, Wait
from parley.workflows.triggers import (
    AdTrigger,
    CallEndedTrigger,
    ContactFieldTrigger,
    ContactTagTrigger,
    ConversationClosedTrigger,
    LifecycleTrigger,
    ShortcutTrigger,
)
from parley.workflows.triggers.shortcut import FormField
from parley.workflows.triggers.trigger import Trigger
from workflows_by_hand import flow, say


def failure(
    definition: Definition,
    *turns: dict[str, object],
    workspace: dict[str, object] | None = None,
    **case: object,
) -> str | None:
    test = {"name": "one", "turns": list(turns), **case}
    suite = parse_suite({"workspace": workspace or {}, "tests": [test]})
    return run_suite(definition, suite, make_reference()).cases[0].failure


def noting(trigger: Trigger, text: str) -> Definition:
    """Keeps what the trigger tells where tests can look."""
    return flow(trigger=trigger, note=AddComment(text=text))


def test_an_agent_runs_a_shortcut_with_its_form_filled_in() -> None:
    form = [
        FormField(name="reason", label="Reason", is_required=True),
        FormField(name="urgent", label="Urgent", type="checkbox"),
    ]
    shortcut = noting(ShortcutTrigger(fields=form), "{{trigger.user}}: {{trigger.reason}}")
    told = failure(
        shortcut,
        {"opens": True, "by": "Ana"},
        {"runs": {"reason": "late", "urgent": True}, "by": "Ana"},
        expect={"comments": ["Ana: late"], "end": "completed"},
    )
    assert told is None
    missing = failure(shortcut, {"runs": {}})
    assert missing == "turn 1 (runs): Reason is required."
    unknown = failure(shortcut, {"runs": {"reason": "a", "colour": "red"}})
    assert unknown == "turn 1 (runs): The form has no field 'colour'."


def test_a_shortcut_is_run_by_whom_it_is_for_and_once_at_a_time() -> None:
    managers = flow(trigger=ShortcutTrigger(roles=[Role.MANAGER]), wait=Wait(seconds=60))
    assert failure(managers, {"runs": {}, "by": "Olga"}, expect={"at": "wait"}) is None
    forbidden = failure(managers, {"runs": {}, "by": "Ana"})
    assert forbidden == "turn 1 (runs): Ana may not run this shortcut."
    twice = failure(managers, {"runs": {}, "by": "Olga"}, {"runs": {}, "by": "Olga"})
    assert twice == "turn 2 (runs): The workflow does not start: already_running."
    assert failure(flow(hello=say("Hi")), {"runs": {}}) == (
        "turn 1 (runs): The workflow is no shortcut."
    )


def test_a_tag_a_field_and_a_stage_start_what_hears_them() -> None:
    tagged = flow(trigger=ContactTagTrigger(tag_ids=[VIP]), wait=Wait(seconds=60))
    assert failure(tagged, {"tags": "VIP"}, expect={"at": "wait", "tags": ["VIP"]}) is None
    field = flow(trigger=ContactFieldTrigger(slugs=["budget"]), wait=Wait(seconds=60))
    assert failure(field, {"sets": {"contact.budget": 5}}, expect={"at": "wait"}) is None
    staged = flow(trigger=LifecycleTrigger(), wait=Wait(seconds=60))
    told = failure(
        staged,
        {"moves": "Buyer", "expect": {"lifecycle": "Buyer", "at": "wait"}},
        workspace={"stages": ["Lead", "Buyer"]},
        contact={"name": "Linh", "lifecycle": "Lead"},
    )
    assert told is None
    wrong = failure(staged, {"moves": "Buyer"}, workspace={"stages": ["Buyer"]},
                    expect={"lifecycle": "Lead"})  # fmt: skip
    assert wrong == "at the end: expected the lifecycle stage 'Lead', but it is 'Buyer'"
    unheard = failure(staged, {"moves": "Buyer"})
    assert unheard is not None
    assert "There is no lifecycle stage 'Buyer': name it under workspace.stages." in unheard


def test_closing_starts_what_follows_a_close_when_it_can_no_longer_be_undone() -> None:
    follows = ConversationClosedTrigger(category_ids=[SPAM])
    noted = flow(trigger=follows, wait=Wait(seconds=3600))
    told = failure(
        noted,
        {"opens": True},
        {"closes": {"category": "Spam", "summary": "Nonsense"}, "by": "Ana"},
        {"expect": {"end": None, "conversation": "closed"}},
        {"waits": 10, "expect": {"at": "wait"}},
    )
    assert told is None
    other = failure(
        noted, {"opens": True}, {"closes": True}, {"waits": 10, "expect": {"at": "wait"}}
    )
    assert other is not None
    assert "no run was started" in other


def test_a_call_that_has_ended_starts_what_hears_calls() -> None:
    missed = noting(CallEndedTrigger(outcome="missed"), "missed {{trigger.seconds}}")
    told = failure(
        missed,
        {"says": "hello", "expect": {"end": None}},
        {"hangs_up": {"seconds": 40}, "expect": {"comments": []}},
        {"hangs_up": {}, "expect": {"comments": ["missed 0"], "end": "completed"}},
    )
    assert told is None


def test_a_contact_comes_by_an_ad() -> None:
    ad = noting(AdTrigger(ad_ids=["shoes"]), "{{trigger.ad_title}}")
    told = failure(
        ad,
        {"says": "hi", "ad": {"id": "shoes", "title": "Red shoes"}},
        expect={"comments": ["Red shoes"]},
    )
    assert told is None
    other = failure(ad, {"says": "hi", "ad": {"id": "hats"}}, expect={"end": "completed"})
    assert other is not None


def test_a_blocked_contact_ends_the_run() -> None:
    waiting = flow(wait=Wait(seconds=60))
    told = failure(waiting, {"says": "hi"}, {"blocks": True}, expect={"end": "contact_blocked"})
    assert told is None


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        ({"waits": 5, "ad": {"id": "x"}}, "with a message"),
        ({"answers": 700}, "answers"),
        ({"answers": "maybe"}, "answers"),
        ({"answers": {"status": "fine"}}, "status"),
        ({"posts": [1]}, "posts"),
        ({"hangs_up": {"seconds": -1}}, "seconds"),
        ({"closes": {"colour": "x"}}, "colour"),
        ({"starts": {}, "runs": {}}, "one turn is one thing"),
    ],
)
def test_turns_that_are_none_are_refused(turn: dict[str, object], said: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_suite({"tests": [{"name": "a", "turns": [turn]}]})
    assert said in str(refused.value.details)
