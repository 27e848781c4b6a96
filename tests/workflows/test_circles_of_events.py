"""Workflows that start one another by what they change: a tag, a field, a stage, an opening, a close (5b.17)."""

import time
from collections.abc import Mapping

import pytest
from msgspec import structs

from desks import LEAD, VIP, WORKSPACE, fixed_id, make_reference
from parley.domain.contact import Tag
from parley.domain.ids import UUID, StageId, TagId, VersionId, WorkflowId
from parley.domain.lifecycle import LifecycleStage
from parley.domain.workspace import Reference
from parley.workflows.checks import Finding, validate_for_publish
from parley.workflows.definition import compile_version, parse_definition
from workflows.corpus.writing import (
    Json,
    ask,
    both,
    branch,
    close,
    either,
    flow,
    iff,
    note,
    put,
    tag,
    wait,
)

A, B, C = (WorkflowId(fixed_id(100 + n)) for n in (1, 2, 3))
NEW_ONE, CUSTOMER = StageId(fixed_id(71)), StageId(fixed_id(72))
OPENS: Json = {"kind": "open_conversation", "lanes": {}}


def on_tag(*tags: UUID, change: str = "added", **more: object) -> Json:
    ids = [str(each) for each in tags]
    return {"kind": "contact_tag_updated", "change": change, "tag_ids": ids, **more}


def on_field(*slugs: str, kind: str = "contact", **more: object) -> Json:
    return {"kind": f"{kind}_field_updated", "slugs": list(slugs), **more}


def on_stage(to: UUID | None = None, since: UUID | None = None, **more: object) -> Json:
    return {
        "kind": "lifecycle_updated",
        "to_stage_ids": [str(to)] if to else [],
        "from_stage_ids": [str(since)] if since else [],
        **more,
    }


def stage(stage_id: UUID | None, **lanes: str | None) -> Json:
    return {
        "kind": "update_lifecycle",
        "stage_id": str(stage_id) if stage_id else None,
        "lanes": lanes,
    }


def call(workflow_id: UUID, variables: Mapping[str, str] | None = None) -> Json:
    return {
        "kind": "trigger_workflow",
        "workflow_id": str(workflow_id),
        "variables": dict(variables or {}),
        "lanes": {},
    }


def flips(tag_id: UUID) -> dict[str, Json]:
    """Takes the tag away and adds it again, so that it is added each time anew."""
    return {"off": tag(tag_id, "remove", next="on"), "on": tag(tag_id)}


def named(name: str, data: Json) -> Json:
    return {**data, "name": name}


def workspace(**others: tuple[WorkflowId, Json]) -> Reference:
    versions = [
        compile_version(
            parse_definition(named(name, data)),
            workflow_id=workflow_id,
            version_id=VersionId(fixed_id(200 + order)),
            published_order=order,
        )
        for order, (name, (workflow_id, data)) in enumerate(others.items())
    ]
    stages = {
        stage_id: LifecycleStage(WORKSPACE, stage_id, name, position)
        for position, (stage_id, name) in enumerate(((NEW_ONE, "New"), (CUSTOMER, "Customer")))
    }
    return structs.replace(
        make_reference(), versions={each.version_id: each for each in versions}, stages=stages
    )


def circles(
    data: Json, own: WorkflowId | None = A, /, **others: tuple[WorkflowId, Json]
) -> list[Finding]:
    found = validate_for_publish(
        parse_definition(named("Alpha", data)), workspace(**others), workflow_id=own
    )
    return [finding for finding in found if finding.code == "trigger_cycle"]


def severities(data: Json, **others: tuple[WorkflowId, Json]) -> list[str]:
    return [finding.severity.value for finding in circles(data, **others)]


def test_5b_17_a_circle_over_two_tags_is_refused_with_workflows_and_steps_named() -> None:
    alpha = flow(on_tag(VIP), a=note("hm", next="off"), **flips(LEAD))
    bravo = flow(on_tag(LEAD), **flips(VIP))
    [finding] = circles(alpha, Bravo=(B, bravo))
    assert finding.severity.value == "error"
    assert (finding.step_id, finding.path) == ("on", ("a", "next", "off", "next", "on"))
    assert finding.sentence == (
        "The workflows start one another in a circle: Alpha > Bravo > Alpha "
        "(step 'on' of Alpha adds the tag Lead; step 'on' of Bravo adds the tag VIP)."
    )


