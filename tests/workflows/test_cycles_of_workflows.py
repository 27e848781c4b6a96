"""Workflows that start one another are not published in a circle (5b.17)."""

from msgspec import structs

from desks import fixed_id, make_reference
from parley.domain.ids import UUID, VersionId, WorkflowId
from parley.domain.workspace import Reference
from parley.workflows.checks import Finding, validate_for_publish
from parley.workflows.definition import Definition, compile_version, parse_definition

A, B, C = (WorkflowId(fixed_id(100 + n)) for n in (1, 2, 3))


def calls(name: str, *called: UUID) -> Definition:
    steps = {
        f"s{number}": {
            "kind": "trigger_workflow",
            "workflow_id": str(each),
            "lanes": {"next": f"s{number + 1}"} if number < len(called) else {},
        }
        for number, each in enumerate(called, 1)
    }
    ends = {"s1": {"kind": "open_conversation"}}
    return parse_definition(
        {"name": name, "trigger": {"kind": "manual"}, "start": "s1", "steps": steps or ends}
    )


def workspace(**published: tuple[WorkflowId, Definition]) -> Reference:
    versions = [
        compile_version(
            definition,
            workflow_id=workflow_id,
            version_id=VersionId(fixed_id(200 + order)),
            published_order=order,
        )
        for order, (workflow_id, definition) in enumerate(published.values())
    ]
    return structs.replace(
        make_reference(), versions={version.version_id: version for version in versions}
    )


def cycles(definition: Definition, reference: Reference, own: WorkflowId) -> list[Finding]:
    found = validate_for_publish(definition, reference, workflow_id=own)
    return [finding for finding in found if finding.code == "trigger_cycle"]


def test_5b_17_a_circle_of_three_workflows_is_refused_and_named() -> None:
    reference = workspace(b=(B, calls("Bravo", C)), c=(C, calls("Charlie", A)))
    [finding] = cycles(calls("Alpha", B), reference, A)
    assert finding.step_id == "s1"
    assert "Alpha > Bravo > Charlie > Alpha" in finding.sentence
    assert finding.severity.value == "error"


def test_a_workflow_that_starts_itself_is_refused() -> None:
    [finding] = cycles(calls("Alpha", A), workspace(), A)
    assert "Alpha > Alpha" in finding.sentence


def test_two_ways_to_the_same_workflow_are_no_circle() -> None:
    reference = workspace(b=(B, calls("Bravo", C)), c=(C, calls("Charlie")))
    assert cycles(calls("Alpha", B, C), reference, A) == []


def test_only_the_step_that_leads_round_is_named() -> None:
    reference = workspace(b=(B, calls("Bravo")), c=(C, calls("Charlie", A)))
    assert [found.step_id for found in cycles(calls("Alpha", B, C), reference, A)] == ["s2"]
