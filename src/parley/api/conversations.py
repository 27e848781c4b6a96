"""Routes that read conversations: views, counts, one conversation, its thread and decisions."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel

from parley.api.auth import guard
from parley.api.deps import DepsHere
from parley.api.limits import PAGE_SIZE
from parley.api.paging import Limit, Page, PageQuery, decode_cursor, encode_cursor
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.views.conversations import (
    ConversationView,
    DecisionView,
    ListedConversation,
    listed,
    show_conversation,
)
from parley.api.views.thread import ThreadItem, ids_of, thread_item
from parley.domain.conversation import Status
from parley.domain.errors import Invalid, NotFound
from parley.domain.ids import ContactId, ConversationId, TeamId, UserId
from parley.storage.reads import conversation as reads
from parley.storage.reads.inbox import (
    COUNT_CAP,
    ActivityKey,
    InboxView,
    count_views,
    list_conversations,
)
from parley.storage.reads.names import find_names
from parley.storage.reads.thread import ThreadKey, list_thread
from parley.storage.setup.sight import Sight

router = make_router("conversations")

Reader = Annotated[Scope, guard(Verb.READ, Resource.CONVERSATIONS)]
ViewName = Annotated[
    str,
    Query(
        pattern=r"^(mine|unassigned|all|snoozed|closed|team:[0-9a-f-]{36})$",
        description="`mine`, `unassigned`, `all` and `team:{id}` show open conversations.",
    ),
]
DECISIONS_SHOWN = 50


class CountsView(BaseModel):
    """A number above `cap` means: more than that."""

    views: dict[str, int]
    unanswered_mine: int
    cap: int


class InboxQuery:
    """What a list is asked for: a view, narrowed by what is given beside it."""

    def __init__(
        self,
        view: ViewName = "all",
        status: Status | None = None,
        team_id: UUID | None = None,
        assignee_id: UUID | None = None,
        sort: Literal["newest", "oldest"] = "newest",
    ) -> None:
        self.oldest_first = sort == "oldest"
        self._view = view
        self._status = status
        self._team_id = TeamId(team_id) if team_id else None
        self._assignee_id = UserId(assignee_id) if assignee_id else None

    def seen_by(self, scope: Scope) -> InboxView:
        name, _, team = self._view.partition(":")
        status = Status(name) if name in ("snoozed", "closed") else Status.OPEN
        return InboxView(
            status=self._status or status,
            assignee_id=scope.user_id if name == "mine" else self._assignee_id,
            team_id=TeamId(_id(team)) if team else self._team_id,
            unassigned=name == "unassigned",
        )


@router.get("/conversations")
async def list_page(
    deps: DepsHere,
    scope: Reader,
    query: Annotated[InboxQuery, Depends()],
    page: Annotated[PageQuery, Depends()],
) -> Page[ListedConversation]:
    """A view of the inbox, newest activity first."""
    key = page.key(datetime, UUID)
    rows = await list_conversations(
        deps.pool,
        scope.sight,
        query.seen_by(scope),
        after=ActivityKey(key[0], ConversationId(key[1])) if key else None,
        limit=page.limit + 1,
        oldest_first=query.oldest_first,
    )
    shown, following = page.cut(rows, key=lambda row: (row.activity_at, row.id))
    reference = await deps.reference(scope.workspace_id)
    now = deps.clock.now()
    return Page(
        items=[listed(row, settings=reference.settings, now=now) for row in shown], next=following
    )


@router.get("/conversation-counts")
async def show_counts(deps: DepsHere, scope: Reader) -> CountsView:
    """How many conversations each view holds, as the caller sees it; counted up to the cap."""
    reference = await deps.reference(scope.workspace_id)
    team_ids = list(reference.teams) if scope.sight.sees_all else sorted(scope.teams)
    views = await count_views(deps.pool, scope.sight, team_ids)
    unanswered = views.pop("unanswered_mine")
    return CountsView(views=views, unanswered_mine=unanswered, cap=COUNT_CAP - 1)


@router.get("/conversations/{conversation_id}")
async def show_one(conversation_id: UUID, deps: DepsHere, scope: Reader) -> ConversationView:
    return await show_conversation(deps, scope, ConversationId(conversation_id))


@router.get("/conversations/{conversation_id}/thread")
async def show_thread(
    conversation_id: UUID,
    deps: DepsHere,
    scope: Reader,
    before: Annotated[str | None, Query(max_length=400)] = None,
    limit: Limit = PAGE_SIZE,
) -> Page[ThreadItem]:
    """The contact's whole history, newest first: who sees a conversation may read what came before it."""
    contact_id = await get_contact_of(deps, scope.sight, ConversationId(conversation_id))
    key = decode_cursor(before, datetime, UUID) if before else None
    place = ThreadKey(key[0], key[1]) if key else ThreadKey(END_OF_TIME, LAST_ID)
    items = await list_thread(
        deps.pool, scope.workspace_id, contact_id, before=place, limit=limit + 1
    )
    shown = items[:limit]
    names = await find_names(deps.pool, scope.workspace_id, ids_of(shown))
    following = encode_cursor(shown[-1].at, shown[-1].id) if len(items) > limit else None
    return Page(items=[thread_item(item, names) for item in shown], next=following)


@router.get("/conversations/{conversation_id}/decisions")
async def list_decisions(
    conversation_id: UUID, deps: DepsHere, scope: Reader
) -> Page[DecisionView]:
    """Who got the conversation from the queue, and why; the newest 50."""
    await get_contact_of(deps, scope.sight, ConversationId(conversation_id))
    rows = await reads.list_decisions(
        deps.pool, scope.workspace_id, ConversationId(conversation_id), limit=DECISIONS_SHOWN
    )
    return Page(items=[DecisionView.model_validate(row) for row in rows])


@router.put("/conversations/{conversation_id}/read-mark", status_code=HTTPStatus.NO_CONTENT)
async def mark_read(
    conversation_id: UUID,
    deps: DepsHere,
    scope: Annotated[Scope, guard(Verb.WRITE, Resource.CONVERSATIONS)],
) -> None:
    """The caller has read all that has come in so far."""
    conversation = ConversationId(conversation_id)
    await get_contact_of(deps, scope.sight, conversation)
    await reads.mark_read(deps.pool, scope.sight, conversation, at=deps.clock.now())


async def get_contact_of(
    deps: DepsHere, sight: Sight, conversation_id: ConversationId
) -> ContactId:
    """Whose conversation it is. Raises NotFound for what the caller may not see."""
    contact_id = await reads.find_contact_of(deps.pool, sight, conversation_id)
    if contact_id is None:
        raise NotFound(conversation_id=str(conversation_id))
    return contact_id


END_OF_TIME = datetime.fromisoformat("9999-12-31T00:00:00+00:00")
LAST_ID = UUID(int=2**128 - 1)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid("The view names no team's id.", field="query.view") from error