def test_two_that_give_each_other_a_tag_for_good_end_by_themselves_and_are_pointed_out() -> None:
    [finding] = circles(flow(on_tag(VIP), a=tag(LEAD)), Bravo=(B, flow(on_tag(LEAD), b=tag(VIP))))
    assert finding.severity.value == "warning"
    assert finding.sentence.endswith("ends by itself: the second time nothing changes any more.")


def test_a_third_workflow_that_takes_the_tag_away_makes_the_circle_endless() -> None:
    alpha, bravo = flow(on_tag(VIP), a=tag(LEAD)), flow(on_tag(LEAD), b=tag(VIP, "remove"))
    charlie = flow(on_tag(VIP, change="removed"), c=tag(LEAD, "remove", next="d"), d=tag(VIP))
    assert severities(alpha, Bravo=(B, bravo)) == []
    [finding] = circles(alpha, Bravo=(B, bravo), Charlie=(C, charlie))
    assert "Alpha > Bravo > Charlie > Alpha" in finding.sentence
    assert finding.severity.value == "error"


def test_a_new_workflow_that_starts_itself_is_refused_before_it_has_an_id() -> None:
    [finding] = circles(flow(on_tag(VIP), **flips(VIP)), None)
    assert "Alpha > Alpha" in finding.sentence


def test_another_tag_starts_nothing() -> None:
    assert circles(flow(on_tag(VIP), **flips(LEAD))) == []
    assert circles(flow(on_tag(VIP, change="removed"), a=tag(VIP))) == []
    any_tag = flow(on_tag(change="any"), **flips(LEAD))
    assert {found.step_id for found in circles(any_tag)} == {"off", "on"}


def test_a_tag_by_its_name_is_the_tag_of_that_name() -> None:
    by_name: Json = {"kind": "update_tag", "tag_names": ["vip"], "lanes": {}}
    off: Json = {**by_name, "operation": "remove", "lanes": {"next": "on"}}
    [finding] = circles(flow(on_tag(VIP), off=off, on=by_name))
    assert "adds the tag VIP" in finding.sentence
    assert circles(flow(on_tag(LEAD), off=off, on=by_name)) == []
    new: Json = {**by_name, "tag_names": ["Brand new"], "creates_missing": True}
    assert circles(flow(on_tag(VIP), a=new)) == []
    assert severities(flow(on_tag(), a=new)) == ["warning"]


def test_what_starts_once_per_contact_ends_the_circle() -> None:
    alpha, bravo = flow(on_tag(VIP), **flips(LEAD)), flow(on_tag(LEAD), **flips(VIP))
    assert circles({**alpha, "once_per_contact": True}, Bravo=(B, bravo)) == []
    assert circles(alpha, Bravo=(B, {**bravo, "once_per_contact": True})) == []


def test_a_step_that_nothing_leads_to_starts_nothing() -> None:
    assert circles(flow(on_tag(VIP), a=note("hm"), **flips(VIP))) == []


@pytest.mark.parametrize("kind", ["contact", "conversation"])
def test_a_field_that_changes_a_field_that_changes_it(kind: str) -> None:
    slug = "city" if kind == "contact" else "topic"
    alpha = flow(on_field(slug, kind=kind), a=put("contact", "plan", "{{contact.name}}"))
    bravo = flow(on_field("plan"), b=put(kind, slug, "{{contact.first_name}} again"))
    [finding] = circles(alpha, Bravo=(B, bravo))
    assert f"sets the {kind} field {slug}" in finding.sentence
    assert finding.severity.value == "error"


def test_a_field_that_is_put_in_order_settles() -> None:
    alpha = flow(on_field("city"), a=put("contact", "city", "{{contact.fields.city:trim:title}}"))
    assert severities(alpha) == ["warning"]
    grows = flow(on_field("city"), a=put("contact", "city", "{{contact.fields.city}}!"))
    assert severities(grows) == ["error"]


def test_spellings_that_are_put_right_by_a_branch_are_no_circle() -> None:
    """The right spelling takes none of the ways that correct it."""
    for path in ("contact.fields.city", "trigger.new"):
        wrong = (iff(path, "is_equal_to", "HCM"), iff(path, "is_equal_to", "HN"))
        alpha = flow(
            on_field("city"),
            a=branch(*wrong, b0="b", b1="c"),
            b=put("contact", "city", "Saigon"),
            c=put("contact", "city", "Hanoi"),
        )
        assert circles(alpha) == []
    without = flow(
        on_field("city"), b=put("contact", "city", "X", next="c"), c=put("contact", "city", "Y")
    )
    assert set(severities(without)) == {"error"}


