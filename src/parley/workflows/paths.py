"""The named places that text and conditions may read: a table, never an attribute look-up."""

from collections.abc import Callable, Mapping
from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec.structs import asdict

from parley.domain.contact import STANDARD_FIELDS, FieldScope, FieldValue
from parley.domain.people import Agent, User
from parley.domain.run import Run
from parley.domain.workspace import Reference
from parley.workflows.view import View

Found = str | int | float | bool | list[str] | datetime | None

CONTACT_FIELDS = "contact.fields."
CONVERSATION_FIELDS = "conversation.fields."
VARIABLE = "var."
TRIGGER = "trigger."


def find_value(path: str, run: Run, view: View) -> Found:
    """The value at a path; None where there is none, or no such path."""
    if path.startswith(VARIABLE):
        return run.variables.get(path.removeprefix(VARIABLE))
    if path.startswith(TRIGGER):
        return run.variables.get(path)
    if path.startswith(CONTACT_FIELDS):
        return view.contact.fields.get(path.removeprefix(CONTACT_FIELDS))
    if path.startswith(CONVERSATION_FIELDS):
        conversation = view.conversation
        slug = path.removeprefix(CONVERSATION_FIELDS)
        return conversation.fields.get(slug) if conversation else None
    read = PLACES.get(path)
    return read(view) if read else None


def find_field(scope: FieldScope, slug: str, view: View) -> FieldValue:
    """What a field of the contact, standard ones included, or of the conversation holds."""
    if scope is FieldScope.CONVERSATION:
        return view.conversation.fields.get(slug) if view.conversation else None
    if slug in STANDARD_FIELDS:
        return asdict(view.contact)[slug]
    return view.contact.fields.get(slug)


def is_place(path: str, reference: Reference) -> bool:
    """True if a path names something that exists in the workspace; variables are checked elsewhere."""
    if path.startswith(CONTACT_FIELDS):
        return (FieldScope.CONTACT, path.removeprefix(CONTACT_FIELDS)) in reference.fields
    if path.startswith(CONVERSATION_FIELDS):
        return (FieldScope.CONVERSATION, path.removeprefix(CONVERSATION_FIELDS)) in reference.fields
    return path in PLACES


def in_workspace_zone(at: datetime, reference: Reference) -> datetime:
    try:
        return at.astimezone(ZoneInfo(reference.settings.timezone))
    except (ZoneInfoNotFoundError, ValueError):
        return at


def _assignee(view: View) -> User | None:
    conversation = view.conversation
    return (
        view.reference.users.get(conversation.assignee_id)
        if conversation and conversation.assignee_id
        else None
    )


def _presence(view: View) -> str | None:
    user = _assignee(view)
    agent: Agent | None = view.find_agent(user.id) if user else None
    return agent.presence.value if agent else None


def _team_name(view: View) -> str | None:
    team_id = view.conversation.team_id if view.conversation else None
    team = view.reference.teams.get(team_id) if team_id else None
    return team.name if team else None


def _tags(view: View) -> list[str]:
    known = view.reference.tags
    return [known[tag_id].name for tag_id in view.contact.tags if tag_id in known]


def _lifecycle(view: View) -> str | None:
    stage_id = view.contact.lifecycle_stage_id
    stage = view.reference.stages.get(stage_id) if stage_id else None
    return stage.name if stage else None


def _position(view: View) -> int | None:
    place = view.queue.get() if view.queue else None
    return place.position if place else None


def _expected_wait(view: View) -> int | None:
    """In minutes, the begun one included."""
    place = view.queue.get() if view.queue else None
    if place is None or place.expected_wait is None:
        return None
    return max(1, ceil(place.expected_wait.total_seconds() / 60))


def _system(layout: str) -> Callable[[View], str]:
    return lambda view: in_workspace_zone(view.now, view.reference).strftime(layout)


def _assignee_value(read: Callable[[User], str]) -> Callable[[View], str | None]:
    def find(view: View) -> str | None:
        user = _assignee(view)
        return read(user) if user else None

    return find


PLACES: Mapping[str, Callable[[View], Found]] = {
    "contact.id": lambda view: str(view.contact.id),
    "contact.name": lambda view: view.contact.display_name,
    "contact.first_name": lambda view: view.contact.first_name,
    "contact.given_name": lambda view: view.contact.given_name,
    "contact.family_name": lambda view: view.contact.family_name,
    "contact.phone": lambda view: view.contact.phone,
    "contact.email": lambda view: view.contact.email,
    "contact.language": lambda view: view.contact.language,
    "contact.country": lambda view: view.contact.country,
    "contact.tags": _tags,
    "contact.lifecycle": _lifecycle,
    "contact.created_at": lambda view: view.contact.created_at,
    "contact.last_inbound_at": lambda view: view.last_inbound_at,
    "contact.last_outbound_at": lambda view: view.last_outbound_at,
    "conversation.id": lambda view: str(view.conversation.id) if view.conversation else None,
    "conversation.status": lambda view: (
        view.conversation.status.value if view.conversation else None
    ),
    "conversation.source": lambda view: (
        view.conversation.opened_by.value if view.conversation else None
    ),
    "conversation.opened_at": lambda view: (
        view.conversation.opened_at if view.conversation else None
    ),
    "conversation.team": _team_name,
    "assignee.id": _assignee_value(lambda user: str(user.id)),
    "assignee.name": _assignee_value(lambda user: user.name),
    "assignee.email": _assignee_value(lambda user: user.email),
    "assignee.presence": _presence,
    "queue.position": _position,
    "queue.expected_wait_minutes": _expected_wait,
    "channel.id": lambda view: str(view.channel.id) if view.channel else None,
    "channel.kind": lambda view: view.channel.kind if view.channel else None,
    "channel.name": lambda view: view.channel.name if view.channel else None,
    "message.text": lambda view: view.last_message,
    "system.now": _system("%Y-%m-%d %H:%M:%S"),
    "system.date": _system("%Y-%m-%d"),
    "system.time": _system("%H:%M:%S"),
}
