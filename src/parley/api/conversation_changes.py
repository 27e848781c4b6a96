"""Routes that change a conversation: each loads a desk, calls one action, presents the outcome."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec.structs import replace
from pydantic import AwareDatetime, Field

from parley.actions.assigning import ANYBODY, assign_conversation, change_team, enqueue, leave_queue
from parley.actions.conversations import (
    close_conversation,
    set_conversation_field,
    snooze_conversation,
    undo_close,
    unsnooze_conversation,
)
from parley.actions.queueing import make_entry
from parley.actions.runs import end_runs
from parley.api.auth import guard
from parley.api.deps import Deps, DepsHere
from parley.api.desks import decide
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.views.conversations import ConversationView, show_conversation
from parley.api.words import Body, Text
from parley.domain.contact import FieldValue
from parley.domain.conversation import ClosingNote, Conversation, Source
from parley.domain.desk import Desk
from parley.domain.errors import AlreadyClosed, NotFound
from parley.domain.ids import CategoryId, ConversationId, TeamId, UserId
from parley.domain.needs import Needs
from parley.domain.queue import QueueEntry, Strategy
from parley.domain.run import EndReason

router = make_router("conversations")

Writer = Annotated[Scope, guard(Verb.WRITE, Resource.CONVERSATIONS)]
SUMMARY_LENGTH = 10_000


class ConversationChange(Body):
    """Fields by slug; null clears one."""

    fields: Annotated[dict[str, FieldValue], Field(max_length=200)]


class Assignment(Body):
    """`expected_user_id`: who holds it as far as the caller knows, null for nobody; 409 if that has changed."""

    user_id: UUID | None
    team_id: UUID | None = None
    expected_user_id: UUID | None = None


class TeamChoice(Body):
    team_id: UUID | None


class QueueRequest(Body):
    """A team's members, one user (the team is then the fallback), or without either everybody. Without a
    strategy it is the team's, or the workspace's.
    """

    team_id: UUID | None = None
    user_id: UUID | None = None
    strategy: Strategy | None = None
    online_only: bool = True
    max_open: Annotated[int | None, Field(ge=1, le=10_000)] = None


class Closure(Body):
    """What the workspace's closing mode asks for."""

    category_id: UUID | None = None
    summary: Annotated[Text, Field(max_length=SUMMARY_LENGTH)] = ""


class Snooze(Body):
    until: AwareDatetime


@router.patch("/conversations/{conversation_id}")
async def change_fields(
    conversation_id: UUID, body: ConversationChange, deps: DepsHere, scope: Writer
) -> ConversationView:
    """Set conversation fields."""

    def set_all(desk: Desk, seen: Conversation) -> None:
        for slug, value in body.fields.items():
            set_conversation_field(desk, seen.id, slug, value, actor=scope.actor)

    return await change(deps, scope, conversation_id, set_all)


@router.put("/conversations/{conversation_id}/assignment")
async def assign(
    conversation_id: UUID, body: Assignment, deps: DepsHere, scope: Writer
) -> ConversationView:
    """Give it to a user, or to nobody. It leaves the queue; runs that speak to the contact end."""
    given = body.model_fields_set

    def give(desk: Desk, seen: Conversation) -> None:
        assign_conversation(
            desk,
            seen.id,
            UserId(body.user_id) if body.user_id else None,
            actor=scope.actor,
            expected=body.expected_user_id and UserId(body.expected_user_id)
            if "expected_user_id" in given
            else ANYBODY,
        )
        if "team_id" in given:
            team_id = TeamId(body.team_id) if body.team_id else None
            change_team(desk, seen.id, team_id, actor=scope.actor)

    return await change(deps, scope, conversation_id, give)


@router.put("/conversations/{conversation_id}/team")
async def choose_team(
    conversation_id: UUID, body: TeamChoice, deps: DepsHere, scope: Writer
) -> ConversationView:
    """The team is responsible, whoever answers."""
    team_id = TeamId(body.team_id) if body.team_id else None
    return await change(
        deps,
        scope,
        conversation_id,
        lambda desk, seen: change_team(desk, seen.id, team_id, actor=scope.actor),
    )


@router.put("/conversations/{conversation_id}/queue-entry")
async def ask_for_agent(
    conversation_id: UUID, body: QueueRequest, deps: DepsHere, scope: Writer
) -> ConversationView:
    """Let the queue find an agent, for whoever has it gives it back; an entry that it has already is replaced. A
    team whose line it joins becomes responsible, if none is (O6).
    """

    def ask(desk: Desk, seen: Conversation) -> None:
        if not seen.is_open:
            raise AlreadyClosed(conversation_id=str(seen.id))
        entry = _entry(desk, seen, body)
        if seen.assignee_id is not None:
            assign_conversation(desk, seen.id, None, actor=scope.actor)
        enqueue(desk, entry, actor=scope.actor)
        if entry.team_id is not None and seen.team_id is None:
            change_team(desk, seen.id, entry.team_id, actor=scope.actor)

    return await change(deps, scope, conversation_id, ask)