def test_what_was_known_is_not_known_any_more_after_a_wait_or_a_change() -> None:
    still_wrong = branch(iff("contact.fields.city", "is_equal_to", "HCM"), b0="c")
    right = put("contact", "city", "Saigon")
    assert circles(flow(on_field("city"), b=still_wrong, c=right)) == []
    later = flow(on_field("city"), a=wait(60, next="b"), b=still_wrong, c=right)
    assert severities(later) == ["warning"]
    changed = flow(
        on_field("city"),
        a=put("contact", "city", "{{contact.name}}", next="b"),
        b=still_wrong,
        c=right,
    )
    assert {found.step_id for found in circles(changed)} == {"a", "c"}


def test_the_condition_of_a_trigger_is_respected() -> None:
    def guarded(condition: Json) -> list[str]:
        return severities(
            flow(
                on_field("city", condition=condition),
                a=put("contact", "city", "X", next="b"),
                b=put("contact", "city", "Y"),
            )
        )

    assert guarded(iff("trigger.new", "is_equal_to", "Z")) == []
    assert guarded(iff("contact.fields.city", "does_not_exist")) == []
    assert (
        guarded(both(iff("trigger.field", "is_equal_to", "plan"), iff("contact.email", "exists")))
        == []
    )
    assert set(
        guarded(either(iff("trigger.new", "is_equal_to", "X"), iff("contact.email", "exists")))
    ) == {"error"}
    # What is not known may be so.
    assert set(guarded(iff("contact.email", "exists"))) == {"error"}
    assert set(guarded(iff("trigger.old", "is_equal_to", "X"))) == {"error"}


@pytest.mark.parametrize(
    ("operator", "names", "is_fired"),
    [
        ("has_any_of", ["VIP", "Old"], True),
        ("has_none_of", ["vip"], False),
        ("has_none_of", ["Old"], True),
        ("has_all_of", ["VIP", "Old"], True),
        ("has_any_of", ["Old"], True),
    ],
)
def test_a_condition_on_the_tag_that_was_just_added(
    operator: str, names: list[str], *, is_fired: bool
) -> None:
    alpha = flow(on_tag(VIP, condition=iff("contact.tags", operator, names)), **flips(VIP))
    assert bool(circles(alpha)) is is_fired


def test_a_condition_on_the_tag_that_was_just_removed() -> None:
    def removed(operator: str, names: list[str]) -> bool:
        when = iff("contact.tags", operator, names)
        alpha = flow(
            on_tag(VIP, change="removed", condition=when),
            a=tag(VIP, next="b"),
            b=tag(VIP, "remove"),
        )
        return bool(circles(alpha))

    assert not removed("has_any_of", ["VIP"])
    assert not removed("has_all_of", ["VIP", "Lead"])
    assert removed("has_none_of", ["VIP"])
    assert removed("has_any_of", ["VIP", "Lead"])


def test_stages_that_lead_to_each_other() -> None:
    alpha = flow(on_stage(NEW_ONE), a=stage(CUSTOMER))
    assert severities(alpha) == []
    back = flow(on_stage(CUSTOMER), b=stage(NEW_ONE))
    [finding] = circles(alpha, Bravo=(B, back))
    assert finding.severity.value == "error"
    assert "moves the contact to the stage Customer" in finding.sentence
    assert severities(alpha, Bravo=(B, flow(on_stage(CUSTOMER), b=stage(None)))) == []
    # Nobody comes from the stage where everybody goes.
    assert severities(flow(on_stage(CUSTOMER, since=CUSTOMER), a=stage(CUSTOMER))) == []
    assert severities(flow(on_stage(), a=stage(CUSTOMER))) == ["warning"]
    asks = iff("trigger.new", "is_equal_to", "new")
    assert severities(
        flow(on_stage(condition=asks), a=stage(CUSTOMER, next="b"), b=stage(NEW_ONE))
    ) == ["error"]


def test_a_close_that_opens_and_an_opening_that_closes() -> None:
    closed: Json = {"kind": "conversation_closed"}
    opened: Json = {"kind": "conversation_opened"}
    alpha, bravo = flow(closed, a=OPENS), flow(opened, b=close())
    [finding] = circles(alpha, Bravo=(B, bravo))
    assert "opens a conversation" in finding.sentence
    assert "closes the conversation" in finding.sentence
    assert finding.severity.value == "error"


