"""Definitions: what is taken, what is refused and why, and what a version is."""

import json
from collections.abc import Callable
from typing import cast

import pytest

from desks import SALES, SUPPORT
from parley.domain.errors import Invalid, LimitExceeded
from parley.domain.ids import UUID, VersionId, WorkflowId
from parley.workflows import limits
from parley.workflows.definition import Definition, compile_version, json_schema, parse_definition
from parley.workflows.samples import bench_inbound, demo_inbound
from workflows_by_hand import ask_text, assign, flow, say, set_city

SMALL: dict[str, object] = {
    "name": "Hello",
    "trigger": {"kind": "conversation_opened"},
    "start": "hello",
    "steps": {"hello": {"kind": "send_message", "text": "Hello"}},
}


def with_step(**step: object) -> dict[str, object]:
    return {**SMALL, "steps": {"hello": step}}


def complaint(data: object) -> str:
    with pytest.raises(Invalid) as refused:
        parse_definition(data)
    errors = cast("list[dict[str, str]]", refused.value.details["errors"])
    return " ".join(f"{error['field']}: {error['message']}" for error in errors)


def test_a_definition_is_read_from_json_text_and_from_decoded_json() -> None:
    assert parse_definition(SMALL) == parse_definition(json.dumps(SMALL))
    assert parse_definition(json.dumps(SMALL).encode()).name == "Hello"


@pytest.mark.parametrize("sample", [demo_inbound, bench_inbound])
def test_a_definition_comes_back_equal_from_json(sample: Callable[..., Definition]) -> None:
    definition = sample(sales=SALES, support=SUPPORT)
    assert parse_definition(definition.model_dump_json()) == definition
    assert parse_definition(definition.model_dump(mode="json")) == definition


ASK = {"kind": "ask_question", "text": "?", "answer": {"type": "text"}}
TRUTH = {"kind": "comparison", "field": "contact.name", "operator": "exists"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "name: Field required"),
        ("not json", "Invalid JSON"),
        ([], "valid dictionary"),
        ({**SMALL, "name": " "}, "name: String should have at least 1 character"),
        ({**SMALL, "name": "x" * 121}, "at most 120 characters"),
        ({**SMALL, "description": "x" * 2001}, "at most 2000 characters"),
        ({**SMALL, "quiet_seconds": 31}, "less than or equal to 30"),
        ({**SMALL, "quiet_seconds": -1}, "greater than or equal to 0"),
        ({**SMALL, "colour": "red"}, "colour: Extra inputs are not permitted"),
        ({**SMALL, "schema_version": 2}, "of version 2; this Parley understands version 1"),
        ({**SMALL, "trigger": {"kind": "full_moon"}}, "trigger: "),
        ({**SMALL, "steps": {}}, "at least 1 item"),
        ({**SMALL, "steps": {"a b": SMALL["steps"]}}, "should match pattern"),
        (
            {**SMALL, "steps": {f"s{n}": {"kind": "wait", "seconds": 1} for n in range(1001)}},
            "at most 1000 steps, not 1001",
        ),
        ({**SMALL, "layout": {"x": "y" * 1_000_001}}, "layout takes at most 1000000 bytes"),
        (with_step(kind="fly"), "does not match any of the expected tags"),
        (with_step(kind="send_message"), "text: Field required"),
        (with_step(kind="send_message", text=""), "at least 1 character"),
        (with_step(kind="send_message", text="x" * 4097), "at most 4096 characters"),
        (
            with_step(kind="send_message", text="x", lanes={"up": None}),
            "unknown lane 'up'; this step has: next, failure",
        ),
        (with_step(**ASK, retries=21), "less than or equal to 20"),
        (
            with_step(**ASK, timeout_seconds=limits.TIMEOUT_SECONDS + 1),
            "less than or equal to 31536000",
        ),
        (with_step(**ASK, save_to=[{"to": "variable", "name": "a"}] * 11), "at most 10 items"),
        (with_step(**ASK, save_to=[{"to": "variable", "name": "A B"}]), "should match pattern"),
        (with_step(kind="wait", seconds=0), "greater than or equal to 1"),
        (with_step(kind="wait", seconds=366 * 86400), "less than or equal to 31536000"),
        (with_step(kind="jump_to", max_jumps=101), "less than or equal to 100"),
        (with_step(kind="add_comment", text="x" * 1001), "at most 1000 characters"),
        (with_step(kind="close_conversation", summary="x" * 2001), "at most 2000 characters"),
        (with_step(kind="update_tag", tag_ids=[]), "name at least one tag"),
        (with_step(kind="update_tag", tag_ids=[str(SALES)] * 51), "at most 50 items"),
        (
            with_step(kind="assign_to", target={"to": "nobody"}, lanes={"timeout": None}),
            "does not wait",
        ),
        (with_step(kind="branch", branches=[]), "at least 1 item"),
        (
            with_step(kind="branch", branches=[{"id": "else", "condition": TRUTH}]),
            "one is called else",
        ),
        (with_step(kind="branch", branches=[{"id": "a", "condition": TRUTH}] * 2), "the same id"),
        (
            with_step(
                kind="branch", branches=[{"id": f"b{n}", "condition": TRUTH} for n in range(51)]
            ),
            "at most 50 items",
        ),
    ],
)
def test_a_definition_that_breaks_a_rule_is_refused_by_name(data: object, words: str) -> None:
    assert words in complaint(data)


