"""What a trace tells of a visit: why its step decided, and all of the scene that it may have looked at."""

from collections.abc import Mapping
from datetime import datetime
from typing import get_args

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from parley.domain.contact import Contact, FieldValue
from parley.domain.conversation import Conversation, Source, Status
from parley.domain.ids import (
    ChannelId,
    ContactId,
    ConversationId,
    StageId,
    TagId,
    TeamId,
    UserId,
)
from parley.domain.people import Agent, Presence
from parley.domain.queue import QueuePlace
from parley.domain.run import EndReason, Run, VariableValue, Waiting
from parley.domain.workspace import Reference
from parley.workflows.decisions import Entered, Refused, Signal
from parley.workflows.view import QueueLook, View


class SeenContact(Struct, frozen=True, omit_defaults=True):
    display_name: str
    given_name: str | None = None
    family_name: str | None = None
    phone: str | None = None
    email: str | None = None
    language: str | None = None
    country: str | None = None
    fields: dict[str, FieldValue] = {}
    tags: tuple[TagId, ...] = ()
    created_at: datetime | None = None
    lifecycle_stage_id: StageId | None = None


class SeenConversation(Struct, frozen=True, omit_defaults=True):
    id: ConversationId
    status: Status
    opened_at: datetime
    opened_by: Source
    team_id: TeamId | None = None
    assignee_id: UserId | None = None
    fields: dict[str, FieldValue] = {}


class Seen(Struct, frozen=True, omit_defaults=True):
    """The scene when the step decided: the contact, the open conversation, where the contact was heard
    last, the presence of who has the conversation, and the place in line if the step asked for it.
    """

    contact: SeenContact
    conversation: SeenConversation | None = None
    channel_id: ChannelId | None = None
    last_inbound_at: datetime | None = None
    last_outbound_at: datetime | None = None
    last_message: str = ""
    presence: Presence | None = None
    queue: QueuePlace | None = None


_SIGNALS: Mapping[str, type[Signal]] = {
    kind.__name__.lower(): kind for kind in get_args(Signal) if kind is not Refused
}
ENDED = "ended"


def tell(
    signal: Signal,
    run: Run,
    view: View,
    *,
    refused: tuple[int, Refused] | None = None,
) -> dict[str, object]:
    """A visit's input: signal, scene, what the run waited for, and, at its beginning, its variables."""
    told: dict[str, object] = {"signal": type(signal).__name__.lower(), "seen": see(view)}
    if type(signal) is not Entered:
        told.update(msgspec.to_builtins(signal))
    if run.waiting is not None:
        told["waiting"] = run.waiting
    if run.visit == 1 and run.variables:
        told["variables"] = run.variables
    if refused is not None:
        place, refusal = refused
        told["refused"] = {"effect": place, "code": refusal.code, "text": refusal.text}
    return told


def tell_end(reason: EndReason) -> dict[str, object]:
    """The visit was cut short: somebody else ended the run."""
    return {"signal": ENDED, "reason": reason.value}


def see(view: View) -> Seen:
    conversation = view.conversation
    holder = conversation.assignee_id if conversation else None
    agent = view.find_agent(holder) if holder else None
    return Seen(
        _see_contact(view.contact),
        _see_conversation(conversation) if conversation else None,
        view.channel.id if view.channel else None,
        view.last_inbound_at,
        view.last_outbound_at,
        view.last_message,
        agent.presence if agent else None,
        view.queue.place if view.queue else None,
    )


# Word by word and in order: each visit is told, and to convert by name costs five times as much.
def _see_contact(contact: Contact) -> SeenContact:
    return SeenContact(
        contact.display_name,
        contact.given_name,
        contact.family_name,
        contact.phone,
        contact.email,
        contact.language,
        contact.country,
        contact.fields,
        contact.tags,
        contact.created_at,
        contact.lifecycle_stage_id,
    )


def _see_conversation(conversation: Conversation) -> SeenConversation:
    return SeenConversation(
        conversation.id,
        conversation.status,
        conversation.opened_at,
        conversation.opened_by,
        conversation.team_id,
        conversation.assignee_id,
        conversation.fields,
    )


# -- and back ----------------------------------------------------------------------------------------


class ToldRefusal(Struct, frozen=True):
    effect: int
    code: str
    text: str


class Told(Struct, frozen=True):
    """A visit's input, read again."""

    signal: str
    seen: Seen | None = None
    waiting: Waiting | None = None
    variables: dict[str, VariableValue] = {}
    refused: ToldRefusal | None = None


def read_told(told: Mapping[str, object]) -> Told:
    return msgspec.convert(_plain(told), Told)


def read_signal(told: Mapping[str, object]) -> Signal | None:
    """None for a visit that was cut short, or a signal of a newer version."""
    kind = _SIGNALS.get(str(told["signal"]))
    return msgspec.convert(_plain(told), kind) if kind else None


def view_of(seen: Seen, run: Run, reference: Reference, *, now: datetime) -> View:
    """The scene again. The workspace is looked at as it is given, not as it was."""
    channel = reference.channels.get(seen.channel_id) if seen.channel_id else None
    found = seen.conversation
    holder = found.assignee_id if found else None

    def find_agent(user_id: UserId) -> Agent | None:
        if seen.presence is None or user_id != holder:
            return None
        return Agent(run.workspace_id, user_id, seen.presence, None, now, 0, None)

    return View(
        now=now,
        reference=reference,
        contact=Contact(run.workspace_id, ContactId(run.contact_id), **asdict(seen.contact)),
        conversation=(
            Conversation(run.workspace_id, contact_id=run.contact_id, **asdict(found))
            if found
            else None
        ),
        channel=channel,
        manifest=reference.manifests.get(channel.kind) if channel else None,
        last_inbound_at=seen.last_inbound_at,
        last_outbound_at=seen.last_outbound_at,
        last_message=seen.last_message,
        find_agent=find_agent,
        queue=QueueLook(lambda: seen.queue),
    )


def _plain(told: Mapping[str, object]) -> object:
    return msgspec.to_builtins(told)