def test_a_workflow_for_contacts_is_not_started_by_a_workflow_that_opens() -> None:
    closed: Json = {"kind": "conversation_closed"}
    for sources in ({"sources": ["contact"]}, {"except_sources": ["workflow"]}):
        bravo = flow({"kind": "conversation_opened", **sources}, b=close())
        assert circles(flow(closed, a=OPENS), Bravo=(B, bravo)) == []
    by_people: Json = {**closed, "sources": ["user"]}
    assert (
        circles(
            flow(by_people, a=OPENS), Bravo=(B, flow({"kind": "conversation_opened"}, b=close()))
        )
        == []
    )
    of_ads = flow({"kind": "click_to_chat_ad"}, b=close())
    assert circles(flow(closed, a=OPENS), Bravo=(B, of_ads)) == []


def test_a_close_with_another_category_is_not_heard() -> None:
    closed: Json = {"kind": "conversation_closed", "category_ids": [str(fixed_id(51))]}
    opened: Json = {"kind": "conversation_opened"}
    assert circles(flow(closed, a=OPENS), Bravo=(B, flow(opened, b=close()))) == []
    spam = flow(opened, b=close(category=fixed_id(51)))
    assert len(circles(flow(closed, a=OPENS), Bravo=(B, spam))) == 1


def test_a_circle_of_a_call_and_a_tag() -> None:
    alpha = flow({"kind": "manual"}, a=tag(VIP, "remove", next="b"), b=tag(VIP))
    assert len(circles(alpha, Bravo=(B, flow(on_tag(VIP), c=call(A))))) == 1
    asks = iff("trigger.why", "is_equal_to", "tag")
    picky = {**alpha, "trigger": {"kind": "manual", "inputs": ["why"], "condition": asks}}
    assert circles(picky, Bravo=(B, flow(on_tag(VIP), c=call(A)))) == []
    assert circles(picky, Bravo=(B, flow(on_tag(VIP), c=call(A, {"why": "x"})))) == []
    assert len(circles(picky, Bravo=(B, flow(on_tag(VIP), c=call(A, {"why": "TAG"}))))) == 1
    assert (
        len(circles(picky, Bravo=(B, flow(on_tag(VIP), c=call(A, {"why": "{{contact.name}}"})))))
        == 1
    )


def test_an_answer_and_the_tag_of_an_option_start_workflows_too() -> None:
    asks = flow(on_field("city"), a=ask(into="contact.city", timeout=None))
    assert severities(asks) == ["error"]
    choice: Json = {**ask(into=None), "lanes": {"timeout": None}}
    choice["answer"] = {
        "type": "multiple_choice",
        "options": [{"id": "y", "title": "Yes", "tag_id": str(VIP)}, {"id": "n", "title": "No"}],
    }
    assert severities(flow(on_tag(VIP), a=tag(VIP, "remove", next="b"), b=choice)) == ["error"]


def test_a_stopped_workflow_is_in_no_circle() -> None:
    reference = workspace(Bravo=(B, flow(on_tag(LEAD), **flips(VIP))))
    stopped = {key: structs.replace(each, live=False) for key, each in reference.versions.items()}
    found = validate_for_publish(
        parse_definition(named("Alpha", flow(on_tag(VIP), **flips(LEAD)))),
        structs.replace(reference, versions=stopped),
        workflow_id=A,
    )
    assert not any(finding.code == "trigger_cycle" for finding in found)


def test_a_draft_is_looked_at_instead_of_its_own_published_version() -> None:
    """What is about to go away is no reason to refuse what takes its place."""
    before = flow(on_tag(LEAD), **flips(VIP))
    bravo = flow(on_tag(VIP), **flips(LEAD))
    assert circles(flow(on_tag(LEAD), a=note("hm")), Alpha=(A, before), Bravo=(B, bravo)) == []


def test_five_hundred_workflows_that_all_hear_each_other_are_followed_in_bounded_work() -> None:
    tags = {
        TagId(fixed_id(5000 + n)): Tag(WORKSPACE, TagId(fixed_id(5000 + n)), f"t{n}")
        for n in range(500)
    }
    ids = list(tags)
    others = {
        f"w{n}": (
            WorkflowId(fixed_id(6000 + n)),
            flow(on_tag(ids[n]), a=tag(ids[n - 1], "remove", next="b"), b=tag(ids[(n + 1) % 500])),
        )
        for n in range(1, 500)
    }
    reference = structs.replace(workspace(**others), tags=tags)
    mine = parse_definition(
        named("Alpha", flow(on_tag(ids[0]), a=tag(ids[499], "remove", next="b"), b=tag(ids[1])))
    )
    begun = time.process_time()
    found = [
        f for f in validate_for_publish(mine, reference, workflow_id=A) if f.code == "trigger_cycle"
    ]
    assert len(found) == 1
    assert "and 480 more" in found[0].sentence
    assert time.process_time() - begun < 5
