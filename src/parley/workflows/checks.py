"""What is looked at before a definition is published: each finding says where and what, in a sentence."""

from collections.abc import Callable, Iterator
from enum import StrEnum

from msgspec import Struct

from parley.domain.channel import Manifest
from parley.domain.contact import STANDARD_FIELDS, FieldScope
from parley.domain.ids import CategoryId, ChannelId, TagId, TeamId, UserId, WorkflowId
from parley.domain.workspace import Reference
from parley.workflows.answers import MultipleChoiceAnswer
from parley.workflows.conditions import Comparison, list_comparisons
from parley.workflows.definition import Definition
from parley.workflows.paths import VARIABLE, is_place
from parley.workflows.paths_through import find_circles, list_targets, reachable
from parley.workflows.steps import (
    AskQuestion,
    AssignTo,
    Branch,
    CloseConversation,
    JumpTo,
    SendMessage,
    UpdateField,
    UpdateTag,
)
from parley.workflows.steps.ask_question import ToContactField, ToConversationField
from parley.workflows.steps.assign_to import ToNobody, ToTeam, ToUser
from parley.workflows.variables import Place, list_places


class Severity(StrEnum):
    """An error stands in the way of publishing; a warning is shown."""

    ERROR = "error"
    WARNING = "warning"


class Finding(Struct, frozen=True):
    code: str
    step_id: str | None
    sentence: str
    severity: Severity = Severity.ERROR


class Subject(Struct, frozen=True):
    """What is checked, where, and as which workflow (None: a new one)."""

    definition: Definition
    reference: Reference
    workflow_id: WorkflowId | None


def validate_for_publish(
    definition: Definition, reference: Reference, *, workflow_id: WorkflowId | None = None
) -> list[Finding]:
    """All findings, errors first."""
    subject = Subject(definition, reference, workflow_id)
    found = [finding for check in CHECKS for finding in check(subject)]
    return sorted(found, key=lambda finding: finding.severity is not Severity.ERROR)


def is_publishable(findings: list[Finding]) -> bool:
    return all(finding.severity is not Severity.ERROR for finding in findings)


def _warn(code: str, step_id: str | None, sentence: str) -> Finding:
    return Finding(code, step_id, sentence, Severity.WARNING)


# -- the shape ---------------------------------------------------------------------------------------


def _check_targets(subject: Subject) -> Iterator[Finding]:
    definition = subject.definition
    if definition.start not in definition.steps:
        yield Finding(
            "missing_start", None, f"The workflow starts at {definition.start!r}, which is no step."
        )
    for step_id, step in definition.steps.items():
        for lane, target in step.lanes.items():
            if target is not None and target not in definition.steps:
                sentence = f"The lane {lane!r} leads to {target!r}, which is no step."
                yield Finding("missing_target", step_id, sentence)


def _check_reach(subject: Subject) -> Iterator[Finding]:
    definition = subject.definition
    seen = reachable(definition, [definition.start])
    for step_id in definition.steps:
        if step_id not in seen:
            yield Finding("unreachable", step_id, "No way leads to this step.")


def _check_circles(subject: Subject) -> Iterator[Finding]:
    for circle in find_circles(subject.definition):
        way = " > ".join([*circle, circle[0]])
        sentence = f"These steps lead round in a circle without a wait or a counted jump: {way}."
        yield Finding("loop_without_wait", circle[0], sentence)


def _check_ends(subject: Subject) -> Iterator[Finding]:
    for step_id, step in subject.definition.steps.items():
        leads_on = bool(list_targets(subject.definition, step_id))
        if isinstance(step, Branch | JumpTo) and not leads_on:
            yield Finding("dead_end", step_id, "No way out of this step leads anywhere.")
        if isinstance(step, AskQuestion) and not step.leads_to("success") and not step.save_to:
            yield _warn("dead_end", step_id, "The answer is neither saved nor followed by a step.")
        if isinstance(step, CloseConversation) and step.leads_to("next"):
            yield _warn(
                "after_close", step_id, "Closing ends the run: the steps behind it never run."
            )


def _check_timeouts(subject: Subject) -> Iterator[Finding]:
    for step_id, step in subject.definition.steps.items():
        is_waiting = isinstance(step, AskQuestion) or (
            isinstance(step, AssignTo) and not isinstance(step.target, ToNobody)
        )
        if is_waiting and not step.leads_to("timeout"):
            yield _warn(
                "no_timeout_lane",
                step_id,
                "When its time is over the run ends: no time-out lane leads on.",
            )