def test_more_than_200_variables_are_refused() -> None:
    steps = {
        f"s{n}": {**ASK, "save_to": [{"to": "variable", "name": f"v{n}_{m}"} for m in range(10)]}
        for n in range(21)
    }
    assert "at most 200 variables" in complaint({**SMALL, "steps": steps})


def test_a_text_beyond_4_mb_is_refused_unread() -> None:
    with pytest.raises(LimitExceeded, match="4000000 bytes"):
        parse_definition("x" * 4_000_001)


@pytest.mark.parametrize("as_text", [True, False])
def test_deep_nesting_is_refused(as_text: bool) -> None:  # noqa: FBT001 - the two ways in
    deep: object = TRUTH
    for _ in range(5000):
        deep = {"kind": "group", "conditions": [deep]}
    text = '{"kind":"group","conditions":[' * 5000 + json.dumps(TRUTH) + "]}" * 5000
    data: object = {**SMALL, "trigger": {"kind": "conversation_opened", "condition": deep}}
    if as_text:
        data = (
            json.dumps(SMALL)[:-1]
            + ',"trigger":{"kind":"conversation_opened","condition":'
            + text
            + "}}"
        )
    assert complaint(data)


def test_the_hash_tells_contents_apart_and_not_names() -> None:
    first = parse_definition(SMALL)
    assert (
        first.content_hash
        == parse_definition({**SMALL, "name": "Other", "layout": {"x": 1}}).content_hash
    )
    assert first.content_hash != parse_definition({**SMALL, "quiet_seconds": 0}).content_hash
    assert len(first.content_hash) == 64


def test_a_workflow_speaks_if_a_step_writes_to_the_contact() -> None:
    assert flow(hello=say("Hello")).speaks
    assert flow(ask=ask_text()).speaks
    assert not flow(to=assign()).speaks
    assert flow(to=assign()).routes
    assert not flow(city=set_city("x")).routes


def test_a_version_carries_what_runs_need() -> None:
    definition = parse_definition({**SMALL, "once_per_contact": True})
    version = compile_version(
        definition,
        workflow_id=WorkflowId(UUID(int=1)),
        version_id=VersionId(UUID(int=2)),
        published_order=7,
    )
    assert (version.name, version.once_per_contact, version.speaks, version.live) == (
        "Hello",
        True,
        True,
        True,
    )
    assert version.definition is definition
    assert version.published_order == 7


def test_the_json_schema_knows_every_kind_of_step() -> None:
    schema = json.dumps(json_schema())
    for kind in (
        "send_message",
        "ask_question",
        "branch",
        "update_field",
        "update_tag",
        "assign_to",
    ):
        assert f'"{kind}"' in schema
    for kind in ("wait", "jump_to", "add_comment", "open_conversation", "close_conversation"):
        assert f'"{kind}"' in schema


def test_lanes_are_the_ones_of_the_documentation() -> None:
    assert say("x").lane_names == ("next", "failure")
    assert ask_text().lane_names == ("success", "invalid", "timeout", "failure", "person")
    assert assign().lane_names == ("next", "timeout", "failure")


def test_a_layout_nested_too_deeply_is_refused() -> None:
    layout: dict[str, object] = {}
    for _ in range(5000):
        layout = {"x": layout}
    assert "nested too deeply" in complaint({**SMALL, "layout": layout})
