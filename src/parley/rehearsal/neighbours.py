"""The other workflows of a rehearsal: those that the definition starts, and those that the tests bring along."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, cast

from parley.domain.errors import Invalid, Refusal
from parley.domain.ids import UUID, VersionId, WorkflowId
from parley.domain.workspace import PublishedVersion, Reference
from parley.workflows.definition import Definition, compile_version, parse_definition
from parley.workflows.limits import INPUTS
from parley.workflows.naming import Noun
from parley.workflows.steps import SetVariable, TriggerWorkflow
from parley.workflows.text.names import (
    IN_DEFINITION,
    make_names,
    names_of,
    resolve_names,
    things_in,
)
from parley.workflows.triggers import ManualTrigger

_NOTHING = "nothing"
Versions = dict[VersionId, PublishedVersion]


def find_called(reference: Reference, definition: Definition) -> Versions:
    """The live versions of the workflows that it starts by name, and of those that these start."""
    live = {v.workflow_id: v for v in reference.versions.values() if v.live}
    ahead, found = [definition], Versions()
    for one in ahead:
        for workflow_id in _calls(one):
            version = live.get(WorkflowId(workflow_id))
            if version is not None and version.version_id not in found:
                found[version.version_id] = version
                if isinstance(version.definition, Definition):
                    ahead.append(version.definition)
    return found


def bring_along(
    reference: Reference,
    given: Mapping[str, dict[str, Any] | None],
    *,
    live: Mapping[VersionId, PublishedVersion],
    new_id: Callable[[], UUID],
) -> Versions:
    """The versions that are live in the rehearsal, those of the same name replaced. `live` are the workspace's
    own. Raises Invalid, with the workflow's name.
    """
    own = {version.name.casefold(): version for version in live.values() if version.live}
    ids = {name: _id_of(own.get(name.casefold()), new_id) for name in given}
    callable_too = [("workflow", workflow_id, name) for name, workflow_id in ids.items()]
    called = [t for t in things_in(reference) if t[0] != "workflow" or t[1] not in ids.values()]
    names = make_names([*called, *callable_too])
    found = Versions(
        (version_id, version)
        for version_id, version in reference.versions.items()
        if version.workflow_id not in ids.values()
    )
    for name, data in given.items():
        version = own.get(name.casefold())
        if data is not None:
            resolved, unresolved = resolve_names({**data, "name": name}, names)
            definition = _parse(name, resolved, unresolved)
            version = make_version(definition, ids[name], VersionId(new_id()), len(found))
        if version is None:
            raise Invalid(f"No workflow called {name!r} is published.")
        found[version.version_id] = version
    return found


def make_stub(
    name: str, workflow_id: UUID, version_id: UUID, order: int, inputs: Iterable[str] = ()
) -> PublishedVersion:
    """Can be started by name, and does nothing: it stands for a workflow of which only the name is known."""
    definition = Definition(
        name=name,
        trigger=ManualTrigger(inputs=sorted(inputs)[:INPUTS]),
        start=_NOTHING,
        steps={_NOTHING: SetVariable(variable="nothing", expression="0")},
    )
    return make_version(definition, WorkflowId(workflow_id), VersionId(version_id), order)


def take_inputs(versions: Mapping[VersionId, PublishedVersion], caller: Definition) -> Versions:
    """Stubs that take what the caller hands over: of a workflow that nobody has seen anything is believed."""
    handed: dict[UUID, set[str]] = {}
    for step in caller.steps.values():
        if isinstance(step, TriggerWorkflow):
            handed.setdefault(step.workflow_id, set()).update(step.variables)
    found = Versions(versions)
    for key, version in versions.items():
        told = handed.get(version.workflow_id)
        if told and isinstance(version.definition, Definition) and _is_stub(version.definition):
            found[key] = make_stub(
                version.name, version.workflow_id, key, version.published_order, told
            )
    return found


def _is_stub(definition: Definition) -> bool:
    return list(definition.steps) == [_NOTHING]


def make_version(
    definition: Definition, workflow_id: WorkflowId, version_id: VersionId, order: int
) -> PublishedVersion:
    return compile_version(
        definition, workflow_id=workflow_id, version_id=version_id, published_order=order
    )


def others_in(data: Mapping[str, object]) -> dict[str, object]:
    """The other workflows that a file's tests bring along, as they are written."""
    shop = data.get("workspace")
    others = cast(Mapping[str, object], shop).get("workflows") if _is_map(shop) else None
    return cast("dict[str, object]", others) if _is_map(others) else {}


def parts_with_names(data: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """Of a file's data: what of its definition, and of others that its tests bring along, may hold names."""
    for each in (data, *others_in(data).values()):
        if _is_map(each):
            told = cast(Mapping[str, object], each)
            yield {key: told[key] for key in IN_DEFINITION if key in told}


def list_others(data: Mapping[str, object], reference: Reference) -> Iterator[Definition]:
    """The other workflows of a file that can be understood."""
    names = names_of(reference)
    for name, other in others_in(data).items():
        if _is_map(other):
            told = {**cast(Mapping[str, object], other), "name": name}
            with suppress(Refusal):
                yield parse_definition(resolve_names(told, names)[0])


def _is_map(value: object) -> bool:
    return isinstance(value, Mapping)


def _parse(name: str, data: dict[str, object], unresolved: Mapping[str, str]) -> Definition:
    if unresolved:
        raise Invalid(f"The workflow {name!r}: {next(iter(unresolved.values()))}.")
    try:
        return parse_definition(data)
    except Invalid as error:
        raise Invalid(f"The workflow {name!r}: {error.text}", **error.details) from error


def _id_of(version: PublishedVersion | None, new_id: Callable[[], UUID]) -> WorkflowId:
    return version.workflow_id if version is not None else WorkflowId(new_id())


def _calls(definition: Definition) -> Iterator[UUID]:
    for step in definition.steps.values():
        for named in step.references():
            if named.noun is Noun.WORKFLOW and isinstance(named.id, UUID):
                yield named.id