def _check_after_assignment(subject: Subject) -> Iterator[Finding]:
    """O17: a person has the conversation, so a workflow that speaks may not wait any more."""
    definition = subject.definition
    if not definition.speaks:
        return
    handed_over = [
        target
        for step in definition.steps.values()
        if isinstance(step, AssignTo) and not isinstance(step.target, ToNobody)
        if (target := step.leads_to("next")) is not None
    ]
    behind = reachable(definition, handed_over)
    for step_id, step in definition.steps.items():
        if step.waits and step_id in behind:
            yield Finding(
                "wait_after_assign",
                step_id,
                "This step waits, but a person has the conversation by then.",
            )


# -- what it names -----------------------------------------------------------------------------------


def _check_fields(subject: Subject) -> Iterator[Finding]:
    for step_id, step in subject.definition.steps.items():
        named: list[tuple[FieldScope, str]] = []
        if isinstance(step, UpdateField):
            named.append((step.scope, step.slug))
        if isinstance(step, AskQuestion):
            named += [
                (FieldScope.CONTACT, s.slug) for s in step.save_to if isinstance(s, ToContactField)
            ]
            named += [
                (FieldScope.CONVERSATION, s.slug)
                for s in step.save_to
                if isinstance(s, ToConversationField)
            ]
        for scope, slug in named:
            if not _has_field(subject.reference, scope, slug):
                yield Finding(
                    "unknown_field", step_id, f"There is no {scope.value} field {slug!r}."
                )


def _has_field(reference: Reference, scope: FieldScope, slug: str) -> bool:
    return (scope is FieldScope.CONTACT and slug in STANDARD_FIELDS) or (
        scope,
        slug,
    ) in reference.fields


def _check_tags(subject: Subject) -> Iterator[Finding]:
    for step_id, step in subject.definition.steps.items():
        named = list(step.tag_ids) if isinstance(step, UpdateTag) else []
        if isinstance(step, AskQuestion) and isinstance(step.answer, MultipleChoiceAnswer):
            named += [option.tag_id for option in step.answer.options if option.tag_id is not None]
        for tag_id in named:
            if TagId(tag_id) not in subject.reference.tags:
                yield Finding("unknown_tag", step_id, f"There is no tag {tag_id}.")


def _check_people(subject: Subject) -> Iterator[Finding]:
    reference = subject.reference
    for step_id, step in subject.definition.steps.items():
        if not isinstance(step, AssignTo):
            continue
        match step.target:
            case ToTeam(team_id=team_id):
                yield from _check_team(TeamId(team_id), step_id, reference)
            case ToUser(user_id=user_id, fallback_team_id=fallback):
                if reference.active_user(UserId(user_id)) is None:
                    yield Finding("unknown_user", step_id, f"There is no active user {user_id}.")
                if fallback is not None:
                    yield from _check_team(TeamId(fallback), step_id, reference)
            case _:
                continue


def _check_team(team_id: TeamId, step_id: str, reference: Reference) -> Iterator[Finding]:
    team = reference.teams.get(team_id)
    if team is None:
        yield Finding("unknown_team", step_id, f"There is no team {team_id}.")
    elif not team.members:
        yield _warn(
            "empty_team", step_id, f"The team {team.name} has no members: conversations will wait."
        )


def _check_other_names(subject: Subject) -> Iterator[Finding]:
    reference = subject.reference
    for step_id, step in subject.definition.steps.items():
        channel_id = step.channel_id if isinstance(step, SendMessage) else None
        if channel_id is not None and ChannelId(channel_id) not in reference.channels:
            yield Finding("unknown_channel", step_id, f"There is no channel {channel_id}.")
        category_id = step.category_id if isinstance(step, CloseConversation) else None
        if category_id is not None and CategoryId(category_id) not in reference.categories:
            yield Finding(
                "unknown_category", step_id, f"There is no closing category {category_id}."
            )


# -- places to fill, and conditions --------------------------------------------------------------------

# There is always a value here, so that no fallback is missed.
_ALWAYS = frozenset(
    {
        "contact.id",
        "contact.name",
        "contact.first_name",
        "contact.created_at",
        "conversation.id",
        "conversation.source",
        "conversation.status",
        "conversation.opened_at",
        "system.now",
        "system.date",
        "system.time",
    }
)


