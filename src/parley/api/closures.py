"""Many conversations closed with one note: by their ids, or by who holds them and since when they rest."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from parley.actions.conversations import check_note, close_conversation
from parley.api.auth import guard
from parley.api.conversation_changes import SUMMARY_LENGTH
from parley.api.deps import DepsHere
from parley.api.desks import decide
from parley.api.limits import CLOSURES_AT_ONCE
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import Body, Text, View
from parley.domain.conversation import ClosingNote, Source
from parley.domain.desk import Desk
from parley.domain.ids import CategoryId, ConversationId, TeamId, UserId
from parley.domain.needs import Needs
from parley.storage.reads import closing
from parley.workflows.model import Hour

router = make_router("conversations")


class ClosingFilter(Body):
    """Open and snoozed ones to which all that is given applies."""

    assignee_id: UUID | None = None
    team_id: UUID | None = None
    unassigned: bool = False
    idle_since: Hour | None = None


class Closures(Body):
    """Either ids or a filter; the same closing note for all."""

    conversation_ids: Annotated[list[UUID], Field(max_length=CLOSURES_AT_ONCE)] = Field(
        default_factory=list
    )
    filter: ClosingFilter | None = None
    category_id: UUID | None = None
    summary: Annotated[Text, Field(max_length=SUMMARY_LENGTH)] = ""

    @model_validator(mode="after")
    def _one_way(self) -> "Closures":
        if bool(self.conversation_ids) == (self.filter is not None):
            raise ValueError("Give either ids or a filter.")
        return self


class Outcome(View):
    conversation_id: UUID
    outcome: Literal["closed", "already_closed", "not_found"]


class ClosuresView(View):
    """What became of each. `more`: the filter holds further ones, call again."""

    items: list[Outcome]
    more: bool


@router.post("/conversations/closures")
async def close_many(
    body: Closures,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.WRITE, Resource.CONVERSATIONS)],
) -> ClosuresView:
    """Close them in one transaction. A note that the workspace does not take is refused for all."""
    wanted = [ConversationId(each) for each in dict.fromkeys(body.conversation_ids)]
    if body.filter is not None:
        given = body.filter
        wanted = await closing.list_to_close(
            deps.pool,
            scope.sight,
            assignee_id=UserId(given.assignee_id) if given.assignee_id else None,
            team_id=TeamId(given.team_id) if given.team_id else None,
            unassigned=given.unassigned,
            idle_since=given.idle_since,
            limit=CLOSURES_AT_ONCE + 1,
        )
    more = len(wanted) > CLOSURES_AT_ONCE
    wanted = wanted[:CLOSURES_AT_ONCE]
    has_note = body.category_id is not None or body.summary.strip() != ""
    category_id = CategoryId(body.category_id) if body.category_id else None
    note = ClosingNote(category_id, body.summary.strip()) if has_note else None

    def close_all(desk: Desk) -> list[Outcome]:
        check_note(desk, note or ClosingNote(), required=True)
        return [_close(desk, scope, each, note) for each in wanted]

    needs = Needs(conversations=frozenset(wanted))
    return ClosuresView(items=await decide(deps, scope, needs, close_all), more=more)


def _close(
    desk: Desk, scope: Scope, conversation_id: ConversationId, note: ClosingNote | None
) -> Outcome:
    found = desk.find_conversation(conversation_id)
    if found is None or not scope.sees(assignee_id=found.assignee_id, team_id=found.team_id):
        return Outcome(conversation_id=conversation_id, outcome="not_found")
    if not found.is_open:
        return Outcome(conversation_id=conversation_id, outcome="already_closed")
    source = Source.API if scope.by_token else Source.USER
    close_conversation(desk, found.contact_id, note, source=source, actor=scope.actor)
    return Outcome(conversation_id=conversation_id, outcome="closed")