@router.delete("/conversations/{conversation_id}/queue-entry")
async def stop_asking(conversation_id: UUID, deps: DepsHere, scope: Writer) -> ConversationView:
    """Leave the queue. The conversation stays with whoever has it."""
    return await change(
        deps,
        scope,
        conversation_id,
        lambda desk, seen: leave_queue(desk, seen.id, reason="by_hand", actor=scope.actor),
    )


@router.put("/conversations/{conversation_id}/takeover")
async def take_over(conversation_id: UUID, deps: DepsHere, scope: Writer) -> ConversationView:
    """Stop the bot and assign the conversation to the caller."""

    def take(desk: Desk, seen: Conversation) -> None:
        end_runs(
            desk,
            seen.contact_id,
            EndReason.TAKEN_OVER,
            actor=scope.actor,
            conversation_id=seen.id,
            only_speaking=True,
        )
        assign_conversation(desk, seen.id, scope.user_id, actor=scope.actor)

    return await change(deps, scope, conversation_id, take)


@router.put("/conversations/{conversation_id}/closure")
async def close(
    conversation_id: UUID, body: Closure, deps: DepsHere, scope: Writer
) -> ConversationView:
    """Close it, with the note that the workspace wants. The contact's next message starts a new one."""
    has_note = body.category_id is not None or body.summary.strip() != ""
    category_id = CategoryId(body.category_id) if body.category_id else None
    note = ClosingNote(category_id, body.summary.strip()) if has_note else None

    def end(desk: Desk, seen: Conversation) -> None:
        if not seen.is_open:
            raise AlreadyClosed(conversation_id=str(seen.id))
        source = Source.API if scope.by_token else Source.USER
        close_conversation(desk, seen.contact_id, note, source=source, actor=scope.actor)

    return await change(deps, scope, conversation_id, end)


@router.delete("/conversations/{conversation_id}/closure")
async def undo_closure(conversation_id: UUID, deps: DepsHere, scope: Writer) -> ConversationView:
    """Take the close back, within the workspace's undo time and before a new conversation opens."""
    return await change(
        deps,
        scope,
        conversation_id,
        lambda desk, seen: undo_close(desk, seen.id, actor=scope.actor),
    )


@router.put("/conversations/{conversation_id}/snooze")
async def snooze(
    conversation_id: UUID, body: Snooze, deps: DepsHere, scope: Writer
) -> ConversationView:
    """Put it aside until an hour, or until the contact writes."""
    until: datetime = body.until
    return await change(
        deps,
        scope,
        conversation_id,
        lambda desk, seen: snooze_conversation(desk, seen.id, until=until, actor=scope.actor),
    )


@router.delete("/conversations/{conversation_id}/snooze")
async def wake(conversation_id: UUID, deps: DepsHere, scope: Writer) -> ConversationView:
    """Take it out of the snoozed ones now."""
    return await change(
        deps,
        scope,
        conversation_id,
        lambda desk, seen: unsnooze_conversation(desk, seen.id, actor=scope.actor),
    )


async def change(
    deps: Deps,
    scope: Scope,
    conversation_id: UUID,
    action: Callable[[Desk, Conversation], object],
) -> ConversationView:
    """Runs one action on a conversation that the caller sees, and shows it as it is then."""
    wanted = ConversationId(conversation_id)
    await decide(
        deps,
        scope,
        Needs(conversations=frozenset({wanted})),
        lambda desk: action(desk, get_seen(desk, scope, wanted)),
    )
    return await show_conversation(deps, scope, wanted, after_change=True)


def get_seen(desk: Desk, scope: Scope, conversation_id: ConversationId) -> Conversation:
    """The conversation, locked. Raises NotFound if there is none or it is not the caller's to see."""
    found = desk.find_conversation(conversation_id)
    if found is None:
        raise NotFound(conversation_id=str(conversation_id))
    scope.require_seen(assignee_id=found.assignee_id, team_id=found.team_id)
    return found


def _entry(desk: Desk, seen: Conversation, body: QueueRequest) -> QueueEntry:
    entry = make_entry(
        desk,
        seen,
        user_id=UserId(body.user_id) if body.user_id else None,
        team_id=TeamId(body.team_id) if body.team_id else None,
        strategy=body.strategy,
    )
    return replace(entry, online_only=body.online_only, max_open=body.max_open)
