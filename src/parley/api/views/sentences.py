"""One plain English sentence for each event that a thread shows."""

from collections.abc import Mapping
from uuid import UUID

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
    return found | ({actor.id} if actor.id else set())


def sentence(body: EventBody, actor: Actor, names: Names) -> str:
    """Who did what. Empty for an event that a thread does not show."""
    who = name_of(actor, names)
    said = (
        _about_holding(body, who, names)
        or _about_the_cycle(body, who, names)
        or _about_the_contact(body, who, names)
        or _about_runs(body, names)
    )
    return said or ""


def _about_holding(body: EventBody, who: str, names: Names) -> str | None:
    match body:
        case e.ConversationAssigned(user_id=None):
            return f"{who} unassigned the conversation"
        case e.ConversationAssigned(user_id=user_id, automatic=True):
            return f"Assigned to {_name(user_id, names)} by the queue"
        case e.ConversationAssigned(user_id=user_id):
            return f"{who} assigned the conversation to {_name(user_id, names)}"
        case e.ConversationTeamChanged(team_id=None):
            return f"{who} took the conversation from its team"
        case e.ConversationTeamChanged(team_id=team_id):
            return f"{who} gave the conversation to team {_name(team_id, names)}"
        case e.ConversationWaiting(team_id=None):
            return "Waits for an agent"
        case e.ConversationWaiting(team_id=team_id):
            return f"Waits for an agent of team {_name(team_id, names)}"
        case e.ConversationLeftQueue(reason=reason):
            return f"Left the queue: {reason.replace('_', ' ')}"
        case _:
            return None


def _about_the_cycle(body: EventBody, who: str, names: Names) -> str | None:
    match body:
        case e.ConversationOpened():
            return f"{who} opened the conversation"
        case e.ConversationClosed(note=note):
            category = names.get(note.category_id) if note.category_id else None
            details = ": ".join(part for part in (category, note.summary) if part)
            return f"{who} closed the conversation" + (f" ({details})" if details else "")
        case e.ConversationReopened():
            return f"{who} undid the closing"
        case e.ConversationSnoozed(until=until):
            return f"{who} snoozed the conversation until {until:%Y-%m-%d %H:%M} UTC"
        case e.ConversationUnsnoozed():
            return "The conversation is awake again"
        case e.ConversationFieldChanged(slug=slug, new=new):
            return f"{who} {_set(slug, new)}"
        case _:
            return None


def _about_the_contact(body: EventBody, who: str, names: Names) -> str | None:
    match body:
        case e.ContactFieldChanged(slug=slug, new=new):
            return f"{who} {_set(slug, new)}"
        case e.ContactTagged(tag_id=tag_id):
            return f"{who} added the tag {_name(tag_id, names)}"
        case e.ContactUntagged(tag_id=tag_id):
            return f"{who} removed the tag {_name(tag_id, names)}"
        case e.ContactBlocked():
            return f"{who} blocked the contact"
        case e.ContactUnblocked():
            return f"{who} unblocked the contact"
        case e.MergeSuggested(field=field, other_contact_id=other):
            return f"{_name(other, names)} has the same {field}: perhaps the same person"
        case _:
            return None


def _about_runs(body: EventBody, names: Names) -> str | None:
    match body:
        case e.RunStarted(workflow_id=workflow_id):
            return f"Workflow {_name(workflow_id, names)} started"
        case e.RunEnded(workflow_id=workflow_id, reason=reason):
            return f"Workflow {_name(workflow_id, names)} ended: {reason.value.replace('_', ' ')}"
        case _:
            return None


def _set(slug: str, new: FieldValue) -> str:
    label = slug.replace("_", " ")
    if new is None:
        return f"cleared {label}"
    shown = ", ".join(new) if isinstance(new, list) else str(new)
    return f"set {label} to {shown}"


def _name(id: UUID | None, names: Names) -> str:
    return names.get(id, "somebody unknown") if id else "nobody"
