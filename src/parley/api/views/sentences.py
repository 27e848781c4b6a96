"""One plain English sentence for each event that a thread shows."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from parley.actions.owning import SLUG as OWNER
from parley.domain import events as e
from parley.domain.actor import Actor, ActorKind
from parley.domain.contact import FieldValue
from parley.domain.events import EventBody

Names = Mapping[UUID, str]

ACTORS = {
    ActorKind.CONTACT: "The contact",
    ActorKind.WORKFLOW: "A workflow",
    ActorKind.API: "The API",
    ActorKind.ECHO: "The phone app",
    ActorKind.AUTO_CLOSE: "Auto-close",
    ActorKind.SYSTEM: "Parley",
    ActorKind.USER: "A former user",
}


def name_of(actor: Actor, names: Names) -> str:
    known = names.get(actor.id) if actor.id else None
    if known and actor.kind is ActorKind.API:
        return f"{known} (API)"
    return known or ACTORS[actor.kind]


def ids_in(body: EventBody, actor: Actor) -> set[UUID]:
    """Every id that the sentence may name."""
    values = [getattr(body, name) for name in body.__struct_fields__]
    found = {value for value in values if isinstance(value, UUID)}
    if isinstance(body, e.ConversationClosed) and body.note.category_id:
        found.add(body.note.category_id)
    if isinstance(body, e.ContactFieldChanged) and body.slug == OWNER and isinstance(body.new, str):
        found.add(UUID(body.new))
    return found | ({actor.id} if actor.id else set())


def sentence(body: EventBody, actor: Actor, names: Names) -> str:
    """Who did what. Empty for an event that a thread does not show."""
    say = _SAYINGS.get(type(body))
    return say(body, name_of(actor, names), names) if say else ""


Say = Callable[[Any, str, Names], str]


def _assigned(body: e.ConversationAssigned, who: str, names: Names) -> str:
    if body.user_id is None:
        return f"{who} unassigned the conversation"
    if body.automatic:
        return f"Assigned to {_name(body.user_id, names)} by the queue"
    return f"{who} assigned the conversation to {_name(body.user_id, names)}"


def _team_changed(body: e.ConversationTeamChanged, who: str, names: Names) -> str:
    if body.team_id is None:
        return f"{who} took the conversation from its team"
    return f"{who} gave the conversation to team {_name(body.team_id, names)}"


def _waits(body: e.ConversationWaiting, _: str, names: Names) -> str:
    team = f" of team {_name(body.team_id, names)}" if body.team_id else ""
    return f"Waits for an agent{team}"


def _closed(body: e.ConversationClosed, who: str, names: Names) -> str:
    category = names.get(body.note.category_id) if body.note.category_id else None
    details = ": ".join(part for part in (category, body.note.summary) if part)
    return f"{who} closed the conversation" + (f" ({details})" if details else "")


def _field_changed(
    body: e.ContactFieldChanged | e.ConversationFieldChanged, who: str, names: Names
) -> str:
    if body.slug == OWNER:
        return _owner_changed(body.new, who, names)
    label = body.slug.replace("_", " ")
    if body.new is None:
        return f"{who} cleared {label}"
    return f"{who} set {label} to {_shown(body.new)}"


def _owner_changed(new: FieldValue, who: str, names: Names) -> str:
    if not isinstance(new, str):
        return f"{who} cleared the contact's owner"
    return f"{who} gave the contact to {_name(UUID(new), names)}"


def _stage_changed(body: e.ContactLifecycleChanged, who: str, names: Names) -> str:
    if body.new is None:
        return f"{who} took the contact off its lifecycle stage"
    return f"{who} moved the contact to the lifecycle stage {_name(body.new, names)}"


def _merge_suggested(body: e.MergeSuggested, _: str, names: Names) -> str:
    other = _name(body.other_contact_id, names)
    return f"{other} has the same {body.field}: perhaps the same person"


def _run_ended(body: e.RunEnded, _: str, names: Names) -> str:
    return f"Workflow {_name(body.workflow_id, names)} ended: {_words(body.reason.value)}"


_SAYINGS: Mapping[type, Say] = {
    e.ConversationAssigned: _assigned,
    e.ConversationTeamChanged: _team_changed,
    e.ConversationWaiting: _waits,
    e.ConversationLeftQueue: lambda body, _, __: f"Left the queue: {_words(body.reason)}",
    e.QueueAlarmRaised: lambda body, _, __: f"Has been waiting since {body.since:%H:%M} UTC",
    e.RoutingMended: lambda body, _, __: f"Put right by itself: {body.detail}",
    e.ConversationOpened: lambda _, who, __: f"{who} opened the conversation",
    e.ConversationClosed: _closed,
    e.ConversationReopened: lambda _, who, __: f"{who} undid the closing",
    e.ConversationSnoozed: lambda body, who, _: (
        f"{who} snoozed the conversation until {body.until:%Y-%m-%d %H:%M} UTC"
    ),
    e.ConversationUnsnoozed: lambda _, __, ___: "The conversation is awake again",
    e.ConversationFieldChanged: _field_changed,
    e.ContactFieldChanged: _field_changed,
    e.ContactTagged: lambda body, who, names: f"{who} added the tag {_name(body.tag_id, names)}",
    e.ContactUntagged: lambda body, who, names: (
        f"{who} removed the tag {_name(body.tag_id, names)}"
    ),
    e.ContactLifecycleChanged: _stage_changed,
    e.ContactBlocked: lambda _, who, __: f"{who} blocked the contact",
    e.ContactUnblocked: lambda _, who, __: f"{who} unblocked the contact",
    e.MergeSuggested: _merge_suggested,
    e.ContactsMerged: lambda body, who, _: (
        f"{who} merged the contact {body.other_name} into this one"
    ),
    e.RunStarted: lambda body, _, names: f"Workflow {_name(body.workflow_id, names)} started",
    e.RunEnded: _run_ended,
}


def _shown(value: FieldValue) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _words(value: str) -> str:
    return value.replace("_", " ")


def _name(subject: UUID, names: Names) -> str:
    return names.get(subject, "somebody unknown")
