"""What a definition names must exist in the workspace."""

from collections.abc import Callable, Iterator, Mapping

from parley.domain.contact import STANDARD_FIELDS, FieldScope
from parley.domain.ids import (
    UUID,
    CalendarId,
    CategoryId,
    ChannelId,
    StageId,
    TagId,
    TeamId,
)
from parley.domain.workspace import Reference
from parley.workflows.checks.finding import Finding, warn
from parley.workflows.checks.subject import Subject
from parley.workflows.definition import Definition
from parley.workflows.mentions import find_mentioned
from parley.workflows.naming import Named, Noun
from parley.workflows.triggers import ManualTrigger


def check_names(subject: Subject) -> Iterator[Finding]:
    for named in dict.fromkeys(subject.definition.trigger.references()):
        yield from _check_name(named, None, subject.reference)
    for step_id, step in subject.definition.steps.items():
        for named in dict.fromkeys(step.references()):
            yield from _check_name(named, step_id, subject.reference)
    quiet_hours = subject.definition.quiet_hours
    if quiet_hours is not None:
        yield from _check_name(Named(Noun.CALENDAR, quiet_hours), None, subject.reference)


def _check_name(named: Named, step_id: str | None, reference: Reference) -> Iterator[Finding]:
    if not _EXISTS[named.noun](named.id, reference):
        code, said = _SAID[named.noun]
        yield Finding(code, step_id, f"There is no {said} {named.id}.")
    elif named.noun is Noun.TEAM and isinstance(named.id, UUID):
        team = reference.teams[TeamId(named.id)]
        if not team.members:
            sentence = f"The team {team.name} has no members: conversations will wait."
            yield warn("empty_team", step_id, sentence)


def _has_contact_field(slug: UUID | str, reference: Reference) -> bool:
    return slug in STANDARD_FIELDS or (FieldScope.CONTACT, slug) in reference.fields


def _has_tag(tag: UUID | str, reference: Reference) -> bool:
    """By id, or by a name that the step takes as it is."""
    if isinstance(tag, UUID):
        return TagId(tag) in reference.tags
    return reference.tag_named(tag) is not None


def _is_active(user_id: UUID | str, reference: Reference) -> bool:
    """By id, or by e-mail in a text."""
    user = find_mentioned(user_id, reference)
    return user is not None and user.deactivated_at is None


def _is_callable(workflow_id: UUID | str, reference: Reference) -> bool:
    """Published, with a trigger that can be called by name."""
    return any(
        version.live
        and version.workflow_id == workflow_id
        and isinstance(version.definition, Definition)
        and isinstance(version.definition.trigger, ManualTrigger)
        for version in reference.versions.values()
    )


_SAID: Mapping[Noun, tuple[str, str]] = {
    Noun.TAG: ("unknown_tag", "tag"),
    Noun.TEAM: ("unknown_team", "team"),
    Noun.SKILL: ("unknown_skill", "skill"),
    Noun.USER: ("unknown_user", "active user"),
    Noun.CHANNEL: ("unknown_channel", "channel"),
    Noun.CATEGORY: ("unknown_category", "closing category"),
    Noun.CONTACT_FIELD: ("unknown_field", "contact field"),
    Noun.CONVERSATION_FIELD: ("unknown_field", "conversation field"),
    Noun.CALENDAR: ("unknown_calendar", "calendar"),
    Noun.STAGE: ("unknown_stage", "lifecycle stage"),
    Noun.WORKFLOW: ("unknown_workflow", "published workflow with a manual trigger"),
    Noun.SEALED: ("unknown_secret", "secret"),
}

_EXISTS: Mapping[Noun, Callable[[UUID | str, Reference], bool]] = {
    Noun.TAG: _has_tag,
    Noun.TEAM: lambda id_, reference: isinstance(id_, UUID) and TeamId(id_) in reference.teams,
    Noun.SKILL: lambda id_, reference: id_ in reference.skills,
    Noun.USER: _is_active,
    Noun.CHANNEL: lambda id_, reference: (
        isinstance(id_, UUID) and ChannelId(id_) in reference.channels
    ),
    Noun.CATEGORY: lambda id_, reference: (
        isinstance(id_, UUID) and CategoryId(id_) in reference.categories
    ),
    Noun.CONTACT_FIELD: _has_contact_field,
    Noun.CALENDAR: lambda id_, reference: (
        isinstance(id_, UUID) and CalendarId(id_) in reference.calendars
    ),
    Noun.STAGE: lambda id_, reference: isinstance(id_, UUID) and StageId(id_) in reference.stages,
    Noun.CONVERSATION_FIELD: lambda slug, reference: (
        (FieldScope.CONVERSATION, slug) in reference.fields
    ),
    Noun.WORKFLOW: _is_callable,
    Noun.SEALED: lambda name, reference: name in reference.secrets,
}
