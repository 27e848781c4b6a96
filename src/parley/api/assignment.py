"""Who has a conversation, how often it changed hands, and, while it waits, at which place and why for nobody yet."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from parley.api.auth import guard
from parley.api.conversations import get_contact_of
from parley.api.deps import Deps, DepsHere
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import View
from parley.domain.ids import ConversationId
from parley.domain.queue import QueueEntry
from parley.routing.matching import match
from parley.storage import queue_store
from parley.storage.reads import floor

router = make_router("conversations")


class PlaceView(View):
    """`position` counts from 1 in its line. `expected_wait_seconds`: the place over the assignments of the last
    hour in that line; null while there were none. `sentence` says why nobody has it yet.
    """

    team_id: UUID | None
    since: datetime
    waited_seconds: float
    position: int
    expected_wait_seconds: float | None
    candidates: int
    excluded: dict[str, int]
    sentence: str


class HolderView(View):
    """`assignments`: how often it was given to somebody; `reassignments` leave the first out."""

    assignee_id: UUID | None
    assigned_at: datetime | None
    assignments: int
    reassignments: int
    waiting: PlaceView | None


@router.get("/conversations/{conversation_id}/assignment")
async def show_assignment(
    conversation_id: UUID,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.READ, Resource.CONVERSATIONS)],
) -> HolderView:
    """The holder, or the place in line. Past decisions are at `/decisions`."""
    wanted = ConversationId(conversation_id)
    contact_id = await get_contact_of(deps, scope.sight, wanted)
    count = await floor.count_assignments(deps.pool, scope.workspace_id, contact_id, wanted)
    holder = await floor.find_holder(deps.pool, scope.workspace_id, wanted)
    entry = await floor.find_entry(deps.pool, scope.workspace_id, wanted)
    return HolderView(
        assignee_id=holder[0],
        assigned_at=holder[1],
        assignments=count,
        reassignments=max(0, count - 1),
        waiting=await _place(deps, scope, entry) if entry is not None else None,
    )


async def _place(deps: Deps, scope: Scope, entry: QueueEntry) -> PlaceView | None:
    """Decides for this entry alone, as the dispatcher would, and keeps nothing of it but the reason."""
    now = deps.clock.now()
    reference = await deps.reference(scope.workspace_id)
    place = await floor.find_place(deps.pool, scope.workspace_id, entry, now=now)
    if place is None:
        return None
    async with deps.pool.acquire() as connection:
        agents = await queue_store.list_agents(connection, scope.workspace_id)
        in_hand = await queue_store.count_in_hand(
            connection, scope.workspace_id, reference=reference
        )
    result = match([entry], agents, reference=reference, rotations=(), now=now, in_hand=in_hand)
    shortage = result.waiting.get(entry.conversation_id)
    position, expected = place
    return PlaceView(
        team_id=entry.team_id,
        since=entry.since,
        waited_seconds=max(0.0, (now - entry.since).total_seconds()),
        position=position,
        expected_wait_seconds=expected,
        candidates=shortage.candidates if shortage else len(agents),
        excluded=dict(shortage.excluded) if shortage else {},
        sentence=shortage.sentence
        if shortage
        else "Somebody is free: it is next, or its turn comes",
    )
