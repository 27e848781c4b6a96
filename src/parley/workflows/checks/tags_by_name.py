"""Tags that steps call by name, as the checks follow them: those that there are, and those that a run would make."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from msgspec import structs

from parley.domain.contact import Tag, folded_name
from parley.domain.ids import UUID, TagId
from parley.domain.workspace import PublishedVersion, Reference
from parley.workflows.checks.subject import Subject
from parley.workflows.definition import Definition
from parley.workflows.steps import AnyStep, UpdateTag


def with_tags_by_id(subject: Subject) -> Subject:
    """The same workflows, as if each step named its tags by id. What fills the places of a name is not known:
    such a tag is one of its own.
    """
    live = [version for version in subject.reference.versions.values() if version.live]
    definitions = [subject.definition, *_definitions(live)]
    names = {name for definition in definitions for name in _list_names(definition)}
    if not names:
        return subject
    reference = subject.reference
    made = {_made_id(name): name for name in names if reference.tag_named(name) is None}
    tags = {
        tag_id: Tag(reference.workspace_id, tag_id, name) for tag_id, name in sorted(made.items())
    }
    known = structs.replace(reference, tags={**reference.tags, **tags})
    versions = {
        key: structs.replace(version, definition=_resolved(version.definition, known))
        if isinstance(version.definition, Definition) and version.live
        else version
        for key, version in reference.versions.items()
    }
    known = structs.replace(known, versions=versions)
    return replace(subject, definition=_resolved(subject.definition, known), reference=known)


def _definitions(versions: list[PublishedVersion]) -> Iterator[Definition]:
    for version in versions:
        if isinstance(version.definition, Definition):
            yield version.definition


def _list_names(definition: Definition) -> Iterator[str]:
    for step in definition.steps.values():
        if isinstance(step, UpdateTag):
            yield from step.tag_names


def _resolved(definition: Definition, reference: Reference) -> Definition:
    if not any(True for _ in _list_names(definition)):
        return definition
    steps = {key: _with_ids(step, reference) for key, step in definition.steps.items()}
    return definition.model_copy(update={"steps": steps})


def _with_ids(step: AnyStep, reference: Reference) -> AnyStep:
    if not isinstance(step, UpdateTag) or not step.tag_names:
        return step
    found = (reference.tag_named(name) for name in step.tag_names)
    # Without leave to make it, a tag that there is not changes nothing.
    ids = [
        tag.id for tag in found if tag and (step.creates_missing or tag.id != _made_id(tag.name))
    ]
    return step.model_copy(update={"tag_ids": [*step.tag_ids, *ids], "tag_names": []})


def _made_id(name: str) -> TagId:
    return TagId(UUID(bytes=sha256(folded_name(name).encode()).digest()[:16]))