def _check_places(subject: Subject) -> Iterator[Finding]:
    for step_id, step in subject.definition.steps.items():
        for template in step.templates():
            for place in list_places(template):
                yield from _check_place(place, step_id, subject)


def _check_place(place: Place, step_id: str, subject: Subject) -> Iterator[Finding]:
    said = "{{" + place.raw + "}}"
    if not place.path:
        yield Finding(
            "malformed_variable",
            step_id,
            f"{said} cannot be read. Write it like {{{{contact.email|none}}}}.",
        )
    elif not _is_known(place.path, subject):
        yield Finding("unknown_variable", step_id, f"{said} names nothing that exists.")
    elif place.fallback is None and place.path not in _ALWAYS:
        yield _warn(
            "no_fallback",
            step_id,
            f"{said} has no fallback: where there is no value, nothing is written.",
        )


def _is_known(path: str, subject: Subject) -> bool:
    if path.startswith(VARIABLE):
        return path.removeprefix(VARIABLE) in subject.definition.variables
    return is_place(path, subject.reference)


def _check_conditions(subject: Subject) -> Iterator[Finding]:
    for step_id, comparison in _list_comparisons(subject.definition):
        if not _is_known(comparison.field, subject):
            yield Finding(
                "unknown_variable",
                step_id,
                f"The condition looks at {comparison.field}, which does not exist.",
            )


def _list_comparisons(definition: Definition) -> Iterator[tuple[str | None, Comparison]]:
    if definition.trigger.condition is not None:
        for comparison in list_comparisons(definition.trigger.condition):
            yield None, comparison
    for step_id, step in definition.steps.items():
        if isinstance(step, Branch):
            for way in step.branches:
                for comparison in list_comparisons(way.condition):
                    yield step_id, comparison


# -- the channels that are connected (O13) -------------------------------------------------------------


def _check_channels(subject: Subject) -> Iterator[Finding]:
    reference = subject.reference
    kinds = sorted({channel.kind for channel in reference.channels.values()})
    manifests = [reference.manifests[kind] for kind in kinds if kind in reference.manifests]
    for step_id, step in subject.definition.steps.items():
        for manifest in manifests:
            if isinstance(step, SendMessage | AskQuestion) and len(step.text) > manifest.text_limit:
                length = len(step.text)
                sentence = (
                    f"{manifest.name} takes at most {manifest.text_limit} characters, not {length}."
                )
                yield Finding("text_too_long", step_id, sentence)
            if isinstance(step, AskQuestion) and isinstance(step.answer, MultipleChoiceAnswer):
                yield from _check_options(step.answer, manifest, step_id)


def _check_options(
    answer: MultipleChoiceAnswer, manifest: Manifest, step_id: str
) -> Iterator[Finding]:
    if "prompt" not in manifest.sends or manifest.button_limit == 0:
        return
    if len(answer.options) > manifest.button_limit:
        sentence = f"{manifest.name} takes at most {manifest.button_limit} options; there are {len(answer.options)}."
        yield Finding("too_many_options", step_id, sentence)
    for option in answer.options:
        if len(option.title) > manifest.button_title_limit:
            limit = manifest.button_title_limit
            sentence = (
                f"{manifest.name} takes at most {limit} characters in an option: {option.title!r}."
            )
            yield Finding("option_too_long", step_id, sentence)


def _check_neighbours(subject: Subject) -> Iterator[Finding]:
    """O16: of two that speak on one event only the newest question is heard."""
    if not subject.definition.speaks:
        return
    for version in subject.reference.versions.values():
        other = version.definition
        if (
            not version.live
            or version.workflow_id == subject.workflow_id
            or not isinstance(other, Definition)
        ):
            continue
        if other.speaks and subject.definition.trigger.overlaps(other.trigger):
            sentence = (
                f"The workflow {version.name!r} writes to the contact on the same event, too."
            )
            yield _warn("two_speak_on_one_event", None, sentence)


CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    _check_targets,
    _check_reach,
    _check_circles,
    _check_ends,
    _check_timeouts,
    _check_after_assignment,
    _check_fields,
    _check_tags,
    _check_people,
    _check_other_names,
    _check_places,
    _check_conditions,
    _check_channels,
    _check_neighbours,
)
