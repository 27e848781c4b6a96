"""Tests of workflows that mention users, make tags, wait for a webhook, or tell a place in line."""

from desks import make_reference
from parley.rehearsal.script import parse_suite
from parley.rehearsal.suite import run_suite
from parley.rehearsal.workspace import add_named
from parley.workflows.definition import Definition
from parley.workflows.steps import AddComment, AssignTo, SendMessage, UpdateTag, WaitForEvent
from parley.workflows.steps.assign_to import ToWorkspace
from parley.workflows.steps.wait_for_event import WebhookComes
from workflows_by_hand import flow, say


def failure(definition: Definition, *turns: dict[str, object], **case: object) -> str | None:
    test = {"name": "one", "turns": list(turns), **case}
    suite = parse_suite({"tests": [test]})
    return run_suite(definition, suite, add_named(make_reference(), definition)).cases[0].failure


def test_whoever_is_mentioned_exists_in_a_test_and_the_comment_names_them() -> None:
    note = AddComment(text="Look, @[bo@example.com] and @[kim@shop.example]")
    expect = {"comments": ["Look, @Bo and @kim@shop.example"], "end": "completed"}
    assert failure(flow(note=note), {"says": "hi"}, expect=expect) is None


def test_a_tag_that_the_run_makes_is_there_for_the_expectation() -> None:
    tag = UpdateTag(tag_names=["Gold", "{{contact.name}}"], creates_missing=True)
    told = failure(flow(tag=tag), {"says": "hi"}, expect={"tags": ["Gold", "Linh"]}, contact="Linh")
    assert told is None


def test_a_tag_that_is_only_named_exists_as_others_do() -> None:
    tag = UpdateTag(tag_names=["Silver"])
    assert failure(flow(tag=tag), {"says": "hi"}, expect={"tags": ["Silver"]}) is None


def test_a_run_that_waits_goes_on_with_what_is_posted() -> None:
    paid = WebhookComes(contact_path="$.contact", mapping={"total": "$.total"})
    definition = flow(
        wait=WaitForEvent(events=[paid], lanes={"happened": "thank", "timeout": "ask"}),
        thank=say("Thank you for {{var.total|nothing}}"),
        ask=say("Still there?"),
    )
    told = failure(
        definition,
        {"says": "hi", "expect": {"at": "wait"}},
        {"posts": {"contact": "{{contact.id}}", "total": 12}, "expect": {"webhook": "resumed"}},
        {"posts": {"contact": "{{contact.id}}"}, "expect": {"webhook": "nobody_waits"}},
        expect={"messages": ["Thank you for 12"], "fields": {"var.total": 12}},
    )
    assert told is None
    late = failure(
        definition, {"says": "hi"}, {"waits": "1d"}, expect={"lanes": {"wait": "timeout"}}
    )
    assert late is None


def test_a_place_in_line_is_told_in_a_test() -> None:
    tell = SendMessage(text="You are number {{queue.position}}", lanes={"next": "assign"})
    definition = flow(tell=tell, assign=AssignTo(target=ToWorkspace()))
    told = failure(definition, {"says": "hi"}, expect={"hears": ["You are number 1"]})
    assert told is None
